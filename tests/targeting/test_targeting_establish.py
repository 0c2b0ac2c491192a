"""Who is a workplace on a day, in which sector, and where it lies."""

from datetime import date

import pytest
from builders_targeting import ENTERPRISE, GENT, ON, UNIT, catalogue, lake, merged, only, restaurant

from inspection.targeting.frame import Established, establish

POINT = (3.7236, 51.0507)
OWN = {"entity_number": UNIT, "type_of_address": "BAET", **GENT}
CLOSED = {"enterprise_number": ENTERPRISE, "status": "ST", "start_date": date(2010, 1, 1)}
WORKS = {
    "work_declaration": "W1",
    "main_contractor": ENTERPRISE,
    "starts_on": date(2026, 10, 1),
    "ends_on": date(2026, 12, 31),
    "amount_cents": 90_000_000,
    "postcode": "5000",
    "municipality": "Namur",
    "street": "Rue de Fer",
    "house_number": "1",
}


@pytest.fixture
def frame_of(tmp_path, polygons):
    """Establish the frame of a small lake."""

    def made(tables, on: date = ON) -> Established:
        return establish(lake(tmp_path / "lake", tables), catalogue(), on, cache=polygons)

    return made


def door(**more):
    base = {"postcode": "9000", "municipality_refnis": "44021", "street_nl": "Veldstraat", "house_number": "7"}
    return {"addresses.address": [{**base, "lon": POINT[0], "lat": POINT[1], **more}]}


def test_an_ordinary_restaurant_is_a_workplace(frame_of):
    """One establishment, its sector, its place: Gent lies in Oost-Vlaanderen."""
    row = only(frame_of(restaurant()))
    assert row["workplace"] == f"est:{UNIT}"
    assert (row["sector"], row["sectors"], row["activity_of"]) == ("restaurants", ["restaurants"], "establishment")
    assert (row["refnis"], row["district"], row["quality"]) == ("44021", "oost-vlaanderen", "canton")
    assert row["canton"].startswith("gent")


@pytest.mark.parametrize(
    ("version", "code", "sectors"),
    [
        ("2025", "56111", ["restaurants"]),
        ("2008", "56101", ["restaurants"]),
        ("2025", "5611103", ["restaurants"]),  # a code of seven digits belongs by its first five
        ("2025", "56101", []),  # a code of 2008 means nothing in 2025
        ("2008", "43910", ["construction"]),
        ("2003", "55301", []),  # a version that no sector uses
    ],
)
def test_membership_goes_by_the_code_of_its_own_version(frame_of, version, code, sectors):
    """The same digits mean another thing in another version of the nomenclature."""
    activity = [{"nace_version": version, "nace_code": code, "classification": "MAIN", "activity_group": "001"}]
    found = frame_of(restaurant(activity=activity)).frame
    assert found["sectors"].to_list() == ([sectors] if sectors else [])


def test_an_establishment_without_activity_takes_that_of_its_enterprise(frame_of):
    """Many units declare none; one that declares another activity keeps its own."""
    seat = {"entity_number": ENTERPRISE, "nace_version": "2025", "nace_code": "56111", "classification": "MAIN"}
    assert only(frame_of({**restaurant(), "kbo.activity": [seat]}))["activity_of"] == "enterprise"


def test_an_activity_of_its_own_is_not_overruled_by_the_enterprise(frame_of):
    """A warehouse of a restaurant keeper is no restaurant."""
    seat = {"entity_number": ENTERPRISE, "nace_version": "2025", "nace_code": "56111", "classification": "MAIN"}
    store = {"entity_number": UNIT, "nace_version": "2025", "nace_code": "52100", "classification": "MAIN"}
    assert frame_of({**restaurant(), "kbo.activity": [seat, store]}).frame.is_empty()


def test_two_sectors_are_both_kept(frame_of):
    """Which card counts is decided later, by points; the main activity is the code that is shown."""
    both = [
        {"nace_version": "2025", "nace_code": "14210", "classification": "SECO"},
        {"nace_version": "2025", "nace_code": "56111", "classification": "MAIN"},
    ]
    row = only(frame_of(restaurant(activity=both)))
    assert row["sectors"] == ["garment", "restaurants"]
    assert row["nace_code"] == "56111"


def test_the_address_register_gives_the_door(frame_of):
    """Case and accents do not keep an address from being found."""
    row = only(frame_of(merged(restaurant(address={**GENT, "street_nl": "VELDSTRAAT"}), door())))
    assert (row["lon"], row["lat"], row["quality"]) == (*POINT, "exact")
    assert row["canton"].startswith("gent")


def test_the_exact_house_number_goes_before_a_near_one(frame_of):
    """`7a` is found as itself where the register has it, not as 7."""
    own = restaurant(address={**GENT, "house_number": "7a"})
    doors = merged(door(), door(house_number="7A", lon=3.72))
    row = only(frame_of(merged(own, doors)))
    assert (row["lon"], row["quality"]) == (3.72, "exact")


