"""Each screen drawn without a browser: who sees what, and that a button calls its act."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from builders_dashboards import DIRECTION, SUPERVISOR, some_zones, words
from sqlmodel import col, select
from streamlit.testing.v1 import AppTest

from dashboards.numbers import number_of
from inspection import acts
from inspection.i18n import LANGUAGES, bound, t
from inspection.store.records import AuditEntryRow
from inspection.trust import AppContext

Draw = Callable[..., AppTest]


def press(app: AppTest, label: str) -> AppTest:
    """Press the button with a label."""
    next(b for b in app.button if b.label == label).click()
    return app.run()


def box(app: AppTest, label: str):
    """The select box with a label."""
    return next(b for b in app.selectbox if b.label == label)


def looks(house: AppContext, subject: str) -> int:
    """How often somebody looked at a record."""
    with house.store.read() as session:
        mine = select(AuditEntryRow).where(
            col(AuditEntryRow.act).in_(("record.consult", "record.list")), col(AuditEntryRow.subject) == subject
        )
        return len(session.exec(mine).all())


@pytest.mark.parametrize("lang", ["fr", "nl", "de", "en"])
@pytest.mark.parametrize("name", ["home", "risk_map"])
@pytest.mark.few(6)
def test_every_office_screen_is_drawn_in_four_languages(screen: Draw, name: str, lang: str) -> None:
    """No screen has a hole, whatever the reader's language."""
    app = screen(name, SUPERVISOR, lang)
    assert not app.exception
    assert app.title


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_map_shows_no_probability_that_nobody_calibrated(screen: Draw, lang: str) -> None:
    """Points, reasons and place in the sector; no word for a probability, and per cent in a signal's value only."""
    app = screen("risk_map", SUPERVISOR, lang)
    told = words(app)
    for key in ("office.probability", "screen.rounds.probability"):
        assert t(key, lang).split("{")[0].strip(" :(%)").lower() not in told.lower()
    measured = [t(f"screen.word.{word}", lang) for word in ("value", "step")]
    tables = [table.value.drop(columns=measured, errors="ignore").to_string() for table in (*app.dataframe, *app.table)]
    sentences = [str(e.value) for kind in ("title", "markdown", "caption", "info", "warning") for e in app.get(kind)]
    sentences = [re.sub(r"\([\d,.]+ %, \w+ [\d/]+\)", "", told) for told in sentences]  # a value with its register
    assert "%" not in "\n".join([*tables, *sentences])


def test_the_map_says_what_to_do_without_an_assessment(screen: Draw, house: AppContext, tmp_path) -> None:
    """No file, no failure: a sentence."""
    folder = house.settings.lake / "assessment"
    folder.rename(tmp_path / "away")
    try:
        assert "vigie week" in words(screen("risk_map", SUPERVISOR))
    finally:
        (tmp_path / "away").rename(folder)


def test_the_map_sums_what_the_assessment_says(screen: Draw) -> None:
    """The table's workplaces are those of the file, whatever the filter."""
    app = screen("risk_map", SUPERVISOR)
    assert app.dataframe[0].value["Workplaces"].sum() == 200
    app = box(app, "Sector").set_value("construction").run()
    assert app.dataframe[0].value["Workplaces"].sum() == 100
    assert "assessment of 25/11/2026, 100 workplaces" in words(app)


def drawn(app: AppTest) -> dict[str, Any]:
    """What the browser is told of the map of a screen."""
    (one,) = app.get("bidi_component")
    told: dict[str, Any] = json.loads(one.proto.json)
    return told


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.few(1)
def test_the_map_tells_the_browser_what_the_table_says(screen: Draw, lang: str) -> None:
    """As many workplaces, in words of the reader; a district is shown alone, larger, and by smaller cells."""
    app = screen("risk_map", SUPERVISOR, lang)
    told, shown = drawn(app), app.dataframe[0].value
    assert sum(cell[6] for cell in told["cells"]) == shown[t("screen.map.workplaces", lang)].sum() == 200
    assert {cell[5] for cell in told["cells"]} >= set(shown[t("screen.word.municipality", lang)].dropna())
    assert all(told["said"].values())
    assert told["said"]["alt"] == bound(t("screen.map.alt", lang), lang)
    liege = drawn(box(app, t("screen.word.district", lang)).set_value("liege").run())
    assert liege["box"][2] < told["box"][2] / 2
    assert liege["land"] in told["land"]
    assert len(liege["land"]) < len(told["land"]) / 4
    assert len(liege["cells"][0][0]) == 15
    assert len(json.dumps(told)) < 200_000


