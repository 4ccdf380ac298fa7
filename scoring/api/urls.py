"""Addresses of the API; the operations' own list stands at its root."""

from functools import partial

from django.urls import include, path

from branches.access.looked import shows_people
from scoring.api.views import api

# Who recorded and who decided stands beside the evidence of each point.
OF_PEOPLE = "edition-branch"

found, library, space = api.urls
# The library's own root is a bare 404; the first operation takes its place and its name.
own = [one for one in found if one.name != "api-root" or not isinstance(one.callback, partial)]
for one in own:
    if one.name == OF_PEOPLE:
        shows_people(one.callback)

urlpatterns = [path("api/v1/", include((own, library), namespace=space))]
