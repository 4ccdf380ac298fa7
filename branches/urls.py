"""Addresses of the slices of this app."""

from django.urls import include, path

urlpatterns = [
    path("", include("branches.account.urls")),
    path("", include("branches.access.urls")),
    path("", include("branches.tasks.urls")),
    path("", include("branches.trail.urls")),
    path("", include("branches.brands.urls")),
]
