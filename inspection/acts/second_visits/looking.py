"""What the lot said of closed doors and what was seen behind them, for whoever estimates; the lot is counted again."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from inspection.errors import LearningFault
from inspection.life_cycles import ControlOutcome, PlanState
from inspection.store.controls import ControlRow
from inspection.store.weeks import PlannedVisitRow, PlanRow, SecondVisitRow, SelectionRow
from inspection.targeting.evaluating import Lot, is_followed_up
from inspection.time_of import IsoWeek


@dataclass(frozen=True)
class SecondLook:
    """The lot over a closed door, and the control that the second visit became; None where it saw nobody."""

    lot: Lot
    control_id: str | None = None


def second_looks(session: Session, service: str, first: IsoWeek, last: IsoWeek) -> dict[tuple[str, str], SecondLook]:
    """Return the lots over doors of the weeks from `first` to `last`, by plan and workplace; for who was asked already.

    Errors: `LearningFault` 124 where a lot is not what its seed says.
    """
    wanted = (
        select(SecondVisitRow, SelectionRow.seed)
        .join(
            SelectionRow,
            (col(SelectionRow.plan_id) == col(SecondVisitRow.plan_id))
            & (col(SelectionRow.district) == col(SecondVisitRow.district)),
        )
        .where(col(SecondVisitRow.service) == service, col(SecondVisitRow.week).between(str(first), str(last)))
    )
    rows = list(session.exec(wanted))
    _expect_lots(rows)
    drawn = [row for row, _ in rows if row.is_drawn]
    seen = _seen(session, service, drawn) if drawn else {}
    return {
        (row.plan_id, row.workplace): SecondLook(Lot(row.chance, row.is_drawn), seen.get(row.id)) for row, _ in rows
    }


def _expect_lots(rows: list[tuple[SecondVisitRow, int]]) -> None:
    """Refuse a lot that somebody bent: it follows from the door, the seed of its selection and the chance."""
    bent = {
        row.week for row, seed in rows if row.is_drawn != is_followed_up(row.workplace, share=row.chance, seed=seed)
    }
    if bent:
        raise LearningFault("LEARN-124", weeks=", ".join(sorted(bent)))


def _seen(session: Session, service: str, drawn: list[SecondVisitRow]) -> dict[str, str]:
    """Return the first control of a later approved week in which each door was seen in time, by the id of its lot."""
    wanted = (
        select(col(PlannedVisitRow.workplace), col(PlanRow.week), col(ControlRow.id), col(ControlRow.facts_on))
        .join(PlanRow, col(PlanRow.id) == col(PlannedVisitRow.plan_id))
        .join(ControlRow, col(ControlRow.id) == col(PlannedVisitRow.control_id))
        .where(
            col(PlanRow.state) == PlanState.APPROVED,
            col(PlanRow.service) == service,
            col(PlanRow.week) > min(row.week for row in drawn),
            col(ControlRow.outcome) == ControlOutcome.DONE,
            col(ControlRow.left_at).is_not(None),
            col(ControlRow.facts_on) <= max(row.owed_until for row in drawn),
        )
        .order_by(col(ControlRow.facts_on), col(ControlRow.id))
    )
    by_place: dict[str, list[SecondVisitRow]] = {}
    for row in drawn:
        by_place.setdefault(row.workplace, []).append(row)
    found: dict[str, str] = {}
    for workplace, week, control, day in session.exec(wanted):
        for row in by_place.get(workplace, ()):
            if week > row.week and day <= row.owed_until:
                found.setdefault(row.id, control)
    return found
