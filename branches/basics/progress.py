"""How far a long work is: told where it is done, heard by whoever watches it, otherwise by nobody."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[str, int, int], None]  # what is done now, how many steps of it are done, of how many

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Inside, what is told goes to this listener."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def tell(words: str, done: int, total: int) -> None:
    """Say how far it is; free of cost where nobody listens."""
    listener = _listener.get()
    if listener:
        listener(words, done, total)
