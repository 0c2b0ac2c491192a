"""An approved week as the planner takes it again, and its new version as a book and as parts of the store."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from inspection import acts
from inspection.errors import PlanningFault
from inspection.planning.bookings import UNAVAILABLE
from inspection.planning.problem import Point, Round, Stop, StoppedBy, Visit, WeekPlan, Worked
from inspection.planning.replanning import Replanned
from inspection.planning.solve import iterations_for
from inspection.reporting.week import (
    BookDistrict,
    BookRound,
    BookStop,
    BookUnplaced,
    DistrictBook,
    DistrictWeek,
    TeamCard,
    Whereabouts,
    bind_district,
)
from inspection.store.queries import ActionView
from inspection.targeting.model import Chosen, Selection
from inspection.time_of import IsoWeek
from inspection.trust import Context
from inspection.weeks.joint_parts import guests_of, meetings, taken_in, with_booked
from inspection.weeks.parts import Team, visits_at, whereabouts
from sectors import Catalogue

Key = tuple[str, date]
NO_REGISTER = "workplace_in_no_register"


@dataclass(frozen=True, kw_only=True)
class OpenPart:
    """One district of an approved week: what was offered to its planner, and what the planner made of it.

    guests, booked
        Workplaces of other districts to which its teams go, and the joint actions of the week.
    """

    district: str
    selection: Selection
    visits: tuple[Visit, ...]
    team_days: Team
    plan: WeekPlan
    answered: frozenset[str]
    names: Mapping[str, str]
    guests: tuple[Chosen, ...] = ()
    booked: tuple[ActionView, ...] = ()
    book: DistrictBook

    def row(self, workplace: str) -> dict[str, object]:
        """Return what was known of a workplace when it was chosen, with its name."""
        values = self.selection.frozen[workplace].get("values", {})
        assert isinstance(values, dict)  # noqa: S101  as `freeze` wrote it
        return {**values, "name": self.names.get(workplace)}

    def offered(self, replanned: Replanned | None = None) -> acts.weeks.Offered:
        """Return everything that was offered to its planner, before and now."""
        now = () if replanned is None else replanned.question.visits
        return acts.weeks.Offered(district=self.district, selection=self.selection, visits=(*self.visits, *now))

    def stored(self, book: DistrictBook, replanned: Replanned | None = None) -> acts.weeks.DistrictPart:
        """Return the district as the store keeps it, replanned or as it is, with its book."""
        plan, visits = (self.plan, self.visits) if replanned is None else (replanned.plan, replanned.question.visits)
        return acts.weeks.DistrictPart(
            district=self.district, selection=self.selection, plan=plan, visits=visits, book=book, guests=self.guests
        )


def open_parts(context: Context, opened: acts.weeks.OpenWeek, catalogue: Catalogue) -> dict[str, OpenPart]:
    """Return every district of an approved week as its planner was asked."""
    week = IsoWeek.parse(opened.week)
    rounds = [each for one in opened.districts.values() for each in one.book.rounds]
    chosen = tuple(c for one in opened.districts.values() for c in one.selection.chosen)
    booked = taken_in(acts.joint_actions.actions_in(context, week), chosen, rounds)
    frozen = {place: row for one in opened.districts.values() for place, row in one.selection.frozen.items()}
    around = acts.weeks.rounds_around(context, week)
    return {
        name: _open(context, one, week, catalogue, around=around, booked=booked, chosen=chosen, frozen=frozen)
        for name, one in opened.districts.items()
    }


def _open(
    context: Context,
    one: acts.weeks.OpenDistrict,
    week: IsoWeek,
    catalogue: Catalogue,
    *,
    around: Collection[Worked],
    booked: tuple[ActionView, ...],
    chosen: tuple[Chosen, ...],
    frozen: Mapping[str, Mapping[str, object]],
) -> OpenPart:
    days = tuple(acts.weeks.work_days(context, week, around, one.district))
    part = OpenPart(
        district=one.district,
        selection=one.selection,
        visits=(),
        team_days=days,
        plan=WeekPlan(
            rounds=(), value=one.value, unplaced={}, changes=0, stopped_by=StoppedBy(one.stopped_by), travel=one.travel
        ),
        answered=one.answered,
        names=one.names,
        guests=guests_of(chosen, booked, one.district),
        booked=booked,
        book=one.book,
    )
    rows = {chosen.workplace: part.row(chosen.workplace) for chosen in one.selection.chosen}
    offered = visits_at(one.selection.chosen, rows, week.days, {day.day for day in days}, week, catalogue)
    visits = with_booked(offered, booked, chosen, _points(frozen, booked), one.district)
    required = {visit.workplace: visit.id for visit in visits if visit.required}
    unplaced = {required[place]: why for place, why in one.unplaced.items() if place in required}
    _refuse_lent(one, {visit.workplace for visit in visits})
    rounds = tuple(_rounds(one, _ids(visits)))
    return replace(part, visits=visits, plan=replace(part.plan, rounds=rounds, unplaced=unplaced))


def _refuse_lent(one: acts.weeks.OpenDistrict, offered: Collection[str]) -> None:
    """Refuse a plan that lends teams to an action whose own plan is another one: neither can be replanned alone."""
    if any(stop.visit not in offered for stops in one.stops.values() for stop in stops):
        raise PlanningFault("PLAN-269", district=one.district)


def _points(frozen: Mapping[str, Mapping[str, object]], booked: Sequence[ActionView]) -> dict[str, Point]:
    """Return where the booked workplaces were when they were chosen."""
    found: dict[str, Point] = {}
    for action in booked:
        values = frozen[action.workplace].get("values", {})
        assert isinstance(values, dict)  # noqa: S101  as `freeze` wrote it
        found[action.workplace] = (float(values["lon"]), float(values["lat"]))
    return found


def _ids(visits: Sequence[Visit]) -> dict[str, dict[date, str]]:
    """Return which of a workplace's visits is made on which day."""
    found: dict[str, dict[date, str]] = {}
    for visit in visits:
        found.setdefault(visit.workplace, {}).update(dict.fromkeys(visit.days, visit.id))
    return found


