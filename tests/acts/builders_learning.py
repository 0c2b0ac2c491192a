"""Builders for learning: a week with frames, controls of its visits, signed papers, a proposed card."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import polars as pl
from builders_acts import AT, LIEGE, WEEK, a_control, later
from builders_replans import CODES, PARTS
from builders_targeting import GENT, lake, merged, period, restaurant

from inspection.acts.controls import save
from inspection.acts.learning import FrameOf, keep_eligible, sign_paper
from inspection.acts.weeks import approve_week, propose_week
from inspection.life_cycles import LearningPaper
from inspection.store.queries import plans
from inspection.targeting.choosing import ELIGIBLE
from inspection.targeting.learning import CardProposal
from inspection.trust import AppContext

TODAY = AT.date()
HEAD, SECOND = "direction-1", "direction-2"
FOUND = [{"ref": "P1", "answers": {"q02_dimona": "absent", "q02_worker_knew": True}}]
OBSTRUCTED = {"wp_obstruction": "obstructed"}  # level 4
POSTED = [{"ref": "P1", "answers": {"q07_limosa": "absent"}}]
TAKEN_ON = WEEK.monday - timedelta(days=4)
AFTER = WEEK.days[-1] + timedelta(days=7)


def signals(app: AppContext) -> list[str]:
    """The keys of the signals of the day."""
    return sorted(app.catalogue(AT.date()).signals)


def a_frame(app: AppContext, workplaces: Mapping[str, Mapping[str, Any]]) -> pl.DataFrame:
    """A frame of some workplaces; signals that are not given are missing."""
    kinds = {**dict.fromkeys(ELIGIBLE, pl.String), "points": pl.Int32, "inclusion": pl.Float64, "drawn": pl.Boolean}
    kinds |= {"is_legal_person": pl.Boolean, "staff": pl.Int32, **dict.fromkeys(signals(app), pl.Float32)}
    rows = [
        {"workplace": w, "sector": "restaurants", "card": "restaurants@2017-01-01", "points": 1, "drawn": False, **more}
        for w, more in sorted(workplaces.items())
    ]
    return pl.DataFrame([{name: row.get(name) for name in kinds} for row in rows], schema=kinds)


def frames_of_week(app: AppContext) -> dict[str, pl.DataFrame]:
    """Frames of both districts: the chosen, each with a signal of its own, and somebody who was not chosen."""
    return {
        part.district: a_frame(
            app,
            {
                **{
                    c.workplace: {
                        "late_dimona_share": c.points / 10,
                        "points": c.points,
                        "is_legal_person": True,
                        "staff": 7,
                    }
                    for c in part.selection.chosen
                },
                f"est:3{part.district}": {},
            },
        )
        for part in PARTS
    }


def a_week(app: AppContext, *, frames: bool = True) -> str:
    """Propose and approve the week of both districts, with its frames; returns the plan's id."""
    plan_id = propose_week(app.acting(at=AT), WEEK, service="ONSS", parts=PARTS)
    if frames:
        of = FrameOf(plan_id=plan_id, week=str(WEEK), taken_on=TAKEN_ON)
        keep_eligible(app.acting(at=AT), of, frames_of_week(app))
    approve_week(app.acting(HEAD, AT), WEEK, plans(app.store)[0].sha256)
    return plan_id


def visited(app: AppContext, n: int, *, by: str = "insp-liege-1", district: str = "liege", **fields: Any) -> str:
    """Save a control of the n-th workplace that has a visit; returns the workplace."""
    part = PARTS[[p.district for p in PARTS].index(district)]
    workplace = part.selection.chosen[n].workplace
    control = a_control(workplace=workplace, visit=CODES[workplace], on=WEEK.monday, **fields)
    save(app.acting(by, later(days=7)), control, place=LIEGE)
    return workplace


def a_country(app: AppContext) -> None:
    """Registers of two restaurants in two towns, so that names and places can be exchanged."""
    other = {**GENT, "postcode": "4000", "municipality_nl": "Luik", "municipality_fr": "Liège",
             "street_nl": "Rue Neuve", "street_fr": "Rue Neuve"}  # fmt: skip
    one, two = restaurant(), restaurant("1800000002", "8000000002", address=other)
    names = [("8000000001", "Wok Kebab"), ("8000000002", "De Kroon")]
    told = {
        "kbo.denomination": [
            {"entity_number": unit, "type_of_denomination": "003", "denomination": name} for unit, name in names
        ],
        "dimona.period": [period(n, AT.date() - timedelta(days=n), AT - timedelta(days=2)) for n in range(1, 5)],
    }
    lake(app.settings.lake, merged(one, two, told), day=AT.date() - timedelta(days=2))


def signed(app: AppContext) -> None:
    """Sign both papers."""
    for kind in LearningPaper:
        sign_paper(app.acting(HEAD, AT), kind, f"the {kind}".encode())


def a_proposal(sector: str = "restaurants", valid_from: date = TODAY, **card: Any) -> CardProposal:
    """A fitted card of one signal, with its evidence."""
    line = {
        "source": "fitted to 600 controls",
        "origin": "ours",
        "confidence": "L",
        "calibrated": "2026-11-01",
        "base_rate": {"value": 0.31, "source": "found in 200 controls", "origin": "ours", "confidence": "L"},
        "points_to_double": 3.5,
        "signals": {
            "late_dimona_share": {
                "bins": {"missing": {"points": 0, "label": "—"}, "0": {"points": 0, "label": "< 2 %"},
                         "0.02": {"points": 5, "label": "≥ 2 %"}}
            }
        },
        **card,
    }  # fmt: skip
    return CardProposal(
        sector=sector,
        objective="any",
        valid_from=valid_from,
        replaces=f"{sector}@2017-01-01",
        card=line,
        evidence={"auc": 0.61, "controls": 600},
        windows={"learnt": (date(2025, 1, 1), date(2026, 9, 1)), "calibrated": (date(2026, 6, 1), date(2026, 9, 1))},
    )
