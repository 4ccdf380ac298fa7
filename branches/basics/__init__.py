"""Small pure tools that every slice may use: the clock, quarters, refusals."""
