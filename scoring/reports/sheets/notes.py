"""Sheet 10: what the workbook is, whose, under which rules, and where its figures come from."""

from collections.abc import Iterator

from django.utils.translation import pgettext

from branches.ledgers import cells
from branches.ledgers.grid import Grid
from scoring.reports.frame import Sheet


class Notes(Sheet):
    """说明."""

    landscape = False
    widths = (6, 40, 80)
    freeze = "A4"

    @property
    def name(self) -> str:
        """The tab."""
        return pgettext("workbook", "Notes")

    @property
    def title(self) -> str:
        """The title on the paper."""
        return pgettext("workbook", "Notes on this workbook")

    def draw(self, grid: Grid) -> None:
        """Numbered pairs of what and which."""
        self.open(grid)
        self.head(grid, [pgettext("workbook", "No."), pgettext("workbook", "Matter"), pgettext("workbook", "Content")], 24)
        pairs = [*self._edition(), *self._rules(), *self._conventions(), *self._sources(), *self._changes()]
        for serial, (matter, content) in enumerate(pairs, start=1):
            grid.row([
                cells.number(self.style["whole"], serial), cells.text(self.style["text"], matter),
                cells.text(self.style["text"], content),
            ], self.height((matter, 40), (content, 72)))

    def _edition(self) -> Iterator[tuple[str, str]]:
        header = self.report.header
        yield pgettext("workbook", "Bureau and quarter"), f"{self.report.bureau} {self.report.period}"
        if not self.report.is_final:
            yield pgettext("workbook", "State"), pgettext(
                "workbook", "Draft for comments, not final: computed, not confirmed by a meeting")
        if header.get("edition"):
            yield pgettext("workbook", "Edition"), pgettext("workbook", "edition %(number)s") % {"number": header["edition"]}
        if header.get("demo"):
            yield pgettext("workbook", "Demonstration"), pgettext("workbook", "Demonstration data, not of any real branch")
        yield pgettext("workbook", "Meeting"), header.get("meeting") or "/"
        yield pgettext("workbook", "Published"), f"{header.get('published_at') or '/'} {header.get('published_by') or ''}".strip()
        if header.get("reason"):
            yield pgettext("workbook", "Reason of the correction"), header["reason"]
        yield pgettext("workbook", "Seal"), header["seal"]
        yield pgettext("workbook", "Head of the audit chain"), header.get("audit_head") or "/"
        yield pgettext("workbook", "Scheme"), pgettext("workbook", "%(name)s (%(code)s, version %(version)s)") % {
            "name": header["scheme"]["scheme"]["name_zh"], "code": header["scheme_code"],
            "version": header["scheme_version"]}
        yield pgettext("workbook", "Engine"), header["engine"]

    def _rules(self) -> Iterator[tuple[str, str]]:
        outline = self.report.outline
        best = None
        for band in outline.bands.values():
            lines = pgettext("workbook", "%(least)s and above") % {"least": band["min"]} if best is None else pgettext(
                "workbook", "%(least)s and above, below %(best)s") % {"least": band["min"], "best": best}
            best = band["min"]
            yield pgettext("workbook", "Colour %(colour)s") % {"colour": band["name_zh"]}, f"{band['label_zh']} {lines}"
        for cap in outline.document.get("colour_caps", []):
            word = outline.bands[cap["cap"]]["name_zh"]
            yield pgettext("workbook", "Limit %(code)s") % {"code": cap["code"]}, pgettext(
                "workbook", "%(why)s: not better than %(colour)s") % {"why": cap["why_zh"], "colour": word}
        for veto in outline.document.get("vetoes", []):
            yield pgettext("workbook", "Veto %(code)s") % {"code": veto["code"]}, veto["name_zh"]
        for group in self.report.groups:
            yield pgettext("workbook", "Group %(group)s") % {"group": group}, self.report.group_word(group)
        names = (f"{index['code']} {index['name_zh']} {index['weight']}" for index in outline.indices.values())
        yield pgettext("workbook", "Indices and weights"), pgettext("workbook", "; ").join(names)

    def _conventions(self) -> Iterator[tuple[str, str]]:
        yield "/", pgettext("workbook", "Does not apply; not counted in the full marks")
        yield pgettext("workbook", "Empty cell"), pgettext("workbook", "Not filled in")
        yield pgettext("workbook", "Check"), pgettext(
            "workbook", "Sums are formulas; the check compares them with the sealed figures, so a figure "
            "changed by hand shows as differing")
        yield pgettext("workbook", "Fonts"), pgettext(
            "workbook", "Titles %(title)s, heads %(head)s, text %(body)s; a computer without them shows "
            "its own Song and FangSong") % self.style.faces

    def _sources(self) -> Iterator[tuple[str, str]]:
        frozen = pgettext("workbook", "Scores, ranks, colours, bonuses, penalties and vetoes are the edition's own, frozen with it")
        yield pgettext("workbook", "Source of the figures"), frozen
        if self.report.as_of:
            yield pgettext("workbook", "Later matters as of"), pgettext(
                "workbook", "Rectification, submissions and reviews as they stood at %(moment)s") % {
                "moment": self.report.as_of.isoformat(timespec="seconds")}
        if self.report.own is not None:
            yield pgettext("workbook", "What is left out"), pgettext(
                "workbook", "Points, verdicts, rectification, submissions and reviews are those of your own branches only")
        for waiver in self.report.header.get("waivers", []):
            yield pgettext("workbook", "Waived"), _waiver_words(waiver)

    def _changes(self) -> Iterator[tuple[str, str]]:
        for change in self.report.header.get("changes", []):
            if change.get("indicator") and self.report.own is not None and change["branch"] not in self.report.own:
                continue
            yield pgettext("workbook", "Corrected: %(name)s") % {"name": change["name"]}, pgettext(
                "workbook", "%(field)s %(old)s → %(new)s") % {
                "field": self._field(change),
                "old": self._value(change, "old"), "new": self._value(change, "new")}

    def _field(self, change: dict) -> str:
        """What was corrected, in the words of the column heads."""
        code, indices = change.get("indicator") or "", self.report.outline.indices
        if code:
            return indices[code]["name_zh"] if code in indices else self.report.indicator_word(code)
        return {
            "total": pgettext("workbook", "Total"), "base_total": pgettext("workbook", "Base"),
            "bonus": pgettext("workbook", "Bonus"), "penalty": pgettext("workbook", "Penalty"),
            "colour": pgettext("workbook", "Grade colour"), "rank": pgettext("workbook", "Rank in group"),
            "branch": pgettext("workbook", "Branch"),
        }.get(change["field"], change["field"])

    def _value(self, change: dict, which: str) -> str:
        value = change[which]
        if value is None:
            return "/"
        if change["field"] == "colour":
            return self.report.colour_word(value)
        return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _waiver_words(waiver) -> str:
    return " ".join(str(value) for value in waiver.values()) if isinstance(waiver, dict) else str(waiver)
