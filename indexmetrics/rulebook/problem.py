"""One thing wrong with a scheme: the place, a code, the values; and its sentence."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .templates import TEMPLATES


@dataclass(frozen=True)
class Problem:
    """One failed check of a scheme document."""

    path: str
    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    severity: str = "error"  # error | warning
    stops_scoring: bool = False  # the engine cannot read the scheme at all

    def __str__(self) -> str:
        return sentence(self)


def sentence(problem: Problem, translate: Callable[[str], str] | None = None) -> str:
    """The problem as one sentence with its place, in the reader's language.

    The rulebook does not import Django; where Django is running its gettext is used.
    """
    if translate is None:
        django = sys.modules.get("django.utils.translation")
        conf = sys.modules.get("django.conf")
        ready = django is not None and conf is not None and conf.settings.configured
        translate = django.gettext if ready else str
    words = translate(TEMPLATES[problem.code]) % {
        name: _text(value) for name, value in problem.values.items()
    }
    return translate("%(place)s: %(words)s") % {"place": problem.path, "words": words}


def _text(value: Any) -> str:
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(str(item) for item in value)
    return str(value)
