"""One-time passwords with their hashes: many are made before the transaction that hands them out, on all processors."""

import os
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from branches.basics.progress import counted

LETTERS = 12  # bytes of chance
MOST_AT_ONCE = 4  # pages come first


@dataclass(frozen=True)
class OneTime:
    """A password and what is kept of it; until it is shown it goes no further than the session of who made it, and on its
    way there, where a process of its own made it, than a file that ends with the hand-over (`branches.tasks.form`)."""

    password: str = field(repr=False)
    hashed: str = field(repr=False)


# Nobody signs in with it: for an account that is only tried out.
NONE = OneTime("", make_password(None))


def made() -> OneTime:
    """A random one."""
    password = secrets.token_urlsafe(LETTERS)
    return OneTime(password, make_password(password))


def made_many(count: int) -> list[OneTime]:
    """So many; a hash is slow on purpose, and leaves the interpreter free for the next meanwhile."""
    with ThreadPoolExecutor(min(MOST_AT_ONCE, os.cpu_count() or 1)) as pool:
        return list(counted(pool.map(lambda _number: made(), range(count)), _("making the one-time passwords"), count))
