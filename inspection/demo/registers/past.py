"""What the inspectorate has behind it: the complaints that it received, and which past weeks are to be lived.

The weeks themselves are chosen by the product and carried out when they are lived (`inspection.demo.year`).
"""

from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

import numpy as np
import polars as pl

from inspection.demo.registers import streets, trades, writing
from inspection.demo.registers.enterprises import Firms
from inspection.demo.registers.invented import invented
from inspection.demo.registers.sites import Sites
from inspection.demo.registers.trades import CORE, SECTORS

_MOST_RECENT = 2  # days before the day of the demo by which a workplace was open
_DECIDED_AFTER_DAYS, _OLDEST_DAYS, _KEPT = 10, 330, 0.63
_LEAN = 0.8  # how far complaints go after the hidden risk
_FIRMS_FOR_MORE = 10_000
_FEW, _MANY = 20, 60


def write_past(folder: Path, places: pl.DataFrame, on: date, seed: int, rng: np.random.Generator) -> dict[str, int]:
    """Write `complaints.json` and `year.json`, and return file name to number of entries.

    The second says which past weeks `vigie demo past` is to live: how many, where, and how much of them.
    """
    entries = _complaints(places, on, _MANY if len(places) > _FIRMS_FOR_MORE else _FEW, rng)
    year = {"synthetic": True, "seed": seed, "on": on.isoformat(), **invented("year")}
    writing.write_json(folder, "complaints.json", entries)
    writing.write_json(folder, "year.json", year)
    return {f"{folder.name}/complaints.json": len(entries), f"{folder.name}/year.json": year["weeks"]}


def workplaces(firms: Firms, sites: Sites, on: date, *, is_invented: bool = True) -> pl.DataFrame:
    """Return every workplace of the core sectors that has a place and was open by `on`: what it is, its risk, where.

    is_invented
        Whether the firms are ours: a real one is given no invented name.
    """
    called = (
        trades.name("trade", firms.part.lane(pl.col("ent")), "language") if is_invented else pl.lit(None, pl.String)
    )
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


def _complaints(places: pl.DataFrame, on: date, count: int, rng: np.random.Generator) -> list[dict[str, object]]:
    rows = _pick(places, min(count, len(places)), rng)
    found, known = [], invented("complaints")
    for n, row in enumerate(rows):
        category = str(rng.choice(list(known), p=[share for share, _ in known.values()]))
        received = on - timedelta(days=int(rng.integers(0, _OLDEST_DAYS)))
        kept = None if (on - received).days < _DECIDED_AFTER_DAYS else bool(rng.random() < _KEPT)
        found.append({
            "id": f"complaint-{n + 1:03d}", "workplace": row["workplace"], "sector": SECTORS[row["sector"]],
            "received_on": received.isoformat(), "kept": kept, "category": category, "channel": "contact_point",
            "language": _language(row), "text": known[category][1], **_place(row),
        })  # fmt: skip
    return sorted(found, key=lambda entry: (str(entry["received_on"]), str(entry["id"])))


def _pick(places: pl.DataFrame, count: int, rng: np.random.Generator) -> list[dict[str, Any]]:
    """Draw workplaces; those of a higher hidden risk come more often."""
    weight = np.exp(_LEAN * places["risk"].to_numpy())
    if count == 0:
        return []
    rows = rng.choice(len(places), size=count, replace=False, p=weight / weight.sum())
    return [places.row(int(row), named=True) for row in rows]


def _language(row: dict[str, Any]) -> Literal["fr", "nl", "de"]:
    """Return the language of the place, in Brussels that of the firm."""
    spoken = row["language"] if row["place_language"] == "both" else row["place_language"]
    return "nl" if spoken == "nl" else "de" if spoken == "de" and row["place_language"] == "de" else "fr"


def _place(row: dict[str, Any]) -> dict[str, object]:
    return {key: row[key] for key in ("district", "canton", "refnis", "postcode")}
