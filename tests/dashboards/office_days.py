"""A home for the days of a supervisor, an inspector, the bureau and an administrator: two weeks, controls, what waits.

All of it is made up, and stands round today: this week is approved and its teams are out, the next one waits for its
Friday with an evening visit that no shift reaches.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from math import cos, sin
from pathlib import Path
from typing import Any

import builders_registers as registers
from board_home import a_board
from builders_acts import OFFICES, SIGNS, a_chosen, a_control, a_roster, a_user
from builders_board import a_case
from builders_deliveries import country
from builders_edited import a_row
from builders_identity import PASSWORD, an_account
from builders_joint import OTHER, POLICE, ROMANIAN, an_action
from builders_policy import a_measure, an_initiative
from drawn_maps import copy_maps
from houses import as_user
from waiting_home import destroy_a_case

from inspection import acts
from inspection.acts.weeks import DistrictPart, Offered
from inspection.acts.workplaces import KnownWorkplace
from inspection.planning.problem import GreatCircle, TeamDay, Visit, WeekPlan
from inspection.planning.solve import plan_rounds
from inspection.registers.lake import Lake
from inspection.reporting.week import DistrictWeek, TeamCard, Whereabouts, bind_district
from inspection.store.queries import plans
from inspection.targeting.model import Reason, SectorRoom, Selection
from inspection.time_of import BRUSSELS, IsoWeek, day_in_brussels, now
from inspection.trust import AppContext
from inspection.weeks.parts import policies, visits_at
from sectors import Catalogue

SUPERVISOR, HEAD, INSPECTOR, COLLEAGUE = "supervisor-liege", "head-liege", "insp-liege-1", "insp-liege-2"
DIRECTION, ADMINISTRATOR = "direction-1", "admin-1"
LIEGE, PLACES = "liege", 10
EVENING, SEEN, OTHERS = (
    1,
    3,
    10,
)  # the place that opens when no team works, one that was visited, that of the second team
WEDNESDAY = 2
TEAMS: Mapping[str, tuple[str, ...]] = {"liege-1": ("insp-liege-1", "insp-liege-2"), "liege-2": ("insp-liege-3",)}
BACK, DUE = "0197a000-0000-7000-8000-00000000000a", "0197a000-0000-7000-8000-00000000000b"
NEVER_TRIED = "02 000 00 47"


@dataclass(frozen=True)
class Days:
    """The home: its cases by what became of them, its two weeks, the month of which the note waits, and references."""

    house: AppContext
    cases: Mapping[str, str]
    this: IsoWeek
    coming: IsoWeek
    month: str
    more: Mapping[str, str]

    @property
    def named(self) -> dict[str, str]:
        """What an address of the home may name."""
        (plan,) = (one for one in plans(self.house.store, str(self.coming)) if one.state == "proposed")
        first = _month_before(datetime.fromisoformat(f"{self.month}-01T12:00:00+00:00"))
        return {
            "this": str(self.this),
            "coming": str(self.coming),
            "sunday": self.coming.days[6].isoformat(),
            "plan": plan.id,
            "month": self.month,
            "before": f"{first:%Y-%m}",
            "case": self.cases["late"],
            "hold": acts.workplaces.holds_of(self.house.acting(SUPERVISOR))[0].id,
            "order": acts.orders.orders_of(self.house.acting(SUPERVISOR))[0].reference,
            **self.more,
            "owed": acts.follow_ups.list_follow_ups(self.house.acting(HEAD))[0].id,
        }

    def cookies(self, user: str, url: str, lang: str = "en") -> list[Any]:
        """What the browser of somebody keeps who has signed in."""
        token = acts.identity.sign_in(as_user(self.house), user, PASSWORD).token
        kept = {"vigie_session": token, "vigie_language": lang}
        return [{"name": name, "value": value, "url": url} for name, value in kept.items()]


@contextmanager
def office_days(home: Path) -> Iterator[Days]:
    """Give the home, which this process takes for its own."""
    with a_board(home) as (house, cases):
        copy_maps(home)
        at = now()
        this = IsoWeek.of(day_in_brussels(at))
        coming = IsoWeek.of(this.monday + timedelta(days=7))
        _people(house, at)
        month = _documents(house, at)
        _weeks(house, this, coming, at)
        _controls(house, at)
        _administration(house, cases, coming, at)
        more = {**_of_policy(house, coming, at), "destroyed": destroy_a_case(house, SUPERVISOR, DIRECTION)}
        yield Days(house, cases, this, coming, month, more)


def _people(house: AppContext, at: datetime) -> None:
    """Take in a roster of every day, with a second team on Wednesdays and somebody who runs the house."""
    known = a_roster()
    first = next(team for team in known["teams"] if team["id"] == "liege-1")
    second = {**first, "id": "liege-2", "name": "Team 2, liege", "languages": ["fr", "nl"]}
    people = [a_user(ADMINISTRATOR, "administrator", None), a_user("insp-liege-3", "inspector", LIEGE, "liege-2")]
    days = [*((name, day) for name in ("liege-1", "namur-1") for day in range(7)), ("liege-2", WEDNESDAY)]
    pattern = [{"team": name, "weekday": day, "start": "08:00", "end": "16:30"} for name, day in days]
    roster = a_roster(teams=[*known["teams"], second], users=[*known["users"], *people], pattern=pattern)
    acts.staff.import_roster(house.acting("system", at), roster)
    for user in (SUPERVISOR, COLLEAGUE, ADMINISTRATOR):
        an_account(house, user, at)


def _row(n: int, workplace: str) -> dict[str, object]:
    """What registers said of the n-th place; the places lie on a ring round the town."""
    lon, lat = OFFICES[LIEGE]
    at = {"lon": lon + 0.09 * cos(n * 2.4), "lat": lat + 0.06 * sin(n * 2.4)}
    return {**a_row(n, workplace), **at, "name": f"Exemple {n}", "street": "Rue de l’Essai"}


def _changed(n: int, more: int) -> dict[str, Any]:
    """What differs of a chosen place: one is a shop of the evening, another got points since the week before."""
    if n == EVENING:
        return {"sector": "night_shop"}
    return {"points": n + more, "reasons": (_late(n + more),)} if n == SEEN and more else {}


def _late(points: int) -> Reason:
    return Reason(signal="late_dimona_share", value=0.4, bin="0.2", points=points, snapshot="dimona@2026-11-20")


def _part(house: AppContext, week: IsoWeek, at: datetime, *, more: int = 0) -> DistrictPart:
    """Liège's week as the flow makes it: two visits drawn by lot, one of them of the evening, the others by points."""
    catalogue, context = house.catalogue(week.monday), house.acting(at=at)
    chosen = tuple(a_chosen(n, "random" if n < 3 else "risk", LIEGE, **_changed(n, more)) for n in range(1, PLACES + 1))
    rows = {one.workplace: _row(n, one.workplace) for n, one in enumerate(chosen, 1)}
    known = [
        KnownWorkplace(
            id=one.workplace,
            district=LIEGE,
            sector=one.sector,
            seen_on=day_in_brussels(at),
            name=str(rows[one.workplace]["name"]),
            address=f"Rue de l’Essai {n}, 4000 Liège",
            refnis="62063",
            enterprise=f"04000000{n:02d}",
        )
        for n, one in enumerate(chosen, 1)
    ]
    acts.workplaces.remember_workplaces(context, known)
    days = acts.weeks.work_days(context, week, (), LIEGE)
    visits = visits_at(chosen, rows, week.days, {day.day for day in days}, week, catalogue)
    plan = _planned(visits, days, week, catalogue)
    room = {"district": LIEGE, "owed": 0.0, "room": 2.0, "offered": 8}
    selection = Selection(
        seed=week.week,
        frame_sha256="f" * 64,
        frame_size=10,
        chosen=chosen,
        strata={f"{LIEGE}|restaurants": (1, 10), f"{LIEGE}|night_shop": (1, 10)},
        frozen={place: {"values": row, "sha256": "0" * 64} for place, row in rows.items()},
        rooms=tuple(
            SectorRoom(sector=sector, share=0.5, card=f"{sector}@2026-01-01", **room)
            for sector in ("restaurants", "agriculture")
        ),
        objective="serious",
    )
    offered = Offered(district=LIEGE, selection=selection, visits=visits)
    told = DistrictWeek(district=LIEGE, selection=selection, team_days=tuple(days), plan=plan, iterations=10)
    where = {place: _whereabouts(row) for place, row in rows.items()}
    cards = {name: TeamCard(language="fr", members=members) for name, members in TEAMS.items()}
    codes = acts.weeks.visit_codes("ONSS", str(week), [offered])
    snapshots = {"dimona": "2026-11-20", "kbo": "2026-11-22"}
    book = bind_district(week, "ONSS", told, where, cards, codes, rules_sha256="0" * 64, snapshots=snapshots)
    return DistrictPart(district=LIEGE, selection=selection, visits=visits, plan=plan, book=book)


