"""A number for each request: on its error page, in its answer's head, in every log line of it."""

import logging
import re
from contextvars import ContextVar
from uuid import uuid4

HEADER = "X-Request-Id"
_current: ContextVar[str] = ContextVar("request", default="-")
# What must never stand in a log, whoever put it into an address or an error's text.
_HIDDEN = (
    (re.compile(r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{9}[\dXx](?!\d)"), "[identity]"),
    (re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)"), "[phone]"),
    (re.compile(r"(?<![\w-])[\w-]{43}(?![\w-])|(?<!\w)[a-z0-9]{32}(?!\w)|(?<!\w)[A-Za-z0-9]{64}(?!\w)"), "[token]"),
    (re.compile(r"(?i)((?:password|passwd|secret|token|sessionid|csrf\w*)[\"']?\s*[=:]\s*)[^\s&,;]+"), r"\1[hidden]"),
    (re.compile(r"(://[^/\s:@]*:)[^@\s/]+@"), r"\1[hidden]@"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def current() -> str:
    """The number of the request that is being answered."""
    return _current.get()


class NumberMiddleware:
    """Gives the number; it stands first, so that every answer and every line has it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """The answer with its number."""
        request.number = uuid4().hex[:8]
        token = _current.set(request.number)
        try:
            response = self.get_response(request)
            response.headers[HEADER] = request.number
            return response
        finally:
            _current.reset(token)


class PlainFormatter(logging.Formatter):
    """One record, one beginning of a line: what a visitor sent can neither forge nor colour a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record with its request's number, without secrets; further lines are indented."""
        # Django writes its line when our answer is already out; it brings the request along.
        record.request_number = getattr(getattr(record, "request", None), "number", current())
        text = super().format(record)
        for pattern, instead in _HIDDEN:
            text = pattern.sub(instead, text)
        text = _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)
        return text.replace("\n", "\n  | ")
