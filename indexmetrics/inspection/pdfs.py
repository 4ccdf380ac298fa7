"""PDF files: one document from the first byte to the last, that shows and does nothing else."""

import re
import zlib
from pathlib import Path

from indexmetrics.inspection import markings
from indexmetrics.inspection.reasons import refuse

_START, _END = b"%PDF-", b"%%EOF"
_ACTS = {
    "script": {b"JavaScript", b"JS", b"Launch", b"SubmitForm", b"ImportData", b"XFA", b"RichMedia", b"Rendition", b"Movie", b"Sound", b"GoToE"},
    "embedded": {b"EmbeddedFile", b"EmbeddedFiles", b"Filespec"},
    "encrypted": {b"Encrypt"},
    "external": {b"GoToR"},
}  # fmt: skip
_NAME = re.compile(rb"/([^\x00-\x20()<>\[\]{}/%]+)")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream\r?\n")
_STOP = b"endstream"
_BEHIND = 64  # after the end some programs write a line end, ours a comment
_FOREIGN = re.compile(rb"PK\x03\x04|MZ\x90|<(?:html|script|svg|!doctype)|#!|\x7fELF", re.I)
_MOST_UNPACKED, _DICTIONARY = 32 * 1024 * 1024, 1024


def inspect(path: Path, name: str) -> None:
    """`Refused` with the reason when the file does more than show pages, or carries more than one document."""
    content = path.read_bytes()
    if not content.startswith(_START):
        refuse("content", name)
    end = content.rfind(_END)
    if end < 0:
        refuse("broken", name)
    behind = content[end + len(_END):]
    if len(behind.strip()) > _BEHIND or _FOREIGN.search(behind):
        refuse("appended", name)
    plain, packed = _taken_apart(content)
    _inspect_names(plain, name)
    for text in packed:
        _inspect_names(text, name)
        markings.inspect_bytes(text, name)
    markings.inspect_bytes(content, name)


def _taken_apart(content: bytes) -> tuple[bytes, list[bytes]]:
    """What stands outside of streams, and the text of packed objects and metadata."""
    outside, packed, at, left = [], [], 0, _MOST_UNPACKED
    for found in _STREAM.finditer(content):
        if found.start() < at:
            continue
        stop = content.find(_STOP, found.end())
        if stop < 0:
            break
        outside.append(content[at:found.start()])
        dictionary = _unescaped(content[max(at, found.start() - _DICTIONARY):found.start()])
        if left > 0 and (b"ObjStm" in dictionary or b"Metadata" in dictionary):
            text = _unpacked(content[found.end():stop], left) if b"FlateDecode" in dictionary else content[found.end():stop]
            packed.append(text)
            left -= len(text)
        at = stop + len(_STOP)
    return b"".join([*outside, content[at:]]), packed


def _unpacked(body: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(body, most)
    except zlib.error:
        return b""


def _inspect_names(text: bytes, name: str) -> None:
    names = {_unescaped(found) for found in _NAME.findall(text)}
    for code, acts in _ACTS.items():
        if names & acts:
            refuse(code, name)


def _unescaped(text: bytes) -> bytes:
    """Names may be written with codes: /J#61vaScript is /JavaScript."""
    return _HEX.sub(lambda found: bytes([int(found[1], 16)]), text)
