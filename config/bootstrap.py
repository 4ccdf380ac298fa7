"""The start on a bare machine: makes `.venv` from the lock, then hands over to it.

Standard library only, because it runs while nothing is installed yet.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from branches.basics.steps import Steps
from config import lock, release

ROOT = lock.ROOT
VENV = ROOT / ".venv"
WHEELS = ROOT / "wheels"
UNFINISHED = VENV / ".wusetu-unfinished"
# What a command needs beside the packages of every day.
MORE = {"test": ("test",), "lock": ("test",), "words": ("test",), "serve": ("serve",), "mutants": ("test", "mutants")}
LOCKED = ["--quiet", "--require-hashes", "--no-deps", "--only-binary", ":all:"]
REMEDY = (
    "The packages could not be installed.\n"
    "  With a network: check pip's own settings (pip config list) and the proxy, then repeat.\n"
    "  Without one: on a connected machine run `python3 manage.py bundle`, copy the folder\n"
    "  wheels/ here beside manage.py, then repeat."
)


def ensure(command: str) -> None:
    """Return inside an environment that has what the command needs, or re-execute in one."""
    wanted = ("run", *MORE.get(command, ()))
    if _foreign_environment():
        return
    if not all(_complete(name) for name in wanted):
        with _one_at_a_time():
            _install(wanted)
    if not _inside():
        _reexecute()


def bundle(arguments: list[str]) -> None:
    """Fill `wheels/` with every locked package; with --archive FILE write what is deployed instead."""
    if "--archive" in arguments:
        _archive(arguments[arguments.index("--archive") + 1:])
        return
    names = ["uv", "run", "serve", *(["test"] if "--test" in arguments else [])]
    WHEELS.mkdir(exist_ok=True)
    for number, name in enumerate(names, 1):
        print(f"[{number}/{len(names)}] packages of [{name}] into wheels/", flush=True)
        with _requirements_file(name) as listed:
            download = [_python(), "-m", "pip", "download", *LOCKED, "--dest", str(WHEELS)]
            _call([*download, "-r", listed])
    size = sum(file.stat().st_size for file in WHEELS.iterdir()) / 1_000_000
    print(f"wheels/: {len(list(WHEELS.iterdir()))} files, {size:.0f} MB; copy it beside manage.py")


def _archive(named: list[str]) -> None:
    if not named:
        _stop("Name the file: python3 manage.py bundle --archive wusetu.tar.gz")
    try:
        count = release.pack(Path(named[0]))
    except OSError as error:
        _stop(f"{named[0]}: {error.strerror or error}")
    wheels = "with wheels/" if WHEELS.is_dir() else "without wheels/ (run bundle first for a machine without a network)"
    print(f"{named[0]}: {count} files, {wheels}; unpack it there, then: sha256sum -c {release.MANIFEST}")


def _foreign_environment() -> bool:
    """Whether an environment of the user's own, with the packages, is already active."""
    if _inside() or sys.prefix == sys.base_prefix:
        return False
    from importlib.util import find_spec

    return all(find_spec(name) for name in ("django", "crispy_forms", "pandas", "waitress"))


def _inside() -> bool:
    return Path(sys.prefix).resolve() == VENV.resolve()


def _python() -> str:
    return str(VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def _reexecute() -> None:
    command = [_python(), *sys.argv]
    if os.name == "nt":
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)


def _stamp(name: str) -> Path:
    return VENV / f".wusetu-{name}"


def _complete(name: str) -> bool:
    """Whether a section is installed as the lock says today."""
    # Without its pyvenv.cfg the environment is a bare Python, which would start itself again for ever.
    if UNFINISHED.exists() or not Path(_python()).exists() or not (VENV / "pyvenv.cfg").exists():
        return False
    try:
        return _stamp(name).read_text(encoding="utf-8") == lock.digest(name)
    except OSError:
        return False


def _install(wanted: tuple[str, ...]) -> None:
    """Make the environment where needed and install the sections that are not complete."""
    if all(_complete(name) for name in wanted):
        return  # another start did it while this one waited
    steps = Steps(2 + sum(not _complete(name) for name in wanted))
    with steps.step("isolated environment .venv"):
        _make_environment()
    with steps.step(f"installer (from {_source('uv')})"):
        fast = _install_uv()
    for name in wanted:
        if _complete(name):
            continue
        count = len(lock.requirements(lock.section(name)))
        with steps.step(f"{count} packages of [{name}] (from {_source(name)})"):
            UNFINISHED.touch()
            _install_section(name, fast)
            _stamp(name).write_text(lock.digest(name), encoding="utf-8")
            UNFINISHED.unlink()


