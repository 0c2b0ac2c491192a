"""Register extracts in the office: read at a click that is recorded, with their age, and never as a proof."""

from collections.abc import Callable
from pathlib import Path

import pytest
from builders_acts import AT, LIEGE, a_control
from builders_control_view import entries, opened, press, turned, words
from builders_dashboards import INSPECTOR, SUPERVISOR, a_house
from builders_registers import FULL_DAY, dimona_files, enterprise, establishment, kbo_files, nobody, rules, write
from streamlit.testing.v1 import AppTest

from dashboards.desk import Desk
from dashboards.widgets.control_view.extracts import row_text
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


def test_frozen_extracts_are_read_at_a_click_with_their_age(screen: Draw, filled: AppContext) -> None:
    """Nothing is read before it, each opening is one look, and what is said is no proof."""
    control = a_saved(filled)
    app = opened(screen, control, SUPERVISOR, part="checks")
    assert "kind of declaration: IN" not in said(app)
    before = entries(filled, control, "record.consult")
    app = press(app, "Look at the extracts")
    assert not app.exception
    told = said(app)
    days = (AT.date() - FULL_DAY).days
    for word in ("P1 · ", f"extract as of 20/11/2026 (age at the control: {days} d); proves nothing alone",
                 "kind of declaration: IN", f"enterprise: {enterprise(1)}", "type of worker: OTH"):  # fmt: skip
        assert word in told
    assert nobody(1) not in told
    turned(turned(app, "found"), "checks")
    assert entries(filled, control, "record.consult") == before + 1


def test_every_column_that_a_register_gives_has_words() -> None:
    """A row is read in words, in every language; codes are the register's own."""
    tables = {"enterprise", "establishment", "activity", "period", "summary", "works", "contractor", "presence"}
    tables |= {"posting", "certificate", "permit", "title"}
    known = (c for r in rules().registers.values() for table in r.tables if table.name in tables for c in table.columns)
    names = {c.lake for c in known if c.lake and not c.person} - {"lat", "lon"} | {"workers"}
    names |= {"year", "days", "in_a_row", "worker_days", "without_hours"}  # sums that a look-up makes
    for lang in LANGUAGES:
        assert {name for name in names if f"extract.column.{name}" not in keys(lang)} == set()


def test_a_row_says_days_euros_and_nothing_where_nothing_is_known(house: AppContext) -> None:
    """As people write them here."""
    here = Desk(user=None, lang="en", app=house, principal=None)  # type: ignore[arg-type]
    told = row_text(here, {"starts_on": "2026-11-01", "ends_on": None, "due_cents": 123_450, "worker_type": "FLX"})
    assert told == "from: 01/11/2026 · contributions due: 1\N{NO-BREAK SPACE}234.50 € · type of worker: FLX"
