"""Accepted records beside their last decisions: does each still say what was decided on? Read as columns, for tables of millions."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from indexmetrics.evidence.deciding import DECIDED_ON, content_of, hash_of_content
from indexmetrics.evidence.models import Attachment, Decision, Record, Tag

AT_A_TIME = 2000


def altered() -> Iterator[tuple[int, str]]:
    """Number and branch code of each accepted record whose last decision did not accept it as it is.

    Of one whose texts and files went at the end of their time only the verdict is looked at.
    """
    tags = _Beside(Tag.objects.values_list("record_id", "indicator").order_by("record_id"))
    files = _Beside(Attachment.objects.filter(removed_at=None).values_list("record_id", "sha256").order_by("record_id"))
    decisions = _Beside(Decision.objects.values_list("record_id", "verdict", "content_hash").order_by("record_id", "pk"))
    records = Record.objects.accepted().values_list("pk", "branch__code", "expired_at", *DECIDED_ON).order_by("pk")
    for pk, branch, expired_at, *columns in records.iterator(chunk_size=AT_A_TIME):
        content = content_of(
            **dict(zip(DECIDED_ON, columns, strict=True)), tags=[tag for _record, tag in tags.of(pk)],
            files=[file for _record, file in files.of(pk)])
        verdict, decided_on = next(((verdict, known) for _record, verdict, known in reversed(decisions.of(pk))), ("", ""))
        same = expired_at or decided_on == hash_of_content(content)
        if verdict != Decision.Verdict.ACCEPTED or not same:
            yield pk, branch


class _Beside:
    """Rows of another table in the order of the records they belong to."""

    def __init__(self, rows) -> None:
        self._groups: Iterable = groupby(rows.iterator(chunk_size=AT_A_TIME), key=itemgetter(0))
        self._record, self._rows = 0, []

    def of(self, record: int) -> list[tuple]:
        """Those of one record; asked in ascending order."""
        while self._record < record:
            self._record, rows = next(self._groups, (float("inf"), ()))
            self._rows = list(rows)
        return self._rows if self._record == record else []
