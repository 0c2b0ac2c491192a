"""Names that are not written as the register has them: shortened to their first letters, or mistyped.

Both are tried within the postcode only, and refused as soon as a second street comes into question.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import polars as pl

from inspection.territory.addresses.folding import compared, folded
from sectors.rules.addresses import AddressMatching, AddressWord

_SHORTENED = r"\p{L}\.|(?:^|[\s.-])\p{Lu}(?:[\s.-]|$)"
_LEAST_LETTERS = 3  # of the last word, which must be there in full
_POINT = "qpointq"  # stands for a point while a name is folded
_FAR = np.iinfo(np.uint8).max
_NOTHING = {"reading": pl.UInt32, "street": pl.UInt32}


def by_first_letters(wanted: pl.DataFrame, names: pl.DataFrame, words: Mapping[str, AddressWord]) -> pl.DataFrame:
    """Find `Av. J.F. Kennedy`: every word with a point, or of one letter, begins the word in its place.

    wanted: reading, raw, postcode. names: street, postcode, raw. Returns reading and street, for all that fit.
    """
    short = wanted.filter(pl.col("raw").str.contains(_SHORTENED)).select("reading", "postcode", "raw")
    if short.is_empty():
        return pl.DataFrame(schema=_NOTHING)
    mine = _words(short, "reading", words)
    here = names.filter(pl.col("postcode").is_in(short["postcode"].unique().implode())).with_row_index("known")
    theirs = _words(here.select("known", "postcode", "raw"), "known", words)
    last = (pl.col("place") == pl.col("count") - 1) & (pl.col("word").str.len_chars() >= _LEAST_LETTERS)
    pairs = mine.filter(last & (pl.col("bare").str.len_chars() > 1)).join(
        theirs.filter(last), on=["postcode", "count", "word"]
    )
    full = theirs.select("known", "place", pl.col("word").alias("full"))
    both = pairs.select("reading", "known").join(mine, on="reading").join(full, on=["known", "place"])
    begins = (pl.col("full") == pl.col("word")) | (pl.col("is_short") & pl.col("full").str.starts_with(pl.col("bare")))
    good = both.group_by("reading", "known").agg(begins.all().alias("fits")).filter("fits")
    return good.join(here.select("known", "street"), on="known").select("reading", "street").unique()


def _words(rows: pl.DataFrame, index: str, words: Mapping[str, AddressWord]) -> pl.DataFrame:
    """Return one row a word: index, postcode, bare, word (written out), place, count, is_short (to first letters)."""
    marked = pl.col("raw").str.replace_all(r"\(.*?\)", "").str.replace_all(".", f" {_POINT} ", literal=True)
    text = folded(marked).str.replace_all(f" {_POINT}", ".", literal=True)
    ends = "|".join(form for word in words.values() if word.ending for form in (word.full, *word.short))
    text = text.str.replace_all(rf"([a-z]) ({ends})\b", "$1$2")  # `Hoog straat` is one word
    lists = rows.select(index, "postcode", text.str.split(" ").alias("bare"))
    count = pl.col("bare").list.len().cast(pl.Int64)
    long = lists.with_columns(count.alias("count"), pl.int_ranges(count).alias("place")).explode("bare", "place")
    bare = pl.col("bare").str.strip_suffix(".")
    is_short = (pl.col("bare") != bare) | (bare.str.len_chars() == 1)
    return long.with_columns(is_short.alias("is_short"), bare.alias("bare"), compared(bare, words).alias("word"))


def by_spelling(wanted: pl.DataFrame, names: pl.DataFrame, limits: AddressMatching) -> pl.DataFrame:
    """Find mistyped names: the one street of the postcode that is near enough, and nearer than every other.

    Names are compared as they are and written out, whichever is nearer: the shortened word may be the mistyped one.

    wanted: reading, plain, form, postcode. names: street, postcode, plain, form, letters. Returns reading and street.
    """
    here = names.filter(pl.col("postcode").is_in(wanted["postcode"].unique().implode()))
    theirs = here.sort("street").partition_by("postcode", as_dict=True)
    found = [pl.DataFrame(schema=_NOTHING)]
    for postcode, mine in wanted.partition_by("postcode", as_dict=True, maintain_order=True).items():
        near = theirs.get(postcode)
        if near is not None:
            found.append(_nearest(mine, near, limits))
    return pl.concat(found)


def _nearest(mine: pl.DataFrame, near: pl.DataFrame, limits: AddressMatching) -> pl.DataFrame:
    asked = mine.select("plain", "form").unique(maintain_order=True)
    streets, firsts = np.unique(near["street"].to_numpy(), return_index=True)
    allowed = _allowed(near["letters"], limits.typos)
    out = int(allowed.max(initial=0)) + limits.margin
    away = np.minimum(*(_letters_apart(asked[form], near[form], out) for form in ("plain", "form")))
    able = np.minimum.reduceat(np.where(away <= allowed, away, _FAR), firsts, axis=1)
    others = np.minimum.reduceat(away, firsts, axis=1)
    rows, best = np.arange(len(asked)), able.argmin(axis=1)
    first = able[rows, best].astype(np.int64)
    others[rows, best] = _FAR
    is_sure = (first < _FAR) & (others.min(axis=1) >= first + limits.margin)
    sure = asked.with_columns(pl.Series("street", streets[best], dtype=pl.UInt32)).filter(pl.Series(is_sure))
    return mine.join(sure, on=["plain", "form"]).select("reading", "street")


def _letters_apart(asked: pl.Series, known: pl.Series, out: int) -> npt.NDArray[np.uint8]:
    """Return by how many letters each name differs from each; `out` + 1 for all that differ by more."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cdist

    apart = cdist(asked.to_list(), known.to_list(), scorer=OSA.distance, score_cutoff=out, dtype=np.uint8)
    return np.asarray(apart, dtype=np.uint8)


def _allowed(letters: pl.Series, typos: Mapping[int, int]) -> npt.NDArray[np.int64]:
    """Return how many letters of each name may be wrong."""
    starts = sorted(typos)
    steps = np.array([0, *(typos[start] for start in starts)])
    return steps[np.searchsorted(starts, letters.to_numpy(), side="right")]