def _planned(visits: Sequence[Visit], days: Sequence[TeamDay], week: IsoWeek, catalogue: Catalogue) -> WeekPlan:
    """The planner's rounds, with a visit of the first team on each day, so that whoever looks has one ahead."""
    on = {a_chosen(n, district=LIEGE).workplace: week.days[n % 7] for n in range(2, PLACES)}
    bound = [replace(one, days=frozenset({on[one.workplace]})) if one.workplace in on else one for one in visits]
    travel, rules, plans_ = GreatCircle(catalogue.travel), policies(catalogue).rounds, []
    last = a_chosen(OTHERS, district=LIEGE).workplace
    for team, mine in (
        ("liege-1", [one for one in bound if one.workplace != last]),
        ("liege-2", [one for one in bound if one.workplace == last]),
    ):
        own = [day for day in days if day.team == team]
        plans_.append(plan_rounds(mine, own, travel, rules, iterations=10, seed=1))
    first, second = plans_
    rounds = (*first.rounds, *second.rounds)
    return replace(first, rounds=rounds, value=first.value + second.value)


def _whereabouts(row: Mapping[str, Any]) -> Whereabouts:
    address = f"{row['street']} {row['house_number']}"
    taken = {name: row[name] for name in ("name", "postcode", "municipality", "lon", "lat", "quality")}
    return Whereabouts(address=address, **taken)


