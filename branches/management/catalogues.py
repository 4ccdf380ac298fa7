"""The words of the interface: what code and pages ask for, and what the catalogues hold.

Used by the `words` command and by the law that keeps the catalogues complete. Needs polib,
which comes with the test packages; the compiled catalogues are committed.
"""

import ast
import fcntl
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize
from jinja2 import Environment

AREAS = ("config", "branches", "indexmetrics", "scoring")
CALLS = {
    "_",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
    "npgettext",
    "npgettext_lazy",
    "_lazy",
    "N_",
}
NAMED = re.compile(r"%\(\w+\)[sd]|(?<!\{)\{\w+\}(?!\})")
POSITIONAL = re.compile(r"(?<!%)%[sdrif]|(?<!\{)\{[0-9]*[:}]")
METADATA = {
    "Project-Id-Version": "wusetu",
    "Language": "zh_Hans",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}


@dataclass(frozen=True, order=True)
class Word:
    """A text to translate: context, text, plural text."""

    context: str
    text: str
    plural: str = ""


@dataclass
class Findings:
    """What is wrong with the catalogues, each as readable lines."""

    missing: list[str] = field(default_factory=list)
    fuzzy: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    placeholders: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    wrong_calls: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """All findings, each with its kind."""
        return [f"{kind}: {line}" for kind, found in vars(self).items() for line in found]


def asked_for(base: Path) -> tuple[dict[Word, str], list[str]]:
    """Every text that code and pages ask for with its first place, and the calls that are wrong."""
    words: dict[Word, str] = {}
    wrong: list[str] = []
    for file in _files(base):
        place = file.relative_to(base).as_posix()
        source = file.read_text(encoding="utf-8")
        if file.suffix == ".py":
            found = _from_python(source, place, wrong)
        elif "jinja2" in file.parts:
            found = _from_jinja(source, place)
        else:
            found = _from_template(source, place, wrong)
        for word, line in found:
            words.setdefault(word, f"{place}:{line}")
    return words, wrong


def check(base: Path) -> Findings:
    """Compare what is asked for with all catalogues together."""
    words, wrong = asked_for(base)
    findings = Findings(wrong_calls=wrong)
    known: dict[tuple[str, str], tuple[str, str]] = {}
    for area in AREAS:
        file = po_file(base, area)
        if not file.exists():
            continue
        catalogue = polib.pofile(str(file))
        if _compiled(file) != _content(catalogue):
            findings.stale.append(f"{area}: run python3 manage.py words")
        for entry in catalogue:
            _judge(entry, area, known, findings)
    for word, place in sorted(words.items()):
        if (word.context, word.text) not in known:
            findings.missing.append(f"{place} {word.text!r}")
    wanted = {(word.context, word.text) for word in words}
    findings.unused += [
        f"{area} {key[1]!r}" for key, (area, _t) in known.items() if key not in wanted
    ]
    return findings


def add(base: Path, area: str, entries: list[tuple[Word, str]]) -> None:
    """Put translations into one area's catalogue and compile it, one writer at a time."""
    with _locked():
        file = po_file(base, area)
        catalogue = polib.pofile(str(file), wrapwidth=100) if file.exists() else _empty()
        for word, translation in entries:
            entry = _entry(catalogue, word)
            if entry is None:
                entry = polib.POEntry(msgid=word.text, msgctxt=word.context or None)
                catalogue.append(entry)
            if word.plural:
                entry.msgid_plural, entry.msgstr_plural = word.plural, {0: translation}
            else:
                entry.msgstr = translation
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        catalogue.sort(key=lambda entry: (entry.msgid.casefold(), entry.msgctxt or ""))
        file.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(file))
        catalogue.save_as_mofile(str(file.with_suffix(".mo")))


def _entry(catalogue: polib.POFile, word: Word) -> polib.POEntry | None:
    """The entry of exactly this text and context; polib's own search takes any context for none."""
    return next(
        (
            entry
            for entry in catalogue
            if entry.msgid == word.text and (entry.msgctxt or "") == word.context
        ),
        None,
    )


def compile_all(base: Path) -> list[str]:
    """Compile the catalogues that are not up to date; returns their areas."""
    made = []
    with _locked():
        for area in AREAS:
            file = po_file(base, area)
            if not file.exists():
                continue
            catalogue = polib.pofile(str(file))
            if _compiled(file) != _content(catalogue):
                catalogue.save_as_mofile(str(file.with_suffix(".mo")))
                made.append(area)
    return made


