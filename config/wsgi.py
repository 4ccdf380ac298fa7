"""The door for web servers such as gunicorn or waitress."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.core.wsgi import get_wsgi_application

from config import held, memory
from config.unsafe import refuse_known_bad, refuse_unsafe

refuse_unsafe()
refuse_known_bad()
# What this process writes (evidence, database) is for its own account only.
os.umask(0o077)
application = get_wsgi_application()
held.hold()
memory.settle()
