"""The card of steps and the numbers beside it: in order, in neutral words, and never a guessed number."""

import re
from datetime import date
from pathlib import Path

import pytest

from inspection.control.papers import OnCallNumber, every_step, on_call_numbers, steps
from sectors import Catalogue
from sectors.reader import load_rules

DAY = date(2026, 11, 29)  # a Sunday
LANGUAGES = ("fr", "nl", "de", "en")
TELLING = re.compile(
    r"traite|exploit|victim|slachtoffer|opfer|mensenhandel|menschenhandel|traffick|soup[cç]on|verdacht|vermoeden van|"
    r"suspect|suspici|crim|straf|uitbuit|ausbeut",
    re.IGNORECASE,
)
ROSTER = """
defaults: {source: roster of the test, confidence: H}
on_call:
  night_charleroi:
    role: magistrate_on_duty
    recipient: parquet-charleroi
    areas: [charleroi]
    hours: outside_office_hours
    dated:
      2026-11-23: {number: "0490 00 00 01", valid_until: 2026-11-29}
      2026-11-30: {number: "0490 00 00 02", valid_until: 2026-12-06}
  police_charleroi:
    {role: police_cell, recipient: pjf-charleroi, areas: [charleroi], number: "0490 00 00 09", from: 2020-01-01}
"""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """Give the rules of the product."""
    return load_rules().on(DAY)


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """Give the duty roster of a service, as it lies over the product's rules."""
    (tmp_path / "duty.yaml").write_text(ROSTER, encoding="utf-8")
    return tmp_path


def of(numbers: tuple[OnCallNumber, ...], role: str) -> list[tuple[str, str | None]]:
    """Whom to ring for a role."""
    return [(one.recipient, one.number) for one in numbers if one.role == role]


def test_the_steps_come_in_order_and_by_the_case(catalogue: Catalogue) -> None:
    """Apart first; guardianship for a minor, the Immigration Office for who is no citizen of the Union."""
    every = [step.key for step in every_step(catalogue)]
    assert every == [step.key for step in steps(catalogue, minors=True, third_country=True)]
    assert every == ["apart", "magistrate", "police", "interpreter", "centre", "immigration_office", "brochure",
                     "guardianship", "whereabouts", "emergency"]  # fmt: skip
    ordinary = [step.key for step in steps(catalogue, minors=False, third_country=False)]
    assert set(every) - set(ordinary) == {"guardianship", "immigration_office"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_whoever_reads_over_a_shoulder_learns_nothing(catalogue: Catalogue, lang: str) -> None:
    """No word of the card speaks of a crime, a victim or a suspicion, in no language."""
    words = [text.say(lang) for step in every_step(catalogue) for text in (step.label, step.hint)]
    assert all(words)
    assert not [word for word in words if TELLING.search(word)]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.few(2)
def test_nor_from_the_names_beside_the_numbers(catalogue: Catalogue, roster: Path, lang: str) -> None:
    """The police's cell and the Immigration Office's are called by their house, also in a roster."""
    told = load_rules([roster]).on(DAY)
    numbers = [one for office in told.offices for one in on_call_numbers(told, office.area)]
    assert ("police_cell", "0490 00 00 09") in {(one.role, one.number) for one in numbers}
    assert not [one.label.say(lang) for one in numbers if TELLING.search(one.label.say(lang))]


def test_every_step_that_rings_somebody_has_an_office_in_every_area(catalogue: Catalogue) -> None:
    """And every area of the routing table has them all."""
    roles = {step.role for step in every_step(catalogue)} - {None}
    assert len(catalogue.offices) == 14
    for office in catalogue.offices:
        assert roles <= {one.role for one in on_call_numbers(catalogue, office.area)}


def test_a_split_province_rings_its_own_offices(catalogue: Catalogue) -> None:
    """Charleroi or Mons-Tournai, Brussels or Halle-Vilvoorde: one auditorate, other prosecutors and directorates."""
    areas = {
        area: on_call_numbers(catalogue, area)
        for area in ("charleroi", "mons-tournai", "brussels-capital", "halle-vilvoorde")
    }
    assert of(areas["charleroi"], "police_cell") == [("pjf-charleroi", None)]
    assert of(areas["mons-tournai"], "police_cell") == [("pjf-mons-tournai", None)]
    assert of(areas["charleroi"], "auditorate") == of(areas["mons-tournai"], "auditorate") == [("aud-hainaut", None)]
    assert of(areas["brussels-capital"], "auditorate") == [("aud-bruxelles", None)]
    assert of(areas["halle-vilvoorde"], "auditorate") == [("aud-halle-vilvoorde", None)]
    assert of(areas["halle-vilvoorde"], "centre")[0] == ("centres", "078 055 800")
    with pytest.raises(KeyError):
        on_call_numbers(catalogue, "hainaut")


def test_an_unknown_number_is_a_blank_to_verify(catalogue: Catalogue) -> None:
    """What is sure says so: the emergency number and the centres' single number."""
    numbers = on_call_numbers(catalogue, "liege")
    assert all(one.to_verify for one in numbers if one.number is None)
    assert {one.recipient for one in numbers if not one.to_verify} == {"centres", "emergency"}


def test_a_roster_counts_in_its_area_until_its_last_day(roster: Path) -> None:
    """The week's number, then the next; after the roster the office stands there without one."""
    rules = load_rules([roster])
    for day, number in (
        (date(2026, 11, 29), "0490 00 00 01"),
        (date(2026, 11, 30), "0490 00 00 02"),
        (date(2026, 12, 7), None),
    ):
        found = of(on_call_numbers(rules.on(day), "charleroi"), "magistrate_on_duty")
        assert ("parquet-charleroi", number) in found
        assert len(found) == 2
    assert of(on_call_numbers(rules.on(DAY), "mons-tournai"), "magistrate_on_duty") == [
        ("aud-hainaut", None),
        ("parquet-mons", None),
    ]
    first = on_call_numbers(rules.on(DAY), "charleroi")[0]
    assert (first.number, first.valid_until, first.to_verify) == ("0490 00 00 01", date(2026, 11, 29), False)
