"""Addresses of signing in and out."""

from django.urls import path

from branches.access import views

urlpatterns = [
    path("login/", views.sign_in, name="login"),
    path("logout/", views.sign_out, name="logout"),
    path("password/", views.change_password, name="password-change"),
    path("theme/", views.switch_theme, name="theme-switch"),
]
