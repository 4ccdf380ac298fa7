"""Uploaded tables opened in one place: limits first, then the archive, then the cells, in a bounded process."""
