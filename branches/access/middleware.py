"""Answers to refusals: the right status, a page in plain words, nothing half done."""

from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin

from branches.access.unsent import fields_of
from branches.basics.refusals import Refusal


class RefusalMiddleware(MiddlewareMixin):
    """Turns a `Refusal` raised in a view into its page; the text the user sent is shown back."""

    def process_exception(self, request, exception):
        """The refusal's page, or None for every other exception."""
        if not isinstance(exception, Refusal):
            return None
        sent = [(name, value) for name, value in fields_of(request.POST) if value and not name.startswith("_")]
        response = render(
            request, "refused.html",
            {"refusal": exception, "sent": sent, "back": request.path},
            status=exception.status,
        )
        response["X-Refusal"] = exception.code
        return response