def _weeks(house: AppContext, this: IsoWeek, coming: IsoWeek, at: datetime) -> None:
    """Let this week be approved, and the next one wait."""
    before = datetime.combine(this.monday - timedelta(days=3), time(9), BRUSSELS)
    acts.weeks.propose_week(house.acting(at=before), this, service="ONSS", parts=[_part(house, this, before)])
    (plan,) = plans(house.store, str(this))
    acts.weeks.approve_week(house.acting(DIRECTION, before), this, plan.sha256)
    acts.weeks.propose_week(house.acting(at=at), coming, service="ONSS", parts=[_part(house, coming, at, more=4)])


def _controls(house: AppContext, at: datetime) -> None:
    """Let two places be visited: the last control found something, the one before came back to its inspector."""
    place = a_chosen(SEEN, "risk", LIEGE).workplace
    person = {"ref": "P1", "name": "Kanarek Exemple", "answers": {"q02_dimona": "absent"}}
    for control, days, answers in ((BACK, 6, {}), (DUE, 2, {"q14_safety": SIGNS["q14_safety"]})):
        when = at - timedelta(days=days)
        on = day_in_brussels(when)
        found = a_control(on=on, control_id=control, workplace=place, persons=[person], answers=answers)
        acts.controls.save(house.acting(INSPECTOR, when), found, place="62063")
    acts.controls.return_control(house.acting(HEAD, at - timedelta(hours=3)), BACK, "Say the hour.")


def _month_before(at: datetime) -> datetime:
    """The first morning of the month before."""
    last = at.astimezone(BRUSSELS).replace(day=1, hour=10, minute=0, second=0, microsecond=0) - timedelta(days=1)
    return last.replace(day=1)


