"""What a register shows stands beside the answer: moment against moment, and an extract never proves alone."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from builders_control import DAY, a_control, a_person, the_rules
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.control.checks import Check, Extract, check_text, ground_text, register_checks, result_text
from inspection.control.checks.quarter_check import due_on, quarter_of
from inspection.i18n import LANGUAGES

ENTERED = datetime.fromisoformat("2026-03-10T17:30:00+00:00")  # 18:30 in Brussels
AFTER = "2026-03-10T18:10:00Z"
TYPES = ["ALT", "BCW", "DWD", "EXT", "FLX", "IVT", "O17", "S17", "T17", "PMP", "RTA", "STG", "STU", "TRI", "OTH"]


def look(register: str = "dimona", subject: str = "P1", **fields: Any) -> dict[str, Any]:
    """A look-up forty minutes after the entry, as JSON values."""
    return {"ref": "L1", "register": register, "subject": subject, "looked_up_at": AFTER, "result": "found", **fields}


def dimona(**fields: Any) -> dict[str, Any]:
    """A Dimona in order: declared at noon for today."""
    usual = {"declared_at": "2026-03-10T11:00:00Z", "period_from": "2026-03-10", "period_to": "2026-03-10"}
    return look(**{**usual, "worker_type": "OTH", "joint_committee": "302", **fields})


def checked(*lookups: dict[str, Any], extracts: tuple[Extract, ...] = (), **fields: Any) -> tuple[Check, ...]:
    """The checks of a control with one person, P1, unless others are given."""
    control = a_control(**{"persons": [a_person(1)], "lookups": list(lookups), **fields})
    return register_checks(control, the_rules().on(control.facts_on), extracts)


def found(checks: tuple[Check, ...], family: str, person: str | None = "P1") -> dict[str, str]:
    """Key to result, of one family."""
    mine = (c for c in checks if c.person == person and c.key.startswith(family + "."))
    return {check.key.removeprefix(family + "."): check.result for check in mine}


def an_extract(register: str, table: str, rows: list[dict[str, Any]], subject: str = "P1") -> Extract:
    """Rows of a snapshot five days before the control."""
    frozen = tuple(rows)
    return Extract(
        register_key=register, table=table, subject=subject, as_of=date(2026, 3, 5), count=len(frozen), rows=frozen
    )


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(TYPES), st.integers(-7200, 7200))
def test_a_declaration_after_the_entry_never_passes_for_one_before_whatever_the_type(kind: str, seconds: int):
    """Every type, to the second: 18:30 was typed, so the whole of that minute is undecided; later is during."""
    declared = ENTERED + timedelta(seconds=seconds)
    said = {"declared_at": declared.isoformat(), "period_from": "2026-03-10T23:00:00Z", "worker_type": kind}
    result = found(checked(dimona(**said, looked_up_at="2026-03-10T20:00:00Z", period_to=None)), "dimona")
    if seconds < 0:
        assert result["declared_before"] == "ok"
    elif seconds < 60:
        assert result["same_minute"] == "unclear"
    else:
        name = "declared_during_control" if seconds <= 7200 else "declared_after_control"
        assert result[name] == "not_ok"
    assert ("declared_before" in result) is (seconds < 0)


def test_two_moments_with_seconds_are_told_apart_within_a_minute():
    """Where both were stamped by a machine, the order is known."""
    entered = {"entered_at": "2026-03-10T17:30:20Z"}
    early, late = "2026-03-10T17:30:19Z", "2026-03-10T17:30:21Z"
    assert found(checked(dimona(declared_at=early), **entered), "dimona")["declared_before"] == "ok"
    assert found(checked(dimona(declared_at=late), **entered), "dimona")["declared_during_control"] == "not_ok"
    same = dimona(declared_at=entered["entered_at"])
    assert found(checked(same, **entered), "dimona")["declared_during_control"] == "not_ok"


def test_a_declaration_after_the_inspectors_left_is_shown_as_such():
    """It is not a declaration during the control, and even less one before."""
    late = {"declared_at": "2026-03-10T20:00:00Z", "looked_up_at": "2026-03-11T08:00:00Z"}
    assert found(checked(dimona(**late)), "dimona")["declared_after_control"] == "not_ok"


def test_a_declaration_before_the_entry_but_after_the_announced_start_is_late():
    """One minute late is late."""
    late = {"declared_at": "2026-03-10T11:01:00Z", "period_from": "2026-03-10T11:00:00Z", "period_to": None}
    assert found(checked(dimona(**late)), "dimona")["declared_after_start"] == "not_ok"
    on_time = {**late, "declared_at": "2026-03-10T11:00:00Z"}
    assert found(checked(dimona(**on_time)), "dimona")["declared_before"] == "ok"
    the_day_after = {"declared_at": "2026-03-10T11:00:00Z", "period_from": "2026-03-09", "period_to": None}
    assert found(checked(dimona(**the_day_after)), "dimona")["declared_after_start"] == "not_ok"


@settings(max_examples=50, deadline=None)
@given(st.integers(-300, 300), st.none() | st.integers(0, 300))
def test_the_period_is_held_against_the_minute_of_the_entry(start: int, lasts: int | None):
    """Hours where hours were declared: a shift that begins at 19:00 does not cover 18:30."""
    begins = ENTERED + timedelta(minutes=start)
    ends = None if lasts is None else (begins + timedelta(minutes=lasts)).isoformat()
    result = found(checked(dimona(period_from=begins.isoformat(), period_to=ends, worker_type="EXT")), "dimona")
    inside = start <= 0 and (lasts is None or start + lasts >= 0)
    assert result["period_covers" if inside else "period_misses"] == ("ok" if inside else "not_ok")


def test_a_day_is_a_day_in_brussels():
    """Entered at half past midnight: the period of the day before does not cover it, that of the new day does."""
    night = {"entered_at": "2026-03-09T23:30:00Z", "left_at": "2026-03-10T01:00:00Z"}
    one = {"looked_up_at": "2026-03-10T00:10:00Z", "declared_at": "2026-03-09T11:00:00Z"}
    before = dimona(**one, period_from="2026-03-09", period_to="2026-03-09")
    after = dimona(**one, period_from="2026-03-10", period_to="2026-03-10")
    assert "period_misses" in found(checked(before, **night), "dimona")
    assert "period_covers" in found(checked(after, **night), "dimona")


@pytest.mark.parametrize(
    ("kind", "fields", "missing"),
    [
        ("EXT", {"period_to": None}, {"hours_missing"}),  # always by the hour
        ("EXT", {"period_from": "2026-03-10T08:00:00Z"}, set()),
        ("FLX", {}, {"hours_missing"}),  # one day
        ("FLX", {"period_to": "2026-03-31"}, set()),  # several days
        ("STU", {}, {"planned_hours_missing"}),
        ("STU", {"planned_hours": 8}, set()),
        ("OTH", {}, set()),
        (None, {}, {"type_unknown"}),
    ],
)
def test_some_types_need_the_hour_or_the_planned_hours(kind: str | None, fields: dict[str, Any], missing: set[str]):
    """Missing is unclear, never wrong: it may only not have been typed."""
    result = found(checked(dimona(**{"worker_type": kind, **fields})), "dimona")
    assert {name for name in result if name.endswith(("missing", "type_unknown"))} == missing
    assert all(result[name] == "unclear" for name in missing)


def test_a_committee_that_the_declaration_does_not_name_proves_nothing():
    """XXX stands for all others; a committee of another sector is unclear, not wrong."""
    assert found(checked(dimona(joint_committee="XXX")), "dimona")["committee_unnamed"] == "no_proof"
    assert found(checked(dimona(joint_committee="124")), "dimona")["committee_other"] == "unclear"
    assert not any("committee" in name for name in found(checked(dimona()), "dimona"))


def test_nothing_found_counts_only_when_it_was_looked_up_after_the_entry():
    """What was not there at five may have been declared by half past six."""
    early = look(result="not_found", looked_up_at="2026-03-10T16:00:00Z")
    assert found(checked(early), "dimona") == {"not_found_before_entry": "unclear"}
    assert found(checked(look(result="not_found")), "dimona") == {"not_found": "not_ok"}


@pytest.mark.parametrize("status", ["helper", "partner", "self_employed", "posted", "volunteer"])
def test_nothing_found_of_somebody_for_whom_none_may_be_due_is_unclear(status: str):
    """A claim of status is a claim; it is for the inspector to test."""
    checks = checked(look(result="not_found"), persons=[a_person(1, {"q03_status": status})])
    assert found(checks, "dimona") == {"maybe_not_needed": "unclear"}


def test_the_newest_look_up_that_was_answered_counts():
    """Absent at 18:40, there at 19:10: declared in between. A register that is down afterwards changes nothing."""
    first = look(result="not_found", looked_up_at="2026-03-10T17:40:00Z")
    second = dimona(ref="L2", declared_at="2026-03-10T17:55:00Z", looked_up_at="2026-03-10T18:10:00Z")
    third = look(ref="L3", result="unavailable", looked_up_at="2026-03-10T18:20:00Z")
    checks = checked(first, second, third)
    assert found(checks, "dimona")["declared_during_control"] == "not_ok"
    assert {ground.ref for check in checks for ground in check.grounds if ground.kind == "lookup"} == {"L2"}


OPEN = {"starts_on": "2026-01-01", "ends_on": None, "form_type": "IN"}


@pytest.mark.parametrize(
    ("row", "name"),
    [
        (OPEN, "extract_has_period"),
        ({**OPEN, "ends_on": "2026-03-10"}, "extract_has_period"),
        ({**OPEN, "ends_on": "2026-03-09"}, "extract_has_none"),
        ({**OPEN, "starts_on": "2026-03-11"}, "extract_has_none"),
        ({**OPEN, "form_type": "OUT"}, "extract_has_none"),  # nothing says when it began
    ],
)
def test_an_extract_alone_proves_nothing_either_way(row: dict[str, Any], name: str):
    """It is shown with its age; the inspector's own look-up decides."""
    extract = an_extract("dimona", "period", [row])
    assert found(checked(extracts=(extract,)), "dimona") == {name: "no_proof"}
    down = look(result="unavailable")
    assert found(checked(down, extracts=(extract,)), "dimona") == {name: "no_proof"}
    assert found(checked(down), "dimona") == {"unavailable": "no_proof"}


