"""The synthetic firms as an extract of the Crossroads Bank for Enterprises, and as the regions' address files."""

from datetime import date

import polars as pl
from bce_codes_to_label import legal_forms, nace

from inspection.demo.registers.enterprises import Firms
from inspection.demo.registers.invented import invented
from inspection.demo.registers.parts import WHOLE, Part
from inspection.demo.registers.people import dotted
from inspection.demo.registers.places import lambert
from inspection.demo.registers.streets import speak
from inspection.demo.registers.trades import TRADES, name, table
from inspection.demo.registers.writing import day_text

_ADDRESS = (
    "EntityNumber", "TypeOfAddress", "CountryNL", "CountryFR", "Zipcode", "MunicipalityNL", "MunicipalityFR",
    "StreetNL", "StreetFR", "HouseNumber", "Box", "ExtraAddressInfo", "DateStrikingOff",
)  # fmt: skip
_CONTACT = ("EntityNumber", "EntityContact", "ContactType", "Value")
_FIRST_EXTRACT = date(1900, 1, 1)  # one a day from here on, so that a demo of a later day follows an earlier one
_LANGUAGE_CODE = {"fr": "1", "nl": "2", "de": "3"}


def extract(firms: Firms) -> dict[str, pl.DataFrame]:
    """Return the files of a full extract by name: every column and code as published, empty columns included."""
    return {
        "enterprise.csv": _enterprises(firms),
        "establishment.csv": firms.establishments.select(
            _unit("number").alias("EstablishmentNumber"), day_text("started").alias("StartDate"),
            _of_enterprise(firms, "ent").alias("EnterpriseNumber"),
        ),
        "denomination.csv": _denominations(firms),
        "address.csv": _addresses(firms),
        "activity.csv": _activities(firms),
        "contact.csv": pl.DataFrame(schema=dict.fromkeys(_CONTACT, pl.String)),
        "branch.csv": firms.branches.select(
            _unit("id").alias("Id"), day_text("started").alias("StartDate"), _seat("number").alias("EnterpriseNumber")
        ),
        "code.csv": _codes(),
    }  # fmt: skip


def meta(on: date) -> dict[str, str]:
    """Return the variables that an extract of `on` carries."""
    text = on.strftime("%d-%m-%Y")
    return {
        "SnapshotDate": text, "ExtractTimestamp": f"{text} 00:00:00", "ExtractType": "full",
        "ExtractNumber": str((on - _FIRST_EXTRACT).days + 1), "Version": "1.0.0", "Synthetic": "yes",
    }  # fmt: skip


def _seat(column: str) -> pl.Expr:
    return dotted(column, 4)


def _unit(column: str) -> pl.Expr:
    return dotted(column, 1)


def _of_enterprise(firms: Firms, column: str) -> pl.Expr:
    """Return the dotted number of the enterprise that `column` points to by position."""
    numbers = firms.enterprises.select(_seat("number")).to_series()
    return pl.lit(numbers).gather(pl.col(column))


def _enterprises(firms: Firms) -> pl.DataFrame:
    return firms.enterprises.select(
        _seat("number").alias("EnterpriseNumber"), pl.lit("AC").alias("Status"),
        pl.col("situation").alias("JuridicalSituation"), pl.col("kind").alias("TypeOfEnterprise"),
        pl.col("form").alias("JuridicalForm"),
        pl.when(pl.col("form") == "015").then(pl.lit("610")).alias("JuridicalFormCAC"),
        day_text("started").alias("StartDate"),
    )  # fmt: skip


def _denominations(firms: Firms) -> pl.DataFrame:
    language = pl.col("language").replace_strict(_LANGUAGE_CODE).alias("Language")
    own = firms.enterprises.select(
        _seat("number").alias("EntityNumber"), language, pl.lit("001").alias("TypeOfDenomination"),
        name("trade", firms.part.lane(pl.col("ent")), "language").alias("Denomination"),
    )  # fmt: skip
    units = firms.establishments.join(firms.enterprises.select("ent", "language"), on="ent", maintain_order="left")
    commercial = units.filter(pl.col("est") % 3 == 0).select(
        _unit("number").alias("EntityNumber"), language, pl.lit("003").alias("TypeOfDenomination"),
        name("trade", firms.part.lane(pl.col("est")), "language").alias("Denomination"),
    )  # fmt: skip
    return pl.concat([own, commercial])


def _addresses(firms: Firms) -> pl.DataFrame:
    seats = firms.enterprises.drop_nulls("seat").select(
        _seat("number").alias("EntityNumber"), pl.lit("REGO").alias("TypeOfAddress"), pl.col("seat").alias("address")
    )
    units = firms.establishments.select(
        _unit("number").alias("EntityNumber"), pl.lit("BAET").alias("TypeOfAddress"), "address"
    )
    where = speak(firms.addresses).select(
        pl.col("address").cast(pl.Int64), pl.col("postcode").alias("Zipcode"),
        pl.col("municipality_nl").alias("MunicipalityNL"), pl.col("municipality_fr").alias("MunicipalityFR"),
        pl.col("kbo_nl").alias("StreetNL"), pl.col("kbo_fr").alias("StreetFR"),
        pl.col("house_number").alias("HouseNumber"),
    )  # fmt: skip
    both = pl.concat([seats, units]).join(where, on="address", how="left", maintain_order="left")
    empty = [pl.lit(None, pl.String).alias(column) for column in _ADDRESS if column not in both.columns]
    return both.with_columns(empty).select(_ADDRESS)


