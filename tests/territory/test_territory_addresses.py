"""Addresses of two registers: what is recognised, what is refused, and where a code and a point contradict."""

from collections import Counter
from datetime import date
from functools import cache

import polars as pl
import pytest

from inspection.territory.addresses import compared, contradictions, folded, match_addresses, middles, read_numbers
from sectors.reader import load_rules
from sectors.rules.addresses import AddressRules

ON = date(2026, 11, 26)
GENT, AALST = (3.7236, 51.0507), (4.0355, 50.9383)
STREETS = [
    ("9000", "44021", "Veldstraat", None, ["3", "5", "7", "7A", "9", "12-16", "20"]),
    ("9000", "44021", "Kerkplein", None, ["1"]),
    ("9000", "44021", "Kerkplaats", None, ["1"]),
    ("9000", "44021", "Burgemeester Karel Braunlaan", None, ["4"]),
    ("9000", "44021", "Sint-Jansstraat", None, ["4"]),
    ("9000", "44021", "Berkenlaan", None, ["2"]),
    ("9000", "44021", "Beukenlaan", None, ["2"]),
    ("9050", "44021", "Eikenlaan", None, ["2"]),
    ("1000", "21004", "Nieuwstraat", "Rue Neuve", ["10"]),
    ("1000", "21004", "Kerkstraat", "Rue de l'Église", ["10"]),
    ("1000", "21004", "Vredestraat", "Rue de la Paix", ["10"]),
    ("1000", "21004", "Waverse Steenweg", "Chaussée de Wavre", ["10"]),
    ("1040", "21004", "Langestraat", "Rue Longue", ["8"]),
    ("1040", "21005", "Langestraat", "Rue Longue", ["8"]),
]


@cache
def rules() -> AddressRules:
    """How the project compares addresses."""
    return load_rules().on(ON).addresses


def register(streets=STREETS) -> pl.DataFrame:
    """An address register in which every door has a longitude of its own."""
    doors = [
        (postcode, refnis, dutch, french, None, number, round(3 + place / 100 + n / 10_000, 6), 51.0)
        for place, (postcode, refnis, dutch, french, numbers) in enumerate(streets)
        for n, number in enumerate(numbers)
    ]
    columns = ("postcode", "municipality_refnis", "street_nl", "street_fr", "street_de", "house_number", "lon", "lat")
    return pl.DataFrame(
        doors, schema={c: pl.Float64 if c in ("lon", "lat") else pl.String for c in columns}, orient="row"
    )


def found(street, number="10", postcode="1000", refnis=None, *, other=None, streets=STREETS):
    """Match one address; returns the street and number of its point, its quality and the way; None where nothing is."""
    known = register(streets)
    asked = ("postcode", "refnis", "street_nl", "street_fr", "house_number")
    row = {"workplace": "w"} | dict(zip(asked, (postcode, refnis, street, other or street, number), strict=True))
    hits = match_addresses(pl.DataFrame([row], schema=dict.fromkeys(row, pl.String)), known.lazy(), rules())
    if hits.is_empty():
        return None
    hit = hits.row(0, named=True)
    door = known.filter((pl.col("lon") == hit["lon"]) & (pl.col("lat") == hit["lat"])).row(0, named=True)
    return door["street_nl"], door["house_number"], hit["quality"], hit["way"]


@pytest.mark.parametrize(
    ("written", "way"),
    [
        ("RUE NEUVE", "name"),
        ("Nieuwstraat", "name"),
        ("Rue Neuve – Nieuwstraat", "name"),
        ("Nieuwstraat / Rue Neuve", "name"),
        ("Nieuwstraat (Rue Neuve)", "name"),
        ("Rue Neuve, Bruxelles", "name"),
        ("r. Neuve", "short"),
        ("Nieuw str.", "short"),
        ("Nieuwstr", "short"),
        ("Rue Nueve", "spelling"),
        ("Nieuwstraad", "spelling"),
        ("Niewstraar", "spelling"),
    ],
)
@pytest.mark.few(6)
def test_a_street_is_recognised_as_people_write_it(written, way):
    """Both names, short forms, slips: the door is the same one."""
    assert found(written) == ("Nieuwstraat", "10", "exact", way)


