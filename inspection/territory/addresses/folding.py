"""Names of streets in a form in which two registers can be compared."""

import re
from collections.abc import Iterator, Mapping

import polars as pl

from sectors.rules.addresses import AddressWord


def folded(text: pl.Expr) -> pl.Expr:
    """Lower case, without accents, punctuation or what stands in brackets; null stays null."""
    plain = text.str.to_lowercase().str.replace_all("œ", "oe", literal=True).str.replace_all("ß", "ss", literal=True)
    plain = plain.str.normalize("NFKD").str.replace_all(r"\p{M}|\(.*?\)", "")
    return plain.str.replace_all(r"[^a-z0-9]+", " ").str.strip_chars()


def compared(name: pl.Expr, words: Mapping[str, AddressWord]) -> pl.Expr:
    """Write out what is shortened in a folded name, and leave the spaces out: `Kerk str.` is `Kerkstraat`.

    Words that share a short form become one word, so that different streets may have the same form: whoever compares
    takes a form only where one street of the postcode has it.
    """
    apart = pl.concat_str(pl.lit(" "), name.str.replace_all(" ", "  ", literal=True), pl.lit(" "))
    short = {f" {form} ": f" {full} " for form, full in _written_out(words)}
    long = apart.str.replace_many(list(short), list(short.values()))
    for word in words.values():
        if word.ending and word.short:
            long = long.str.replace_all(rf"([a-z])(?:{'|'.join(map(re.escape, word.short))}) ", f"${{1}}{word.full} ")
    return long.str.replace_all(" ", "", literal=True)


def letters_that_tell(name: pl.Expr, words: Mapping[str, AddressWord]) -> pl.Expr:
    """Return how many letters of a folded name are left without the kind of way: four of `Kerkstraat`."""
    kinds = [word for word in words.values() if word.kind]
    alone = "|".join(sorted({form for word in kinds for form in (word.full, *word.short)}))
    ends = "|".join(sorted({form for word in kinds if word.ending for form in (word.full, *word.short)}))
    rest = name.str.replace_all(rf"\b(?:{alone})\b", "").str.replace_all(rf"([a-z])(?:{ends})\b", "$1")
    return rest.str.replace_all(" ", "", literal=True).str.len_chars()


def _written_out(words: Mapping[str, AddressWord]) -> Iterator[tuple[str, str]]:
    for word in words.values():
        yield from ((form, word.full) for form in word.short)
