"""Register extracts in the form of a control: read at a click that is recorded, with their age, never as a proof."""

from collections.abc import Callable
from pathlib import Path

import pytest
from builders_acts import AT, LIEGE, a_control
from builders_control_view import entries, press, words
from builders_dashboards import INSPECTOR, a_house
from builders_registers import FULL_DAY, dimona_files, establishment, kbo_files, nobody, rules, write
from streamlit.testing.v1 import AppTest

from inspection import acts
from inspection.i18n import LANGUAGES, keys
from inspection.registers.intake import ingest
from inspection.registers.lake import Lake
from inspection.sealing import pseudonymiser
from inspection.trust import AppContext

Draw = Callable[..., AppTest]
FIRM = f"est:{establishment(1)}"
OPEN = {"EndingDate": "", "EndingHour": "", "WorkerType": "OTH"}


@pytest.fixture
def filled(tmp_path: Path, screen: Draw, monkeypatch: pytest.MonkeyPatch) -> AppContext:
    """Give a house of its own whose lake has two registers, and which this process takes for its own."""
    house = a_house(tmp_path / "filled")
    monkeypatch.setenv("VIGIE_HOME", str(house.home))
    lake, pseudonym = Lake(house.settings.lake), pseudonymiser("worker", keys=house.store.keys)
    for register, files in {"kbo": kbo_files(), "dimona": dimona_files([OPEN])}.items():
        source = write(tmp_path / register, files)
        ingest(register, source, lake, rules=rules(), on=FULL_DAY, pseudonym=pseudonym)
    return house


def a_saved(house: AppContext) -> str:
    """A control at the firm of the registers, with the person who is declared there; its id."""
    control = a_control(workplace=FIRM, persons=[{"ref": "P1", "national_number": nobody(1), "answers": {}}])
    return acts.controls.save(house.acting(INSPECTOR, AT), control, place=LIEGE).control_id


def said(app: AppTest) -> str:
    """Everything that the screen says, with the heads of what opens."""
    return "\n".join([words(app), *(str(one.label) for one in app.expander)])


@pytest.mark.battery(reason="frozen extracts are read, and who may look is asked, in every run")
def test_a_correction_shows_what_was_frozen_with_its_control(screen: Draw, filled: AppContext) -> None:
    """Beside the look-ups of the form; a control that nobody saved yet has none, and says so."""
    control = a_saved(filled)
    acts.controls.begin_correction(filled.acting(INSPECTOR), control)
    app = lookups_of(screen("control_form", INSPECTOR, draft=control))
    assert "age at the control" not in said(app)
    before = entries(filled, control, "record.consult")
    app = press(app, "Look at the extracts")
    assert not app.exception
    assert "proves nothing alone" in said(app)
    assert "kind of declaration: IN" in said(app)
    assert entries(filled, control, "record.consult") == before + 1


def test_a_planned_visit_gives_the_right_to_look_and_an_unplanned_one_none(
    screen: Draw, filled: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The act is asked with the visit and the numbers that were typed: its purpose and its refusals are its own."""
    asked: list[dict] = []
    monkeypatch.setattr(
        acts.controls, "consult_extracts", lambda by, purpose, **how: asked.append({"for": purpose, **how}) or ()
    )
    filling = acts.controls.begin_draft(filled.acting(INSPECTOR), a_draft(visit="ABCDEF"), place=LIEGE)
    app = press(lookups_of(screen("control_form", INSPECTOR, draft=filling.id)), "Look at the extracts")
    assert "No extract is kept" in said(app)
    assert [(one["for"], one["visit"], len(one["persons"])) for one in asked] == [("prepare_visit", "ABCDEF", 0)]
    app.session_state["filling"].control["persons"] = [{"ref": "P1", "national_number": nobody(1), "answers": {}}]
    press(app, "Look at the extracts")
    assert (asked[-1]["for"], [one.ref for one in asked[-1]["persons"]]) == ("identify_on_site", ["P1"])
    other = acts.controls.begin_draft(filled.acting(INSPECTOR), a_draft(visit=None), place=LIEGE)
    app = lookups_of(screen("control_form", INSPECTOR, draft=other.id))
    assert "once it is saved" in said(app)
    assert "Look at the extracts" not in [b.label for b in app.button]


def a_draft(**fields: object) -> dict:
    """A control that is being filled in."""
    raw = a_control(workplace=FIRM).model_dump(mode="json")
    return {**{k: v for k, v in raw.items() if k != "control_id"}, "entered_at": AT.isoformat(), **fields}


def lookups_of(app: AppTest) -> AppTest:
    """Turn to the look-ups of the form."""
    for key, part in (("part", "onsite"), ("onsite_part", "lookups")):
        app = next(b for b in app.button_group if b.key == key).set_value(part).run()
    assert not app.exception
    return app


def test_every_column_that_a_register_gives_has_words() -> None:
    """A row is read in words, in every language; codes are the register's own."""
    tables = {"enterprise", "establishment", "activity", "period", "summary", "works", "contractor", "presence"}
    tables |= {"posting", "certificate", "permit", "title"}
    known = (c for r in rules().registers.values() for table in r.tables if table.name in tables for c in table.columns)
    names = {c.lake for c in known if c.lake and not c.person} - {"lat", "lon"} | {"workers"}
    names |= {"year", "days", "in_a_row", "worker_days", "without_hours"}  # sums that a look-up makes
    for lang in LANGUAGES:
        assert {name for name in names if f"extract.column.{name}" not in keys(lang)} == set()
