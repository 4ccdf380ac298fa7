"""Editions: what was published, frozen, with everything needed to show and recompute it."""
