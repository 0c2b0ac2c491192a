"""What the registers said of a workplace when weeks were made: facts, and reasons over time.

Every week in which the place was chosen is told alike, whatever owed the visit: one that a complaint owed looks like
one of the lot. Work that a magistrate ordered is chosen in no open week. Left out is every term that people told.
"""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from inspection.acts import weeks
from inspection.acts.maps import untold_signals
from inspection.acts.stories.values import Known, WeekReasons
from inspection.life_cycles import PlanState
from inspection.store.weeks import ChosenRow, PlanRow, SelectionRow
from inspection.targeting.model import Reason
from inspection.time_of import day_in_brussels
from inspection.trust import Context

Chosen = Sequence[tuple[str, ChosenRow]]


def reasons(context: Context, chosen: Chosen) -> tuple[WeekReasons, ...]:
    """Return the reasons of each week that considered a workplace, the latest week first."""
    untold = untold_signals(context.app.catalogue(day_in_brussels(context.at)))
    found: dict[str, WeekReasons] = {}
    for week, row in chosen:
        told = tuple(Reason(**one) for one in row.reasons if one["signal"] not in untold)
        found.setdefault(week, WeekReasons(week=week, points=sum(one.points for one in told), reasons=told))
    return tuple(found.values())


def known(context: Context, chosen: Chosen) -> tuple[Known, ...]:
    """Return the facts that registers gave the last time, with the day of each snapshot."""
    latest = next((row for _, row in chosen if row.rows), None)
    if latest is None or latest.rows is None:
        return ()
    said = context.store.unseal("chosen.rows", latest.id, latest.rows)
    return tuple(
        Known(
            fact=one.fact,
            value=one.value,
            register=one.source,
            as_of=date.fromisoformat(one.as_of) if one.as_of else None,
        )
        for one in weeks.known_facts(said)
    )


def chosen_rows(session: Session, context: Context, workplace: str) -> Chosen:
    """Return each time that an approved week chose a workplace, with the week, the latest first."""
    wanted = (
        select(SelectionRow.week, ChosenRow)
        .join(ChosenRow, col(ChosenRow.selection_id) == col(SelectionRow.id))
        .join(PlanRow, col(PlanRow.id) == col(SelectionRow.plan_id))
        .where(
            col(ChosenRow.workplace) == workplace,
            col(SelectionRow.service) == context.settings.service,
            col(PlanRow.state) == PlanState.APPROVED,
        )
        .order_by(col(SelectionRow.week).desc(), col(ChosenRow.id))
    )
    return session.exec(wanted).all()
