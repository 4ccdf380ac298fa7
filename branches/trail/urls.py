"""Address of the trail of acts."""

from django.urls import path

from branches.trail import views

urlpatterns = [path("audit/", views.show, name="audit")]
