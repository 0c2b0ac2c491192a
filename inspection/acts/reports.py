"""Reports as they leave the house: built once from what stands, frozen with their hash; a correction is a new version.

Figures stand in a report only as releases that a second person approved. What waits is said to wait.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from inspection.acts.chapters import AUTHORS, chapters_of
from inspection.acts.initiatives import initiatives_of
from inspection.acts.measures import known_word, measures_of
from inspection.acts.offices import Office
from inspection.acts.offices import office as this_office
from inspection.acts.other_figures import others_of
from inspection.acts.policy_words import policy_fault
from inspection.acts.releases import ledger
from inspection.acts.report_tables import report_tables
from inspection.failpoints import failpoint
from inspection.reporting import (
    OtherTold,
    RegisterPart,
    Report,
    ReportKind,
    others_told,
    period_fault,
    register_part,
    report_period,
    standing,
)
from inspection.sealing import sha256_of
from inspection.store import PublishedReport, new_id
from inspection.time_of import day_in_brussels, moment_of, now
from inspection.trust import ask, recorded

_REGISTER = frozenset({"bureau", "cell"})
_YEARLY = frozenset({"biennial", "college", "rapporteur"})
_INITIATIVES = frozenset({"bureau", "cell", "biennial"})


@dataclass(frozen=True, kw_only=True)
class Published:
    """A version of a report, with the hash that it was frozen under."""

    report: Report
    sha256: str
    published_at: datetime


def publish_report(
    kind: ReportKind,
    key: str,
    by: str = "system",
    *,
    correct: bool = False,
    at: datetime | None = None,
    office: Office | None = None,
) -> Published:
    """Publish a report, once: a second time gives what was published.

    Arguments: `key` a month (bureau), a meeting's day (cell), two years (biennial), a year (the others); `correct`
    makes a new version that names the one it replaces, unless nothing changed since.
    Errors: `ReferralFault` 945 for its kind, 952 for a period that is none or has not ended, 956 for a correction of
    what was never published; `AccessRefused`.
    """
    here, at = office or this_office(), at or now()
    known_word(kind, ReportKind, "report")
    with recorded(here.store, by=by, at=at, name="report") as trail:
        ask(trail.session, by, "report.publish", service=here.settings.service)
        versions = _versions(trail.session, here.settings.service, kind, key)
        if correct and not versions:
            raise policy_fault("Nothing was published that could be corrected", f"report {kind}", "Publish it.", "956")
        if versions and not correct:
            trail.idle()
            return _read(versions[-1])
        built = _built(trail.session, here, kind, key, versions, at)
        if versions and _told(built) == _told(_read(versions[-1]).report):
            trail.idle()
            return _read(versions[-1])
        row = _row(here, built, by, at)
        trail.session.add(row)
        trail.session.flush()
        failpoint("report.written")
        facts = {"kind": kind, "key": key, "version": row.version, "sha256": row.sha256, "awaiting": built.awaiting}
        trail.record("report.publish", row.id, stream="report", purpose="policy", facts=facts)
        return Published(report=built, sha256=row.sha256, published_at=at)


def published_reports(by: str, *, office: Office | None = None) -> list[Published]:
    """Return every version of every report, the oldest first."""
    here = office or this_office()
    with here.store.read() as session:
        ask(session, by, "report.read", service=here.settings.service)
        wanted = select(PublishedReport).where(col(PublishedReport.service) == here.settings.service)
        return [_read(row) for row in session.exec(wanted.order_by(col(PublishedReport.id)))]


def report_days(
    kind: ReportKind, key: str, *, at: datetime | None = None, office: Office | None = None
) -> tuple[date, date]:
    """Return the days that a report's figures are about, which have passed; errors: `ReferralFault` 945, 952."""
    here, at = office or this_office(), at or now()
    known_word(kind, ReportKind, "report")
    with here.store.read() as session:
        return _period(session, here, kind, key, at)


def _built(
    session: Session, here: Office, kind: ReportKind, key: str, versions: Sequence[PublishedReport], at: datetime
) -> Report:
    first, last = _period(session, here, kind, key, at)
    known = ledger(session, here.settings.service)
    return Report(
        kind=kind,
        key=key,
        service=here.settings.service,
        version=len(versions) + 1,
        replaces=versions[-1].sha256 if versions else None,
        published_on=day_in_brussels(at),
        first=first,
        last=last,
        register=_register(session, here, kind, key, first, at) if kind in _REGISTER else RegisterPart(),
        tables=report_tables(known, kind, first, last),
        others=_others(session, here, first, last) if kind in _YEARLY else (),
        initiatives=tuple(initiatives_of(session, here, first, last)) if kind in _INITIATIVES else (),
        chapters=tuple(chapters_of(session, here.settings.service, key)) if kind == "biennial" else (),
        authors=AUTHORS if kind == "biennial" else (),
    )


def _period(session: Session, here: Office, kind: ReportKind, key: str, at: datetime) -> tuple[date, date]:
    earlier = [r for r in _all(session, here.settings.service, kind) if r.key < key] if kind == "cell" else []
    last_told = _read(earlier[-1]).report.last if earlier else None
    first, last = report_period(kind, key, last_told=last_told)
    if moment_of(last, 24 * 60) > at:
        raise period_fault(kind, "Its period has not ended", "Publish it from the day after; nothing is frozen before.")
    return first, last


def _others(session: Session, here: Office, first: date, last: date) -> tuple[OtherTold, ...]:
    return others_told(others_of(session, here.settings.service, first, last), first, last)


def _register(session: Session, here: Office, kind: ReportKind, key: str, first: date, at: datetime) -> RegisterPart:
    """Return the register as it stands: news is what ended since the last report of this kind was published."""
    before = [r for r in _all(session, here.settings.service, kind) if r.key < key]
    firsts = {r.key: r.published_at for r in reversed(before)}
    since = max(firsts.values()) if firsts else moment_of(first, 0)
    on = day_in_brussels(at)
    ahead = (on.replace(day=1) + timedelta(days=62)).replace(day=1) - timedelta(days=1)
    read = standing(measures_of(session, here.settings.service, at), on=on, due_until=ahead, since=since)
    return register_part(read)


def _all(session: Session, service: str, kind: str) -> Sequence[PublishedReport]:
    wanted = select(PublishedReport).where(col(PublishedReport.service) == service, col(PublishedReport.kind) == kind)
    return session.exec(wanted.order_by(col(PublishedReport.key), col(PublishedReport.version))).all()


def _versions(session: Session, service: str, kind: str, key: str) -> list[PublishedReport]:
    return [row for row in _all(session, service, kind) if row.key == key]


def _row(here: Office, report: Report, by: str, at: datetime) -> PublishedReport:
    return PublishedReport(
        id=new_id(),
        service=here.settings.service,
        kind=report.kind,
        key=report.key,
        version=report.version,
        sha256=sha256_of(report),
        body=report,
        published_by=by,
        published_at=at,
    )


def _told(report: Report) -> Report:
    """Return a report without what every version has of its own."""
    return replace(report, version=0, replaces=None, published_on=date.min)


def _read(row: PublishedReport) -> Published:
    body: Any = row.body
    report = body if isinstance(body, Report) else TypeAdapter(Report).validate_python(body)
    return Published(report=report, sha256=row.sha256, published_at=row.published_at)
