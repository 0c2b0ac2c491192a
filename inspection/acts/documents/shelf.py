"""The shelf: everything that was published, by kind and period, as far as whoever looks may read it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlmodel import Session, col, select

from inspection.acts import figures, reports
from inspection.acts.documents.sheets import sheet_files
from inspection.acts.figures import Release
from inspection.acts.reports import ReportVersion
from inspection.store import queries
from inspection.store.referrals import PublishedListRow
from inspection.store.views import UserView
from inspection.time_of import day_in_brussels
from inspection.trust import Context, may, require_in_service

DocumentKind = Literal["report", "table", "list", "sheet"]
RULES: Mapping[DocumentKind, str] = {
    "report": "report.read",
    "table": "release.list",
    "list": "list.read",
    "sheet": "sheet.read",
}
DRAFT = "draft"


@dataclass(frozen=True, kw_only=True)
class Document:
    """One document.

    key
        Its address within its kind, in parts with `/` between them.
    topic
        What it is about: the kind of a report, a figure, the addressee of a list; "" of a sheet, "calendar" of that.
    period
        A month, a week, a day, a year or a span of months.
    formats
        What it can be taken away as.
    is_draft
        Whether it waits for a second person.
    """

    kind: DocumentKind
    key: str
    topic: str
    period: str
    told_at: datetime
    formats: tuple[str, ...]
    version: int = 1
    is_draft: bool = False


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """What stands on the shelf, the latest first.

    kinds
        Those that whoever looks may read at all.
    years
        Every year of which something stands there.
    waiting
        Drafts of reports, the oldest first.
    """

    kinds: tuple[DocumentKind, ...]
    years: tuple[str, ...]
    documents: tuple[Document, ...]
    waiting: tuple[Document, ...] = ()


def shelf(context: Context, *, kind: str = "", year: str = "") -> Shelf:
    """Return what was published, of one kind and year where these are named; what may not be read is not there.

    Errors: `AccessRefused`.
    """
    require_in_service(context, "document.read")
    user = queries.user(context.store, context.by)
    kinds = tuple(one for one, rule in RULES.items() if user is not None and may(user, rule))
    found = [doc for one in kinds if kind in ("", one) for doc in _FOUND[one](context, user)]
    standing = sorted((doc for doc in found if not doc.is_draft), key=lambda doc: (doc.told_at, doc.key), reverse=True)
    return Shelf(
        kinds=kinds,
        years=tuple(sorted({year_of(doc) for doc in standing}, reverse=True)),
        documents=tuple(doc for doc in standing if year in ("", year_of(doc))),
        waiting=tuple(sorted((doc for doc in found if doc.is_draft), key=lambda doc: doc.told_at)),
    )


def year_of(document: Document) -> str:
    """Return the year of a document's period, else of the day on which it was published."""
    year = document.period[:4]
    return year if year.isdigit() else str(day_in_brussels(document.told_at).year)


def of_report(one: ReportVersion) -> Document:
    """Return a version of a report as it stands on the shelf."""
    report = one.report
    formats = ("pdf", "json") if report.kind == "model_card" else ("pdf", "xlsx", "json")
    return Document(
        kind="report",
        key=f"{report.kind}/{report.key}/{report.version if one.is_published else DRAFT}",
        topic=report.kind,
        period=report.key,
        told_at=one.at,
        formats=formats,
        version=report.version,
        is_draft=not one.is_published,
    )


def of_table(one: Release) -> Document:
    """Return a released table as it stands on the shelf."""
    months = sorted(dict(one.table.scope).get("period", ()))
    period = "" if not months else months[0] if len(months) == 1 else f"{months[0]} – {months[-1]}"
    told_at = one.approved_at or one.proposed_at
    formats = ("xlsx", "csv", "json")
    topic = "/".join((one.table.figure, *one.table.dimensions))
    return Document(kind="table", key=one.reference, topic=topic, period=period, told_at=told_at, formats=formats)


def released_tables(session: Session, service: str) -> list[Release]:
    """Return the tables that were released, inside an act that asked."""
    return [one for one in figures.ledger(session, service) if one.approved_at is not None]


def _reports(context: Context, _: UserView | None) -> Iterator[Document]:
    for one in (*reports.published_reports(context), *reports.report_drafts(context)):
        yield of_report(one)


def _tables(context: Context, _: UserView | None) -> Iterator[Document]:
    with context.store.read() as session:
        yield from map(of_table, released_tables(session, context.settings.service))


def _lists(context: Context, _: UserView | None) -> Iterator[Document]:
    row = PublishedListRow
    wanted = select(row.week, row.recipient, row.published_at).where(col(row.service) == context.settings.service)
    with context.store.read() as session:
        for week, recipient, at in session.exec(wanted):
            key = f"{week}/{recipient}"
            formats = ("pdf", "xlsx", "json")
            yield Document(kind="list", key=key, topic=recipient, period=week, told_at=at, formats=formats)


def _sheets(context: Context, user: UserView | None) -> Iterator[Document]:
    for one in sheet_files(context, user.team if user else None):
        yield Document(
            kind="sheet",
            key=f"{one.week}/{one.day or 'calendar'}",
            topic="" if one.day else "calendar",
            period=one.day or one.week,
            told_at=one.written_at,
            formats=("pdf",) if one.day else ("ics",),
        )


_FOUND: Mapping[DocumentKind, Callable[[Context, UserView | None], Iterator[Document]]] = {
    "report": _reports,
    "table": _tables,
    "list": _lists,
    "sheet": _sheets,
}
