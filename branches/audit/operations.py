"""What a log platform of the police calls each kind of event: its Operate_Type, and whether it is a failure.

Every kind stands in exactly one line; a law fails when a new one is left out.
"""

from enum import IntEnum

from branches.audit.kinds import EventKind as Kind


class Operation(IntEnum):
    """Operate_Type of the platforms: 登录, 查询, 新增, 修改, 删除."""

    SIGN_IN = 0
    QUERY = 1
    ADD = 2
    CHANGE = 3
    DELETE = 4


KINDS: dict[Operation, tuple[Kind, ...]] = {
    # The platforms know no signing out; it belongs to the same story.
    Operation.SIGN_IN: (
        Kind.ACCESS_LOGIN, Kind.ACCESS_LOGIN_FAILED, Kind.ACCESS_LOGOUT, Kind.ACCESS_SESSION_ENDED, Kind.ACCESS_RECOVERY_USED,
    ),
    # Whoever only looked, took out or proved, and what was refused before it changed anything.
    Operation.QUERY: (
        Kind.ACCESS_REFUSED, Kind.ACCESS_ALARM, Kind.ACCESS_VIEWED, Kind.IMPORT_SHOWN, Kind.EVIDENCE_OPENED, Kind.REPORT_EXPORTED, Kind.FILE_VIEWED,
        Kind.FILE_DAMAGED, Kind.AUDIT_EXPORTED, Kind.RETENTION_ANNOUNCED, Kind.BACKUP_MADE, Kind.BACKUP_FAILED, Kind.BACKUP_DRILLED,
        Kind.BACKUP_DRILL_FAILED,
    ),
    Operation.ADD: (
        Kind.ACCESS_USER_CREATED, Kind.ACCESS_APPOINTED, Kind.ACCESS_FACTOR_SET, Kind.ACCESS_RECOVERY_MADE, Kind.ORG_FOUNDED,
        Kind.ORG_SEATED, Kind.ORG_TERM, Kind.BRAND_REGISTERED, Kind.SCHEME_LOADED, Kind.PERIOD_OPENED, Kind.IMPORT_APPLIED,
        Kind.EVIDENCE_RECORDED, Kind.EVIDENCE_ATTACHED, Kind.EVIDENCE_RULED, Kind.EVIDENCE_REOPEN_ASKED, Kind.MONTH_REMINDED,
        Kind.REGISTER_ENTERED, Kind.VERDICT_PROPOSED, Kind.RUN_COMPUTED, Kind.BOARD_PUBLISHED, Kind.RECTIFY_RAISED,
        Kind.APPEAL_LODGED, Kind.WALL_MADE, Kind.FILE_REFUSED, Kind.BACKUP_RESTORED,
    ),
    Operation.CHANGE: (
        Kind.ACCESS_PASSWORD_SET, Kind.ACCESS_ENDED, Kind.ACCESS_RENAMED, Kind.ACCESS_SHUT, Kind.ACCESS_REOPENED,
        Kind.ACCESS_RESEALED, Kind.ORG_CHANGED, Kind.ORG_CLOSED, Kind.ORG_VACATED, Kind.BRAND_CHANGED, Kind.BRAND_CONFIRMED,
        Kind.SCHEME_LOCKED, Kind.PERIOD_MOVED, Kind.PERIOD_CALENDAR, Kind.EVIDENCE_AMENDED, Kind.EVIDENCE_SUBMITTED,
        Kind.EVIDENCE_WITHDRAWN, Kind.EVIDENCE_ACCEPTED, Kind.EVIDENCE_RETURNED, Kind.EVIDENCE_UNDONE, Kind.EVIDENCE_HELD,
        Kind.EVIDENCE_RELEASED, Kind.EVIDENCE_REOPEN_GRANTED, Kind.EVIDENCE_REOPEN_DECLINED, Kind.EVIDENCE_REOPEN_LAPSED,
        Kind.MONTH_EXTENDED, Kind.MONTH_WAIVED, Kind.MONTH_SUBMITTED, Kind.VERDICT_CONFIRMED, Kind.BOARD_CONFIRMED,
        Kind.RECTIFY_PLANNED, Kind.RECTIFY_CLOSED, Kind.APPEAL_ANSWERED, Kind.WALL_SET_UP, Kind.AUDIT_REKEYED,
    ),
    # These take out of force and nothing disappears; only what has been kept long enough is really deleted.
    Operation.DELETE: (
        Kind.ACCESS_FACTOR_REMOVED, Kind.BRAND_WITHDRAWN, Kind.IMPORT_UNDONE, Kind.EVIDENCE_DISCARDED, Kind.EVIDENCE_DETACHED,
        Kind.EVIDENCE_VOIDED, Kind.EVIDENCE_UNRULED, Kind.REGISTER_WITHDRAWN, Kind.VERDICT_DROPPED, Kind.WALL_REVOKED,
        Kind.RETENTION_EVIDENCE, Kind.RETENTION_DRAFTS, Kind.RETENTION_TEXTS,
    ),
}
OPERATION: dict[str, Operation] = {kind.value: operation for operation, kinds in KINDS.items() for kind in kinds}
FAILURES = frozenset({
    Kind.ACCESS_LOGIN_FAILED, Kind.ACCESS_REFUSED, Kind.ACCESS_ALARM, Kind.FILE_REFUSED, Kind.FILE_DAMAGED, Kind.BACKUP_FAILED,
    Kind.BACKUP_DRILL_FAILED,
})