def _make_environment() -> None:
    """Make it, or make it anew where an interrupted installation left something behind."""
    if not UNFINISHED.exists() and _answers([_python(), "-c", "import pip"]):
        return
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True
    )
    if made.returncode:
        _stop(
            "An isolated environment could not be made:\n"
            + (made.stdout + made.stderr).strip()
            + "\nOn Debian, Kylin and UOS install it first: apt-get install python3-venv"
        )


def _answers(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False


def _install_uv() -> bool:
    """Put the fast installer into the environment; False where it has no wheel."""
    with _requirements_file("uv") as listed:
        return _call(_pip("uv", listed), optional=True) == 0


def _install_section(name: str, fast: bool) -> None:
    with _requirements_file(name) as listed:
        if fast:
            command = [_python(), "-m", "uv", "pip", "install", "--python", _python()]
            command += [*LOCKED, *_offline(name), "-r", listed]
            if _call(command, optional=True, extra=_uv_settings()) == 0:
                return
            print("      the fast installer did not manage; trying plain pip", flush=True)
        _call(_pip(name, listed))


def _pip(name: str, listed: str) -> list[str]:
    return [_python(), "-m", "pip", "install", *LOCKED, *_offline(name), "-r", listed]


def _offline(name: str) -> list[str]:
    """Options that keep the installer off the network when wheels/ holds the whole section."""
    if not WHEELS.is_dir():
        return []
    here = ["--find-links", str(WHEELS)]
    return ["--no-index", *here] if _in_wheels(name) else here


def _in_wheels(name: str) -> bool:
    """Whether wheels/ has a file for every package of a section that this machine needs."""
    files = {file.name.split("-")[0].lower() for file in WHEELS.glob("*.whl")}
    blocks = lock.requirements(lock.section(name))
    always = [one for one, block in blocks.items() if ";" not in block.splitlines()[0]]
    return all(one.replace("-", "_").replace(".", "_").lower() in files for one in always)


def _source(name: str) -> str:
    return "wheels/, no network" if WHEELS.is_dir() and _in_wheels(name) else "pip's own settings"


def _uv_settings() -> dict[str, str]:
    """What pip is told about index, certificates and trust, in uv's names."""
    shown = subprocess.run(
        [_python(), "-m", "pip", "config", "list"], capture_output=True, text=True
    ).stdout
    told: dict[str, str] = {}
    for line in shown.splitlines():
        key, _, value = line.partition("=")
        told[key.rpartition(".")[2]] = value.strip("'\"")
    names = {
        "index-url": "UV_DEFAULT_INDEX",
        "cert": "SSL_CERT_FILE",
        "trusted-host": "UV_INSECURE_HOST",
        "proxy": "HTTPS_PROXY",
    }
    settings = {uv: told[pip] for pip, uv in names.items() if pip in told and uv not in os.environ}
    return {**settings, "UV_HTTP_TIMEOUT": os.environ.get("UV_HTTP_TIMEOUT", "120")}


@contextlib.contextmanager
def _requirements_file(name: str) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder, f"{name}.txt")
        listed.write_text(lock.section(name), encoding="utf-8")
        yield str(listed)


def _call(command: list[str], optional: bool = False, extra: dict[str, str] | None = None) -> int:
    """Run a command, say every ten seconds that it still runs, stop clearly when it fails."""
    began = said = time.monotonic()
    with tempfile.TemporaryFile("w+") as output:
        running = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, env={**os.environ, **(extra or {})}
        )
        try:
            while running.poll() is None:
                time.sleep(0.05)
                if time.monotonic() - said >= 10:
                    said = time.monotonic()
                    print(f"      … still at it, {said - began:.0f} s", flush=True)
        except BaseException:
            running.terminate()
            raise
        output.seek(0)
        if running.returncode and not optional:
            _stop(output.read().strip()[-2000:] + "\n\n" + REMEDY)
    return running.returncode


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two starts at once would break each other's installation; the second waits."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with open(ROOT / ".venv.lock", "w", encoding="utf-8") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _stop(message: str) -> None:
    print(message, file=sys.stderr)
    raise SystemExit(1)