def po_file(base: Path, area: str) -> Path:
    """Where an area keeps its Chinese words."""
    return base / area / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def _files(base: Path) -> Iterator[Path]:
    for area in AREAS:
        yield from sorted((base / area).rglob("*.py"))
    for folder in (base / "templates", *(base / area / "templates" for area in AREAS)):
        for pattern in ("*.html", "*.txt", "*.svg"):
            yield from sorted(folder.rglob(pattern))


def _from_python(source: str, place: str, wrong: list[str]) -> Iterator[tuple[Word, int]]:
    for node in ast.walk(ast.parse(source, place)):
        if not isinstance(node, ast.Call) or _name(node.func) not in CALLS or not node.args:
            continue
        name = _name(node.func)
        given = node.args[: 1 + name.startswith("n") + ("pgettext" in name)]
        if all(isinstance(one, ast.Name | ast.Attribute | ast.Subscript) for one in given):
            continue  # a text that was marked with gettext_noop where it was written
        if not all(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in given):
            wrong.append(f"{place}:{node.lineno} the text of {name}() is not one plain string")
            continue
        texts = [one.value for one in given]
        word = Word(texts.pop(0) if "pgettext" in name else "", texts[0], *texts[1:2])
        _refuse_positional(word, f"{place}:{node.lineno}", wrong)
        yield word, node.lineno


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _from_template(source: str, place: str, wrong: list[str]) -> Iterator[tuple[Word, int]]:
    """Django's own reading of a template turns it into calls between blanked-out text."""
    text = templatize(source, origin=place)
    for found in re.finditer(r"(?<![\w.])(_|n?p?gettext)\(", text):
        for end in (m.end() for m in re.finditer(r"\)", text[found.start() :])):
            piece = text[found.start() : found.start() + end].replace("\n", "\\n")
            try:
                node = ast.parse(piece.strip(), mode="eval")
            except SyntaxError:
                continue
            line = text.count("\n", 0, found.start()) + 1
            for word, _line in _from_python(ast.unparse(node), f"{place}:{line}", wrong):
                yield word, line
            break


def _from_jinja(source: str, place: str) -> Iterator[tuple[Word, int]]:
    reader = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    for line, function, message in reader.extract_translations(source, CALLS):
        texts = [one for one in (message if isinstance(message, tuple) else (message,)) if one]
        context = texts.pop(0) if "pgettext" in function else ""
        yield Word(context, texts[0], *(texts[1:2] if function.startswith("n") else ())), line


def _refuse_positional(word: Word, place: str, wrong: list[str]) -> None:
    if POSITIONAL.search(word.text + word.plural):
        wrong.append(f"{place} {word.text!r} has a placeholder without a name")


def _judge(entry: polib.POEntry, area: str, known: dict, findings: Findings) -> None:
    key = (entry.msgctxt or "", entry.msgid)
    text = entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr
    if entry.obsolete or not text:
        return
    if entry.fuzzy:
        findings.fuzzy.append(f"{area} {entry.msgid!r}")
        return
    if key in known and known[key][1] != text:
        findings.conflicts.append(
            f"{entry.msgid!r}: {known[key][0]} {known[key][1]!r}, {area} {text!r}"
        )
    known.setdefault(key, (area, text))
    allowed = set(NAMED.findall(entry.msgid + (entry.msgid_plural or "")))
    if not set(NAMED.findall(text)) <= allowed or (
        not entry.msgid_plural and set(NAMED.findall(text)) != allowed
    ):
        findings.placeholders.append(f"{area} {entry.msgid!r} → {text!r}")


def _content(catalogue: list) -> dict:
    """What gettext sees of a catalogue, source or compiled: translated entries by key."""
    found = {}
    for one in catalogue:
        text = one.msgstr_plural.get(0) if one.msgid_plural else one.msgstr
        if text and not getattr(one, "fuzzy", False) and not getattr(one, "obsolete", False):
            found[one.msgctxt, one.msgid] = text
    return found


def _compiled(file: Path) -> dict | None:
    compiled = file.with_suffix(".mo")
    return _content(polib.mofile(str(compiled))) if compiled.exists() else None


def _empty() -> polib.POFile:
    made = polib.POFile(wrapwidth=100)
    made.metadata = dict(METADATA)
    return made


@contextmanager
def _locked() -> Iterator[None]:
    settings.VAR.mkdir(mode=0o700, exist_ok=True)
    with open(settings.VAR / "words.lock", "w", encoding="utf-8") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
