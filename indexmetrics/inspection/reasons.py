"""Why a file is not let in: one sentence each, which says what to do instead."""

from typing import NoReturn

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from branches.basics.refusals import Refused

SENTENCES = {
    "type": N_("“%(name)s” is not of an allowed type (%(types)s)."),
    "size": N_("“%(name)s” is larger than %(limit)s MB."),
    "empty": N_("“%(name)s” is empty."),
    "content": N_("The contents of “%(name)s” are not what its name says."),
    "appended": N_("“%(name)s” carries something else behind its end; save it anew and send that file."),
    "broken": N_("“%(name)s” cannot be opened; save it anew and send that file."),
    "bomb": N_("“%(name)s” unpacks to more than is allowed; send it as PDF."),
    "too_many_parts": N_("“%(name)s” has too many parts inside; send it as PDF."),
    "bad_name": N_("“%(name)s” has parts with names that lead outside of it."),
    "link": N_("“%(name)s” has links to other files inside."),
    "encrypted": N_("“%(name)s” is protected by a password; remove the password and send it again."),
    "macro": N_("“%(name)s” contains macros; save it without macros or as PDF."),
    "embedded": N_("“%(name)s” contains another file; send that one by itself, or save all as PDF."),
    "external": N_("“%(name)s” fetches contents from elsewhere; save it with everything inside or as PDF."),
    "script": N_("“%(name)s” contains a script or starts programs; print it to a new PDF."),
    "entity": N_("“%(name)s” contains definitions that office programs do not write."),
    "pixels": N_("“%(name)s” has more than %(limit)s million pixels; make the picture smaller."),
    "virus": N_("“%(name)s” was recognised as malicious; it was not taken. Tell the system administrator."),
    "scanner": N_("“%(name)s” could not be scanned for viruses, so it was not taken. Try later or tell the system administrator."),
    "secret": N_("“%(name)s” bears the marking %(text)s. Classified matter must not be entered in this system; keep it where it belongs and tell the security officer."),
    "identity": N_("“%(name)s” contains an identity card number (%(text)s). Take such numbers out; they are not needed here."),
    "month": N_("The files of this month would exceed %(limit)s MB; send smaller ones."),
    "year": N_("The files of this branch's year would exceed %(limit)s MB; speak with the system administrator."),
}  # fmt: skip


def refuse(code: str, name: str, **about: object) -> NoReturn:
    """Say no, with the file's name and the reason."""
    raise Refused(code, _(SENTENCES[code]) % {"name": name, **about})