def test_a_letter_that_the_register_does_not_know_is_no_door(frame_of):
    """The house with these digits is near; whether it is the one is not known, and is said."""
    row = only(frame_of(merged(restaurant(address={**GENT, "house_number": "7 Z"}), door())))
    assert (row["lon"], row["lat"], row["quality"]) == (*POINT, "street")


def test_an_unknown_street_lies_in_the_middle_of_its_municipality(frame_of):
    """Two doors of the postcode: the point is between them, and is said to be no more than the municipality's."""
    unknown = restaurant(address={**GENT, "street_nl": "Onbekend", "street_fr": "Onbekend"})
    row = only(frame_of(merged(unknown, door(), door(house_number="9", lat=POINT[1] + 0.002))))
    assert (row["lon"], row["lat"], row["quality"]) == (POINT[0], pytest.approx(POINT[1] + 0.001), "municipality")
    assert row["canton"].startswith("gent")


def test_a_point_in_another_arrondissement_is_not_believed(frame_of):
    """A coordinate that was typed wrongly must not send a team, or a referral, elsewhere; it is listed."""
    found = frame_of(merged(restaurant(), door(lon=4.40, lat=51.22)))
    assert (only(found)["district"], only(found)["quality"]) == ("oost-vlaanderen", "canton")
    assert found.disagreements["contradiction"].to_list() == ["arrondissement"]
    assert found.places == {"canton": 1}


def test_a_street_filed_under_another_municipality_is_listed(frame_of):
    """The door is believed: street, postcode and number agree; the two codes do not, and somebody has to look."""
    found = frame_of(merged(restaurant(), door(municipality_refnis="44048")))
    assert only(found)["quality"] == "exact"
    odd = found.disagreements.row(0, named=True)
    assert (odd["contradiction"], odd["refnis"], odd["register_refnis"]) == ("municipality", "44021", "44048")


def test_without_an_address_of_its_own_the_seat_is_used_and_said(frame_of):
    """The seat is not the workplace, so the sheet has to say what it is."""
    seat = {
        "entity_number": ENTERPRISE,
        "type_of_address": "REGO",
        **GENT,
        "postcode": "4000",
        "municipality_fr": "Liège",
    }
    row = only(frame_of({**restaurant(), "kbo.address": [seat]}))
    assert (row["address_source"], row["district"]) == ("seat", "liege")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"kbo.enterprise": []}, "enterprise_unknown"),
        ({"kbo.enterprise": [CLOSED]}, "enterprise_not_active"),
        ({"kbo.address": []}, "no_address"),
        ({"kbo.address": [{**OWN, "struck_off_on": date(2026, 5, 1)}]}, "address_struck_off"),
        ({"kbo.address": [{**OWN, "country": "France"}]}, "address_abroad"),
        (
            {"kbo.address": [{**OWN, "postcode": "0001", "municipality_nl": "Nergens", "municipality_fr": None}]},
            "place_unknown",
        ),
    ],
)
def test_who_is_left_out_is_counted_with_the_reason(frame_of, change, reason):
    """Nobody disappears silently between the register and the frame."""
    found = frame_of({**restaurant(), **change})
    assert found.frame.is_empty()
    assert found.left_out == {reason: 1}


def test_an_address_struck_off_later_still_counts_today(frame_of):
    """As of the day: what is announced for next month has not happened."""
    later = {"entity_number": UNIT, "type_of_address": "BAET", **GENT, "struck_off_on": date(2026, 12, 24)}
    assert frame_of({**restaurant(), "kbo.address": [later]}).frame.height == 1


def test_an_establishment_that_starts_later_is_no_workplace_yet(frame_of):
    """Nobody is visited before the place exists."""
    assert frame_of(restaurant(started_on=date(2026, 12, 1))).left_out == {"not_started": 1}


@pytest.mark.parametrize(
    ("more", "is_open"),
    [
        ({}, True),
        ({"ends_on": None}, True),
        ({"ends_on": date(2026, 11, 26)}, True),
        ({"ends_on": date(2026, 11, 25)}, False),
        ({"starts_on": date(2026, 11, 27)}, False),
    ],
)
def test_open_works_are_workplaces(frame_of, more, is_open):
    """A site counts from its first to its last day, both included."""
    found = frame_of({"works.works": [{**WORKS, **more}]})
    assert found.frame["workplace"].to_list() == (["site:W1"] if is_open else [])


def test_a_site_has_its_own_point_and_its_main_contractor(frame_of):
    """Coordinates of the declaration count; there is no establishment."""
    row = only(frame_of({"works.works": [{**WORKS, "lon": 4.8667, "lat": 50.4667}]}))
    assert (row["enterprise"], row["establishment"], row["address_source"]) == (ENTERPRISE, None, "works")
    assert (row["sector"], row["district"], row["quality"]) == ("construction", "namur", "exact")


def test_the_frame_is_sorted_and_complete(frame_of):
    """One row a workplace, in the order of its id, whatever the order of the register."""
    several = merged(*(restaurant(f"180000000{n}", f"800000000{n}") for n in (3, 1, 2)))
    assert frame_of(several).frame["workplace"].to_list() == [f"est:800000000{n}" for n in (1, 2, 3)]