@pytest.mark.parametrize(
    ("later", "name"),
    [
        ({"form_type": "OUT", "ends_on": "2026-03-09"}, "extract_has_none"),
        ({"form_type": "CANCEL"}, "extract_has_none"),
        ({"form_type": "UPDATE", "ends_on": "2026-12-31"}, "extract_has_period"),
        ({"form_type": "OUT", "ends_on": "2026-03-09", "dimona_period_id": "2"}, "extract_has_period"),
    ],
)
def test_a_later_declaration_about_a_period_counts_in_the_order_in_which_it_came(later: dict[str, Any], name: str):
    """An end or a cancellation in the same extract closes what was opened; one of another period does not."""
    first = {**OPEN, "dimona_period_id": "1", "received_at": "2026-01-01T08:00:00+00:00", "ends_on": "2026-03-31"}
    second = {"dimona_period_id": "1", "received_at": "2026-02-01T08:00:00+00:00", "starts_on": "2026-01-01", **later}
    extract = an_extract("dimona", "period", [second, first])
    assert found(checked(extracts=(extract,)), "dimona") == {name: "no_proof"}


@pytest.mark.parametrize(
    ("answer", "differs"), [("before", True), ("during_control", False), ("not_checked", False), (None, False)]
)
def test_an_answer_that_says_something_else_is_shown_and_stays(answer: str | None, differs: bool):
    """A slip of the thumb, or a reason the register does not know: the inspector looks again and decides."""
    persons = [a_person(1, {"q02_dimona": answer})]
    checks = checked(dimona(declared_at="2026-03-10T17:55:00Z"), persons=persons)
    assert ("answer_differs" in found(checks, "dimona")) is differs


