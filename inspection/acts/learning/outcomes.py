"""What came of planned visits: the only thing that is learnt from.

A visit of an approved week that chance, points or a mandate chose; whether a control took place, and whether it found
something. A control that nobody planned is none, since somebody aimed it. Nothing is read of indicators, suspicions or
referrals: whether one was made changes nothing here. Workplaces that a magistrate ever ordered a visit to are not here,
and nothing tells how many they are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from inspection.acts import orders
from inspection.acts.second_visits import SecondLook, second_looks
from inspection.life_cycles import ControlOutcome, PlanState, VisitState
from inspection.store.controls import ControlRow, FindingRow
from inspection.store.orders import JudicialControlRow
from inspection.store.weeks import ChosenRow, PlannedVisitRow, PlanRow, SelectionRow, WorkplaceRow
from inspection.targeting.evaluating import Lot
from inspection.time_of import IsoWeek, day_in_brussels
from inspection.trust import AppContext

if TYPE_CHECKING:
    from sectors import Catalogue


@dataclass(frozen=True, kw_only=True)
class PlannedOutcome:
    """One visit that was chosen, and what came of it.

    plan_id
        Of the plan for which it was chosen: where its frame lies.
    kind
        Why it was chosen: "lot", "points", or what a mandate rests on, such as "complaint" or "clock".
    place
        Its place by points in its sector and district; 1 is the highest.
    is_done
        Whether a control took place; None while the visit has not been answered.
    found, serious
        Whether it found an infringement, and one of the serious level; None where no control took place.
    taught, taught_serious
        The same without findings that stand for nationality (permits, residence, posting): what is learnt from.
    lot, second_found, second_serious
        Of a drawn door that stayed shut: the lot over a second visit, and what that found; None without one, and where
        nobody asked for them (`followed_up`).
    known_on
        The day on which that was known as it stands.
    inspector, team
        Ids, for as long as this value lives: they go into a fit as numbers, and are kept with no outcome.
    reasons
        Signal to points as the card gave them; empty where whoever asks does not look at them.
    """

    plan_id: str
    week: str
    workplace: str
    enterprise: str | None
    district: str
    sector: str
    arm: str
    kind: str
    place: int | None
    points: int
    probability: float | None
    stratum: str
    inclusion: float | None
    is_done: bool | None
    found: bool | None
    serious: bool | None
    taught: bool | None
    taught_serious: bool | None
    known_on: date | None
    inspector: str | None
    team: str | None
    reasons: Mapping[str, int]
    lot: Lot | None = None
    second_found: bool | None = None
    second_serious: bool | None = None


def planned_outcomes(session: Session, app: AppContext, since: date, until: date) -> list[PlannedOutcome]:
    """Return what came of the visits that were chosen for weeks from `since` to `until`; for who was asked already.

    A visit that was chosen and found no place in a round is there too, as one that was not made, but for those that the
    risk arm only offered.
    """
    rows = [*_planned(session, app, since, until), *_unplaced(session, app, since, until)]
    apart = set(session.exec(select(JudicialControlRow.control_id)))
    apart |= orders.ordered_among(session, app.store, {chosen.workplace for _, _, chosen, _ in rows})
    kept = [one for one in rows if one[2].workplace not in apart and (one[3] is None or one[3].id not in apart)]
    findings = _findings(session, [control.id for _, _, _, control in kept if control is not None])
    enterprises = _enterprises(session, [chosen.workplace for _, _, chosen, _ in kept])
    labels = _Labels.by_rules(app.catalogue(until))
    return [_outcome(*one, findings, enterprises, labels) for one in kept]


def followed_up(
    session: Session, app: AppContext, every: Sequence[PlannedOutcome], since: date, until: date
) -> list[PlannedOutcome]:
    """Return outcomes of a period with what second visits saw behind doors that stayed shut; for who was asked already.

    Errors: `LearningFault` 124 where a lot over doors is not what its seed says.
    """
    looks = second_looks(session, app.settings.service, IsoWeek.of(since), IsoWeek.of(until))
    findings = _findings(session, [look.control_id for look in looks.values() if look.control_id is not None])
    labels = _Labels.by_rules(app.catalogue(until))
    return [_followed_up(one, looks.get((one.plan_id, one.workplace)), findings, labels) for one in every]


_Finding = tuple[str, int]  # offence and sanction level, 0 where the law gives none


@dataclass(frozen=True)
class _Labels:
    """What makes a finding serious, and which offences teach nothing."""

    serious_level: int
    left_out: frozenset[str]

    @classmethod
    def by_rules(cls, catalogue: "Catalogue") -> "_Labels":
        """Return the labels as the rules of a day have them."""
        rules = catalogue.learning
        apart = {key for key, offence in catalogue.offences.items() if offence.domain in rules.left_out_domains}
        return cls(catalogue.objectives["serious"].least_level or 1, frozenset(apart))

    def of(self, findings: Sequence[_Finding]) -> tuple[bool, bool, bool, bool]:
        """Return whether something was found, something serious, and both again of what may be learnt from."""
        every = [level for _, level in findings]
        taught = [level for offence, level in findings if offence not in self.left_out]
        return bool(every), self._has_serious(every), bool(taught), self._has_serious(taught)

    def _has_serious(self, levels: Sequence[int]) -> bool:
        return any(level >= self.serious_level for level in levels)


# sealed, and nothing that is learnt from: left where they lie
_UNREAD: tuple[Any, ...] = (ChosenRow.rows, ControlRow.body, ControlRow.conclusion)
_Row = tuple[PlanRow, PlannedVisitRow | None, ChosenRow, ControlRow | None]


def _planned(session: Session, app: AppContext, since: date, until: date) -> Iterator[_Row]:
    wanted = (
        select(PlanRow, PlannedVisitRow, ChosenRow, ControlRow)
        .join(PlannedVisitRow, col(PlannedVisitRow.plan_id) == col(PlanRow.id))
        .join(ChosenRow, col(ChosenRow.id) == col(PlannedVisitRow.chosen_id))
        .join(ControlRow, col(ControlRow.id) == col(PlannedVisitRow.control_id), isouter=True)
        .where(*_approved(app, since, until))
        .options(*map(defer, _UNREAD))
        .order_by(col(PlannedVisitRow.id))
    )
    yield from session.exec(wanted).all()


def _unplaced(session: Session, app: AppContext, since: date, until: date) -> Iterator[_Row]:
    wanted = (
        select(PlanRow, ChosenRow)
        .join(SelectionRow, col(SelectionRow.plan_id) == col(PlanRow.id))
        .join(ChosenRow, col(ChosenRow.selection_id) == col(SelectionRow.id))
        .join(PlannedVisitRow, col(PlannedVisitRow.chosen_id) == col(ChosenRow.id), isouter=True)
        .where(*_approved(app, since, until), col(ChosenRow.arm) != "risk", col(PlannedVisitRow.id).is_(None))
        .options(*map(defer, _UNREAD[:1]))
        .order_by(col(ChosenRow.id))
    )
    for plan, chosen in session.exec(wanted).all():
        yield plan, None, chosen, None


def _approved(app: AppContext, since: date, until: date) -> tuple[ColumnElement[bool], ...]:
    first, last = str(IsoWeek.of(since)), str(IsoWeek.of(until))
    return (
        col(PlanRow.state) == PlanState.APPROVED,
        col(PlanRow.service) == app.settings.service,
        col(PlanRow.week).between(first, last),
    )


def _outcome(
    plan: PlanRow,
    visit: PlannedVisitRow | None,
    chosen: ChosenRow,
    control: ControlRow | None,
    findings: Mapping[str, Sequence[_Finding]],
    enterprises: Mapping[str, str | None],
    labels: _Labels,
) -> PlannedOutcome:
    done = control if control and control.outcome == ControlOutcome.DONE and control.left_at is not None else None
    found, serious, taught, taught_serious = labels.of(findings.get(done.id, ())) if done else (None,) * 4
    return PlannedOutcome(
        plan_id=plan.id,
        week=plan.week,
        workplace=chosen.workplace,
        enterprise=enterprises.get(chosen.workplace),
        district=chosen.district,
        sector=chosen.sector,
        arm=chosen.arm,
        kind=_kind(chosen),
        place=chosen.place,
        points=chosen.points,
        probability=chosen.calibrated_probability,
        stratum=chosen.stratum or f"{chosen.district}|{chosen.sector}",
        inclusion=chosen.inclusion_probability,
        is_done=_is_done(visit, done),
        found=found,
        serious=serious,
        taught=taught,
        taught_serious=taught_serious,
        known_on=day_in_brussels(done.saved_at) if done else None,
        inspector=done.saved_by if done else None,
        team=done.team_id if done else None,
        reasons={reason["signal"]: int(reason["points"]) for reason in chosen.reasons},
    )


def _followed_up(
    one: PlannedOutcome, look: SecondLook | None, findings: Mapping[str, Sequence[_Finding]], labels: _Labels
) -> PlannedOutcome:
    """Return an outcome with its second visit; a first visit that saw somebody after all needs none."""
    if look is None or one.is_done or one.arm != "random":
        return one
    if look.control_id is None:
        return replace(one, lot=look.lot)
    found, serious, _, _ = labels.of(findings.get(look.control_id, ()))
    return replace(one, lot=look.lot, second_found=found, second_serious=serious)


def _is_done(visit: PlannedVisitRow | None, done: ControlRow | None) -> bool | None:
    if done is not None:
        return True
    return None if visit is not None and visit.state == VisitState.PLANNED else False


def _kind(chosen: ChosenRow) -> str:
    """Return why a workplace was chosen; one that was drawn stays drawn, whatever was owed there too."""
    return {"random": "lot", "risk": "points"}.get(chosen.arm) or chosen.origin or "mandate"


def _findings(session: Session, controls: Sequence[str]) -> dict[str, list[_Finding]]:
    """Return what each control found, by offence and level; what a correction took away is not there."""
    found: dict[str, list[_Finding]] = {}
    for part in _parts(controls):
        asked = select(FindingRow.control_id, FindingRow.offence, FindingRow.level)
        for control_id, offence, level in session.exec(asked.where(col(FindingRow.control_id).in_(part))):
            found.setdefault(control_id, []).append((offence, level or 0))
    return found


def _enterprises(session: Session, workplaces: Sequence[str]) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for part in _parts(sorted(set(workplaces))):
        asked = select(WorkplaceRow.id, WorkplaceRow.enterprise).where(col(WorkplaceRow.id).in_(part))
        found |= dict(session.exec(asked).all())
    return found


def _parts(ids: Sequence[str], size: int = 500) -> Iterable[Sequence[str]]:
    return (ids[first : first + size] for first in range(0, len(ids), size))


def first_day(until: date, days: int) -> date:
    """Return the Monday of the week in which a span of so many days before `until` begins."""
    return IsoWeek.of(until - timedelta(days=days)).monday
