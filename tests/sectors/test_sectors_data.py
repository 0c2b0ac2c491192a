"""What the product's own files promise: four languages, a source for everything, the sanctions, the sectors."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from sectors import Catalogue
from sectors.fault import RULE_FAULTS
from sectors.reader import Rules
from sectors.rules.values import Sourced, Text

ROOT = Path(__file__).parents[2]
OWN_FILES = sorted({*(ROOT / "sectors").rglob("*.yaml")} - {RULE_FAULTS})
DAYS = [date(2017, 1, 1), date(2024, 7, 1), date(2025, 1, 1), date(2026, 2, 1), date(2026, 9, 1), date(2026, 11, 25)]
CORE = ["agriculture", "construction", "garment", "restaurants"]
FURTHER = [
    "agency",
    "car_wash",
    "cleaning",
    "domestic",
    "meat",
    "nail_bar",
    "night_shop",
    "transport",
    "wellness_massage",
]


def _values(value: Any, path: str = "") -> Iterator[tuple[str, BaseModel]]:
    """Yield every model inside `value` with its path."""
    if isinstance(value, BaseModel):
        yield path, value
        value = {name: getattr(value, name) for name in type(value).model_fields}
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _values(item, f"{path}.{key}")
    elif isinstance(value, tuple):
        for at, item in enumerate(value):
            yield from _values(item, f"{path}[{at}]")


@pytest.fixture(scope="module", params=DAYS, ids=str)
def catalogue(request: pytest.FixtureRequest, rules: Rules) -> Catalogue:
    """The rules on days of each period."""
    return rules.on(request.param)


def test_every_label_has_four_languages(catalogue: Catalogue) -> None:
    """No wording is empty, and none says that it is ours twice."""
    labels = [(path, text) for path, text in _values(catalogue) if isinstance(text, Text)]
    assert len(labels) > 400
    empty = [
        f"{path}.{lang}" for path, text in labels for lang in ("fr", "nl", "de", "en") if not text.say(lang).strip()
    ]
    assert not empty
    assert not [path for path, text in labels if len(set(text.ours)) != len(text.ours)]


def test_every_value_has_a_source(catalogue: Catalogue) -> None:
    """Nothing is law because a file says so."""
    sourced = [(path, value) for path, value in _values(catalogue) if isinstance(value, Sourced)]
    assert len(sourced) > 200
    assert not [path for path, value in sourced if not value.source.strip()]
    assert not [key for key, sector in catalogue.sectors.items() if "sector" not in sector.sources]
    assert not [key for key, sector in catalogue.sectors.items() if sector.card and not sector.card.base_rate_source]


def test_every_value_says_what_it_rests_on(catalogue: Catalogue) -> None:
    """A statute, an authority, somebody who wrote, an inference, or ourselves: and then never surer than L."""
    rests = [
        (path, value)
        for path, value in _values(catalogue)
        if {"source", "confidence"} <= type(value).model_fields.keys()
    ]
    assert len(rests) > 200
    assert not [path for path, value in rests if value.origin is None]
    assert not [path for path, value in rests if value.origin == "ours" and value.confidence != "L"]
    ours = ("project's own", "own wording", "ours")
    assert not [path for path, value in rests if value.source.startswith(ours) and value.origin != "ours"]


def test_every_file_says_when_it_was_last_read(rules: Rules) -> None:
    """A file of the law that this folder's owner writes carries its last review."""
    ours = {
        f"sectors/common/{name}.yaml"
        for name in [
            "offences",
            "sanctions",
            "consequences",
            "clocks",
            "deadlines",
            "selection",
            "planning",
            "travel",
            "releases",
            "retention",
            "on_call",
            "steps",
            "links",
        ]
    }
    ours |= {f"sectors/{key}.yaml" for key in [*CORE, *FURTHER]}
    assert not [warning for warning in rules.warnings(date(2026, 11, 25)) if warning.where in ours]


# law.md 3.3, in euros: level → (prison months, criminal, administrative)
TABLE = {
    date(2024, 6, 30): {
        1: (None, None, (80, 800)),
        2: (None, (400, 4000), (200, 2000)),
        3: (None, (800, 8000), (400, 4000)),
        4: ((6, 36), (4800, 48000), (2400, 24000)),
    },
    date(2026, 1, 31): {
        1: (None, None, (80, 800)),
        2: (None, (400, 4000), (200, 2000)),
        3: (None, (1600, 16000), (800, 8000)),
        4: ((6, 36), (4800, 56000), (2400, 28000)),
    },
    date(2026, 8, 31): {
        1: (None, None, (100, 1000)),
        2: (None, (500, 5000), (250, 2500)),
        3: (None, (2000, 20000), (1000, 10000)),
        4: ((6, 36), (6000, 70000), (3000, 35000)),
    },
}
TABLE[date(2026, 9, 1)] = TABLE[date(2026, 8, 31)]
FIRST_DAYS = {
    date(2017, 1, 1): date(2024, 6, 30),
    date(2024, 7, 1): date(2026, 1, 31),
    date(2026, 2, 1): date(2026, 8, 31),
    date(2026, 9, 1): date(2026, 9, 1),
}


