"""What a code, a machine-readable zone and a national number say, and what is taken of it, by a tap."""

import random
import string
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from browsers import IN_CHROMIUM
from field_modules import in_node
from field_servers import Stub
from field_views import do
from playwright.sync_api import BrowserContext

from inspection.registers import birth_date_of

ON = date(2026, 11, 30)
PASSPORT = [  # the examples of ICAO Doc 9303, parts 4, 5 and 6
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
]
CARD = ["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"]
SMALL = ["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"]
LONG = ["I<UTOD23145890<7349<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2", "STEVENSON<<PETER<<<<<<<<<<<<<<"]
PLACE, PERSON, ANY = ["enterprise", "establishment"], ["national", "bis"], []


CODES: list[tuple[str, list[str], int, str | None, str | None, str | None]] = [
    ("0200000043", PLACE, 64, "enterprise", "0200000043", None),
    ("BE 0200.000.043", PLACE, 64, "enterprise", "0200000043", None),
    ("2000000042", PLACE, 64, "establishment", "2000000042", None),
    ("2.000.000.043", PLACE, 64, None, None, "check"),  # one digit wrong
    ("0200000034", PLACE, 64, None, None, "check"),  # two digits exchanged
    ("0200000043", PERSON, 64, "enterprise", "0200000043", "other"),  # of a place, and asked of a person
    ("85073003328", PERSON, 64, "national", "85073003328", None),
    ("85.07.30-033.29", PERSON, 64, None, None, "check"),
    ("98472899765", PERSON, 64, "bis", "98472899765", None),
    ("https://example.org/?n=0200000043", PLACE, 64, None, None, None),  # no format is taken apart
    ("A1 \x1d 123", ANY, 300, None, None, None),
    ("0200000034", ANY, 300, None, None, None),  # a text among texts
    ("x" * 65, PLACE, 64, None, None, "long"),
    ("x", PLACE, 0, None, None, "other"),
]


def test_a_code_is_a_number_when_its_check_digits_agree(tmp_path: Path):
    """Of a number's length and wrong, it is refused; anything else is a text, which is asked about."""
    said = in_node(tmp_path, """import { understood, written } from "./app/readings.js";
        const read = ([text, kinds, texts]) => understood(text, {kinds, texts});
        const ones = ["0200000043", "2000000042", "85073003328"].map((text) => read([text, given.all, 0]));
        answer([given.codes.map(read), ones.map(({kind, number}) => written(kind, number))]);""",
        codes=CODES, all=PLACE + PERSON)  # fmt: skip
    assert [(one["kind"], one["number"], one["refused"]) for one in said[0]] == [code[3:] for code in CODES]
    assert said[0][10]["text"] == "A1   123"
    assert said[1] == ["0200.000.043", "2.000.000.042", "85.07.30-033.28"]


def test_a_birth_by_the_number_is_the_one_that_the_office_reads(tmp_path: Path):
    """National and BIS numbers of both centuries, with days that nobody knows, and numbers that are none."""
    dice = random.Random(27)
    given = {"numbers": [a_number(dice) for _ in range(3_000)], "on": ON.isoformat()}
    found = in_node(tmp_path, """import { ageOn, birthOf } from "./app/identifiers.js";
        const births = given.numbers.map((one) => birthOf(one, given.on));
        answer([births, ageOn("2008-12-01", given.on), ageOn("2008-11-30", given.on)]);""", **given)  # fmt: skip
    births = [birth_date_of(one, ON) for one in given["numbers"]]
    assert found == [[born and born.isoformat() for born in births], 17, 18]
    assert 500 < births.count(None) < 2_500


def a_number(dice: random.Random) -> str:
    """Eleven digits; most with right check digits."""
    month, day = dice.choice((0, 1, 7, 12, 13, 20, 27, 40, 52)), dice.choice((0, 1, 15, 29, 31))
    body = f"{dice.randrange(100):02}{month:02}{day:02}{dice.randrange(1, 999):03}"
    check = 97 - int(dice.choice(("", "2")) + body) % 97
    return f"{body}{(check + (dice.random() < 0.2)) % 100:02}"


def read(folder: Path, *zones: list[str]) -> list[dict[str, Any]]:
    """Read zones."""
    found: list[dict[str, Any]] = in_node(folder, """import { readZone } from "./app/zone.js";
        answer(given.zones.map((lines) => readZone(lines.join("\\n"), given.on)));""",
        zones=zones, on=ON.isoformat())  # fmt: skip
    return found


