"""One branch's folder of a quarter: its score sheet, the list of its evidence, the files themselves."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import chain
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from branches.access.allow import allows
from branches.access.models import User
from branches.access.permissions import Permission
from branches.basics import clock
from branches.basics.progress import counted
from branches.ledgers import workbook as lists
from branches.ledgers.ledger import Column, Ledger
from branches.org.models import Branch
from indexmetrics.evidence import states
from indexmetrics.evidence.files import stored_at
from indexmetrics.evidence.models import Attachment, Record
from indexmetrics.evidence.words import kind_name, state_name
from indexmetrics.periods.models import Quarter
from scoring.boards.models import Edition
from scoring.boards.queries import Sight
from scoring.reports import workbook
from scoring.reports.queries import of_edition
from scoring.reports.zipping import Member, safe_name, stream

PIECE = 256 * 1024


@dataclass
class Item:
    """One line of the list: a record and a file of it, or a record without any."""

    record: Record
    kind: str
    file: Attachment | None = None
    lies_as: str = ""  # its place in the zip; empty when it cannot be given out
    fault: str = ""


@dataclass
class Folder:
    """Everything that goes into the zip."""

    branch: Branch
    quarter: Quarter
    edition: Edition | None
    items: list[Item] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What the download is called."""
        with override(workbook.LANGUAGE):
            title = pgettext("workbook", "%(branch)s %(quarter)s folder") % {"branch": self.branch.name, "quarter": self.quarter.code}
        return safe_name(f"{title}.zip", set())

    @property
    def files(self) -> list[Item]:
        """The lines whose file is in it."""
        return [item for item in self.items if item.lies_as]

    def stream(self) -> Iterator[bytes]:
        """The zip, piece by piece; as an official paper it is Chinese, whoever takes it."""
        with override(workbook.LANGUAGE):
            first = list(self._papers())
        yield from stream(chain(first, self._evidence()))

    def _evidence(self) -> Iterator[Member]:
        files = self.files
        for item in counted(files, _("packing the files"), len(files)):
            yield Member(item.lies_as, _pieces(stored_at(item.file.path)), clock.local(item.file.added_at))

    def _papers(self) -> Iterator[Member]:
        if self.edition:
            report = of_edition(self.edition, Sight(everything=False, own=frozenset({self.branch.code})))
            if self.branch.code in report.by_code:
                out = BytesIO()
                workbook.write_score_sheet(report, out)
                yield Member(pgettext("workbook", "Score sheet") + ".xlsx", [out.getvalue()])
        yield Member(pgettext("workbook", "List of evidence") + ".xlsx", [lists.write(listing(self))[0]])


def folder_of(user: User, branch: Branch, quarter: Quarter, edition: Edition | None) -> Folder:
    """What this person may take: of the own branch all, of others what was handed over; files that are whole."""
    records = Record.objects.filter(branch=branch, quarter=quarter).exclude(state=states.VOID)
    if not allows(user, Permission.EVIDENCE_RECORD, branch):
        records = records.exclude(state=states.DRAFT)
    found, taken, outline = Folder(branch, quarter, edition), {}, quarter.scheme.outline
    with override(workbook.LANGUAGE):
        for record in records.order_by("month", "date", "pk").prefetch_related("tags", "files", "decisions__decided_by"):
            kind = kind_name(outline, record)
            files = [file for file in record.files.all() if file.removed_at is None]
            found.items += [_item(record, kind, file, taken) for file in files] or [Item(record, kind)]
    return found


def listing(folder: Folder) -> Ledger:
    """The list of evidence as columns."""
    numbered = list(enumerate(folder.items, 1))
    return Ledger(pgettext("workbook", "List of evidence"), [
        Column(_("No."), lambda row: row[0], 6), Column(_("Month"), lambda row: row[1].record.month, 10),
        Column(_("Date"), lambda row: row[1].record.date, 12), Column(_("Record"), lambda row: row[1].kind, 20),
        Column(_("Title"), lambda row: row[1].record.title, 34),
        Column(_("Counts for"), lambda row: ", ".join(tag.indicator for tag in row[1].record.tags.all()), 14),
        Column(_("State"), lambda row: state_name(row[1].record.state), 10), Column(_("Decided by"), _decided, 16),
        Column(_("File"), lambda row: row[1].file and row[1].file.name, 34),
        Column(_("In this folder as"), lambda row: row[1].lies_as or row[1].fault, 44),
        Column(_("Bytes"), lambda row: row[1].file and row[1].file.size, 12),
        Column(_("SHA-256"), lambda row: row[1].file and row[1].file.sha256, 24),
    ], numbered, [(_("Branch"), folder.branch.name)], period=folder.quarter.code)


def _item(record: Record, kind: str, file: Attachment, taken: dict[str, set[str]]) -> Item:
    """A file is given out only when it still is what was recorded."""
    if file.expired_at:
        return Item(record, kind, file, fault=_("Deleted on %(day)s, at the end of the time for which evidence is kept.") % {
            "day": clock.local(file.expired_at).date().isoformat()})
    path = stored_at(file.path)
    if not path.is_file():
        return Item(record, kind, file, fault=_("The file is missing in the store."))
    if _sha256(path) != file.sha256:
        return Item(record, kind, file, fault=_("The file is not what was recorded; it was left out."))
    room = f"{pgettext('workbook', 'Evidence')}/{record.month}"
    name = safe_name(f"{kind}-{file.name}", taken.setdefault(room, set()))
    return Item(record, kind, file, f"{room}/{name}")


def _decided(row: tuple[int, Item]) -> str:
    decisions = list(row[1].record.decisions.all())
    last = max(decisions, key=lambda one: one.pk, default=None)
    return str(last.decided_by or "") if last else ""


def _sha256(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as opened:
        while piece := opened.read(PIECE):
            yield piece
