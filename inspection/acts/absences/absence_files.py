"""Somebody's absences from a calendar of theirs: what would change is shown first, and done only as it was shown.

An event that was taken in before is known by its identity: moved in their calendar, it moves here; cancelled there, it
ends here. Days that were noted by hand stay as they are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal, get_args

from sqlmodel import Session, col, select

from inspection.acts.absences.absences import AwayKind, answered_user, ended, new_absence
from inspection.acts.absences.calendar_files import CalendarEvent, RefusedEvent, read_calendar
from inspection.errors import SettingsFault
from inspection.sealing import sha256_of
from inspection.store.people import StaffAbsenceRow
from inspection.time_of import day_in_brussels
from inspection.trust import Context, audited_transaction, require_permission


@dataclass(frozen=True, kw_only=True)
class AbsenceChange:
    """Days of somebody that a file adds, moves or takes back; `before` what was known of them."""

    how: Literal["added", "moved", "ended"]
    first_day: date
    last_day: date
    source_key: str
    before: tuple[date, date] | None = None


@dataclass(frozen=True, kw_only=True)
class AbsenceDifference:
    """What a file would change.

    same
        How many of its events are known as they stand.
    refused
        Events that are not taken: those that are not understood, those with hours, and those that are over.
    others
        How many parts of the file are no events.
    sha256
        Of whom it is about and what would change: who confirms it confirms exactly this.
    """

    user_id: str
    kind: str
    changes: tuple[AbsenceChange, ...]
    same: int
    refused: tuple[RefusedEvent, ...]
    others: int

    @property
    def sha256(self) -> str:
        """Hash of what would change."""
        return sha256_of([self.user_id, self.kind, [asdict(one) for one in self.changes]])


def preview_absences(context: Context, user_id: str, kind: str, text: str) -> AbsenceDifference:
    """Return what somebody's calendar would change of their absences, and change nothing.

    Arguments: `kind` what its events are, all of them; `text` the file.
    Errors: `AccessRefused` 086; `SettingsFault` 045 for an unknown kind, 074 for what is no iCalendar file.
    """
    with context.store.read() as session:
        asker = require_permission(session, context, "absence.keep", service=context.settings.service)
        answered_user(session, asker, user_id)
        return _difference(session, context, user_id, kind, text)


def import_absences(context: Context, user_id: str, kind: str, text: str, *, shown: str) -> AbsenceDifference:
    """Do what a file changes of somebody's absences, if that is still what was shown.

    Arguments: `shown` the hash of the difference that somebody looked at.
    Errors: as `preview_absences`; `SettingsFault` 043 where something else would change now.
    """
    with audited_transaction(context) as tx:
        asker = tx.require("absence.keep", service=context.settings.service)
        user = answered_user(tx.session, asker, user_id)
        difference = _difference(tx.session, context, user_id, kind, text)
        if difference.sha256 != shown:
            raise SettingsFault("SETTING-043")
        if not difference.changes:
            tx.mark_unchanged()
        known = _of_source(_rows(tx.session, user.id))
        for one in difference.changes:
            if one.how != "added":
                ended(tx, known[one.source_key])
            if one.how != "ended":
                new_absence(tx, user.id, kind, one.first_day, one.last_day, source_key=one.source_key)
        return difference


def _difference(session: Session, context: Context, user_id: str, kind: str, text: str) -> AbsenceDifference:
    if kind not in get_args(AwayKind):
        raise SettingsFault("SETTING-045")
    read = read_calendar(text)
    on = day_in_brussels(context.at)
    refused = [*read.refused, *_not_taken(read.events, on)]
    left_out = {one.n for one in refused}
    events = [one for one in read.events if one.n not in left_out]
    changes = list(_changes(events, _rows(session, user_id), user_id))
    return AbsenceDifference(
        user_id=user_id,
        kind=kind,
        changes=tuple(sorted(changes, key=lambda one: (one.first_day, one.source_key))),
        same=len(events) - len(changes),
        refused=tuple(sorted(refused, key=lambda one: one.n)),
        others=read.others,
    )


def _not_taken(events: tuple[CalendarEvent, ...], on: date) -> Iterator[RefusedEvent]:
    for one in events:
        if one.starts is not None:
            yield RefusedEvent(n=one.n, why="with_hours")
        elif one.last_day < on:
            yield RefusedEvent(n=one.n, why="over")


def _changes(events: list[CalendarEvent], rows: list[StaffAbsenceRow], user_id: str) -> Iterator[AbsenceChange]:
    known, standing = _of_source(rows), {(one.first_day, one.last_day) for one in rows}
    for one in events:
        key = sha256_of([user_id, one.uid])
        row, days = known.get(key), (one.first_day, one.last_day)
        before = (row.first_day, row.last_day) if row is not None else None
        if one.is_cancelled:
            if before is not None:
                yield AbsenceChange(how="ended", first_day=before[0], last_day=before[1], before=before, source_key=key)
        elif before is None and days not in standing:
            yield AbsenceChange(how="added", first_day=days[0], last_day=days[1], source_key=key)
        elif before is not None and before != days:
            yield AbsenceChange(how="moved", first_day=days[0], last_day=days[1], before=before, source_key=key)


def _rows(session: Session, user_id: str) -> list[StaffAbsenceRow]:
    mine = select(StaffAbsenceRow).where(col(StaffAbsenceRow.user_id) == user_id)
    return list(session.exec(mine.where(col(StaffAbsenceRow.ended_at).is_(None)).order_by(col(StaffAbsenceRow.id))))


def _of_source(rows: list[StaffAbsenceRow]) -> Mapping[str, StaffAbsenceRow]:
    return {one.source_key: one for one in rows if one.source_key}
