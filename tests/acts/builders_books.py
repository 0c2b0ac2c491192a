"""Builders of books: that of a district's part as the office reads it, and those of a stored plan."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from inspection.acts import weeks
from inspection.planning.problem import Stop, WeekPlan
from inspection.reporting.week import (
    BookDistrict,
    BookReason,
    BookRound,
    BookStop,
    BookUnplaced,
    DistrictBook,
    WeekBook,
    plan_json,
)
from inspection.store.core import Store
from inspection.store.queries import district_books, plans
from inspection.targeting import ARMS
from inspection.targeting.model import Chosen

OFFICES = {"liege": (5.5796, 50.6326), "namur": (4.8672, 50.4674)}
TOWNS = {"liege": ("Liège", "4000"), "namur": ("Namur", "5000")}


def week_of(store: Store, plan_id: str) -> WeekBook:
    """Return a stored plan with its books, also one that was replaced: `plans` lists the others."""
    books = [DistrictBook.parse(text) for text in district_books(store, plan_id).values()]
    return WeekBook.of(books[0].week, books[0].service, books)


def plan_text(store: Store, plan_id: str) -> str:
    """Return everything that a stored plan says, as the file for other programs has it."""
    return plan_json(week_of(store, plan_id)).decode()


def plan_values(store: Store, plan_id: str) -> dict[str, Any]:
    """Return the same as plain values."""
    read: dict[str, Any] = json.loads(plan_text(store, plan_id))
    return read


def first_week(store: Store) -> WeekBook:
    """Return the books of the first plan that stands."""
    return week_of(store, plans(store)[0].id)


def a_week_of(parts: list[weeks.DistrictPart], **changed: Any) -> WeekBook:
    """Return the week that these parts are, each book with the values that are given."""
    return WeekBook.of("2026-W49", "ONSS", [replace(part.book, **changed) for part in parts])


def with_books(parts: list[weeks.DistrictPart], **changed: Any) -> list[weeks.DistrictPart]:
    """Return the parts with these values in each book: another version of the same visits."""
    return [replace(part, book=replace(part.book, **changed)) for part in parts]


def with_plan(part: weeks.DistrictPart, plan: WeekPlan, **changed: Any) -> weeks.DistrictPart:
    """Return a district with other rounds, in its book too."""
    made = replace(part, plan=plan, **changed)
    return replace(made, book=a_book_of(made, plan, part.book.week))


def a_book_of(offered: weeks.Offered, plan: WeekPlan, week: str) -> DistrictBook:
    """Return a district's book as the office reads it; what the rounds say is true, the rest is plausible."""
    codes, name = weeks.visit_codes("ONSS", week, [offered]), offered.district
    return DistrictBook(
        week=week,
        service="ONSS",
        seed=offered.selection.seed,
        rules_sha256="0" * 64,
        snapshots={"dimona": "2026-11-20", "kbo": "2026-11-22"},
        travel="great-circle 1",
        figures=_figures(name),
        rounds=tuple(_round(offered, each, codes) for each in plan.rounds),
        unplaced=tuple(
            BookUnplaced(
                district=name,
                workplace=offered.visit()[visit].workplace,
                arm="random",
                rule=why.rule,
                team=why.team,
                day=why.day,
                detail={"minutes_short": 45.0},
            )
            for visit, why in plan.unplaced.items()
        ),
    )


def _figures(district: str) -> BookDistrict:
    return BookDistrict(
        district=district,
        eligible=10,
        random=2,
        mandated=1,
        risk_offered=2,
        placed=3,
        placed_by_arm=dict.fromkeys(ARMS, 1),
        value=3.0,
        iterations=10,
        stopped_by="iterations",
    )


def _round(offered: weeks.Offered, round_: Any, codes: Mapping[str, str]) -> BookRound:
    visits, chosen = offered.visit(), {one.workplace: one for one in offered.selection.chosen}
    named = [(visits[stop.visit].workplace, stop) for stop in round_.stops]
    return BookRound(
        district=offered.district,
        team=round_.team,
        day=round_.day,
        language="fr",
        members=(f"insp-{offered.district}-1", f"insp-{offered.district}-2"),
        office=_office(offered.district),
        shift=(480.0, 990.0),
        stops=tuple(_stop(n, chosen[w], codes[w], s) for n, (w, s) in enumerate(named, 1) if w in chosen),
    )


def _office(district: str) -> tuple[float, float]:
    return OFFICES.get(district, OFFICES["liege"])


def _stop(n: int, chosen: Chosen, code: str, stop: Stop) -> BookStop:
    lon, lat = _office(chosen.district)
    town, postcode = TOWNS.get(chosen.district, TOWNS["liege"])
    reasons = (
        BookReason(
            signal="late_dimona_share", value=0.31, bin="0.2", points=chosen.points - 1, snapshot="dimona@2026-11-20"
        ),
        BookReason(signal="establishment_age_years", value=0.8, bin="0", points=1, snapshot="kbo@2026-11-22"),
        BookReason(signal="dmfa_arrears_share", value=None, bin="missing", points=0, snapshot="dmfa@2026-11-15"),
    )
    return BookStop(
        code=code,
        workplace=chosen.workplace,
        name=f"Firm {chosen.points} of {chosen.district}",
        sector=chosen.sector,
        address=f"Rue du Test {chosen.points}",
        postcode=postcode,
        municipality=town,
        lon=lon + n * 0.03,
        lat=lat + (n % 2) * 0.02,
        quality="canton" if n == 3 else "exact",
        arm=chosen.arm,
        mandate=None,
        points=chosen.points,
        place=2,
        place_of=40,
        reasons=reasons,
        required=chosen.arm != "risk",
        arrive=stop.arrive,
        start=stop.start,
        leave=stop.leave,
    )
