"""Evidence by the gibibyte: files of two to eight MiB, each beside a draft and in the trail.

They lie as uploaded ones do, under their hashes; only the looking into what they are, which takes longest, is left out.
"""

from tests.security.house import House

GIB = 5
LAY = """
import hashlib, os, random
from django.db import transaction
from branches.audit.kinds import EventKind
from branches.basics import clock
from indexmetrics.evidence.files import stored_at
from indexmetrics.evidence.models import Attachment, Record
from indexmetrics.evidence.writing import note
left, laid = GIB << 30, 0
with transaction.atomic():
    for record in Record.objects.filter(state="draft").select_related("branch").order_by("pk").iterator():
        content = os.urandom(random.randrange(2 << 20, 8 << 20))
        sha256, name = hashlib.sha256(content).hexdigest(), f"{record.pk}.pdf"
        path = f"{sha256[:2]}/{sha256}.pdf"
        stored_at(path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        stored_at(path).write_bytes(content)
        Attachment.objects.create(record=record, name=name, path=path, size=len(content), content_type="application/pdf", sha256=sha256,
                                  added_at=clock.now())
        note(EventKind.EVIDENCE_ATTACHED, record, None, after={"name": name, "sha256": sha256})
        left, laid = left - len(content), laid + 1
        if left <= 0:
            break
assert left <= 0, f"too few drafts: {laid}"
"""


def lay(house: House, gib: int) -> None:
    """So many GiB more in its store."""
    house.longest = 3600
    house.done("shell", "--no-imports", "-c", f"GIB = {gib}\n{LAY}")


def size(house: House) -> float:
    """GiB in its store."""
    return sum(file.stat().st_size for file in house.evidence.glob("??/*")) / 1024**3
