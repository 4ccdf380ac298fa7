"""Addresses of long works."""

from django.urls import path

from branches.tasks import views

urlpatterns = [
    path("tasks/<str:name>/", views.show, name="task"),
    path("tasks/<str:name>/result/", views.result, name="task-result"),
]
