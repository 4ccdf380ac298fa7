"""Where an act comes from: the address of the request, or the operating system's user who gave the command.

Whatever is not done for a request is done by the account that runs the process. So no command has to think of
it, and none can forget it.
"""

import getpass
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

LONGEST_NAME = 64  # of a user or a machine; longer ones are cut

_address: ContextVar[str | None] = ContextVar("origin", default=None)


@contextmanager
def asked_from(address: str) -> Iterator[None]:
    """Inside, acts come from that address; it may be empty, as behind a socket that knows none."""
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)


def origin() -> str:
    """`10.1.2.3` within a request; outside of one `wusetu@server`, or `li → root@server` with sudo."""
    address = _address.get()
    return os_user(os.environ.get("SUDO_USER", "")) if address is None else address


@cache
def os_user(sudoer: str = "") -> str:
    """Who runs this process, on which machine; `sudoer` is who called sudo for it."""
    names = [name for name in (_plain(sudoer), _plain(_account())) if name]
    return f"{' → '.join(names)}@{_plain(socket.gethostname())}"


def _account() -> str:
    """The account's name; its number where no list of accounts knows it, as in a container."""
    try:
        import pwd
    except ImportError:  # no Unix: only the environment knows
        return getpass.getuser()
    number = os.geteuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"uid {number}"


def _plain(name: str) -> str:
    return "".join(sign for sign in name if sign.isprintable())[:LONGEST_NAME]
