"""The one question about rights; the answer says why when it is no."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from branches.access.permissions import Permission
from branches.access.roles import PERMISSIONS, Role

if TYPE_CHECKING:
    from branches.access.models import User


@dataclass(frozen=True)
class Answer:
    """Yes or no, usable as a boolean, with the reason of a no."""

    granted: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.granted


ALLOWED = Answer(True)
# Acts on the whole bureau; a post for one branch alone does not carry them.
BUREAU_WIDE = frozenset({
    Permission.AUDIT_READ, Permission.BOARD_COMPUTE, Permission.BOARD_CONFIRM, Permission.BOARD_PUBLISH,
    Permission.BOARD_READ_PRELIMINARY, Permission.PERIOD_MOVE, Permission.WALL_MANAGE,
})


def allows(user: "User", permission: Permission, branch=None) -> Answer:
    """May the user do this (in that branch)? Reads today's posts once per request."""
    if not user.is_authenticated:
        return Answer(False, _("Please sign in."))
    posts = [post for post in user.posts_now if permission in PERMISSIONS[Role(post.role)]]
    if not posts:
        return Answer(False, _("Your post does not include this."))
    if permission in BUREAU_WIDE and all(post.branch_id is not None for post in posts):
        return Answer(False, _("Your post does not cover the whole bureau."))
    if branch is None or any(post.branch_id in (None, branch.pk) for post in posts):
        return ALLOWED
    return Answer(False, _("Your post does not cover this branch."))


def is_own(user: "User", branch) -> bool:
    """Does the user hold the secretary's post of that branch? Nobody decides on his own branch."""
    return any(own.pk == branch.pk for own in user.own_branches)