@pytest.mark.parametrize(
    ("written", "postcode", "street"),
    [
        ("chée de Wavre", "1000", "Waverse Steenweg"),
        ("Waversestwg.", "1000", "Waverse Steenweg"),
        ("Paix (Rue de la)", "1000", "Vredestraat"),
        ("St.-Jansstr.", "9000", "Sint-Jansstraat"),
        ("Burg. K. Braunlaan", "9000", "Burgemeester Karel Braunlaan"),
    ],
)
def test_short_forms_titles_and_first_letters(written, postcode, street):
    """What registers and people shorten."""
    assert found(written, "10", postcode)[0] == street


@pytest.mark.parametrize(
    ("written", "postcode"),
    [
        ("Kerkpl.", "9000"),  # a plein or a plaats: there are both
        ("Eikenlaan", "9000"),  # right, and in another postcode: no slip of Berkenlaan
        ("Bekenlaan", "9000"),  # one letter from Berkenlaan, one from Beukenlaan
        ("Rue Neuve / Rue de la Paix", "1000"),  # a corner: both are there
        ("Industriezone", "1000"),
        ("Nieuwstraat", "2000"),  # a postcode that the register does not have
        ("(Gent)", "9000"),
    ],
)
def test_what_may_mean_two_streets_or_none_is_found_nowhere(written, postcode):
    """A guess is never passed for a fact."""
    assert found(written, "2", postcode) is None


def test_the_municipality_decides_between_two_streets_of_one_name():
    """1040 belongs to two municipalities; without a municipality neither street is taken."""
    assert found("Rue Longue", "8", "1040") is None
    hits = [match_addresses(_asked("1040", refnis), register().lazy(), rules()) for refnis in ("21004", "21005")]
    assert [hit["register_refnis"].to_list() for hit in hits] == [["21004"], ["21005"]]


def _asked(postcode: str, refnis: str) -> pl.DataFrame:
    row = {"workplace": "w", "postcode": postcode, "refnis": refnis, "street_nl": "Langestraat", "house_number": "8"}
    return pl.DataFrame([row | {"street_fr": "Rue Longue"}])


@pytest.mark.parametrize(
    ("number", "door", "quality"),
    [
        ("7", "7", "exact"),
        ("7 a", "7A", "exact"),
        ("7A", "7A", "exact"),
        ("7 bte 3", "7", "exact"),
        ("7/3", "7", "exact"),
        ("7 b 3", "7", "exact"),
        ("n° 7", "7", "exact"),
        ("7-9", "7", "exact"),
        ("8-9", "9", "exact"),  # the other end of the range
        ("12-16", "12-16", "exact"),
        ("14", "12-16", "exact"),  # within the range that the register has
        ("13", "7A", "street"),  # on the other side of the street
        ("7Z", "7", "street"),  # the house is near; whether it is the one is not known
        ("81", "7A", "street"),  # the middle of seven doors
        (None, "7A", "street"),
        ("z.n.", "7A", "street"),
        ("bus 3", "7A", "street"),  # a box alone is no number
        ("0", "7A", "street"),
    ],
)
@pytest.mark.few(9)
def test_the_door_is_found_by_its_number(number, door, quality):
    """Letters count, boxes do not; what the register does not know is no more than its street."""
    assert found("Veldstraat", number, "9000") == ("Veldstraat", door, quality, "name")


def test_a_number_behind_the_street_counts_where_there_is_no_other():
    """Many write it into one field."""
    assert found("Veldstraat 9", None, "9000") == ("Veldstraat", "9", "exact", "name")
    assert found("Veldstraat 9", "20", "9000") == ("Veldstraat", "20", "exact", "name")


def test_a_door_in_two_places_is_believed_in_neither():
    """Two streets of one name in one postcode: the register itself cannot tell them apart."""
    far = [*STREETS, ("9000", "44021", "Veldstraat", None, ["7", "30"])]
    assert found("Veldstraat", "7", "9000", streets=far) is None
    assert found("Veldstraat", "81", "9000", streets=far) is None
    assert found("Veldstraat", "30", "9000", streets=far)[1:3] == ("30", "exact")


