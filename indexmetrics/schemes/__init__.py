"""Scoring schemes (考评办法): one canonical document each, locked once a quarter runs under it."""
