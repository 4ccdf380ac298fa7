"""Who may do what in the red matrix: a branch enters its own, the political office confirms and edits."""

from branches.access.allow import allows, is_own
from branches.access.models import User
from branches.access.permissions import Permission
from branches.access.reach import reach
from branches.org.models import Branch


def may_edit(user: User, branch: Branch | None) -> bool:
    """The political office, for the branches of its post; never for one's own branch; the core and partners bureau-wide."""
    if not allows(user, Permission.BRAND_EDIT):
        return False
    ids = reach(user, Permission.BRAND_EDIT)
    if branch is None:
        return ids is None
    return (ids is None or branch.pk in ids) and not is_own(user, branch)


def may_enter(user: User, branch: Branch | None) -> bool:
    """Whoever edits, and the branch itself for its own brand."""
    return may_edit(user, branch) or (branch is not None and is_own(user, branch))


def may_change(user: User, brand) -> bool:
    """Whoever edits; the branch itself as long as its brand waits."""
    return may_edit(user, brand.branch) or (brand.is_waiting and may_enter(user, brand.branch))


def may_withdraw(user: User, entry) -> bool:
    """Whoever edits; the branch only what the office has not confirmed yet."""
    if entry.withdrawn_at is not None:
        return False
    return may_edit(user, entry.owner) or (entry.is_waiting and may_enter(user, entry.owner))


def may_confirm(user: User, entry) -> bool:
    """An editor, but nobody what he entered himself."""
    return entry.is_waiting and may_edit(user, entry.owner) and entry.entered_by_id != user.pk
