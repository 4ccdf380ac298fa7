"""Addresses of the trail of acts."""

from django.urls import path

from branches.trail import views

urlpatterns = [
    path("audit/", views.show, name="audit"),
    path("audit/export/", views.export, name="audit-export"),
]
