"""Answers of the API when there is none: the same shape for every status."""

from functools import wraps

from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError

from branches.basics.refusals import Refusal


def problem(status: int, code: str, message: str, errors: list[str] | None = None) -> JsonResponse:
    """One refusal as JSON."""
    return JsonResponse(
        {"code": code, "message": message, "errors": errors or []}, status=status,
        json_dumps_params={"ensure_ascii": False})


def unauthorised() -> JsonResponse:
    """Nobody is signed in."""
    return problem(401, "sign_in", _("Please sign in."))


def signed_in(view):
    """Guards a view outside the operations: the description of the API itself."""

    @require_safe
    @wraps(view.func if hasattr(view, "func") else view)
    def guarded(request, *args, **kwargs):
        return view(request, *args, **kwargs) if request.user.is_authenticated else unauthorised()

    return guarded


def speak_plainly(api: NinjaAPI) -> None:
    """Give every error of the API its status and the one shape."""

    @api.exception_handler(AuthenticationError)
    def _nobody(request, exception):
        return unauthorised()

    @api.exception_handler(Http404)
    def _missing(request, exception):
        return problem(404, "missing", _("There is nothing at this address."))

    @api.exception_handler(Refusal)
    def _refused(request, exception):
        return problem(exception.status, exception.code, str(exception))

    @api.exception_handler(ValidationError)
    def _unreadable(request, exception):
        errors = [f"{'.'.join(map(str, row['loc']))}: {row['msg']}" for row in exception.errors]
        return problem(422, "parameters", _("The request's parameters cannot be used."), errors)
