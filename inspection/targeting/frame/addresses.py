"""Addresses in a form in which two registers can be compared, and the coordinates that the address register knows."""

from collections.abc import Callable

import polars as pl


def folded(text: pl.Expr) -> pl.Expr:
    """Lower case, without accents, punctuation or what stands in brackets; null stays null."""
    plain = text.str.to_lowercase().str.replace_all("œ", "oe", literal=True).str.replace_all("ß", "ss", literal=True)
    plain = plain.str.normalize("NFKD").str.replace_all(r"\p{M}|\(.*?\)", "")
    return plain.str.replace_all(r"[^a-z0-9]+", " ").str.strip_chars()


def house_number(text: pl.Expr) -> pl.Expr:
    """`12 A` and `12a` are one house number."""
    return text.str.to_lowercase().str.replace_all(r"[^a-z0-9/-]+", "")


def leading_number(text: pl.Expr) -> pl.Expr:
    """The digits a house number begins with: `12a` and `12-14` lie at 12."""
    return text.str.extract(r"^\D*(\d+)")


def address_key(postcode: pl.Expr, street: pl.Expr, number: pl.Expr) -> pl.Expr:
    """One text for one door, boxes apart; null where a part is missing."""
    return pl.concat_str(postcode, folded(street), house_number(number), separator="|", ignore_nulls=False)


STREETS = ("street_nl", "street_fr", "street_de")


def with_coordinates(rows: pl.DataFrame, register: pl.LazyFrame) -> pl.DataFrame:
    """Return `rows` with lon and lat filled in where they were missing and the register knows the address.

    rows
        workplace, postcode, street_nl, street_fr, house_number, lon, lat.
    register
        address(postcode, street_nl, street_fr, street_de, house_number, lon, lat).
    A house number that the register writes otherwise (`12a`, `12-14`) is found by the digits it begins with.
    """
    wanted = _wanted(rows.filter(pl.col("lon").is_null() | pl.col("lat").is_null()))
    doors = _doors(register, wanted)
    exact = _match(wanted, doors, house_number)
    near = _match(wanted, doors, leading_number)
    found = pl.concat([exact, near]).unique("workplace", keep="first", maintain_order=True)
    joined = rows.join(found, on="workplace", how="left", maintain_order="left", suffix="_found")
    given = pl.col("lon").is_not_null() & pl.col("lat").is_not_null()
    filled = [pl.when(given).then(c).otherwise(f"{c}_found").alias(c) for c in ("lon", "lat")]
    return joined.with_columns(filled).drop("lon_found", "lat_found")


def _wanted(rows: pl.DataFrame) -> pl.DataFrame:
    """One row a workplace and street name: a bilingual address has two."""
    long = rows.unpivot(
        on=["street_nl", "street_fr"], index=["workplace", "postcode", "house_number"], value_name="street"
    ).with_columns(_folded_once(rows))
    return (
        long.drop_nulls(["postcode", "street", "house_number"])
        .select("workplace", "postcode", "house_number", "street")
        .unique()
    )


def _folded_once(rows: pl.DataFrame) -> pl.Expr:
    """Fold each name once: a street has many doors."""
    names = pl.concat([rows["street_nl"], rows["street_fr"]]).drop_nulls().unique().sort()
    plain = names.to_frame("name").select(folded(pl.col("name"))).to_series()
    return pl.col("street").replace_strict(names, plain, default=None, return_dtype=pl.String)


def _doors(register: pl.LazyFrame, wanted: pl.DataFrame) -> pl.DataFrame:
    """The register's doors in the wanted streets: postcode, folded street, house number, lon, lat."""
    here = register.filter(pl.col("postcode").is_in(wanted["postcode"].unique().to_list()))
    streets = here.select("postcode", *STREETS).unique().collect(engine="streaming").with_row_index("id")
    names = (
        streets.unpivot(on=STREETS, index=["id", "postcode"], value_name="name")
        .drop_nulls("name")
        .select("id", "postcode", folded(pl.col("name")).alias("street"))
        .join(wanted.select("postcode", "street").unique(), on=["postcode", "street"], how="semi")
        .unique()
    )
    mine = streets.filter(pl.col("id").is_in(names["id"].unique().to_list()))
    doors = here.join(mine.lazy(), on=["postcode", *STREETS], nulls_equal=True).select(
        "id", "house_number", "lon", "lat"
    )
    return names.join(doors.collect(engine="streaming"), on="id").drop("id")


def _match(wanted: pl.DataFrame, doors: pl.DataFrame, form: Callable[[pl.Expr], pl.Expr]) -> pl.DataFrame:
    number = form(pl.col("house_number")).alias("number")
    by = ["postcode", "street", "number"]
    known = (
        doors.with_columns(number)
        .drop_nulls("number")
        .sort(*by, "lon", "lat")
        .unique(by, keep="first", maintain_order=True)
    )
    hits = wanted.with_columns(number).join(known.select(*by, "lon", "lat"), on=by)
    return (
        hits.sort("workplace", "lon", "lat")
        .unique("workplace", keep="first", maintain_order=True)
        .select("workplace", "lon", "lat")
    )