def test_two_names_outvote_one():
    """Both fields name a street; the better way of recognising counts, not the order of the fields."""
    assert found("Nieuwstraat", other="Rue Neuvee")[0] == "Nieuwstraat"
    assert found("Nieuwstraat", other="Rue de la Paix") is None


@pytest.mark.parametrize("streets", [STREETS, []], ids=["a register", "an empty register"])
def test_nobody_asked_and_nothing_known_are_ordinary(streets):
    """A week of construction sites that all have their points; a register without a row."""
    nobody = _asked("1000", "21004").clear()
    assert match_addresses(nobody, register(streets).lazy(), rules()).height == 0
    if not streets:
        assert match_addresses(_asked("1000", "21004"), register(streets).lazy(), rules()).height == 0


def test_no_short_form_stands_for_two_words():
    """The compared form would depend on the order of the file."""
    forms = Counter(form for word in rules().words.values() for form in (word.full, *word.short))
    assert [form for form, count in forms.items() if count > 1] == []


def test_names_are_compared_without_accents_and_written_out():
    """Two registers write one street in several ways."""
    text = pl.DataFrame({"t": ["Chaussée d'Alsemberg", "CHEE D ALSEMBERG", "Chée. d'Alsemberg (Uccle)"]})
    name = text.select(folded(pl.col("t")))["t"]
    assert name.to_list() == ["chaussee d alsemberg", "chee d alsemberg", "chee d alsemberg"]
    assert (
        name.to_frame().select(compared(pl.col("t"), rules().words).alias("t"))["t"].to_list()
        == ["chausseedalsemberg"] * 3
    )


def test_numbers_are_read_and_not_guessed():
    """The parts of a number; what does not begin with digits has none."""
    text = pl.DataFrame({"t": ["12 A", "12-14", "12-200", "bus 3", "12 à 16", "12 bis"]})
    read = text.select(read_numbers(pl.col("t"), rules().matching))
    assert read["house"].to_list() == [12, 12, 12, None, 12, 12]
    assert read["letter"].to_list() == ["a", None, None, None, None, "bis"]
    assert read["end"].to_list() == [None, 14, None, None, 16, None]


def test_a_point_that_contradicts_its_code_is_named():
    """Country, arrondissement, canton, or no such code; without a code, only the country can be wrong."""
    points = pl.DataFrame(
        {
            "refnis": ["44021", "44021", "44021", "44021", "99999", None, None],
            "lon": [GENT[0], 2.35, 4.40, AALST[0], GENT[0], GENT[0], 2.35],
            "lat": [GENT[1], 48.85, 51.22, AALST[1], GENT[1], GENT[1], 48.85],
        }
    )
    judged = contradictions(points, ON, rules().matching)
    assert judged["contradiction"].to_list() == [None, "country", "arrondissement", "canton", "refnis", None, "country"]
    assert judged["district"].to_list()[:3] == ["oost-vlaanderen", None, "antwerpen"]


def test_a_point_beside_the_border_does_not_contradict():
    """Drawn borders are not exact: what lies in the next canton by metres is excused, by kilometres it is not."""
    wide = rules().matching.model_copy(update={"border_metres": 40_000.0})
    points = pl.DataFrame({"refnis": ["44021"], "lon": [AALST[0]], "lat": [AALST[1]]})
    assert contradictions(points, ON, wide)["contradiction"].to_list() == [None]
    assert contradictions(points, ON, rules().matching)["contradiction"].to_list() == ["canton"]


def test_a_code_of_before_a_merger_is_that_of_its_successor():
    """The register may know a municipality by the code that ended in 2024."""
    points = pl.DataFrame({"refnis": ["44048"], "lon": [3.67], "lat": [50.96]})
    assert contradictions(points, ON, rules().matching)["contradiction"].to_list() == [None]


def test_the_middle_of_a_municipality_is_that_of_its_postcode():
    """A large municipality has several: a door of the postcode is nearer than one of the whole."""
    wanted = pl.DataFrame({"postcode": ["9050", "9000", "1234"], "refnis": ["44021", "44048", "44021"]})
    assert middles(register().lazy(), wanted).rows() == [("9050", "44021", 3.07, 51.0)]
