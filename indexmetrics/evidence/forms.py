"""The form of one event: its fields come from the scheme's kind, its checks from the action."""

from datetime import date
from functools import cached_property

from django import forms
from django.utils.translation import gettext as _

from branches.access.fields import WholeField
from branches.basics import quarters
from indexmetrics.evidence.contents import COUNTS, MAX_COUNT
from indexmetrics.evidence.models import Record
from indexmetrics.evidence.words import choice_name, field_name
from indexmetrics.rulebook.outline import Outline
from indexmetrics.schemes.naming import named
from indexmetrics.schemes.sensitive import Finding, findings

LONG = ("themes",)


class EventForm(forms.Form):
    """Fields of one kind of event; `record` fills it in, `only` locks all other fields."""

    def __init__(self, outline: Outline, kind: str, month: str, *args, record: Record | None = None,
                 only: list[str] | None = None, **kwargs):
        self.outline, self.kind, self.month, self.record = outline, kind, quarters.parse_month(month), record
        self.row = outline.event_kinds[kind]
        super().__init__(*args, initial=self._initial(record) | kwargs.pop("initial", {}), **kwargs)
        for name in self.row["fields"]:
            self._add(name)
        self._add_options()
        self._add_ticks()
        self._add_tags()
        self._lock(only or [])

    @property
    def own(self) -> list[tuple[str, str]]:
        """The indicators this kind always feeds."""
        codes = dict.fromkeys(feed["indicator"] for feed in self.row["feeds"])
        return [(code, named(self.outline.indicators[code].body)) for code in codes]

    @property
    def free_tags(self) -> int:
        """How many further indicators may be chosen."""
        return int(self.outline.document["evidence_policy"]["max_indicators_per_event"]) - len(self.own)

    @cached_property
    def excuse_fields(self) -> list:
        """The bound fields of excused absences."""
        return [self[name] for name in self.fields if name.startswith("excused_")]

    @property
    def main_fields(self) -> list:
        """Every other field, in the scheme's order."""
        return [self[name] for name in self.fields if not name.startswith("excused_") and name not in ("tags", "ticked")]

    def data_for_action(self) -> dict:
        """The cleaned values in the shape that the action takes."""
        cleaned = self.cleaned_data
        data = {
            name: value for name, value in cleaned.items()
            if name not in ("date", "title", "tags") and not name.startswith("excused_")
        }
        excused = {name.removeprefix("excused_"): value for name, value in cleaned.items()
                   if name.startswith("excused_") and value}
        if "excused" in self.row["fields"]:
            data["excused"] = excused
        return data

    def findings(self, file_names: list[str]) -> list[Finding]:
        """What should be taken out of the texts and file names before they are sent."""
        texts = [
            (str(self.fields[name].label), value) for name, value in self.cleaned_data.items()
            if isinstance(value, str)
        ]
        return findings(texts + [(field_name("files"), name) for name in file_names])

    def refuse(self, code: str, message: str) -> None:
        """Put the action's refusal beside the field it names."""
        name = code if code in self.fields else None
        if code == "excused" and self.excuse_fields:
            name = self.excuse_fields[0].name
        self.add_error(name, message)

    def _initial(self, record: Record | None) -> dict:
        if record is None:
            return {}
        values = {key: value for key, value in record.data.items() if key != "excused"}
        values |= {f"excused_{code}": count for code, count in record.data.get("excused", {}).items()}
        if record.data.get("closed_on"):
            values["closed_on"] = date.fromisoformat(record.data["closed_on"])
        chosen = [tag.indicator for tag in record.tags.all() if not tag.is_own]
        return values | {"date": record.date, "title": record.title, "tags": chosen}

    def _add(self, name: str) -> None:
        label = field_name(name)
        if name == "excused":
            for row in self.outline.document["absence_excuses"]:
                self.fields[f"excused_{row['code']}"] = _number(named(row))
        elif name in COUNTS:
            self.fields[name] = _number(label)
        elif name in ("date", "closed_on"):
            self.fields[name] = self._date(name, label)
        elif name == "fully_collected":
            self.fields[name] = forms.BooleanField(label=label, required=False)
        else:
            widget = forms.Textarea(attrs={"rows": 4}) if name in LONG else forms.TextInput()
            most = 200 if name == "title" else 500
            self.fields[name] = forms.CharField(
                label=label, required=name == "title", max_length=most, widget=widget)

    def _date(self, name: str, label: str) -> forms.DateField:
        attrs = {"type": "date"}
        if name == "date":
            attrs |= {"min": self.month.first_day.isoformat(), "max": self.month.last_day.isoformat()}
        widget = forms.DateInput(format="%Y-%m-%d", attrs=attrs)
        return forms.DateField(label=label, required=name == "date", widget=widget)

    def _add_options(self) -> None:
        for option in self.row.get("options", []):
            choices = [("", "—"), *((value, choice_name(value)) for value in option["values"])]
            self.fields[option["code"]] = forms.ChoiceField(label=named(option), required=False, choices=choices)

    def _add_ticks(self) -> None:
        keys = [feed["key"] for feed in self.row["feeds"] if feed["value"] == "one_when_ticked"]
        if not keys:
            return
        names = {
            item["code"]: named(item) for code, _name in self.own
            for item in self.outline.indicators[code].body["rule"].get("items", [])
        }
        self.fields["ticked"] = forms.MultipleChoiceField(
            label=field_name("ticked"), required=False, widget=forms.CheckboxSelectMultiple,
            choices=[(key, names.get(key, key)) for key in keys])

    def _add_tags(self) -> None:
        codes = [code for code in self.outline.optional_feeds(self.kind) if code in self.outline.indicators]
        if not codes:
            return
        self.fields["tags"] = forms.MultipleChoiceField(
            label=field_name("tags"), required=False, widget=forms.CheckboxSelectMultiple,
            choices=[(code, named(self.outline.indicators[code].body)) for code in codes])

    def _lock(self, only: list[str]) -> None:
        """A returned record opens just the fields that were named; the rest stays as it was decided."""
        if not only:
            return
        for name, field in self.fields.items():
            plain = "excused" if name.startswith("excused_") else name
            field.disabled = plain not in only


def _number(label: str) -> WholeField:
    return WholeField(
        label=label, required=False, min_value=0, max_value=MAX_COUNT,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


def answers_from(post, page) -> list[tuple]:
    """(line, reason chosen, own words) of each empty indicator, as they were sent: nothing typed is lost."""
    return [
        (line, post.get(f"none-{line.code}", ""), post.get(f"why-{line.code}", "").strip()[:200])
        for line in page.open_lines if line.open_needs
    ]


def declared_from(post, page) -> dict[str, str]:
    """Indicator → why there is none this month, from the check page; an empty word takes a declaration back."""
    reasons = {
        "none": _("No such matter this month"), "later": _("Planned for a later month"),
        "duty": _("Put off by duty"),
    }
    declared = {line.code: "" for line in page.declared_lines if f"back-{line.code}" in post}
    for line, chosen, words in answers_from(post, page):
        if chosen in reasons or words:
            declared[line.code] = "; ".join(part for part in (reasons.get(chosen, ""), words) if part)
    return declared
