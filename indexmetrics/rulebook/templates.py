"""The sentences of the scheme checks; English here, Chinese in the catalogue."""


def _(text: str) -> str:
    """Marks a sentence for the catalogue; it is translated when it is read."""
    return text


PLACE = _("%(place)s: %(words)s")

TEMPLATES: dict[str, str] = {
    "not_an_object": _("this must be an object with named fields."),
    "not_a_list": _("this must be a list."),
    "not_text": _("this must be text."),
    "missing_field": _("the field “%(field)s” is missing."),
    "code_empty": _("the code is empty."),
    "wrong_code": _(
        "“%(value)s” cannot be a code: letters, digits, hyphen, underscore, dot; at most %(high)s."
    ),
    "wrong_version": _("“%(value)s” is no version; write a whole number from 1 to %(high)s."),
    "name_too_long": _("the name is too long; the most is %(high)s characters."),
    "code_repeated": _("the code “%(code)s” is used twice."),
    "not_a_number": _("“%(value)s” is not a number; write one such as 12.5."),
    "not_whole": _("“%(value)s” must be a whole number."),
    "too_small": _("%(value)s is too small; the least is %(low)s."),
    "not_above": _("%(value)s must be above %(low)s."),
    "too_large": _("%(value)s is too large; the most is %(high)s."),
    "too_many_decimals": _("%(value)s has more than 4 decimals."),
    "unknown_choice": _("“%(value)s” is not known; choose one of: %(choices)s."),
    "unknown_rule_type": _("the rule type “%(value)s” is not known."),
    "unknown_parameter": _(
        "the parameter “%(field)s” is not known to this rule and has no effect."
    ),
    "missing_parameter": _("the parameter “%(field)s” is missing."),
    "nested_composite": _("a part cannot itself be made of parts."),
    "too_many_parts": _("%(count)s parts are too many; the most is 4."),
    "no_parts": _("there is no part."),
    "bands_empty": _("there is no band."),
    "bands_disordered": _("the bands must stand in order, best first, without repeats."),
    "points_disordered": _("a better band must not give fewer points."),
    "items_empty": _("there is no item."),
    "items_above_maximum": _(
        "the items add up to %(total)s, more than the maximum of %(maximum)s."
    ),
    "items_below_maximum": _(
        "the items add up to %(total)s, so the maximum of %(maximum)s cannot be reached."
    ),
    "uncapped": _("points without a cap can pass the maximum of the indicator."),
    "unreachable_maximum": _(
        "the best band gives %(points)s, so the maximum of %(maximum)s cannot be reached."
    ),
    "full_not_above_zero": _("full marks at %(full)s must lie above no marks at %(zero)s."),
    "late_above_on_time": _("the factor for late must not be above the factor for on time."),
    "drops_leave_nobody": _("%(least)s judges are too few when %(dropped)s marks are left out."),
    "never_scored": _("“%(word)s” is a measure that is never scored."),
    "unknown_branch_type": _("the branch type “%(value)s” is not known."),
    "unknown_attribute": _("the branch attribute “%(value)s” is not known."),
    "unknown_quarter": _("“%(value)s” is not a quarter; use 1, 2, 3 or 4."),
    "unknown_part_override": _("the part “%(value)s” is not known."),
    "weights_not_100": _("the weights of the indices add up to %(total)s, not 100."),
    "maxima_above_weight": _(
        "in quarter %(quarter)s the maxima for branch type “%(type)s” add up to %(total)s, more than the weight of %(weight)s."
    ),
    "maxima_below_weight": _(
        "no branch type’s indicators add up to the weight of %(weight)s over the year; the most is %(total)s."
    ),
    "band_colour_repeated": _("the colour “%(code)s” has two bands."),
    "bands_do_not_start_at_zero": _("the lowest band must start at 0, not at %(value)s."),
    "band_above_maximum": _(
        "the band starts at %(value)s, above the largest possible total of %(maximum)s."
    ),
    "bands_not_falling": _(
        "the band must start below the band before it (%(before)s), so that bands neither overlap nor leave a gap."
    ),
    "band_order": _("the bands must be numbered 1, 2, 3 … from the best; here stands %(value)s."),
    "unknown_colour": _("the colour “%(value)s” has no band."),
    "unknown_index": _("the index “%(value)s” is not known."),
    "unknown_condition": _("the condition “%(value)s” is not known; choose one of: %(choices)s."),
    "unknown_tie_break": _("the tie-break key “%(value)s” is not known."),
    "unknown_mode": _("the ranking mode “%(value)s” is not known; choose one of: %(choices)s."),
    "shares_above_one": _("the shares of the colours add up to %(total)s, more than 1."),
    "no_effect": _("the veto has no effect."),
    "unknown_indicator": _("the indicator “%(value)s” is not known."),
    "unknown_part": _("the part “%(value)s” of indicator “%(indicator)s” is not known."),
    "unknown_key": _("the key “%(value)s” is not read by indicator “%(indicator)s”."),
    "unknown_measure": _("the measure “%(value)s” is not known; choose one of: %(choices)s."),
    "annual_weights": _("the weights of the year’s score add up to %(total)s, not 1."),
    "annual_formula": _("the year’s formula cannot be read."),
    "unknown_annual_rule": _("this rule of the year is not known and has no effect."),
    "wrong_arithmetic": _("“%(value)s” is not how scores are computed; it must be “%(choices)s”."),
}
