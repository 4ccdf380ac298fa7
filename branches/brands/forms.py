"""The forms of the red matrix: units and numbers, no persons."""

from django import forms
from django.utils.translation import gettext_lazy as _

from branches.access.fields import WholeField
from branches.basics import clock
from branches.brands.models import Base, Brand, Partner
from branches.org.models import Branch

DATE = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
NOBODY = _("Units and numbers only; no names of persons, no cases.")
LINES = forms.Textarea(attrs={"rows": 3})


class WordsForm(forms.Form):
    """What a brand is called and means."""

    name = forms.CharField(label=_("Name of the brand"), max_length=40)
    parent = forms.ModelChoiceField(
        label=_("Grown out of"), queryset=Brand.objects.none(), required=False, empty_label=_("nothing; it is the core"))
    meaning = forms.CharField(label=_("Meaning"), max_length=200, help_text=_("One sentence."))
    story = forms.CharField(label=_("Story"), max_length=1000, required=False, widget=LINES, help_text=NOBODY)

    def __init__(self, *args, brand: Brand | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        others = Brand.objects.in_force().exclude(pk=brand.pk if brand else None)
        self.fields["parent"].queryset = others
        self.fields["parent"].initial = others.filter(branch=None, parent=None).first()
        self.fields["parent"].required = others.exists() and not (brand and brand.parent_id is None and brand.branch_id is None)


class BrandForm(WordsForm):
    """A new brand."""

    branch = forms.ModelChoiceField(label=_("Branch"), queryset=Branch.objects.none(), required=False)
    since = forms.DateField(label=_("Set up on"), initial=clock.today, **DATE)
    field_order = ("name", "branch", "parent", "since", "meaning", "story")

    def __init__(self, branches, *args, whole: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["branch"].queryset = branches
        self.fields["branch"].required = not whole
        if branches.count() == 1:
            self.fields["branch"].initial = branches.first()
        if whole:
            self.fields["branch"].empty_label = _("none; it is the bureau's")


class StageForm(forms.Form):
    """A brand's next stage."""

    stage = forms.ChoiceField(label=_("Stage"), choices=Brand.Stage, widget=forms.RadioSelect)
    dated = forms.DateField(label=_("Date"), initial=clock.today, **DATE)
    document_number = forms.CharField(
        label=_("Document number"), max_length=60, required=False, help_text=_("Needed when a brand is named or made a model."))
    note = forms.CharField(label=_("Note"), max_length=200, required=False, help_text=_("Needed for a step back."))


class ChapterForm(forms.Form):
    """A year's plan or result."""

    year = WholeField(label=_("Year"), initial=lambda: clock.today().year, min_value=2000, max_value=2100)
    text = forms.CharField(label=_("In one or two sentences"), max_length=400, widget=LINES, help_text=NOBODY)


class BaseForm(forms.Form):
    """A demonstration base."""

    name = forms.CharField(label=_("Name of the base"), max_length=80)
    level = forms.ChoiceField(label=_("Named by"), choices=Base.Level)
    named_on = forms.DateField(label=_("Named on"), **DATE)
    document_number = forms.CharField(label=_("Document number"), max_length=60, required=False)
    valid_until = forms.DateField(label=_("Valid until"), required=False, **DATE)
    review_on = forms.DateField(label=_("Next review"), required=False, **DATE)


class ActivityForm(forms.Form):
    """Something done together."""

    title = forms.CharField(label=_("What was done"), max_length=120, help_text=NOBODY)
    held_on = forms.DateField(label=_("Held on"), **DATE)
    other = forms.ModelChoiceField(label=_("Together with the brand"), queryset=Brand.objects.none(), required=False)
    partner = forms.ModelChoiceField(label=_("or with the partner"), queryset=Partner.objects.none(), required=False)

    def __init__(self, *args, brand: Brand, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = Brand.objects.in_force().exclude(pk=brand.pk)
        self.fields["partner"].queryset = Partner.objects.in_force()

    def clean(self) -> dict:
        """Exactly one other side."""
        found = super().clean()
        if bool(found.get("other")) == bool(found.get("partner")):
            raise forms.ValidationError(_("Choose either a brand or a partner."))
        return found


class PartnerForm(forms.Form):
    """A partner outside the bureau."""

    name = forms.CharField(label=_("Name of the unit"), max_length=80)
    alliance = forms.CharField(label=_("Name of the alliance"), max_length=40, required=False)
    since = forms.DateField(label=_("Since"), initial=clock.today, **DATE)
    agreement = forms.CharField(label=_("Agreement, with its number"), max_length=80, required=False)
    contact = forms.CharField(
        label=_("Contact office"), max_length=60, required=False, help_text=_("An office, not a person."))
    people = WholeField(label=_("People taking part, as a number"), required=False, min_value=1, max_value=100_000)
    months = WholeField(label=_("For so many months"), required=False, min_value=1, max_value=600)
    note = forms.CharField(label=_("Note"), max_length=400, required=False, widget=LINES, help_text=NOBODY)


class ReasonForm(forms.Form):
    """Why an entry is withdrawn."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
