"""Addresses of the printed sheets."""

from django.urls import path

from scoring.paper import views

urlpatterns = [
    path("board/<str:quarter>/wallchart.pdf", views.wallchart, name="board-wallchart-pdf"),
]
