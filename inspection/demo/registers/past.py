"""What the inspectorate has behind it: complaints, and filled controls with what became of their referrals.

Controls are in the JSON of `inspection.control.Control`; beside each stands the arm that chose it and, for a suspicion,
how its addressees behaved. They are meant to go through the same acts as real ones.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import numpy as np
import polars as pl

from inspection.control.checklists import Checklist
from inspection.demo.registers import roster, streets, trades, writing
from inspection.demo.registers.answering import Filled, as_json, infringe, neutral, show_signs
from inspection.demo.registers.enterprises import P_ANY, Firms
from inspection.demo.registers.invented import invented
from inspection.demo.registers.people import impossible_number
from inspection.demo.registers.sites import Sites
from inspection.demo.registers.trades import CORE, SECTORS
from inspection.time_of import moment_of

ChecklistOf = Callable[[str, date], Checklist]

_SECTOR_SHARE = {"restaurants": 0.42, "construction": 0.34, "agriculture": 0.14, "garment": 0.10}
_ARMS = {"risk": 0.5, "random": 0.2, "mandated": 0.2, "unplanned": 0.1}
_LEAN = {"risk": 1.3, "random": 0.0, "mandated": 0.6, "unplanned": 0.3}  # how far an arm goes after the hidden risk
_OUTCOMES = {"done": 0.86, "closed": 0.07, "moved": 0.03, "refused_access": 0.02, "called_off": 0.012, "unsafe": 0.008}
_MOST_RECENT, _OLDEST = 2, 300  # days before the day of the demo
_OPENS = {"restaurants": (690, 1200), "construction": (450, 840), "agriculture": (390, 600), "garment": (1020, 1260)}
_SUSPICIONS = {"yes": 0.03, "no": 0.02, "undecided": 0.015}
_SIGNS_SHOWN = {"yes": (8, 8, 8, 4), "no": (3, 3, 8), "undecided": (8, 8, 3)}  # all of them make a positive pattern
_FIRST_PERSON = 12_000_000  # serials above those of workers and of owners
_POLICE, _AUDITORATE = "police_directorate", "labour_auditorate"
# what each addressee of a referral does, with its share: the rest of the screens needs every case
_AFTER: tuple[tuple[float, dict[str, list[str]]], ...] = (
    (0.50, {"acknowledge": [_POLICE, _AUDITORATE], "refuse": [], "none": [], "call": [_POLICE]}),
    (0.15, {"acknowledge": [_AUDITORATE], "refuse": [_POLICE], "none": [], "call": []}),
    (0.20, {"acknowledge": [_AUDITORATE], "refuse": [], "none": [_POLICE], "call": []}),
    (0.15, {"acknowledge": [], "refuse": [], "none": [_POLICE, _AUDITORATE], "call": [_AUDITORATE]}),
)


@dataclass(frozen=True)
class Behind:
    """What past controls are made from: the workplaces, and which checklist of a sector was in use on a day."""

    places: pl.DataFrame
    checklist_of: ChecklistOf
    on: date


def write_past(folder: Path, behind: Behind, rng: np.random.Generator) -> dict[str, int]:
    """Write `complaints.json` and `controls.json`, and return file name to number of entries."""
    many = len(behind.places)
    files = {
        "complaints.json": _complaints(behind, 60 if many > 10_000 else 20, rng),
        "controls.json": _controls(behind, 400 if many > 10_000 else 120, rng),
    }
    for name, entries in files.items():
        writing.write_json(folder, name, entries)
    return {f"{folder.name}/{name}": len(entries) for name, entries in files.items()}


def workplaces(firms: Firms, sites: Sites, on: date, *, invented: bool = True) -> pl.DataFrame:
    """Return every workplace of the core sectors that has a place and was open by `on`: what it is, its risk, where.

    invented
        Whether the firms are ours: a real one is given no invented name.
    """
    called = trades.name("trade", firms.part.lane(pl.col("ent")), "language") if invented else pl.lit(None, pl.String)
    french = pl.col("language").is_in(["fr", "de"])  # the registers write the street in the language of the place
    where = streets.speak(firms.addresses).select(
        pl.col("address").cast(pl.Int64), "district", "canton", "refnis", "postcode", "house_number",
        street=pl.when(french).then("kbo_fr").otherwise("kbo_nl"), place_language="language",
        municipality=pl.when(french).then("municipality_fr").otherwise("municipality_nl"),
    )  # fmt: skip
    owners = firms.enterprises.select("ent", "risk", "language", enterprise="number", name=called)
    units = firms.establishments.join(owners, on="ent", maintain_order="left").select(
        pl.format("est:{}", "number").alias("workplace"),
        "enterprise",
        "name",
        "sector",
        "risk",
        "language",
        "address",
        opened="started",
        shut=pl.lit(None, pl.Date),
    )
    main = sites.works.select(enterprise="MainContractorCompanyID").join(
        owners.select("enterprise", "name"), on="enterprise", how="left", maintain_order="left"
    )
    plots = sites.truth.with_columns(
        enterprise=main["enterprise"], name=main["name"], sector=pl.lit(SECTORS.index("construction")),
        language=pl.lit("fr"),
        opened=sites.works["StartDate"].str.to_date(),
        shut=sites.works["EndDate"].str.to_date(),
    ).select(units.columns)  # fmt: skip
    every = pl.concat([frame.with_columns(pl.col("sector").cast(pl.Int64)) for frame in (units, plots)])
    open_by_then = (pl.col("opened") < on - timedelta(days=_MOST_RECENT)) & (pl.col("sector") < len(CORE))
    return every.filter(open_by_then).join(where, on="address", maintain_order="left")


def _complaints(behind: Behind, count: int, rng: np.random.Generator) -> list[dict[str, object]]:
    rows = _pick(behind.places, min(count, len(behind.places)), 0.8, rng)
    found, known = [], invented("complaints")
    for n, row in enumerate(rows):
        category = str(rng.choice(list(known), p=[share for share, _ in known.values()]))
        received = behind.on - timedelta(days=int(rng.integers(0, 330)))
        kept = None if (behind.on - received).days < 10 else bool(rng.random() < 0.63)
        found.append({
            "id": f"complaint-{n + 1:03d}", "workplace": row["workplace"], "sector": SECTORS[row["sector"]],
            "received_on": received.isoformat(), "kept": kept, "category": category, "channel": "contact_point",
            "language": _language(row), "text": known[category][1], **_place(row),
        })  # fmt: skip
    return sorted(found, key=lambda entry: (str(entry["received_on"]), str(entry["id"])))


def _controls(behind: Behind, count: int, rng: np.random.Generator) -> list[dict[str, object]]:
    visits = [(row, arm) for sector in CORE for row, arm in _visited(behind.places, sector, count, rng)]
    decisions = _decisions(len(visits), rng)
    entries = [_entry(behind, row, arm, decisions[n], n, rng) for n, (row, arm) in enumerate(visits)]
    return sorted(entries, key=lambda entry: (entry["control"]["entered_at"], entry["control"]["control_id"]))


def _visited(
    places: pl.DataFrame, sector: str, count: int, rng: np.random.Generator
) -> list[tuple[dict[str, Any], str]]:
    """Return the workplaces of a sector that were controlled, each with its arm; in construction mostly sites."""
    own = places.filter(pl.col("sector") == SECTORS.index(sector))
    if sector == "construction" and (own["workplace"].str.starts_with("site:").sum() or 0) > count // 4:
        own = own.filter(pl.col("workplace").str.starts_with("site:") | (pl.int_range(pl.len()) % 40 == 0))
    wanted, found = min(round(count * _SECTOR_SHARE[sector]), len(own)), []
    for arm, share in _ARMS.items():
        rows = _pick(own, min(round(wanted * share), len(own)), _LEAN[arm], rng)
        found += [(row, arm) for row in rows]
        own = own.filter(~pl.col("workplace").is_in([row["workplace"] for row in rows]))
    return found


def _pick(places: pl.DataFrame, count: int, lean: float, rng: np.random.Generator) -> list[dict[str, Any]]:
    """Draw workplaces; with `lean` above zero those of a higher hidden risk come more often."""
    weight = np.exp(lean * places["risk"].to_numpy())
    if count == 0:
        return []
    rows = rng.choice(len(places), size=count, replace=False, p=weight / weight.sum())
    return [places.row(int(row), named=True) for row in rows]


def _decisions(count: int, rng: np.random.Generator) -> list[str | None]:
    """Return a decision on a suspicion for each control, None for most; the kinds occur in the wanted number."""
    decided: list[str | None] = [None] * count
    free = [int(n) for n in rng.permutation(count)]
    for kind, share in _SUSPICIONS.items():
        for _ in range(min(len(free), max(2, round(share * count)))):
            decided[free.pop()] = kind
    return decided


def _entry(
    behind: Behind, row: dict[str, Any], arm: str, decision: str | None, n: int, rng: np.random.Generator
) -> dict[str, Any]:
    outcome = "done" if decision else str(rng.choice(list(_OUTCOMES), p=list(_OUTCOMES.values())))
    sector = SECTORS[row["sector"]]
    day, minute = _day(row, behind.on, rng), int(rng.integers(*_OPENS[sector]))
    entered = moment_of(day, minute)
    left = entered + timedelta(minutes=int(rng.integers(35, 130)) if outcome == "done" else int(rng.integers(3, 15)))
    people = int(np.clip(rng.poisson(2.0), 1 if decision else 0, 8)) if outcome == "done" else 0
    form = behind.checklist_of(sector, day)
    filled = _filled(form, people, row["risk"], decision, rng) if outcome == "done" else Filled()
    control = {
        "control_id": _uuid7(entered, rng), "checklist": form.ref.model_dump(), "visit": None,
        "workplace": row["workplace"], "sector": sector, "outcome": outcome, "entered_at": entered.isoformat(),
        "left_at": left.isoformat(), "facts_on": day.isoformat(), "report_language": _language(row),
        "answers": as_json(filled.workplace), "persons": _persons(filled, n, row, rng),
        "suspicion": _suspicion(decision, left, rng),
    }  # fmt: skip
    after = _after(rng) if decision == "yes" else None
    staff = roster.inspectors(row["district"], _language(row))
    team, inspector = staff[int(rng.integers(len(staff)))]
    place = {**_place(row), **{key: row[key] for key in ("enterprise", "name", "municipality")}, "street": _street(row)}
    return {"control": control, "arm": arm, "by": inspector, "team": team, "place": place, "after": after}


def _day(row: dict[str, Any], on: date, rng: np.random.Generator) -> date:
    """Return a day of the last ten months on which the workplace was open."""
    latest = min(row["shut"] or on, on - timedelta(days=_MOST_RECENT))
    earliest = max(row["opened"], on - timedelta(days=_OLDEST))
    return latest - timedelta(days=int(rng.integers(0, max(1, (latest - earliest).days))))


def _filled(form: Checklist, people: int, risk: float, decision: str | None, rng: np.random.Generator) -> Filled:
    questions, base = form.questions, P_ANY[form.id]
    filled = neutral(questions, people)
    if decision == "yes" or rng.random() < 1 / (1 + np.exp(-(np.log(base / (1 - base)) + 0.9 * risk))):
        infringe(filled, questions, form.id, rng)
    if decision:
        show_signs(filled, questions, int(rng.choice(_SIGNS_SHOWN[decision])), rng)
    return filled


def _persons(filled: Filled, n: int, row: dict[str, Any], rng: np.random.Generator) -> list[dict[str, object]]:
    return [
        {"ref": f"P{k + 1}", "name": f"Synthetic worker {k + 1}",
         "national_number": impossible_number(_FIRST_PERSON + n * 10 + k), "birth_date": None,
         "hearing_language": "en" if rng.random() < 0.2 else _language(row), "answers": as_json(answers)}
        for k, answers in enumerate(filled.persons)
    ]  # fmt: skip


def _suspicion(decision: str | None, left: datetime, rng: np.random.Generator) -> dict[str, object] | None:
    if decision is None:
        return None
    grounds = {
        "yes": "Several signs together, seen and told on the spot; synthetic text of the demo.",
        "no": "The signs have another explanation that was checked on the spot; synthetic text of the demo.",
        "undecided": "",
    }[decision]
    decided = left - timedelta(minutes=int(rng.integers(1, 20)))
    return {"decision": decision, "grounds": grounds, "forms": ["economic"], "decided_at": decided.isoformat()}


def _after(rng: np.random.Generator) -> dict[str, object]:
    """Return who acknowledged, refused, did nothing or was called, and after how many hours."""
    chosen = _AFTER[int(rng.choice(len(_AFTER), p=[share for share, _ in _AFTER]))][1]
    return {**chosen, "hours": {kind: round(float(rng.exponential(10.0)) + 0.2, 1) for kind in (_POLICE, _AUDITORATE)}}


def _language(row: dict[str, Any]) -> Literal["fr", "nl", "de"]:
    """Return the language of the place, in Brussels that of the firm."""
    spoken = row["language"] if row["place_language"] == "both" else row["place_language"]
    return "nl" if spoken == "nl" else "de" if spoken == "de" and row["place_language"] == "de" else "fr"


def _place(row: dict[str, Any]) -> dict[str, object]:
    return {key: row[key] for key in ("district", "canton", "refnis", "postcode")}


def _street(row: dict[str, Any]) -> str:
    """Return street and house number, as a register writes them in the language of the place."""
    return f"{row['street']} {row['house_number']}"


def _uuid7(at: datetime, rng: np.random.Generator) -> str:
    """Return an id of the shape of UUIDv7: the moment, then digits of the seed."""
    milliseconds = int(at.timestamp() * 1000)
    tail = int(rng.integers(0, 1 << 62))
    value = milliseconds << 80 | 7 << 76 | int(rng.integers(0, 1 << 12)) << 64 | 0b10 << 62 | tail
    text = f"{value:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
