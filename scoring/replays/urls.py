"""Addresses of trials of rules."""

from django.urls import path

from scoring.replays import views

urlpatterns = [
    path("schemes/<str:code>/<int:version>/replay/", views.replay, name="schemes-replay"),
]
