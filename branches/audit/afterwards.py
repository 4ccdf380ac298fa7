"""Events of acts that were refused: their transaction is rolled back, so they are written after it."""

from contextvars import ContextVar
from typing import Any

from django.db import connection, transaction

from branches.audit.actions import append, draft
from branches.audit.kinds import EventKind

_waiting: ContextVar[list[tuple[EventKind, dict[str, Any]]] | None] = ContextVar("waiting", default=None)


def remember(kind: EventKind, **about: Any) -> None:
    """Keep an event until the request is answered; outside of a request it is written at once."""
    waiting = _waiting.get()
    if waiting is None:
        _write([(kind, about)], None)
    else:
        waiting.append((kind, about))


class AfterwardsMiddleware:
    """Writes what was remembered when the answer is made and every transaction of it has ended."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """The answer, with the refused acts on record."""
        token = _waiting.set([])
        try:
            response = self.get_response(request)
            waiting = _waiting.get()
            if waiting:
                _write(waiting, getattr(request, "user", None))
            return response
        finally:
            _waiting.reset(token)


def _write(waiting: list[tuple[EventKind, dict[str, Any]]], by: Any) -> None:
    if connection.in_atomic_block and connection.needs_rollback:
        return  # the transaction around a command is lost, and the command says why
    with transaction.atomic():
        append([draft(kind, **{"by": by, **about}) for kind, about in waiting])
