"""Pages kept between requests: the rows shared by all who see the same, the frame around them for each visitor."""

from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpResponse, HttpResponseNotModified
from django.templatetags.static import static
from django.utils.http import parse_etags

from scoring.boards.queries import fingerprint

CACHED_FOR = 24 * 3600
ROWS = "<!-- the rows -->"  # where the frame holds the rows; text of users never comes out like this


def tag_of(request, key: str) -> str:
    """An ETag of everything a visitor's page depends on: rows, address, person, posts, theme, form token, version."""
    user = request.user
    found = fingerprint(
        key, request.get_full_path(), str(user.pk), user.name, user.role_codes, request.COOKIES.get("theme", ""),
        request.META.get("CSRF_COOKIE", ""), static("css/base.css"), static("css/pages/board.css"),
    )
    return f'"{found}"'


def answered(request, key: str, rows: Callable[[], dict], frame: Callable[[dict], str]) -> HttpResponse:
    """304 when the browser has the page, else frame and rows, each made only when it is not kept.

    `rows` makes a dict with the rendered `html` and what the frame needs to know of it.
    """
    tag = tag_of(request, key)
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        return _labelled(HttpResponseNotModified(), tag)
    html = cache.get(f"rows:{key}")
    around = None if html is None or "_messages" in request.session else cache.get(f"frame:{tag}")
    if around is None:
        fragment = _kept(key, rows)
        html = fragment["html"]
        before, after = frame(fragment).split(ROWS)
        around = (before.encode(), after.encode())
        tag = tag_of(request, key)  # rendering may have given the visitor his form token
        if "_messages" not in request.session:
            cache.set(f"frame:{tag}", around, CACHED_FOR)
    return _labelled(HttpResponse([around[0], html, around[1]]), tag)


def _kept(key: str, make: Callable[[], dict]) -> dict:
    """The rows, and what is known of them, from the cache or made now."""
    html, known = cache.get(f"rows:{key}"), cache.get(f"known:{key}")
    if html is None or known is None:
        known = make()
        html = known.pop("html").encode()
        cache.set(f"rows:{key}", html, CACHED_FOR)
        cache.set(f"known:{key}", known, CACHED_FOR)
    return known | {"html": html}


def _labelled(response: HttpResponse, tag: str) -> HttpResponse:
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response
