"""How an action says no: a code for programs, a sentence for people, an HTTP status."""

from typing import Any


class Refusal(Exception):
    """Any step that the rules do not allow; the middleware turns it into an answer."""

    status = 422
    default_code = "refused"

    def __init__(self, code: str = "", message: Any = "", **details: Any) -> None:
        self.code = code or self.default_code
        self.message = message
        self.details = details
        super().__init__(self.code, message)

    def __str__(self) -> str:
        return str(self.message) or self.code


class Refused(Refusal):
    """The content cannot be taken as it is (422); `code` is shown as data-reason."""


class NoRoom(Refused):
    """The disk cannot take it (507); what needs no room is still saved."""

    status = 507
    default_code = "room"


class Forbidden(Refusal):
    """The person may see this but not do it (403)."""

    status = 403
    default_code = "forbidden"


class Gone(Refusal):
    """It was here and was deleted at the end of its time (410)."""

    status = 410
    default_code = "gone"


class OutOfStep(Refusal):
    """The object is not in the state in which this step exists (409)."""

    status = 409
    default_code = "out_of_step"


class Stale(Refusal):
    """Someone else saved first (409); carries both contents so that nothing typed is lost."""

    status = 409
    default_code = "stale"

    def __init__(self, current: Any = None, theirs: Any = None, message: Any = "") -> None:
        super().__init__(self.default_code, message, current=current, theirs=theirs)
        self.current = current
        self.theirs = theirs
