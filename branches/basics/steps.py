"""Numbered progress lines for work that takes a person's patience; standard library only."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Steps:
    """Prints "[2/5] what … 1.3 s" for each step."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.number = 0

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Announce a step, run it, say how long it took."""
        self.number += 1
        began = time.monotonic()
        print(f"[{self.number}/{self.total}] {what} …", end="", flush=True)
        try:
            yield
        except BaseException:
            print(flush=True)
            raise
        print(f" {time.monotonic() - began:.1f} s", flush=True)
