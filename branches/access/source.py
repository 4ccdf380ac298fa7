"""Where a request comes from: the address that the trail names and that guessing is counted by."""

from ipaddress import ip_address

from django.conf import settings

from branches.audit.origin import asked_from

LONGEST = 45


def address_of(request) -> str:
    """The visitor's address; behind our own proxy the last one it added, never what the visitor claims."""
    if settings.BEHIND_TLS and (not settings.TRUSTED_PROXIES or is_trusted(request)):
        told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if told:
            return told[:LONGEST]
    return request.META.get("REMOTE_ADDR", "")[:LONGEST]


class SourceMiddleware:
    """Tells the trail where the acts of this request come from."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """The answer; every event on the way to it carries the address."""
        with asked_from(address_of(request)):
            return self.get_response(request)


def is_trusted(request) -> bool:
    """Does the request come straight from one of the listed proxies?"""
    try:
        peer = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(peer in network for network in settings.TRUSTED_PROXIES)


def device_of(request) -> str:
    """What the browser calls itself, cut short."""
    return "".join(sign for sign in request.META.get("HTTP_USER_AGENT", "") if sign.isprintable())[:160]
