"""Addresses of the slices of this app."""

from django.urls import include, path

urlpatterns = [
    path("", include("scoring.verdicts.urls")),
    path("", include("scoring.rectify.urls")),
    path("", include("scoring.appeals.urls")),
    path("", include("scoring.boards.urls")),
    path("", include("scoring.replays.urls")),
    path("", include("scoring.paper.urls")),
    path("", include("scoring.screens.urls")),
    path("", include("scoring.estimates.urls")),
    path("", include("scoring.dashboards.urls")),
    path("", include("scoring.reports.urls")),
    path("", include("scoring.alerts.urls")),
    path("", include("scoring.api.urls")),
]
