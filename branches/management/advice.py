"""What is allowed but weaker than it could be; the doctor says it and still ends with 0."""

import ctypes
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from branches.access.roles import Role
from branches.account.queries import WEIGHTY
from branches.management import archive

_LARGER_THAN_TIMEX = 512  # bytes; the system's own structure has about 208
_NOT_SYNCHRONISED = 5  # TIME_ERROR of adjtimex(2)


def advice(*, demo: bool) -> Iterator[str]:
    """Every switch that was turned to the weaker side, a log that nobody keeps, and a clock that nobody sets."""
    if not settings.SECOND_FACTOR_REQUIRED and not demo:
        yield _("No second factor is asked of %(roles)s. Set SECOND_FACTOR_REQUIRED=1.") % {
            "roles": ", ".join(str(role.label) for role in Role if role in WEIGHTY)}
    if not settings.FOUR_EYES:
        yield _("One person alone may correct a published board. Set FOUR_EYES=1.")
    if settings.ALLOW_PLAIN_HTTP:
        yield _("Pages travel readable, as ALLOW_PLAIN_HTTP=1 allows. Put a TLS proxy in front and take it out.")
    if not settings.EVIDENCE_SCANNER and not demo:
        yield _("Uploaded files meet no virus scanner. Name one in EVIDENCE_SCANNER.")
    if not demo:
        yield from archive.advice()
    if clock_is_set() is False:
        yield _("The machine's clock follows no time server, and deadlines follow the clock. Set up chrony or systemd-timesyncd.")


def clock_is_set() -> bool | None:
    """Does the kernel know its clock to be synchronised? None where it cannot be asked."""
    try:
        state = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(_LARGER_THAN_TIMEX))
    except (OSError, AttributeError, TypeError):
        return None
    return None if state < 0 else state != _NOT_SYNCHRONISED
