"""The chain of contracts: situations of a jurist, reading, drawing, and what a notice may rest on."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from builders_control import a_control, a_person, a_raw_control, the_checklist, the_rules
from builders_situations import competence_of

from inspection.control.chain import Liability, as_text, covered, drawn, liabilities, points, wages_of
from inspection.control.conclusions import Finding, conclude
from inspection.control.filled import Control
from inspection.control.papers import for_offender, without_suspicion
from inspection.control.reading import read_control
from inspection.errors import ControlFault
from inspection.i18n import LANGUAGES
from inspection.sealing import canonical_json

CASES = yaml.safe_load((Path(__file__).parents[1] / "situations/chain.yaml").read_text(encoding="utf-8"))
DAY = date(2026, 3, 10)


def a_chain(raw: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """The usual chain, with what a case puts over its parties."""
    said = raw or {}
    usual = (
        ("principal", {"ref": "C1", "role": "principal"}),
        ("contractor", {"ref": "C2", "under": "C1", "role": "contractor"}),
        ("employer", {"ref": "C3", "under": "C2", "role": "employer"}),
    )
    return [*({**link, **_plain(said.get(key, {}))} for key, link in usual), *map(_plain, said.get("more", []))]


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in fields.items()}


def a_chain_control(raw: dict[str, Any]):
    """The control of a case."""
    persons = [a_person(n, answers, name=f"Person {n}") for n, answers in enumerate(raw.get("persons", []), 1)]
    return a_control(on=raw["facts_on"], chain=a_chain(raw), persons=persons)


def notices_due(control: Control, findings: Sequence[Finding]) -> tuple[Liability, ...]:
    """The notices of today's rules that match what was found."""
    return tuple(one for one in liabilities(control, findings, the_rules(), DAY) if one.state == "notice")


def _by_party(found, state: str) -> dict[str, list[str]]:
    parties: dict[str, list[str]] = {}
    for one in found:
        if one.state == state:
            parties.setdefault(one.addressee, []).append(one.regime)
    return parties


@pytest.mark.parametrize("raw", CASES, ids=[case["name"] for case in CASES])
def test_a_situation_gives_what_its_jurist_expects(raw: dict[str, Any]) -> None:
    """Who is told, who is liable already, what is missing, which duties are shown, and what a notice covers."""
    control, rules, expect = a_chain_control(raw), the_rules(), raw["expect"]
    area = raw.get("area", "brussels-capital")
    notified_on = raw.get("notified_on", raw["facts_on"])
    findings = conclude(control, rules, competence_of(area)).findings
    found = liabilities(control, findings, rules, notified_on)
    if "due" in expect:
        assert _by_party(found, "notice") == expect["due"]
    if "already" in expect:
        assert _by_party(found, "already") == expect["already"]
    for party, regimes in expect.get("missing", {}).items():
        for regime, missing in regimes.items():
            said = next(one for one in found if (one.addressee, one.regime) == (party, regime)).missing
            assert set(missing) <= set(said)
    if "points" in expect:
        shown = points(control, rules.on(raw["facts_on"]), area)
        assert [[one.duty, one.link, *(["tolerated"] * one.is_tolerated)] for one in shown] == expect["points"]
    for notice, term in expect.get("covered", {}).items():
        law = rules.on(notified_on)
        made = covered(law.chain_notices[notice], law, notified_on)
        assert (None if made is None else [made.last_free, made.first, made.last]) == term


def test_every_rule_of_the_chain_has_a_situation() -> None:
    """Each regime, notice and duty, by its key."""
    said = repr([case["expect"] for case in CASES])
    law = the_rules().on(date(2026, 7, 1))
    assert [key for key in (*law.chain_regimes, *law.chain_notices, *law.chain_duties) if f"'{key}'" not in said] == []


@pytest.mark.parametrize(
    ("chain", "code"),
    [
        ([{"ref": "C1", "role": "employer"}, {"ref": "C1", "role": "contractor"}], "CONTROL-398"),
        ([{"ref": "C1", "role": "employer", "under": "C2"}], "CONTROL-398"),
        ([{"ref": "C1", "role": "employer", "under": "C1"}], "CONTROL-398"),
        ([{"ref": "C1", "role": "contractor", "under": "C2"}, {"ref": "C2", "role": "employer", "under": "C1"}],
         "CONTROL-398"),
        ([{"ref": "C1", "role": "principal", "under": "C2"}, {"ref": "C2", "role": "contractor"}], "CONTROL-398"),
        ([{"ref": "C1", "role": "employer", "knew_stay_since": "2026-01-01"}], "CONTROL-398"),
        ([{"ref": "C1", "role": "employer", "stay_statement_on": "2026-01-01"}], "CONTROL-398"),
        ([{"ref": "C1", "role": "employer", "employs": ["P9"]}], "CONTROL-361"),
        ([{"ref": "C1", "role": "employer", "number": "0123.456.789"}], "CONTROL-399"),
        ([{"ref": "C1", "role": "employer", "offender": "O1"}], "CONTROL-396"),
        ([{"ref": "C1", "role": "boss"}], "CONTROL-020"),
        ([{"ref": "C1", "role": "employer", "offender": "X"}], "CONTROL-020"),
        ([{"ref": f"C{n}", "role": "contractor"} for n in range(51)], "CONTROL-020"),
    ],
)  # fmt: skip
def test_a_chain_that_does_not_hold_together_is_refused(chain, code: str) -> None:
    """References, circles, days without their yes, numbers that no enterprise has; never a party's name."""
    named = [{**link, "name": "Secret SRL"} for link in chain]
    with pytest.raises(ControlFault) as caught:
        read_control(a_raw_control(chain=named), lambda sector: the_checklist(sector, DAY))
    assert caught.value.code == code
    assert "Secret" not in str(caught.value)


