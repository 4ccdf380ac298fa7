"""How long other writers wait while many accounts are imported: passwords are hashed as a server hashes them.

Run as `python tests/benchmarks/accounts.py [ACCOUNTS]`; on an SQLite of its own. Goal: nobody waits half as long as
hashing the passwords takes one thread in the same run.
"""

import os
import sqlite3
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")

GOAL = 0.5
PAUSE = 0.01


class Writer(threading.Thread):
    """Somebody else who writes again and again; its longest wait."""

    def __init__(self, path: str) -> None:
        super().__init__(daemon=True)
        self.path, self.longest, self.is_over = path, 0.0, False

    def run(self) -> None:
        """Until it is over."""
        other = sqlite3.connect(self.path, timeout=600, isolation_level=None)
        while not self.is_over:
            began = time.perf_counter()
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
            self.longest = max(self.longest, time.perf_counter() - began)
            time.sleep(PAUSE)
        other.close()


def hashing(accounts: int) -> float:
    """Seconds that one thread takes for so many passwords; a few are timed."""
    from django.contrib.auth.hashers import make_password

    few = 20
    began = time.perf_counter()
    for _one in range(few):
        make_password("a password of twenty")
    return (time.perf_counter() - began) / few * accounts


def imported(accounts: int) -> dict[str, float]:
    """Preview and taking over: seconds of each, and the longest wait of another writer."""
    from django.db import connection
    from django.test import Client

    from branches.access.models import User
    from branches.access.roles import Role
    from tests import make
    from tests.indexmetrics.imports import sheets
    from tests.indexmetrics.imports.test_users import HEAD

    client, told = Client(), {}
    client.force_login(make.user("admin", role=Role.ADMIN))
    content = sheets.table(HEAD, *((f"person.{n}", f"某{n}", "领导", None, None, None) for n in range(accounts)))
    uploads = []
    for name, act in (("preview", lambda: uploads.append(sheets.send(client, "users", content))),
                      ("taking over", lambda: sheets.take_over(client, uploads[0]))):
        other = Writer(connection.settings_dict["NAME"])
        other.start()
        began = time.perf_counter()
        act()
        told[name], other.is_over = time.perf_counter() - began, True
        other.join()
        told[f"{name}: longest wait of another writer"] = other.longest
    assert User.objects.filter(username__startswith="person.").count() == accounts
    return told


def main() -> None:
    """The figures, and whether the goal is kept."""
    import django
    from django.conf import settings
    from django.test.utils import get_runner

    django.setup()
    from branches.tasks import process

    settings.PASSWORD_HASHERS = ["config.hashers.Argon2idHasher"]
    process.fcntl = None  # no process of its own: it would not find this database
    accounts = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    runner = get_runner(settings)(verbosity=0)
    runner.setup_test_environment()
    made = runner.setup_databases()
    try:
        alone, told = hashing(accounts), imported(accounts)
    finally:
        runner.teardown_databases(made)
    print(f"{accounts} accounts; their passwords take one thread {alone:.1f} s")
    for name, seconds in told.items():
        print(f"{name:45} {seconds:6.2f} s")
    share = max(seconds for name, seconds in told.items() if "wait" in name) / alone
    print(f"ratio of the longest wait {share:.2f} (goal {GOAL})")
    sys.exit(0 if share <= GOAL else 1)


if __name__ == "__main__":
    main()
