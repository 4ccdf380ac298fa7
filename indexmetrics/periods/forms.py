"""Forms of quarters: open one, take a step, mark a day, a list of days."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.basics import clock, quarters
from indexmetrics.periods.models import Quarter
from indexmetrics.schemes.models import Scheme


class OpenForm(forms.Form):
    """Which quarter, under which locked scheme."""

    code = forms.CharField(label=gettext_lazy("Quarter"), max_length=6, help_text=gettext_lazy("Write it as 2026Q3."))
    scheme = forms.ModelChoiceField(
        label=gettext_lazy("Rules"), queryset=Scheme.objects.none(), empty_label=None,
        help_text=gettext_lazy("Only locked versions; the quarter keeps them until it is archived."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        locked = Scheme.objects.filter(state=Scheme.State.LOCKED).order_by("-locked_at", "-version")
        self.fields["scheme"].queryset = locked
        self.fields["scheme"].initial = locked.first()
        newest = Quarter.objects.order_by("-code").first()
        present = str(quarters.quarter_of(clock.today()))
        self.fields["code"].initial = quarters.next_(newest.code) if newest and newest.code >= present else present

    def clean_code(self) -> str:
        """A quarter, and not one that lies far off."""
        code = self.cleaned_data["code"].strip().upper()
        try:
            wanted = quarters.parse(code)
        except ValueError as error:
            raise forms.ValidationError(_("This is no quarter; write it as 2026Q3.")) from error
        here = quarters.quarter_of(clock.today())
        if not here.shifted(-8) <= wanted <= here.shifted(4):
            raise forms.ValidationError(_("This quarter lies too far off; two years back and one year ahead are possible."))
        return code


class StepForm(forms.Form):
    """A step of a quarter; a step back asks for a reason."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    confirmed = forms.BooleanField(label=gettext_lazy("I know what this step does."))

    def __init__(self, *args, is_back: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if is_back:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]


class DayForm(forms.Form):
    """One day that differs from the week."""

    day = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    is_worked = forms.TypedChoiceField(
        label=gettext_lazy("It is"), coerce=lambda value: value == "1",
        choices=[("0", gettext_lazy("free")), ("1", gettext_lazy("worked"))])
    name = forms.CharField(label=gettext_lazy("Name"), max_length=40, required=False)


class LinesForm(forms.Form):
    """A list of days, one line each."""

    lines = forms.CharField(
        label=gettext_lazy("The list"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=gettext_lazy("One day or span a line: 2026-10-01..2026-10-07 name; a worked weekend day: 2026-10-10 worked name."))
