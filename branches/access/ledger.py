"""The accounts as columns."""

from django.utils.translation import gettext as _

from branches.access.models import User
from branches.access.roles import Role
from branches.ledgers.ledger import Column, Ledger


def people(rows, *, words: str, role: str, shut: bool) -> Ledger:
    """The accounts with today's posts; a password or a second factor is in no list."""
    return Ledger(_("People and posts"), [
        Column(_("Person's name"), lambda row: row.name, 16), Column(_("User name"), lambda row: row.username, 18),
        Column(_("Posts today"), _posts, 50), Column(_("Note"), _note, 30),
    ], rows, [
        (_("Name, user name or branch"), words), (_("Post"), str(dict(Role.choices).get(role, role))),
        (_("Shut accounts"), _("yes") if shut else ""),
    ])


def _posts(row: User) -> str:
    posts = [f"{post.get_role_display()} {post.branch.name if post.branch else ''}".strip() for post in row.posts_today]
    return "; ".join(posts) or _("No post today")


def _note(row: User) -> str:
    notes = [_("has a one-time password")] if row.must_change_password else []
    return "; ".join([*notes, *([_("demonstration account")] if row.is_demo else [])])
