"""The firms of a real extract of the Crossroads Bank, so that only the closed registers are invented over them.

Staff and hidden risk are drawn; numbers, dates, activities and addresses are read. An establishment without an address
of its own takes the seat of its enterprise; one without either has no place and stays out of the address file.
"""

import zipfile
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from inspection.demo.registers.enterprises import Firms, draw_staff, pick_plots
from inspection.demo.registers.places import areas, points_on_streets
from inspection.demo.registers.streets import lay
from inspection.demo.registers.trades import SECTORS, TRADES, counts
from inspection.errors import IntakeFault

# first digits that place an activity in a sector, in NACE 2008 and 2025; coarse: it only decides how a firm employs
_SECTOR_OF = {
    "561": "restaurants", "01": "agriculture", "14": "garment", "1392": "garment", "41": "construction",
    "42": "construction", "43": "construction",
}  # fmt: skip
_VERSIONS = ("2008", "2025")
_FEWEST_PLOTS = 600  # a sample of the register has few workplaces with an address: sites fill the week
_LOWEST_PLOT = 901  # above the usual house numbers: a plot never gets the address of a real firm


def firms_of(source: Path, rng: np.random.Generator) -> Firms:
    """Return the firms of a full extract, with drawn staff and risk, and points for the addresses that they have.

    source
        The zip or the folder as published; the files enterprise, establishment, address and activity are read.
    """
    frames = {name: _read(source, f"{name}.csv") for name in ("enterprise", "establishment", "address", "activity")}
    sectors = _sectors(frames["activity"])
    addresses, where = _addresses(frames["address"], rng)
    enterprises = _enterprises(frames["enterprise"], sectors, where, rng)
    establishments = _establishments(frames["establishment"], enterprises, sectors, where)
    plots = lay(
        pick_plots(counts(len(establishments), 0)["construction"], rng, _FEWEST_PLOTS), rng, _LOWEST_PLOT
    ).with_columns(listed=pl.lit(True))
    plots = plots.with_columns(address=pl.col("address").cast(pl.Int64) + len(addresses))
    every = pl.concat([addresses, plots.select(addresses.columns)])
    branches = pl.DataFrame(schema={"id": pl.String, "started": pl.Date, "number": pl.String})
    return Firms(enterprises, establishments, every, branches, np.arange(len(addresses), len(every)))


def _read(source: Path, name: str) -> pl.DataFrame:
    try:
        if source.is_dir():
            return pl.read_csv(source / name, infer_schema=False)
        with zipfile.ZipFile(source) as archive:
            inside = next(entry for entry in archive.namelist() if entry.rpartition("/")[2] == name)
            return pl.read_csv(archive.read(inside), infer_schema=False)
    except (OSError, StopIteration, zipfile.BadZipFile, pl.exceptions.PolarsError) as error:
        raise IntakeFault("INTAKE-090", kind=type(error).__name__, source=source.name, file=name) from error


def _digits(column: str) -> pl.Expr:
    return pl.col(column).str.replace_all(".", "", literal=True)


def _day(column: str) -> pl.Expr:
    return pl.col(column).str.to_date("%d-%m-%Y", strict=False)


def _sectors(activity: pl.DataFrame) -> pl.DataFrame:
    """Return entity to the sector of its most telling activity: main before secondary, a risk sector before others."""
    found = pl.lit(SECTORS.index("other"))
    for prefix, sector in _SECTOR_OF.items():
        here = pl.col("NaceVersion").is_in(_VERSIONS) & pl.col("NaceCode").str.starts_with(prefix)
        found = pl.when(here).then(SECTORS.index(sector)).otherwise(found)
    rows = activity.select(entity=_digits("EntityNumber"), sector=found, main=pl.col("Classification") == "MAIN")
    best = rows.sort("entity", "sector", "main", descending=[False, False, True])
    return best.unique("entity", keep="first", maintain_order=True).select("entity", "sector")


