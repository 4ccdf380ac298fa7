"""A list longer than its sheet is written down although others write meanwhile."""

import pytest

pytestmark = pytest.mark.once
WHILE_OTHERS_WRITE = """
import sqlite3
from django.conf import settings
from branches.audit.models import Event
from branches.ledgers import ledger, workbook
from branches.ledgers.actions import export
from branches.trail import ledger as trails

trails.MOST_ROWS = workbook.MOST_ROWS = 50
trails.CHUNK = 20
write, newest = workbook.write, Event.objects.order_by("-number")
assert newest[0].number > trails.MOST_ROWS + 2 * trails.CHUNK, "the list goes on"

def disturbed(rows):
    made = write(rows)
    with sqlite3.connect(settings.DATABASES["default"]["NAME"]) as other:
        other.execute("CREATE TABLE written_meanwhile (x)")
    return made

workbook.write = disturbed
export(ledger=trails.trail(newest, dict.fromkeys(("kind", "by", "branch", "period", "q"), "")), by=None)
print(newest[0].after["rows"])
"""


def test_the_trail_is_exported_while_others_write(house):
    """A question that is not read to its end keeps an old state of the file, in which SQLite lets nobody write."""
    house.back_to("base")
    assert house.done("shell", "--no-imports", "-c", WHILE_OTHERS_WRITE).split()[-1] == "50"
