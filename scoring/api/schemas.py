"""What the API answers: the declared shapes."""

from typing import Any

from ninja import Schema
from pydantic import Field

Points = str | None


class Problem(Schema):
    """Why there is no answer."""

    code: str
    message: str
    errors: list[str] = Field(default_factory=list, description="what is wrong with the request, one line each")


class Index(Schema):
    """The addresses of the API."""

    editions: str
    openapi: str


class EditionLine(Schema):
    """One published quarter in the list, with the edition in force."""

    quarter: str
    edition: int
    meeting: str
    published_at: str
    seal: str
    address: str


class EditionList(Schema):
    """All published quarters, newest first."""

    editions: list[EditionLine]


class SchemeName(Schema):
    """The scheme an edition was computed under."""

    code: str
    version: int | str


class Row(Schema):
    """One branch of an edition; points are texts with two places, null where nothing applies."""

    branch: str
    name: str
    short: str
    type: str
    group: str
    indices: dict[str, Points]
    base_total: str
    bonus: str
    penalty: str
    total: str
    colour: str
    rank: int | None
    tied: bool
    caps_held: list[str] = Field(description="caps by code; a veto of another branch is just “veto”")
    mark: str
    change: str | None
    indicator_points: dict[str, Points] | None = Field(description="null where they are not yours to see")


class EditionHead(Schema):
    """What stands above a board."""

    quarter: str
    edition: int
    newest: bool
    meeting: str
    published_at: str
    reason: str
    seal: str
    engine: str
    scheme: SchemeName
    counts: dict[str, int]


class EditionDocument(EditionHead):
    """A whole edition."""

    branches: list[Row]


class Fact(Schema):
    """One number with the sources it came from."""

    id: int
    month: str
    indicator: str
    part: str
    key: str
    value: str
    sources: list[str]


class Cell(Schema):
    """One indicator of one branch: points, what was lost and why."""

    indicator: str
    index: str
    points: Points
    max: Points
    loss: Points
    state: str
    reason: dict[str, Any]
    parts: list[dict[str, Any]] = Field(default_factory=list)
    facts: list[int] = Field(default_factory=list)


class Trail(Schema):
    """Where every point of a branch comes from."""

    cells: list[Cell]
    facts: list[Fact]
    events: list[dict[str, Any]]
    caps: list[dict[str, Any]]
    sums: dict[str, Any]
    evidence: dict[str, dict[str, Any]]


class BranchDocument(EditionHead):
    """One branch of an edition; the trail is null where it is not yours to see."""

    row: Row
    trail: Trail | None
