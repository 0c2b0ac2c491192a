"""Which things of the office changed since the copies were published: read from its own trail, by a cursor a stream."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sql
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from inspection.life_cycles import ReferralState
from inspection.store.orders import JudicialControlRow
from inspection.store.portal import PortalCursorRow
from inspection.store.protection import ConsentRow, NoticeRow
from inspection.store.records import AuditEntryRow
from inspection.store.referrals import DeliveryRow, EmbargoRow, PublishedListRow, QuestionRow, ReferralRow

STREAMS = ("referral", "notice", "list", "alert", "on_call", "rights", "erasure", "judicial")
_DAY = "day"  # kept as a stream: the day of the last look, since an embargo ends at midnight without an entry
_AT_ONCE = 500  # entries of a stream in one turn: the first publication of a year of cases holds up nobody for long

Cursors = Mapping[str, int]

# Eight looks at the ends of an index in one question: it is asked several times a second.
_ENDS = sql.select(*(
    select(func.max(AuditEntryRow.n)).where(col(AuditEntryRow.stream) == stream).scalar_subquery()
    for stream in STREAMS
))  # fmt: skip


@dataclass
class Touched:
    """What a stretch of the trail is about, by id; `people` whether somebody outside changed."""

    referrals: set[str] = field(default_factory=set)
    notices: set[str] = field(default_factory=set)
    lists: set[str] = field(default_factory=set)
    people: bool = False


def cursors_of(session: Session) -> dict[str, int]:
    """Return how far each stream was read, inside a transaction of the portal."""
    return {row.stream: row.n for row in session.exec(select(PortalCursorRow))}


def ends_of(session: Session, day: int) -> dict[str, int]:
    """Return how far each stream of the office goes: one look at the end of each, which an index knows.

    Arguments: `day` of the look, as an ordinal.
    """
    ends = session.execute(_ENDS).one()
    return {_DAY: day} | {stream: last or 0 for stream, last in zip(STREAMS, ends, strict=True)}


def is_new_day(known: Cursors, day: int) -> bool:
    """Tell whether the copies were published last on another day, which is an ordinal."""
    return known.get(_DAY, day) != day


def touched_since(
    session: Session, known: Cursors, ends: Cursors, daily: Iterable[str] = ()
) -> tuple[Touched, dict[str, int]]:
    """Return what changed since some cursors, and the cursors that stand for it: not farther than one turn goes.

    Arguments: `daily` references of cases that are looked at anew on each new day, as those with an embargo are.
    """
    touched, reached = Touched(people="rights" not in known), dict(ends)
    for stream in STREAMS:
        from_, to = known.get(stream, 0), ends[stream]
        reached[stream] = min(to, from_ + _AT_ONCE)
        if reached[stream] > from_:
            _add(session, touched, stream, _entries(session, stream, from_, reached[stream]))
    if is_new_day(known, ends[_DAY]):
        touched.referrals |= set(session.exec(select(EmbargoRow.referral_id)))
        touched.referrals |= _in(session, select(ReferralRow.id), ReferralRow.reference, set(daily))
    return touched, reached


def _entries(session: Session, stream: str, from_: int, to: int) -> list[AuditEntryRow]:
    wanted = select(AuditEntryRow).where(col(AuditEntryRow.stream) == stream)
    return list(session.exec(wanted.where(col(AuditEntryRow.n) > from_, col(AuditEntryRow.n) <= to)))


def _add(session: Session, touched: Touched, stream: str, entries: Iterable[AuditEntryRow]) -> None:
    named = {one.subject for one in entries} | {str(v) for one in entries for v in _named(one.facts)}
    if stream == "rights":
        touched.people = True
    elif stream == "on_call":
        touched.referrals |= set(
            session.exec(select(ReferralRow.id).where(col(ReferralRow.state) == ReferralState.OPEN))
        )
    elif stream == "judicial":  # who may read ordered work is another by then: those cases are few
        ordered = select(ReferralRow.id).where(col(ReferralRow.control_id).in_(select(JudicialControlRow.control_id)))
        touched.referrals |= set(session.exec(ordered))
    elif stream == "notice":
        touched.notices |= _notices(session, named)
    elif stream == "list":
        touched.lists |= _in(session, select(PublishedListRow.id), PublishedListRow.id, named)
    else:
        touched.referrals |= _referrals(session, named)
        touched.notices |= _notices(session, named) if stream == "erasure" else set()


def _named(facts: Mapping[str, object]) -> Iterable[object]:
    return (facts[name] for name in ("referral", "delivery", "control") if name in facts)


def _referrals(session: Session, named: set[str]) -> set[str]:
    """Return the referrals that ids are of, or belong to: deliveries, questions, alerts about one, controls."""
    of_questions = select(DeliveryRow.referral_id).join(
        QuestionRow, col(QuestionRow.delivery_id) == col(DeliveryRow.id)
    )
    return (
        _in(session, select(ReferralRow.id), ReferralRow.id, named)
        | _in(session, select(DeliveryRow.referral_id), DeliveryRow.id, named)
        | _in(session, of_questions, QuestionRow.id, named)
        | _in(session, select(ReferralRow.id), ReferralRow.control_id, named)
    )


def _notices(session: Session, named: set[str]) -> set[str]:
    of_consents = select(NoticeRow.id).join(ConsentRow, col(ConsentRow.control_id) == col(NoticeRow.control_id))
    return _in(session, select(NoticeRow.id), NoticeRow.id, named) | _in(session, of_consents, ConsentRow.id, named)


def _in(session: Session, wanted: SelectOfScalar[str], column: object, ids: set[str]) -> set[str]:
    return set(session.exec(wanted.where(col(column).in_(sorted(ids))))) if ids else set()
