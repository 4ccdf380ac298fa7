"""Addresses of quarters and of the working calendar."""

from django.urls import path

from indexmetrics.periods import views

urlpatterns = [
    path("periods/", views.periods, name="periods"),
    path("periods/new/", views.open_one, name="periods-open"),
    path("periods/calendar/", views.calendar, name="periods-calendar"),
    path("periods/calendar/list/", views.lines, name="periods-calendar-list"),
    path("periods/calendar/<str:day>/drop/", views.drop, name="periods-calendar-drop"),
    path("periods/<str:quarter>/to/<str:to>/", views.move, name="periods-move"),
]
