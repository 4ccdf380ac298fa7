"""Addresses of the slices of this app."""

from indexmetrics.evidence.urls import urlpatterns as evidence
from indexmetrics.intake.urls import urlpatterns as intake
from indexmetrics.review.urls import urlpatterns as review

urlpatterns = [*evidence, *review, *intake]
