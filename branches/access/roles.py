"""The table of roles: what each may do."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from branches.access.permissions import Permission as P


class Role(TextChoices):
    """A kind of post; the stored value is fixed by the contract."""

    SECRETARY = "branch_secretary", _("Branch secretary")
    REVIEWER = "reviewer", _("Reviewer of the political office")
    DISCIPLINE = "discipline_office", _("Discipline office")
    COMMITTEE = "bureau_committee", _("Bureau Party committee")
    VIEWER = "viewer", _("Leader")
    ADMIN = "admin", _("System administrator")


PERMISSIONS: dict[Role, frozenset[P]] = {
    Role.SECRETARY: frozenset({P.EVIDENCE_RECORD, P.APPEAL_LODGE, P.BOARD_READ}),
    Role.REVIEWER: frozenset({
        P.EVIDENCE_REVIEW, P.EVIDENCE_READ_ALL, P.MATRIX_READ, P.REGISTER_ENTER,
        P.VERDICT_PROPOSE, P.VETO_PROPOSE, P.PERIOD_MOVE, P.BOARD_COMPUTE, P.BOARD_PUBLISH,
        P.BOARD_READ, P.BOARD_READ_PRELIMINARY, P.APPEAL_ANSWER, P.RECTIFY_SIGN_OFF,
        P.BRAND_EDIT, P.AUDIT_READ, P.WALL_MANAGE,
    }),
    Role.DISCIPLINE: frozenset({P.DISCIPLINE_ENTER, P.VETO_PROPOSE, P.BOARD_READ}),
    Role.COMMITTEE: frozenset({
        P.BOARD_READ, P.BOARD_READ_PRELIMINARY, P.BOARD_CONFIRM, P.BOARD_PUBLISH,
        P.VERDICT_CONFIRM, P.PANEL_MARK, P.EVIDENCE_READ_ALL, P.AUDIT_READ,
    }),
    Role.VIEWER: frozenset({P.BOARD_READ}),
    Role.ADMIN: frozenset({
        P.USER_MANAGE, P.SCHEME_EDIT, P.PERIOD_OPEN, P.ORG_EDIT, P.AUDIT_READ, P.BOARD_READ,
        P.WALL_MANAGE,
    }),
}
