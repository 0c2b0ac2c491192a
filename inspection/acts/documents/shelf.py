"""The shelf: everything that was published, by kind and period, as far as whoever looks may read it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlmodel import col, select

from inspection.acts.documents.sheets import SheetFile, sheet_files
from inspection.store import queries
from inspection.store.policy import FigureReleaseRow, PublishedReportRow, ReleaseApprovalRow, ReportProposalRow
from inspection.store.referrals import PublishedListRow
from inspection.store.views import UserView
from inspection.time_of import day_in_brussels
from inspection.trust import Context, may, require_in_service, require_permission

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


def of_report(kind: str, key: str, version: int, told_at: datetime, *, is_draft: bool) -> Document:
    """Return a version of a report as it stands on the shelf."""
    return Document(
        kind="report",
        key=f"{kind}/{key}/{DRAFT if is_draft else version}",
        topic=kind,
        period=key,
        told_at=told_at,
        formats=("pdf", "json") if kind == "model_card" else ("pdf", "xlsx", "json"),
        version=version,
        is_draft=is_draft,
    )


def of_table(reference: str, dimensions: Sequence[str], months: Iterable[str], told_at: datetime) -> Document:
    """Return a released table as it stands on the shelf.

    Arguments: `dimensions` the figure, then by what it is cut.
    """
    known = sorted(months)
    period = "" if not known else known[0] if len(known) == 1 else f"{known[0]} – {known[-1]}"
    formats, topic = ("xlsx", "csv", "json"), "/".join(dimensions)
    return Document(kind="table", key=reference, topic=topic, period=period, told_at=told_at, formats=formats)


def of_list(week: str, recipient: str, told_at: datetime) -> Document:
    """Return a weekly list of an addressee as it stands on the shelf."""
    key, formats = f"{week}/{recipient}", ("pdf", "xlsx", "json")
    return Document(kind="list", key=key, topic=recipient, period=week, told_at=told_at, formats=formats)


def of_sheet(one: SheetFile) -> Document:
    """Return a sheet of a day, or the calendar of a week, as it stands on the shelf."""
    return Document(
        kind="sheet",
        key=f"{one.week}/{one.day or 'calendar'}",
        topic="" if one.day else "calendar",
        period=one.day or one.week,
        told_at=one.written_at,
        formats=("pdf",) if one.day else ("ics",),
    )


def _reports(context: Context, _: UserView | None) -> Iterator[Document]:
    """Yield reports without what stands in them: a shelf is looked at often, and a report is long."""
    told, drafted, service = PublishedReportRow, ReportProposalRow, context.settings.service
    with context.store.read() as session:
        require_permission(session, context, "report.read", service=service)
        of_house = col(told.service) == service
        published = session.exec(select(told.kind, told.key, told.version, told.published_at).where(of_house)).all()
        asked = select(drafted.kind, drafted.key, drafted.version, drafted.proposed_at)
        drafts = session.exec(asked.where(col(drafted.service) == service).order_by(col(drafted.id))).all()
    done = {(kind, key, version) for kind, key, version, _ in published}
    waiting = {(kind, key, version): at for kind, key, version, at in drafts if (kind, key, version) not in done}
    for kind, key, version, at in published:
        yield of_report(kind, key, version, at, is_draft=False)
    for (kind, key, version), at in waiting.items():
        yield of_report(kind, key, version, at, is_draft=True)


def _tables(context: Context, _: UserView | None) -> Iterator[Document]:
    row, approval = FigureReleaseRow, ReleaseApprovalRow
    wanted = (
        select(row.reference, row.body, approval.approved_at)
        .join(approval, col(approval.release_id) == col(row.id))
        .where(col(row.service) == context.settings.service)
    )
    with context.store.read() as session:
        require_permission(session, context, "release.list", service=context.settings.service)
        found = session.exec(wanted).all()
    for reference, body, at in found:
        months = dict(body["scope"]).get("period", ())
        yield of_table(reference, (body["figure"], *body["dimensions"]), months, at)


def _lists(context: Context, _: UserView | None) -> Iterator[Document]:
    row = PublishedListRow
    wanted = select(row.week, row.recipient, row.published_at).where(col(row.service) == context.settings.service)
    with context.store.read() as session:
        require_permission(session, context, "list.read", service=context.settings.service)
        for week, recipient, at in session.exec(wanted):
            yield of_list(week, recipient, at)


def _sheets(context: Context, user: UserView | None) -> Iterator[Document]:
    return map(of_sheet, sheet_files(context, user.team if user else None))


_FOUND: Mapping[DocumentKind, Callable[[Context, UserView | None], Iterator[Document]]] = {
    "report": _reports,
    "table": _tables,
    "list": _lists,
    "sheet": _sheets,
}
