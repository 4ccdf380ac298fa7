"""Computations: inputs gathered and frozen, scored, kept; a run is never changed."""
