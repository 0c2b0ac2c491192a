"""Breaking the glass: a record outside one's reach is opened for some minutes, with a reason and with an alarm.

Somebody may need it at night, and nobody is there to ask. The direction and whoever watches the house learn of it at
once, and one of them judges afterwards whether it was right. Why it was broken may say something of a person: of a case
it is sealed by its key and goes with it, while who broke the glass stays.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import col, select

from inspection.acts import alerts
from inspection.acts.access.decoys import meet
from inspection.acts.access.subjects import belonging
from inspection.errors import AccessRefused
from inspection.store.core import new_id
from inspection.store.people import BrokenGlassRow
from inspection.store.queries import case_behind
from inspection.time_of import day_in_brussels
from inspection.trust import Context, audited_transaction

_STREAM = "rights"
_SHORTEST, _LONGEST = 20, 1000  # letters of a reason
_KINDS = ("control", "referral", "complaint")
_WATCHERS = ("direction", "auditor_dpo")


@dataclass(frozen=True, kw_only=True)
class BrokenGlass:
    """A record that somebody opened outside their reach; `was_right` is None until somebody judged it.

    words
        Why; empty once the case is erased.
    """

    id: str
    user: str
    kind: str
    subject: str
    words: str = field(repr=False)
    begun_at: datetime
    ends_at: datetime
    was_right: bool | None
    judged_by: str | None


def break_glass(context: Context, kind: str, subject: str, words: str) -> datetime:
    """Open a record outside one's reach; returns until when. The alarm goes off in the same transaction.

    Arguments: `kind` "control", "referral" or "complaint"; `subject` its id; `words` why nobody could be asked.
    Errors: `AccessRefused` 089 for a reason too short or too long, 060 for a record that does not exist
    or is of another service, told alike.
    """
    words = words.strip()
    if not _SHORTEST <= len(words) <= _LONGEST:
        raise AccessRefused("ACCESS-089", least=_SHORTEST, most=_LONGEST)
    ends = context.at + timedelta(minutes=context.app.catalogue(day_in_brussels(context.at)).identity.glass_minutes)
    meet(context, kind, subject)
    with audited_transaction(context) as tx:
        user = tx.require("glass.break", service=context.settings.service)
        found = belonging(tx.session, kind, subject) if kind in _KINDS else None
        if found is None or found.service != user.service:
            raise AccessRefused("ACCESS-060")
        row_id, case = new_id(), case_behind(tx.session, subject) if kind != "complaint" else None
        row = BrokenGlassRow(
            id=row_id,
            service=user.service,
            user_id=user.id,
            kind=kind,
            subject=subject,
            words=context.store.seal("broken_glass.words", row_id, words, case=case),
            case_id=case,
            begun_at=context.at,
            ends_at=ends,
        )
        tx.add(row)
        tx.record("glass.break", subject, stream=_STREAM, facts={"kind": kind, "glass": row.id})
        for step, role in enumerate(_WATCHERS):
            district = next(iter(found.districts), user.district or "")
            alerts.raise_alert(tx, "glass_broken", row.id, step, district, user.service, role=role)
    return ends


def judge_glass(context: Context, glass_id: str, *, was_right: bool) -> None:
    """Say whether a broken glass was right; once, and never by whoever broke it.

    Errors: `AccessRefused` 041, 086 for none such, or one that was judged.
    """
    with audited_transaction(context) as tx:
        row = tx.session.get(BrokenGlassRow, glass_id)
        broken_by = row.user_id if row is not None else None
        tx.require("glass.judge", service=context.settings.service, done_by={"glass.break": broken_by})
        if row is None or row.service != context.settings.service or row.judged_at is not None:
            raise AccessRefused("ACCESS-086")
        row.judged_by, row.judged_at, row.was_right = context.by, context.at, was_right
        tx.session.add(row)
        alerts.end_alerts_about(tx, "glass_broken", row.id)
        tx.record("glass.judge", row.id, stream=_STREAM, facts={"was_right": was_right})


def broken_glasses(context: Context) -> list[BrokenGlass]:
    """Return what was opened so, the latest first; the look is recorded."""
    with audited_transaction(context) as tx:
        tx.require("glass.list", service=context.settings.service)
        tx.record("glass.list", context.by, stream="reading", facts={"kind": "broken_glasses"})
        wanted = select(BrokenGlassRow).where(col(BrokenGlassRow.service) == context.settings.service)
        rows = list(tx.session.exec(wanted.order_by(col(BrokenGlassRow.id).desc())))
        return [
            BrokenGlass(
                id=row.id,
                user=row.user_id,
                kind=row.kind,
                subject=row.subject,
                words=context.store.unseal("broken_glass.words", row.id, row.words),
                begun_at=row.begun_at,
                ends_at=row.ends_at,
                was_right=row.was_right,
                judged_by=row.judged_by,
            )
            for row in rows
        ]
