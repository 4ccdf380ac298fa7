"""Any number of an edition leads to its evidence in two clicks, and the parts add up exactly."""

import random
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from urllib.parse import urljoin

import pytest
from lxml import html
from openpyxl import load_workbook
from pypdf import PdfReader

from scoring.boards.chart import chart_of
from scoring.boards.queries import board_for

# Pages of a frozen text say the same on every database; that it is the same is proved in test_moving.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
BOARD = "/board/2026Q2/"
CENT = Decimal("0.01")
SUMS = {"c-base": "base_total", "c-total": "total"}
HOW_MANY = 200


@dataclass(frozen=True)
class Number:
    """A number as somebody reads it: where, of which branch, what it is, how it is printed, clicks to the trail."""

    where: str
    branch: str
    what: str
    value: str
    clicks: int
    leads_to: str


def classed(node, name: str, tag: str = "*") -> list:
    """The elements of a class below a node."""
    return node.xpath(f".//{tag}[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]")


def printed(value) -> str:
    """A number with its two places."""
    return str(Decimal(str(value)).quantize(CENT, ROUND_HALF_UP))


def from_page(client) -> list[Number]:
    """The board: sums and indices of each row; indicators in what the row opens to. The link is one click."""
    found = []
    indices = [index["code"] for index in board_for("2026Q2").rules.indices]
    board = html.fromstring(client.get(BOARD).content)
    for row in (row for rows in classed(board, "rows") for row in rows.xpath("./li[details]")):
        address = classed(row, "opened-foot")[0].xpath(".//a")[-1].get("href")
        summary = row.xpath("./details/summary")[0]
        branch = address.split("/")[3]
        for code, cell in zip(indices, classed(summary, "c-index"), strict=True):
            value = "".join(text for text in cell.itertext() if text.strip()[:1].isdigit()).strip()
            found.append(Number("page", branch, code, value, 2, address))
        for name, what in SUMS.items():
            value = classed(summary, name)[0].text_content().split()[-1]
            found.append(Number("page", branch, what, value, 2, address))
        opened = html.fromstring(client.get(f"{address}opened/").content)
        for line in opened.xpath(".//li[.//b]"):
            code, points = line.xpath("./span")[0].text_content(), line.xpath(".//b")[0].text_content()
            assert line.xpath("./a")[0].get("href") == f"{address}#{code}"
            found.append(Number("page", branch, code, points, 1, address))
    return found


def from_chart(client) -> list[Number]:
    """The wall chart's totals, as they stand in the PDF; a sheet of paper leads to the address of its branch."""
    sheet = PdfReader(BytesIO(client.get(BOARD + "wallchart.pdf").content)).pages[0].extract_text()
    by_short = {row["short"]: row["branch"] for row in board_for("2026Q2").rows}
    found = []
    for band in chart_of(board_for("2026Q2"))["bands"]:
        for card in (card for group in band["groups"] for card in group["cards"]):
            assert card["total"] in sheet and card["short"] in sheet
            branch = by_short[card["short"]]
            found.append(Number("chart", branch, "total", card["total"], 1, f"{BOARD}{branch}/"))
    return found


def from_workbook(client) -> list[Number]:
    """Indices of the summary and the points of every indicator, branch by branch."""
    book = load_workbook(BytesIO(b"".join(client.get("/reports/2026Q2.xlsx").streaming_content)))
    by_name = {row["name"]: row["branch"] for row in board_for("2026Q2").rows}
    indices = [index["code"] for index in board_for("2026Q2").rules.indices]
    found = []

    def take(branch: str, what: str, value) -> None:
        if isinstance(value, int | float):
            found.append(Number("workbook", branch, what, printed(value), 1, f"{BOARD}{branch}/"))

    for cells in book["汇总表"].iter_rows(min_row=5, values_only=True):
        if cells[1] in by_name:
            for code, value in zip(indices, cells[4:9], strict=True):
                take(by_name[cells[1]], code, value)
    sheet = book["指标明细"]
    codes = [str(cell.value or "").split("\n")[0] for cell in sheet[4]]
    for cells in sheet.iter_rows(min_row=5, values_only=True):
        if cells[1] in by_name:
            for code, value in zip(codes, cells, strict=True):
                if code in board_for("2026Q2").rules.indicators:
                    take(by_name[cells[1]], code, value)
    return found


def from_api(client) -> list[Number]:
    """Rows of the edition's document."""
    found = []
    for row in client.get("/api/v1/editions/2026Q2/").json()["branches"]:
        address = f"{BOARD}{row['branch']}/"
        numbers = row["indices"] | row["indicator_points"] | {name: row[name] for name in ("base_total", "total")}
        found += [Number("api", row["branch"], what, value, 1, address) for what, value in numbers.items() if value]
    return found


