"""Addresses of the slices of this app."""

from indexmetrics.evidence.urls import urlpatterns as evidence

urlpatterns = [*evidence]
