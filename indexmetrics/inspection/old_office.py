"""Documents in the old office format: taken when they carry no macro, no password, no other file."""

from pathlib import Path

from indexmetrics.inspection import markings
from indexmetrics.inspection.reasons import refuse

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names of streams in the file's directory, which keeps them as UTF-16.
_NAMES = {
    "macro": ("_VBA_PROJECT", "Macros", "VBA"),
    "embedded": ("\x01Ole10Native", "ObjectPool", "Package", "\x01Ole"),
    "encrypted": ("EncryptedPackage", "EncryptionInfo"),
}
_ENTRY = 128


def inspect(path: Path, name: str) -> None:
    """`Refused` with the reason when a stream of the file says that it acts."""
    content = path.read_bytes()
    for code, streams in _NAMES.items():
        if any(_has_stream(content, stream) for stream in streams):
            refuse(code, name)
    markings.inspect_bytes(content, name)


def _has_stream(content: bytes, stream: str) -> bool:
    """Is there a directory entry of just this name? Entries stand at multiples of 128 bytes."""
    wanted = (stream + "\0").encode("utf-16-le")
    at = content.find(wanted)
    while at >= 0:
        if at % _ENTRY == 0 and content[at + 64 : at + 66] == len(wanted).to_bytes(2, "little"):
            return True
        at = content.find(wanted, at + 1)
    return False
