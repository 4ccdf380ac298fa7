"""Verbs of the administrator on people: hand-over, one-time password, account shut and opened again.

Nobody raises his own rights, and the last administrator stays: both are refused here,
so that screens, imports and commands share the rule.
"""

import secrets
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from branches.access.actions import appoint, end_post
from branches.access.models import Assignment, User
from branches.access.passwords import remember
from branches.access.roles import Role
from branches.audit.actions import record
from branches.audit.kinds import EventKind
from branches.basics import clock
from branches.basics.refusals import Forbidden, OutOfStep, Refused

ONE_TIME_HOURS = 72
# Who keeps the accounts decides on no evidence and no score.
DECIDING = {Role.REVIEWER, Role.DISCIPLINE, Role.COMMITTEE}


@transaction.atomic
def give_post(
    *, user: User, role: Role, by: User | None, branch=None, since: date | None = None,
) -> Assignment:
    """Appoint after the checks: not oneself, not twice, not administrator and judge at once."""
    day = since or clock.today()
    _not_oneself(user, by)
    if not user.is_active:
        raise OutOfStep("user", _("This account is shut; open it first."))
    if (branch is not None) != (role == Role.SECRETARY) and role != Role.REVIEWER:
        raise Refused("branch", _("A secretary's post needs a branch; the other posts have none."))
    later = Assignment.objects.filter(user=user).exclude(until__lt=day)
    if later.filter(role=role, branch=branch).exists():
        raise Refused("role", _("%(name)s already holds this post.") % {"name": user.name})
    held = {Role(post.role) for post in later}
    if (role == Role.ADMIN and held & DECIDING) or (role in DECIDING and Role.ADMIN in held):
        raise Refused("role", _("An administrator cannot also decide on evidence or scores."))
    return appoint(user=user, role=role, by=by, branch=branch, since=day)


@transaction.atomic
def close_post(*, post: Assignment, by: User | None, last_day: date | None = None) -> Assignment:
    """End a post that is still held; the last administrator's stays."""
    _not_oneself(post.user, by)
    if post.until is not None and post.until < clock.today():
        raise OutOfStep("post", _("This post has already ended."))
    day = last_day or clock.today() - timedelta(days=1)
    _keep_an_administrator(post.user, role=post.role)
    return end_post(post=post, by=by, last_day=day)


@transaction.atomic
def hand_over(*, post: Assignment, to: User, by: User | None, since: date | None = None) -> Assignment:
    """One record for a hand-over: the old holder's last day is the day before the new one's first."""
    day = since or clock.today()
    if to.pk == post.user_id:
        raise Refused("to", _("%(name)s already holds this post.") % {"name": to.name})
    _not_oneself(post.user, by)
    if post.until is not None and post.until < clock.today():
        raise OutOfStep("post", _("This post has already ended."))
    given = give_post(user=to, role=Role(post.role), by=by, branch=post.branch, since=day)
    end_post(post=post, by=by, last_day=day - timedelta(days=1))
    return given


@transaction.atomic
def reset_password(*, user: User, by: User | None) -> str:
    """A random one-time password, shown once; all sessions of the account end."""
    _not_oneself(user, by)
    chosen = secrets.token_urlsafe(12)
    remember(user)
    user.set_password(chosen)
    user.must_change_password, user.one_time_used = True, False
    user.session_epoch += 1
    user.save(update_fields=["password", "must_change_password", "one_time_used", "session_epoch"])
    record(EventKind.ACCESS_PASSWORD_SET, by=by, subject=user, after={"one_time": True})
    return chosen


@transaction.atomic
def rename(*, user: User, name: str, by: User | None) -> User:
    """Correct a person's name; the user name stays for good."""
    before, user.name = user.name, name.strip()
    if not user.name:
        raise Refused("name", _("Please give a name."))
    user.save(update_fields=["name"])
    record(EventKind.ACCESS_RENAMED, by=by, subject=user, before={"name": before}, after={"name": user.name})
    return user


@transaction.atomic
def shut(*, user: User, by: User | None) -> User:
    """Shut an account: its sessions end, its past stays."""
    _not_oneself(user, by)
    _keep_an_administrator(user, role=Role.ADMIN)
    return _switch(user, by, active=False)


@transaction.atomic
def reopen(*, user: User, by: User | None) -> User:
    """Open a shut account again; a new one-time password is a separate act."""
    return _switch(user, by, active=True)


def _switch(user: User, by: User | None, *, active: bool) -> User:
    if user.is_active == active:
        raise OutOfStep("user", _("The account is already so; somebody else was faster."))
    user.is_active = active
    user.session_epoch += 1
    user.save(update_fields=["is_active", "session_epoch"])
    kind = EventKind.ACCESS_REOPENED if active else EventKind.ACCESS_SHUT
    record(kind, by=by, subject=user, after={"username": user.username})
    return user


def _not_oneself(user: User, by: User | None) -> None:
    if by is not None and user.pk == by.pk:
        raise Forbidden("own", _("Nobody changes his own account or posts here; another administrator does."))


def _keep_an_administrator(user: User, *, role: str) -> None:
    if role != Role.ADMIN:
        return
    others = Assignment.objects.held_on(clock.today()).filter(role=Role.ADMIN, user__is_active=True)
    own = others.filter(user=user)
    if own.exists() and not others.exclude(user=user).exists():
        raise Refused("role", _("This is the last administrator; appoint another one first."))
