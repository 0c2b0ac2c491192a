"""What the synthetic firms do: activities in three NACE versions, invented names, and how many there are of each.

The shares follow facts/law.md 6 (food service 55,548; farms 36,111; construction about 145,000 and clothing about
2,000, the last two rough estimates), the codes its section 5. A name is a trade word, a neutral noun and a number: it
can point to no person and to no origin.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from inspection.demo.registers.invented import invented
from inspection.demo.registers.places import Ints

CORE = ("restaurants", "agriculture", "garment", "construction")
SECTORS = (*CORE, "other")
NATIONAL = {"restaurants": 55_500, "agriculture": 36_100, "garment": 2_000, "construction": 145_000}
_FEWEST_SHARE = 0.03  # of the four sectors, so that a small demo still has workshops to visit


@dataclass(frozen=True)
class Trade:
    """One activity: its codes by NACE version ("" where it had none), its share in its sector, its words in names."""

    sector: str
    nace2008: str
    nace2025: str
    nace2003: str
    share: float
    fr: str
    nl: str


TRADES = tuple(Trade(*row) for row in invented("trades"))
_NOUNS = invented("nouns")


def counts(total: int, other: int) -> dict[str, int]:
    """Return how many establishments each sector gets of `total` in the four core sectors, and `other` outside them."""
    everyone = sum(NATIONAL.values())
    shares = {sector: max(NATIONAL[sector] / everyone, _FEWEST_SHARE) for sector in CORE}
    scaled = {sector: max(1, round(total * share / sum(shares.values()))) for sector, share in shares.items()}
    if total >= everyone:
        scaled = dict(NATIONAL)
    return scaled | {"other": other}


def draw_trades(sector_of: Ints, rng: np.random.Generator) -> Ints:
    """Return an index into `TRADES` for each firm, given its sector as an index into `SECTORS`."""
    result = np.zeros(len(sector_of), dtype=np.int64)
    for code, sector in enumerate(SECTORS):
        own = [n for n, trade in enumerate(TRADES) if trade.sector == sector]
        shares = np.array([TRADES[n].share for n in own])
        rows = np.flatnonzero(sector_of == code)
        result[rows] = rng.choice(own, size=len(rows), p=shares / shares.sum())
    return result


def table() -> pl.DataFrame:
    """Return the trades with their index, for joining."""
    return pl.DataFrame([vars(trade) for trade in TRADES]).with_row_index("trade").rename({"sector": "trade_sector"})


def name(trade: str, number: pl.Expr, language: str) -> pl.Expr:
    """Return an invented name: the trade's word, a neutral noun and the firm's own number, in French or Dutch.

    trade, language
        Columns: index into `TRADES`, and "nl" for Dutch (anything else is French).
    number
        A counter of the firm.
    """
    return pl.format(
        "{} {} {}",
        _word(pl.col(trade), [(one.fr, one.nl) for one in TRADES], language),
        _word(number.cast(pl.Int64) * 7 % len(_NOUNS), _NOUNS, language),
        number + 1,
    )


def _word(place: pl.Expr, words: Sequence[Sequence[str]], language: str) -> pl.Expr:
    """Return the word at a place of pairs in French and Dutch."""
    french, dutch = (
        place.replace_strict(list(range(len(words))), pl.Series([pair[n] for pair in words]), return_dtype=pl.String)
        for n in (0, 1)
    )
    return pl.when(pl.col(language) == "nl").then(dutch).otherwise(french)
