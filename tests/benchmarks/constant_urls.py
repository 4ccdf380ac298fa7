"""The project's addresses and one constant page behind the same middleware."""

from django.http import HttpResponse
from django.urls import include, path

from branches.access.decorators import requires
from branches.access.permissions import Permission


@requires(Permission.BOARD_READ)
def constant(request):
    """The least a page can cost that only readers of the board may see."""
    return HttpResponse("constant")


urlpatterns = [path("constant/", constant, name="constant"), path("", include("config.urls"))]
