"""Addresses of review requests."""

from django.urls import path

from scoring.appeals import views

urlpatterns = [
    path("appeals/", views.show_all, name="appeals"),
    path("appeals/new/<str:quarter>/", views.lodge, name="appeal-new"),
    path("appeals/<int:pk>/", views.show_one, name="appeal"),
    path("appeals/<int:pk>/answer/", views.answer, name="appeal-answer"),
]