def test_the_examples_of_the_standard_are_read(tmp_path: Path):
    """Whole, or the lines that hold the numbers; a number that is longer than its place; small letters and spaces."""
    anna = {"name": "ANNA MARIA ERIKSSON", "birth_date": "1974-08-12", "expires": "2012-04-15", "issuer": "UTO"}
    peter = {"number": "D23145890734", "name": "PETER STEVENSON", "birth_date": "1934-07-12", "expires": "2095-07-12"}
    typed = [" ".join(PASSPORT[1].lower())]
    found = read(tmp_path, PASSPORT, CARD, SMALL, LONG, typed, CARD[:2])
    assert [one["faults"] for one in found] == [[]] * 6
    zones = [one["zone"] for one in found]
    assert zones[0] == {"kind": "passport", "number": "L898902C3", **anna}
    assert zones[1] == {"kind": "card", "number": "D23145890", **anna}
    assert zones[2] == {"kind": "small", "number": "D23145890", **anna}
    assert zones[3] == {"kind": "card", "issuer": "UTO", **peter}
    assert zones[4] == {"kind": "passport", "number": "L898902C3", **anna, "name": None, "issuer": ""}
    assert zones[5] == {"kind": "card", "number": "D23145890", **anna, "name": None}


def test_a_slip_of_the_finger_is_found_where_it_happened(tmp_path: Path):
    """Each sign of the checked parts, made another: nothing is given, and the part is named."""
    dice = random.Random(9303)
    spans = {"number": range(9), "birth": range(13, 19), "expiry": range(21, 27), "whole": range(28, 42)}
    slips = [(part, at) for part, span in spans.items() for at in span]
    zones = []
    for _, at in slips:
        line = PASSPORT[1]
        others = string.digits if line[at].isdigit() else string.ascii_uppercase
        other = dice.choice([sign for sign in others if weight(sign) % 10 != weight(line[at]) % 10])
        zones.append([PASSPORT[0], line[:at] + other + line[at + 1 :]])
    found = read(tmp_path, *zones)
    assert all(one["zone"] is None for one in found)
    assert all(part in one["faults"] for (part, _), one in zip(slips, found, strict=True))
    wrong = read(tmp_path, ["P<UTO"], [PASSPORT[0], PASSPORT[1][:-1]], ["É" * 44], [])
    assert [one["faults"] for one in wrong] == [["length"], ["length"], ["signs"], ["length"]]


def weight(sign: str) -> int:
    """What a sign counts."""
    return 0 if sign == "<" else int(sign, 36)


@pytest.mark.browser
@IN_CHROMIUM[1]
def test_what_a_number_and_a_zone_say_is_taken_by_a_tap_or_not_at_all(context: BrowserContext, stub: Stub):
    """A minor by the number; a zone with a slip gives nothing, and a right one fills three fields."""
    found = do(context, stub, """
        const ref = await draft.addPerson({name: "N"});
        await draft.set("facts_on", "2026-11-30");
        desk.package = {...desk.package, minor_under_years: 18};
        document.body.innerHTML = '<main id="page"></main><div id="spoken"></div>';
        document.getElementById("page").append((await load("views/identity")).identity(ref));
        const kept = () => ({...draft.control.persons[0]});
        const offered = () => all(".proposed button").map((one) => one.textContent);
        const told = [];
        for (const number of ["10051400148", "10051400147"]) {
          type(labelled("person.number"), number); await atRest();
          told.push([offered(), kept().birth_date, kept().under_age]);
        }
        await tap("person.take_minor"); await tap("person.take_birth");
        told.push([offered(), kept().birth_date, kept().under_age]);
        const zone = labelled("zone.lines");
        for (const slip of ["7408123", "7408122"]) {
          type(zone, given.zone.replace("7408122", slip)); await atRest();
          told.push([offered(), kept().name]);
        }
        document.querySelector("details").open = true;
        await tap("zone.take");
        return [...told, [kept().name, kept().birth_date, kept().documents]];
        """, zone="\n".join(PASSPORT))  # fmt: skip
    both = ["person.take_birth", "person.take_minor"]
    assert found == [
        [[], None, None],
        [both, None, None],
        [[], "2010-05-14", True],
        [[], "N"],
        [["zone.take"], "N"],
        ["ANNA MARIA ERIKSSON", "1974-08-12", "UTO L898902C3 → 2012-04-15"],
    ]
