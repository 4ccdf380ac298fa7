"""Pages of the administrator: the accounts, one account, its posts; the password asked again."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches.access import actions_people as acts
from branches.access import ledger
from branches.access import people as reads
from branches.access.actions import create_user
from branches.access.decorators import requires
from branches.access.forms_people import (
    ConfirmForm,
    EndForm,
    HandOverForm,
    NameForm,
    PersonForm,
    PostForm,
)
from branches.access.looked import shows_people
from branches.access.permissions import Permission
from branches.access.recent import confirm as check_password
from branches.access.recent import recent_password
from branches.access.roles import Role
from branches.access.seen import held, require_seen
from branches.access.writing import write_once
from branches.basics import clock
from branches.basics.refusals import Refused
from branches.ledgers.pages import page_or_sheet
from branches.ledgers.paper import listed

MANAGE = requires(Permission.USER_MANAGE)
PAGES = ["GET", "HEAD", "POST"]
ON_A_PAGE = 50
SECRET = "one_time_password"  # noqa: S105 - the name of a place in the session


@MANAGE
@require_safe
@shows_people
@listed(lambda: _("People and posts"))
def people(request):
    """The accounts with today's posts; by words, post and state."""
    words, role = request.GET.get("q", "").strip(), request.GET.get("role", "")
    shut = request.GET.get("shut") == "1"
    found = reads.people(words=words, role=role, shut=shut)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    query = urlencode({key: value for key, value in (("q", words), ("role", role), ("shut", "1" if shut else "")) if value})
    return page_or_sheet(request, "branches/access/people.html", {
        "page": page, "words": words, "role": role, "shut": shut, "roles": Role.choices,
        "query": f"{query}&" if query else "",
    }, lambda: ledger.people(found, words=words, role=role, shut=shut))


@MANAGE
@require_http_methods(PAGES)
@recent_password
@write_once
def create(request):
    """A new account; its one-time password is shown once on the next page."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user, password = create_user(**form.cleaned_data, by=request.user)
        return _show_once(request, user, password)
    return _form(request, form, _("New account"), _("Create the account"))


@MANAGE
@never_cache
@require_safe
@shows_people
def show(request, username: str):
    """One account: posts now and before, what can be done with it."""
    user = reads.person_for(username)
    secret = request.session.get(SECRET)
    if secret and secret[0] == user.pk:
        del request.session[SECRET]
    return render(request, "branches/access/person.html", {
        "person": user, "posts": reads.posts_of(user), "today": clock.today(), "hours": acts.ONE_TIME_HOURS,
        "password": secret[1] if secret and secret[0] == user.pk else "",
        "last": reads.last_sign_in(user), "is_self": user.pk == request.user.pk, "version": reads.version_of(user),
    })


@MANAGE
@require_http_methods(PAGES)
@recent_password
@write_once
@shows_people
def appoint(request, username: str):
    """Give a post from a day on."""
    user = _person(request, username)
    form = PostForm(request.POST or None)
    if _done(request, form, lambda data: acts.give_post(
            user=user, role=Role(data["role"]), branch=data["branch"], since=data["since"], by=request.user)):
        messages.success(request, _("The post is given."))
        return redirect("people-show", user.username)
    return _form(request, form, _("Give a post"), _("Appoint"), user)


@MANAGE
@require_http_methods(PAGES)
@recent_password
@write_once
@shows_people
def end(request, username: str, pk: int):
    """End a post."""
    user = _person(request, username)
    post = reads.post_for(user, pk)
    form = EndForm(request.POST or None, initial={"last_day": clock.today()})
    if _done(request, form, lambda data: acts.close_post(post=post, by=request.user, **data)):
        messages.success(request, _("The post ends on that day."))
        return redirect("people-show", user.username)
    return _form(request, form, _("End the post"), _("End the post"), user, post)


@MANAGE
@require_http_methods(PAGES)
@recent_password
@write_once
@shows_people
def hand_over(request, username: str, pk: int):
    """Hand a post over: one step ends it here and starts it there."""
    user = _person(request, username)
    post = reads.post_for(user, pk)
    form = HandOverForm(post, request.POST or None)
    if _done(request, form, lambda data: acts.hand_over(post=post, by=request.user, **data)):
        messages.success(request, _("The post is handed over."))
        return redirect("people-show", form.cleaned_data["to"].username)
    return _form(request, form, _("Hand the post over"), _("Hand over"), user, post)


@MANAGE
@require_http_methods(PAGES)
@recent_password
@write_once
@shows_people
def rename(request, username: str):
    """Correct a person's name."""
    user = _person(request, username)
    form = NameForm(request.POST or None, initial={"name": user.name})
    if request.method == "POST" and form.is_valid():
        acts.rename(user=user, by=request.user, **form.cleaned_data)
        messages.success(request, _("The name is changed."))
        return redirect("people-show", user.username)
    return _form(request, form, _("Change the name"), _("Save"), user)


@MANAGE
@require_POST
@recent_password
@write_once
def reset(request, username: str):
    """A new one-time password."""
    user = _person(request, username)
    return _show_once(request, user, acts.reset_password(user=user, by=request.user))


@MANAGE
@require_POST
@recent_password
@write_once
def switch(request, username: str):
    """Shut an account, or open it again."""
    user = _person(request, username)
    act = acts.shut if user.is_active else acts.reopen
    act(user=user, by=request.user)
    messages.success(request, _("The account is open again.") if user.is_active else _("The account is shut."))
    return redirect("people-show", user.username)


@requires()
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(PAGES)
def confirm(request):
    """The password once more, before a page that needs it; then back there."""
    target = request.POST.get("next") or request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = settings.LOGIN_REDIRECT_URL
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if check_password(request, form.cleaned_data["password"]):
            return redirect(target)
        form.add_error("password", _("This is not your present password."))
    return render(request, "branches/access/confirm.html", {"form": form, "next": target}, status=_status(form))


def _person(request, username: str):
    """The account of a form; one that is sent must have been made from what the account is now."""
    user = reads.person_for(username)
    if request.method == "POST":
        require_seen(request, reads.version_of(held(user)), reads.standing(user))
    return user


def _show_once(request, user, password: str):
    request.session[SECRET] = [user.pk, password]
    return redirect("people-show", user.username)


def _done(request, form, act) -> bool:
    """Do it when the form is sent and whole; what is refused goes beside the field it names."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except Refused as refusal:
        form.add_error(refusal.code if refusal.code in form.fields else None, str(refusal))
        return False
    return True


def _form(request, form, heading: str, button: str, person=None, post=None):
    return render(request, "branches/access/person_form.html", {
        "form": form, "heading": heading, "button": button, "person": person, "post": post,
        "version": reads.version_of(person) if person else None,
    }, status=_status(form))


def _status(form) -> int:
    return 422 if form.is_bound else 200
