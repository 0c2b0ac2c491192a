"""What persons were offered and what was told beside a referral, as figures count it; no office of theirs, no name."""

from collections.abc import Iterable
from itertools import groupby

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from inspection.acts import protection
from inspection.acts.figures.scope import Scope
from inspection.life_cycles import ConsentAnswer, NoticeState
from inspection.reporting.facts import HelpFact, NoticeFact
from inspection.store.controls import ControlRow
from inspection.store.protection import ConsentRow, NoticeRow
from inspection.time_of import day_in_brussels

REACHED, WAITING, NONE = "reached", "waiting", "none"


def help_facts(session: Session, scope: Scope) -> Iterable[HelpFact]:
    """Yield one fact a person who was told of the reception centres first in the period, by what stands now."""
    told = _told_of_centres(session, scope)
    wanted = (
        select(ConsentRow, ControlRow.district)
        .join(ControlRow, col(ControlRow.id) == col(ConsentRow.control_id))
        .where(col(ControlRow.service) == scope.service, col(ControlRow.id).not_in(scope.kept_apart()))
        .order_by(col(ConsentRow.control_id), col(ConsentRow.person), col(ConsentRow.n))
    )
    found = groupby(session.exec(wanted), key=lambda pair: (pair[0].control_id, pair[0].person, pair[1]))
    for (control, person, district), pairs in found:
        rows = [row for row, _ in pairs if row.answer != ConsentAnswer.NOT_ASKED]
        on = day_in_brussels(min((row.at for row in rows), default=scope.until))
        if scope.first <= on <= scope.last:
            stands = protection.standing(rows)
            centre = told.get((control, person), NONE)
            yield HelpFact(on=on, district=district, said=stands.answer if stands else "informed", centre=centre)


def notice_facts(session: Session, scope: Scope) -> Iterable[NoticeFact]:
    """Yield the notices of the period to the Guardianship Service and to other services, but for those stopped."""
    period = (col(NoticeRow.queued_at) >= scope.since, col(NoticeRow.queued_at) < scope.until)
    wanted = _notices(scope).where(
        col(NoticeRow.kind).in_(("guardian", "exchange")), col(NoticeRow.state) != NoticeState.STOPPED, *period
    )
    for row in session.exec(wanted):
        yield NoticeFact(
            on=day_in_brussels(row.queued_at),
            district=row.district,
            kind=row.kind,
            recipient_kind=scope.kind_of(protection.recipient_of_notice(scope.store, row)),
            state=row.state,
        )


def _told_of_centres(session: Session, scope: Scope) -> dict[tuple[str, str], str]:
    """Return by control and person whether a centre was reached, or is being called; never which."""
    found: dict[tuple[str, str], str] = {}
    for row in session.exec(_notices(scope).where(col(NoticeRow.kind) == "centre")):
        for person in row.persons:
            if row.state == NoticeState.TAKEN:
                found[row.control_id, person] = REACHED
            elif row.state in protection.OPEN:
                found.setdefault((row.control_id, person), WAITING)
    return found


def _notices(scope: Scope) -> SelectOfScalar[NoticeRow]:
    apart = col(NoticeRow.control_id).not_in(scope.kept_apart())
    return select(NoticeRow).where(col(NoticeRow.service) == scope.service, apart).order_by(col(NoticeRow.id))