def test_checks_never_change_a_control():
    """Whatever they find, the answers and what follows from them are the inspector's."""
    control = a_control(persons=[a_person(1, {"q02_dimona": "before"})], lookups=[look(result="not_found")])
    before = control.model_dump_json()
    register_checks(control, the_rules().on(DAY))
    assert control.model_dump_json() == before


@settings(max_examples=50, deadline=None)
@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_a_quarter_is_due_on_the_last_day_of_the_month_after_it(day: date):
    """By the calendar, over the turn of the year as well."""
    due = due_on(day, 1)
    assert (due + timedelta(days=1)).day == 1
    assert quarter_of(due) != quarter_of(day)
    assert due.month in (1, 4, 7, 10)
    assert 30 <= (due - day).days <= 123


def test_the_declaration_of_the_running_quarter_cannot_be_missing():
    """On the last day that it is due its absence still proves nothing; the day after it is unclear."""
    on_the_day = look("dmfa", result="not_found", looked_up_at="2026-04-30T21:59:00Z")
    the_day_after = look("dmfa", result="not_found", looked_up_at="2026-04-30T22:00:00Z")  # midnight in Brussels
    assert found(checked(on_the_day), "dmfa") == {"too_early": "no_proof"}
    assert found(checked(the_day_after), "dmfa") == {"not_found": "unclear"}
    assert found(checked(look("dmfa")), "dmfa") == {"found": "no_proof"}


