"""One's own account: what it is, and its password."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from branches.access import sessions
from branches.access.actions import set_password
from branches.access.decorators import requires
from branches.access.passwords import has_aged
from branches.access.writing import write_once
from branches.account.forms import PasswordForm
from branches.account.queries import account_of


@requires()
@never_cache
@require_safe
def show(request):
    """The account as its owner sees it."""
    return render(request, "branches/account/account.html", {
        "account": account_of(request.user), "this": request.session.session_key,
        "idle_minutes": settings.SESSION_COOKIE_AGE // 60,
    })


@requires()
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@write_once
def change_password(request):
    """One's own password; this session stays, all others end."""
    must = request.user.must_change_password or has_aged(request.user)
    form = PasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        user = set_password(user=request.user, password=form.cleaned_data["new"], by=request.user)
        update_session_auth_hash(request, user)
        sessions.note(request, user)
        messages.success(request, _("The new password is set."))
        return redirect("account" if not must else "/")
    return render(request, "branches/account/password.html", {"form": form, "must": must})
