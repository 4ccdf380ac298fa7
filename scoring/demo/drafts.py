"""What one branch reports in one quarter, as plain drafts with the shortfalls of its quality (pure)."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from branches.basics import quarters
from indexmetrics.rulebook.outline import Outline
from scoring.demo import article, names
from scoring.demo.dice import dice_for
from scoring.demo.quality import Quality
from scoring.demo.roster import HAS_COMMITTEE, Unit


@dataclass(frozen=True, slots=True)
class Mark:
    """A tag of a draft."""

    indicator: str
    is_own: bool


class Marks(list):
    """The tags of a draft, read like those of a record."""

    def all(self) -> "Marks":
        """All of them."""
        return self


@dataclass(slots=True)
class Draft:
    """A record to be; it has a record's fields, so facts are read from it in the same way."""

    kind: str
    month: str
    date: date | None
    title: str
    data: dict
    tags: Marks
    indicator: str = ""
    part: str = ""
    files: tuple[str, ...] = ()
    is_late: bool = False
    fate: str = "accepted"

    @property
    def is_figure(self) -> bool:
        """A figure an indicator asks for, not an event."""
        return self.kind == "figure"


@dataclass
class Writer:
    """Writes the drafts of one branch in one quarter; days after `until` have not come yet."""

    unit: Unit
    quarter: quarters.Quarter
    outline: Outline
    quality: Quality
    seed: int
    until: date
    tells_story: bool = False
    drafts: list[Draft] = field(default_factory=list)

    def write(self) -> list[Draft]:
        """All drafts in the order of their days."""
        self.chance = dice_for(self.seed, "drafts", self.unit.code, self.quarter)
        self.asked = {
            row.code for row in self.outline.asked(
                branch_type=self.unit.type, attributes=self.unit.attributes, quarter=self.quarter.number)
        }
        self._meetings()
        self._loyalty()
        self._service()
        self._integrity_and_care()
        self._figures()
        if self.tells_story:
            self._article()
        if not self.drafts:
            # The quarter has only just begun: one study today, so that there is something to see.
            kind = "study" if "L1" in self.asked else "ceremony"
            self._event(kind, 0, day=self.until.day, exact=True, **self._attendance(0))
        self.drafts.sort(key=lambda draft: (draft.month, draft.date or date.max, draft.kind, draft.indicator))
        return self.drafts

    def _meetings(self) -> None:
        missed = self._missed("party_day")
        for number in range(3):
            if "B4" in self.asked and number not in missed:
                self._event("party_day", number, **self._attendance(self.quality["attend"]))
        months = [number for number in range(3) if number not in self._missed("committee")]
        if HAS_COMMITTEE in self.unit.attributes and "B2" in self.asked:
            for number in months:
                self._event("committee_meeting", number, due=5, present=5)
        meetings = self.unit.groups * (3 - self.quality["groups"]) if "B2" in self.asked else 0
        for turn in range(meetings):
            size = max(3, self.unit.members // self.unit.groups)
            self._event("group_meeting", turn % 3, due=size, present=size)
        for kind, code, short in (("members_meeting", "B1", "meeting"), ("party_lecture", "B3", "lecture")):
            if code in self.asked and not self.quality[short]:
                options = {"lecturer": self.chance.choice(names.LECTURERS)} if kind == "party_lecture" else {}
                self._event(kind, None, **self._attendance(0), **options)
        if "B5" in self.asked:
            items = ["meeting_held", "criticism", "appraisal", "rectify_list"]
            ticked = items[: 4 - self.quality["appraisal"]]
            if ticked:
                self._event("org_life_meeting", 1, **self._attendance(0), ticked=ticked)
        if "B7" in self.asked:
            for number in range(3):
                paid = number not in self._missed("dues")
                self._event("dues", number, day=25, fully_collected=paid)
            if not self.quality["disclosure"]:
                self._event("disclosure", None, subject=self.chance.choice(names.SUBJECTS))

    def _loyalty(self) -> None:
        missed = self._missed("study")
        wanted = range(3) if self.unit.type != names.RE else range(0 if missed else 1)
        for number in wanted:
            if "L1" in self.asked and number not in missed:
                self._event(
                    "study", number, mode=self.chance.choice(names.STUDY_MODES),
                    venue=self.chance.choice(names.VENUES), **self._attendance(0),
                )
        if "L5" in self.asked and not self.quality["thought"]:
            self._event("thought_analysis", 2, covered=self.unit.members, themes=names.THEMES)
        for _turn in range(3 - self.quality["ceremony"] if "L6" in self.asked else 0):
            self._event("ceremony", None, **self._attendance(0))

    def _service(self) -> None:
        if "V2" in self.asked:
            for _turn in range(2 - self.quality["volunteer"]):
                self._event(
                    "volunteer", None, place=self.chance.choice(names.PLACES),
                    present=self._share(0.5), served=self.chance.randint(8, 60),
                )
        if "V4B" in self.asked:
            for turn in range(3):
                done = self._day(2, 24)
                is_open = turn < self.quality["matters"] or done > self.until
                closed = {} if is_open else {"closed_on": done.isoformat()}
                self._event("matter_solved", turn if turn < 2 else 1, **closed)
        for _turn in range(3 - self.quality["silver"] if "V4C" in self.asked else 0):
            self._event("silver_service", None, present=self._share(0.4))
        for _turn in range(2 - self.quality["alliance"] if "V6" in self.asked else 0):
            self._event("alliance", None, partner=self.chance.choice(names.PARTNERS), present=self._share(0.4))

    def _integrity_and_care(self) -> None:
        if "I1" in self.asked and not self.quality["warning"]:
            self._event("warning_education", None, present=self._share(0.9))
        if "I2" in self.asked:
            kinds = ("supervision_record", "report_to_committee")
            for kind in kinds[: 2 - self.quality["supervise"]]:
                self._event(kind, 2)
        for _turn in range(2 - self.quality["camp"] if "H5" in self.asked else 0):
            self._event("camp_culture", None, present=self._share(0.6))

    def _figures(self) -> None:
        members = self.unit.members
        if members <= 7 and self.unit.type != names.RE:
            joined = members - self.quality["cover"]
        else:
            joined = self._of(members, "cover", (1, 0.92, 0.85, 0.65))
        if self.unit.type == names.RE:
            joined = self._of(members, "cover", (0.8, 0.66, 0.55, 0.4))
        self._figure("L2", "", joined, members)
        self._figure("V2", "b", self._of(members, "served", (0.72, 0.5, 0.2)), members)
        self._figure("V3", "", 12 - 4 * self.quality["pledges"], 12)
        self._figure("I3", "", 6 - 2 * self.quality["talks"], 6)
        self._figure("H1", "", self._of(members, "hearts", (1, 0.88, 0.7, 0.4)), members)
        self._figure("H4", "", 6 - 2 * self.quality["visits"], 6)

    def _article(self) -> None:
        for told in article.HAPPENINGS:
            if told.branch == self.unit.code:
                data = dict(told.data)
                if told.kind in ("study", "party_day"):
                    data |= self._attendance(0)
                elif told.kind in ("volunteer", "alliance", "camp_culture"):
                    data["present"] = self._share(0.5)
                self._event(
                    told.kind, told.month, day=told.day, title=told.title, tags=told.tags, files=told.files,
                    exact=True, **data,
                )

    def _event(
        self, kind: str, number: int | None, *, day: int | None = None, title: str = "",
        tags: tuple[str, ...] = (), files: tuple[str, ...] = (), exact: bool = False, **data,
    ) -> None:
        number = self.chance.randrange(3) if number is None else number
        drawn = self.chance.randint(2, 27)
        held = self._day(number, day or drawn, exact)
        choices = names.TITLES.get(kind, ("",))
        drawn_title = self.chance.choice(choices)
        if held > self.until:
            return
        own = list(dict.fromkeys(feed["indicator"] for feed in self.outline.feeds(kind)))
        marks = Marks([Mark(code, True) for code in own] + [Mark(code, False) for code in tags])
        self.drafts.append(Draft(
            kind, str(quarters.month_of(held)), held, title or drawn_title, data, marks, files=files))

    def _figure(self, indicator: str, part: str, num: int, den: int) -> None:
        if indicator in self.asked and self._day(2, 24) <= self.until:
            self.drafts.append(Draft(
                "figure", str(self.quarter.months[2]), None, "", {"num": str(num), "den": str(den)},
                Marks([Mark(indicator, True)]), indicator=indicator, part=part,
            ))

    def _day(self, number: int, day: int, exact: bool = False) -> date:
        """That day of a month of the quarter, moved off the weekend unless it is told exactly."""
        held = self.quarter.months[number].first_day + timedelta(days=day - 1)
        if not exact and held.weekday() >= 5:
            held += timedelta(days=2 if day < 26 else -2)
        return held

    def _missed(self, name: str) -> set[int]:
        """Months in which something was left out, the last ones first."""
        return set(range(3 - self.quality[name], 3))

    def _attendance(self, worse: int) -> dict:
        due = self.unit.members
        excused = {"duty": max(1, due // 10)} if self.unit.type != names.RE else {"elderly": due // 4}
        free = due - sum(excused.values())
        present = max(1, int(free * (0.97, 0.85, 0.74, 0.55)[worse] + 0.5))
        if self.unit.type == names.RE and worse:
            present = max(1, int(free * (0.7, 0.54, 0.44, 0.3)[worse]))
        return {"due": due, "present": present, "excused": excused}

    def _share(self, share: float) -> int:
        return max(2, int(self.unit.members * share))

    def _of(self, whole: int, name: str, shares: tuple[float, ...]) -> int:
        return int(whole * shares[min(self.quality[name], len(shares) - 1)] + 0.5)