def _cents(euros: tuple[int, int] | None) -> tuple[int, int] | None:
    return None if euros is None else (euros[0] * 100, euros[1] * 100)


@pytest.mark.parametrize(("first", "last"), FIRST_DAYS.items(), ids=str)
@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_the_table_of_sanctions_is_exact_on_both_ends_of_each_period(
    rules: Rules, first: date, last: date, level: int
) -> None:
    """Base times surcharge gives the printed amounts, on the first and on the last day."""
    for day in (first, last):
        sanctions = rules.on(day).sanctions
        found = sanctions.ranges[level]
        prison, criminal, administrative = TABLE[last][level]
        assert sanctions.valid_from == first
        assert found.prison_months == prison
        assert found.criminal_cents == _cents(criminal)
        assert found.administrative_cents == _cents(administrative)
        assert sanctions.workers_cap == 100


def test_what_the_new_penal_code_changes_is_shown_to_be_verified(rules: Rules) -> None:
    """The surcharge is carried on after 1 September 2026 with confidence L; before, the table is checked."""
    after, before = rules.on(date(2026, 9, 1)).sanctions, rules.on(date(2026, 8, 31)).sanctions
    assert (after.confidence, after.surcharge_factor) == ("L", 10)
    assert after.is_to_verify
    assert all(found.is_to_verify for found in after.ranges.values())
    assert not before.is_to_verify


def test_no_article_of_the_new_penal_code_is_printed() -> None:
    """Neither its believed number nor any number beside its name."""
    for file in OWN_FILES:
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"\b258\b", text), file.name
        assert not re.search(r"(?i)new penal code\W+(art|§|\d)", text), file.name


def test_every_row_of_the_table_of_infringements_is_there(rules: Rules) -> None:
    """Forty keys, each with its domain, and those that were split off or added in 2026."""
    offences = rules.on(date(2026, 11, 25)).offences
    by_domain = {d: sorted(k for k, o in offences.items() if o.domain == d) for d in ("D1", "D2", "D3", "D4", "DX")}
    assert {domain: len(keys) for domain, keys in by_domain.items()} == {"D1": 11, "D2": 13, "D3": 11, "D4": 9, "DX": 2}
    assert all(set(offence.label.ours) == {"fr", "nl", "de", "en"} for offence in offences.values())


@pytest.mark.parametrize(
    ("key", "day", "level"),
    [
        ("PAY_UNPAID", date(2024, 6, 30), 2),
        ("PAY_UNPAID", date(2024, 7, 1), 3),
        ("DOC_PAYSLIP", date(2024, 6, 30), None),  # the facts do not give it
        ("DOC_PAYSLIP", date(2024, 7, 1), 3),
        ("SS_DIMONA_IN", date(2017, 1, 1), 4),
        ("SS_30BIS_DECL", date(2026, 11, 25), None),
    ],
)
def test_levels_follow_the_date_of_the_facts(rules: Rules, key: str, day: date, level: int | None) -> None:
    """Facts of last March are judged by last March's law."""
    assert rules.on(day).offence(key).level == level


def test_the_copy_of_the_report_has_fourteen_days(rules: Rules) -> None:
    """Counted from the day after the finding, moved to a working day; the weaker of its sources marks it."""
    clock = rules.on(date(2026, 11, 25)).clocks["pv_copy"]
    assert (clock.length, clock.unit, clock.counted_from, clock.moves_to_working_day) == (14, "days", "day_after", True)
    assert clock.confidence == "M"


def test_every_clock_says_what_starts_it_and_what_it_asks(rules: Rules) -> None:
    """None stands in the file that nothing starts; a missed deadline to comply sends somebody back."""
    catalogue = rules.on(date(2026, 11, 25))
    given = {question.event for question in catalogue.questions.values()} - {None}
    started = {key: clock.starts in given | {"finding", "facts"} for key, clock in catalogue.clocks.items()}
    assert started == dict.fromkeys(started, True)
    assert [key for key, clock in catalogue.clocks.items() if clock.asks == "visit"] == ["deadline_to_comply"]
    assert catalogue.clocks["pv_copy"].shifted_by == "offender_identified"
    assert {key for key, clock in catalogue.clocks.items() if clock.only_if == "pv"} == {
        "pv_copy",
        "administrative_route",
    }


