"""Looks that are judged: so many a week, drawn by lot, and judged by somebody who did not look.

Nobody chooses the lot. It follows from the hashes at which the trail stood when the week ended: they hold every look of
the week, and whoever looks cannot know them. Looks outside one's own controls weigh more: they get their share first.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import func
from sqlmodel import Session, col, select

from inspection.acts import alerts
from inspection.errors import AccessRefused
from inspection.sealing import canonical_json
from inspection.store.core import OUTSIDE_ROLES, Store, new_id
from inspection.store.people import UserRow
from inspection.store.queries import case_behind
from inspection.store.records import VERDICTS, AuditEntryRow, LookReviewRow
from inspection.time_of import IsoWeek, day_in_brussels, moment_of
from inspection.trust import AuditedTransaction, Context, audited_transaction

Verdict = Literal["fitting", "unexplained", "to_ask"]
UNJUDGED, UNEXPLAINED, DPO = "look_unjudged", "look_unexplained", "auditor_dpo"
_JUDGES = ("supervisor", "direction", DPO)


@dataclass(frozen=True, kw_only=True)
class DrawnLook:
    """A look that was drawn: the entry of the trail, and what somebody else said of it.

    is_outside
        Whether it was outside the reader's own controls.
    """

    id: str
    week: str
    looker: str
    at: datetime
    act: str
    subject: str
    purpose: str
    case: str
    is_outside: bool
    due_at: datetime
    verdict: str | None = None
    judged_by: str | None = None
    words: str = field(default="", repr=False)


def draw_looks(context: Context, week: IsoWeek) -> int:
    """Draw the looks of a week that is over; drawn again it is the same draw, and nothing is added.

    Result: how many are drawn of this week. Those that nobody judged in time are told of too.
    Errors: `AccessRefused` 099 for a week that is not over.
    """
    end = moment_of(IsoWeek.after(week.monday).monday, 0)
    if context.at < end:
        raise AccessRefused("ACCESS-099")
    with audited_transaction(context) as tx:
        tx.require("look.draw", service=context.settings.service)
        known = _drawn(tx.session, context.settings.service, str(week))
        tell_unjudged(tx)
        if known or _was_drawn(tx.session, str(week)):
            tx.mark_unchanged()
            return len(known)
        rules = context.app.catalogue(day_in_brussels(context.at)).looks
        seed = _seed(tx.session, end)
        mine = list(_reveals(tx.session, context.settings.service, moment_of(week.monday, 0), end))
        lot = _lot(mine, seed, rules.drawn_a_week, rules.outside_percent)
        due = context.at + timedelta(days=rules.judge_within_days)
        tx.session.add_all(_row(context, str(week), seed, one, due) for one in lot)
        facts = {"week": str(week), "seed": seed, "drawn": len(lot), "of": len(mine)}
        tx.record("look.draw", str(week), stream="looks", purpose="audit", facts=facts)
        return len(lot)


def looks_to_judge(context: Context, *, every: bool = False) -> list[DrawnLook]:
    """Return the drawn looks that whoever asks may judge, or `every` one that was drawn; a look at a list."""
    with audited_transaction(context) as tx:
        judge = tx.require("look.list", service=context.settings.service)
        tx.record("look.list", context.by, stream="reading", purpose="audit", facts={"kind": "looks"})
        wanted = select(LookReviewRow).where(col(LookReviewRow.service) == context.settings.service)
        rows = tx.session.exec(wanted.order_by(col(LookReviewRow.due_at), col(LookReviewRow.id))).all()
        shown = [row for row in rows if every or (row.verdict is None and may_judge(tx.session, judge, row))]
        return [_view(tx.session, context.store, row) for row in shown]


def judge_look(context: Context, look_id: str, verdict: Verdict, words: str) -> DrawnLook:
    """Say of a look whether it fits its reason, in words; the data protection officer is told of one that does not.

    Errors: `AccessRefused` 095 for one that is not there, not theirs to judge, or judged; 096 without a word of the
    list and words of one's own.
    """
    if verdict not in VERDICTS or not words.strip():
        raise AccessRefused("ACCESS-096", verdicts=", ".join(VERDICTS))
    with audited_transaction(context) as tx:
        judge = tx.require("look.judge", service=context.settings.service)
        row = tx.session.get(LookReviewRow, look_id)
        if row is None or row.verdict is not None or not may_judge(tx.session, judge, row):
            raise AccessRefused("ACCESS-095")
        row.verdict, row.judged_by, row.judged_at = verdict, context.by, context.at
        row.case_id = _case_of(tx.session, row)
        row.words = context.store.seal("look_review.words", row.id, words.strip(), case=row.case_id)
        alerts.end_alerts_about(tx, UNJUDGED, row.id)
        tx.record("look.judge", row.id, stream="looks", purpose="audit", facts={"verdict": verdict})
        if verdict == "unexplained":
            alerts.raise_alert(tx, UNEXPLAINED, row.id, 0, _district(tx.session, row), row.service, role=DPO)
        return _view(tx.session, context.store, row)


def may_judge(session: Session, judge: UserRow, row: LookReviewRow) -> bool:
    """Tell whether somebody may judge a look: not their own, nor that of somebody they head where another can."""
    if judge.id == row.looker or judge.service != row.service:
        return False
    return not _heads(session, judge, row.looker) or not _another(session, judge, row)


def tell_unjudged(tx: AuditedTransaction) -> int:
    """Tell of looks that nobody judged in time: the data protection officer, once of each."""
    late = select(LookReviewRow).where(
        col(LookReviewRow.verdict).is_(None),
        col(LookReviewRow.due_at) < tx.at,
        col(LookReviewRow.service) == tx.app.settings.service,
    )
    told = [
        alerts.raise_alert(tx, UNJUDGED, row.id, 0, _district(tx.session, row), row.service, role=DPO)
        for row in tx.session.exec(late).all()
    ]
    return sum(told)


def _heads(session: Session, judge: UserRow, looker: str) -> bool:
    """Tell whether somebody heads a user: a supervisor of the same district, or the direction a supervisor."""
    known = session.get_one(UserRow, looker)
    if judge.role == "supervisor":
        return judge.district is not None and judge.district == known.district
    return judge.role == "direction" and known.role == "supervisor"


def _another(session: Session, judge: UserRow, row: LookReviewRow) -> bool:
    others = select(UserRow).where(
        col(UserRow.role).in_(_JUDGES),
        col(UserRow.active),
        col(UserRow.service) == row.service,
        col(UserRow.id).not_in((judge.id, row.looker)),
    )
    return any(not _heads(session, other, row.looker) for other in session.exec(others))


def _drawn(session: Session, service: str, week: str) -> Sequence[LookReviewRow]:
    wanted = select(LookReviewRow).where(col(LookReviewRow.week) == week, col(LookReviewRow.service) == service)
    return session.exec(wanted).all()


def _was_drawn(session: Session, week: str) -> bool:
    """Tell whether a week was drawn before, also where there was nothing to draw."""
    mine = select(AuditEntryRow.n).where(col(AuditEntryRow.stream) == "looks", col(AuditEntryRow.act) == "look.draw")
    return session.exec(mine.where(col(AuditEntryRow.subject) == week).limit(1)).first() is not None


def _seed(session: Session, end: datetime) -> str:
    """Return the hash of where every stream stood at the end of a week."""
    last = select(AuditEntryRow.stream, func.max(AuditEntryRow.n)).where(col(AuditEntryRow.at) < end)
    heads = {
        stream: session.get_one(AuditEntryRow, (stream, n)).hash
        for stream, n in session.exec(last.group_by(col(AuditEntryRow.stream)).order_by(col(AuditEntryRow.stream)))
    }
    return hashlib.sha256(canonical_json(heads).encode()).hexdigest()


def _reveals(session: Session, service: str, start: datetime, end: datetime) -> Iterable[AuditEntryRow]:
    """Give the looks of a week at what speaks of persons: those that had to say whether they were in an own control."""
    wanted = select(AuditEntryRow).where(
        col(AuditEntryRow.stream) == "reading", col(AuditEntryRow.at) >= start, col(AuditEntryRow.at) < end
    )
    ours = select(UserRow.id).where(col(UserRow.service) == service, col(UserRow.role).not_in(OUTSIDE_ROLES))
    of_service = set(session.exec(ours))  # what an office reads of its own case, nobody of ours has to answer for
    for entry in session.exec(wanted.order_by(col(AuditEntryRow.n))):
        if "own" in entry.facts and entry.who in of_service:
            yield entry


def _lot(mine: Sequence[AuditEntryRow], seed: str, most: int, outside_percent: int) -> list[AuditEntryRow]:
    """Return those that are drawn: looks outside own controls fill their share first, then whatever is left."""
    ranked = sorted(mine, key=lambda one: hashlib.sha256(f"{seed}|{one.stream}|{one.n}".encode()).digest())
    share = -(-most * outside_percent // 100)
    first = [one for one in ranked if not one.facts["own"]][:share]
    taken = {one.n for one in first}
    return [*first, *(one for one in ranked if one.n not in taken)][:most]


def _row(context: Context, week: str, seed: str, entry: AuditEntryRow, due: datetime) -> LookReviewRow:
    return LookReviewRow(
        id=new_id(),
        service=context.settings.service,
        week=week,
        seed=seed,
        stream=entry.stream,
        n=entry.n,
        looker=entry.who,
        is_outside=not entry.facts["own"],
        drawn_at=context.at,
        due_at=due,
    )


def _case_of(session: Session, row: LookReviewRow) -> str | None:
    """Return the case that was looked at, else the one that was named for it: the words go with it."""
    entry = session.get_one(AuditEntryRow, (row.stream, row.n))
    named = (str(entry.facts.get("control", "")), entry.subject, str(entry.facts.get("case", "")))
    return next((case for name in named if name and (case := case_behind(session, name))), None)


def _district(session: Session, row: LookReviewRow) -> str:
    return session.get_one(UserRow, row.looker).district or "all"


def _view(session: Session, store: Store, row: LookReviewRow) -> DrawnLook:
    entry = session.get_one(AuditEntryRow, (row.stream, row.n))
    return DrawnLook(
        id=row.id,
        week=row.week,
        looker=row.looker,
        at=entry.at,
        act=entry.act,
        subject=entry.subject,
        purpose=entry.purpose,
        case=str(entry.facts.get("case", "")),
        is_outside=row.is_outside,
        due_at=row.due_at,
        verdict=row.verdict,
        judged_by=row.judged_by,
        words=store.unseal("look_review.words", row.id, row.words) if row.words else "",
    )
