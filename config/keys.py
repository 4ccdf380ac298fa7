"""The installation's own keys, made once and kept readable by their owner only."""

import os
import secrets
from pathlib import Path


def keep_keys(folder: Path, secret: str, audit: str) -> tuple[str, str]:
    """The given keys; a missing one is read from, or made in, the folder."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return secret or _kept(folder / "secret_key"), audit or _kept(folder / "audit_key")


def _kept(file: Path) -> str:
    """The file's key; a race for making it has one winner and everybody reads that one."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="utf-8").strip()
    key = secrets.token_urlsafe(64)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(key + "\n")
        out.flush()
        os.fsync(out.fileno())
    return key