def _activities(firms: Firms) -> pl.DataFrame:
    staffed = firms.enterprises.select("ent", staffed=pl.col("staff") > 0)
    seats = firms.enterprises.select("trade", "started", staffed=pl.col("staff") > 0, entity=_seat("number"))
    units = firms.establishments.join(staffed, on="ent", maintain_order="left").with_columns(entity=_unit("number"))
    columns = ["entity", "trade", "started", "staffed"]
    second = units.drop_nulls("second").with_columns(trade=pl.col("second")).select(columns)
    main = pl.concat([seats.select(columns), units.select(columns)])
    rows = pl.concat([
        _coded(main, "001", "MAIN"), _coded(main.filter("staffed"), "006", "MAIN"), _coded(second, "001", "SECO"),
        *_more(main, firms.activities),
    ])  # fmt: skip
    rows = rows.unique(["EntityNumber", "ActivityGroup", "NaceVersion", "NaceCode", "Classification"])
    return rows.sort("EntityNumber", "ActivityGroup", "NaceVersion", "Classification", "NaceCode")


def _more(main: pl.DataFrame, most: int) -> list[pl.DataFrame]:
    """Return further secondary activities outside the risk sectors: from none to `most` an entity, in turn."""
    others = [n for n, trade in enumerate(TRADES) if trade.sector == "other"]
    if most >= len(others):
        raise ValueError(f"there are {len(others)} such trades, and an entity has its own; got {most}")
    rows = main.with_row_index("n")
    place = pl.col("n") // (most + 1)
    return [
        _coded(
            rows.filter(pl.col("n") % (most + 1) > nth)
            .with_columns(
                trade=((place + nth) % len(others)).replace_strict(range(len(others)), others, return_dtype=pl.Int64)
            )
            .drop("n"),
            "001",
            "SECO",
        )
        for nth in range(most)
    ]


def _coded(rows: pl.DataFrame, group: str, classification: str) -> pl.DataFrame:
    """Return one row for each NACE version in which the activity has a code; 2003 only for those that are that old."""
    joined = rows.with_columns(pl.col("trade").cast(pl.UInt32)).join(table(), on="trade", maintain_order="left")
    old = (pl.col("started") < date(2008, 1, 1)) & (pl.col("nace2003") != "")
    parts = [joined.filter(old).with_columns(code="nace2003", version=pl.lit("2003"))]
    parts += [joined.with_columns(code=f"nace{v}", version=pl.lit(v)) for v in ("2008", "2025")]
    return pl.concat(parts).select(
        EntityNumber="entity", ActivityGroup=pl.lit(group), NaceVersion="version", NaceCode="code",
        Classification=pl.lit(classification),
    ).unique(maintain_order=True)  # fmt: skip


def _codes() -> pl.DataFrame:
    rows = [*invented("codes")]
    rows += [("JuridicalForm", key, e["label_fr"], e["label_nl"]) for key, e in legal_forms.codes.items()]
    known = nace.codes
    for version in ("2003", "2008", "2025"):
        used = {getattr(trade, f"nace{version}") for trade in TRADES} - {""}
        used |= {key[5:] for key in known if key.startswith(f"{version}:") and len(key) == 10}
        labels = [(code, known[f"{version}:{code}"]) for code in sorted(used)]
        rows += [(f"Nace{version}", code, e["label_fr"], e["label_nl"]) for code, e in labels]
    spread = [
        (category, code, lang, text) for category, code, fr, nl in rows for lang, text in (("FR", fr), ("NL", nl))
    ]
    return pl.DataFrame(spread, schema=["Category", "Code", "Language", "Description"], orient="row")


def address_files(addresses: pl.DataFrame, part: Part = WHOLE) -> dict[str, pl.DataFrame]:
    """Return the three regions' address files by name, of the addresses that are listed.

    A street that lies in two parts of a country has a number in each: nothing joins by it.
    """
    x, y = lambert(addresses["lon"].to_numpy(), addresses["lat"].to_numpy())
    rows = speak(addresses.with_columns(x=pl.Series(x), y=pl.Series(y))).filter("listed")
    street = pl.concat_str(["postcode", "street_nl"], separator=" ").rank("dense").cast(pl.Int64)
    number = part.lane(pl.col("address").cast(pl.Int64)) + 90_000_000
    file = rows.with_columns(street_id=part.lane(street) + 9_000_000).select(
        pl.col("x").alias("EPSG:31370_x"), pl.col("y").alias("EPSG:31370_y"), pl.col("lat").alias("EPSG:4258_lat"),
        pl.col("lon").alias("EPSG:4258_lon"), number.alias("address_id"),
        pl.lit(None, pl.String).alias("box_number"), "house_number", pl.col("refnis").alias("municipality_id"),
        pl.when(pl.col("language") == "de").then("municipality_nl").alias("municipality_name_de"),
        pl.when(pl.col("language") != "nl").then("municipality_fr").alias("municipality_name_fr"),
        pl.when(pl.col("language").is_in(["nl", "both"])).then("municipality_nl").alias("municipality_name_nl"),
        "postcode", pl.when(pl.col("language") != "nl").then("post_fr").alias("postname_fr"),
        pl.when(pl.col("language").is_in(["nl", "both"])).then("post_nl").alias("postname_nl"), "street_id",
        pl.col("best_de").alias("streetname_de"), pl.col("best_fr").alias("streetname_fr"),
        pl.col("best_nl").alias("streetname_nl"), pl.col("region").alias("region_code"),
        pl.lit("current").alias("status"),
    )  # fmt: skip
    names = {"BE-BRU": "bebru", "BE-VLG": "bevlg", "BE-WAL": "bewal"}
    return {f"openaddress-{part}.csv": file.filter(pl.col("region_code") == code) for code, part in names.items()}
