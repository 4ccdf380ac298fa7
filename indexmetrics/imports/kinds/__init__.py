"""The kinds of imports, a file each."""
