"""Bonus and penalty items as a table."""
