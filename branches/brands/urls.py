"""Address of the red matrix."""

from django.urls import path

from branches.brands import views

urlpatterns = [path("brands/", views.show, name="brands")]
