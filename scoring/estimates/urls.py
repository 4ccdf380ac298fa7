"""Addresses of the private estimate."""

from django.urls import path

from scoring.estimates import views

urlpatterns = [
    path("estimate/", views.estimate_show, name="estimate-show"),
    path("estimate/<str:quarter>/", views.estimate_show, name="estimate-show"),
]
