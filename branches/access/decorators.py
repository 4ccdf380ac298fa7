"""Guards of views: log-in and permission before anything is read."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login

from branches.access import unsent
from branches.access.allow import allows
from branches.access.permissions import Permission
from branches.basics.refusals import Forbidden


def requires(*permissions: Permission) -> Callable:
    """Any one of the permissions is enough; none named means: signed in is enough."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.is_authenticated:
                unsent.keep(request)
                return redirect_to_login(request.get_full_path())
            answers = [allows(request.user, permission) for permission in permissions]
            if permissions and not any(answers):
                raise Forbidden("role", answers[0].reason)
            answer = view(request, *args, **kwargs)
            if unsent.FIELD in request.POST and answer.status_code < 400:
                unsent.drop(request)
            return answer

        guarded.permissions = permissions
        return guarded

    return decorate


def public(view: Callable) -> Callable:
    """Marks a view that needs no log-in; the list of them is short and tested."""
    view.is_public = True
    return view
