"""The Jinja2 environment for fragments that are rendered often: the board's table."""

from importlib import import_module
from importlib.util import find_spec

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from jinja2 import Environment, StrictUndefined


def environment(**options) -> Environment:
    """An escaping environment with translation and the page tools of the other engine."""
    made = Environment(  # noqa: S701 - Django passes autoescape=True from settings
        **{
            **options,
            "undefined": StrictUndefined,
            "extensions": ["jinja2.ext.i18n"],
            "trim_blocks": True,
            "lstrip_blocks": True,
        }
    )
    made.install_gettext_callables(gettext, ngettext, newstyle=True)
    made.globals.update(static=static, url=reverse)
    if find_spec("config.template_tags"):
        tags = import_module("config.template_tags")
        made.filters.update(tags.register.filters)
    return made
