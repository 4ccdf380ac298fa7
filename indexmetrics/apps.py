"""App wiring of indexmetrics."""

from django.apps import AppConfig


class IndexmetricsConfig(AppConfig):
    """The indexmetrics app."""

    name = "indexmetrics"
    default_auto_field = "django.db.models.BigAutoField"
