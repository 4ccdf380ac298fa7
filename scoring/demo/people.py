"""Accounts and posts of the demonstration: eight to sign in with, and a secretary for each branch."""

from datetime import date

from django.contrib.auth.hashers import make_password

from branches.access.models import Assignment, User
from branches.access.roles import Role
from branches.audit.kinds import EventKind
from branches.basics import clock
from branches.org.models import Branch
from scoring.demo import names
from scoring.demo.journal import Journal

POSTS_SINCE = date(2018, 1, 2)


class People:
    """The users by account name, and each branch's secretary by branch code."""

    def __init__(self, accounts: dict[str, User], secretaries: dict[str, User]) -> None:
        self.accounts, self.secretaries = accounts, secretaries

    def __getitem__(self, username: str) -> User:
        return self.accounts[username]


def appoint_all(branches: dict[str, Branch], *, password: str, journal: Journal) -> People:
    """Users and posts in two inserts; the password is hashed once, other secretaries cannot sign in."""
    hashed, blocked = make_password(password), make_password(None)
    users, posts = [], []
    with_account = {}
    for username, role, name, code in names.ACCOUNTS:
        users.append(User(username=username, name=name, is_demo=True, password=hashed, session_epoch=1))
        posts.append((role, code))
        with_account[code] = username
    for number, code in enumerate(branches):
        if code not in with_account:
            surname = names.SURNAMES[number % len(names.SURNAMES)]
            users.append(User(
                username=f"sj-{code}", name=names.SECRETARY_NAME.format(surname=surname), is_demo=True,
                password=blocked, session_epoch=1))
            posts.append((Role.SECRETARY.value, code))
    users = User.objects.bulk_create(users, batch_size=500)
    assignments = Assignment.objects.bulk_create([
        Assignment(user=user, role=role, branch=branches.get(code), since=_since(branches.get(code)))
        for user, (role, code) in zip(users, posts, strict=True)
    ], batch_size=500)
    for user, post in zip(users, assignments, strict=True):
        user.__dict__["posts_now"] = [post]
        _note(journal, user, post)
    by_name = {user.username: user for user in users[:len(names.ACCOUNTS)]}
    secretaries = {
        post.branch.code: user for user, post in zip(users, assignments, strict=True) if post.branch
    }
    return People(by_name, secretaries)


def _since(branch: Branch | None) -> date:
    return max(POSTS_SINCE, branch.founded_on) if branch else POSTS_SINCE


def _note(journal: Journal, user: User, post: Assignment) -> None:
    moment = clock.at(post.since, 9)
    journal.note(
        EventKind.ACCESS_USER_CREATED, by=None, subject=user, at=moment, after={"username": user.username})
    journal.note(
        EventKind.ACCESS_APPOINTED, by=None, subject=post, at=moment,
        branch=post.branch.code if post.branch else "",
        after={"user": user.username, "role": post.role, "since": post.since.isoformat()},
    )
