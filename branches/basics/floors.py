"""Versions below which a package lacks security repairs; none of them may start (pure)."""

import re
from importlib.metadata import PackageNotFoundError, version

# Package → the oldest version that may run. Raise a line whenever an advisory asks for it.
OLDEST = {
    "django": (5, 2, 19), "pillow": (12, 0, 0), "jinja2": (3, 1, 6), "waitress": (3, 0, 1), "openpyxl": (3, 1, 5), "defusedxml": (0, 7, 1),
    "django-ninja": (1, 3, 0), "argon2-cffi": (23, 1, 0), "whitenoise": (6, 7, 0), "fonttools": (4, 60, 2), "pyarrow": (17, 0, 0), "lxml": (5, 0, 0),
    "reportlab": (4, 0, 0), "psycopg": (3, 2, 0), "sqlparse": (0, 5, 4), "pydantic": (2, 4, 0), "numpy": (1, 26, 0), "asgiref": (3, 8, 1),
}  # fmt: skip


def too_old() -> list[str]:
    """Each installed package below its floor, and each missing guard, in words."""
    found = []
    for name, oldest in OLDEST.items():
        try:
            installed = version(name)
        except PackageNotFoundError:
            found.append(f"{name}: not installed")
            continue
        if _parts(installed) < oldest:
            found.append(f"{name} {installed}: below {'.'.join(map(str, oldest))}")
    return found


def _parts(text: str) -> tuple[int, ...]:
    """The leading numbers of a version; what is no number ends them."""
    parts: list[int] = []
    for part in text.split("+")[0].split("."):
        digits = re.match(r"\d*", part)[0]
        if digits:
            parts.append(int(digits))
        if digits != part:
            return (*parts[:-1], -1) if digits else tuple(parts)  # a release candidate comes before its release
    return tuple(parts)