def test_the_floor_for_an_aggravating_factor_begins_on_its_day(rules: Rules) -> None:
    """Half the maximum, since 1 February 2026 and on."""
    before, after = rules.on(date(2026, 1, 31)).sanctions, rules.on(date(2026, 2, 1)).sanctions
    assert (before.aggravating_floor_percent, after.aggravating_floor_percent) == (None, 50)
    assert rules.on(date(2026, 9, 1)).sanctions.aggravating_floor_percent == 50


def test_consequences_are_the_four_of_the_law_and_every_level_has_a_proposal(rules: Rules) -> None:
    """Only the report of infringement is open always; what is proposed is ours and shown "to be verified"."""
    catalogue = rules.on(date(2026, 11, 25))
    assert list(catalogue.consequences) == ["information", "warning", "deadline", "pv"]
    assert [key for key, found in catalogue.consequences.items() if not found.at_discretion] == ["pv"]
    assert set(catalogue.discretion.proposed_by_level) == {1, 2, 3, 4}
    assert catalogue.discretion.is_to_verify
    asked = {choice.key for choice in catalogue.questions["cl_consequence"].choices}
    assert asked == {"nothing", *catalogue.consequences}
    assert not catalogue.offence("HOUSING").discretion


def test_what_proposes_or_stays_open_by_itself_is_ours_and_to_be_verified(rules: Rules) -> None:
    """No law gives a list of grave facts, sets or strong signs, nor of what is connected with exploitation."""
    today = rules.on(date(2026, 11, 29))
    grave = {key: fact for key, fact in today.dignity_facts.items() if fact.dignity == "grave"}
    ours = (*grave.values(), *today.strong_signs.values(), today.exploitation, today.dignity_rule)
    assert {(one.confidence, one.source.startswith("project's own")) for one in ours} == {("L", True)}
    assert {"confinement_seen", "violence", "debt_bondage", "sold", "child_at_night"} == grave.keys()
    assert {fact.confidence for fact in today.dignity_facts.values()} == {"L"}
    assert not {"DOC_WORKRULES", "PAY_CBA", "SS_DMFA_MISSING"} & set(today.exploitation.offences)
    crimes = {key for key, offence in today.offences.items() if not offence.discretion}
    assert crimes <= set(today.exploitation.offences)


def test_the_waits_of_the_house_are_data_and_ours(rules: Rules) -> None:
    """An hour for an undecided suspicion, a usual way between two visits; a service changes them by a local line."""
    catalogue = rules.on(date(2026, 11, 25))
    assert (catalogue.deadlines.undecided_alert_minutes, catalogue.planning.hop_minutes) == (60, 15)
    assert catalogue.deadlines.failed_attempts_alert == 3
    assert catalogue.planning.partner_reminder_days == (14, 7, 2)
    assert catalogue.deadlines.is_to_verify
    assert catalogue.planning.is_to_verify


def test_what_a_week_keeps_beside_its_plan_has_a_retention_class(rules: Rules) -> None:
    """Holds, orders and who may see them, joint actions and roads: safe defaults that the DPO has still to approve."""
    retention = rules.on(date(2026, 11, 25)).retention
    later = ("hold", "judicial_order", "judicial_permission", "joint_action", "joint_partner", "road_time_cache")
    assert {retention[key].confidence for key in later} == {"L"}
    assert not [key for key in later if "to be approved by the DPO" not in retention[key].source]
    assert retention["judicial_order"].days is None  # a person decides, with the magistrate
    assert retention["judicial_permission"].days == retention["access_log"].days
    assert retention["joint_action"].days == retention["selection"].days


def test_four_core_sectors_are_on_and_nine_are_off(rules: Rules) -> None:
    """The further sectors are complete enough to be switched on by one local line."""
    catalogue = rules.on(date(2026, 11, 25))
    assert [sector.key for sector in catalogue.enabled_sectors()] == CORE
    assert sorted(set(catalogue.sectors) - set(CORE)) == FURTHER
    assert all(sector.core == (key in CORE) for key, sector in catalogue.sectors.items())
    assert all(catalogue.card(key).signals for key in catalogue.sectors)


def test_what_is_asked_everywhere_stands_in_one_place(rules: Rules) -> None:
    """A sector adds its own documents; one that a local file repeats is asked once."""
    catalogue = rules.on(date(2026, 11, 25))
    everywhere = catalogue.visit_record.documents_everywhere
    for sector in catalogue.sectors.values():
        assert not set(everywhere) & set(sector.documents), sector.key
        assert catalogue.documents_asked(sector) == (*everywhere, *sector.documents)
    sector = catalogue.sectors["garment"]
    repeated = sector.model_copy(update={"documents": (*everywhere, *sector.documents)})
    assert catalogue.documents_asked(repeated) == catalogue.documents_asked(sector)


