"""Verbs of schemes: load a document as a draft, lock it."""


from django.db import transaction
from django.utils.translation import gettext as _

from branches.access.models import User
from branches.audit.actions import record
from branches.audit.kinds import EventKind
from branches.basics import clock
from branches.basics.refusals import OutOfStep, Refused
from indexmetrics.rulebook.check import check
from indexmetrics.rulebook.problem import sentence
from indexmetrics.schemes.document import canonical, fingerprint
from indexmetrics.schemes.fitness import faults_in, shortened
from indexmetrics.schemes.models import Scheme


@transaction.atomic
def load(*, document: dict, by: User | None) -> tuple[Scheme, bool]:
    """Take in a document; the same content is found again, other content is a new version.

    Returns the scheme and whether it is new. Every problem of the document is listed at once.
    """
    faults = faults_in(document) or [sentence(problem) for problem in check(document) if problem.severity == "error"]
    if faults:
        raise Refused("scheme", shortened(faults))
    head, sha256 = document["scheme"], fingerprint(document)
    same = Scheme.objects.filter(code=head["code"], sha256=sha256).first()
    if same:
        return same, False
    if Scheme.objects.filter(code=head["code"], version=head["version"]).exists():
        raise Refused("version", _(
            "Scheme %(code)s version %(version)s exists with other contents; give the new one a higher version."
        ) % {"code": head["code"], "version": head["version"]})
    scheme = Scheme.objects.create(
        code=head["code"], version=head["version"], name_zh=head["name_zh"],
        name_en=head.get("name_en", ""), document_text=canonical(document), sha256=sha256,
        loaded_at=clock.now(), loaded_by=by,
    )
    record(EventKind.SCHEME_LOADED, by=by, subject=scheme, after={"sha256": sha256})
    return scheme, True


@transaction.atomic
def lock(*, scheme: Scheme, by: User | None) -> Scheme:
    """Make a draft final; from now on it cannot change."""
    locked = Scheme.objects.filter(pk=scheme.pk, state=Scheme.State.DRAFT).update(
        state=Scheme.State.LOCKED, locked_at=clock.now(), locked_by=by,
    )
    if not locked:
        raise OutOfStep("scheme", _("This scheme is no draft any more."))
    scheme.refresh_from_db()
    record(EventKind.SCHEME_LOCKED, by=by, subject=scheme, after={"sha256": scheme.sha256})
    return scheme
