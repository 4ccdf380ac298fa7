"""Pages of verdicts: the register of a quarter, a new entry, one entry with its decision."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from branches.access.allow import allows
from branches.access.decorators import requires
from branches.access.permissions import Permission
from branches.access.seen import held, require_seen, version_of
from branches.access.writing import write_once
from branches.basics.refusals import Forbidden, OutOfStep, Refused
from branches.ledgers.pages import page_or_sheet
from branches.ledgers.paper import listed
from branches.org.models import Branch
from indexmetrics.periods import acts
from indexmetrics.periods.queries import current_quarter, quarter_for
from indexmetrics.periods.words import quarter_named
from scoring.verdicts import actions, ledger, register
from scoring.verdicts.forms import DecisionForm, VerdictForm, item_words
from scoring.verdicts.items import choosable, item_of, items
from scoring.verdicts.models import Verdict
from scoring.verdicts.words import effect_text, level_name, proposer_name, worth_text

READ = requires(
    Permission.VERDICT_PROPOSE, Permission.VETO_PROPOSE, Permission.VERDICT_CONFIRM, Permission.EVIDENCE_RECORD)
ENTER = requires(Permission.VERDICT_PROPOSE, Permission.VETO_PROPOSE)


@READ
@require_safe
def newest(request):
    """On to the register of the quarter under way, or an empty state."""
    quarter = current_quarter()
    if quarter is None:
        return render(request, "scoring/verdicts/none.html")
    return redirect("verdicts-quarter", quarter.code)


@READ
@require_safe
@listed(lambda quarter: f"{_('Bonus, penalty, veto')} {quarter_named(quarter)}")
def show(request, quarter: str):
    """The register of one quarter: bonus, penalty, vetoes, as far as this person sees them."""
    found = quarter_for(quarter)
    rows = register.register_for(request.user, found)
    return page_or_sheet(request, "scoring/verdicts/register.html", {
        "register": rows, "quarter": found,
        "codes": register.quarters_of_register(), "kinds": _kinds(request.user, found),
        "section": found.scheme.document, "sees_all": register.sees_all(request.user),
        "decides": bool(allows(request.user, Permission.VERDICT_CONFIRM)),
    }, lambda: ledger.entries(rows))


@ENTER
@require_safe
def choose(request, quarter: str, kind: str):
    """Which item: the scheme's rows with what each is worth."""
    found, rows = _choice(request, quarter, kind)
    outline = found.scheme.outline
    return render(request, "scoring/verdicts/choose.html", {
        "quarter": found, "kind": kind, "label": Verdict.Kind(kind).label, "rows": [
            (row, effect_text(outline, row) if kind == Verdict.Kind.VETO else worth_text(row)) for row in rows
        ],
    })


@ENTER
@require_http_methods(["GET", "HEAD", "POST"])
@write_once
def enter(request, quarter: str, kind: str, code: str):
    """The form of one entry."""
    found, rows = _choice(request, quarter, kind)
    item = next((row for row in rows if row["code"] == code), None)
    if item is None:
        raise Http404(code)
    form = VerdictForm(
        found, kind, item, register.choosable_branches(request.user, found), request.POST or None)
    if request.method == "POST" and form.is_valid() and _saved(request, form):
        messages.success(request, _("Entered in the register."))
        return redirect(f"{reverse('verdicts-quarter', args=[found.code])}#{kind}")
    return render(request, "scoring/verdicts/enter.html", {
        "quarter": found, "kind": kind, "label": Verdict.Kind(kind).label, "form": form, "item": item_words(item),
        "effect": effect_text(found.scheme.outline, item) if kind == Verdict.Kind.VETO else "",
    }, status=422 if form.is_bound else 200)


@READ
@require_http_methods(["GET", "HEAD", "POST"])
@write_once
def show_one(request, pk: int):
    """One entry with all about it, and the decision for whom it is."""
    verdict = register.verdict_for(request.user, pk)
    may = register.may_decide(request.user, verdict)
    if request.method == "POST" and not may:
        raise register.why_not(request.user, verdict)
    if request.method == "POST":
        require_seen(request, version_of(held(verdict)), f"{verdict.get_state_display()} {verdict.decision_reason}")
    form = DecisionForm(verdict, request.POST or None) if may else None
    if request.method == "POST" and form.is_valid():
        act = actions.confirm if form.cleaned_data["outcome"] == Verdict.State.CONFIRMED else actions.drop
        act(verdict=verdict, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("The decision is entered."))
        return redirect("verdicts-quarter", verdict.quarter.code)
    return render(request, "scoring/verdicts/one.html", {
        "verdict": verdict, "form": form, "version": version_of(verdict), **_about(verdict),
    }, status=422 if form and form.is_bound else 200)


def _saved(request, form: VerdictForm) -> bool:
    """Enter it; what the action refuses goes beside the field it names."""
    data = form.cleaned_data
    try:
        actions.propose(
            branch=Branch.objects.get(code=data["branch"]), quarter=form.quarter, kind=form.kind,
            code=form.item["code"], level=data.get("level", ""), points=data.get("points"), matter=data["matter"],
            document_number=data["document_number"], dated=data["dated"], by=request.user,
            same_matter=data.get("same_matter", ""),
        )
    except Refused as refusal:
        form.add_error(refusal.code if refusal.code in form.fields else None, str(refusal))
        return False
    return True


def _choice(request, quarter: str, kind: str):
    """The quarter and the rows this person may enter; a kind that is not his is refused, an unknown missing."""
    found = quarter_for(quarter)
    if kind not in Verdict.Kind.values:
        raise Http404(kind)
    verb = "propose_veto" if kind == Verdict.Kind.VETO else "propose"
    answer = allows(request.user, acts.ACTS[verb].right)
    if not answer:
        raise Forbidden("role", answer.reason)
    rows = choosable(found.scheme.document, kind, request.user.roles)
    if not acts.is_possible(verb, found):
        raise OutOfStep("period", _("The quarter is archived; nothing can be changed any more."))
    return found, rows


def _kinds(user, quarter) -> list[tuple[str, str]]:
    """What this person may enter in this quarter: kind and its label."""
    verbs = {"bonus": "propose", "penalty": "propose", "veto": "propose_veto"}
    return [
        (kind, Verdict.Kind(kind).label) for kind, verb in verbs.items()
        if acts.is_possible(verb, quarter) and allows(user, acts.ACTS[verb].right)
        and choosable(quarter.scheme.document, kind, user.roles)
    ]


def _about(verdict: Verdict) -> dict:
    """The scheme's row behind an entry, in words."""
    known = {row["code"] for row in items(verdict.quarter.scheme.document, verdict.kind)}
    if verdict.code not in known:
        return {"item": verdict.code, "effect": "", "level": verdict.level, "proposer": ""}
    item = item_of(verdict.quarter.scheme.document, verdict.kind, verdict.code)
    is_veto = verdict.kind == Verdict.Kind.VETO
    return {
        "item": item_words(item), "level": level_name(verdict.level),
        "effect": effect_text(verdict.quarter.scheme.outline, item) if is_veto else "",
        "proposer": proposer_name(item) if is_veto else "",
    }
