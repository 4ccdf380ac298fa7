"""Which pages show names of other people, and why some of them are not noted."""

from django.urls import resolve

from branches.access.models import User
from branches.org.models import Seat

# Here a name is the signature beside an act, not a matter of its own; files that are opened from here are noted.
SIGNED = {
    "periods": "who moved a quarter", "board-branch": "who recorded, handed over and decided, beside each point",
    "review-measure": "who decided", "review-reopenings": "who asks", "walls": "who made the address",
    "appeal": "who asks and who answers", "appeals": "who asks", "evidence-edit": "who recorded and decided, of the own branch",
    "evidence-reopen": "who decided, of the own branch", "imports": "who took a file over",
}


def names_of_others(reader: User) -> set[str]:
    """Everybody's name but his own."""
    people = set(User.objects.values_list("name", flat=True)) | set(Seat.objects.values_list("holder", flat=True))
    return {name for name in people - {reader.name, ""}}


def is_noted(path: str) -> bool:
    """Is looking at this page put on record?"""
    return getattr(resolve(path.partition("?")[0]).func, "shows_people", False)


def unnoted(name: str, path: str, body: str, others: set[str]) -> list[str]:
    """The names of others on a page that neither notes its readers nor is on the list."""
    if name in SIGNED or is_noted(path):
        return []
    return sorted(one for one in others if one in body)
