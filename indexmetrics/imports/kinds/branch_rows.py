"""The branch register as it is today, one flat row a branch."""

from branches.basics import clock
from branches.org.models import Branch, Profile, Seat, Term
from indexmetrics.directory import vocabulary

CLEAR = "-"


def present() -> dict[str, dict]:
    """Code → the values of the template's columns, for all branches, in five queries."""
    today = clock.today()
    profiles = {row.branch_id: row for row in Profile.objects.filter(since__lte=today).order_by("since")}
    later = {row.branch_id: row for row in Profile.objects.filter(since__gt=today).order_by("-since")}
    seats: dict[int, dict[str, str]] = {}
    for seat in Seat.objects.filter(until=None).order_by("since"):
        seats.setdefault(seat.branch_id, {})[seat.kind] = seat.holder
    terms = {row.branch_id: row for row in Term.objects.order_by("started_on")}
    attributes = [code for code, _name in vocabulary.attributes()]
    return {
        branch.code: _row(
            branch, profiles.get(branch.pk) or later.get(branch.pk), seats.get(branch.pk, {}), terms.get(branch.pk), attributes)
        for branch in Branch.objects.select_related("merged_into")
    }


def _row(branch: Branch, profile: Profile | None, seats: dict[str, str], term: Term | None, attributes: list[str]) -> dict:
    held = set(profile.attributes) if profile else set()
    return {
        "code": branch.code, "name": branch.name, "short_name": branch.short_name, "position": branch.position,
        "founded_on": branch.founded_on, "closed_on": branch.closed_on,
        "merged_into": branch.merged_into.code if branch.merged_into else None,
        "type_code": profile.type_code if profile else None, "members": profile.members if profile else None,
        "groups": profile.groups if profile else None,
        **{f"has:{code}": code in held for code in attributes},
        **{f"seat:{kind}": holder for kind, holder in seats.items()},
        "started_on": term.started_on if term else None, "ends_on": term.ends_on if term else None,
    }
