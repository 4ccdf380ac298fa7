"""Accounts of branches written as rows: records, tags, files, decisions, months, registers, with their trail."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from branches.audit.kinds import EventKind
from branches.basics import quarters
from branches.org.models import Branch
from indexmetrics.evidence.models import Attachment, Decision, Record, Submission, Tag
from indexmetrics.intake.models import RegisterEntry
from indexmetrics.periods.models import Quarter
from scoring.demo import names, pictures
from scoring.demo.aiming import Account
from scoring.demo.days import Days
from scoring.demo.dice import Dice, dice_for
from scoring.demo.drafts import Draft
from scoring.demo.journal import Journal
from scoring.demo.people import People

DRAFT, SUBMITTED, RETURNED = Record.State.DRAFT, Record.State.SUBMITTED, Record.State.RETURNED
ACCEPTED, VOID = Record.State.ACCEPTED, Record.State.VOID
BATCH = 500
MENDED = 0.05  # share of accepted records that were sent back once


@dataclass
class Life:
    """One record with the moments and persons of its way so far."""

    record: Record
    draft: Draft
    branch: Branch
    sent: list[datetime] = field(default_factory=list)
    decisions: list[tuple[str, str, list[str], datetime]] = field(default_factory=list)
    decided_by: object = None


class EvidenceWriter:
    """Writes many branches of one quarter with a fixed number of statements for each batch."""

    def __init__(
        self, quarter: Quarter, days: Days, branches: dict[str, Branch], people: People, journal: Journal, seed: int,
    ) -> None:
        self.quarter, self.days, self.branches = quarter, days, branches
        self.people, self.journal, self.seed = people, journal, seed
        self.outline = quarter.scheme.outline
        self.files: dict[str, pictures.Stored] = {}

    def write(self, accounts: Iterable[Account]) -> None:
        """Everything of these branches."""
        lives: list[Life] = []
        months: list[tuple[Submission, int]] = []
        entries: list[RegisterEntry] = []
        for account in accounts:
            chance = dice_for(self.seed, "lives", account.unit.code, self.quarter.code)
            sent = self._months(account, chance)
            months += [(row, self._count(account, row.month)) for row in sent.values()]
            lives += [self._life(account, draft, sent.get(draft.month), chance) for draft in account.drafts]
            entries += self._entries(account)
        self._save_records(lives)
        self._save_months(months)
        self._save_entries(entries)

    def _months(self, account: Account, chance: Dice) -> dict[str, Submission]:
        """The months this branch has handed over by now."""
        branch, found = self.branches[account.unit.code], {}
        for month in quarters.months_of(self.quarter.code):
            fates = {draft.fate for draft in account.drafts if draft.month == month}
            if month in account.unsent or not fates or fates == {"draft"}:
                continue
            moment = self.days.submitted(month, chance, account.late.get(month, 0))
            kinds = {draft.kind for draft in account.drafts if draft.month == month}
            declared = {} if "alliance" in kinds else {"alliance": names.DECLARED}
            found[month] = Submission(
                branch=branch, quarter=self.quarter, month=month, declared=declared, version=2,
                submitted_at=moment, submitted_by=self.people.secretaries[branch.code],
            )
        return found

    def _count(self, account: Account, month: str) -> int:
        return sum(draft.month == month and draft.fate != "draft" for draft in account.drafts)

    def _life(self, account: Account, draft: Draft, sent: Submission | None, chance: Dice) -> Life:
        branch = self.branches[account.unit.code]
        secretary = self.people.secretaries[branch.code]
        held = draft.date or min(self.days.until, quarters.parse_month(draft.month).first_day + timedelta(days=24))
        recorded = self.days.recorded(held, chance)
        record = Record(
            branch=branch, quarter=self.quarter, month=draft.month, kind=draft.kind, indicator=draft.indicator,
            part=draft.part, date=draft.date, title=draft.title, data=draft.data, recorded_at=recorded,
            recorded_by=secretary,
        )
        life = Life(record, draft, branch)
        if sent is None or draft.fate == "draft":
            return life
        moment = max(sent.submitted_at, recorded)
        record.state, record.version = SUBMITTED, 2
        record.submitted_at, record.submitted_by = moment, secretary
        record.is_late = self._is_late(draft, moment)
        life.sent = [moment]
        if draft.fate != "submitted":
            self._decide(life, moment, chance)
        return life

    def _is_late(self, draft: Draft, moment: datetime) -> bool:
        due = self.days.table.months
        monthly = any(
            self.outline.indicators[tag.indicator].body["frequency"] == "monthly" for tag in draft.tags)
        return moment.date() > (due[draft.month] if monthly else max(due.values()))

    def _decide(self, life: Life, sent: datetime, chance: Dice) -> None:
        """What the reviewer said, sometimes only at the second look."""
        record, fate = life.record, life.draft.fate
        life.decided_by = self.people["reviewer" if record.branch.position % 2 else "reviewer2"]
        decided = self.days.decided(record.month, sent, chance)
        reason, fields = chance.choice(names.RETURN_REASONS)
        record.opened_at, record.opened_by = decided, life.decided_by
        if fate == "returned":
            record.state, record.version = RETURNED, 3
            record.return_reason, record.return_fields = reason, fields
            life.decisions = [("returned", reason, fields, decided)]
        elif fate == "void":
            record.state, record.version = VOID, 3
            life.decisions = [("void", names.VOID_REASON, [], decided)]
        else:
            record.state, record.version = ACCEPTED, 3
            life.decisions = [("accepted", "", [], decided)]
            again = decided + timedelta(days=2)
            if chance.random() < MENDED and again < self.days.limit - timedelta(days=1):
                record.version, record.submitted_at = 6, decided + timedelta(days=1)
                life.sent.append(record.submitted_at)
                life.decisions = [("returned", reason, fields, decided), ("accepted", "", [], again)]

    def _save_records(self, lives: list[Life]) -> None:
        records = Record.objects.bulk_create([life.record for life in lives], batch_size=BATCH)
        tags, attached = [], []
        for life, record in zip(lives, records, strict=True):
            own = [Tag(record=record, indicator=mark.indicator, is_own=mark.is_own) for mark in life.draft.tags]
            beside = [self._attachment(record, key) for key in life.draft.files]
            tags += own
            attached += beside
            record._prefetched_objects_cache = {"tags": own, "files": beside}
        Tag.objects.bulk_create(tags, batch_size=BATCH)
        Attachment.objects.bulk_create(attached, batch_size=BATCH)
        decisions = []
        for life in lives:
            self._note_record(life)
            content_hash = life.record.content_hash() if life.decisions else ""
            for verdict, reason, fields, moment in life.decisions:
                decisions.append(Decision(
                    record=life.record, verdict=verdict, reason=reason, fields=fields, content_hash=content_hash,
                    decided_at=moment, decided_by=life.decided_by,
                ))
        Decision.objects.bulk_create(decisions, batch_size=BATCH)

    def _attachment(self, record: Record, key: str) -> Attachment:
        file = self.files.get(key) or self.files.setdefault(key, pictures.stored(key, self.outline))
        return Attachment(
            record=record, name=file.name, path=file.path, size=file.size, content_type=file.content_type,
            sha256=file.sha256, added_at=record.recorded_at, added_by=record.recorded_by,
        )

    def _note_record(self, life: Life) -> None:
        record = life.record
        about = {"subject": record, "branch": record.branch.code, "period": record.month}
        note = self.journal.note
        note(EventKind.EVIDENCE_RECORDED, by=record.recorded_by, at=record.recorded_at, after=record.content(), **about)
        for file in record.files.all():
            note(EventKind.EVIDENCE_ATTACHED, by=file.added_by, at=file.added_at,
                 after={"name": file.name, "sha256": file.sha256}, **about)
        if life.sent:
            seen = {"hash": record.content_hash()}
            for moment in life.sent:
                note(EventKind.EVIDENCE_SUBMITTED, by=record.submitted_by, at=moment, after=seen, **about)
            kinds = {"accepted": EventKind.EVIDENCE_ACCEPTED, "returned": EventKind.EVIDENCE_RETURNED,
                     "void": EventKind.EVIDENCE_VOIDED}
            for verdict, reason, fields, moment in life.decisions:
                after = seen if verdict == "accepted" else {"fields": fields}
                note(kinds[verdict], by=life.decided_by, at=moment, reason=reason, after=after, **about)

    def _save_months(self, months: list[tuple[Submission, int]]) -> None:
        saved = Submission.objects.bulk_create([row for row, _count in months], batch_size=BATCH)
        for row, (_old, count) in zip(saved, months, strict=True):
            self.journal.note(
                EventKind.MONTH_SUBMITTED, by=row.submitted_by, subject=row, branch=row.branch.code, period=row.month,
                at=row.submitted_at, after={"records": count, "declared": row.declared, "first": True},
            )

    def _entries(self, account: Account) -> list[RegisterEntry]:
        branch = self.branches[account.unit.code]
        return [
            RegisterEntry(
                branch=branch, quarter=self.quarter, month=entry.month, indicator=entry.indicator, key=entry.key,
                value=entry.value, document_number=entry.document_number, note=entry.note,
                entered_at=self.days.entered(entry.month), entered_by=self.people[entry.owner],
            ) for entry in account.entries
        ]

    def _save_entries(self, entries: list[RegisterEntry]) -> None:
        for row in RegisterEntry.objects.bulk_create(entries, batch_size=BATCH):
            self.journal.note(
                EventKind.REGISTER_ENTERED, by=row.entered_by, subject=row, branch=row.branch.code, period=row.month,
                at=row.entered_at,
                after={"indicator": row.indicator, "part": "", "key": row.key, "value": str(row.value),
                       "document": row.document_number},
            )
