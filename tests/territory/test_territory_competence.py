"""The routing table covers the country once."""

from collections import Counter
from datetime import date

import pytest

import sectors
from inspection.errors import TerritoryFault
from inspection.territory import cantons, competence, municipalities, municipality

TODAY = date(2026, 11, 24)
BEFORE = date(2024, 12, 31)


@pytest.fixture(scope="module")
def rules():
    """The rules that ship with the product, read once."""
    return sectors.load_rules()


def test_every_municipality_has_exactly_one_area(rules):
    """565 municipalities over 14 areas, with the counts of the facts; 35 in Halle-Vilvoorde before the mergers."""
    offices = rules.on(TODAY).offices
    now = Counter(competence(place, TODAY, offices=offices).area for place in municipalities(TODAY).values())
    then = Counter(competence(place, BEFORE, offices=offices).area for place in municipalities(BEFORE).values())
    assert now == {
        "antwerpen": 67, "limburg": 38, "brussels-capital": 19, "halle-vilvoorde": 33, "leuven": 30,
        "brabant-wallon": 27, "oost-vlaanderen": 55, "west-vlaanderen": 62, "liege": 75, "namur": 38,
        "luxembourg": 43, "eupen": 9, "charleroi": 28, "mons-tournai": 41,
    }  # fmt: skip
    assert (then["halle-vilvoorde"], then["brussels-capital"], sum(then.values())) == (35, 19, 581)


def test_every_canton_has_exactly_one_area(rules):
    """162 cantons, none between two areas: nine for Charleroi, eleven for Mons-Tournai."""
    found = Counter(competence(place, TODAY, offices=rules.on(TODAY).offices).area for place in cantons())
    assert sum(found.values()) == 162
    assert (found["charleroi"], found["mons-tournai"]) == (9, 11)


def test_counts_of_the_judicial_map(rules):
    """9 auditorates, 14 prosecutors, 14 police directorates, 9 labour courts, 5 general auditorates, 3 centres."""
    offices = rules.on(TODAY).offices
    assert len({line.labour_auditorate for line in offices}) == 9
    assert len({line.public_prosecutor for line in offices}) == 14
    assert len({line.police_directorate for line in offices}) == 14
    assert len({court for line in offices for court in line.labour_courts}) == 9
    assert len({line.general_auditorate for line in offices}) == 5
    assert {line.reception_centre for line in offices} == {"pagasa", "payoke", "surya"}


def test_whatever_an_office_line_names_is_a_recipient_of_that_kind(rules):
    """No line points to an office that is missing, or to one of another kind."""
    catalogue = rules.on(TODAY)
    for line in catalogue.offices:
        kinds = {
            line.labour_auditorate: "labour_auditorate",
            line.public_prosecutor: "public_prosecutor",
            line.police_directorate: "police_directorate",
            line.general_auditorate: "general_auditorate",
            line.reception_centre: "reception_centre",
            **dict.fromkeys(line.labour_courts, "labour_court"),
        }
        assert {name: catalogue.recipients[name].kind for name in kinds} == kinds


def test_an_overlap_of_the_table_is_refused_and_not_guessed(rules):
    """Two lines for one place are a fault that names both areas."""
    offices = rules.on(TODAY).offices
    doubled = [*offices, next(line for line in offices if line.area == "namur").model_copy(update={"area": "namur-2"})]
    with pytest.raises(TerritoryFault, match="namur, namur-2"):
        competence(municipality("92094", TODAY), TODAY, offices=doubled)


def test_a_municipality_in_both_splits_asks_for_its_canton(rules):
    """Were a canton line moved so that Charleroi lay in both, its canton would still settle it."""
    offices = [_moved(line) for line in rules.on(TODAY).offices]
    with pytest.raises(TerritoryFault, match="Give the canton"):
        competence(municipality("52011", TODAY), TODAY, offices=offices)
    fourth = next(place for place in cantons() if place.id == "charleroi-4")
    assert competence(fourth, TODAY, offices=offices).prosecutor == "parquet-mons"


def test_a_gap_of_the_table_is_refused():
    """An empty table finds nobody competent, and says where to look."""
    with pytest.raises(TerritoryFault, match=r"recipients\.yaml"):
        competence(municipality("92094", TODAY), TODAY, offices=())


def test_without_offices_the_shipped_rules_answer():
    """The short public face of the design works for whoever has no catalogue at hand."""
    assert competence(municipality("62063", TODAY), TODAY).auditorate == "aud-liege"


def _moved(line):
    if line.area == "charleroi":
        return line.model_copy(update={"cantons": tuple(name for name in line.cantons if name != "charleroi-4")})
    if line.area == "mons-tournai":
        return line.model_copy(update={"cantons": (*line.cantons, "charleroi-4")})
    return line
