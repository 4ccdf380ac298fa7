"""Addresses of imports."""

from django.urls import path

from indexmetrics.imports import views

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/<int:pk>/", views.preview, name="import-preview"),
    path("imports/<int:pk>/apply/", views.apply, name="import-apply"),
    path("imports/<int:pk>/undo/", views.undo, name="import-undo"),
    path("imports/<int:pk>/marked.xlsx", views.problems, name="import-problems"),
    path("imports/<slug:kind>/", views.upload, name="import-upload"),
    path("imports/<slug:kind>/template.xlsx", views.template, name="import-template"),
]
