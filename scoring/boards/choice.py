"""What a visitor asked of a board in its address: view, order, filters, page, opened rows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

VIEWS = {"flags", "heat"}
SORTS = {"total", "name", "change", "base"}
USUAL = {"view": "table", "sort": "rank", "page": "1"}
OPEN_AT_ONCE = 12
CODE = re.compile(r"[\w-]{1,40}", re.ASCII)


@dataclass(frozen=True)
class Choice:
    """The state of a board, all of it kept in the address so that a link shows the same."""

    view: str = "table"
    sort: str = "rank"
    query: str = ""
    group: str = ""
    colour: str = ""
    page: int = 1
    opened: tuple[str, ...] = ()

    @classmethod
    def of(cls, get: Mapping) -> "Choice":
        """From the address; what is unknown falls back to the default."""
        view, sort, page = get.get("view", ""), get.get("sort", ""), get.get("page", "1")
        codes = [code for code in get.get("open", "").split(",") if CODE.fullmatch(code)]
        return cls(
            view=view if view in VIEWS else "table", sort=sort if sort in SORTS else "rank",
            query=get.get("q", "").strip()[:40], group=get.get("group", "")[:8], colour=get.get("colour", "")[:12],
            page=int(page) if page.isdecimal() and 0 < int(page) < 10_000 else 1,
            opened=tuple(dict.fromkeys(codes))[:OPEN_AT_ONCE],
        )

    @property
    def token(self) -> str:
        """Part of the cache key."""
        return repr((self.view, self.sort, self.query, self.group, self.colour, self.page, self.opened))

    def address(self, edition: str = "", state: str = "", **changed) -> str:
        """The query of this state with something changed, on the edition or unpublished state named."""
        new = replace(self, **changed)
        words = {"edition": edition, "state": state, "view": new.view, "sort": new.sort, "q": new.query,
                 "group": new.group, "colour": new.colour, "page": str(new.page), "open": ",".join(new.opened)}
        kept = {name: word for name, word in words.items() if word and word != USUAL.get(name)}
        return f"?{urlencode(kept, safe=',')}"

    def opening(self, **fixed: str) -> str:
        """The same up to the code of one more opened row."""
        start, opened = self.address(opened=(), **fixed), ",".join((*self.opened, ""))
        return f"{start}{'' if start == '?' else '&'}open={opened}"

    @property
    def is_filtered(self) -> bool:
        """Is only a part of the branches asked for?"""
        return bool(self.query or self.group or self.colour)

    def keeps(self, row: Mapping) -> bool:
        """Does a row pass the filters?"""
        return (
            (not self.query or self.query in row["name"] or self.query in row["short"])
            and (not self.group or row["group"] == self.group)
            and (not self.colour or row["colour"] == self.colour)
        )
