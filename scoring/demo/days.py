"""When things happen in one quarter of the demonstration; nothing is later than its own today."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from branches.basics import clock, quarters
from indexmetrics.periods import workdays
from indexmetrics.periods.queries import Timetable
from scoring.demo.dice import Dice

# Steps of the published quarter in their order: shortly before the limit when time is short.
STEPS = ("recorded", "submitted", "decided", "entered", "announced", "confirmed", "corrected", "closed")
APART = timedelta(minutes=6)


def limit_of(today: date) -> datetime:
    """What nothing is later than: the first hour of that day, or the present moment while it has not passed."""
    end = clock.at(today, 0, 59)
    return min(end, clock.now().replace(microsecond=0)) if today == clock.today() else end


def before(limit: datetime, steps: int) -> datetime:
    """So many steps before the limit; they are closer together when its day has only just begun."""
    return limit - steps * min(APART, (limit - clock.at(limit.date(), 0)) / (len(STEPS) + 1))


@dataclass
class Days:
    """The calendar of one quarter, squeezed when today is too near."""

    quarter: quarters.Quarter
    table: Timetable
    exceptions: dict[date, bool]
    limit: datetime

    @property
    def until(self) -> date:
        """The last day on which anything can have happened."""
        return min(self.quarter.last_day, self.limit.date())

    def moment(self, day: date, step: str, hour: int = 9, minute: int = 0) -> datetime:
        """That day and hour, or shortly before the limit in the order of the steps."""
        return min(clock.at(day, hour, minute), before(self.limit, len(STEPS) - STEPS.index(step)))

    def recorded(self, held: date, chance: Dice) -> datetime:
        """In the afternoon of the day or of the next one."""
        return self.moment(held + timedelta(days=chance.randint(0, 1)), "recorded", 16, chance.randint(0, 59))

    def submitted(self, month: str, chance: Dice, days_late: int = 0) -> datetime:
        """By the due day, or so many working days after it."""
        due = self.table.months[month]
        day = workdays.plus(due, days_late, self.exceptions) if days_late else due - timedelta(days=chance.randint(0, 3))
        return self.moment(day, "submitted", 10, chance.randint(0, 59))

    def decided(self, month: str, sent: datetime, chance: Dice) -> datetime:
        """By the review day, and after it was sent."""
        day = max(self.table.reviews[month] - timedelta(days=chance.randint(0, 2)), sent.date() + timedelta(days=1))
        return self.moment(day, "decided", 14, chance.randint(0, 59))

    def entered(self, month: str) -> datetime:
        """When offices enter their figures: the sixth of the month after, at the latest the freeze."""
        day = min(quarters.parse_month(month).next.first_day + timedelta(days=5), self.table.frozen)
        return self.moment(day, "entered", 11)

    def working(self, day: date, working_days: int, step: str, hour: int) -> datetime:
        """So many working days after a day."""
        return self.moment(workdays.plus(day, working_days, self.exceptions), step, hour)

    def after_publishing(self, days: int, step: str, hour: int, minute: int = 0) -> datetime:
        """About so many days after the board appeared, on a working day."""
        day = workdays.moved(self.table.publish + timedelta(days=days), self.exceptions)
        return self.moment(day, step, hour, minute)

    def penalty(self, month: str, sent: datetime) -> float:
        """What lateness of a month costs by the scheme's default penalty, for the aim only."""
        over = workdays.between(self.table.months[month], clock.local(sent).date(), self.exceptions) - 1
        return min(1.5, -(-over // 3) * 0.5) if over > 0 else 0.0
