"""What people decided, act by act on a held clock, through the same actions as the screens."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from branches.basics import clock, quarters
from branches.org.models import Branch
from indexmetrics.evidence import actions as evidence
from indexmetrics.evidence.models import Record
from indexmetrics.periods.models import Quarter
from indexmetrics.review import actions as review
from scoring.appeals import actions as appeals
from scoring.boards import actions as boards
from scoring.demo import names, pictures
from scoring.demo.aiming import CORRECTED, Account
from scoring.demo.days import Days
from scoring.demo.journal import Journal
from scoring.demo.people import People
from scoring.rectify import actions as rectify
from scoring.rectify.models import Notice
from scoring.runs import actions as runs
from scoring.verdicts import actions as verdicts

APPEALING = "sjmpcs"
Act = tuple[datetime, int, Callable[[], object]]


@dataclass
class Story:
    """Acts of the whole demonstration, played in the order of their moments."""

    branches: dict[str, Branch]
    people: People
    journal: Journal
    acts: list[Act] = field(default_factory=list)

    def at(self, moment: datetime, act: Callable[[], object]) -> None:
        """Put an act into the story."""
        self.acts.append((moment, len(self.acts), act))

    def play(self, say: Callable[[str], None]) -> None:
        """Every act under its own clock, after what happened before it in the trail."""
        for moment, _order, act in sorted(self.acts, key=lambda row: row[:2]):
            self.journal.write_until(moment)
            with clock.frozen(moment):
                said = act()
            if isinstance(said, str):
                say(said)
        self.journal.write_until()

    def announce(self, quarter: Quarter, days: Days, *, turn: int) -> None:
        """The preliminary result; in the first quarter one branch asks for a review."""
        self.at(days.moment(days.table.preliminary, "announced", 9), lambda: runs.announce(
            quarter=quarter, by=self.people["reviewer"], reason=names.WAIVER) and None)
        if turn == 0:
            self._appeal(quarter, days)

    def publish(self, quarter: Quarter, days: Days, *, turn: int, is_corrected: bool) -> None:
        """The committee's meeting, the board, the branches' rectification, perhaps a correction."""
        table = days.table
        public = days.moment(table.publish, "confirmed", 10)
        number = 8 + 3 * turn
        self.at(public, lambda: self._publish(quarter, names.MEETING.format(n=number), names.WAIVER))
        for after, act in ((3, self._plan), (24, self._close), (55, self._close)):
            step = "corrected" if act == self._plan else "closed"
            is_last = after > 30
            self.at(days.after_publishing(after, step, 15), lambda act=act, is_last=is_last: act(quarter, is_last))
        if is_corrected:
            self._correct(quarter, days, names.MEETING.format(n=number + 1))

    def judge(self, accounts: list[Account], quarter: Quarter, days: Days, *, turn: int) -> None:
        """Bonus, penalty and veto of a quarter, each with a document number."""
        moment = days.moment(days.table.frozen, "entered", 15)
        for account in accounts:
            branch = self.branches[account.unit.code]
            for item, level, _points in account.bonus:
                self._verdict(moment, branch, quarter, "bonus", item, names.MATTERS[item], "reviewer", level)
            for draft in account.drafts:
                if draft.fate == "void":
                    self._verdict(moment, branch, quarter, "penalty", "P2", names.MATTERS["P2"], "reviewer")
            if account.quality.aim == "veto":
                self._verdict(moment, branch, quarter, "veto", "Z2", names.MATTERS["Z2"], "discipline")

    def try_out(self, quarter: Quarter, moment: datetime) -> None:
        """A trial computation of the running quarter."""
        self.at(moment, lambda: runs.compute(quarter=quarter, by=self.people["reviewer"]) and None)

    def rule_out(self, quarter: Quarter, moment: datetime, code: str) -> None:
        """One indicator does not apply to one branch this quarter."""
        self.at(moment, lambda: review.rule_out(
            branch=self.branches[code], quarter=quarter, indicator="V6", reason=names.RULING,
            by=self.people["reviewer"]) and None)

    def _verdict(
        self, moment: datetime, branch: Branch, quarter: Quarter, kind: str, code: str, matter: str, who: str,
        level: str = "",
    ) -> None:
        year = quarters.parse(quarter.code).year
        number = names.DOCUMENT.format(year=year, n=f"{branch.position}-{code}")

        def act() -> None:
            verdict = verdicts.propose(
                branch=branch, quarter=quarter, kind=kind, code=code, level=level, matter=matter,
                document_number=number, dated=quarters.last_day(quarter.code), by=self.people[who],
            )
            if kind == "veto":
                verdicts.confirm(verdict=verdict, by=self.people["committee"], reason=names.VETO_MEETING)

        self.at(moment, act)

    def _publish(self, quarter: Quarter, meeting: str, reason: str) -> str:
        quarter.refresh_from_db()
        edition = boards.publish(quarter=quarter, by=self.people["committee"], meeting=meeting, reason=reason)
        return f"{quarter.code} #{edition.number} {edition.seal_short}"

    def _appeal(self, quarter: Quarter, days: Days) -> None:
        branch, people = self.branches[APPEALING], self.people
        lodged = days.working(days.table.preliminary, 1, "announced", 10)
        answered = days.working(days.table.preliminary, 3, "announced", 16)
        other = people["reviewer2" if branch.position % 2 else "reviewer"]

        def lodge() -> None:
            quarter.refresh_from_db()
            self.appeal = appeals.lodge(
                branch=branch, quarter=quarter, about="B4", text=names.APPEAL, by=people.secretaries[branch.code])

        self.at(lodged, lodge)
        self.at(answered, lambda: appeals.answer(
            appeal=self.appeal, upheld=False, text=names.APPEAL_ANSWER, by=other) and None)

    def _plan(self, quarter: Quarter, is_last: bool) -> None:
        """The branches write their measures in time."""
        for notice in Notice.objects.filter(quarter=quarter).select_related("branch"):
            rectify.plan(notice=notice, text=names.PLAN, by=self.people.secretaries[notice.branch.code])

    def _close(self, quarter: Quarter, is_last: bool) -> None:
        """Signed off one by one, grey ones only after their sixty days; one stays open past its day."""
        waiting = Notice.objects.filter(quarter=quarter, closed_at=None).select_related("branch")
        for notice in waiting if is_last else waiting.exclude(colour="grey"):
            if notice.branch.code != names.OVERDUE_NOTICE:
                rectify.close(notice=notice, result=names.CLOSED, by=self.people["reviewer"])

    def _correct(self, quarter: Quarter, days: Days, meeting: str) -> None:
        """A published figure is put right: returned, mended, accepted by another person, edition 2."""
        people = self.people

        def record() -> Record:
            found = Record.objects.filter(branch=self.branches[CORRECTED], quarter=quarter, kind="party_day")
            return found.select_related("branch", "quarter__scheme").order_by("pk").first()

        self.at(days.after_publishing(16, "corrected", 10, 0), lambda: review.send_back(
            record=record(), by=people["reviewer"], reason=names.CORRECTION_RETURN, fields=["present"]) and None)
        self.at(days.after_publishing(17, "corrected", 10, 1), lambda: self._mend(record()))
        self.at(days.after_publishing(18, "corrected", 10, 2), lambda: review.accept(record=record(), by=people["reviewer2"]) and None)
        self.at(days.after_publishing(19, "corrected", 10, 3), lambda: runs.compute(
            quarter=Quarter.objects.get(pk=quarter.pk), by=people["reviewer"]) and None)
        self.at(days.after_publishing(20, "corrected", 10, 4), lambda: self._publish(quarter, meeting, names.CORRECTION_REASON))

    def _mend(self, record: Record) -> None:
        secretary = self.people.secretaries[CORRECTED]
        data = record.data
        right = data["due"] - sum(data["excused"].values())
        name, make = pictures.MAKERS["meeting.docx"]
        evidence.attach(record=record, name=name, chunks=[make()], by=secretary)
        evidence.amend(
            record=record, data={**data, "present": right}, day=record.date, title=record.title,
            tags=[tag.indicator for tag in record.tags.all() if not tag.is_own], by=secretary,
        )
        evidence.submit(record=record, by=secretary)
