"""Addresses of the slices of this app."""

from indexmetrics.directory.urls import urlpatterns as directory
from indexmetrics.evidence.urls import urlpatterns as evidence
from indexmetrics.imports.urls import urlpatterns as imports
from indexmetrics.intake.urls import urlpatterns as intake
from indexmetrics.periods.urls import urlpatterns as periods
from indexmetrics.review.urls import urlpatterns as review
from indexmetrics.schemes.urls import urlpatterns as schemes

urlpatterns = [*evidence, *review, *intake, *directory, *periods, *schemes, *imports]
