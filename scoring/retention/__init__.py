"""Retention: what has been kept long enough, what may not go yet, and its deletion."""
