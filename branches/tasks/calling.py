"""A view called in the process of a work, below the guards that were asked before it was begun."""

from collections.abc import Callable

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch

from branches.audit.afterwards import AfterwardsMiddleware
from branches.basics.refusals import Refusal


def called(view: Callable, match: ResolverMatch, request: HttpRequest) -> HttpResponseBase:
    """Its answer, or its refusal; what refused acts leave behind is written after their transaction, as ever."""
    refusals: list[Exception] = []

    def answered(request: HttpRequest) -> HttpResponseBase | None:
        try:
            return view(request, *match.args, **match.kwargs)
        except (Refusal, Http404) as refusal:
            refusals.append(refusal)

    response = AfterwardsMiddleware(answered)(request)
    if refusals:
        raise refusals[0]
    return response
