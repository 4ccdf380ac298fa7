"""Environment variables read once, checked, with a hint what to write when they are wrong."""

import contextlib
import os
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off", ""})
OWN_NAMES = frozenset({"WUSETU_LONG", "WUSETU_REQUIRE_ALL", "WUSETU_TEST_COUNTS", "WUSETU_TEST_PASS"})


def env_text(name: str, default: str = "") -> str:
    """The variable without surrounding blanks."""
    return os.environ.get(name, default).strip()


def env_bool(name: str, default: bool = False) -> bool:
    """A switch: 1/true/yes/on or 0/false/no/off."""
    text = env_text(name, "1" if default else "0").lower()
    if text in TRUE:
        return True
    if text in FALSE:
        return False
    raise ImproperlyConfigured(f"{name}={text!r} is neither yes nor no; write {name}=1 or {name}=0")


def env_choice(name: str, choices: tuple[str, ...]) -> str:
    """One of the words; the first when nothing is set."""
    text = env_text(name, choices[0])
    if text not in choices:
        raise ImproperlyConfigured(f"{name}={text!r} is not known; write one of {', '.join(choices)}")
    return text


def env_int(name: str, default: int, least: int = 0, most: int | None = None) -> int:
    """A whole number that is not below `least` nor above `most`."""
    text = env_text(name) or str(default)
    if not text.isdecimal() or int(text) < least or (most is not None and int(text) > most):
        bounds = f"of at least {least}" if most is None else f"from {least} to {most}"
        raise ImproperlyConfigured(f"{name}={text!r} is not a whole number {bounds}; write {name}={default}")
    return int(text)


def env_list(name: str) -> list[str]:
    """Values separated by commas."""
    return [part.strip() for part in env_text(name).split(",") if part.strip()]


def env_networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Addresses or networks separated by commas."""
    try:
        return [ip_network(part) for part in env_list(name)]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}; write addresses such as 10.1.2.3 or 10.1.2.0/28") from error


def env_path(name: str, default: Path, base: Path) -> Path:
    """A folder or file; relative ones start from `base`."""
    text = env_text(name)
    return (base / text).resolve() if text else default


def made_folder(path: Path) -> Path:
    """The folder, made for its owner only; on a disk that cannot be written the first upload says so."""
    with contextlib.suppress(OSError):
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def env_secret(name: str, kept: Path, shortest: int = 50) -> str:
    """A secret from the environment, else from the file that `start` made; "" when neither."""
    text = env_text(name)
    if not text and kept.is_file():
        text = kept.read_text(encoding="utf-8").strip()
    if text and len(text) < shortest:
        raise ImproperlyConfigured(
            f"{name} has {len(text)} characters; {shortest} random ones are needed. Make one with "
            'python3 -c "import secrets; print(secrets.token_urlsafe(50))"'
        )
    return text


def refuse_unknown(prefix: str = "WUSETU_", known: frozenset[str] = OWN_NAMES) -> None:
    """Stop when a variable with our prefix is not ours: a typing error must not weaken anything."""
    unknown = sorted(name for name in os.environ if name.startswith(prefix) and name not in known)
    if unknown:
        raise ImproperlyConfigured(
            f"unknown environment variable {', '.join(unknown)}; known: {', '.join(sorted(known))}"
        )


def database(url: str, base: Path) -> dict[str, object]:
    """Django's database settings from sqlite:///relative, sqlite:////absolute or postgres://…"""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(base / unquote(url.removeprefix("sqlite:///")))
    if parts.scheme in ("postgres", "postgresql"):
        return _postgres(
            parts.hostname,
            parts.port,
            parts.username,
            parts.password,
            parts.path,
            dict(parse_qsl(parts.query)),
        )
    raise ImproperlyConfigured(
        f"DATABASE_URL starts with {parts.scheme or url[:10]!r}; write "
        "sqlite:///var/wusetu.sqlite3 or postgres://user:password@host:5432/name"
    )


def _sqlite(file: Path) -> dict[str, object]:
    return {
        "ENGINE": "config.sqlite",
        "NAME": file,
        "OPTIONS": {
            # A writer takes its lock at BEGIN, so two writers wait instead of failing half-way; those of one process in line.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA secure_delete=ON; PRAGMA cache_size=-16000; PRAGMA journal_size_limit=67108864;"
            ),
        },
    }


def _postgres(
    host: str | None,
    port: int | None,
    user: str | None,
    password: str | None,
    path: str,
    query: Mapping[str, str],
) -> dict[str, object]:
    if not path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL names no database; end it with /wusetu")
    # A host that vanishes without a word must not hold a page longer than one that says no.
    options: dict[str, object] = {
        "connect_timeout": 3, "tcp_user_timeout": 4000, "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 2,
        **query,
    }
    # A Unix socket folder is given as ?host=/run/postgresql.
    socket = options.pop("host", "")
    return {
        "ENGINE": "config.postgres",
        "NAME": unquote(path.strip("/")),
        "USER": unquote(user or ""),
        "PASSWORD": unquote(password or ""),
        "HOST": socket or host or "",
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
