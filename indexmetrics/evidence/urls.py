"""Addresses of a branch's records."""

from django.urls import path

from indexmetrics.evidence import views_branch, views_events, views_files, views_frame, views_reopen

urlpatterns = [
    path("evidence/", views_branch.own_months, name="evidence"),
    path("evidence/keep/", views_events.keep, name="evidence-keep"),
    path("evidence/forget/", views_events.forget, name="evidence-forget"),
    path("evidence/file/<int:pk>/", views_files.file, name="evidence-file"),
    path("evidence/record/<int:pk>/edit/", views_events.edit, name="evidence-edit"),
    path("evidence/record/<int:pk>/withdraw/", views_events.withdraw, name="evidence-withdraw"),
    path("evidence/record/<int:pk>/discard/", views_events.discard, name="evidence-discard"),
    path("evidence/record/<int:pk>/reopen/", views_reopen.ask, name="evidence-reopen"),
    path("evidence/<str:month>/", views_branch.month, name="evidence-month"),
    path("evidence/<str:month>/check/", views_branch.check, name="evidence-check"),
    path("evidence/<str:month>/figure/", views_branch.save_figure, name="evidence-figure"),
    path("evidence/<str:month>/frame/", views_frame.frame, name="evidence-frame"),
    path("evidence/<str:month>/event/new/", views_events.new_event, name="evidence-event"),
]
