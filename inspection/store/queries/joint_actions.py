"""Named queries on joint actions: what is booked, and who comes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from inspection.life_cycles import JointActionState, PartnerState
from inspection.store.core import Store
from inspection.store.queries.asking import where_given
from inspection.store.views import view_of
from inspection.store.weeks import JointActionRow, JointPartnerRow


@dataclass(frozen=True, kw_only=True)
class PartnerView:
    """An office that comes to a joint action, and what it answered."""

    id: str
    kind: str
    contact: str
    language: str | None
    state: PartnerState
    asked_on: date
    answered_on: date | None


@dataclass(frozen=True, kw_only=True)
class ActionView:
    """A joint action with its partners; see `JointActionRow` for what its moments mean."""

    id: str
    reference: str
    service: str
    district: str
    shares: Mapping[str, int]
    workplace: str
    sector: str
    minutes: float
    week: str
    first_day: date
    last_day: date
    day: date | None
    minute: float | None
    days: tuple[date, ...]
    windows: tuple[tuple[float, float], ...]
    languages: tuple[str, ...]
    skills: tuple[str, ...]
    team_size: int
    required: bool
    state: JointActionState
    planned_day: date | None
    planned_minute: float | None
    partners: tuple[PartnerView, ...]

    @property
    def teams(self) -> int:
        """How many teams start together, of all districts."""
        return sum(self.shares.values())

    @property
    def is_open(self) -> bool:
        """Tell whether it still stands in a week to come."""
        return self.state in (JointActionState.PROPOSED, JointActionState.CONFIRMED)


def actions(
    store: Store,
    *,
    reference: str | None = None,
    week: str | None = None,
    since: date | None = None,
    until: date | None = None,
    district: str | None = None,
    service: str | None = None,
) -> list[ActionView]:
    """Return joint actions in order of their days, with those of a district that only lends teams as well.

    since, until
        First and last day of the calendar; an action whose days touch it is in it.
    """
    wanted = select(JointActionRow).order_by(
        col(JointActionRow.first_day), col(JointActionRow.minute), col(JointActionRow.id)
    )
    if since is not None:
        wanted = wanted.where(col(JointActionRow.last_day) >= since)
    if until is not None:
        wanted = wanted.where(col(JointActionRow.first_day) <= until)
    wanted = where_given(
        wanted, (JointActionRow.reference, reference), (JointActionRow.week, week), (JointActionRow.service, service)
    )
    with store.read() as session:
        found = session.exec(wanted).all()
        partners = partners_of(session, [row.id for row in found])
    return [action_view(row, partners.get(row.id, ())) for row in found if district is None or district in row.shares]


def partners_of(session: Session, action_ids: list[str]) -> dict[str, tuple[PartnerView, ...]]:
    """Return the partners of each action, in the order in which they were asked."""
    wanted = select(JointPartnerRow).where(col(JointPartnerRow.action_id).in_(action_ids))
    found: dict[str, tuple[PartnerView, ...]] = {}
    for row in session.exec(wanted.order_by(col(JointPartnerRow.id))):
        found[row.action_id] = (*found.get(row.action_id, ()), view_of(PartnerView, row))
    return found


def action_view(row: JointActionRow, partners: tuple[PartnerView, ...]) -> ActionView:
    """Return an action's row as a value that outlives its session."""
    return view_of(
        ActionView,
        row,
        shares=dict(sorted(row.shares.items())),
        days=tuple(date.fromisoformat(day) for day in row.days),
        windows=tuple((float(opens), float(closes)) for opens, closes in row.windows),
        languages=tuple(row.languages),
        skills=tuple(row.skills),
        partners=partners,
    )
