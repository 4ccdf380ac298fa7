"""The private estimate: what a branch would score as things stand, seen by that branch alone."""
