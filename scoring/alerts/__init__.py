"""Warnings about the process: what, since when, and what clears it; never about persons."""
