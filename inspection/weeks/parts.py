"""How the parts of a week are joined: plain values from one package made into what the next one takes."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

import polars as pl

from inspection import acts
from inspection.planning.bookings import set_apart, take_out
from inspection.planning.problem import Place, Point, RoundPolicy, TeamDay, Visit, WeekPlan, capacity, offer
from inspection.planning.solve import iterations_for
from inspection.registers.lake import Lake
from inspection.reporting.week import (
    BookHeldRegister,
    BookUnplaced,
    DistrictBook,
    DistrictWeek,
    TeamCard,
    Whereabouts,
    bind_district,
)
from inspection.store.queries import ActionView
from inspection.targeting.assessing import Assessments
from inspection.targeting.choosing import window_days
from inspection.targeting.model import Chosen, Selection, SelectionPolicy
from inspection.territory import canton, competence, municipality
from inspection.time_of import IsoWeek, day_in_brussels
from inspection.trust import Context
from inspection.weeks.joint_parts import guests_of, meetings
from sectors import Catalogue

Team = tuple[TeamDay, ...]


@dataclass(frozen=True, kw_only=True)
class Assessed:
    """Every workplace of the day with its points, and the registers that they were read from.

    held_registers
        Deliveries of registers that wait for somebody to release them: the week is planned from older ones.
    """

    assessments: Assessments
    snapshots: Mapping[str, str]
    left_out: Mapping[str, int]
    held_registers: tuple[BookHeldRegister, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Policies:
    """The rules of the week as the calculations take them."""

    selection: SelectionPolicy
    rounds: RoundPolicy


def policies(catalogue: Catalogue) -> Policies:
    """Return the policies that the rule files give."""
    chosen, work = catalogue.selection, catalogue.planning
    around = work.setup_minutes + _between(catalogue)
    return Policies(
        selection=SelectionPolicy(
            random_share=chosen.random_share,
            cooling_off_days=chosen.cooling_off_days,
            optional_per_capacity=chosen.optional_per_capacity,
            risk_shares=chosen.risk_shares,
            risk_least=chosen.risk_least,
            worth_halves_after=chosen.worth_halves_after,
            minutes={sector.key: sector.minutes + around for sector in catalogue.enabled_sectors()},
            objective=chosen.objective,
            year_visits=chosen.year_visits,
            owed_at_most=chosen.owed_at_most,
        ),
        rounds=RoundPolicy(
            rest_minutes=work.rest_minutes,
            longest_day_minutes=work.longest_day_minutes,
            break_after_minutes=work.break_after_minutes,
            break_minutes=work.break_minutes,
        ),
    )


def held_registers(lake: Lake, catalogue: Catalogue, on: date) -> tuple[BookHeldRegister, ...]:
    """Return the deliveries that are held, each with the day of the snapshot that is read instead."""
    return tuple(
        BookHeldRegister(
            register=key,
            day=one.day.isoformat(),
            used=used.isoformat() if (used := lake.snapshot(key, on)) else "",
            measures=tuple(sorted({difference.measure for difference in one.report.differences})),
        )
        for key in sorted(catalogue.registers)
        for one in lake.held(key)
    )


def kept_complaints(context: Context) -> pl.DataFrame:
    """Return the kept complaints as the signal takes them: workplace and day, nothing of what was told.

    Copies of one count once, and so does a flood.
    """
    kept = acts.workplaces.counted_complaints(context)
    rows = [(c.workplace, day_in_brussels(c.kept_at)) for c in kept if c.kept_at is not None]
    return pl.DataFrame(rows, schema={"workplace": pl.String, "kept_on": pl.Date}, orient="row")


def capacities(roster: Mapping[str, Team], catalogue: Catalogue) -> dict[str, int]:
    """Return how many visits each district has room for."""
    sectors = catalogue.enabled_sectors()
    minutes = sum(s.minutes for s in sectors) / len(sectors) + catalogue.planning.setup_minutes
    return {name: capacity(days, minutes, _between(catalogue)) for name, days in roster.items()}


def _between(catalogue: Catalogue) -> float:
    """Return the minutes on the way to a visit that a week is estimated by; rounds use real travel times."""
    return catalogue.travel.access_minutes + catalogue.planning.hop_minutes


def worked_days(
    catalogue: Catalogue, week: IsoWeek, roster: Mapping[str, Team]
) -> Callable[[str, str], Sequence[date]]:
    """Return, by sector and district, the days on which the sector has a window and some team works.

    A random visit's day is drawn among these, so that it is neither the convenient day nor an impossible one.
    """
    open_days = window_days(catalogue, week.days)
    at_work = {name: {day.day for day in days} for name, days in roster.items()}

    def days(sector: str, district: str) -> Sequence[date]:
        both = [day for day in open_days.get(sector, ()) if day in at_work.get(district, ())]
        return both or open_days.get(sector, ())

    return days


def visits_of(
    assessed: Assessed, selection: Selection, district: str, days: Team, week: IsoWeek, catalogue: Catalogue
) -> tuple[Visit, ...]:
    """Return what one district's planner is offered."""
    chosen = [c for c in selection.chosen if c.district == district]
    rows = {c.workplace: assessed.assessments.row(c.workplace) for c in chosen}
    return visits_at(chosen, rows, week.days, {day.day for day in days}, week, catalogue)


