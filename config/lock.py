"""The hash-locked list of packages, `requirements.lock`: read it by section, make it anew."""

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
SECTIONS = ("uv", "run", "serve", "test", "mutants")
HEAD = """\
# Every package with its hashes, for Python 3.11 and later on every platform.
# Made from pyproject.toml by: python3 manage.py lock   (newer versions: change them there first)
"""


def section(name: str) -> str:
    """The requirement lines of one section."""
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    try:
        start = lines.index(f"# [{name}]") + 1
    except ValueError:
        raise SystemExit(
            f"{LOCK.name} has no section [{name}]; remake it: manage.py lock"
        ) from None
    stop = next((i for i in range(start, len(lines)) if lines[i].startswith("# [")), len(lines))
    return "\n".join(lines[start:stop]).strip() + "\n"


def digest(*names: str) -> str:
    """A fingerprint of sections: an environment that carries it is complete."""
    return hashlib.sha256("".join(section(name) for name in names).encode()).hexdigest()


def requirements(text: str) -> dict[str, str]:
    """Requirement blocks (a line with its hash lines) by package name."""
    blocks: dict[str, list[str]] = {}
    current: list[str] = []
    for line in text.splitlines():
        if line[:1].isalnum():
            current = blocks.setdefault(line.split("==")[0], [])
        if line.strip() and not line.startswith("#"):
            current.append(line)
    return {name: "\n".join(lines) for name, lines in blocks.items()}


def remake() -> None:
    """Resolve pyproject.toml anew with uv and write all sections."""
    uv = requirements(_compile("--group", "pyproject.toml:uv"))
    run = requirements(_compile("pyproject.toml"))
    test = requirements(_compile("pyproject.toml", "--group", "test"))
    serve = requirements(_compile("pyproject.toml", "--group", "serve"))
    mutants = requirements(_compile("pyproject.toml", "--group", "test", "--group", "mutants"))
    differing = [name for name in run if not test.get(name) == serve.get(name) == run[name]]
    differing += [name for name in test if mutants.get(name) != test[name]]
    if differing:
        raise SystemExit(f"another set pulls other versions of: {', '.join(differing)}")
    parts = {"uv": uv, "run": run}
    for name, whole, there in (("serve", serve, run), ("test", test, run), ("mutants", mutants, test)):
        parts[name] = {package: block for package, block in whole.items() if package not in there}
    text = HEAD
    for name in SECTIONS:
        text += f"\n# [{name}]\n" + "\n".join(parts[name].values()) + "\n"
    LOCK.write_text(text, encoding="utf-8")
    print(f"{LOCK.name}: " + ", ".join(f"{len(parts[n])} in [{n}]" for n in SECTIONS))


def _compile(*arguments: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out.txt")
        subprocess.run(
            [
                sys.executable,
                "-m",
                "uv",
                "pip",
                "compile",
                *arguments,
                "--universal",
                "--python-version",
                "3.11",
                "--generate-hashes",
                "--no-annotate",
                "--no-header",
                "--quiet",
                "--output-file",
                str(out),
            ],
            check=True,
            cwd=ROOT,
        )
        return out.read_text(encoding="utf-8")
