"""What a reviewer sends: a verdict with reasons and the fields to mend."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from indexmetrics.evidence.models import Record
from indexmetrics.evidence.words import fields_of
from indexmetrics.rulebook.outline import Outline

PRESETS = {
    "number": N_("The number present is missing or wrong"), "file": N_("The file does not fit the matter"),
    "date": N_("The date is not in this month"), "brief": N_("Too brief to be judged"),
    "twin": N_("The same matter was recorded twice"),
}


def presets() -> list[tuple[str, str]]:
    """(code, words) of the reasons that are met most."""
    return [(code, _(words)) for code, words in PRESETS.items()]


def reason_from(post) -> str:
    """Preset reasons and free text as one sentence for the branch."""
    chosen = [_(PRESETS[code]) for code in post.getlist("preset") if code in PRESETS]
    own = post.get("reason", "").strip()
    return "; ".join([*chosen, own] if own else chosen)[:300]


def fields_from(post, outline: Outline, record: Record) -> list[str]:
    """The named fields; only those the record has."""
    known = {name for name, _words in fields_of(outline, record)}
    return [name for name in post.getlist("fields") if name in known]
