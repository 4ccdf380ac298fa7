"""App wiring of branches."""

from django.apps import AppConfig


class BranchesConfig(AppConfig):
    """The branches app."""

    name = "branches"
    default_auto_field = "django.db.models.BigAutoField"
