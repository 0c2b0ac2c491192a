"""Reports: proposed with all their tables, approved as a whole in one act by a second person, and so published.

A published report is frozen with its hash and holds no figure that waits; a correction is a new version.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from inspection.acts import alerts, figures
from inspection.acts.reports.chapters import AUTHORS, chapters_of
from inspection.acts.reports.initiative_register import initiatives_of
from inspection.acts.reports.measure_register import known_word, measures_of
from inspection.acts.reports.tables import proposed_tables, report_trend, rolling_tables
from inspection.errors import ReferralFault
from inspection.failpoints import failpoint
from inspection.reporting import policy
from inspection.reporting.model_card import ModelCard
from inspection.reporting.reports import (
    OtherFigureCount,
    RegisterPart,
    Report,
    ReportKind,
    ReportTable,
    other_figure_counts,
    published,
    register_part,
    report_period,
    wanted_tables,
)
from inspection.sealing import sha256_of
from inspection.store.core import new_id
from inspection.store.policy import PublishedReportRow, ReportProposalRow
from inspection.store.records import AlertRow
from inspection.time_of import day_in_brussels, moment_of, months_later
from inspection.trust import (
    AppContext,
    AuditedTransaction,
    Context,
    audited_transaction,
    require_apart,
    require_permission,
)

if TYPE_CHECKING:
    from inspection.acts.learning import Evaluation

WAITS = "report_waits"
WHERE = "report approve"
SHORTEST = 12  # signs of a hash that tell a draft from any other
_REGISTER = frozenset({"bureau", "cell"})
_YEARLY = frozenset({"biennial", "college", "rapporteur"})
_INITIATIVES = frozenset({"bureau", "cell", "biennial"})


@dataclass(frozen=True, kw_only=True)
class ReportVersion:
    """A version of a report: proposed, with the hash that an approval names, or published, with that of its data.

    by, at
        Who proposed it and when; once it is published, who approved it as a whole.
    """

    report: Report
    sha256: str
    is_published: bool
    by: str
    at: datetime

    @property
    def approve_as(self) -> str | None:
        """By which signs of its hash a draft is approved, as its first page says; None once it is published."""
        return None if self.is_published else self.sha256[:SHORTEST]


def propose_report(
    context: Context,
    kind: ReportKind,
    key: str,
    *,
    correct: bool = False,
    leave_draft: bool = False,
    measured: "Evaluation | None" = None,
) -> ReportVersion:
    """Propose a report with all its tables, for one approval as a whole; the same again is the proposal that is there.

    What was published is returned as it stands. Where something changed since it was proposed, the new draft stands in
    place of the old one. The direction is alerted that it waits.

    Arguments: `key` a month (bureau, model_card), a meeting's day (cell), two years (biennial), a year (the others);
    `correct` proposes a new version of what was published, unless nothing changed since; `leave_draft` returns a draft
    that stands as it is, whatever changed: somebody is reading it; `measured` how targeting does, where that was
    computed a moment ago.
    Errors: `ReferralFault` 945 for its kind, 975 for a period that is none, 976 for one with nothing new, 952 for one
    that has not ended, 956 for a correction of what was never published; `AccessRefused`.
    """
    known_word(kind, ReportKind, "report")
    with context.store.read() as session:
        require_permission(session, context, "report.propose", service=context.settings.service)
        versions = _versions(session, context.settings.service, kind, key)
        first, last = _period(session, context.app, kind, key, context.at)
        standing_draft = _stands(session, context.settings.service, kind, key)
    if correct and not versions:
        raise ReferralFault("REFER-956", kind=kind)
    if versions and not correct:
        return _read(versions[-1])
    if leave_draft and standing_draft is not None and not standing_draft.is_published:
        return standing_draft
    tables = proposed_tables(context, kind, first, last) if wanted_tables(kind) else ()
    rolling = rolling_tables(context, kind, tables, last)
    from inspection.acts.reports.targeting import targeting_part  # not before: it loads all that cards are learnt by

    targeting = targeting_part(context, kind, last, _card_before(context, kind, key), measured)
    with audited_transaction(context, name="report_proposal") as tx:
        built = _built(tx.session, context.app, kind, key, tables, context.at)
        trend = report_trend(tx.session, context.app, kind, tables, last)
        draft = replace(built, targeting=targeting, rolling=rolling, trend=trend)
        stands = _stands(tx.session, context.settings.service, kind, key)
        if stands is not None and _told(stands.report) == _told(draft):
            tx.mark_unchanged()
            return stands
        return _propose(tx, draft)


def approve_report(context: Context, kind: ReportKind, key: str, sha256: str) -> ReportVersion:
    """Approve a draft as a whole, as a second person, and publish it: all its tables and itself, or nothing.

    A second time gives what was published.

    Arguments: `sha256` of the draft, or its first twelve signs or more.
    Errors: `ReferralFault` 945 for its kind, 958 when no draft with this hash waits, 959 for who proposed it, 934 for
    who proposed one of its tables, 930 to 933 when a table tells too much beside one released since; `AccessRefused`.
    """
    known_word(kind, ReportKind, "report")
    with context.store.read() as session:
        require_permission(session, context, "report.approve", service=context.settings.service)
        row = _drafted(session, context.settings.service, kind, key, sha256)
        published = _version(session, row)
        draft = _draft(row)
        tables = figures.waiting_releases(session, context.app, draft.report.proposed)
    if published is not None:
        return published
    require_apart(context, "report.approve", "report.propose", row.proposed_by)
    with figures.approving(context, tables, name="report") as (tx, released):
        if _latest(tx.session, row).id != row.id or _version(tx.session, row) is not None:
            raise _changed(kind, key)
        return _publish(tx, row, draft.report, released)


def report_drafts(context: Context) -> list[ReportVersion]:
    """Return the drafts that wait for a second person, the oldest first."""
    service = context.settings.service
    with context.store.read() as session:
        require_permission(session, context, "report.read", service=service)
        asked = session.exec(select(ReportProposalRow).where(col(ReportProposalRow.service) == service)).all()
        latest = {(row.kind, row.key, row.version): row for row in sorted(asked, key=lambda row: row.id)}
        return [_draft(row) for row in latest.values() if _version(session, row) is None]


def published_reports(context: Context) -> list[ReportVersion]:
    """Return every published version of every report, the oldest first."""
    with context.store.read() as session:
        require_permission(session, context, "report.read", service=context.settings.service)
        wanted = select(PublishedReportRow).where(col(PublishedReportRow.service) == context.settings.service)
        return [_read(row) for row in session.exec(wanted.order_by(col(PublishedReportRow.id)))]


def find_report(context: Context, kind: str, key: str, version: int | None = None) -> ReportVersion | None:
    """Return a published version of a report; without a version the draft that waits; None where there is none."""
    service = context.settings.service
    with context.store.read() as session:
        require_permission(session, context, "report.read", service=service)
        versions = _versions(session, service, kind, key)
        if version is not None:
            return next((_read(row) for row in versions if row.version == version), None)
        drafts = _proposals(session, service, kind, key, len(versions) + 1)
        return _draft(drafts[-1]) if drafts else None


def _built(
    session: Session, app: AppContext, kind: ReportKind, key: str, tables: tuple[ReportTable, ...], at: datetime
) -> Report:
    first, last = _period(session, app, kind, key, at)
    versions = _versions(session, app.settings.service, kind, key)
    return Report(
        kind=kind,
        key=key,
        service=app.settings.service,
        version=len(versions) + 1,
        replaces=versions[-1].sha256 if versions else None,
        published_on=day_in_brussels(at),
        first=first,
        last=last,
        register=_register(session, app, kind, key, first, at) if kind in _REGISTER else RegisterPart(),
        tables=tables,
        others=_others(session, app, first, last) if kind in _YEARLY else (),
        initiatives=tuple(initiatives_of(session, app, first, last)) if kind in _INITIATIVES else (),
        chapters=tuple(chapters_of(session, app.settings.service, key)) if kind == "biennial" else (),
        authors=AUTHORS if kind == "biennial" else (),
    )


def _card_before(context: Context, kind: ReportKind, key: str) -> ModelCard | None:
    """Return the model card that was published last, of an earlier month or of an earlier version of this one."""
    if kind != "model_card":
        return None
    with context.store.read() as session:
        earlier = [row for row in _all(session, context.settings.service, kind) if row.key <= key]
    return _read(earlier[-1]).report.targeting if earlier else None


def _propose(tx: AuditedTransaction, draft: Report) -> ReportVersion:
    row = ReportProposalRow(
        id=new_id(),
        service=draft.service,
        kind=draft.kind,
        key=draft.key,
        version=draft.version,
        sha256=sha256_of(draft),
        body=draft,
        proposed_by=tx.by,
        proposed_at=tx.at,
    )
    _end_alerts(tx, row)
    tx.add(row)
    alerts.raise_alert(tx, WAITS, row.id, 1, "", tx.app.settings.service, role="direction")
    facts = {"kind": row.kind, "key": row.key, "version": row.version, "sha256": row.sha256}
    tx.record("report.propose", row.id, stream="report", purpose="policy", facts=facts)
    return _draft(row)


def _publish(tx: AuditedTransaction, proposal: ReportProposalRow, draft: Report, released: int) -> ReportVersion:
    report = published(draft, day_in_brussels(tx.at))
    row = _row(tx.context, report)
    tx.session.add(row)
    _end_alerts(tx, proposal)
    tx.session.flush()
    failpoint("report.written")
    facts = {"kind": row.kind, "key": row.key, "version": row.version, "sha256": row.sha256}
    tx.record(
        "report.publish",
        row.id,
        stream="report",
        purpose="policy",
        facts=facts | {"draft": proposal.sha256, "released": released},
    )
    return _read(row)


def _end_alerts(tx: AuditedTransaction, row: ReportProposalRow) -> None:
    """End the alerts about every draft of a report: the one that waited, and those in whose place it stood."""
    drafts = select(ReportProposalRow.id).where(
        col(ReportProposalRow.service) == row.service,
        col(ReportProposalRow.kind) == row.kind,
        col(ReportProposalRow.key) == row.key,
    )
    alerts.end_alerts(tx, col(AlertRow.kind) == WAITS, col(AlertRow.subject).in_(drafts))


def _stands(session: Session, service: str, kind: str, key: str) -> ReportVersion | None:
    """Return the draft that waits, else the version that was published last; None where there is neither."""
    versions = _versions(session, service, kind, key)
    drafts = _proposals(session, service, kind, key, len(versions) + 1)
    if drafts:
        return _draft(drafts[-1])
    return _read(versions[-1]) if versions else None


def _proposals(session: Session, service: str, kind: str, key: str, version: int) -> Sequence[ReportProposalRow]:
    wanted = select(ReportProposalRow).where(
        col(ReportProposalRow.service) == service,
        col(ReportProposalRow.kind) == kind,
        col(ReportProposalRow.key) == key,
        col(ReportProposalRow.version) == version,
    )
    return session.exec(wanted.order_by(col(ReportProposalRow.id))).all()


def _latest(session: Session, row: ReportProposalRow) -> ReportProposalRow:
    return _proposals(session, row.service, row.kind, row.key, row.version)[-1]


def _drafted(session: Session, service: str, kind: ReportKind, key: str, sha256: str) -> ReportProposalRow:
    """Return the draft with a hash that stands: the last one of the version that waits or was published last."""
    versions = len(_versions(session, service, kind, key))
    for version in (versions + 1, versions):
        last = _proposals(session, service, kind, key, version)[-1:]
        if last and len(sha256) >= SHORTEST and last[0].sha256.startswith(sha256):
            return last[0]
    raise _changed(kind, key)


def _version(session: Session, proposal: ReportProposalRow) -> ReportVersion | None:
    """Return the published version that a draft was for."""
    rows = _versions(session, proposal.service, proposal.kind, proposal.key)
    return next((_read(row) for row in rows if row.version == proposal.version), None)


def _changed(kind: str, key: str) -> ReferralFault:
    return ReferralFault("REFER-958", kind=kind, key=key)


def _period(session: Session, app: AppContext, kind: ReportKind, key: str, at: datetime) -> tuple[date, date]:
    earlier = [r for r in _all(session, app.settings.service, kind) if r.key < key] if kind == "cell" else []
    last_told = _read(earlier[-1]).report.last if earlier else None
    first, last = report_period(kind, key, last_told=last_told)
    if moment_of(last, 24 * 60) > at:
        raise ReferralFault("REFER-952", kind=kind)
    return first, last


def _others(session: Session, app: AppContext, first: date, last: date) -> tuple[OtherFigureCount, ...]:
    return other_figure_counts(figures.others_of(session, app.settings.service, first, last), first, last)


def _register(session: Session, app: AppContext, kind: ReportKind, key: str, first: date, at: datetime) -> RegisterPart:
    """Return the register as it stands: news is what ended since the last report of this kind was published."""
    before = [r for r in _all(session, app.settings.service, kind) if r.key < key]
    firsts = {r.key: r.published_at for r in reversed(before)}
    since = max(firsts.values()) if firsts else moment_of(first, 0)
    on = day_in_brussels(at)
    ahead = months_later(on.replace(day=1), 2) - timedelta(days=1)  # the end of the next month
    read = policy.measure_overview(measures_of(session, app.settings.service, at), on=on, due_until=ahead, since=since)
    return register_part(read)


def _all(session: Session, service: str, kind: str) -> Sequence[PublishedReportRow]:
    wanted = select(PublishedReportRow).where(
        col(PublishedReportRow.service) == service, col(PublishedReportRow.kind) == kind
    )
    return session.exec(wanted.order_by(col(PublishedReportRow.key), col(PublishedReportRow.version))).all()


def _versions(session: Session, service: str, kind: str, key: str) -> list[PublishedReportRow]:
    return [row for row in _all(session, service, kind) if row.key == key]


def _row(context: Context, report: Report) -> PublishedReportRow:
    return PublishedReportRow(
        id=new_id(),
        service=context.settings.service,
        kind=report.kind,
        key=report.key,
        version=report.version,
        sha256=sha256_of(report),
        body=report,
        published_by=context.by,
        published_at=context.at,
    )


def _told(report: Report) -> Report:
    """Return a report without what every version and every day has of its own."""
    return replace(report, version=0, replaces=None, published_on=date.min)


def _draft(row: ReportProposalRow) -> ReportVersion:
    report = _report(row.body)
    return ReportVersion(report=report, sha256=row.sha256, is_published=False, by=row.proposed_by, at=row.proposed_at)


def _read(row: PublishedReportRow) -> ReportVersion:
    report = _report(row.body)
    return ReportVersion(report=report, sha256=row.sha256, is_published=True, by=row.published_by, at=row.published_at)


def _report(body: Any) -> Report:
    return body if isinstance(body, Report) else TypeAdapter(Report).validate_python(body)
