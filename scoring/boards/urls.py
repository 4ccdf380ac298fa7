"""Addresses of the board."""

from django.urls import path

from scoring.boards import branch_views, compare_views, prepare_views, views

urlpatterns = [
    path("board/", views.newest, name="board-newest"),
    path("board/<str:quarter>/", views.show, name="board"),
    path("board/<str:quarter>/wallchart/", views.wallchart, name="board-wallchart"),
    path("board/<str:quarter>/prepare/", prepare_views.prepare, name="board-prepare"),
    path("board/<str:quarter>/compare/", compare_views.show, name="board-compare"),
    path("board/<str:quarter>/pack/", prepare_views.pack, name="board-pack"),
    path("board/<str:quarter>/<slug:branch>/", branch_views.show, name="board-branch"),
    path("board/<str:quarter>/<slug:branch>/opened/", branch_views.opened, name="board-opened"),
]
