"""Everything that can be allowed, sorted by noun."""

from enum import StrEnum


class Permission(StrEnum):
    """One right; what a role may do is a set of these (see `roles`)."""

    APPEAL_ANSWER = "appeal_answer"
    APPEAL_LODGE = "appeal_lodge"
    AUDIT_READ = "audit_read"
    BOARD_COMPUTE = "board_compute"
    BOARD_CONFIRM = "board_confirm"
    BOARD_PUBLISH = "board_publish"
    BOARD_READ = "board_read"
    BOARD_READ_PRELIMINARY = "board_read_preliminary"
    BRAND_EDIT = "brand_edit"
    DISCIPLINE_ENTER = "discipline_enter"
    EVIDENCE_READ_ALL = "evidence_read_all"
    EVIDENCE_RECORD = "evidence_record"
    EVIDENCE_REVIEW = "evidence_review"
    MATRIX_READ = "matrix_read"
    ORG_EDIT = "org_edit"
    PANEL_MARK = "panel_mark"
    PERIOD_MOVE = "period_move"
    PERIOD_OPEN = "period_open"
    RECTIFY_SIGN_OFF = "rectify_sign_off"
    REGISTER_ENTER = "register_enter"
    SCHEME_EDIT = "scheme_edit"
    USER_MANAGE = "user_manage"
    VERDICT_CONFIRM = "verdict_confirm"
    VERDICT_PROPOSE = "verdict_propose"
    VETO_PROPOSE = "veto_propose"
    WALL_MANAGE = "wall_manage"
