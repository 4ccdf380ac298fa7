"""A second, slow engine in Fractions: plain loops over one branch, written from the rules' text."""

from fractions import Fraction as F

from tests.scoring.engine.twin_rules import exact, points, round2


def merge(base, over):
    result = dict(base)
    for key, value in over.items():
        if value is None:
            result.pop(key, None)
        elif isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = merge(result[key], value)
        else:
            result[key] = value
    return result


def indicator_for(row, branch_type):
    over = dict(row.get("type_overrides", {}).get(branch_type, {}))
    parts = over.pop("parts", {})
    row = merge(row, over)
    if parts:
        row["rule"] = dict(row["rule"])
        row["rule"]["parts"] = [merge(p, parts.get(p["code"], {})) for p in row["rule"]["parts"]]
    return row


def indicator_points(row, branch, facts, months):
    """Exact or None; `facts`: {(part, month, key): value}."""
    rule, maximum = row["rule"], exact(row["max_points"])
    own = lambda part: {(m, k): v for (p, m, k), v in facts.items() if p == part}  # noqa: E731
    if rule["type"] != "composite":
        return points(rule, maximum, own(""), months)
    won, most = F(0), F(0)
    for part in rule["parts"]:
        if part.get("applies_if") and not branch["attributes"].get(part["applies_if"]):
            continue
        got = points(part["rule"], exact(part["max_points"]), own(part["code"]), months)
        if got is not None:
            won, most = won + got, most + exact(part["max_points"])
    return maximum * won / most if most else None


def capped(section, events):
    best = {}
    for event in events:
        key = event.get("matter") or object()
        held = best.get(key)
        if held is None or (-exact(event["points"]), event["code"]) < (
            -exact(held["points"]),
            held["code"],
        ):
            best[key] = event
    total = F(0)
    for item in section["items"]:
        here = sum((exact(e["points"]) for e in best.values() if e["code"] == item["code"]), F(0))
        total += here if item.get("cap") is None else min(here, exact(item["cap"]))
    return total if section.get("total_cap") is None else min(total, exact(section["total_cap"]))


def branch_score(scheme, branch, facts, events, quarter):
    """Steps 1 to 6 of one branch, and what the colours need."""
    year, number = quarter.split("Q")
    months = [f"{year}-{m:02d}" for m in range(3 * int(number) - 2, 3 * int(number) + 1)]
    waived = {e["code"] for e in events if e["kind"] == "not_applicable"}
    vetoes = [
        v
        for v in scheme["vetoes"]
        if any(e["kind"] == "veto" and e["code"] == v["code"] for e in events)
    ]
    out, sides = {}, {}
    for index in scheme["indices"]:
        earned, most = F(0), F(0)
        for row in index["indicators"]:
            row_ = indicator_for(row, branch["type"])
            if branch["type"] not in row["applies_to_branch_types"]:
                continue
            if int(number) not in row_["scored_in_quarters"]:
                continue
            if row_.get("applies_if") and not branch["attributes"].get(row_["applies_if"]):
                continue
            mine = {
                (f["part"], f["month"], f["key"]): exact(f["value"])
                for f in facts if f["indicator"] == row["code"] and f["month"] in months
            }  # fmt: skip
            got = None if row["code"] in waived else indicator_points(row_, branch, mine, months)
            out[row["code"]] = None if got is None else round2(got)
            if got is not None:
                earned, most = earned + round2(got), most + exact(row_["max_points"])
        if any(v["effect"].get("index_zero") == index["code"] for v in vetoes):
            earned = F(0)
        weight = exact(index["weight"])
        full = most > 0 and most / weight >= exact(
            scheme["normalisation"]["min_share_for_full_weight"]
        )
        sides[index["code"]] = (earned, most, weight if full else most, full)
    together = sum(side[2] for side in sides.values())
    scores = {
        c: round2(100 * s[2] * s[0] / s[1] / together) if s[1] else None for c, s in sides.items()
    }
    base = sum(s for s in scores.values() if s is not None)
    bonus = capped(scheme["bonus"], [e for e in events if e["kind"] == "bonus"])
    penalty = capped(scheme["penalties"], [e for e in events if e["kind"] == "penalty"])
    total = round2(max(exact(scheme["penalties"]["floor_of_total"]), base + bonus - penalty))
    return {"points": out, "indices": scores, "base": base, "bonus": bonus, "penalty": penalty,
            "total": total, "sides": sides, "vetoes": vetoes,
            "overdue": any(e["kind"] == "overdue" for e in events)}  # fmt: skip


