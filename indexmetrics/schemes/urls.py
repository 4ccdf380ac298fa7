"""Addresses of the administrator's pages on schemes; the pages to read are the dashboards'."""

from django.urls import path

from indexmetrics.schemes import views_manage

urlpatterns = [
    path("schemes/upload/", views_manage.upload, name="schemes-upload"),
    path("schemes/<str:code>/<int:version>/changes/", views_manage.changes, name="schemes-changes"),
    path("schemes/<str:code>/<int:version>/file.<str:form>", views_manage.download, name="schemes-download"),
]
