"""Forms of the branch register: found, rename, a change from a day on, seats, term, closure."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.access.fields import WholeField
from branches.basics import clock
from branches.org.models import Branch
from indexmetrics.directory import vocabulary

MOST_MEMBERS = 10_000


def day_field(label, **options) -> forms.DateField:
    """A day, today by default."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **options)


class ProfileForm(forms.Form):
    """What a branch is from a day on."""

    type_code = forms.ChoiceField(label=gettext_lazy("Type"))
    attributes = forms.MultipleChoiceField(
        label=gettext_lazy("Attributes"), required=False, widget=forms.CheckboxSelectMultiple)
    members = WholeField(label=gettext_lazy("Members"), min_value=0, max_value=MOST_MEMBERS)
    groups = WholeField(label=gettext_lazy("Party groups"), min_value=0, max_value=200, initial=0)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["type_code"].choices = [("", "—"), *vocabulary.types()]
        self.fields["attributes"].choices = vocabulary.attributes()

    def clean(self) -> dict:
        """Groups and the attribute of having groups go together."""
        data = super().clean()
        known = "has_groups" in dict(self.fields["attributes"].choices)
        if known and data.get("groups") and "has_groups" not in data.get("attributes", []):
            self.add_error("groups", _("A branch with Party groups needs the attribute of having them."))
        return data


class ChangeForm(ProfileForm):
    """A change of what a branch is, from a day on; earlier days keep what they had."""

    since = day_field(gettext_lazy("In force from"))
    field_order = ("since",)

    def __init__(self, branch: Branch, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.branch = branch
        self.fields["since"].initial = clock.today

    def clean_since(self):
        """Not before the branch was founded."""
        since = self.cleaned_data["since"]
        if since < self.branch.founded_on:
            raise forms.ValidationError(_("The branch was founded later, on %(day)s.") % {"day": self.branch.founded_on})
        return since


class NamesForm(forms.Form):
    """The names of a branch."""

    name = forms.CharField(label=gettext_lazy("Full name"), max_length=80)
    short_name = forms.CharField(label=gettext_lazy("Short name"), max_length=20)


class FoundForm(ProfileForm):
    """A new branch with its first profile."""

    code = forms.SlugField(
        label=gettext_lazy("Code"), max_length=40,
        help_text=gettext_lazy("Small letters, digits, hyphens; stands in addresses and files and never changes."))
    name = forms.CharField(label=gettext_lazy("Full name"), max_length=80)
    short_name = forms.CharField(label=gettext_lazy("Short name"), max_length=20)
    founded_on = day_field(gettext_lazy("Founded on"))
    position = WholeField(
        label=gettext_lazy("Place in lists"), min_value=0, max_value=9999, initial=0, required=False)
    field_order = ("code", "name", "short_name", "founded_on", "position")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["founded_on"].initial = clock.today

    def clean_code(self) -> str:
        """Not taken, also not by a closed branch."""
        code = self.cleaned_data["code"].lower()
        if Branch.objects.filter(code=code).exists():
            raise forms.ValidationError(_("This code is taken."), code="taken")
        return code

    def clean_position(self) -> int:
        """None given means the front."""
        return self.cleaned_data["position"] or 0


class SeatForm(forms.Form):
    """Who sits in a seat of the committee from a day on."""

    kind = forms.ChoiceField(label=gettext_lazy("Seat"))
    holder = forms.CharField(label=gettext_lazy("Holder"), max_length=60)
    since = day_field(gettext_lazy("From"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "—"), *vocabulary.seats()]
        self.fields["since"].initial = clock.today


class VacateForm(forms.Form):
    """A seat is empty from a day on."""

    until = day_field(gettext_lazy("Last day"))
    abolished = forms.BooleanField(
        label=gettext_lazy("The seat is abolished; the vacancy does not count"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = clock.today


class TermForm(forms.Form):
    """A term of the committee after an election."""

    started_on = day_field(gettext_lazy("Elected on"))
    ends_on = day_field(gettext_lazy("Term ends on"))

    def clean(self) -> dict:
        """The end lies after the beginning."""
        data = super().clean()
        if data.get("started_on") and data.get("ends_on") and data["ends_on"] <= data["started_on"]:
            self.add_error("ends_on", _("The end must lie after the beginning."))
        return data


class CloseForm(forms.Form):
    """The last day of a branch, and the branch it is merged into."""

    day = day_field(gettext_lazy("Last day"))
    merged_into = forms.ModelChoiceField(
        label=gettext_lazy("Merged into"), queryset=Branch.objects.none(), to_field_name="code", required=False,
        empty_label="—", help_text=gettext_lazy("Its past stays; the successor starts a series of its own."))

    def __init__(self, branch: Branch, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.branch = branch
        self.fields["merged_into"].queryset = Branch.objects.filter(closed_on=None).exclude(pk=branch.pk)
        self.fields["day"].initial = clock.today

    def clean_day(self):
        """Not before it was founded."""
        day = self.cleaned_data["day"]
        if day < self.branch.founded_on:
            raise forms.ValidationError(_("The branch was founded later, on %(day)s.") % {"day": self.branch.founded_on})
        return day