def test_a_cell_that_is_not_shown_is_not_opened(screen: Draw, house: AppContext) -> None:
    """Whatever a browser says: one of the table opens, one from elsewhere does not, and no look is recorded."""
    app = screen("risk_map", SUPERVISOR)
    cell = drawn(app)["cells"][0][0]
    for chosen, opens in ((cell, True), ("861fa48cfffffff", False), ({"cell": cell}, False), (None, False)):
        again = screen("risk_map", SUPERVISOR)
        again.session_state["map"] = {"cell": chosen}
        again = again.run()
        assert not again.exception
        assert (len(again.dataframe) == 2) is opens, chosen
    assert not looks(house, "cell:861fa48cfffffff")


def test_zones_are_drawn_for_their_owner_and_change_no_figure(screen: Draw, house: AppContext, tmp_path: Path) -> None:
    """Whoever added them sees them, with a sentence; all else stays, and nobody else does."""
    name = "risk_map"
    before = drawn(screen(name, SUPERVISOR)), words(screen(name, SUPERVISOR))
    some_zones(house, tmp_path)
    try:
        app, sentence = screen(name, SUPERVISOR), t("screen.map.zones", "en")
        after = drawn(app)
        assert len(after["zones"]) >= 2
        assert {**after, "zones": [], "labels": []} == before[0]
        assert words(app).replace(f"{sentence}\n", "").replace(f"\n{sentence}", "") == before[1]
        assert [label[0] for label in after["labels"]] == ["Zone d’activités – Maas", "Überschlag Süd"]
        other = screen(name, DIRECTION)
        assert not drawn(other)["zones"]
        assert sentence not in words(other)
    finally:
        acts.maps.remove_zones(house.acting(SUPERVISOR), "zones")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_cell_of_the_map_leads_to_its_workplaces_and_what_became_of_one(
    screen: Draw, house: AppContext, lang: str
) -> None:
    """Chosen in the table as on the map; the assessment keeps no name, and of old days no signal; looks are noted."""
    app = screen("risk_map", SUPERVISOR, lang)
    app.session_state["cells_leading"] = {"selection": {"rows": [0], "columns": []}}
    shown = app.run()
    assert not shown.exception
    assert shown.dataframe[1].value[t("screen.word.workplace", lang)].str.startswith("2.300.000.").all()
    cell = shown.session_state["map_picks"][1]
    before = looks(house, f"cell:{cell}")
    assert before
    shown.session_state["cells_leading"] = {"selection": {"rows": [0], "columns": []}}
    shown.session_state[f"inside_{cell}"] = {"selection": {"rows": [0], "columns": []}}
    one = shown.run()
    assert not one.exception
    for key in ("map.no_reasons", "map.not_planned", "map.nobody_there"):
        assert t(f"screen.{key}", lang) in words(one)
    assert looks(house, f"cell:{cell}") == before


def test_nobody_signed_in_sees_nothing(screen: Draw) -> None:
    """A screen that is called without somebody at work stays empty."""
    app = screen("risk_map", "")
    assert not app.title
    assert not app.dataframe


@pytest.mark.parametrize(
    ("workplace", "written"),
    [("est:2123456789", "2.123.456.789"), ("site:9100000088", "9100000088"), ("site:1A2-3", "1A2-3")],
)
def test_a_workplace_is_called_by_its_number_and_never_by_our_key(workplace: str, written: str) -> None:
    """As the register writes it."""
    assert number_of(workplace) == written
