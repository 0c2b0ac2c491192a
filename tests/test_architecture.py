"""The shape of the house: who may import whom, what may be where, and how large things may grow.

What is forbidden is in `tests/architecture/`, a function each, and there in `planted.py` what each must find.
"""

import importlib
from functools import cache
from textwrap import dedent

import pytest
from architecture import deciding, importing, linking, writing
from architecture.house import House, every_face
from architecture.planted import PLANTED, Check, Planted

HOUSE = House()

PROMISES = {
    "sectors <- inspection <- flows | dashboards; calculations in README's order <- store <- acts": importing.upwards,
    "only flows know Prefect, only dashboards Streamlit; calculations open no session": importing.kept_apart,
    "screens, flows and weeks read through acts, which ask": importing.read_past_acts,
    "packages meet through their faces": importing.past_faces,
    "packages form no circle": importing.in_circles,
    "an import says from where": importing.relative,
    "a flow is a table of contents": deciding.rules_in_flows,
    "no screen decides access": deciding.access_on_screens,
    "there is one outbox": deciding.second_outbox,
    "a code has one meaning": deciding.codes_with_two_meanings,
    "a fault has one name": deciding.faults_with_one_name,
    "no law in code": writing.law_in_code,
    "what is excused as no deadline is there": writing.technical_of_nothing,
    "no calculation reads the clock": writing.clocks_read,
    "a day is a day in Brussels": writing.days_elsewhere,
    "no calculation names a legal clock": writing.named_clocks,
    "a state is named by its enum": writing.bare_states,
    "no folder is a heap, no module a drawer": writing.heaps,
    "files and functions stay small": writing.too_long,
    "a link is no feature and no label": linking.read_elsewhere,
    "targeting and links share nothing": linking.shared_with_targeting,
    "zones are drawn, and read by nothing else": linking.zones_named,
}


@pytest.mark.parametrize("check", PROMISES.values(), ids=PROMISES.keys())
def test_the_house_keeps_its_shape(check: Check):
    """Each line of the table is a promise; what breaks it is named with its file and line."""
    assert sorted(as_it_is(check)) == []


@cache
def as_it_is(check: Check) -> frozenset[str]:
    """Return what a rule finds in the tree without anything planted."""
    return frozenset(map(str, check(HOUSE)))


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED.keys())
def test_what_breaks_a_rule_is_found(planted: Planted):
    """What was right before has one more finding, in the file that was planted, at its line."""
    files = {path: HOUSE.texts.get(path, "") + dedent(text) for path, text in planted.files.items()}
    found = {str(one) for one in planted.check(House(planted=files))} - as_it_is(planted.check)
    assert any(one.startswith(planted.found) for one in found), found
    assert all(one.partition(":")[0] in files or planted.check is importing.in_circles for one in found)


def test_an_excuse_for_what_is_gone_is_found():
    """Else it would let the next deadline through that is written so."""
    found = writing.technical_of_nothing(House(planted={"inspection/weeks/year_shares.py": ""}))
    assert [one.file for one in found] == ["inspection/weeks/year_shares.py"]


@pytest.mark.parametrize("face", every_face())
def test_a_face_gives_what_it_offers(face: str):
    """A face is loaded name by name, when somebody asks: each can be had, also those that only others call."""
    module = importlib.import_module(face)
    assert [name for name in module.__all__ if getattr(module, name, None) is None] == []
