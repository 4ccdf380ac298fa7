"""Addresses of the home page, the manual and the rules."""

from django.urls import path

from scoring.dashboards import privacy, schemes, views

urlpatterns = [
    path("privacy/", privacy.show, name="privacy"),
    path("", views.home, name="home"),
    path("help/", views.manual, name="help"),
    path("schemes/", schemes.listing, name="schemes"),
    path("schemes/<str:sha12>/colours.css", schemes.colours, name="scheme-colours"),
    path("schemes/<str:code>/<int:version>/", schemes.one, name="scheme"),
]
