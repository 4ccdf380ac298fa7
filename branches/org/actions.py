"""Verbs of the branch register."""

from datetime import date

from django.db import transaction

from branches.access.models import User
from branches.audit.actions import record
from branches.audit.kinds import EventKind
from branches.basics import clock
from branches.org.models import Branch, Bureau, Profile, Seat, Term


@transaction.atomic
def name_bureau(*, name: str, by: User | None, brand: str = "", is_demo: bool = False) -> Bureau:
    """Give the bureau its name, as printed on every edition from now on."""
    bureau, _new = Bureau.objects.update_or_create(pk=1, defaults={"name": name, "brand": brand, "is_demo": is_demo})
    record(EventKind.ORG_CHANGED, by=by, subject=bureau, after={"name": name, "brand": brand, "demo": is_demo})
    return bureau


@transaction.atomic
def found(
    *, code: str, name: str, short_name: str, type_code: str, members: int, by: User | None,
    attributes: list[str] | None = None, groups: int = 0, founded_on: date | None = None, position: int = 0,
) -> Branch:
    """A new branch with its first profile."""
    day = founded_on or clock.today()
    branch = Branch.objects.create(
        code=code, name=name, short_name=short_name, founded_on=day, position=position,
    )
    Profile.objects.create(
        branch=branch, since=day, type_code=type_code, members=members, groups=groups,
        attributes=sorted(attributes or []),
    )
    record(EventKind.ORG_FOUNDED, by=by, subject=branch, branch=code, after={
        "name": name, "type": type_code, "members": members, "attributes": sorted(attributes or []),
    })
    return branch


@transaction.atomic
def change(
    *, branch: Branch, by: User | None, since: date | None = None, name: str | None = None,
    short_name: str | None = None, **profile,
) -> Branch:
    """Rename a branch, or change its profile from a day on; earlier days keep what they had."""
    day = since or clock.today()
    before = branch.profiles.filter(since__lte=day).order_by("-since").first()
    old = {"name": branch.name, **_values(before)}
    if name or short_name:
        branch.name, branch.short_name = name or branch.name, short_name or branch.short_name
        branch.save(update_fields=["name", "short_name"])
    new = {**_values(before), **{key: value for key, value in profile.items() if value is not None}}
    Profile.objects.update_or_create(branch=branch, since=day, defaults=new)
    record(
        EventKind.ORG_CHANGED, by=by, subject=branch, branch=branch.code,
        before=old, after={"name": branch.name, "since": day.isoformat(), **new},
    )
    return branch


@transaction.atomic
def close(*, branch: Branch, by: User | None, day: date | None = None, merged_into: Branch | None = None) -> Branch:
    """Close a branch; its past stays, and a merged one points to its successor."""
    branch.closed_on, branch.merged_into = day or clock.today(), merged_into
    branch.save(update_fields=["closed_on", "merged_into"])
    record(
        EventKind.ORG_CLOSED, by=by, subject=branch, branch=branch.code,
        after={"closed_on": branch.closed_on.isoformat(), "into": merged_into.code if merged_into else None},
    )
    return branch


@transaction.atomic
def seat(*, branch: Branch, kind: str, holder: str, by: User | None, since: date | None = None) -> Seat:
    """Fill a committee seat from a day on; the holder before leaves it the same day."""
    day = since or clock.today()
    branch.seats.filter(kind=kind, until=None).update(until=day)
    taken = Seat.objects.create(branch=branch, kind=kind, holder=holder, since=day)
    record(
        EventKind.ORG_SEATED, by=by, subject=taken, branch=branch.code,
        after={"seat": kind, "holder": holder, "since": day.isoformat()},
    )
    return taken


@transaction.atomic
def vacate(*, seat: Seat, by: User | None, until: date | None = None, abolished: bool = False) -> Seat:
    """Empty a seat; unless it is abolished, the vacancy counts from that day."""
    seat.until, seat.is_abolished = until or clock.today(), abolished
    seat.save(update_fields=["until", "is_abolished"])
    record(
        EventKind.ORG_VACATED, by=by, subject=seat, branch=seat.branch.code,
        after={"seat": seat.kind, "until": seat.until.isoformat(), "abolished": abolished},
    )
    return seat


@transaction.atomic
def start_term(*, branch: Branch, started_on: date, ends_on: date, by: User | None) -> Term:
    """Record an election: a new term of the committee."""
    term = Term.objects.create(branch=branch, started_on=started_on, ends_on=ends_on)
    record(
        EventKind.ORG_TERM, by=by, subject=term, branch=branch.code,
        after={"from": started_on.isoformat(), "to": ends_on.isoformat()},
    )
    return term


def _values(profile: Profile | None) -> dict:
    if profile is None:
        return {}
    return {
        "type_code": profile.type_code, "attributes": profile.attributes,
        "members": profile.members, "groups": profile.groups,
    }
