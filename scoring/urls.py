"""Addresses of the slices of this app."""

urlpatterns: list = []