@pytest.mark.parametrize(("quarter", "name"), [("2025Q4", "up_to"), ("2026Q1", "up_to"), ("2025Q3", "quarter_missing")])
def test_an_extract_of_the_dmfa_says_how_far_it_reaches(quarter: str, name: str):
    """On 5 March 2026 the last quarter of 2025 was due (31 January); a quarter before it is a gap."""
    extract = an_extract("dmfa", "summary", [{"quarter": quarter}, {"quarter": "2024Q4"}], "workplace")
    assert list(found(checked(extracts=(extract,)), "dmfa", None)) == [name]


def test_limosa_is_asked_of_the_posted_and_must_lie_before():
    """Nobody else is expected to have one; after the entry is too late."""
    posted = {"persons": [a_person(1, {"q03_status": "posted"})]}
    assert found(checked(), "limosa") == {}
    assert found(checked(**posted), "limosa") == {"not_consulted": "no_proof"}
    assert found(checked(look("limosa", result="not_found"), **posted), "limosa") == {"not_found": "not_ok"}
    assert found(checked(look("limosa", result="not_found")), "limosa") == {"not_found": "unclear"}
    late = look("limosa", declared_at="2026-03-10T17:30:00Z", period_from="2026-03-11")
    assert found(checked(late, **posted), "limosa") == {"declared_during_control": "not_ok", "period_misses": "not_ok"}
    right = look("limosa", declared_at="2026-03-01T09:00:00Z", period_from="2026-03-02", period_to="2026-03-10")
    assert found(checked(right, **posted), "limosa") == {"declared_before": "ok", "period_covers": "ok"}


def test_a_permit_is_good_for_the_employer_and_job_that_it_names():
    """A permit in the register is not one for this kitchen before somebody read the card."""
    permit = look("single_permit", period_from="2026-01-01", period_to="2026-12-31")

    def says(*lookups: dict[str, Any], answer: str | None) -> dict[str, str]:
        return found(checked(*lookups, persons=[a_person(1, {"q09_permit": answer})]), "permit")

    assert says(permit, answer=None) == {"limits_not_read": "unclear"}
    assert says(permit, answer="valid") == {"valid": "ok"}
    assert says({**permit, "period_to": "2026-03-09"}, answer="valid") == {"expired": "not_ok"}
    assert says(permit, answer="other_job")["other_employer_or_job"] == "not_ok"
    assert says(answer="valid") == {"card_only": "unclear"}
    assert says(answer="not_needed") == {}


