"""Work on many files by a few threads: reading, hashing and syncing leave the interpreter to others."""

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

AT_ONCE = min(4, os.cpu_count() or 1)


@contextmanager
def begun(work: Callable, of: Iterable) -> Iterator[Callable[[], None]]:
    """Begin to do it with each; what is given waits for the end and raises what one has raised.

    Whoever leaves without waiting lets the rest be, and so does one that fails.
    """
    left, door, enough = iter(of), threading.Lock(), threading.Event()
    none_left = object()

    def taking() -> None:
        try:
            while not enough.is_set():
                with door:
                    one = next(left, none_left)
                if one is none_left:
                    return
                work(one)
        except BaseException:
            enough.set()
            raise

    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="keeping") as pool:
        running = [pool.submit(taking) for _number in range(AT_ONCE)]

        def wait() -> None:
            for one in running:
                one.result()

        try:
            yield wait
        finally:
            enough.set()
