"""Which branches a user's posts cover, as a filter for lists."""

from django.db.models import QuerySet

from branches.access.models import User
from branches.access.permissions import Permission
from branches.access.roles import PERMISSIONS, Role


def reach(user: User, *permissions: Permission) -> set[int] | None:
    """Ids of the branches where one of the permissions holds; None means every branch."""
    posts = [post for post in user.posts_now if PERMISSIONS[Role(post.role)] & set(permissions)]
    if any(post.branch_id is None for post in posts):
        return None
    return {post.branch_id for post in posts}


def within(rows: QuerySet, user: User, *permissions: Permission, field: str = "branch") -> QuerySet:
    """The rows of the branches that one of the permissions covers."""
    ids = reach(user, *permissions)
    return rows if ids is None else rows.filter(**{f"{field}__in": ids})
