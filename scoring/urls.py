"""Addresses of the slices of this app."""

from django.urls import include, path

urlpatterns = [
    path("", include("scoring.boards.urls")),
    path("", include("scoring.dashboards.urls")),
]
