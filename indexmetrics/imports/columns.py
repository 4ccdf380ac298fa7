"""The columns of a template: what each is called, what it takes, how a cell of it is read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, override

from indexmetrics.imports import values
from indexmetrics.imports.values import CellFault

PAUSE = chr(0x3001)  # the comma between the parts of a list
SEPARATORS = {PAUSE, ",", ";", chr(0xFF0C), chr(0xFF1B)}
TEXT, WHOLE, NUMBER, DAY, MONTH, CHOICE, FLAG, MANY = "text", "whole", "number", "day", "month", "choice", "flag", "many"


@dataclass(frozen=True)
class Column:
    """One column; `heading` is a message id or the scheme's own words."""

    code: str
    heading: str
    kind: str = TEXT
    required: bool = False
    note: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    least: int | None = 0
    most: int | None = None
    decimals: int = 4
    longest: int = 200
    fixed: bool = False  # only to look at; what stands there is not taken in
    width: int = 14
    accepted: dict[str, str] = field(default_factory=dict, compare=False)
    also: set[str] = field(default_factory=set, compare=False)  # headings in the other language

    words: dict[str, str] = field(default_factory=dict, compare=False)  # code → name

    def __post_init__(self) -> None:
        self.words.update((code, str(name)) for code, name in self.choices)
        for code, name in self.choices:
            for word in (code, name, f"{code} {name}"):
                self.accepted.setdefault(values.folded(word).casefold(), code)

    @property
    def title(self) -> str:
        """The heading in the reader's language."""
        return gettext(self.heading)

    def names(self) -> set[str]:
        """Everything a heading of this column may say."""
        found = {self.code, self.heading}
        for language in ("zh-hans", "en"):
            with override(language):
                found.add(gettext(self.heading))
        return {plain_heading(name) for name in found | self.also}

    def learn(self, other: "Column") -> None:
        """Take in what the same column is called, and takes, in another language."""
        self.also.add(str(other.heading))
        for word, code in other.accepted.items():
            self.accepted.setdefault(word, code)

    def name_of(self, value: Any) -> Any:
        """A stored value as it stands in the template."""
        if value is None or value == "":
            return None
        if self.kind == CHOICE:
            return self.words.get(value, value)
        if self.kind == MANY:
            shown = [self.words.get(code, code) for code in value]
            parts = [code if SEPARATORS & set(name) else name for code, name in zip(value, shown, strict=True)]
            return PAUSE.join(parts) or None
        if self.kind == FLAG:
            return gettext("yes") if value else gettext("no")
        return value

    def reader(self) -> Callable[[str], tuple[Any, bool]]:
        """The function that reads a cell of this column."""
        return {
            TEXT: lambda raw: values.text(raw, self.longest), WHOLE: self._whole, NUMBER: self._number, DAY: values.day,
            MONTH: values.month, CHOICE: self._choice, FLAG: values.flag, MANY: self._many,
        }[self.kind]

    def _number(self, raw: str) -> tuple[Decimal, bool]:
        value, changed = values.number(raw)
        if (self.least is not None and value < self.least) or (self.most is not None and value > self.most):
            raise CellFault("bounds" if self.most is not None else "least", least=self.least, most=self.most)
        if value.as_tuple().exponent < -self.decimals and value != round(value, self.decimals):
            raise CellFault("decimals", decimals=self.decimals)
        return value, changed

    def _whole(self, raw: str) -> tuple[int, bool]:
        value, changed = self._number(raw)
        if not raw[1:].isdigit() and value != value.to_integral_value():
            raise CellFault("no_whole")
        return int(value), changed

    def _choice(self, raw: str) -> tuple[str, bool]:
        word = values.folded(values.shown(raw)).casefold()
        if word not in self.accepted:
            raise CellFault("no_choice", choices=", ".join(str(name) for _code, name in self.choices[:12]))
        return self.accepted[word], False

    def _many(self, raw: str) -> tuple[list[str], bool]:
        found = []
        for part in values.folded(values.shown(raw)).replace(PAUSE, ",").replace(";", ",").split(","):
            if part.strip():
                code, _changed = self._choice("t" + part)
                if code not in found:
                    found.append(code)
        return found, False


def plain_heading(text: str) -> str:
    """A heading without blanks, stars, notes in brackets at its end and differences of form."""
    folded = values.folded(str(text)).casefold().replace(" ", "").replace("\n", "")
    return folded.rstrip("*").strip()
