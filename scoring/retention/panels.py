"""What the homes of those who can archive borrow from retention: the notice before evidence goes."""

from django.template.loader import render_to_string

from branches.access.models import User
from branches.access.roles import Role
from scoring.retention.plan import batches

TOLD = {Role.ADMIN, Role.REVIEWER}


def retention_notice(*, user: User) -> str:
    """Which quarters' evidence goes when and what holds it back, for administrators and reviewers; "" when none does."""
    if not TOLD & user.roles:
        return ""
    found = batches()
    if not found:
        return ""
    return render_to_string("scoring/retention/home.html", {
        "batches": found, "archives": Role.REVIEWER in user.roles, "some_go": any(batch.counts["records"] for batch in found)})
