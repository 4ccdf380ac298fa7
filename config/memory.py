"""Memory of a serving process."""

import gc


def settle() -> None:
    """Put what start-up loaded outside the reach of the garbage collector.

    It lives as long as the process; walking through it again and again stops every request for tens
    of milliseconds, and would make forked workers copy pages that they share.
    """
    gc.collect()
    gc.freeze()