def visits_at(
    chosen: Sequence[Chosen],
    rows: Mapping[str, Mapping[str, object]],
    days: Sequence[date],
    worked: Collection[date],
    week: IsoWeek,
    catalogue: Catalogue,
) -> tuple[Visit, ...]:
    """Return the visits of chosen workplaces on these days, from what the registers said of each."""
    languages = cache(lambda refnis, canton_id: _languages(refnis, canton_id, week.monday, catalogue))
    places = {
        w: Place(
            workplace=w,
            point=(_number(row["lon"]), _number(row["lat"])),
            languages=languages(str(row["refnis"]), str(row["canton"])),
        )
        for w, row in rows.items()
    }
    setup = catalogue.planning.setup_minutes
    return tuple(offer(chosen, places, catalogue.sectors, days, worked, setup))


def points_of(assessed: Assessed, selection: Selection, workplaces: Collection[str]) -> dict[str, Point]:
    """Return where some of the chosen workplaces are."""
    rows = {c.workplace: assessed.assessments.row(c.workplace) for c in selection.chosen if c.workplace in workplaces}
    return {workplace: (_number(row["lon"]), _number(row["lat"])) for workplace, row in rows.items()}


def known(assessed: Assessed, selection: Selection, on: date) -> Iterable[acts.workplaces.KnownWorkplace]:
    """Return the places of all who were chosen, so that a control finds its offices."""
    for one in selection.chosen:
        yield known_workplace(one, assessed.assessments.row(one.workplace), on)


def known_workplace(one: Chosen, row: Mapping[str, object], on: date) -> acts.workplaces.KnownWorkplace:
    """Return the place of a chosen workplace as the store remembers it."""
    return acts.workplaces.KnownWorkplace(
        id=one.workplace,
        district=one.district,
        sector=one.sector,
        seen_on=on,
        enterprise=_text(row["enterprise"]),
        name=_text(row["name"]),
        address=_address(row),
        refnis=_text(row["refnis"]),
        canton=_text(row["canton"]),
    )


def without_held(
    context: Context, offered: Mapping[str, tuple[Visit, ...]], plans: Mapping[str, WeekPlan], week: IsoWeek
) -> dict[str, WeekPlan]:
    """Return the finished plans without the visits to a place that is unavailable on that day; all else stays."""
    days = (*week.days, week.days[-1] + timedelta(days=1))  # a Sunday's night round ends on Monday
    asked = {visit.workplace for visits in offered.values() for visit in visits}
    unavailable = acts.workplaces.workplaces_under_hold(context, asked, days)
    return {name: take_out(plan, offered[name], unavailable) for name, plan in plans.items()}


Planned = tuple[Selection, dict[str, tuple[Visit, ...]], dict[str, WeekPlan]]


def apart_of(
    selection: Selection, offered: Mapping[str, tuple[Visit, ...]], plans: Mapping[str, WeekPlan]
) -> tuple[Planned, Planned]:
    """Return what everybody may read of a week, and apart from it what magistrates ordered: selection, visits, plans.

    A workplace that was drawn by lot stays drawn, and nothing says that it was ordered too.
    """
    chosen = tuple(
        replace(c, mandate=None) if c.arm == "random" and c.mandate and c.mandate.origin == "judicial" else c
        for c in selection.chosen
    )
    ordered = {c.workplace for c in chosen if c.mandate and c.mandate.origin == "judicial"}
    split = {name: set_apart(plan, offered[name], ordered) for name, plan in plans.items()}
    unmatched = tuple(m for m in selection.unmatched if m.origin != "judicial")

    def part(n: int, *, is_ordered: bool) -> Planned:
        mine = tuple(c for c in chosen if (c.workplace in ordered) is is_ordered)
        visits = {
            name: tuple(v for v in several if (v.workplace in ordered) is is_ordered)
            for name, several in offered.items()
        }
        own = replace(
            selection,
            chosen=mine,
            frozen={c.workplace: selection.frozen[c.workplace] for c in mine},
            unmatched=() if is_ordered else unmatched,
            rooms=() if is_ordered else selection.rooms,
        )
        return own, visits, {name: halves[n] for name, halves in split.items()}

    return part(0, is_ordered=False), part(1, is_ordered=True)


