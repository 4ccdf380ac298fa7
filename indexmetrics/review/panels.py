"""What the home page borrows from entry and review."""

from branches.access.models import User


def home_notices(*, user: User) -> str:
    """Reminders and requests to reopen that wait for this user."""
    return ""
