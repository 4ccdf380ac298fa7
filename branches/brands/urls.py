"""Addresses of the red matrix."""

from django.urls import path

from branches.brands import views, views_edit

urlpatterns = [
    path("brands/", views.show, name="brands"),
    path("brands/new/", views_edit.new, name="brands-new"),
    path("brands/partners/new/", views_edit.partner, name="brands-partner"),
    path("brands/entries/<slug:kind>/<int:pk>/confirm/", views_edit.confirm, name="brands-confirm"),
    path("brands/entries/<slug:kind>/<int:pk>/withdraw/", views_edit.withdraw, name="brands-withdraw"),
    path("brands/<slug:code>/", views.one, name="brands-show"),
    path("brands/<slug:code>/change/", views_edit.change, name="brands-change"),
    path("brands/<slug:code>/stage/", views_edit.stage, name="brands-stage"),
    path("brands/<slug:code>/enter/<slug:kind>/", views_edit.enter, name="brands-enter"),
]
