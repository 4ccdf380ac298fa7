"""Addresses of the administrator's pages of people, and of the password asked again."""

from django.urls import path

from branches.access import views_people

urlpatterns = [
    path("confirm/", views_people.confirm, name="confirm"),
    path("people/", views_people.people, name="people"),
    path("people/new/", views_people.create, name="people-create"),
    path("people/<str:username>/", views_people.show, name="people-show"),
    path("people/<str:username>/name/", views_people.rename, name="people-rename"),
    path("people/<str:username>/appoint/", views_people.appoint, name="people-appoint"),
    path("people/<str:username>/password/", views_people.reset, name="people-reset"),
    path("people/<str:username>/switch/", views_people.switch, name="people-switch"),
    path("people/<str:username>/posts/<int:pk>/end/", views_people.end, name="people-post-end"),
    path("people/<str:username>/posts/<int:pk>/hand-over/", views_people.hand_over, name="people-post-hand-over"),
]
