"""Address of the warnings."""

from django.urls import path

from scoring.alerts import views

urlpatterns = [path("warnings/", views.show, name="warnings")]
