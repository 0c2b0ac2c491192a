"""Provisions in the reader's words: every one that the data write, with no English left in another language."""

import re
from collections.abc import Iterator
from datetime import date

import pytest

from sectors import Catalogue
from sectors.reader import load_rules
from sectors.rules.offences import Citation, cite
from sectors.rules.values import Text

# What stays as it is written: numbers, signs, Latin ordinals and the name of a declaration.
_PLAIN = re.compile(r"[\d\s/§;,.:()\-–]+|(?<=\d)(?:bis|ter|octies|decies)|[IVX]+\b")
_DAYS = (date(2024, 3, 1), date(2026, 9, 2))


def provisions(rules: Catalogue) -> Iterator[str]:
    """Every provision that a person may read."""
    yield from (offence.article for offence in rules.offences.values())
    yield from (regime.law for regime in rules.chain_regimes.values())
    yield from (notice.article for notice in rules.chain_notices.values())
    yield from (duty.law for duty in rules.chain_duties.values())
    yield from (rules.exchange.basis, rules.exchange.permission_basis)


@pytest.mark.parametrize("day", _DAYS)
def test_every_word_of_a_provision_is_known(day: date) -> None:
    """A provision that somebody adds in words which no citation knows fails here, not on a French screen."""
    rules = load_rules().on(day)
    blank = Text(fr=" ", nl=" ", de=" ", en=" ")
    known = [one.model_copy(update={"words": blank}) for one in rules.citations.values()]
    left = {one: rest for one in provisions(rules) if (rest := _PLAIN.sub("", cite(one, known, "fr")))}
    assert left == {}


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", "C. pén. soc., art. 175/1; loi du 9 mai 2018"),
        ("nl", "Soc.Sw., art. 175/1; wet van 9 mei 2018"),
        ("de", "SozStGB, Art. 175/1; Gesetz vom 9. Mai 2018"),
        ("en", "Social Penal Code, art. 175/1; law of 9 May 2018"),
    ],
)
def test_a_provision_is_said_in_four_languages(lang, said: str) -> None:
    """The longest words first, and whole words only."""
    rules = load_rules().on(_DAYS[1])
    assert rules.cite("SPC 175/1; law of 9 May 2018", lang) == said


def test_what_no_citation_knows_stays_as_it_is_written() -> None:
    """Nothing is cut out of a longer word, and without citations nothing changes."""
    spc = Citation(
        key="spc", written="SPC", words=Text(fr="CPS", nl="SSW", de="X", en="SPC"), source="s", confidence="H"
    )
    assert cite("SPC 12; SPCX 3", [spc], "fr") == "CPS 12; SPCX 3"
    assert cite("SPC 12", [], "fr") == "SPC 12"
