"""The demo's past weeks: what was carried out, written as the selections and plans that it came from.

The arms are those of the demo's controls. A past draw has its stratum and n_h as they were and no N_h, since nobody
kept the register of that day: its inclusion probability stays unknown, and no estimate is made from it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from inspection import acts
from inspection.acts.weeks import DistrictPart, Offered
from inspection.planning.problem import Round, Stop, StoppedBy, TeamDay, Visit, WeekPlan
from inspection.reporting.week import DistrictBook, DistrictWeek, TeamCard, Whereabouts, bind_district
from inspection.sealing import sha256_of
from inspection.store.queries import teams
from inspection.store.views import TeamView
from inspection.targeting.model import Chosen, Mandate, Selection
from inspection.territory import canton
from inspection.time_of import BRUSSELS, IsoWeek
from inspection.trust import AppContext

Entry = Mapping[str, Any]


@dataclass(frozen=True)
class PastWeek:
    """A week as it was carried out: its parts, each with its book, and the visit codes by control."""

    week: str
    parts: tuple[DistrictPart, ...]
    codes: Mapping[str, str]


def past_weeks(app: AppContext, made: Iterable[Entry]) -> dict[str, PastWeek]:
    """Return the weeks in which planned controls took place, by their name."""
    weeks: dict[str, dict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for entry in made:
        if entry["arm"] != "unplanned":
            weeks[_week(entry)][entry["place"]["district"]].append(entry)
    return {name: _past_week(app, name, districts) for name, districts in sorted(weeks.items())}


def _week(entry: Entry) -> str:
    return str(IsoWeek.of(date.fromisoformat(entry["control"]["facts_on"])))


def _past_week(app: AppContext, name: str, districts: Mapping[str, Sequence[Entry]]) -> PastWeek:
    parts: list[DistrictPart] = []
    codes: dict[str, str] = {}
    for district, entries in sorted(districts.items()):
        first = list({entry["control"]["workplace"]: entry for entry in reversed(entries)}.values())
        offered = _offered(name, district, first)
        code_of = acts.weeks.visit_codes(app.settings.service, name, [offered])
        codes |= {entry["control"]["control_id"]: code_of[entry["control"]["workplace"]] for entry in first}
        parts.append(_part(app, name, offered, first, code_of))
    return PastWeek(name, tuple(parts), codes)


def _part(
    app: AppContext, week: str, offered: Offered, entries: Sequence[Entry], codes: Mapping[str, str]
) -> DistrictPart:
    plan = WeekPlan(
        rounds=_rounds(entries), value=0.0, unplaced={}, changes=0, stopped_by=StoppedBy.ITERATIONS, travel="past"
    )
    return DistrictPart(
        district=offered.district,
        selection=offered.selection,
        visits=offered.visits,
        plan=plan,
        book=_book(app, week, offered, plan, entries, codes),
    )


def _book(
    app: AppContext,
    week: str,
    offered: Offered,
    plan: WeekPlan,
    entries: Sequence[Entry],
    codes: Mapping[str, str],
) -> DistrictBook:
    known = {team.id: team for team in teams(app.store, offered.district)}
    done = DistrictWeek(
        district=offered.district,
        selection=offered.selection,
        team_days=tuple(_team_day(round_, known[round_.team]) for round_ in plan.rounds),
        plan=plan,
        iterations=0,
    )
    return bind_district(
        IsoWeek.parse(week),
        app.settings.service,
        done,
        {entry["control"]["workplace"]: _whereabouts(app, entry) for entry in entries},
        {name: TeamCard(language=team.language, members=team.members) for name, team in known.items()},
        codes,
        rules_sha256=app.rules.sha256,
        snapshots={},
    )


def _team_day(round_: Round, team: TeamView) -> TeamDay:
    shift = (round_.stops[0].start, round_.stops[-1].leave)
    size = max(1, len(team.members))
    return TeamDay(team=team.id, day=round_.day, office=team.office, shift=shift, languages=frozenset(), size=size)


def _whereabouts(app: AppContext, entry: Entry) -> Whereabouts:
    """Return where a past visit was: its address, and a point in its canton, which is all that the demo kept."""
    place = entry["place"]
    lon, lat = canton(place["canton"], cache=app.settings.cache).point
    return Whereabouts(
        name=place["name"] or entry["control"]["workplace"],
        address=place["street"],
        postcode=place["postcode"],
        municipality=place["municipality"],
        lon=lon,
        lat=lat,
        quality="canton",
    )


def _offered(week: str, district: str, entries: Sequence[Entry]) -> Offered:
    chosen = tuple(_chosen(entry) for entry in entries)
    strata = {f"{c.district}|{c.sector}": _drawn(chosen, c.sector) for c in chosen if c.arm == "random"}
    selection = Selection(
        seed=0,
        frame_sha256=sha256_of([week, district, sorted(c.workplace for c in chosen)]),
        frame_size=len(chosen),
        chosen=chosen,
        strata={name: (drawn, 0) for name, drawn in strata.items()},
        frozen={},
    )
    return Offered(district=district, selection=selection, visits=tuple(_visit(e) for e in entries))


def _drawn(chosen: Sequence[Chosen], sector: str) -> int:
    return sum(c.arm == "random" and c.sector == sector for c in chosen)


def _chosen(entry: Entry) -> Chosen:
    control, arm = entry["control"], entry["arm"]
    mandate = (
        Mandate(workplace=control["workplace"], origin="complaint", origin_id="past") if arm == "mandated" else None
    )
    return Chosen(
        workplace=control["workplace"],
        arm=arm,
        sector=control["sector"],
        district=entry["place"]["district"],
        points=0,
        worth=0.0,
        reasons=(),
        stratum=f"{entry['place']['district']}|{control['sector']}" if arm == "random" else None,
        mandate=mandate,
    )


def _visit(entry: Entry) -> Visit:
    control = entry["control"]
    return Visit(
        id=control["workplace"],
        workplace=control["workplace"],
        point=(0.0, 0.0),
        minutes=_minute(control["left_at"]) - _minute(control["entered_at"]),
        value=0.0,
        windows=(),
        days=frozenset([date.fromisoformat(control["facts_on"])]),
        required=entry["arm"] != "risk",
    )


def _rounds(entries: Sequence[Entry]) -> tuple[Round, ...]:
    walked: dict[tuple[str, date], list[Stop]] = defaultdict(list)
    for entry in sorted(entries, key=lambda e: str(e["control"]["entered_at"])):
        control = entry["control"]
        start, leave = _minute(control["entered_at"]), _minute(control["left_at"])
        stop = Stop(visit=control["workplace"], arrive=start, start=start, leave=max(leave, start))
        walked[entry["team"], date.fromisoformat(control["facts_on"])].append(stop)
    return tuple(Round(team=team, day=day, stops=tuple(stops)) for (team, day), stops in sorted(walked.items()))


def _minute(moment: str) -> float:
    local = datetime.fromisoformat(moment).astimezone(BRUSSELS)
    return local.hour * 60.0 + local.minute
