"""The words that `/healthz` borrows: how old the backup is, whether the trail hangs together."""

from django.core.cache import cache

from branches.audit.queries import tail_is_whole
from branches.basics import clock
from branches.management.examinations import OLDEST_BACKUP, last_backup

OK, OLD, NONE, BROKEN = "ok", "old", "none", "broken"
CHAIN_SECONDS = 60


def backup() -> str:
    """Is the newest backup young enough?"""
    made = last_backup()
    if made is None:
        return NONE
    return OLD if clock.now() - made > OLDEST_BACKUP else OK


def chain() -> str:
    """Do the newest events of the trail hang together? Asked of the database at most once a minute."""
    found = cache.get("health-chain")
    if found is None:
        found = OK if tail_is_whole() else BROKEN
        cache.set("health-chain", found, CHAIN_SECONDS)
    return found
