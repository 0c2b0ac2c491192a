"""What a house number says: the house, its letter, the other end of a range; a box lies in its house."""

import polars as pl

from sectors.rules.addresses import AddressMatching

_LEAD = r"^(?:n°|no|nr|num|nummer|numero|huisnr|huisnummer)[\s.:°]*"
_HOUSE = r"^([0-9]{1,5})"
_LETTER = r"^[0-9]{1,5}[\s._]*(bis|ter|quater|[a-z])(?:[^a-z]|$)"
_OTHER_END = r"^[0-9]{1,5}\s*[a-z]?\s*(?:[-–—/+&,]|a|au|tot|en|et|bis)\s*([0-9]{1,5})(?:[^0-9]|$)"
_A_FOR_TO = r"^[0-9]{1,5}\s+a\s"


def read_numbers(text: pl.Expr, limits: AddressMatching) -> list[pl.Expr]:
    """Return `house`, `letter`, `end` and `written` of house numbers.

    house
        The digits that it begins with; null where there are none (`z.n.`, `bus 3`, `0`): there is no number then.
    letter
        Of `12A` or `12 bis`; null without one, and where it is the sign of a box (`12 b 3`).
    end
        The other end of a range (`12-16`); null where what follows is no larger, or too far away: that is a box.
    written
        All of it in one form, in which two registers may have the same number.
    """
    plain = text.str.to_lowercase().str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.strip_chars()
    plain = plain.str.replace(_LEAD, "")
    house = plain.str.extract(_HOUSE).cast(pl.Int32)
    house = pl.when(house > 0).then(house)
    other = plain.str.extract(_OTHER_END).cast(pl.Int32)
    end = pl.when((other > house) & (other - house <= limits.longest_range)).then(other)
    is_box = plain.str.contains(rf"^[0-9]{{1,5}}[\s._/-]+(?:{'|'.join(limits.boxes)})[\s._]*[0-9]")
    is_to = end.is_not_null() & plain.str.contains(_A_FOR_TO)
    letter = pl.when(~is_box & ~is_to).then(plain.str.extract(_LETTER))
    written = plain.str.replace_all(r"[\s._]+", "").str.replace_all(r"[^a-z0-9]+", "-")
    return [
        house.alias("house"),
        letter.alias("letter"),
        end.alias("end"),
        pl.when(house.is_not_null()).then(written).alias("written"),
    ]


def doors_asked(numbers: pl.DataFrame) -> pl.DataFrame:
    """Return the doors that each number may be, best first: as it is written, its house, the other end of its range.

    numbers: `row`, and the columns of `read_numbers`; the result: `row`, `door`, `rank`.
    """
    return pl.concat([
        numbers.select("row", pl.col("written").alias("door"), pl.lit(0).alias("rank")),
        numbers.select("row", _door("house", "letter"), pl.lit(1).alias("rank")),
        numbers.filter(pl.col("end").is_not_null()).select("row", _door("end"), pl.lit(2).alias("rank")),
    ]).drop_nulls("door")  # fmt: skip


def doors_known(numbers: pl.DataFrame) -> pl.DataFrame:
    """Return the doors that each number of the register stands for: `row`, `door`, `rank` (1: within a range)."""
    ranges = numbers.filter(pl.col("end").is_not_null())
    same_side = (pl.col("end") - pl.col("house")) % 2 == 0
    step = pl.when(same_side).then(2).otherwise(pl.col("end") - pl.col("house"))
    between = ranges.select("row", pl.int_ranges("house", pl.col("end") + 1, step, dtype=pl.Int32).alias("number"))
    return pl.concat([
        numbers.select("row", pl.col("written").alias("door"), pl.lit(0).alias("rank")),
        between.explode("number").select("row", _door("number"), pl.lit(1).alias("rank")),
    ]).drop_nulls("door")  # fmt: skip


def _door(number: str, letter: str | None = None) -> pl.Expr:
    text = pl.col(number).cast(pl.String)
    return (pl.concat_str(text, pl.col(letter).fill_null("")) if letter else text).alias("door")
