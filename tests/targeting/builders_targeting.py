"""Small lakes, cards and assessments for the tests of targeting: by default an ordinary lawful employer.

Numbers of enterprises and establishments are made up; nobody is behind them.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from inspection.registers.lake import Lake
from inspection.registers.report import IntakeReport
from inspection.targeting.assessing import Assessments
from inspection.targeting.frame import Established
from inspection.targeting.model import SelectionPolicy
from sectors import Catalogue
from sectors.reader import load_rules
from sectors.rules.selection import Bin, Card, CardSignal
from sectors.rules.values import Text

ON = date(2026, 11, 26)
SNAPSHOT = date(2026, 11, 25)
ENTERPRISE, UNIT = "1800000001", "8000000001"
RESTAURANT = {"nace_version": "2025", "nace_code": "56111", "classification": "MAIN", "activity_group": "001"}
GENT = {
    "country": None,
    "postcode": "9000",
    "municipality_nl": "Gent",
    "municipality_fr": "Gand",
    "street_nl": "Veldstraat",
    "street_fr": "Veldstraat",
    "house_number": "7",
}
KINDS: Mapping[str, Any] = {"date": pl.Date, "integer": pl.Int64, "decimal": pl.Float64}


@cache
def catalogue(on: date = ON) -> Catalogue:
    """The project's own rules on a day."""
    return load_rules().on(on)


def schema(register: str, table: str) -> dict[str, Any]:
    """The lake's columns of a table, as registers.yaml declares them."""
    found = next(t for t in catalogue().registers[register].tables if t.name == table)
    kinds = {**KINDS, "date_time": pl.Datetime("us", "UTC")}
    return {c.lake: kinds.get(c.kind, pl.String) for c in found.columns if c.lake}


def lake(root: Path, tables: Mapping[str, Sequence[Mapping[str, object]]], day: date = SNAPSHOT) -> Lake:
    """Write one full snapshot of each register that `tables` names ("register.table" to rows) and return the lake."""
    registers = {name.split(".")[0] for name in tables}
    for register in registers:
        folder = root / register / day.isoformat()
        folder.mkdir(parents=True, exist_ok=True)
        present = [t.name for t in catalogue().registers[register].tables if t.stored]
        for table in present:
            columns = schema(register, table)
            rows = [{c: row.get(c) for c in columns} for row in tables.get(f"{register}.{table}", ())]
            pl.DataFrame(rows, schema=columns, orient="row").write_parquet(folder / f"{table}.parquet")
        about = {"kind": "full", "tables": {t: {"mode": "full", "key": None, "unique": False} for t in present}}
        about["report"] = IntakeReport(
            register=register, snapshot=day, kind="full", extract=None, synthetic=True, files=()
        ).as_json()
        (folder / "snapshot.json").write_text(json.dumps(about))
    return Lake(root)


def restaurant(
    enterprise: str = ENTERPRISE,
    unit: str = UNIT,
    *,
    started_on: date = date(2010, 3, 1),
    activity: Sequence[Mapping[str, object]] = (RESTAURANT,),
    address: Mapping[str, object] = GENT,
) -> dict[str, list[Mapping[str, object]]]:
    """The KBO rows of one restaurant in Gent with one establishment."""
    return {
        "kbo.enterprise": [{"enterprise_number": enterprise, "status": "AC", "start_date": started_on}],
        "kbo.establishment": [
            {"establishment_number": unit, "enterprise_number": enterprise, "start_date": started_on}
        ],
        "kbo.activity": [{"entity_number": unit, **row} for row in activity],
        "kbo.address": [{"entity_number": unit, "type_of_address": "BAET", **address}],
    }


def merged(*several: Mapping[str, Sequence[Mapping[str, object]]]) -> dict[str, list[Mapping[str, object]]]:
    """Join the rows of several table sets."""
    names = sorted({name for tables in several for name in tables})
    return {name: [row for tables in several for row in tables.get(name, ())] for name in names}