def rank_group(scheme, scored):
    """[(rank, tied)] of the branches of one group."""

    def key(s):
        values = [s["total"]]
        for name in scheme["ranking"]["tie_break"]:
            if name == "base_total":
                values.append(s["base"])
            elif name == "fewer_penalty_points":
                values.append(-s["penalty"])
            else:
                values.append(s["indices"][name.split(":")[1]] or F(0))
        return values

    keys = [key(s) for s in scored]
    return [(1 + sum(other > mine for other in keys), keys.count(mine) > 1) for mine in keys]


def rounded_share(share, rounding):
    return {"ceil": -(-share // 1), "floor": share // 1, "half_up": (share + F(1, 2)) // 1}[
        rounding
    ]


def first_colour(scheme, total, rank, size):
    """Position of the colour before caps; rank None = unranked."""
    colours = [b["code"] for b in scheme["colour_bands"]]
    band = next(n for n, b in enumerate(scheme["colour_bands"]) if total >= exact(b["min"]))
    ranking = scheme["ranking"]
    quota = ranking["quota"]
    if ranking["mode"] == "threshold" or rank is None or size < quota["min_group_size"]:
        return band
    edges, edge = {}, 0
    for n, colour in enumerate(colours):
        if f"{colour}_max_share" in quota:
            edge += rounded_share(exact(quota[f"{colour}_max_share"]) * size, quota["rounding"])
            edges[n] = edge
    if ranking["mode"] == "threshold_and_quota":
        while band in edges and rank > edges[band] and band < len(colours) - 1:
            band += 1
        return band
    for n in sorted(edges):
        if rank <= edges[n]:
            return n
    if "last_share" in quota and rank > size - rounded_share(
        exact(quota["last_share"]) * size, quota["rounding"]
    ):
        return len(colours) - 1
    return next((n for n in range(len(colours)) if n not in edges), len(colours) - 1)


def capped_colour(scheme, scored, colour):
    """Colour after caps and vetoes, and the codes that held."""
    place = {b["code"]: n for n, b in enumerate(scheme["colour_bands"])}
    held = []
    for cap in scheme["colour_caps"]:
        if cap["when"] == "base_total_below":
            yes = scored["base"] < exact(cap["below"])
        elif cap["when"] == "any_index_ratio_below":
            yes = any(
                full and earned / most < exact(cap["below"])
                for earned, most, _, full in scored["sides"].values()
            )
        else:
            yes = scored["overdue"]
        if yes:
            held.append(cap["code"])
            colour = max(colour, place[cap["cap"]])
    for veto in scored["vetoes"]:
        effect = [place[veto["effect"][k]] for k in ("colour_cap", "colour") if k in veto["effect"]]
        if effect:
            held.append(veto["code"])
            colour = max(colour, *effect)
    return colour, held


def score(scheme, branches, facts, events, quarter):
    """Rows as in result.json."""
    types = {t["code"]: t for t in scheme["branch_types"]}
    scored = [
        branch_score(scheme, b, [f for f in facts if f["branch"] == b["code"]],
                     [e for e in events if e["branch"] == b["code"]], quarter)
        for b in branches
    ]  # fmt: skip
    places = {}
    for group in {t["ranking_group"] for t in types.values()}:
        here = [n for n, b in enumerate(branches)
                if types[b["type"]]["ranking_group"] == group and types[b["type"]].get("ranked", True)]  # fmt: skip
        for n, (rank, tied) in zip(
            here, rank_group(scheme, [scored[n] for n in here]), strict=True
        ):
            places[n] = (rank, tied, len(here))
    text = lambda v: None if v is None else f"{int(v * 100) // 100}.{int(v * 100) % 100:02d}"  # noqa: E731
    rows = []
    for n, (b, s) in enumerate(zip(branches, scored, strict=True)):
        rank, tied, size = places.get(n, (None, False, 0))
        colour, held = capped_colour(scheme, s, first_colour(scheme, s["total"], rank, size))
        rows.append({
            "branch": b["code"], "type": b["type"], "group": types[b["type"]]["ranking_group"],
            "indicator_points": {c: text(v) for c, v in s["points"].items()},
            "indices": {c: text(v) for c, v in s["indices"].items()},
            "base_total": text(s["base"]), "bonus": text(round2(s["bonus"])), "penalty": text(round2(s["penalty"])),
            "total": text(s["total"]), "colour": scheme["colour_bands"][colour]["code"],
            "rank": rank, "tied": tied, "caps_held": held,
        })  # fmt: skip
    return rows
