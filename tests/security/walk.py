"""Asks one address as one person, and takes back whatever the answer changed."""

import copy
import re

from django.db import transaction
from django.test import Client

from tests.security.addresses import Place

# What differs between two answers of the same kind: the number to quote, form tokens, one-time keys.
VARIES = (
    re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"'), re.compile(rb'name="_key" value="[^"]*"'),
    re.compile(rb"\b[0-9a-f]{8}\b"), re.compile(rb'data-(idle|rest)="\d+"'),
)


class Visitor:
    """A person's browser that is the same again after each request."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.jar = copy.deepcopy(client.cookies)

    def ask(self, method: str, place: Place, **more):
        """The answer; the database and the cookies are as before."""
        self.client.cookies = copy.deepcopy(self.jar)
        with transaction.atomic():
            if method == "POST":
                more.setdefault("data", place.sent)
            answer = getattr(self.client, method.lower())(place.path, **more)
            answer.body = body_of(answer)
            transaction.set_rollback(True)
        return answer


def body_of(answer) -> bytes:
    """All bytes of an answer, streamed ones too."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def plain(answer, place: Place) -> bytes:
    """The body without what must differ, and without the address that was asked for."""
    text = answer.body
    for pattern in VARIES:
        text = pattern.sub(b"", text)
    for address in (place.path, place.path.partition("?")[0]):
        text = text.replace(address.encode(), b"/")
    return text
