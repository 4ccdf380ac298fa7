"""`manage.py import_branches`: takes in the branch register from a table."""

from indexmetrics.imports.running import ImportCommand


class Command(ImportCommand):
    """All errors are listed as sheet / row / column / value / what to do; one bad row and nothing is saved."""

    help = "Import the branch register from an xlsx or csv file: all or nothing, every error listed."
    kind = "branches"
