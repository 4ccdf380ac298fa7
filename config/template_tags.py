"""What templates may ask for: figures, periods and colours in words, navigation, theme."""

from datetime import date, datetime
from functools import cache
from uuid import uuid4

from django import template
from django.urls import Resolver404, resolve
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_noop as N_

from branches.access.allow import allows
from branches.access.permissions import Permission as P
from branches.access.seen import version_of
from branches.access.sessions import seconds_left
from branches.basics import clock, printing
from branches.org.queries import is_demonstration
from indexmetrics.periods import words
from indexmetrics.schemes import naming

register = template.Library()

STATES = {
    "not_due": ("", N_("not due")),
    "missing": ("\u25cb", N_("missing")),
    "draft": ("\u2026", N_("draft")),
    "submitted": ("\u25d0", N_("submitted")),
    "returned": ("\u21a9", N_("returned")),
    "accepted": ("\u25cf", N_("accepted")),
    "not_applicable": ("/", N_("not applicable")),
    "exempt": ("\u2014", N_("exempt")),
    "void": ("\u2715", N_("void")),
}
# Address, words, rights of which one is enough (none: everybody signed in).
NAVIGATION = (
    ("/", N_("Home"), ()),
    ("/evidence/", N_("Report"), (P.EVIDENCE_RECORD,)),
    ("/review/", N_("Review"), (P.EVIDENCE_REVIEW, P.DISCIPLINE_ENTER)),
    ("/matrix/", N_("Completeness"), (P.MATRIX_READ,)),
    ("/registers/", N_("Registers"), (P.REGISTER_ENTER, P.DISCIPLINE_ENTER, P.PANEL_MARK)),
    ("/verdicts/", N_("Bonus and penalty"), (P.EVIDENCE_RECORD, P.VERDICT_PROPOSE, P.VETO_PROPOSE, P.VERDICT_CONFIRM)),
    ("/board/", N_("Five-colour board"), (P.BOARD_READ,)),
    ("/brands/", N_("Red matrix"), (P.BOARD_READ,)),
    ("/warnings/", N_("Warnings"), (P.EVIDENCE_RECORD, P.EVIDENCE_REVIEW)),
    (
        "/rectification/",
        N_("Rectification"),
        (P.EVIDENCE_RECORD, P.RECTIFY_SIGN_OFF, P.BOARD_CONFIRM),
    ),
    ("/appeals/", N_("Review requests"), (P.APPEAL_LODGE, P.APPEAL_ANSWER, P.BOARD_CONFIRM)),
    ("/schemes/", N_("Rules"), ()),
    ("/branches/", N_("Branches"), (P.ORG_EDIT,)),
    ("/people/", N_("People"), (P.USER_MANAGE,)),
    ("/periods/", N_("Periods"), (P.PERIOD_OPEN,)),
    (
        "/imports/",
        N_("Imports"),
        (P.ORG_EDIT, P.USER_MANAGE, P.REGISTER_ENTER, P.DISCIPLINE_ENTER, P.PANEL_MARK, P.EVIDENCE_RECORD),
    ),
    ("/audit/", N_("Audit"), (P.AUDIT_READ,)),
)


# --- Figures and names ------------------------------------------------------------------------
for _filter in (
    printing.points, printing.signed, printing.negative, printing.plain, printing.rate, printing.arrow,
    printing.share, printing.level, printing.seal_digits, naming.named, naming.index_name, naming.grade,
    naming.colour_name, naming.circled, naming.order_mark, naming.colour_word, words.period_label, words.quarter_short,
):
    register.filter(_filter.__name__, _filter)


@register.filter(name="version_of")
def version_of_row(row) -> int:
    """The version of a row that counts none, for the form that changes it."""
    return version_of(row)


@register.filter
def item(mapping, key):
    """A value of a mapping by key, None when it has none."""
    return mapping.get(key) if mapping else None


@register.filter
def state_mark(state) -> str:
    """The mark of a record's state; nothing for a cell that has none."""
    return STATES[state][0] if state else ""


@register.filter
def state_word(state) -> str:
    """The word of a record's state; nothing for a cell that has none."""
    return gettext(STATES[state][1]) if state else ""


# --- Moments ----------------------------------------------------------------------------------
@register.filter
def day(value) -> str:
    """A date, also from ISO text, in the reader's language."""
    found = _moment(value)
    return date_format(found, pgettext("date", "j F Y")) if found else ""


@register.filter
def moment(value) -> str:
    """A date with its time on the bureau's clock, without the year."""
    found = _moment(value)
    return date_format(found, pgettext("date", "j M, H:i")) if found else ""


@register.filter
def short_day(value) -> str:
    """A date without its year."""
    found = _moment(value)
    return date_format(found, pgettext("date", "j M")) if found else ""


def _moment(value) -> date | datetime | None:
    if isinstance(value, str):
        value = parse_datetime(value) or parse_date(value[:10])
    return clock.local(value) if isinstance(value, datetime) else value


# --- The page around --------------------------------------------------------------------------
@register.simple_tag(takes_context=True)
def theme(context) -> str:
    """`light` or `dark`, from the cookie."""
    request = context.get("request")
    return "dark" if request and request.COOKIES.get("theme") == "dark" else "light"


@register.simple_tag(takes_context=True)
def is_demo(context) -> bool:
    """Does this installation, or this visitor's account, belong to the demonstration?"""
    request = context.get("request")
    user = getattr(request, "user", None) if request else None
    return bool(getattr(user, "is_demo", False) or is_demonstration())


@register.simple_tag(takes_context=True)
def session_end(context) -> dict[str, int]:
    """Seconds until the visitor's session ends, idle and in any case; empty for nobody."""
    request = context.get("request")
    user = getattr(request, "user", None)
    return seconds_left(request.session) if user is not None and user.is_authenticated else {}


@register.simple_tag
def fresh_key() -> str:
    """A new key for a write form, so that a repeated request gets the first one's answer."""
    return uuid4().hex


@register.simple_tag(takes_context=True)
def may(context, permission: str) -> bool:
    """May the visitor do this somewhere?"""
    request = context.get("request")
    return bool(request and allows(request.user, P(permission)))


@register.simple_tag(takes_context=True)
def navigation(context) -> list[dict]:
    """The entries of the main navigation that this visitor may open."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    return [
        {"address": address, "words": gettext(words), "current": _is_current(request.path, address)}
        for address, words, rights in NAVIGATION
        if _exists(address) and (not rights or any(allows(user, right) for right in rights))
    ]


def _is_current(path: str, address: str) -> bool:
    return path == address if address == "/" else path.startswith(address)


@cache
def _exists(address: str) -> bool:
    try:
        return bool(resolve(address))
    except Resolver404:
        return False