def _addresses(rows: pl.DataFrame, rng: np.random.Generator) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the distinct addresses with a point in their canton, and entity to address."""
    place = ["postcode", "street_nl", "street_fr", "house_number"]
    usable = rows.filter(pl.col("DateStrikingOff").is_null() & pl.col("TypeOfAddress").is_in(["REGO", "BAET"])).select(
        entity=_digits("EntityNumber"), postcode="Zipcode", street_nl="StreetNL", street_fr="StreetFR",
        house_number="HouseNumber", town="MunicipalityFR",
    ).drop_nulls(["postcode", "house_number", "street_nl"])  # fmt: skip
    usable = _in_areas(usable)
    distinct = usable.unique(place, keep="first", maintain_order=True).drop("entity").with_row_index("address")
    streets = distinct.unique(["area", "street_nl"], keep="first", maintain_order=True).with_row_index("street")
    distinct = distinct.join(
        streets.select("area", "street_nl", "street"), on=["area", "street_nl"], maintain_order="left"
    )
    lon, lat = points_on_streets(streets["area"].to_numpy(), distinct["street"].to_numpy(), rng)
    french = pl.col("street_fr").fill_null(pl.col("street_nl"))
    addresses = distinct.select(
        pl.col("address").cast(pl.Int64), pl.col("area").cast(pl.Int64), "street_nl",
        french, street_de=french, house_number="house_number",
        lon=pl.Series(lon), lat=pl.Series(lat), listed=pl.lit(True),
    )  # fmt: skip
    where = usable.join(distinct.select(*place, "address"), on=place, nulls_equal=True, maintain_order="left")
    where = where.select("entity", pl.col("address").cast(pl.Int64))
    return addresses, where.unique("entity", keep="first", maintain_order=True)


def _in_areas(rows: pl.DataFrame) -> pl.DataFrame:
    """Add the area of a postal code, in the town that is named where the code spans two; unknown codes fall out."""
    known = areas().select("postcode", "area", town="municipality_fr")
    named = known.unique(["postcode", "town"], keep="first", maintain_order=True)
    alone = known.unique("postcode", keep="first", maintain_order=True).select("postcode", other="area")
    rows = rows.join(named, on=["postcode", "town"], how="left", maintain_order="left")
    rows = rows.join(alone, on="postcode", maintain_order="left")
    return rows.with_columns(area=pl.coalesce("area", "other")).drop("other", "town")


def _enterprises(
    rows: pl.DataFrame, sectors: pl.DataFrame, where: pl.DataFrame, rng: np.random.Generator
) -> pl.DataFrame:
    frame = rows.select(
        number=_digits("EnterpriseNumber"), kind="TypeOfEnterprise", form="JuridicalForm",
        situation="JuridicalSituation", started=_day("StartDate"),
    ).sort("number")  # fmt: skip
    frame = frame.join(sectors.rename({"entity": "number"}), on="number", how="left", maintain_order="left")
    frame = frame.join(
        where.rename({"entity": "number", "address": "seat"}), on="number", how="left", maintain_order="left"
    )
    sector = frame["sector"].fill_null(SECTORS.index("other")).to_numpy()
    risk = rng.standard_normal(len(frame))
    trade = np.array([next(n for n, t in enumerate(TRADES) if t.sector == s) for s in SECTORS])[sector]
    return frame.with_columns(
        ent=pl.Series(np.arange(len(frame))), sector=pl.Series(sector), trade=pl.Series(trade), risk=pl.Series(risk),
        staff=pl.Series(draw_staff(sector, risk, np.ones(len(frame), dtype=np.int64), rng)), language=pl.lit("nl"),
        started=pl.col("started").fill_null(date(1970, 1, 1)),
    )  # fmt: skip


def _establishments(
    rows: pl.DataFrame, enterprises: pl.DataFrame, sectors: pl.DataFrame, where: pl.DataFrame
) -> pl.DataFrame:
    frame = rows.select(
        number=_digits("EstablishmentNumber"), started=_day("StartDate"), owner=_digits("EnterpriseNumber")
    ).sort("number")
    owners = enterprises.select("ent", "seat", owner="number", of_owner="sector", trade="trade")
    frame = frame.join(owners, on="owner", maintain_order="left")
    frame = frame.join(sectors.rename({"entity": "number"}), on="number", how="left", maintain_order="left")
    frame = frame.join(where.rename({"entity": "number"}), on="number", how="left", maintain_order="left")
    return frame.select(
        "number", "started", "ent", "trade", sector=pl.coalesce("sector", "of_owner"),
        address=pl.coalesce("address", "seat"), second=pl.lit(None, pl.Int64),
    ).with_row_index("est").with_columns(pl.col("est").cast(pl.Int64))  # fmt: skip
