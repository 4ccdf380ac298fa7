"""Pages of the second factor: set it up, its recovery codes, give it up; the administrator's reset."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from branches.access import people as reads
from branches.access import sessions
from branches.access.decorators import requires
from branches.access.permissions import Permission
from branches.access.recent import recent_password
from branches.access.seen import held, require_seen
from branches.access.writing import write_once
from branches.account import actions, pending, sealing
from branches.account.door import PROVEN
from branches.account.forms import CodeForm
from branches.account.queries import factor_of, is_required, pending_of
from branches.basics.refusals import OutOfStep, Refused


@requires()
@never_cache
@require_safe
def show(request):
    """The picture for the phone while one is being set up; else what there is and can be done."""
    return _page(request, CodeForm())


@requires()
@require_POST
@recent_password
@write_once
def begin_one(request):
    """A fresh secret, shown on the next page until its first code fits."""
    pending.begin(request.user)
    return redirect("account-factor")


@requires()
@never_cache
@sensitive_post_parameters("code")
@require_POST
def confirm(request):
    """The first code: the factor counts from now on; the recovery codes are in this answer and nowhere else."""
    form, user = CodeForm(request.POST), request.user
    if not form.is_valid():
        return _page(request, form)
    try:
        codes = actions.confirm_factor(user=user, code=form.cleaned_data["code"], by=user)
    except Refused as refusal:
        form.add_error("code", str(refusal))
        return _page(request, form)
    update_session_auth_hash(request, user)
    request.session[PROVEN] = True
    sessions.note(request, user)
    return render(request, "branches/account/recovery.html", {"codes": codes, "is_first": True})


@requires()
@never_cache
@require_POST
@recent_password
def recovery(request):
    """New recovery codes, shown in this answer and nowhere else."""
    if factor_of(request.user) is None:
        raise OutOfStep("factor", _("This account has no second factor."))
    codes = actions.make_recovery_codes(user=request.user, by=request.user)
    return render(request, "branches/account/recovery.html", {"codes": codes})


@requires()
@require_POST
@recent_password
@write_once
def remove(request):
    """Sign in with the password alone again, where no post forbids it."""
    actions.remove_factor(user=request.user, by=request.user)
    update_session_auth_hash(request, request.user)
    sessions.note(request, request.user)
    messages.success(request, _("The second factor is removed."))
    return redirect("account")


@requires(Permission.USER_MANAGE)
@require_POST
@recent_password
@write_once
def reset(request, username: str):
    """Phone and codes are lost: take the factor away; the next sign-in is with the password alone."""
    user = reads.person_for(username)
    require_seen(request, reads.version_of(held(user)), reads.standing(user))
    actions.reset_factor(user=user, by=request.user)
    messages.success(request, _("The second factor is taken away; all sessions of the account are ended."))
    return redirect("people-show", username)


def _page(request, form):
    started = pending_of(request.user)
    if started and not sealing.opens(started.sealed):
        started = None  # begun under a key that is gone: it is begun anew
    context = {
        "form": form, "factor": factor_of(request.user), "is_required": is_required(request.user),
        "must_prove": is_required(request.user) and not request.session.get(PROVEN),
        **({"shown": pending.shown(started)} if started else {}),
    }
    return render(request, "branches/account/factor.html", context, status=422 if form.is_bound else 200)
