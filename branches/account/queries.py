"""Reads of second factors: whether an account has one, must have one, what is left of its codes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from branches.access.models import SignIn, User
from branches.access.passwords import profile
from branches.access.roles import Role
from branches.access.sessions import open_sessions
from branches.account.models import RecoveryCode, SecondFactor
from branches.audit.kinds import EventKind
from branches.audit.models import Event
from branches.basics import clock

# Whose acts weigh on others: with the switch on, their posts ask for a second factor.
WEIGHTY = frozenset({Role.ADMIN, Role.REVIEWER, Role.COMMITTEE, Role.DISCIPLINE})
PENDING_FOR = timedelta(minutes=15)
SHOWN = 8


def factor_of(user: User) -> SecondFactor | None:
    """The factor that the account signs in with."""
    return SecondFactor.objects.filter(user=user).exclude(confirmed_at=None).first()


def pending_of(user: User) -> SecondFactor | None:
    """A factor that was begun just now and waits for its first code."""
    return SecondFactor.objects.filter(
        user=user, confirmed_at=None, begun_at__gte=clock.now() - PENDING_FOR).first()


def is_required(user: User) -> bool:
    """Does one of today's posts ask for a second factor in this installation?"""
    return settings.SECOND_FACTOR_REQUIRED and bool(user.roles & WEIGHTY)


@dataclass(frozen=True)
class Account:
    """What the page of one's own account shows."""

    factor: SecondFactor | None
    codes_left: int
    is_required: bool
    sessions: list[SignIn]
    sign_ins: list[Event]
    password_until: datetime | None


def account_of(user: User) -> Account:
    """The account in five queries."""
    days = profile()["days"]
    until = user.password_set_at + timedelta(days=days) if days and user.password_set_at and not user.is_demo else None
    return Account(
        factor=factor_of(user), codes_left=codes_left(user), is_required=is_required(user),
        sessions=list(open_sessions(user)), sign_ins=list(_sign_ins(user)), password_until=until,
    )


def _sign_ins(user: User) -> QuerySet[Event]:
    """The newest tries to come in as this user, right and wrong ones."""
    own = Q(kind=EventKind.ACCESS_LOGIN, subject="user", subject_id=str(user.pk))
    wrong = Q(kind=EventKind.ACCESS_LOGIN_FAILED, subject="login", subject_id=user.username)
    return Event.objects.filter(own | wrong).order_by("-number")[:SHOWN]


def codes_left(user: User) -> int:
    """How many recovery codes are still unused."""
    return RecoveryCode.objects.filter(user=user, used_at=None).count()
