"""Addresses of registers."""

from django.urls import path

from indexmetrics.intake import views

urlpatterns = [
    path("registers/", views.registers, name="registers"),
    path("registers/entry/<int:pk>/withdraw/", views.withdraw, name="register-withdraw"),
    path("registers/<str:code>/<str:indicator>/", views.register, name="register"),
]
