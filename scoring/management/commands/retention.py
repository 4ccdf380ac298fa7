"""`manage.py retention`: delete what has been kept long enough; `--dry-run` lists it first."""

from django.conf import settings
from django.utils.translation import gettext as _

from branches.basics import clock
from branches.management.plain import PlainCommand
from indexmetrics.evidence.leftovers import sweep
from indexmetrics.imports.queries import old_tables
from scoring.retention import periods
from scoring.retention.daily import carry_out, counted, size_of
from scoring.retention.plan import Batch, Month, batches, old_drafts, old_texts


class Command(PlainCommand):
    """Does by itself what `run_daily` does too; a run may be broken off and repeated."""

    help = "Delete drafts, evidence and unsaved texts that have been kept long enough (DRAFT_KEPT_DAYS, EVIDENCE_KEPT_YEARS)."

    def add_arguments(self, parser):
        """--dry-run: list what goes, and what is held back by what, before anything goes."""
        parser.add_argument("--dry-run", action="store_true", help="only list what would go, with counts")

    def act(self, *, dry_run: bool, **options) -> None:
        """List, or delete."""
        if dry_run:
            self._foretell()
            return
        lines = list(carry_out(by=None))
        for line in lines or [_("Nothing has been kept long enough.")]:
            self._say(line)
        swept = sweep()
        if swept:
            self._say(_("%(count)d files of broken-off uploads deleted") % {"count": swept})

    def _foretell(self) -> None:
        self._say(_("Only a list; nothing is deleted."))
        drafts, texts, tables = old_drafts(), old_texts(), old_tables(periods.tables_before())
        waiting = batches(but=[pk for month in drafts for pk in month.drafts])
        if drafts:
            self._say(_("Drafts never handed over, unchanged for %(days)d days: %(what)s") % {
                "days": settings.DRAFT_KEPT_DAYS, "what": counted(drafts)})
            self._list(drafts)
        for batch in waiting:
            self._batch(batch)
        if texts:
            self._say(_("Unsaved texts: %(count)d") % {"count": len(texts)})
        if tables:
            self._say(_("Import tables whose cells go: %(count)d") % {"count": len(tables)})
        if not (drafts or waiting or texts or tables):
            self._say(_("Nothing has been kept long enough."))

    def _batch(self, batch: Batch) -> None:
        self._say(_("%(quarter)s, deleted on %(day)s: texts and files of %(what)s, %(branches)d branches") % {
            "quarter": batch.quarter.code, "day": max(batch.goes_on, clock.today()).isoformat(), "what": counted(batch.months), "branches": batch.counts["branches"]})
        self._list(batch.months)
        for branch, reasons in batch.held.items():
            self._say("  " + _("held back: %(branch)s: %(why)s") % {"branch": branch.name, "why": _("; ").join(reasons)})

    def _list(self, months: list[Month]) -> None:
        for month in months:
            self._say("  " + _("%(branch)s %(month)s: records %(records)d, files %(files)d, %(size)s") % {
                "branch": month.branch.name, "month": month.month, "records": month.records, "files": month.files,
                "size": size_of(month.size)})
            if month.drafts:
                self._say("    " + _("records no. %(numbers)s") % {"numbers": ", ".join(map(str, month.drafts))})

    def _say(self, line: str) -> None:
        self.stdout.write(line)
