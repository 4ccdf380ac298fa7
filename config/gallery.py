"""All components on one page, for looking at while developing; served only with DEBUG."""

from django.core.paginator import Paginator
from django.shortcuts import render

from branches.access.decorators import public

BANDS = [
    {"code": code, "name_zh": zh, "label_zh": word, "order": order, "span": span}
    for code, zh, word, order, span in (
        ("red", "\u7ea2", "\u4f18\u79c0", 1, "\u2265 90"),
        ("orange", "\u6a59", "\u826f\u597d", 2, "80\u201489.99"),
        ("yellow", "\u9ec4", "\u4e00\u822c", 3, "70\u201479.99"),
        ("blue", "\u84dd", "\u8f83\u5dee", 4, "60\u201469.99"),
        ("grey", "\u7070", "\u540e\u8fdb", 5, "< 60"),
    )
]
STATES = (
    "not_due",
    "missing",
    "draft",
    "submitted",
    "returned",
    "accepted",
    "not_applicable",
    "exempt",
    "void",
)


@public
def show(request):
    """The gallery; each part in all its states."""
    page = Paginator(range(95), 10).page(3)
    return render(
        request,
        "gallery.html",
        {
            "bands": BANDS,
            "states": STATES,
            "page": page,
            "crumbs": [("/", "Home"), ("/board/", "Board"), ("", "Here")],
        },
    )
