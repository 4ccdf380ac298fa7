"""A rule in words with its numbers, as users, form help and workbook notes show it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indexmetrics.rulebook.amounts import plain

from .names import listed, name_of, percent

Rule = Mapping[str, Any]


def rule_text(indicator: Mapping[str, Any], part: Mapping[str, Any] | None, rule: Rule) -> str:
    """The rule that holds (overrides merged) in words; for a composite all its parts."""
    maximum = plain((part or indicator)["max_points"])
    text = TEXTS[rule["type"]](rule, maximum)
    endings = [
        ENDINGS[name, rule[name]]() for name in ("when_missing", "when_denominator_zero", "when_insufficient")
        if rule.get(name)
    ]  # fmt: skip
    return pgettext("reason", ". ").join([text, *endings]) + pgettext("reason", ".")


ENDINGS: dict[tuple[str, str], Callable[[], str]] = {
    ("when_missing", "zero"): lambda: _("Nothing recorded: 0 points"),
    ("when_missing", "full"): lambda: _("Nothing recorded: full marks"),
    ("when_missing", "not_applicable"): lambda: _("Nothing recorded: not applicable"),
    ("when_denominator_zero", "zero"): lambda: _("Nothing due: 0 points"),
    ("when_denominator_zero", "full"): lambda: _("Nothing due: full marks"),
    ("when_denominator_zero", "not_applicable"): lambda: _("Nothing due: not applicable"),
    ("when_insufficient", "zero"): lambda: _("Too few marks or answers: 0 points"),
    ("when_insufficient", "full"): lambda: _("Too few marks or answers: full marks"),
    ("when_insufficient", "not_applicable"): lambda: _("Too few marks or answers: not applicable"),
}


def _coverage(rule: Rule, maximum: str) -> str:
    return _(
        "Months with at least %(least)s events, out of %(due)s due, up to %(maximum)s points in proportion"
    ) % {
        "least": plain(rule["min_events_per_period"]),
        "due": plain(rule["periods_due"]),
        "maximum": maximum,
    }


def _count(rule: Rule, maximum: str) -> str:
    return _("%(target)s in the quarter for %(maximum)s points, fewer in proportion") % {
        "target": plain(rule["target"]), "maximum": maximum,
    }  # fmt: skip


def _events(rule: Rule, maximum: str) -> str:
    each = plain(rule["points_each"])
    if rule.get("cap") is None:
        return _("%(each)s points for each event, without a cap") % {"each": each}
    return _("%(each)s points for each event, at most %(cap)s points") % {
        "each": each,
        "cap": plain(rule["cap"]),
    }


def _ratio(rule: Rule, maximum: str) -> str:
    return _("Rate of completion: 0 points at %(zero)s, %(maximum)s points from %(full)s, in proportion between") % {
        "zero": percent(rule["zero_at"]), "full": percent(rule["full_at"]), "maximum": maximum,
    }  # fmt: skip


def _tiered(rule: Rule, maximum: str) -> str:
    bands = [
        _("from %(line)s %(points)s points")
        % {"line": percent(row["gte"]), "points": plain(row["points"])}
        for row in rule["bands"]
    ]
    text = listed([*bands, _("else %(points)s points") % {"points": plain(rule["else_points"])}])
    group = rule.get("small_group")
    if not group:
        return text
    misses = [
        _("at most %(line)s missing %(points)s points")
        % {"line": plain(row["lte"]), "points": plain(row["points"])}
        for row in group["misses"]
    ]
    misses.append(_("else %(points)s points") % {"points": plain(group["else_points"])})
    return _("%(bands)s; with %(size)s or fewer due: %(misses)s") % {
        "bands": text, "size": plain(group["denominator_lte"]), "misses": listed(misses),
    }  # fmt: skip


def _deduct(rule: Rule, maximum: str) -> str:
    items = (
        _("%(item)s −%(each)s each") % {"item": name_of(row), "each": plain(row["each"])}
        for row in rule["items"]
    )
    return _("%(maximum)s points, less %(items)s; not under %(floor)s points") % {
        "maximum": maximum, "items": listed(items), "floor": plain(rule["floor"]),
    }  # fmt: skip


def _checklist(rule: Rule, maximum: str) -> str:
    return listed(
        _("%(item)s %(points)s points") % {"item": name_of(row), "points": plain(row["points"])}
        for row in rule["items"]
    )


def _timely(rule: Rule, maximum: str) -> str:
    return _("%(due)s due for %(maximum)s points: on time counts %(on_time)s, late counts %(late)s, missing counts 0") % {
        "due": plain(rule["units_due"]), "maximum": maximum,
        "on_time": plain(rule["on_time_factor"]), "late": plain(rule["late_factor"]),
    }  # fmt: skip


def _panel(rule: Rule, maximum: str) -> str:
    return _(
        "Mean of at least %(least)s judges’ marks out of %(scale)s, without the %(high)s highest "
        "and the %(low)s lowest, as a share of %(maximum)s points"
    ) % {
        "least": plain(rule["judges_min"]), "scale": plain(rule["scale"]), "maximum": maximum,
        "high": plain(rule["drop_highest"]), "low": plain(rule["drop_lowest"]),
    }  # fmt: skip


def _survey(rule: Rule, maximum: str) -> str:
    return _(
        "Mean answer out of %(scale)s as a share of %(maximum)s points, with at least %(least)s answers "
        "and %(rate)s answering"
    ) % {
        "scale": plain(rule["scale"]), "maximum": maximum,
        "least": plain(rule["min_responses"]), "rate": percent(rule["min_response_rate"]),
    }  # fmt: skip


def _place(rule: Rule, maximum: str) -> str:
    bands = [
        _("in the first %(line)s%% of the group %(points)s points")
        % {"line": plain(row["top_pct_lte"]), "points": plain(row["points"])}
        for row in rule["bands"]
    ]
    return listed([*bands, _("else %(points)s points") % {"points": plain(rule["else_points"])}])


def _composite(rule: Rule, maximum: str) -> str:
    parts = (
        _("%(name)s (%(points)s points): %(rule)s")
        % {
            "name": name_of(row),
            "points": plain(row["max_points"]),
            "rule": rule_text({}, row, row["rule"]),
        }
        for row in rule["parts"]
    )
    return _("The parts that apply, added and brought to %(maximum)s points: %(parts)s") % {
        "maximum": maximum, "parts": " ".join(parts).rstrip(pgettext("reason", ".")),
    }  # fmt: skip


TEXTS: dict[str, Callable[[Rule, str], str]] = {
    "period_coverage": _coverage,
    "count_ratio": _count,
    "per_event": _events,
    "ratio": _ratio,
    "tiered": _tiered,
    "deduct": _deduct,
    "checklist": _checklist,
    "timeliness": _timely,
    "panel": _panel,
    "survey": _survey,
    "rank_tier": _place,
    "composite": _composite,
}
