"""Sessions: how long this one lasts, the form that came too late, the end of one or of all."""

from django.contrib import messages
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches.access import people as reads
from branches.access import sessions, unsent
from branches.access.decorators import requires
from branches.access.permissions import Permission
from branches.access.recent import recent_password
from branches.access.seen import held, require_seen
from branches.access.writing import write_once


@requires()
@never_cache
@require_safe
def state(request):
    """Who is signed in here, for how many seconds more, and a token for forms of pages opened before."""
    return JsonResponse({
        "user": request.user.username, "token": get_token(request), **sessions.seconds_left(request.session),
    })


@requires()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsent_form(request):
    """The form that came after the session had ended: send it now, or drop it."""
    kept = unsent.kept_for(request, request.user)
    if request.method == "POST" or kept is None:
        unsent.drop(request)
        return redirect("home")
    shown = [(name, value) for name, value in kept["fields"] if value and not name.startswith("_")]
    return render(request, "branches/account/unsent.html", {"kept": kept, "shown": shown})


@requires()
@require_POST
@write_once
def end_session(request, pk: int):
    """End one of one's own sessions."""
    sessions.end(one=sessions.session_for(request.user, pk), by=request.user)
    messages.success(request, _("The session is ended."))
    return redirect("account")


@requires(Permission.USER_MANAGE)
@require_POST
@recent_password
@write_once
def end_all_sessions(request, username: str):
    """End all sessions of an account."""
    user = reads.person_for(username)
    require_seen(request, reads.version_of(held(user)), reads.standing(user))
    sessions.end_all(user=user, by=request.user)
    messages.success(request, _("All sessions of the account are ended."))
    return redirect("people-show", username)
