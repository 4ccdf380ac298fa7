"""Keys of registers in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

KEY_NAMES = {
    "rank": N_("Rank"), "group_size": N_("Size of the group"), "on_time": N_("Filed on time"),
    "late": N_("Filed late"), "responses": N_("Responses"), "eligible": N_("People asked"), "mean": N_("Mean mark"),
    "missing": N_("Not filed"),
}


def key_name(key: str) -> str:
    """A register's key in words; what the scheme itself names needs none."""
    return _(KEY_NAMES[key]) if key in KEY_NAMES else key
