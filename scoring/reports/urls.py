"""Addresses of the downloads."""

from django.urls import path

from scoring.reports import views

urlpatterns = [
    path("reports/<str:quarter>.xlsx", views.workbook, name="report-workbook"),
    path("reports/<str:quarter>.docx", views.circular, name="report-circular"),
    path("reports/<str:quarter>/<slug:code>.zip", views.folder, name="report-folder"),
]
