"""How long the walk over the whole audit trail takes: the goal is a million events in a minute.

python3 -m tests.benchmarks.trail [events]

Judged by processor time, so that a neighbour on the same machine cannot decide; the time on the wall stands beside it.
"""

import os
import sys
import tempfile
import time

GOAL = 60.0
MILLION = 1_000_000
BATCH = 20_000


def main(count: int) -> int:
    """Build, walk, print; 1 when a million would take longer than the goal."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/trail.sqlite3"
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings_test"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        _build(count)
        from branches.audit.queries import first_broken

        wall, cpu = time.perf_counter(), time.process_time()
        found = first_broken()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    assert found is None, found
    whole = cpu / count * MILLION
    print(f"{count} events: {cpu:.1f} s of the processor, {wall:.1f} s on the wall; a million: {whole:.0f} s (goal {GOAL:.0f})")
    return int(whole > GOAL)


def _build(count: int) -> None:
    from branches.audit.actions import append, draft
    from branches.audit.kinds import EventKind

    for start in range(0, count, BATCH):
        append([
            draft(EventKind.EVIDENCE_AMENDED, by=None, subject="record", subject_id=str(number), branch="pcs-2",
                  period="2026-05", before={"title": "守初心", "data": {"due": 18, "present": 15}},
                  after={"title": "守初心", "data": {"due": 18, "present": 17}, "hash": "a" * 64})
            for number in range(start, min(count, start + BATCH))
        ])


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else MILLION))