def test_codes_of_each_version_follow_its_start(rules: Rules) -> None:
    """Before 2025 there is no list of 2025; afterwards both stand side by side, for rows of their own version."""
    assert set(rules.on(date(2024, 12, 31)).sectors["construction"].nace) == {"2008"}
    nace = rules.on(date(2025, 1, 1)).sectors["construction"].nace
    assert set(nace) == {"2008", "2025"}
    assert "43994" in nace["2008"]  # masonry
    assert "43994" not in nace["2025"]
    assert "41101" not in nace["2025"]


def test_restaurants_are_taken_as_a_whole(rules: Rules) -> None:
    """Never by the seven-digit code that stands for origin; the file says why."""
    sector = rules.on(date(2026, 11, 25)).sectors["restaurants"]
    codes = [code for version in sector.nace.values() for code in version]
    assert {len(code) for code in codes} == {5}
    assert "exotic" in sector.note


def test_seasons_stand_on_the_windows(rules: Rules) -> None:
    """Picking at dawn exists in June and not in January; sheds have people all year."""
    windows = rules.on(date(2026, 11, 25)).sectors["agriculture"].windows
    at_dawn = [window for window in windows if window.opens == 330]
    assert any(window.holds_on(date(2026, 6, 8)) for window in at_dawn)
    assert not any(window.holds_on(date(2026, 1, 12)) for window in at_dawn)
    assert any(window.holds_on(date(2026, 1, 12)) for window in windows)


def test_estimates_are_shown_to_be_verified(rules: Rules) -> None:
    """Hours, durations and cards are nobody's law."""
    for sector in rules.on(date(2026, 11, 25)).sectors.values():
        assert all(window.is_to_verify for window in sector.windows)
        assert sector.sources["sector"].is_to_verify
        assert sector.card is not None
        assert sector.card.is_to_verify


def test_the_head_of_a_file_explains_each_key_once() -> None:
    """A second explanation is the one that nobody keeps true."""
    for file in OWN_FILES:
        for block in re.findall(r"(?:^#.*\n)+", file.read_text("utf-8"), re.MULTILINE):
            explained = re.findall(r"^# ([a-z_]+) {2,}\S", block, re.MULTILINE)
            assert len(explained) == len(set(explained)), file.name


def test_no_price_of_a_plan_is_called_a_probability() -> None:
    """The planner counts in worth; nothing that it sees is a probability."""
    assert "probability" not in (ROOT / "sectors/common/planning.yaml").read_text("utf-8")


def test_who_cannot_quit_is_called_so_in_german_that_holds_together() -> None:
    """Two verbs that govern different forms share no object."""
    for file in OWN_FILES:
        assert "oder kann nicht zu" not in file.read_text("utf-8"), file.name


def test_no_rule_file_of_ours_has_a_machine_path() -> None:
    """Files are read on other machines."""
    for file in OWN_FILES:
        assert not re.search(r"/(work|home|tmp|root)/", file.read_text(encoding="utf-8")), file.name


@pytest.mark.battery(reason="a slow reader over every file; the product's own reads each in every run")
def test_plain_yaml_reads_the_same_labels() -> None:
    """Codes and hours are quoted, so that any other YAML reader sees the same text."""
    for file in OWN_FILES:
        raw = yaml.safe_load(file.read_text(encoding="utf-8"))
        for version in raw.get("nace", {}).values():
            assert all(isinstance(code, str) for line in version.values() for code in line["codes"]), file.name


ARTICLE = re.compile(r"\b(?:SPC|art|arts|article|articles)\b\.?\s*\d|§\s*\d|\b433[a-z]+ies\b", re.IGNORECASE)


@pytest.mark.parametrize("package", ["sectors", "inspection"])
def test_no_module_holds_the_number_of_an_article(package: str) -> None:
    """Articles are data: they change with the law, not with the program."""
    found = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in sorted((ROOT / package).rglob("*.py"))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if ARTICLE.search(line)
    ]
    assert not found


def test_a_number_of_a_person_that_the_lake_keeps_is_hashed_in_every_register(rules: Rules) -> None:
    """A column is marked as a person's and checked as one, or neither: one mark alone would leave numbers in clear."""
    register = rules.on(DAYS[-1]).registers["dimona"]
    table = register.tables[0]
    number = next(one for one in table.columns if one.person and one.lake)
    for slip in ({"person": False}, {"check": None}):
        columns = [one.model_copy(update=slip) if one is number else one for one in table.columns]
        told = register.model_dump() | {"tables": [table.model_copy(update={"columns": tuple(columns)})]}
        with pytest.raises(ValueError, match="or neither"):
            type(register).model_validate(told)