def _rounds(one: acts.weeks.OpenDistrict, ids: Mapping[str, Mapping[date, str]]) -> Iterator[Round]:
    said = {(round_.team, round_.day): round_ for round_ in one.book.rounds}
    for (team, day), stops in sorted(one.stops.items(), key=lambda item: (item[0][1], item[0][0])):
        known = said.get((team, day))
        yield Round(
            team=team,
            day=day,
            stops=tuple(_stop(stop, day, ids) for stop in stops),
            leaves=known.leaves if known else None,
            back=known.back if known else None,
            pauses=known.pauses if known else (),
        )


def _stop(stop: Stop, day: date, ids: Mapping[str, Mapping[date, str]]) -> Stop:
    """Name the visit; where the rules give the workplace other days by now, the first of its visits stands for it."""
    by_day = ids.get(stop.visit, {})
    return replace(stop, visit=by_day.get(day, next(iter(by_day.values()), f"{stop.visit}#0")))


def new_book(
    context: Context,
    part: OpenPart,
    replanned: Replanned,
    places: Mapping[str, Whereabouts],
    codes: Mapping[str, str],
) -> DistrictBook:
    """Return the book of a district that was replanned: bound anew, but for what had begun.

    places
        Of every workplace that was chosen in the week, those of guests included.
    """
    old = part.book
    fresh = bind_district(
        IsoWeek.parse(old.week),
        old.service,
        _district_week(part, replanned),
        places,
        {team.id: TeamCard(language=team.language, members=team.members) for team in acts.staff.working_teams(context)},
        codes,
        rules_sha256=context.app.rules.sha256,
        snapshots=old.snapshots,
        held_registers=old.held_registers,
        joint=meetings(part.booked),
    )
    before, begun = {(round_.team, round_.day): round_ for round_ in old.rounds}, replanned.question.frozen
    nowhere = (one for one in old.unplaced if one.rule == NO_REGISTER)
    return replace(
        fresh,
        rounds=tuple(_as_before(each, before.get((each.team, each.day)), begun) for each in fresh.rounds),
        unplaced=(*nowhere, *fresh.unplaced),
    )


def places_of(parts: Mapping[str, OpenPart]) -> dict[str, Whereabouts]:
    """Return what sheets say of every workplace that was chosen in a week."""
    return {place: whereabouts(part.row(place)) for part in parts.values() for place in part.selection.frozen}


def without_gone(part: OpenPart) -> DistrictBook:
    """Return the book of a district in which nothing happened, without the stops that left its plan since.

    Where none has, it is the old book to the byte, and so is its hash.
    """
    kept = {stop.visit.partition("#")[0] for each in part.plan.rounds for stop in each.stops}
    gone = {s.workplace: s for each in part.book.rounds for s in each.stops if s.workplace not in kept}
    if not gone:
        return part.book
    rounds = [replace(each, stops=tuple(s for s in each.stops if s.workplace not in gone)) for each in part.book.rounds]
    missed = [_missed(part.district, stop) for place, stop in gone.items() if _is_missed(part, place)]
    return replace(
        part.book,
        figures=_counted(part, gone),
        rounds=tuple(each for each in rounds if each.stops),
        unplaced=(*part.book.unplaced, *missed),
    )


def _is_missed(part: OpenPart, workplace: str) -> bool:
    return workplace in {visit.workplace for visit in part.visits if visit.id in part.plan.unplaced}


def _missed(district: str, stop: BookStop) -> BookUnplaced:
    return BookUnplaced(
        district=district,
        workplace=stop.workplace,
        arm=stop.arm,
        rule=UNAVAILABLE,
        team=None,
        day=None,
        detail={},
        name=stop.name,
        municipality=f"{stop.postcode} {stop.municipality}".strip(),
        sector=stop.sector,
        points=stop.points,
    )


def _counted(part: OpenPart, gone: Mapping[str, BookStop]) -> BookDistrict:
    """Count a district anew; a workplace of another district is counted where it was chosen."""
    before = part.book.figures
    own = [stop.arm for place, stop in gone.items() if place in part.selection.frozen]
    if not own:
        return before
    by_arm = {arm: count - own.count(arm) for arm, count in before.placed_by_arm.items()}
    return replace(before, placed=before.placed - len(own), placed_by_arm=by_arm, value=round(part.plan.value, 6))


def _district_week(part: OpenPart, replanned: Replanned) -> DistrictWeek:
    days = {(day.team, day.day): day for day in (*part.team_days, *replanned.question.team_days)}
    return DistrictWeek(
        district=part.district,
        selection=part.selection,
        team_days=tuple(days.values()),
        plan=replanned.plan,
        iterations=iterations_for(len(replanned.question.visits)),
        guests=part.guests,
    )


def _as_before(round_: BookRound, before: BookRound | None, frozen: Collection[Key]) -> BookRound:
    """Return a begun round in the words of the old book: also what is left of one, since nothing of that is new."""
    if before is None or (round_.team, round_.day) not in frozen:
        return round_
    if [s.code for s in before.stops] == [s.code for s in round_.stops]:
        return before
    told = {(s.code, s.arrive, s.start, s.leave): s for s in before.stops}
    return replace(round_, stops=tuple(told.get((s.code, s.arrive, s.start, s.leave), s) for s in round_.stops))
