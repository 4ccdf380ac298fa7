"""Registers: what offices other than the branch enter, with a document number."""