def bind(
    context: Context,
    assessed: Assessed,
    selection: Selection,
    offered: Mapping[str, tuple[Visit, ...]],
    plans: Mapping[str, WeekPlan],
    roster: Mapping[str, Team],
    week: IsoWeek,
    booked: Sequence[ActionView] = (),
) -> tuple[acts.weeks.DistrictPart, ...]:
    """Return each district of a week as the store keeps it, with its book."""
    asked = [
        acts.weeks.Offered(district=name, selection=_of_district(selection, name), visits=offered[name])
        for name in sorted(plans)
    ]
    codes = acts.weeks.visit_codes(context.settings.service, str(week), asked)
    places = {c.workplace: whereabouts(assessed.assessments.row(c.workplace)) for c in selection.chosen}
    teams = {t.id: TeamCard(language=t.language, members=t.members) for t in acts.staff.working_teams(context)}
    missing = tuple(_without_a_place(context, selection, plans, booked))

    def book(one: acts.weeks.Offered, guests: tuple[Chosen, ...]) -> DistrictBook:
        bound = bind_district(
            week,
            context.settings.service,
            DistrictWeek(
                district=one.district,
                selection=one.selection,
                team_days=roster[one.district],
                plan=plans[one.district],
                iterations=iterations_for(len(one.visits)),
                guests=guests,
            ),
            places,
            teams,
            codes,
            rules_sha256=context.app.rules.sha256,
            snapshots=assessed.snapshots,
            joint=meetings(booked),
            held_registers=assessed.held_registers,
        )
        return replace(bound, unplaced=(*bound.unplaced, *(u for u in missing if u.district == one.district)))

    return tuple(
        acts.weeks.DistrictPart(
            district=one.district,
            selection=one.selection,
            visits=one.visits,
            plan=plans[one.district],
            book=book(one, guests),
            guests=guests,
        )
        for one in asked
        for guests in [guests_of(selection.chosen, booked, one.district)]
    )


def _without_a_place(
    context: Context, selection: Selection, plans: Mapping[str, WeekPlan], booked: Sequence[ActionView]
) -> Iterable[BookUnplaced]:
    """Yield what is owed at a workplace that no register knows: said aloud, since no planner can place it."""
    known_in = acts.workplaces.districts_of_cases(context)
    known_in |= {action.workplace: action.district for action in booked}
    for mandate in sorted(selection.unmatched, key=lambda m: (m.workplace, m.origin_id)):
        if known_in.get(mandate.workplace) in plans:
            yield BookUnplaced(
                district=known_in[mandate.workplace],
                workplace=mandate.workplace,
                arm="mandated",
                rule="workplace_in_no_register",
                team=None,
                day=None,
                detail={},
            )


def _of_district(selection: Selection, district: str) -> Selection:
    """Return one district's part of a selection; the hash stays that of the whole frame that was drawn from."""
    chosen = tuple(c for c in selection.chosen if c.district == district)
    mine = {name: numbers for name, numbers in selection.strata.items() if name.split("|")[0] == district}
    return replace(
        selection,
        chosen=chosen,
        strata=mine,
        inclusion={name: share for name, share in selection.inclusion.items() if name in mine},
        frame_size=sum(size for _, size in mine.values()),
        frozen={c.workplace: selection.frozen[c.workplace] for c in chosen},
        rooms=tuple(room for room in selection.rooms if room.district == district),
    )


@cache
def _competence_languages(refnis: str, canton_id: str, on: date, offices: tuple[object, ...]) -> frozenset[str]:
    place = canton(canton_id, cache=acts.app().settings.cache) if canton_id else municipality(refnis, on)
    return frozenset(competence(place, on, offices=offices).report_languages)  # type: ignore[arg-type]


def _languages(refnis: str, canton_id: str, on: date, catalogue: Catalogue) -> frozenset[str]:
    return _competence_languages(refnis, canton_id, on, catalogue.offices)


def whereabouts(row: Mapping[str, object]) -> Whereabouts:
    """Return what a sheet says of a workplace, from its row."""
    return Whereabouts(
        name=_text(row["name"]) or str(row["workplace"]),
        address=_address(row),
        postcode=_text(row["postcode"]) or "",
        municipality=_text(row["municipality"]) or "",
        lon=_number(row["lon"]),
        lat=_number(row["lat"]),
        quality=str(row["quality"]),
    )


def _address(row: Mapping[str, object]) -> str:
    return f"{_text(row['street']) or ''} {_text(row['house_number']) or ''}".strip()


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _number(value: object) -> float:
    assert isinstance(value, float)  # noqa: S101  the frame's columns are Float64
    return value
