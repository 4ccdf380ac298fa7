"""What came back, ready to be mended where it stands: reason, old values, the open fields themselves."""

from dataclasses import dataclass

from indexmetrics.evidence.describing import summary
from indexmetrics.evidence.forms import EventForm
from indexmetrics.evidence.month_tree import FigureBox, MonthPage, RecordLine
from indexmetrics.evidence.words import field_name


@dataclass
class OpenField:
    """One field that may be changed: its box, and what it said when it was sent back."""

    bound: object
    was: str


@dataclass
class Mend:
    """A returned record; it can be mended in place when few fields were named."""

    line: RecordLine
    figures: str
    fields: list[OpenField]
    takes_files: bool
    box: FigureBox | None = None

    @property
    def is_here(self) -> bool:
        """Does the page itself hold all that is to be mended?"""
        return bool(self.fields or self.takes_files or self.box)

    @property
    def named(self) -> list[str]:
        """The fields that were named, in words."""
        return [field_name(name) for name in self.line.record.return_fields]


MOST_IN_PLACE = 4  # more fields than these are easier in the whole form


def mends(page: MonthPage) -> list[Mend]:
    """The page's returned records in their order; no further query."""
    outline = page.quarter.scheme.outline
    boxes = {box.record.pk: box for section in page.sections for line in section.lines for box in line.figures if box.record}
    found = []
    for line in page.returned:
        record, fields, wanted = line.record, [], line.record.return_fields
        if not record.is_figure and wanted and record.kind in outline.event_kinds:
            form = EventForm(outline, record.kind, record.month, record=record, only=wanted, auto_id=f"mend_{record.pk}_%s")
            fields = [_open(form, name) for name, field in form.fields.items() if not field.disabled and name != "tags"]
        if len(fields) > MOST_IN_PLACE or "tags" in wanted:
            fields = []
        found.append(Mend(
            line, summary(outline, record), fields, bool("files" in wanted and (fields or wanted == ["files"])),
            boxes.get(record.pk) if record.is_figure else None))
    return found


def _open(form: EventForm, name: str) -> OpenField:
    was = form.initial.get(name)
    return OpenField(form[name], "" if was is None else str(was))
