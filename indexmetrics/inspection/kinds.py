"""The kinds of files that are let in, and what the first bytes of each must be."""

from pathlib import Path

from indexmetrics.inspection import old_office, packages, pdfs
from indexmetrics.inspection.reasons import refuse

TYPES = {
    "pdf": "application/pdf", "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "doc": "application/msword", "xls": "application/vnd.ms-excel",
    "wps": "application/vnd.ms-works", "et": "application/vnd.ms-excel", "ofd": "application/ofd",
}
PICTURES = {"jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}
OLD_OFFICE = {"doc", "xls", "wps", "et"}
# The harmless file by which scanners are tried out; whoever sends it tries out this door.
SAMPLE = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
HEAD = 4096


def suffix_of(name: str, allowed: list[str]) -> str:
    """The ending that names the kind; `Refused` when it is not on the list."""
    suffix = Path(name).suffix.lower().lstrip(".")
    known = {*allowed, "jpeg"} if "jpg" in allowed else set(allowed)
    if suffix not in known or suffix not in TYPES:
        refuse("type", name, types=", ".join(allowed))
    return suffix


def inspect(path: Path, name: str, suffix: str) -> None:
    """`Refused` with the reason unless the content is what the name says, and nothing more."""
    with path.open("rb") as opened:
        head = opened.read(HEAD)
    if not head:
        refuse("empty", name)
    if SAMPLE in head:
        refuse("virus", name)
    if suffix == "pdf":
        pdfs.inspect(path, name)
    elif suffix in PICTURES:
        if not head.startswith(PICTURES[suffix]):
            refuse("content", name)
    elif suffix in OLD_OFFICE and head.startswith(old_office.MAGIC):
        old_office.inspect(path, name)
    elif suffix in packages.MAIN and head.startswith(packages.MAGIC):
        packages.inspect(path, name, suffix)
    else:
        refuse("content", name)
