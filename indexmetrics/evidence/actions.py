"""Verbs of a branch's records: draft → submitted → accepted, returned or void."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from branches.access.models import User
from branches.audit.actions import record as audit
from branches.audit.kinds import EventKind
from branches.basics import clock, quarters
from branches.basics.refusals import OutOfStep, Refused, Stale
from branches.basics.texts import file_name
from branches.org.models import Branch
from indexmetrics.evidence import contents, files, quotas, rights, states
from indexmetrics.evidence.models import Attachment, Record, Submission, Tag
from indexmetrics.evidence.models_requests import Reopening
from indexmetrics.evidence.room import taking_in
from indexmetrics.evidence.sameness import require_once
from indexmetrics.evidence.words import field_name
from indexmetrics.evidence.writing import hand_over, note, write
from indexmetrics.periods import acts
from indexmetrics.periods.models import Quarter
from indexmetrics.periods.queries import quarter_of_month


@transaction.atomic
def record_event(
    *, branch: Branch, kind: str, day: date | None, title: str, data: dict, tags: list[str],
    by: User | None, month: str = "", apart: bool = False,
) -> Record:
    """A new draft of one event; it may count for up to three indicators, and no matter counts twice.

    `apart` is the person's word that it is another meeting than one of the same day, kind and title.
    """
    month = month or (str(quarters.month_of(day)) if day else "")
    quarter = _open_quarter(branch, month, by)
    cleaned, own, chosen = contents.clean_event(
        quarter.scheme.outline, kind=kind, month=month, day=day, title=title, data=data, tags=tags,
    )
    quotas.hold(branch)
    require_once(
        quarter.scheme.outline, branch, kind=kind, day=day, title=title, codes=[*own, *chosen], apart=apart)
    record = Record.objects.create(
        branch=branch, quarter=quarter, month=month, kind=kind, date=day, title=title.strip(),
        data=cleaned, recorded_at=clock.now(), recorded_by=by, is_extra=_is_submitted(branch, month),
    )
    _tag(record, own, chosen)
    note(EventKind.EVIDENCE_RECORDED, record, by, after=record.content())
    return record


@transaction.atomic
def record_figure(
    *, branch: Branch, month: str, indicator: str, part: str, data: dict, by: User | None,
) -> Record:
    """A new draft of a figure that an indicator asks for; one a month."""
    quarter = _open_quarter(branch, month, by)
    cleaned = contents.clean_figure(quarter.scheme.outline, indicator=indicator, part=part, data=data)
    try:
        with transaction.atomic():
            record = Record.objects.create(
                branch=branch, quarter=quarter, month=month, kind="figure", indicator=indicator, part=part,
                data=cleaned, recorded_at=clock.now(), recorded_by=by, is_extra=_is_submitted(branch, month),
            )
    except IntegrityError as error:
        raise OutOfStep("figure", _("This figure is already given for the month; change that one.")) from error
    _tag(record, [indicator], [])
    note(EventKind.EVIDENCE_RECORDED, record, by, after=record.content())
    return record


@transaction.atomic
def amend(
    *, record: Record, data: dict, by: User | None, version: int | None = None,
    day: date | None = None, title: str = "", tags: list[str] | None = None, apart: bool = False,
) -> Record:
    """Change a draft, or mend a returned record; the version the user saw must still be there."""
    rights.require(by, "mend" if record.state == states.RETURNED else "amend", record)
    quotas.hold(record.branch)
    before, outline = record.content(), record.quarter.scheme.outline
    if record.is_figure:
        values = {"data": contents.clean_figure(
            outline, indicator=record.indicator, part=record.part, data=data)}
        _only_named(record, values)
    else:
        cleaned, own, chosen = contents.clean_event(
            outline, kind=record.kind, month=record.month, day=day, title=title, data=data, tags=tags or [],
        )
        values = {"data": cleaned, "date": day, "title": title.strip()}
        _only_named(record, values)
        if (day, title.strip(), {*own, *chosen}) != (record.date, record.title, set(before["tags"])):
            require_once(outline, record.branch, kind=record.kind, day=day, title=title, codes=[*own, *chosen],
                         but=record.pk, apart=apart)
        _tag(record, own, chosen)
    write(record, version, **values)
    note(EventKind.EVIDENCE_AMENDED, record, by, before=before, after=record.content())
    return record


@transaction.atomic
def discard(*, record: Record, by: User | None, version: int | None = None) -> None:
    """Delete a draft that was never submitted; its files go with it."""
    rights.require(by, "discard", record)
    if record.submitted_at:
        raise OutOfStep("submitted", _("This record was submitted once, so it can be changed but not deleted."))
    write(record, version)
    note(EventKind.EVIDENCE_DISCARDED, record, by, before=record.content())
    record.files.all().delete()
    record.delete()


@transaction.atomic
def attach(*, record: Record, name: str, chunks: Iterable[bytes], by: User | None) -> Attachment:
    """Lay a file beside a draft or a returned record; type, size and number are checked.

    A file of a name that is there already is its next version: the older one steps back, and stays.
    """
    rights.require(by, "mend" if record.state == states.RETURNED else "amend", record)
    outline = record.quarter.scheme.outline
    limit = outline.document["evidence_policy"]["max_attachments"]
    older = record.files.filter(removed_at=None, name=file_name(name)).first()
    if older is None and record.files.filter(removed_at=None).count() >= limit:
        raise Refused("files", _("A record takes at most %(limit)s files.") % {"limit": limit})
    with taking_in():
        stored = files.store(name=name, chunks=chunks, outline=outline)
    quotas.hold(record.branch)
    quotas.inspect(record, stored.size, stored.name)
    attachment = Attachment.objects.create(
        record=record, name=stored.name, path=stored.path, size=stored.size, content_type=stored.content_type,
        sha256=stored.sha256, added_at=clock.now(), added_by=by,
    )
    write(record, None)
    note(EventKind.EVIDENCE_ATTACHED, record, by, after={"name": stored.name, "sha256": stored.sha256})
    if older:
        older.record = record
        detach(attachment=older, by=by)
    return attachment


@transaction.atomic
def detach(*, attachment: Attachment, by: User | None) -> Attachment:
    """Remove a file from a draft or a returned record; the row stays, marked removed."""
    record = attachment.record
    rights.require(by, "mend" if record.state == states.RETURNED else "amend", record)
    attachment.removed_at, attachment.removed_by = clock.now(), by
    attachment.save(update_fields=["removed_at", "removed_by"])
    write(record, None)
    note(EventKind.EVIDENCE_DETACHED, record, by, before={"name": attachment.name, "sha256": attachment.sha256})
    return attachment


@transaction.atomic
def submit(*, record: Record, by: User | None, version: int | None = None) -> Record:
    """Hand one record to the reviewers: a mended one, or one added to a submitted month."""
    verb = "resubmit" if record.state == states.RETURNED else "submit"
    rights.require(by, verb, record)
    if verb == "submit" and not _is_submitted(record.branch, record.month):
        raise OutOfStep("month", _("Drafts are submitted together with their month."))
    hand_over(record, by, version)
    Reopening.objects.running().filter(record=record).update(closed_at=clock.now())
    return record


@transaction.atomic
def submit_month(
    *, branch: Branch, month: str, by: User | None, declared: dict[str, str] | None = None,
    version: int | None = None,
) -> Submission:
    """Submit the month with all its drafts and mended records; late is accepted and marked."""
    quarter = _open_quarter(branch, month, by)
    if quarters.parse_month(month).first_day > clock.today():
        raise OutOfStep("month", _("This month has not begun yet."))
    month_row, _new = Submission.objects.select_for_update().get_or_create(branch=branch, month=month, defaults={"quarter": quarter})
    if version is not None and version != month_row.version:
        raise Stale(current=month_row.declared, message=_("The month was changed meanwhile; please look again."))
    first = month_row.submitted_at is None
    now = {**month_row.declared, **(declared or {})}
    month_row.declared = {code: words for code, words in now.items() if words}  # an empty word takes one back
    month_row.version += 1
    if first:
        month_row.submitted_at, month_row.submitted_by = clock.now(), by
        if month_row.extended_to and clock.today() <= month_row.extended_to and not month_row.waived_at:
            month_row.waived_at = clock.now()  # within the days that were added: on time by the reviewer's word
    month_row.save()
    waiting = Record.objects.of_month(branch, month).filter(state=states.DRAFT).select_related(
        "branch", "quarter__scheme").prefetch_related("tags", "files")
    for record in waiting:
        hand_over(record, by, None)
    audit(
        EventKind.MONTH_SUBMITTED, by=by, subject=month_row, branch=branch.code, period=month,
        after={"records": len(waiting), "declared": month_row.declared, "first": first},
    )
    return month_row


@transaction.atomic
def withdraw(*, record: Record, by: User | None, version: int | None = None) -> Record:
    """Take a submitted record back while no reviewer has opened it."""
    rights.require(by, "withdraw", record)
    if record.opened_at:
        raise OutOfStep("opened", _("A reviewer has opened this record; ask for it to be returned."))
    write(record, version, state=states.DRAFT)
    note(EventKind.EVIDENCE_WITHDRAWN, record, by)
    return record


def _open_quarter(branch: Branch, month: str, by: User | None) -> Quarter:
    try:
        quarter = quarter_of_month(month)
    except ValueError as error:
        raise Refused("date", _("Please give a date.")) from error
    acts.require(by, "record", branch, quarter)
    return quarter


def _is_submitted(branch: Branch, month: str) -> bool:
    return Submission.objects.filter(branch=branch, month=month, submitted_at__isnull=False).exists()


def _only_named(record: Record, values: dict) -> None:
    """Of a returned record only the fields that the reviewer named may change; the rest stays as decided."""
    if record.state != states.RETURNED or not record.return_fields:
        return
    before = {**record.data, "date": record.date, "title": record.title}
    now = {**values["data"], "date": values.get("date", record.date), "title": values.get("title", record.title)}
    for name in dict.fromkeys([*before, *now]):
        if name not in record.return_fields and (before.get(name) or None) != (now.get(name) or None):
            raise Refused(name, _("Only the fields that were sent back can be changed: %(names)s.") % {
                "names": _(", ").join(field_name(field) for field in record.return_fields)})


def _tag(record: Record, own: list[str], chosen: list[str]) -> None:
    """Lay the tags anew; a prefetched list would show the old ones."""
    record.tags.all().delete()
    Tag.objects.bulk_create([
        Tag(record=record, indicator=code, is_own=code in own) for code in [*own, *chosen]
    ])
    getattr(record, "_prefetched_objects_cache", {}).pop("tags", None)
