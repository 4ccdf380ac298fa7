"""Addresses of the API; the operations' own list stands at its root."""

from functools import partial

from django.urls import include, path

from scoring.api.views import api

found, library, space = api.urls
# The library's own root is a bare 404; the first operation takes its place and its name.
own = [one for one in found if one.name != "api-root" or not isinstance(one.callback, partial)]

urlpatterns = [path("api/v1/", include((own, library), namespace=space))]
