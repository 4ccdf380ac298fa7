"""The forms of a page as a browser would send them, and what a hostile visitor puts into them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

TEXT = {"text", "search", "textarea", "password", "date", "month", "number", "email", "hidden"}
KEPT = {"csrfmiddlewaretoken", "_key", "_version", "next"}
BENT = "甲\0乙\x0b丙\u202e丁\u200b戊\x1b[31m"
VALUES = {
    "long": "长" * 6000, "bent": BENT, "trick": "1_0", "exponent": "1e9", "nan": "NaN", "huge": "9" * 40, "negative": "-1",
    "markup": "'\"><script>alert(1)</script>{{7*7}}%s", "surrogate": "\udcff", "wide": "１２",
}

WORST = {kind: VALUES[kind] for kind in ("long", "bent")}


@dataclass
class Form:
    """Where it goes and what it holds: name → (kind, value)."""

    action: str
    method: str
    fields: dict[str, tuple[str, str]] = field(default_factory=dict)

    def filled(self, value: str, *, hidden: bool = False) -> dict[str, str]:
        """The form with that value in every field one can write into."""
        writable = TEXT if hidden else TEXT - {"hidden"}
        return {
            name: value if kind in writable and name not in KEPT else given
            for name, (kind, given) in self.fields.items()
        }


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.forms, self.select, self.area = path, [], "", ""

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        if tag == "form":
            self.forms.append(Form(told.get("action") or self.path, (told.get("method") or "get").lower()))
        if not self.forms:
            return
        fields = self.forms[-1].fields
        name, kind = told.get("name") or "", (told.get("type") or "text").lower()
        if tag == "input" and name and kind not in ("file", "submit", "button"):
            if kind not in ("radio", "checkbox") or name not in fields:
                fields[name] = (kind, told.get("value") or ("on" if kind == "checkbox" else ""))
        elif tag == "button" and name:
            fields[name] = ("button", told.get("value") or "")
        elif tag == "textarea" and name:
            fields[name] = ("textarea", "")
        elif tag == "select" and name:
            self.select = name
            fields[name] = ("select", "")
        elif tag == "option" and self.select and not fields[self.select][1]:
            fields[self.select] = ("select", told.get("value") or "")

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = ""


def forms_of(html: str, path: str) -> list[Form]:
    """All forms of a page."""
    reader = _Reader(path)
    reader.feed(html)
    return reader.forms
