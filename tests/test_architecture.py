"""The shape of the house: who may import whom, what may be where, and how large things may grow.

What is forbidden is in `tests/architecture/`, a function each; `test_architecture_planted.py` sees that each finds it.
"""

import importlib
from collections.abc import Callable

import pytest
from architecture import deciding, importing, linking, writing
from architecture.house import Finding, House, every_face

PROMISES = {
    "sectors <- inspection <- flows | dashboards; calculations <- store <- trust <- acts <- weeks": importing.upwards,
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
    "no calculation reads the clock": writing.clocks_read,
    "no calculation names a legal clock": writing.named_clocks,
    "a state is named by its enum": writing.bare_states,
    "no folder is a heap, no module a drawer": writing.heaps,
    "files and functions stay small": writing.too_long,
    "a link is no feature and no label": linking.read_elsewhere,
    "targeting and links share nothing": linking.shared_with_targeting,
    "zones are drawn, and read by nothing else": linking.zones_named,
}


@pytest.mark.parametrize("check", PROMISES.values(), ids=PROMISES.keys())
def test_the_house_keeps_its_shape(check: Callable[[House], list[Finding]]):
    """Each line of the table is a promise; what breaks it is named with its file and line."""
    assert [str(found) for found in check(House())] == []


@pytest.mark.parametrize("face", every_face())
def test_a_face_gives_what_it_offers(face: str):
    """A face is loaded name by name, when somebody asks: each can be had, also those that only others call."""
    module = importlib.import_module(face)
    assert [name for name in module.__all__ if getattr(module, name, None) is None] == []
