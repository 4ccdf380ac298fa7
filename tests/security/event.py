"""One event of a branch as its secretary's page sends it to a real server."""

import uuid


def address(month: str) -> str:
    """Where a new event of a month is sent."""
    return f"/evidence/{month}/event/new/?kind=party_day"


def fields(month: str, title: str, **other: str) -> dict[str, str]:
    """Its form, filled in and to be saved, with a one-time key of its own."""
    return {
        "kind": "party_day", "date": f"{month}-01", "title": title, "due": "18", "present": "15", "excused_duty": "2",
        "_version": "", "_key": uuid.uuid4().hex, "save": "1", "confirmed": "1", **other,
    }