@pytest.mark.parametrize(
    ("lookup", "answer", "expected"),
    [
        ({"period_from": "2026-01-01", "period_to": "2026-03-10"}, "valid", {"valid": "ok"}),
        ({"period_from": "2026-01-01", "period_to": "2026-03-09"}, "valid", {"expired": "not_ok"}),
        ({}, "valid", {"period_unknown": "unclear"}),
        ({"result": "not_found"}, None, {"not_found": "unclear"}),
        ({"result": "unavailable"}, "valid", {"unavailable": "no_proof"}),
        ({"result": "not_found"}, "not_needed", {}),  # Belgian or citizen of the Union
        (None, "valid", {"card_only": "unclear"}),
        (None, "absent", {}),  # what was seen stands among the answers
    ],
)
def test_a_right_to_stay_is_held_against_the_day(
    lookup: dict[str, Any] | None, answer: str | None, expected: dict[str, str]
):
    """A register that does not know somebody has not said that they may not stay."""
    lookups = [] if lookup is None else [look("residence", **lookup)]
    assert found(checked(*lookups, persons=[a_person(1, {"q09_stay": answer})]), "residence") == expected


SITE = {"workplace": "site:1AB23", "sector": "construction"}


@pytest.mark.parametrize(
    ("cents", "expected"),
    [
        (50_000_000, {"not_found": "not_ok"}),
        (49_999_999, {"below_value": "ok"}),
        (None, {"value_unknown": "unclear"}),
    ],
)
def test_a_presence_is_a_duty_from_the_value_of_the_works(cents: int | None, expected: dict[str, str]):
    """On building sites it depends on the value, which the declaration of works gives."""
    works = an_extract("works", "works", [{"amount_cents": cents}], "workplace")
    checks = checked(look("checkin", result="not_found"), extracts=(works,) if cents else (), **SITE)
    assert found(checks, "checkin") == expected


def test_a_presence_registered_while_the_inspectors_stand_there_came_too_late():
    """The moment of registering against the moment of entry, as for Dimona."""
    late, early = (
        look("checkin", declared_at="2026-03-10T17:30:00Z"),
        look("checkin", declared_at="2026-03-10T06:00:00Z"),
    )
    assert found(checked(late, **SITE), "checkin") == {"registered_during_control": "not_ok"}
    assert found(checked(early, **SITE), "checkin") == {"registered_before": "ok"}
    assert found(checked(), "checkin") == {}  # no such duty in a restaurant


def test_whoever_works_on_a_site_stands_in_its_declared_chain():
    """An enterprise that the chain does not name is unclear: it may have been declared since the extract."""
    chain = an_extract("works", "contractor", [{"company_id": "1800000078"}], "workplace")
    works = an_extract("works", "works", [{"amount_cents": 1}], "workplace")
    stated = {"answers": {"wp_enterprise_number": "1800.000.177"}}
    checks = checked(extracts=(works, chain), **SITE, **stated)
    assert found(checks, "works", None) == {"extract_has_works": "no_proof", "not_in_chain": "unclear"}
    assert "not_in_chain" not in found(
        checked(extracts=(works, chain), **SITE, answers={"wp_enterprise_number": "1800.000.078"}), "works", None
    )
    assert found(checked(look("works", "workplace", result="not_found"), **SITE), "works", None) == {
        "not_found": "not_ok"
    }


def test_the_answers_of_each_domain_are_grounds_of_their_own():
    """What a document showed, and what was seen, stand beside the registers; no answer proves nothing."""
    persons = [a_person(1, {"q02_dimona": "absent", "q09_stay": "absent"}), a_person(2)]
    checks = checked(persons=persons)
    mine = {(c.person, c.domain): c.result for c in checks if c.key.startswith("answers.")}
    assert mine[("P1", "D2")] == mine[("P1", "D4")] == "not_ok"
    assert mine[("P2", "D2")] == mine[("P2", "D3")] == "no_proof"


