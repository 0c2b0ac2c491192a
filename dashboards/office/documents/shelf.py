"""The shelf: which drafts wait, then everything that was published, by kind and year; the choice is in the address."""

from collections.abc import Callable, Mapping

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.documents.addresses import CALENDAR, DOCUMENTS, SORTS, chosen_in, document_address
from dashboards.office.documents.words import Words
from inspection import acts
from inspection.acts.documents import Document
from inspection.time_of import now

_FIRST = 100  # rows of the shelf until somebody asks for all


def show(asked: Asked) -> Response:
    """Show it."""
    chosen, words = chosen_in(dict(asked.request.query_params)), Words(asked)
    found = acts.documents.shelf(asked.acting(), kind=chosen.kind, year=chosen.year)
    order: Mapping[str, Callable[[Document], str]] = {"what": words.title, "period": lambda doc: doc.period}
    rows = sorted(found.documents, key=order[chosen.sort]) if chosen.sort in order else list(found.documents)
    return asked.page(
        "documents.html",
        words=words,
        chosen=chosen,
        shelf=found,
        rows=rows if chosen.all_of_it else rows[:_FIRST],
        found=len(rows),
        sorts=SORTS,
        address=DOCUMENTS,
        document=document_address,
        calendar=CALENDAR if asked.known.may("calendar.read") else "",
        may_approve=asked.known.may("report.approve"),
        as_of=now(),
    )
