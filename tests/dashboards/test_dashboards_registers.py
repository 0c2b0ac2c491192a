"""The screen of registers, drawn without a browser: how they stand, and what was set aside."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import builders_registers as b
import pytest
from builders_dashboards import DIRECTION, INSPECTOR, SUPERVISOR, words
from builders_deliveries import country
from streamlit.testing.v1 import AppTest

from inspection import acts
from inspection.errors import AccessRefused
from inspection.registers.lake import Lake
from inspection.time_of import now, today
from inspection.trust import AppContext

Draw = Callable[..., AppTest]


@pytest.fixture(scope="module")
def filled(house: AppContext, tmp_path_factory: pytest.TempPathFactory) -> AppContext:
    """Give a house with an extract of which a row was set aside, an old and a held one of another register."""
    sent, lake = tmp_path_factory.mktemp("sent"), Lake(house.settings.lake)
    files = b.kbo_files()
    files["activity.csv"].append(b.an_activity(b.enterprise(1), "99999"))
    _take(lake, "kbo", sent, {**files, "meta.csv": b.kbo_meta(today(), "full", 10)}, today())
    old, new = (today() - timedelta(days=days) for days in (400, 393))
    _take(lake, "addresses", sent, country().files("addresses", old), old)
    part = {name: rows[:80] for name, rows in country().files("addresses", new).items()}
    _take(lake, "addresses", sent, part, new)
    assert len(lake.held("addresses")) == 1
    return house


def _take(lake: Lake, register: str, sent: Path, files: b.Files, on: date) -> None:
    source = b.write(sent / f"{register}{len(list(sent.iterdir()))}", files)
    b.take(register, source, lake, on)


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("fr", ("Santé des registres", "trop ancien", "rien de conservé")),
        ("nl", ("Toestand van de registers", "te oud", "niets bewaard")),
        ("de", ("Zustand der Register", "zu alt", "nichts aufbewahrt")),
        ("en", ("Health of the registers", "too old", "nothing kept")),
    ],
)
@pytest.mark.few(2)
def test_it_says_how_each_register_stands(screen: Draw, filled: AppContext, lang: str, told: tuple[str, ...]) -> None:
    """In the reader's language."""
    app = screen("registers", DIRECTION, lang)
    assert not app.exception
    assert [part for part in told if part not in words(app)] == []


def test_what_was_set_aside_is_shown_without_a_value(screen: Draw, filled: AppContext) -> None:
    """By rule, with file, line and key; the code that broke the rule is not there. A first delivery has no changes."""
    app = screen("registers", SUPERVISOR)
    app.selectbox[0].set_value("kbo")
    said = words(app.run())
    assert "unknown code (unknown_code)" in said
    assert b.dotted(b.enterprise(1)) in said
    assert "activity.csv" in said
    assert "99999" not in said
    assert [one.value for one in app.error]


def test_an_inspector_has_no_such_screen(filled: AppContext) -> None:
    """It is the office's and the auditor's; the acts ask for themselves."""
    with pytest.raises(AccessRefused):
        acts.registers.quarantine(filled.acting(INSPECTOR, now()), "kbo")


def test_contradicted_addresses_are_shown_once_asked(screen: Draw, filled: AppContext) -> None:
    """Nothing is computed before; then how well places are known, and what disagrees, in the reader's words."""
    app = screen("registers", SUPERVISOR, "nl")
    assert "Adressenregister:" not in words(app)
    (look,) = [one for one in app.button if one.label == "Tegenspraken zoeken"]
    said = words(look.click().run())
    assert not app.exception
    assert "Adressenregister:" in said
    assert "Werkplaatsen met een tegengesproken adres: 0" in said