def test_a_number_of_another_country_is_not_checked() -> None:
    """Only a Belgian number has our check digits."""
    control = a_control(chain=[{"ref": "C1", "role": "employer", "number": "PL 525-000", "country": "PL"}])
    assert control.chain[0].country == "PL"


def test_a_control_without_a_chain_is_written_as_before() -> None:
    """Older controls keep their text and their hash; what is typed of a party stays out of a traceback."""
    assert "chain" not in canonical_json(a_control().model_dump(mode="json"))
    control = a_control(chain=a_chain({"employer": {"name": "Secret SRL", "knew_facts": "told by X"}}))
    assert "Secret" not in repr(control)
    assert "told by" not in repr(control)


def test_an_offender_reads_nothing_of_the_chain() -> None:
    """The copy is made of what is named; the chain tells of others."""
    control = a_control(chain=a_chain({"principal": {"name": "Secret SRL"}}))
    assert for_offender(control, the_rules().on(DAY).questions).chain == ()


def test_findings_about_trafficking_make_no_notice_and_change_none() -> None:
    """What is due follows from the plain part alone: with and without a suspicion it is the same."""
    plain = {"facts_on": DAY, "persons": [{"q09_stay": "absent"}]}
    grave = {"facts_on": DAY, "persons": [{"q09_stay": "absent", "q08_papers_held": "employer"}]}
    due = []
    for raw in (plain, grave):
        control = without_suspicion(a_chain_control(raw), the_rules().on(DAY).questions)
        findings = conclude(control, the_rules(), competence_of("liege")).findings
        due.append(notices_due(control, findings))
    assert due[0] == due[1] != ()


def test_two_employers_need_their_workers_named() -> None:
    """A notice never names a worker of somebody else: who is not named works for nobody of the chain."""
    more = [{"ref": "C4", "under": "C2", "role": "employer"}]
    persons = [{"q09_stay": "absent"}, {"q09_stay": "absent"}]
    unnamed = a_chain_control({"facts_on": DAY, "persons": persons, "more": more})
    named = a_chain_control(
        {"facts_on": DAY, "persons": persons, "employer": {"employs": ["P1"]}, "more": [{**more[0], "employs": ["P2"]}]}
    )
    for control, expected, missing in ((unnamed, {("C3", ()), ("C4", ())}, True),
                                       (named, {("C3", ("P1",)), ("C4", ("P2",))}, False)):  # fmt: skip
        findings = conclude(control, the_rules(), competence_of("liege")).findings
        due = notices_due(control, findings)
        assert {(one.employer, one.persons) for one in due} == expected
        assert all(("persons" in one.missing) == missing for one in due)


def test_who_works_for_another_offender_is_in_no_notice_of_this_one() -> None:
    """Persons are told apart by the offender that a party is, where they name their employer so."""
    persons = [a_person(n, {"q09_stay": "absent"}, employer=f"O{n}") for n in (1, 2)]
    offenders = [{"ref": f"O{n}", "role": "employer", "name": f"Boss {n}"} for n in (1, 2)]
    for offender, expected in ((None, set()), ("O1", {("P1",)})):
        raw = {"employer": {"offender": offender}} if offender else {}
        control = a_control(persons=persons, offenders=offenders, chain=a_chain(raw))
        findings = conclude(control, the_rules(), competence_of("liege")).findings
        due = notices_due(control, findings)
        assert {one.persons for one in due if one.persons} == expected


def test_wages_are_what_was_typed_and_a_scale_gives() -> None:
    """Without a scale nothing is owed that anybody could print."""
    pay = [{"person": "P1", "from_on": "2026-02-01", "to_on": "2026-02-28", "hours": "40", "received_cents": 10000}]
    control = a_control(persons=[a_person(1), a_person(2)], pay=pay)
    assert [(one.owed_cents, one.unpaid_cents) for one in wages_of(control, the_rules(), ("P1", "P2"))] == [
        (None, None),
        (None, None),
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_chain_is_drawn_from_the_principal_to_the_employer(lang) -> None:
    """Each party below the one that contracted it, with statement and knowledge."""
    raw = {"principal": {"name": "Client SA"}, "employer": {"name": "Boss SRL", "stay_statement": "yes",
           "stay_statement_on": "2026-02-01", "activity": "meat", "contract_on": "2026-01-15"}}  # fmt: skip
    control = a_control(chain=a_chain(raw)[::-1])
    text = as_text(drawn(control.chain, the_rules().on(DAY), lang))
    lines = text.splitlines()
    assert lines[0].startswith("C1 ")
    assert [line.strip()[:5] for line in lines if "└─" in line] == ["└─ C2", "└─ C3"]
    assert "01/02/2026" in text
    assert "15/01/2026" in text
