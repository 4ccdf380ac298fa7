"""Accounts and posts as a table: one row a post; new accounts get one-time passwords."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from branches.access import actions_people, onetime
from branches.access.actions import create_user
from branches.access.models import Assignment, User
from branches.access.permissions import Permission
from branches.access.roles import Role
from branches.basics import clock
from branches.org.models import Branch
from indexmetrics.imports.columns import CHOICE, DAY, Column
from indexmetrics.imports.kind import Cell, Change, Kind, text_of, wrong
from indexmetrics.imports.problems import Problem, problem
from indexmetrics.imports.table import Row, Table


class UsersKind(Kind):
    """Who may sign in, and which posts each holds from when to when."""

    code, title = "users", N_("People and posts")
    lead = N_("Accounts and their posts; a new user name makes an account with a one-time password shown once.")
    rights = (Permission.USER_MANAGE,)
    tried_with = onetime.NONE

    def columns(self, scope: str) -> list[Column]:
        """User name, post and branch find the row."""
        roles = tuple((code, str(label)) for code, label in Role.choices)
        return [
            Column("username", N_("User name"), required=True, longest=60, note=N_("Letters, digits, dot, hyphen; it cannot be changed later.")),
            Column("name", N_("Person's name"), longest=60),
            Column("role", N_("Post"), CHOICE, choices=roles, width=24),
            Column("branch", N_("Branch code"), longest=40, note=N_("For a secretary; a reviewer without a branch covers all branches.")),
            Column("branch_name", N_("Branch name"), fixed=True, width=30),
            Column("since", N_("First day"), DAY, note=N_("Empty means today.")),
            Column("until", N_("Last day"), DAY, note=N_("Filled in, it ends the post.")),
        ]

    def current(self, scope: str):
        """The open accounts with the posts that have not ended, one row each."""
        # Branches are joined: fetched behind the posts, a thousand of them would be more than SQLite takes in one question.
        posts = Assignment.objects.exclude(until__lt=clock.today()).select_related("branch")
        for user in User.objects.filter(is_active=True).prefetch_related(Prefetch("assignments", posts)):
            for post in user.assignments.all() or [None]:
                yield {
                    "username": user.username, "name": user.name, "role": post.role if post else None,
                    "branch": post.branch.code if post and post.branch else None,
                    "branch_name": post.branch.name if post and post.branch else None,
                    "since": post.since if post else None, "until": post.until if post else None,
                }

    def plan(self, scope: str, table: Table, user: User | None) -> tuple[list[Change], list[Problem]]:
        """Rows by user name, post and branch."""
        columns = {column.code: column for column in self.columns(scope)}
        users = {one.username: one for one in User.objects.all()}
        branches = set(Branch.objects.values_list("code", flat=True))
        posts = {
            (post.user.username, post.role, post.branch.code if post.branch else None): post
            for post in Assignment.objects.select_related("user", "branch").exclude(until__lt=clock.today())
        }
        seen: dict[tuple, int] = {}
        changes, problems = [], []
        for row in table.rows:
            key = (row.values["username"], row.values.get("role"), row.values.get("branch"))
            if key in seen:
                problems.append(problem("twice_row", sheet=row.sheet, cell=row.cell("username"), value=key[0] or "", row=seen[key]))
                continue
            seen[key] = row.number
            account, post = users.get(key[0]), posts.get(key)
            wrongs = list(_wrong(row, columns, account, post, branches))
            problems += wrongs
            cells = _cells(row, columns, account, post)
            if cells and not wrongs:
                changes.append(Change(row, "|".join(part or "" for part in key), row.values.get("name") or key[0], account is None, cells, row.values))
        return changes, problems

    def slow(self, plan: list[dict]) -> list[str]:
        """The row that makes an account; more of the same person give it further posts."""
        first: dict[str, str] = {}
        for row in plan:
            if row["is_new"]:
                first.setdefault(row["key"].partition("|")[0], row["key"])
        return list(first.values())

    def make_ready(self, keys: list[str]) -> dict[str, onetime.OneTime]:
        """A one-time password with its hash for each new account."""
        return dict(zip(keys, onetime.made_many(len(keys)), strict=True))

    def carry_out(self, scope: str, change: Change, by: User | None) -> dict[str, Any] | None:
        """Account, name, post or its end, through the verbs of the screens."""
        values, password = change.values, ""
        user = User.objects.filter(username=values["username"]).first()
        if user is None:
            user, password = create_user(username=values["username"], name=values["name"], by=by, one_time=change.ready)
        elif values.get("name") and values["name"] != user.name:
            actions_people.rename(user=user, name=values["name"], by=by)
        touched = {cell.code for cell in change.cells}
        if values.get("role"):
            branch = Branch.objects.filter(code=values.get("branch") or "").first()
            if "role" in touched:
                post = actions_people.give_post(user=user, role=Role(values["role"]), branch=branch, since=values.get("since"), by=by)
            else:
                post = user.assignments.filter(role=values["role"], branch=branch).exclude(until__lt=clock.today()).first()
            if "until" in touched and post:
                actions_people.close_post(post=post, last_day=values["until"], by=by)
        return {"secret": [user.username, user.name, password]} if password else None

    def watched(self, scope: str, changes: list[Change]) -> list[QuerySet]:
        """The accounts named and their posts."""
        names = [change.values["username"] for change in changes]
        return [User.objects.filter(username__in=names), Assignment.objects.filter(user__username__in=names)]


def _cells(row: Row, columns: dict[str, Column], account: User | None, post: Assignment | None) -> list[Cell]:
    old = {
        "username": account.username if account else None, "name": account.name if account else None,
        "role": post.role if post else None, "branch": post.branch.code if post and post.branch else None,
        "since": post.since if post else None, "until": post.until if post else None,
    }
    return [
        Cell(row.cell(code), code, columns[code].title, text_of(columns[code], before), text_of(columns[code], row.values[code]))
        for code, before in old.items() if row.values.get(code) is not None and row.values[code] != before
    ]


def _wrong(row: Row, columns: dict[str, Column], account: User | None, post: Assignment | None, branches: set[str]):
    values = row.values
    name = values["username"] or ""
    if account is None and not (name.isascii() and name.replace(".", "").replace("-", "").replace("_", "").isalnum()):
        yield wrong(row, columns["username"], _("Only letters, digits, dot, hyphen, underscore."))
    if account is None and not values.get("name"):
        yield wrong(row, columns["name"], _("A new account needs the person's name."))
    if values.get("branch") and values["branch"] not in branches:
        yield wrong(row, columns["branch"], _("There is no branch %(code)s.") % {"code": values["branch"]})
    if values.get("role") == Role.SECRETARY and not values.get("branch"):
        yield wrong(row, columns["branch"], _("A secretary's post needs a branch."))
    if not values.get("role") and (values.get("branch") or values.get("since") or values.get("until")):
        yield wrong(row, columns["role"], _("Choose the post, or leave branch and days empty."))
    if post and values.get("since") and values["since"] != post.since:
        yield wrong(row, columns["since"], _("This post began on %(day)s; end it and give it anew to change that.") % {"day": post.since})
    if values.get("until") and values["until"] < (values.get("since") or (post.since if post else clock.today())):
        yield wrong(row, columns["until"], _("The last day lies before the first."))
