"""Synthetic weeks for the tests of reporting: no person, no real firm."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from inspection.reporting.cases import ListRow, ReferralList
from inspection.reporting.paper import Outline
from inspection.reporting.sheets import Contact
from inspection.reporting.week import (
    BookAlternative,
    BookDistrict,
    BookHelp,
    BookJoint,
    BookReason,
    BookRound,
    BookStop,
    BookUnplaced,
    DistrictBook,
    WeekBook,
)

MONDAY = date(2026, 11, 30)
BRUSSELS = ZoneInfo("Europe/Brussels")
SQUARE = ((5.0, 50.4), (5.8, 50.4), (5.8, 50.9), (5.0, 50.9), (5.0, 50.4))


def a_reason(signal="late_dimona_share", value=0.4, points=5, **more):
    return BookReason(
        **{"signal": signal, "value": value, "bin": "≥ 30 %", "points": points, "snapshot": "dimona@2026-11-25"} | more
    )


def a_stop(code="K2CJJ4", **more):
    start = more.pop("start", 510.409)
    values = {
        "code": code,
        "workplace": "est:8000000001",
        "name": "Table du Moulin",
        "sector": "restaurants",
        "address": "Rue des Blés 5",
        "postcode": "4102",
        "municipality": "Seraing",
        "lon": 5.5,
        "lat": 50.6,
        "quality": "exact",
        "arm": "risk",
        "mandate": None,
        "points": 5,
        "place": 3,
        "place_of": 214,
        "reasons": (a_reason(), a_reason("enterprise_age_years", 0.5, 0), a_reason("dmfa_arrears_share", None, 0)),
        "required": False,
        "arrive": start,
        "start": start,
        "leave": start + 75,
    }
    return BookStop(**values | more)


def a_joint(state="proposed"):
    return BookJoint(reference="A7K3F2B", state=state, teams=2, partners=("police", "interpreter:ro"))


def a_round(*stops, **more):
    values = {
        "district": "liege",
        "team": "liege-1",
        "day": MONDAY,
        "language": "fr",
        "members": ("inspector-1",),
        "office": (5.57, 50.63),
        "shift": (480.0, 990.0),
        "stops": stops or (a_stop(),),
    }
    return BookRound(**values | more)


def a_book(*rounds, **more):
    """The week of Liège alone."""
    return WeekBook.of("2026-W49", "ONSS", [a_district_book(*rounds, **more)])


def a_district_book(*rounds, **more):
    values = {
        "week": "2026-W49",
        "service": "ONSS",
        "seed": 202649,
        "rules_sha256": "a" * 64,
        "snapshots": {"dimona": "2026-11-25", "complaints": "2026-11-25"},
        "travel": "great-circle 1",
        "figures": a_district(),
        "rounds": rounds or (a_round(leaves=495.5, back=640.25, pauses=((600.0, 630.0),)),),
        "unplaced": (a_missed(),),
    }
    return DistrictBook(**values | more)


def a_district(district="liege"):
    return BookDistrict(
        district=district,
        eligible=40,
        random=2,
        mandated=1,
        risk_offered=20,
        placed=1,
        placed_by_arm={"random": 0, "mandated": 0, "risk": 1},
        value=610.0,
        iterations=100,
        stopped_by="iterations",
    )


def a_missed(rule="no_shift_reaches_the_window", detail=None, **more):
    values = {
        "district": "liege",
        "workplace": "est:8000000002",
        "arm": "random",
        "rule": rule,
        "team": "liege-2",
        "day": date(2026, 12, 5),
        "detail": {"minutes_short": 30.0} if detail is None else detail,
        "name": "Snack Nord",
        "municipality": "4000 Liège",
        "sector": "restaurants",
        "points": 3,
    }
    return BookUnplaced(**values | more)


def a_help(kind="later_end", detail=None, **more):
    values = {"kind": kind, "team": "liege-2", "day": date(2026, 12, 5), "detail": detail or {"later": 30.0}}
    return BookHelp(**values | more)


def an_alternative(**more):
    values = {
        "workplace": "est:8000000003",
        "name": "Friterie du Quai",
        "municipality": "4100 Seraing",
        "sector": "restaurants",
        "value": 210.0,
        "minutes": -7.25,
    }
    return BookAlternative(**values | more)


def as_tip(stop):
    """The same visit as a complaint makes it: mandated, required, with the points that the complaint gives."""
    told = a_reason("complaints_kept_365d", 1.0, 4, bin="1", snapshot="complaints@2026-11-25")
    return replace(
        stop,
        arm="mandated",
        mandate="complaint",
        required=True,
        points=9,
        reasons=(*stop.reasons, told),
    )


CONTACTS = (
    Contact(role="emergency", name="Secours", number="112"),
    Contact(role="police_cell", name="Cellule", number=None, to_verify=True, name_to_verify=True),
)
OUTLINES = (Outline(name="Seraing", rings=(SQUARE,)),)


def a_list(*rows, lang="fr"):
    return ReferralList(
        week="2026-W47", recipient="pjf-liege", recipient_name="Police judiciaire fédérale", lang=lang, rows=rows
    )


def a_row(group="new", reference="R-26-000001-5", hour=9, state="delivered"):
    at = datetime(2026, 11, 18, hour, tzinfo=BRUSSELS)
    return ListRow(group=group, reference=reference, decided_at=at, state=state, due_at=at)
