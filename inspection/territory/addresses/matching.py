"""Which street and which door of the address register an address means: surely, or not at all."""

from typing import Final

import polars as pl

from inspection.territory.addresses.doors import doors_of, placed_at
from inspection.territory.addresses.guessing import by_first_letters, by_spelling
from inspection.territory.addresses.streets import known_forms, names_of, readings, streets_of
from sectors.rules.addresses import AddressRules

# How a street was recognised, best first; the whole text stands before a part of it.
WAYS: Final = ("name", "short", "first_letters", "spelling")
_PARTS = 6


def match_addresses(rows: pl.DataFrame, register: pl.LazyFrame, rules: AddressRules) -> pl.DataFrame:
    """Return what the address register knows of each address whose street it knows, one row a workplace.

    A street is recognised within its postcode: by its name in any language, by a usual short form, by first letters
    with a point, or by few letters that are wrong. Where a second street fits as well, none is taken. The door is then
    found by its number: letters count, boxes do not, and of a range the first end that there is.

    rows
        workplace, postcode, refnis, street_nl, street_fr, house_number; `refnis` decides between two municipalities
        that share a postcode and a street's name, and may be null.
    register
        address(postcode, municipality_refnis, street_nl, street_fr, street_de, house_number, lon, lat).

    The result has workplace, lon, lat, quality, way and register_refnis. `quality` is "exact" at the door, or "street":
    the number is not known, and the point is that of the same number with another letter, else of the middle of the
    street's numbers. `way` is one of `WAYS`.
    """
    long = rows.unpivot(
        on=["street_nl", "street_fr"], index=["workplace", "postcode", "refnis", "house_number"], value_name="text"
    )
    wanted = long.drop_nulls(["postcode", "text"]).drop("variable").unique(maintain_order=True)
    asked = wanted.select("postcode", "text").unique(maintain_order=True).with_row_index("asked")
    wanted = wanted.join(asked, on=["postcode", "text"], maintain_order="left").drop("text", "postcode")
    streets = streets_of(register, asked["postcode"].unique())
    chosen = _chosen(_meant(wanted, asked, streets, register, rules), streets)
    mine = streets.filter(pl.col("street").is_in(chosen["street"].unique().implode()))
    doors = doors_of(register, mine, rules.matching)
    part = pl.col("street") % _PARTS
    found = [
        placed_at(chosen.filter(part == n), doors.filter(part == n), rules.matching) for n in range(_PARTS)
    ]  # a street's doors are its own: a country is looked at street by street, and never held twice
    return pl.concat(found).sort("workplace")


def _meant(
    wanted: pl.DataFrame, asked: pl.DataFrame, streets: pl.DataFrame, register: pl.LazyFrame, rules: AddressRules
) -> pl.DataFrame:
    """Return each address with every street that it may mean: workplace, refnis, house_number, asked, street, order."""
    names, read = names_of(streets, rules.words), readings(asked, rules.words)
    plain = read.join(names.select("postcode", "name", "street"), on=["postcode", "name"])
    short = read.join(names.select("postcode", "form", "street"), on=["postcode", "form"])
    hits = [_hits(plain, read, 0), _hits(short, read, 1)]
    rest = _open(read, wanted, pl.concat(hits))
    hits.append(_hits(by_first_letters(rest, names, rules.words), read, 2))
    rest = _open(rest, wanted, hits[-1])
    if not rest.is_empty():
        odd = rest.filter(~pl.col("form").is_in(known_forms(register, rules.words).implode()))
        hits.append(_hits(by_spelling(odd, names, rules.matching), read, 3))
    is_numbered = pl.col("house_number").str.contains(r"^\D*[1-9]").fill_null(False)
    number = pl.when(is_numbered).then("house_number").otherwise(pl.coalesce("number", "house_number"))
    return wanted.join(pl.concat(hits), on="asked").with_columns(number.alias("house_number")).drop("number")


def _hits(found: pl.DataFrame, read: pl.DataFrame, way: int) -> pl.DataFrame:
    order = (2 * way + pl.col("part")).cast(pl.Int32).alias("order")
    pairs = found.select("reading", "street").unique().join(read, on="reading")
    return pairs.select("asked", "street", "number", order)


def _open(read: pl.DataFrame, wanted: pl.DataFrame, hits: pl.DataFrame) -> pl.DataFrame:
    """Return the readings that are still to be found: of addresses none of whose names is known."""
    known = wanted.filter(pl.col("asked").is_in(hits["asked"].unique().implode()))["workplace"].unique()
    open_ = wanted.filter(~pl.col("workplace").is_in(known.implode()))["asked"].unique()
    return read.filter(pl.col("asked").is_in(open_.implode()))


def _chosen(meant: pl.DataFrame, streets: pl.DataFrame) -> pl.DataFrame:
    """Keep the one street of each address that most of its names mean in the best way; of two, none is sure."""
    best = meant.filter(pl.col("order") == pl.col("order").min().over("workplace"))
    votes = best.group_by("workplace", "street").agg(
        pl.col("asked").n_unique().alias("said"), pl.col("refnis", "order").first(), pl.col("house_number").min()
    )
    votes = votes.join(streets.select("street", "municipality_refnis"), on="street")
    at_home = (pl.col("municipality_refnis") == pl.col("refnis")).fill_null(False)
    votes = votes.filter(at_home | ~at_home.any().over("workplace"))
    votes = votes.filter(pl.col("said") == pl.col("said").max().over("workplace"))
    sure = votes.filter(pl.len().over("workplace") == 1)
    way = (pl.col("order") // 2).replace_strict(list(range(len(WAYS))), WAYS, return_dtype=pl.String)
    return sure.select("workplace", "street", "house_number", way.alias("way"))
