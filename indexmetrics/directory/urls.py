"""Addresses of the branch register."""

from django.urls import path

from indexmetrics.directory import views

urlpatterns = [
    path("branches/", views.directory, name="branches"),
    path("branches/new/", views.found, name="branches-found"),
    path("branches/<slug:code>/", views.show, name="branches-show"),
    path("branches/<slug:code>/name/", views.rename, name="branches-rename"),
    path("branches/<slug:code>/change/", views.change, name="branches-change"),
    path("branches/<slug:code>/seats/", views.seat, name="branches-seat"),
    path("branches/<slug:code>/seats/<int:pk>/", views.vacate, name="branches-vacate"),
    path("branches/<slug:code>/term/", views.term, name="branches-term"),
    path("branches/<slug:code>/close/", views.close, name="branches-close"),
]