def test_a_control_that_did_not_take_place_has_no_checks():
    """Nobody was found, nothing was compared."""
    assert checked(outcome="closed", persons=[], answers={"fm_head_count": None}) == ()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_check_and_ground_is_said_in_every_language(lang: Any):
    """With the age of each extract, and the moment of each look-up."""
    extract = an_extract("dimona", "period", [OPEN])
    control = a_control(persons=[a_person(1, {"q02_dimona": "before"})], lookups=[look(result="not_found")])
    catalogue = the_rules().on(DAY)
    checks = register_checks(control, catalogue, (extract,))
    said = {"entered_at": control.entered_at, "catalogue": catalogue}
    grounds = [ground_text(ground, lang, **said) for check in checks for ground in check.grounds]
    assert any("05/03/2026" in text and " 5 " in text for text in grounds)
    assert any("10/03/2026 19:10" in text and "L1" in text for text in grounds)
    assert all(check_text(check, lang) and result_text(check, lang) for check in checks)


MOMENTS = st.none() | st.integers(-3000, 3000).map(lambda minutes: (ENTERED + timedelta(minutes=minutes)).isoformat())
LOOKS = st.fixed_dictionaries(
    {
        "register": st.sampled_from(["dimona", "dmfa", "limosa", "single_permit", "residence", "checkin", "works"]),
        "subject": st.sampled_from(["P1", "workplace"]),
        "result": st.sampled_from(["found", "found", "not_found", "unavailable"]),
        "declared_at": MOMENTS,
        "period_from": MOMENTS | st.just("2026-03-10"),
        "worker_type": st.none() | st.sampled_from(TYPES),
        "joint_committee": st.sampled_from([None, "302", "124", "XXX"]),
    }
)
ANSWERS = st.fixed_dictionaries(
    {
        "q02_dimona": st.sampled_from([None, "before", "absent"]),
        "q03_status": st.sampled_from([None, "posted", "volunteer", "employee"]),
        "q09_permit": st.sampled_from([None, "valid", "other_job", "not_needed"]),
        "q09_stay": st.sampled_from([None, "valid", "absent", "not_needed"]),
    }
)
EXTRACTS = (
    an_extract("dimona", "period", [OPEN]),
    an_extract("dmfa", "summary", [{"quarter": "2024Q4"}], "workplace"),
    an_extract("works", "works", [{"amount_cents": 1}], "workplace"),
)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(LOOKS, max_size=5),
    ANSWERS,
    st.lists(st.sampled_from(EXTRACTS), unique_by=lambda one: one.register_key, max_size=3),
    st.sampled_from(["restaurants", "construction", "meat"]),
    st.sampled_from(LANGUAGES),
)
def test_whatever_was_looked_up_every_check_has_its_sentence_and_its_grounds(
    looks: list[dict[str, Any]], answers: dict[str, Any], extracts: list[Extract], sector: str, lang: Any
):
    """No combination leaves a hole; nothing is in order or out of order on an extract alone."""
    lookups = [{"ref": f"L{n}", "looked_up_at": "2026-03-13T08:00:00Z", **one} for n, one in enumerate(looks, 1)]
    workplace = "site:1AB23" if sector == "construction" else "est:2123456789"
    control = a_control(sector=sector, workplace=workplace, persons=[a_person(1, answers)], lookups=lookups)
    catalogue = the_rules().on(DAY)
    for check in register_checks(control, catalogue, tuple(extracts)):
        assert check_text(check, lang)
        assert all(ground_text(g, lang, entered_at=control.entered_at, catalogue=catalogue) for g in check.grounds)
        if check.result in ("ok", "not_ok"):
            assert {ground.kind for ground in check.grounds} & {"lookup", "document", "observation"}
            assert any(ground.kind in ("lookup", "document") for ground in check.grounds)