class Trails:
    """The pages of branches as somebody sees them who follows a number, and their documents in the API."""

    def __init__(self, client):
        self.client, self.pages, self.documents = client, {}, {}

    def page(self, address: str):
        """The page behind an address."""
        address = urljoin(BOARD, address)
        if address not in self.pages:
            answer = self.client.get(address)
            assert answer.status_code == 200
            self.pages[address] = html.fromstring(answer.content)
        return self.pages[address]

    def document(self, branch: str) -> dict:
        """The API's document of a branch."""
        if branch not in self.documents:
            self.documents[branch] = self.client.get(f"/api/v1/editions/2026Q2/{branch}/").json()
        return self.documents[branch]


def follow(number: Number, trails: Trails) -> int:
    """Clicks until the number's own evidence or arithmetic is in sight."""
    page, clicks = trails.page(number.leads_to), number.clicks
    trail = trails.document(number.branch)["trail"]
    cell = next((cell for cell in trail["cells"] if cell["indicator"] == number.what), None)
    if cell is None:
        entry = page.xpath(f"//section[@id='index-{number.what}']/header")
        words = (entry[0] if entry else page).text_content()
        assert number.value in words, number
        return clicks
    (opened,) = page.xpath(f"//details[@id='{number.what}']")
    clicks += 1
    assert classed(opened, "i-points")[0].xpath(".//b")[0].text_content() == number.value == cell["points"], number
    assert classed(opened, "sums")[0].xpath("./li") and classed(opened, "det")[0].xpath(".//p"), number
    facts = [fact for fact in trail["facts"] if fact["id"] in cell["facts"]]
    pieces = [trail["evidence"][source] for fact in facts for source in fact["sources"] if source in trail["evidence"]]
    titles = "".join(node.text_content() for node in classed(opened, "piece-title"))
    files = {link.get("href") for link in opened.xpath(".//a[starts-with(@href, '/evidence/file/')]")}
    for piece in pieces:
        assert piece["title"] in titles
        assert {f"/evidence/file/{file['id']}/" for file in piece["files"]} <= files
        assert piece["decided_by"] in opened.text_content() and piece["recorded_by"] in opened.text_content()
    assert pieces or not facts, number
    return clicks


def test_200_random_numbers_lead_to_their_evidence_in_two_clicks(edition, reviewer, client):
    client.force_login(reviewer)
    lot, trails = random.Random(20260724), Trails(client)
    sources = {"page": from_page(client), "chart": from_chart(client), "workbook": from_workbook(client),
               "api": from_api(client)}  # fmt: skip
    assert {name: len(numbers) > 30 for name, numbers in sources.items()} == dict.fromkeys(sources, True)
    chosen = [number for name, share in (("page", 80), ("chart", 20), ("workbook", 50), ("api", 50))
              for number in lot.sample(sources[name], share)]  # fmt: skip
    assert len(chosen) == HOW_MANY
    rows = {row["branch"]: row for row in board_for("2026Q2").rows}
    for number in chosen:
        row = rows[number.branch]
        kept = row["indices"].get(number.what) or row["indicator_points"].get(number.what) or row.get(number.what)
        assert number.value == kept, number
        assert follow(number, trails) <= 2, number


def test_the_parts_of_every_branch_add_up_exactly(edition):
    rules = board_for("2026Q2").rules
    for card in edition.cards.all():
        row, trail = card.row, card.trail
        shares = rules.shares(row)
        for cell in trail["cells"]:
            points, parts = cell["points"], [part for part in cell["parts"] if part["points"] is not None]
            assert points is None or Decimal(points) + Decimal(cell["loss"]) == Decimal(cell["max"]), cell
            if parts and points is not None:  # parts that do not apply give their marks to the others
                reached, full = (sum(Decimal(part[name]) for part in parts) for name in ("points", "max"))
                assert printed(reached * Decimal(cell["max"]) / full) == points, cell
            assert row["indicator_points"].get(cell["indicator"]) == points
        for entry in trail["indices"]:
            own = [Decimal(cell["points"]) for cell in trail["cells"]
                   if cell["index"] == entry["index"] and cell["points"] is not None]  # fmt: skip
            assert sum(own, Decimal(0)) == Decimal(entry["points"]) == shares[entry["index"]].points
            if not own:
                continue
            scaled = Decimal(entry["points"]) / Decimal(entry["applicable_max"]) * 100
            exact = scaled * Decimal(entry["effective_weight"]) / Decimal(entry["weights_together"])
            assert row["indices"][entry["index"]] == entry["score"] == printed(exact)
        base = sum(Decimal(score) for score in row["indices"].values() if score is not None)
        assert Decimal(row["base_total"]) == base
        total = max(base + Decimal(row["bonus"]) - Decimal(row["penalty"]), Decimal(trail["sums"]["floor"]))
        assert Decimal(row["total"]) == total == card.total


def test_counts_and_medians_of_the_board_are_those_of_its_rows(edition):
    rows = board_for("2026Q2").rows
    found: dict[str, int] = {}
    for row in rows:
        found[row["colour"]] = found.get(row["colour"], 0) + 1
    assert {code: count for code, count in edition.header["counts"].items() if count} == found
    assert sum(edition.header["counts"].values()) == len(rows) == edition.cards.count()
