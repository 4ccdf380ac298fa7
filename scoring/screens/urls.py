"""Addresses of the big screens and of their desk."""

from django.urls import path

from scoring.screens import views

urlpatterns = [
    path("wall/<str:token>/", views.screen, name="wall-screen"),
    path("walls/", views.show_all, name="walls"),
    path("walls/make/", views.make, name="walls-make"),
    path("walls/<int:number>/set-up/", views.set_up, name="walls-set-up"),
    path("walls/<int:number>/revoke/", views.revoke, name="walls-revoke"),
]
