"""The set-up sheet of a screen."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from scoring.boards.models import WallToken
from scoring.screens.actions import LONGEST_LABEL
from scoring.screens.setup import ALL_PAGES, PAGES, SECONDS, USUAL


class SetupForm(forms.Form):
    """Where the screen hangs, what it shows, how fast and on which paper."""

    label = forms.CharField(
        label=_("Place"), max_length=LONGEST_LABEL, help_text=_("Such as: entrance hall, command centre."))
    pages = forms.MultipleChoiceField(
        label=_("Pages to show"), choices=PAGES, initial=ALL_PAGES, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("They turn in this order; none ticked means all of them."))
    fit = forms.ChoiceField(
        label=_("Board"), choices=WallToken.Fit, initial=WallToken.Fit.PAGED, required=False, widget=forms.RadioSelect,
        help_text=_("All on one page suits a screen that people stand close to."))
    seconds = forms.TypedChoiceField(
        label=_("Each page stands"), coerce=int, initial=USUAL, empty_value=USUAL, required=False,
        choices=lambda: [(n, ngettext("%(n)d second", "%(n)d seconds", n) % {"n": n}) for n in SECONDS])
    theme = forms.ChoiceField(
        label=_("Paper of this screen"), choices=WallToken.Theme, initial=WallToken.Theme.DARK, required=False,
        widget=forms.RadioSelect)
    dims = forms.BooleanField(
        label=_("Dimmed at night, from 22 to 6 o'clock"), initial=True, required=False)

    def clean(self) -> dict:
        """What was left out is as usual."""
        found = super().clean()
        return found | {
            "fit": found.get("fit") or WallToken.Fit.PAGED, "theme": found.get("theme") or WallToken.Theme.DARK,
        }
