"""Settings of the test run: a cheap hasher, throw-away folders, plain static storage."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-tests-" * 5)
os.environ.setdefault("AUDIT_KEY", "only-for-test-audit-" * 4)
from config.settings import *  # noqa: F403
from config.settings import DATABASES, RATES, STORAGES

SCRATCH = Path(tempfile.mkdtemp(prefix="wusetu-test-"))
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)
MEDIA_ROOT = SCRATCH / "evidence"
FILE_UPLOAD_TEMP_DIR = SCRATCH / "incoming"
FILE_UPLOAD_TEMP_DIR.mkdir()
SLOTS = SCRATCH / "slots"
TASKS = SCRATCH / "tasks"
# One test may ask for a hundred papers in a second; the real limits have tests of their own.
RATES = dict.fromkeys(RATES, 100_000)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
# A file and not memory, so that threads see what SQLite really does with two writers.
TEST_NAME = f"test_wusetu_{os.getpid()}"
if "sqlite" in DATABASES["default"]["ENGINE"]:
    TEST_NAME = str(SCRATCH / "test.sqlite3")
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
DATABASES["default"]["TEST"] = {"NAME": TEST_NAME}
