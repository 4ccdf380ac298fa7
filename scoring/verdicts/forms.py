"""Forms of verdicts: one entry of the register, and the decision on it."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.access.fields import NumberField
from branches.basics import clock, quarters
from branches.basics.printing import plain
from branches.org.queries import BranchOnDay
from indexmetrics.periods.models import Quarter
from indexmetrics.schemes.naming import named
from scoring.verdicts.matters import canonical, same_document, standing
from scoring.verdicts.models import Verdict
from scoring.verdicts.words import level_name


class VerdictForm(forms.Form):
    """One bonus, penalty or veto; its fields follow the scheme's row."""

    branch = forms.ChoiceField(label=gettext_lazy("Branch"))
    level = forms.ChoiceField(label=gettext_lazy("Level"))
    points = NumberField(label=gettext_lazy("Points"), max_digits=5, decimal_places=2, min_value=0)
    matter = forms.CharField(
        label=gettext_lazy("Matter"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("What happened, in one sentence; no names and nothing classified."))
    document_number = forms.CharField(label=gettext_lazy("Document number"), max_length=60)
    dated = forms.DateField(
        label=gettext_lazy("Date of the document"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    same_as = forms.ChoiceField(
        label=gettext_lazy("The same matter as"), required=False, help_text=gettext_lazy(
            "When another document already brought it, a city and a county commendation for one deed say: it counts once, at its highest level."))
    confirmed = forms.BooleanField(
        label=gettext_lazy("Yes, it is the same matter; count it once at its highest level."), required=False)

    def __init__(self, quarter: Quarter, kind: str, item: dict, branches: list[BranchOnDay], *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.quarter, self.kind, self.item = quarter, kind, item
        self.by_code = {branch.code: branch for branch in branches}
        self.same: list[Verdict] = []
        self.standing = standing(quarter, kind) if kind != Verdict.Kind.VETO else []
        self.fields["branch"].choices = [("", "—"), *((branch.code, branch.name) for branch in branches)]
        self._fit_to_item()
        self._offer_matters(branches)

    def clean_document_number(self):
        """In the brackets and digits of official papers, so that the same document is recognised."""
        return canonical(self.cleaned_data["document_number"])

    def clean_dated(self):
        """Not in the future; a bonus only when its document falls into the quarter."""
        dated = self.cleaned_data["dated"]
        if dated > clock.today():
            raise forms.ValidationError(_("The date lies in the future."))
        rule = self.quarter.scheme.document["bonus"].get("valid_if_document_dated_in_period")
        if self.kind == Verdict.Kind.BONUS and rule and dated not in quarters.parse(self.quarter.code):
            raise forms.ValidationError(_("A bonus counts only when its document is dated in the quarter."))
        return dated

    def clean(self):
        """The same document for the same item is refused; for another item it must be confirmed."""
        cleaned = super().clean()
        branch = self.by_code.get(cleaned.get("branch"))
        if branch is None or not cleaned.get("document_number"):
            return cleaned
        self.same = same_document(self.standing, branch.id, cleaned["document_number"])
        other = next((row for row in self.standing if str(row.pk) == cleaned.get("same_as")), None)
        if other and other.branch_id != branch.id:
            self.add_error("same_as", _("That entry belongs to another branch."))
        elif other:
            cleaned["same_matter"] = other.matter_key
        if any(row.code == self.item["code"] for row in self.same):
            self.add_error("document_number", _("This document already counts for this item."))
        elif self.same and not cleaned.get("confirmed") and self.kind != Verdict.Kind.VETO:
            self.add_error("confirmed", _("This document is already entered; please confirm that it is the same matter."))
        return cleaned

    @property
    def asks_again(self) -> bool:
        """Was a second entry for the same document found, so that the page asks?"""
        return bool(self.same) and self.kind != Verdict.Kind.VETO

    def _offer_matters(self, branches: list[BranchOnDay]) -> None:
        """Entries that may be the same matter; without any there is nothing to ask."""
        covered = {branch.id for branch in branches}
        rows = [row for row in self.standing if row.branch_id in covered]
        if not rows:
            del self.fields["same_as"]
            return
        self.fields["same_as"].choices = [("", _("no other entry")), *(
            (str(row.pk), f"{row.branch.short_name} · {row.code} {row.matter[:30]} · {row.document_number}") for row in rows)]

    def _fit_to_item(self) -> None:
        if "levels" in self.item:
            self.fields["level"].choices = [("", "—"), *(
                (code, _("%(level)s: %(points)s points") % {"level": level_name(code), "points": plain(points)})
                for code, points in self.item["levels"].items()
            )]
        else:
            del self.fields["level"]
        if "range" in self.item:
            low, high = self.item["range"]
            self.fields["points"].min_value, self.fields["points"].max_value = low, high
            self.fields["points"].help_text = _("From %(low)s to %(high)s, as the panel marked it.") % {
                "low": plain(low), "high": plain(high)}
        else:
            del self.fields["points"]


class DecisionForm(forms.Form):
    """The word on an entry: a veto confirmed or dropped by the committee, anything else taken back."""

    outcome = forms.ChoiceField(label=gettext_lazy("Decision"), widget=forms.RadioSelect)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)
    confirmed = forms.BooleanField(
        label=gettext_lazy("I have checked the entry; the decision is entered in the trail and cannot be undone."))

    def __init__(self, verdict: Verdict, *args, **kwargs):
        super().__init__(*args, **kwargs)
        confirm = (Verdict.State.CONFIRMED, _("Confirm the veto"))
        drop = (Verdict.State.DROPPED, _("Drop it"))
        is_veto = verdict.kind == Verdict.Kind.VETO
        waits = is_veto and verdict.state == Verdict.State.PROPOSED
        self.fields["outcome"].choices = [confirm, drop] if waits else [drop]
        if not waits:
            self.fields["outcome"].initial = Verdict.State.DROPPED
        if is_veto:
            self.fields["reason"].label = _("Meeting number")
            self.fields["reason"].help_text = _("Number of the committee's meeting; a dropped veto also names its reason.")


def item_words(item: dict) -> str:
    """Code and name of an item."""
    return f"{item['code']} {named(item)}"
