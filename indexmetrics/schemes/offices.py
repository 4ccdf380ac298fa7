"""The offices of the workflow in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

OFFICES = {
    "reviewer": N_("the political office"), "political_office": N_("the political office"),
    "discipline_office": N_("the discipline office"), "bureau_committee": N_("the bureau Party committee"),
    "survey": N_("the anonymous survey"), "system": N_("the branch register"),
}


def office_name(code: str) -> str:
    """Who enters a figure that the branch does not."""
    return _(OFFICES[code]) if code in OFFICES else code
