"""How much a table may be, and the bounds of the process that reads it (standard library only)."""

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 20_000, 200, 1_000_000
LARGEST_FILE = 5 * 1024 * 1024
SECONDS = 30
MEMORY = 900 * 1024 * 1024  # of addresses; what is really used stays under 300 MiB


def bound_this_process() -> None:
    """Let the system end this process when it takes too much time or memory."""
    try:
        import resource
    except ImportError:  # no such limits here; the parent still watches the clock
        return
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
