"""What is deployed: the program as one archive, without tests, demonstration and whatever only developers need.

Standard library only, as `bundle` runs before anything is installed.
"""

import gzip
import hashlib
import io
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path

from config.lock import ROOT

MANIFEST = "MANIFEST.sha256"  # as `sha256sum -c` reads it
TOP = (
    "LICENSE", "README.md", "manage.py", "pyproject.toml", "requirements.lock", "config", "branches", "indexmetrics", "scoring",
    "templates", "static", "wheels",
)
# For developers and for showing: `load_demo`, `mutants`, `test` and `words` work in a checkout only.
LEFT_OUT = (
    "config/gallery.py", "config/mutants.py", "config/run_tests.py", "config/settings_test.py", "scoring/demo/", "scoring/management/commands/load_demo.py",
    "branches/management/catalogues.py", "branches/management/commands/words.py",
)
LEFT_ENDINGS = (".pyc", ".map", ".po", "~")


def pack(target: Path) -> int:
    """Write the archive (.tar.gz), the same bytes for the same files; returns how many files it holds.

    An existing file is not touched: FileExistsError. What is half written has another name.
    """
    if target.exists():
        raise FileExistsError(f"{target} is there already; name another file")
    aside = target.with_name(f".{target.name}.part")
    listed = []
    try:
        with aside.open("wb") as raw, gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed, \
                tarfile.open(fileobj=packed, mode="w") as archive:
            for file in deployed():
                content, name = file.read_bytes(), file.relative_to(ROOT).as_posix()
                listed.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
                _add(archive, name, content)
            _add(archive, MANIFEST, "".join(listed).encode())
        os.replace(aside, target)
    finally:
        aside.unlink(missing_ok=True)
    return len(listed)


def deployed() -> Iterator[Path]:
    """Every file that belongs to an installation, in order of its path."""
    for top in sorted(TOP):
        start = ROOT / top
        for file in [start] if start.is_file() else sorted(start.rglob("*")):
            name = file.relative_to(ROOT).as_posix()
            hidden = any(part.startswith(".") for part in name.split("/"))
            if file.is_file() and not file.is_symlink() and not hidden and not name.startswith(LEFT_OUT) and not name.endswith(LEFT_ENDINGS):
                yield file


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    about = tarfile.TarInfo(f"wusetu/{name}")
    about.size, about.mode = len(content), 0o755 if name == "manage.py" else 0o644
    archive.addfile(about, io.BytesIO(content))
