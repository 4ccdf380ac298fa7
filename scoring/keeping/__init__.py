"""Backup and restore: the whole installation in one archive that proves itself."""
