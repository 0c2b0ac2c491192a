"""The streets of the address register under all their names, and what a written street may mean."""

from collections.abc import Mapping

import polars as pl

from inspection.territory.addresses.folding import compared, folded, letters_that_tell
from sectors.rules.addresses import AddressWord

NAMES = ("street_nl", "street_fr", "street_de")
_BETWEEN = r"\s+[-–—]+\s+|\s*[–—/|;,]\s*"  # between two names in one field; a name may have a hyphen of its own
_NUMBERED = r"^(.*[^0-9\s,])[\s,]+([0-9]{1,4}\s?[A-Za-z]?(?:\s?-\s?[0-9]{1,4})?)\s*$"
_TURNED = r"^(.*?)\s*\(([^)]*)\)\s*$"


def streets_of(register: pl.LazyFrame, postcodes: pl.Series) -> pl.DataFrame:
    """Return each street of the postcodes once: `street`, postcode, municipality_refnis and its names."""
    here = register.filter(pl.col("postcode").is_in(postcodes.to_list()))
    by = ["postcode", "municipality_refnis", *NAMES]
    return here.select(by).unique().sort(by).collect().with_row_index("street")


def names_of(streets: pl.DataFrame, words: Mapping[str, AddressWord]) -> pl.DataFrame:
    """Return one row a street and different name of it: street, postcode, name, plain, form, raw, letters."""
    long = streets.unpivot(on=NAMES, index=["street", "postcode"], value_name="raw").drop("variable").drop_nulls("raw")
    named = long.join(_forms(long["raw"], words), on="raw", maintain_order="left")
    letters = letters_that_tell(pl.col("name"), words).alias("letters")
    return named.unique(["street", "name"], maintain_order=True).with_columns(letters)


def known_forms(register: pl.LazyFrame, words: Mapping[str, AddressWord]) -> pl.Series:
    """Return the form of every street name in the country: whatever is one of them was not mistyped."""
    wide = register.select(NAMES).unique().collect()
    return _forms(pl.concat([wide[c] for c in NAMES]).drop_nulls(), words)["form"].unique()


def readings(asked: pl.DataFrame, words: Mapping[str, AddressWord]) -> pl.DataFrame:
    """Return what each written street may be: `reading`, `asked`, `postcode`, `raw`, `name`, `plain`, `form`,
    `part`, `number`.

    Two names in one field are both tried; so is a name whose first words follow in brackets (`Paix (Rue de la)`), and
    one whose house number was written behind it.

    asked: `asked`, `postcode`, `text`. part: 0 the whole text, 1 a part of it. number: what stands behind the name.
    """
    text = pl.col("text")
    none = pl.lit(None, dtype=pl.String).alias("number")
    whole = asked.select("asked", text.alias("raw"), pl.lit(0).alias("part"), none)
    parted = asked.filter(text.str.contains(_BETWEEN)).select(
        "asked", text.str.replace_all(_BETWEEN, "\x1f").str.split("\x1f").alias("raw"), pl.lit(1).alias("part"), none
    )
    numbered = asked.filter(text.str.contains(_NUMBERED)).select(
        "asked", text.str.extract(_NUMBERED, 1).alias("raw"), pl.lit(1).alias("part"),
        text.str.extract(_NUMBERED, 2).alias("number"),
    )  # fmt: skip
    turned = asked.filter(text.str.contains(_TURNED)).select(
        "asked",
        pl.concat_str(text.str.extract(_TURNED, 2), text.str.extract(_TURNED, 1), separator=" ").alias("raw"),
        pl.lit(1).alias("part"),
        none,
    )
    every = pl.concat([whole, parted.explode("raw"), numbered, turned])
    named = every.join(_forms(every["raw"], words), on="raw", maintain_order="left").filter(pl.col("name") != "")
    return named.join(asked.select("asked", "postcode"), on="asked", maintain_order="left").with_row_index("reading")


def _forms(raw: pl.Series, words: Mapping[str, AddressWord]) -> pl.DataFrame:
    """Fold each different text once: raw, name, plain (without spaces), form."""
    once = raw.unique().to_frame("raw").with_columns(folded(pl.col("raw")).alias("name"))
    plain = pl.col("name").str.replace_all(" ", "", literal=True).str.replace_all("ss", "s", literal=True)
    return once.with_columns(plain.alias("plain"), compared(pl.col("name"), words).alias("form"))
