"""What the synthetic firms do: activities in three NACE versions, invented names, and how many there are of each.

The shares follow facts/law.md 6 (food service 55,548; farms 36,111; construction about 145,000 and clothing about
2,000, the last two rough estimates), the codes its section 5. A name is a trade word, a neutral noun and a number: it
can point to no person and to no origin.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

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


_R, _A, _G, _C, _O = SECTORS
TRADES = tuple(
    Trade(*row)
    for row in (
        (_R, "56101", "56111", "55301", 40, "Table", "Eethuis"),
        (_R, "5610101", "5611101", "5530101", 15, "Restaurant", "Restaurant"),
        (_R, "5610105", "5611105", "", 10, "Taverne", "Taverne"),
        (_R, "56102", "56112", "55302", 15, "Comptoir", "Eetbar"),
        (_R, "5610201", "5611201", "", 8, "Snack", "Snackbar"),
        (_R, "5610202", "5611202", "", 7, "Friterie", "Frituur"),
        (_R, "5610204", "5611204", "", 3, "Salon de thé", "Tearoom"),
        (_R, "56102", "56120", "", 2, "Cuisine mobile", "Foodtruck"),
        (_A, "01130", "01130", "01121", 22, "Cultures", "Groenteteelt"),
        (_A, "01240", "01240", "", 16, "Vergers", "Fruitteelt"),
        (_A, "01250", "01250", "", 8, "Petits fruits", "Kleinfruit"),
        (_A, "01191", "01191", "01122", 10, "Floriculture", "Bloementeelt"),
        (_A, "01301", "01301", "", 12, "Pépinières", "Boomkwekerij"),
        (_A, "01610", "01610", "", 12, "Services agricoles", "Loonwerk"),
        (_A, "01500", "01500", "", 20, "Ferme", "Hoeve"),
        (_G, "14130", "14210", "18221", 40, "Confection", "Confectie"),
        (_G, "14199", "14299", "", 20, "Atelier textile", "Naaiatelier"),
        (_G, "14120", "14230", "18210", 15, "Vêtements de travail", "Werkkledij"),
        (_G, "13929", "13929", "", 25, "Textiles", "Textiel"),
        (_C, "41201", "41001", "45211", 18, "Construction", "Bouwwerken"),
        (_C, "41202", "41002", "45212", 4, "Bâtiments", "Bouwgroep"),
        (_C, "43211", "43211", "45310", 11, "Électricité", "Elektro"),
        (_C, "43221", "43221", "45332", 7, "Sanitaire", "Sanitair"),
        (_C, "43222", "43222", "45331", 6, "Chauffage", "Verwarming"),
        (_C, "43291", "43230", "", 3, "Isolation", "Isolatie"),
        (_C, "43310", "43310", "45410", 5, "Plafonnage", "Pleisterwerken"),
        (_C, "43320", "43320", "", 14, "Menuiserie", "Schrijnwerk"),
        (_C, "43331", "43331", "", 5, "Carrelages", "Vloeren"),
        (_C, "43341", "43341", "45441", 7, "Peinture", "Schilderwerken"),
        (_C, "43910", "43410", "45220", 7, "Toitures", "Dakwerken"),
        (_C, "43994", "43910", "", 6, "Maçonnerie", "Metselwerken"),
        (_C, "43996", "43422", "", 2, "Chapes", "Chapewerken"),
        (_C, "43110", "43110", "", 2, "Démolition", "Afbraakwerken"),
        (_C, "43999", "43990", "45250", 3, "Travaux", "Werken"),
        (_O, "56301", "56301", "55401", 10, "Café", "Café"),
        (_O, "96021", "96210", "93021", 12, "Coiffure", "Kapsalon"),
        (_O, "47112", "47110", "", 10, "Épicerie", "Buurtwinkel"),
        (_O, "81210", "81210", "74700", 8, "Nettoyage", "Schoonmaak"),
        (_O, "49410", "49410", "60242", 8, "Transport", "Transport"),
        (_O, "96022", "96220", "93022", 6, "Soins", "Verzorging"),
        (_O, "45206", "95316", "", 2, "Lavage auto", "Carwash"),
        (_O, "10110", "10111", "15111", 1, "Viandes", "Vleeswaren"),
        (_O, "62010", "62100", "", 14, "Informatique", "Informatica"),
        (_O, "69201", "69201", "", 9, "Comptabilité", "Boekhouding"),
        (_O, "70220", "70200", "", 14, "Conseil", "Advies"),
        (_O, "85592", "85592", "", 6, "Formation", "Opleiding"),
    )
)
_NOUNS = (
    ("du Tilleul", "De Linde"), ("Horizon", "Horizon"), ("du Canal", "De Vaart"), ("de la Source", "De Bron"),
    ("du Chêne", "De Eik"), ("Soleil", "Zon"), ("de l'Étang", "De Vijver"), ("Boussole", "Kompas"),
    ("du Moulin", "De Molen"), ("Azur", "Azuur"), ("du Pont", "De Brug"), ("des Prés", "De Weide"),
    ("Étoile", "De Ster"), ("du Phare", "De Vuurtoren"), ("de l'Écluse", "De Sluis"), ("Quartz", "Kwarts"),
    ("du Hêtre", "De Beuk"), ("Nord", "Noord"), ("du Parc", "Het Park"), ("de la Gare", "De Halte"),
)  # fmt: skip


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


def name(trade: str, number: str, language: str) -> pl.Expr:
    """Return an invented name: the trade's word, a neutral noun and the firm's own number, in French or Dutch.

    trade, number, language
        Columns: index into `TRADES`, a counter of the firm, and "nl" for Dutch (anything else is French).
    """
    dutch = pl.col(language) == "nl"
    words_fr, words_nl = pl.Series([t.fr for t in TRADES]), pl.Series([t.nl for t in TRADES])
    nouns_fr, nouns_nl = pl.Series([n[0] for n in _NOUNS]), pl.Series([n[1] for n in _NOUNS])
    noun = pl.col(number).cast(pl.Int64) * 7 % len(_NOUNS)
    keys, places = list(range(len(TRADES))), list(range(len(_NOUNS)))
    word = pl.col(trade)
    return pl.format(
        "{} {} {}",
        pl.when(dutch)
        .then(word.replace_strict(keys, words_nl, return_dtype=pl.String))
        .otherwise(word.replace_strict(keys, words_fr, return_dtype=pl.String)),
        pl.when(dutch)
        .then(noun.replace_strict(places, nouns_nl, return_dtype=pl.String))
        .otherwise(noun.replace_strict(places, nouns_fr, return_dtype=pl.String)),
        pl.col(number) + 1,
    )