def utc(*parts: int) -> datetime:
    """A moment in UTC: year, month, day, and hour and minute if they matter."""
    year, month, day, hour, minute = (*parts, 0, 0)[:5]
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def period(
    number: int, starts_on: date, received_at: datetime, form_type: str = "IN", **more: object
) -> dict[str, object]:
    """One Dimona declaration of the ordinary employer; `received_at` in UTC."""
    return {
        "dimona_period_id": f"{number:012d}",
        "company_id": ENTERPRISE,
        "worker_key": f"{number:064x}",
        "joint_committee": "302",
        "worker_type": "OTH",
        "starts_on": starts_on,
        "form_type": form_type,
        "received_at": received_at,
        **more,
    }


def summary(quarter: str = "2026Q3", **more: object) -> dict[str, object]:
    """One DmfA line of the ordinary employer: ten workers, all paid, nothing owed."""
    return {
        "company_id": ENTERPRISE,
        "establishment_number": UNIT,
        "quarter": quarter,
        "joint_committee": "302",
        "workers": 10,
        "part_time_workers": 2,
        "hours_paid": 4000.0,
        "wages_cents": 8_000_000,
        "due_cents": 3_000_000,
        "paid_cents": 3_000_000,
        **more,
    }


def text(word: str) -> Text:
    """The same word in the four languages."""
    return Text(fr=word, nl=word, de=word, en=word, ours=("fr", "nl", "de", "en"))


def signal(key: str, bins: Mapping[float | None, int]) -> CardSignal:
    """A signal with bins written as start → points; None is the missing bin."""
    made = tuple(Bin(start=start, points=points, label=str(start)) for start, points in bins.items())
    return CardSignal(signal=key, bins=made, why=text(key))


def card(
    sector: str = "restaurants",
    base_rate: float = 0.3,
    calibrated: date | None = None,
    **signals: Mapping[float | None, int],
) -> Card:
    """A card whose signals are written as bins; not calibrated, as those of the product."""
    return Card(
        sector=sector,
        valid_from=date(2026, 1, 1),
        signals=tuple(signal(k, b) for k, b in signals.items()),
        base_rate=base_rate,
        points_to_double=4,
        base_rate_source="test",
        base_rate_confidence="L",
        calibrated=calibrated,
        source="test",
        confidence="L",
    )


def assessed(
    strata: Mapping[tuple[str, str], int], points: Mapping[str, int] | None = None, *, start: int = 0
) -> Assessments:
    """Assessments of made-up workplaces: (district, sector) to their number; points by workplace, else 0."""
    rows = [
        {"workplace": f"est:{district[:3]}{sector[:3]}{n:04d}", "district": district, "sector": sector}
        for (district, sector), size in strata.items()
        for n in range(start, start + size)
    ]
    given = points or {}
    frame = pl.DataFrame(rows, schema=dict.fromkeys(("workplace", "district", "sector"), pl.String)).with_columns(
        pl.Series("points", [given.get(str(r["workplace"]), 0) for r in rows], dtype=pl.Int64),
        pl.lit(None, dtype=pl.Float64).alias("probability"),
        pl.lit(1.0).alias("s"),
    )
    cards = {sector: card(sector, s={None: 0, 0.0: 0}) for _, sector in strata}
    return Assessments(frame=frame.sort("workplace"), cards=cards, snapshots={"s": "kbo@2026-11-25"})


def policy(
    random_share: float = 0.2, optional_per_capacity: int = 2, shares: Mapping[str, float] | None = None, least: int = 0
) -> SelectionPolicy:
    """A policy with a random arm; all sectors are equal unless shares are given."""
    return SelectionPolicy(
        random_share=random_share,
        cooling_off_days=180,
        optional_per_capacity=optional_per_capacity,
        risk_shares=shares or {},
        risk_least=least,
        worth_halves_after=0.5,
    )


def only(established: Established) -> dict[str, Any]:
    """The single workplace of a frame."""
    assert established.frame.height == 1, established
    return established.frame.row(0, named=True)
