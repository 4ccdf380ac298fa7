"""How far a long work is: told where it is done, heard by whoever watches it, otherwise by nobody."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")

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


def counted(things: Iterable[T], words: str, total: int, *, every: int = 1) -> Iterator[T]:
    """Each of the things, and before every so many of them how many are done; `words` say with what."""
    for done, thing in enumerate(things):
        if done % every == 0:
            tell(words, done, total)
        yield thing
