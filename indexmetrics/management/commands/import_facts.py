"""`manage.py import_facts`: takes in numbers of registers and figures from a table."""

from indexmetrics.imports.running import ImportCommand


class Command(ImportCommand):
    """All errors are listed as sheet / row / column / value / what to do; one bad row and nothing is saved."""

    help = "Import numbers of registers and figures from an xlsx or csv file: all or nothing, every error listed."
    kind = "facts"