def _documents(house: AppContext, at: datetime) -> str:
    """Let two months have cases, the note of one be published, the next one wait, and a measure be late.

    Result: the month that waits.
    """
    last = _month_before(at)
    before = _month_before(last)
    for first in (before, last):
        for n in range(5):
            a_case(house, 100 * first.month + n, "namur", at=first + timedelta(days=n + 2))
    due = {"decided_on": before.date(), "due_on": last.date()}
    acts.reports.add_measure(house.acting(SUPERVISOR, at), a_measure(**due))
    first = acts.reports.propose_report(house.acting(at=at), "bureau", f"{before:%Y-%m}")
    acts.reports.approve_report(house.acting(DIRECTION, at), "bureau", first.report.key, first.sha256)
    acts.reports.propose_report(house.acting(at=at), "bureau", f"{last:%Y-%m}")
    return f"{last:%Y-%m}"


def _of_policy(house: AppContext, coming: IsoWeek, at: datetime) -> Mapping[str, str]:
    """Let an action with two partners be booked, and a department have done something; their references."""
    day = coming.days[WEDNESDAY] + timedelta(days=7)
    moment = acts.joint_actions.FixedMoment(day=day, minute=600.0)
    shares = {"liege": 1, "namur": 1}
    wanted = an_action(workplace=OTHER, shares=shares, moment=moment, partners=(POLICE, ROMANIAN))
    action = acts.joint_actions.book_action(house.acting(SUPERVISOR, at), wanted)
    on = day_in_brussels(at)
    initiative = acts.reports.add_initiative(house.acting(SUPERVISOR, at), an_initiative(first_day=on))
    (measure,) = acts.reports.measures(house.acting(SUPERVISOR, at))
    return {"action": action.reference, "initiative": initiative.reference, "measure": measure.reference}


def _administration(house: AppContext, cases: Mapping[str, str], coming: IsoWeek, at: datetime) -> None:
    """Let somebody be away, a number be untried, a case looked at, a run fail, and a delivery of a register be held."""
    wednesday = coming.monday + timedelta(days=2)
    acts.absences.keep_absence(house.acting(DIRECTION, at), COLLEAGUE, "leave", wednesday, wednesday)
    turn = {"role": "auditorate", "number": NEVER_TRIED, "valid_from": day_in_brussels(at)}
    roster = {"recipient": "aud-liege", "source": "roster of the test", "turns": [turn]}
    acts.on_call.import_on_call(house.acting(SUPERVISOR, at), roster)
    acts.board.case_page(house.acting(INSPECTOR, at - timedelta(hours=1)), cases["late"])
    acts.alerts.alert_run(house.acting(at=at), "run_failed", "chase", "run-1")
    _held(house, at)
    _secret(house, coming, at)


def _secret(house: AppContext, coming: IsoWeek, at: datetime) -> None:
    """Let a place be unavailable until the coming week, and a magistrate order a visit that an inspector may see."""
    by, on = house.acting(SUPERVISOR, at), day_in_brussels(at)
    place = a_chosen(OTHERS, "risk", LIEGE).workplace
    acts.workplaces.place_hold(by, "workplace", place, coming.monday - timedelta(days=1), authority="aud-liege")
    acts.workplaces.place_hold(
        house.acting(DIRECTION, at), "address", "Rue de l’Exemple 9", on + timedelta(days=60), place="62063"
    )
    made = {"authority": "aud-liege", "authority_reference": "LI.69.99.1-26", "place": "62063"}
    order = acts.orders.order_visit(by, "est:2345678901", not_after=on + timedelta(days=4), **made)
    acts.orders.permit(by, order.id, "user", INSPECTOR)
    acts.orders.permit(by, order.id, "team", "liege-1")


def _held(house: AppContext, at: datetime) -> None:
    """Let a delivery of addresses come that lacks most of what the one before had."""
    lake, source = Lake(house.settings.lake), house.settings.home / "sent"
    old, new = (day_in_brussels(at) - timedelta(days=days) for days in (14, 7))
    for on, files in ((old, country().files("addresses", old)), (new, country().files("addresses", new))):
        kept = files if on == old else {name: rows[:80] for name, rows in files.items()}
        sent = registers.write(source / on.isoformat(), kept)
        registers.take("addresses", sent, lake, on)
