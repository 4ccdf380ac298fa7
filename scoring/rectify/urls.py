"""Addresses of rectification."""

from django.urls import path

from scoring.rectify import views

urlpatterns = [
    path("rectification/", views.show_all, name="rectification"),
    path("rectification/<str:number>/", views.show_one, name="rectification-notice"),
    path("rectification/<str:number>/plan/", views.plan, name="rectification-plan"),
    path("rectification/<str:number>/close/", views.close, name="rectification-close"),
    path("rectification/<str:number>/paper/", views.paper, name="rectification-paper"),
]
