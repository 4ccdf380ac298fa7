"""Addresses of the register of verdicts."""

from django.urls import path

from scoring.verdicts import views

urlpatterns = [
    path("verdicts/", views.newest, name="verdicts"),
    path("verdicts/<int:pk>/", views.show_one, name="verdict"),
    path("verdicts/<str:quarter>/", views.show, name="verdicts-quarter"),
    path("verdicts/<str:quarter>/new/<str:kind>/", views.choose, name="verdict-choose"),
    path("verdicts/<str:quarter>/new/<str:kind>/<str:code>/", views.enter, name="verdict-enter"),
]
