"""Addresses of the reviewer."""

from django.urls import path

from indexmetrics.review import (
    views,
    views_indicator,
    views_lists,
    views_matrix,
    views_reopen,
    views_together,
    views_verdicts,
)

urlpatterns = [
    path("review/", views.queue, name="review"),
    path("review/accept/", views_together.accept_all, name="review-accept-all"),
    path("review/accepted/", views_together.accepted_all, name="review-accepted"),
    path("review/indicator/<str:code>/<str:month>/", views_indicator.indicator, name="review-indicator"),
    path("review/record/<int:pk>/accept/", views_verdicts.accept, name="review-accept"),
    path("review/record/<int:pk>/return/", views_verdicts.send_back, name="review-return"),
    path("review/record/<int:pk>/void/", views_verdicts.void, name="review-void"),
    path("review/record/<int:pk>/hold/", views_verdicts.hold, name="review-hold"),
    path("review/record/<int:pk>/rule-out/", views_verdicts.rule_out, name="review-rule-out"),
    path("review/undo/", views_verdicts.undo, name="review-undo"),
    path("review/measure/", views_lists.measure, name="review-measure"),
    path("review/visits/", views_lists.on_site, name="review-visits"),
    path("review/reopenings/", views_reopen.waiting, name="review-reopenings"),
    path("review/reopening/<int:pk>/answer/", views_reopen.answer, name="review-reopening"),
    path("review/<str:code>/<str:month>/", views.work, name="review-work"),
    path("matrix/<str:quarter>/act/", views_matrix.act, name="matrix-act"),
    path("matrix/<str:quarter>/export/", views_matrix.export, name="matrix-export"),
    path("matrix/", views_matrix.matrix, name="matrix"),
]
