"""Every address: the three apps, health, language, and the gallery while developing."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

from config import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("language/", views.switch_language, name="language-switch"),
    path("", include("branches.urls")),
    path("", include("indexmetrics.urls")),
    path("", include("scoring.urls")),
]
if settings.DEBUG and find_spec("config.gallery"):
    from config import gallery

    urlpatterns.append(path("_gallery/", gallery.show, name="gallery"))

handler400 = "config.views.bad_request"
handler403 = "config.views.forbidden"
handler404 = "config.views.not_found"
handler500 = "config.views.broken"
