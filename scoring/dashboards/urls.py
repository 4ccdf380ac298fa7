"""Addresses of the rules, the manual and the home page."""

from django.urls import path

from scoring.dashboards import schemes

urlpatterns = [
    path("schemes/", schemes.listing, name="schemes"),
    path("schemes/<str:sha12>/colours.css", schemes.colours, name="scheme-colours"),
    path("schemes/<str:code>/<int:version>/", schemes.one, name="scheme"),
]
