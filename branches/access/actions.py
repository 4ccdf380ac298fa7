"""Verbs of accounts and posts."""

from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from branches.access.models import Assignment, User
from branches.access.onetime import OneTime, made
from branches.access.passwords import remember
from branches.access.roles import Role
from branches.audit.actions import record
from branches.audit.kinds import EventKind
from branches.basics import clock
from branches.basics.refusals import Refused


@transaction.atomic
def create_user(
    *, username: str, name: str, by: User | None, password: str | None = None, one_time: OneTime | None = None, is_demo: bool = False,
) -> tuple[User, str]:
    """A new account and its password; without one given, a one-time one that must be changed, made already or now."""
    if User.objects.filter(username=username).exists():
        raise Refused("username", _("The user name “%(name)s” is taken.") % {"name": username})
    chosen = OneTime(password, make_password(password)) if password else one_time or made()
    user = User.objects.create(
        username=username, password=chosen.hashed, name=name, is_demo=is_demo, must_change_password=password is None,
        password_set_at=clock.now(),
    )
    record(EventKind.ACCESS_USER_CREATED, by=by, subject=user, after={"username": username})
    return user, chosen.password


@transaction.atomic
def set_password(*, user: User, password: str, by: User | None) -> User:
    """Set a password and end all sessions of the account."""
    remember(user)
    user.set_password(password)
    user.must_change_password, user.one_time_used, user.password_set_at = False, False, clock.now()
    user.session_epoch += 1
    user.save(update_fields=["password", "must_change_password", "one_time_used", "password_set_at", "session_epoch"])
    record(EventKind.ACCESS_PASSWORD_SET, by=by, subject=user)
    return user


@transaction.atomic
def appoint(
    *, user: User, role: Role, by: User | None, branch=None, since: date | None = None,
) -> Assignment:
    """Give a post from a date on (today by default); ends the user's open sessions."""
    if role == Role.SECRETARY and branch is None:
        raise Refused("branch", _("A secretary's post needs a branch."))
    post = Assignment.objects.create(
        user=user, role=role, branch=branch, since=since or clock.today(),
    )
    _end_sessions(user)
    record(
        EventKind.ACCESS_APPOINTED, by=by, subject=post, branch=branch.code if branch else "",
        after={"user": user.username, "role": role, "since": post.since.isoformat()},
    )
    return post


@transaction.atomic
def end_post(*, post: Assignment, by: User | None, last_day: date | None = None) -> Assignment:
    """End a post (yesterday by default, so that access is lost at once)."""
    post.until = last_day or clock.today() - timedelta(days=1)
    post.save(update_fields=["until"])
    _end_sessions(post.user)
    record(
        EventKind.ACCESS_ENDED, by=by, subject=post,
        branch=post.branch.code if post.branch else "",
        after={"user": post.user.username, "until": post.until.isoformat()},
    )
    return post


def _end_sessions(user: User) -> None:
    user.session_epoch += 1
    user.save(update_fields=["session_epoch"])
    user.__dict__.pop("posts_now", None)
