"""Forms of a rectification notice: the branch's measures, the reviewer's sign-off."""

from django import forms
from django.utils.translation import gettext_lazy as _

MOST = 4000


class PlanForm(forms.Form):
    """What the branch will do about each problem, who sees to it, and by when."""

    plan = forms.CharField(
        label=_("Measures"), max_length=MOST, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("For each problem: what is done, which office-holder sees to it, by which day."))


class SignOffForm(forms.Form):
    """What was found when looking, and that it may be closed."""

    result = forms.CharField(
        label=_("What was found"), max_length=MOST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Say how you checked it: on site, in the records, by talking to members."))
    confirmed = forms.BooleanField(
        label=_("Every problem is put right; signing off cannot be undone."))
