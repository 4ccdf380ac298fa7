"""What the administrator's home borrows from safekeeping."""

from django.template.loader import render_to_string

from branches.access.models import User
from branches.access.roles import Role
from branches.org.queries import is_demonstration
from scoring.keeping.state import safekeeping


def safekeeping_panel(*, user: User) -> str:
    """Backup, drill and room for the administrator; a demonstration is not scolded for having none."""
    if Role.ADMIN not in user.roles:
        return ""
    return render_to_string("scoring/keeping/home.html", {"kept": safekeeping(), "is_demo": is_demonstration()})
