"""The tables of a workbook joined to one document; what contradicts itself is listed, nothing is overwritten."""

from typing import Any

from django.utils.translation import gettext as _

from branches.basics.refusals import Refused
from indexmetrics.schemes.fitness import shortened, shown

VALUES, INDICES, INDICATORS, OF_INDEX = "values", "indices", "indicators", "index"
ITEMS = ".items"


def joined(tables: dict[str, list[dict]]) -> dict:
    """The document; Refused lists every place that two cells or sheets claim."""
    faults: list[str] = []
    document: dict[str, Any] = {}
    for row in tables.pop(VALUES):
        if "path" not in row:
            faults.append(_("sheet %(sheet)s: the value “%(value)s” has no path; write one.") % {
                "sheet": VALUES, "value": shown(str(row.get("value")))})
            continue
        _put(document, str(row.get("path", "")), row.get("value"), VALUES, faults)
    bodies = [_nested(row, INDICATORS, faults) for row in tables.pop(INDICATORS, [])]
    for name, rows in tables.items():
        nested = [_nested(row, name, faults) for row in rows]
        _put(document, name, nested, name, faults, deep=name.endswith(ITEMS))
    _hand_out(bodies, document.get(INDICES), faults)
    if faults:
        raise Refused("cells", shortened(faults))
    return document


def _put(holder: dict, path: str, value: Any, sheet: str, faults: list[str], *, deep: bool = True) -> None:
    """Set the value at a dotted path where nothing stands yet."""
    *way, last = path.split(".") if deep else [path]
    for key in way:
        holder = holder.setdefault(key, {}) if isinstance(holder, dict) else holder
    if not isinstance(holder, dict) or last in holder:
        faults.append(_("sheet %(sheet)s: “%(path)s” is given twice; keep one.") % {"sheet": sheet, "path": shown(path)})
    else:
        holder[last] = value


def _nested(row: dict, sheet: str, faults: list[str]) -> dict:
    """A row whose columns `rule.type` are objects again, one level deep."""
    found: dict[str, Any] = {}
    for key, value in row.items():
        outer, dot, inner = key.partition(".")
        if not dot:
            _put(found, key, value, sheet, faults, deep=False)
            continue
        holder = found.setdefault(outer, {})
        if not isinstance(holder, dict) or inner in holder:
            faults.append(_("sheet %(sheet)s: “%(path)s” is given twice; keep one.") % {"sheet": sheet, "path": shown(key)})
        else:
            holder[inner] = value
    return found


def _hand_out(bodies: list[dict], indices: Any, faults: list[str]) -> None:
    """Each indicator to its index."""
    rows = [row for row in indices if isinstance(row, dict)] if isinstance(indices, list) else []
    known = {str(row.get("code")): row for row in rows}
    for row in rows:
        row.setdefault(INDICATORS, [])
    strays = set()
    for body in bodies:
        index = str(body.pop(OF_INDEX, ""))
        if index not in known:
            strays.add(shown(index))
        elif isinstance(known[index][INDICATORS], list):
            known[index][INDICATORS].append(body)
    if strays:
        faults.append(_("Indicators name an index that is not in the sheet “%(sheet)s”: %(codes)s; add it or mend the code.") % {
            "sheet": INDICES, "codes": ", ".join(sorted(strays))})
