"""The form of a new address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from scoring.screens.actions import LONGEST_LABEL


class PlaceForm(forms.Form):
    """Where the screen hangs."""

    label = forms.CharField(
        label=_("Place"),
        max_length=LONGEST_LABEL,
        help_text=_("Such as: entrance hall, command centre."),
    )
