"""The backend itself: Django's, with other connections."""

from types import SimpleNamespace
from typing import Any

import psycopg
from django.db.backends.postgresql import base

from config.postgres.watched import Watched


class DatabaseWrapper(base.DatabaseWrapper):
    """Connects by the watched class, everything else is as Django does it."""

    Database: Any = SimpleNamespace(**{**vars(psycopg), "connect": Watched.connect})
