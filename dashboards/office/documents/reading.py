"""One document: what stands in it, as on paper; taking it away; and approving a draft with its figures in view."""

from markupsafe import Markup
from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.documents.addresses import DOCUMENTS, document_address
from dashboards.office.documents.previewing import visits_of
from dashboards.office.documents.words import Words
from dashboards.office.proving import needs_fresh
from dashboards.office.shared import as_file
from inspection import acts
from inspection.acts.documents import OpenDocument
from inspection.errors import AccessRefused, InspectionError, ReferralFault
from inspection.life_cycles import ListGroup
from inspection.reporting.paper import Block
from inspection.reporting.reports import report_page, table_blocks_of
from inspection.time_of import day_in_brussels

_LEFT_TO_THE_PAGE = frozenset({"ACCESS-041", "REFER-930", "REFER-931", "REFER-932", "REFER-933", "REFER-958"})


def show(asked: Asked) -> Response:
    """Show a document."""
    params = asked.request.path_params
    return _drawn(asked, acts.documents.open_document(asked.acting(), params["kind"], params["key"]))


def take(asked: Asked) -> Response:
    """Give a document as a file."""
    kind, key, form = (asked.form.get(name, "") for name in ("kind", "key", "format"))
    taken = acts.documents.take_document(asked.acting(), kind, key, form, asked.look.lang)
    return as_file(taken.name, taken.content, taken.media_type)


def approve(asked: Asked) -> Response:
    """Approve the draft that is shown, as a whole, and show what was published; a refusal is told beside the draft."""
    key = asked.form.get("key", "")
    led = needs_fresh(asked, document_address("report", key))
    if led is not None:
        return led
    found = acts.documents.open_document(asked.acting(), "report", key)
    if found.report is None or found.report.is_published:
        raise AccessRefused("ACCESS-120")
    report = found.report.report
    try:
        made = acts.reports.approve_report(asked.acting(), report.kind, report.key, asked.form.get("sha256", ""))
    except (AccessRefused, ReferralFault) as fault:
        if fault.code not in _LEFT_TO_THE_PAGE:
            raise
        return _drawn(asked, found, fault)
    done = made.report
    return asked.led(f"{document_address('report', f'{done.kind}/{done.key}/{done.version}')}?told=approved")


def _drawn(asked: Asked, found: OpenDocument, fault: InspectionError | None = None) -> Response:
    words, document, version = Words(asked), found.document, found.report
    tables = (*version.report.tables, *version.report.rolling) if version else ()
    return asked.page(
        "document.html",
        fault,
        words=words,
        document=document,
        version=version,
        tables=tables,
        blocks=_blocks(asked, found),
        list_=found.list_,
        visits=visits_of(asked, found),
        groups=list(ListGroup),
        may_approve=document.is_draft and asked.known.may("report.approve"),
        is_own=version is not None and version.by == asked.known.user.id,
        told=asked.query("told") == "approved",
        address=DOCUMENTS,
        room=DOCUMENTS,
        here_address=document_address(document.kind, document.key),
    )


def _blocks(asked: Asked, found: OpenDocument) -> list[Block]:
    """Return the pages of a report or a released table, by the rules of its day, as they stand on paper."""
    rules, lang = acts.app().catalogue(day_in_brussels(found.document.told_at)), asked.look.lang
    if found.report is not None:
        return [_drawing(one) for one in report_page(found.report.report, lang, rules).blocks]
    return table_blocks_of(found.table.table, lang, rules) if found.table is not None else []


def _drawing(block: Block) -> Block:
    """Return a block whose drawing is marked as one: our renderer wrote it, and every text in it is escaped there."""
    return block | {"svg": Markup(block["svg"])} if block["kind"] == "picture" else block  # noqa: S704
