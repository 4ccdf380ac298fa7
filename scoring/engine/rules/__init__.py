"""The rules: columns of facts in, points as a fraction out; the explicit list."""

from .counting import count_ratio, per_event, period_coverage, timeliness
from .deduction import checklist, deduct
from .judgement import panel, rank_tier, survey
from .outcome import Outcome, Status
from .rates import ratio, tiered

RULES = {
    rule.__name__: rule
    for rule in (
        period_coverage,
        count_ratio,
        per_event,
        ratio,
        tiered,
        deduct,
        checklist,
        timeliness,
        panel,
        survey,
        rank_tier,
    )
}
# A composite is not a rule over facts but a sum over rules; `cells` adds it up.
COMPOSITE = "composite"

__all__ = ["COMPOSITE", "RULES", "Outcome", "Status"]
