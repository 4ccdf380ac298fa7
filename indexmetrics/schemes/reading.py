"""A scheme document out of an uploaded file; what cannot be read is said in one sentence."""

import json

from django.utils.translation import gettext as _

from branches.basics.refusals import Refused
from indexmetrics.schemes.document import read
from indexmetrics.schemes.fitness import DEEPEST, shown
from indexmetrics.schemes.sheets import from_xlsx


def document_of(name: str, content: bytes) -> dict:
    """The document in a JSON or xlsx file, by its ending."""
    if name.lower().endswith(".xlsx"):
        return from_xlsx(content)
    try:
        found = read(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Refused("file", _("The file is not written in UTF-8; save it in this coding.")) from error
    except json.JSONDecodeError as error:
        raise Refused("file", _("No JSON at line %(line)d, column %(column)d; mend it there.") % {
            "line": error.lineno, "column": error.colno}) from error
    except RecursionError as error:
        raise Refused("file", _("The file is nested too deeply; a scheme is at most %(most)d levels deep.") % {
            "most": DEEPEST}) from error
    if not isinstance(found, dict):
        raise Refused("file", _("The file holds “%(value)s” and no scheme: write an object { … } with the field “scheme”.") % {
            "value": shown(f"{found}")})
    return found
