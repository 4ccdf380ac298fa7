"""App wiring of scoring."""

from django.apps import AppConfig


class ScoringConfig(AppConfig):
    """The scoring app."""

    name = "scoring"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Add what scoring can take in from tables."""
        from indexmetrics.imports import registry
        from scoring.imports.verdicts import VerdictsKind

        registry.add(VerdictsKind())
