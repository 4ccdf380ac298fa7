"""The form of an export: which days, in which form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from branches.basics import clock
from branches.trail.writing import Form


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"})


class ExportForm(forms.Form):
    """From, to, and the kind of file."""

    since = forms.DateField(label=_("From"), widget=_day())
    until = forms.DateField(label=_("To"), widget=_day())
    form = forms.ChoiceField(label=_("File"), choices=[(Form.CSV, "CSV"), (Form.JSONL, "JSON Lines")],
                             widget=forms.Select(attrs={"class": "form-select"}))

    @classmethod
    def of_this_month(cls) -> "ExportForm":
        """Unfilled but for the days that are asked for most."""
        today = clock.today()
        return cls(initial={"since": today.replace(day=1), "until": today})

    @property
    def faults(self) -> str:
        """What is wrong, one line for each field."""
        return "\n".join(f"{self[name].label}: {' '.join(errors)}" for name, errors in self.errors.items())
