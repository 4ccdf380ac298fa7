"""Answers to refusals: the right status, a page in plain words, nothing half done."""

from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin

from branches.access.unsent import fields_of
from branches.basics.refusals import Refusal


class RefusalMiddleware(MiddlewareMixin):
    """Turns a `Refusal` raised in a view into its page; the text the user sent is shown back.

    A form whose one-time key is missing or used up is offered anew, with everything that was typed.
    """

    def process_exception(self, request, exception):
        """The refusal's page, or None for every other exception."""
        if not isinstance(exception, Refusal):
            return None
        fields = fields_of(request.POST)
        response = render(
            request, "refused.html",
            {
                "refusal": exception, "sent": [pair for pair in fields if pair[1] and not pair[0].startswith("_")],
                "back": request.path, "action": request.get_full_path(), "files": list(request.FILES),
                "again": [pair for pair in fields if pair[0] != "_key"] if exception.code == "form_key" else [],
            },
            status=exception.status,
        )
        response["X-Refusal"] = exception.code
        return response
