"""Reads of the accounts: the list with search, one account with its posts."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from branches.access.actions_people import ONE_TIME_HOURS
from branches.access.models import Assignment, User
from branches.access.roles import Role
from branches.access.seen import version_of as digest
from branches.audit.kinds import EventKind
from branches.audit.models import Event
from branches.basics import clock

SET = (EventKind.ACCESS_PASSWORD_SET, EventKind.ACCESS_USER_CREATED)


def people(*, words: str = "", role: str = "", shut: bool = False) -> QuerySet[User]:
    """Accounts with today's posts in `posts_today`; in two queries."""
    today = clock.today()
    held = Assignment.objects.held_on(today).select_related("branch")
    found = User.objects.filter(is_active=not shut).prefetch_related(
        Prefetch("assignments", queryset=held, to_attr="posts_today"))
    if words:
        found = found.filter(
            Q(username__icontains=words) | Q(name__icontains=words)
            | Q(assignments__branch__name__icontains=words, assignments__in=Assignment.objects.held_on(today)))
    if role in Role.values:
        found = found.filter(assignments__in=Assignment.objects.held_on(today).filter(role=role))
    return found.distinct().order_by("username")


def person_for(username: str) -> User:
    """The account of that name, or 404."""
    found = User.objects.filter(username=username).select_related("second_factor").first()
    if found is None:
        raise Http404(username)
    return found


def posts_of(user: User) -> QuerySet[Assignment]:
    """All posts of an account, the newest first."""
    return user.assignments.select_related("branch").order_by("-since", "-pk")


def post_for(user: User, pk: int) -> Assignment:
    """A post of that account, or 404."""
    found = user.assignments.select_related("branch", "user").filter(pk=pk).first()
    if found is None:
        raise Http404(pk)
    return found


def version_of(user: User) -> int:
    """Another number whenever the account's name, posts, state, second factor or one-time password differ."""
    factor = getattr(user, "second_factor", None)
    return digest(user.name, user.is_active, user.session_epoch, user.must_change_password,
                  factor and factor.confirmed_at, *user.assignments.order_by("pk"))


def standing(user: User) -> dict[str, str]:
    """Name, state and posts in words, for whoever sent an older form."""
    posts = [f"{post.get_role_display()} {post.branch.name if post.branch else ''} {post.since} \u2013 {post.until or ''}"
             for post in posts_of(user)]
    return {_("Name"): user.name, _("The account is"): _("open") if user.is_active else _("shut"), _("Posts"): "; ".join(posts)}


def last_sign_in(user: User) -> Event | None:
    """When the account was last signed in to."""
    return Event.objects.filter(
        kind=EventKind.ACCESS_LOGIN, subject="user", subject_id=str(user.pk)).order_by("-number").first()


def has_expired(user: User) -> bool:
    """Is the account's one-time password older than it may get?"""
    if not user.must_change_password:
        return False
    given = Event.objects.filter(
        kind__in=SET, subject="user", subject_id=str(user.pk)).order_by("-number").first()
    return given is not None and clock.now() - given.at > timedelta(hours=ONE_TIME_HOURS)


def secretaries(branch_ids: Iterable[int]) -> dict[int, list[str]]:
    """Branch → the names of those who hold its secretary's post today; one query."""
    found: dict[int, list[str]] = {}
    held = Assignment.objects.held_on(clock.today()).filter(role=Role.SECRETARY, branch__in=branch_ids)
    for post in held.select_related("user").order_by("user__name", "pk"):
        found.setdefault(post.branch_id, []).append(str(post.user))
    return found
