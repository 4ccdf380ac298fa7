"""Holidays known to the demonstration: official notices of two years, fixed statutory days of others."""

from datetime import date, timedelta

SPRING, CLEAR, LABOUR = "春节", "清明节", "劳动节"
BOAT, MOON, NATION, NEW_YEAR = "端午节", "中秋节", "国庆节", "元旦"
MOVED = "调休上班"

# name, first day, last day
OFF = (
    (NEW_YEAR, date(2025, 1, 1), date(2025, 1, 1)), (SPRING, date(2025, 1, 28), date(2025, 2, 4)),
    (CLEAR, date(2025, 4, 4), date(2025, 4, 6)), (LABOUR, date(2025, 5, 1), date(2025, 5, 5)),
    (BOAT, date(2025, 5, 31), date(2025, 6, 2)), (NATION, date(2025, 10, 1), date(2025, 10, 8)),
    (NEW_YEAR, date(2026, 1, 1), date(2026, 1, 3)), (SPRING, date(2026, 2, 15), date(2026, 2, 23)),
    (CLEAR, date(2026, 4, 4), date(2026, 4, 6)), (LABOUR, date(2026, 5, 1), date(2026, 5, 5)),
    (BOAT, date(2026, 6, 19), date(2026, 6, 21)), (MOON, date(2026, 9, 25), date(2026, 9, 27)),
    (NATION, date(2026, 10, 1), date(2026, 10, 7)),
)
WORKED = (
    date(2025, 1, 26), date(2025, 2, 8), date(2025, 4, 27), date(2025, 9, 28), date(2025, 10, 11),
    date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9), date(2026, 9, 20), date(2026, 10, 10),
)
KNOWN_YEARS = {2025, 2026}


def days_of(year: int) -> dict[date, tuple[bool, str]]:
    """Day → (worked, name) for one year."""
    if year not in KNOWN_YEARS:
        fixed = ((1, 1, NEW_YEAR), (5, 1, LABOUR), (5, 2, LABOUR), (10, 1, NATION), (10, 2, NATION), (10, 3, NATION))
        return {date(year, month, day): (False, name) for month, day, name in fixed}
    found = {day: (True, MOVED) for day in WORKED if day.year == year}
    for name, first, last in OFF:
        if first.year == year:
            found |= {first + timedelta(days=n): (False, name) for n in range((last - first).days + 1)}
    return found
