"""Forms of review requests: lodging one, answering one."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.access.fields import NumberField
from scoring.appeals.models import Appeal
from scoring.appeals.queries import Point

MOST = 2000


class LodgeForm(forms.Form):
    """Which point should be looked at again, and why."""

    about = forms.ChoiceField(label=gettext_lazy("What should be looked at again"))
    text = forms.CharField(
        label=gettext_lazy("Reason"), max_length=MOST, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Name the record or rule you mean. There is one round; somebody other than the first reviewer answers."))
    confirmed = forms.BooleanField(
        label=gettext_lazy("I know that a request cannot be changed or taken back once it is lodged."))

    def __init__(self, points: list[Point], *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.by_code = {point.code: point for point in points}
        groups: dict[str, list] = {}
        for point in points:
            groups.setdefault(point.kind, []).append((point.code, _label(point)))
        names = {"indicator": _("Points of an indicator"), "penalty": _("Penalty"), "veto": _("Veto")}
        self.fields["about"].choices = [("", "—"), *((names[kind], rows) for kind, rows in groups.items())]

    @property
    def point(self) -> Point:
        """The chosen point."""
        return self.by_code[self.cleaned_data["about"]]


class AnswerForm(forms.Form):
    """Upheld or rejected, with the reason the branch will read."""

    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"), widget=forms.RadioSelect, choices=[
        (Appeal.State.UPHELD, gettext_lazy("Upheld")), (Appeal.State.REJECTED, gettext_lazy("Rejected"))])
    new_points = NumberField(
        label=gettext_lazy("Points after"), required=False, min_value=0, max_digits=5, decimal_places=2,
        help_text=gettext_lazy("Only when it is upheld; leave it empty until the record itself is put right."))
    text = forms.CharField(
        label=gettext_lazy("Reason for the branch"), max_length=MOST, widget=forms.Textarea(attrs={"rows": 5}))
    confirmed = forms.BooleanField(label=gettext_lazy("The answer is final and is entered in the trail."))

    def __init__(self, most: str, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.most = most
        if not most:
            del self.fields["new_points"]

    def clean(self):
        """Points are given only for an upheld request, and not above the indicator's maximum."""
        cleaned = super().clean()
        points = cleaned.get("new_points")
        if points is not None and cleaned.get("outcome") == Appeal.State.REJECTED:
            self.add_error("new_points", _("A rejected request changes no points."))
        if points is not None and self.most and points > type(points)(self.most):
            self.add_error("new_points", _("The indicator has at most %(most)s points.") % {"most": self.most})
        return cleaned


def _label(point: Point) -> str:
    if point.kind != "indicator":
        return f"{point.code} {point.name}"
    return _("%(code)s %(name)s: %(points)s of %(most)s") % {
        "code": point.code, "name": point.name, "points": point.points, "most": point.most}
