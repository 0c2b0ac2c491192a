"""Each screen drawn without a browser: who sees what, and that a button calls its act."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from builders_dashboards import DIRECTION, HEAD, INSPECTOR, SUPERVISOR, some_zones
from houses import house_of
from sqlmodel import col, select
from streamlit.testing.v1 import AppTest

from dashboards.numbers import number_of
from inspection import acts
from inspection.i18n import LANGUAGES, bound, t
from inspection.store.controls import drafts
from inspection.store.queries import controls, referrals
from inspection.store.records import AuditEntryRow
from inspection.time_of import now
from inspection.trust import AppContext

Draw = Callable[..., AppTest]


def words(app: AppTest) -> str:
    """Everything that a screen says, tables included."""
    parts = [
        e.value
        for kind in ("title", "subheader", "markdown", "caption", "info", "warning", "error", "success")
        for e in app.get(kind)
    ]
    return "\n".join(
        [*map(str, parts), *(f"{list(t.value.columns)} {t.value.to_string()}" for t in (*app.dataframe, *app.table))]
    )


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


@pytest.mark.parametrize("lang", ["fr", "nl", "de", "en"])
@pytest.mark.few(1)
def test_every_part_of_the_form_is_drawn_in_four_languages(screen: Draw, house: AppContext, lang: str) -> None:
    """Each section of the checklist opens, with a person found."""
    app = a_begun_control(screen, lang=lang)
    parts = next(b for b in app.button_group if b.key == "part")
    add = {"fr": "Ajouter une personne", "nl": "Persoon toevoegen", "de": "Person hinzufügen", "en": "Add a person"}
    for n in range(len(parts.options)):
        parts = next(b for b in app.button_group if b.key == "part")
        app = parts.set_value(list(keys_of(app))[n]).run()
        assert not app.exception, n
        if n == 3:
            app = press(app, add[lang])
    acts.controls.drop_draft(house.acting(HEAD), app.query_params["draft"], because="given_up")


def keys_of(app: AppTest) -> list[str]:
    """The parts of the form in their order."""
    from inspection.control.checklists import checklist

    house = house_of(acts.app())
    rules = house.catalogue(now().date())
    return ["visit", *(s.key for s in checklist(rules.sectors["restaurants"], rules).sections), "onsite", "end"]


def a_begun_control(screen: Draw, user: str = HEAD, lang: str = "en") -> AppTest:
    """Begin an unplanned control."""
    app = screen("control_form", user, lang)
    app.text_input[0].set_value("2.999.000.001")
    app.text_input[1].set_value("4000")
    app.run()
    labels = {"en": "Begin this unplanned control", "fr": "Commencer ce contrôle non planifié",
              "nl": "Deze ongeplande controle beginnen", "de": "Diese ungeplante Kontrolle beginnen"}  # fmt: skip
    box(app, {"en": "Sector", "fr": "Secteur", "nl": "Sector", "de": "Sektor"}[lang]).set_value("restaurants")
    box(app, t("screen.control.origin", lang)).set_value("own_initiative")
    app.run()
    return press(app, labels[lang])


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


def test_answers_are_kept_and_the_control_is_saved_once(screen: Draw, house: AppContext) -> None:
    """Each answer is in the store at once; finishing saves the control, removes the draft, and opens the referral."""
    app = a_begun_control(screen, INSPECTOR)
    draft = app.query_params["draft"]
    app = next(b for b in app.button_group if b.key == "part").set_value("first_minutes").run()
    app.number_input[0].set_value(3)
    app = app.run()
    assert acts.controls.open_draft(house.acting(INSPECTOR), draft).control["answers"] == {"fm_head_count": 3}
    again = screen("control_form", INSPECTOR, draft=draft)
    again = next(b for b in again.button_group if b.key == "part").set_value("first_minutes").run()
    assert again.number_input[0].value == 3
    again = next(b for b in again.button_group if b.key == "part").set_value("end").run()
    assert "First say, under" in words(again)
    assert next(b for b in again.button if b.label == "Finish and save").disabled  # nobody said how it ended
    again = next(b for b in again.button_group if b.key == "part").set_value("visit").run()
    assert box(again, "Outcome").value is None
    box(again, "Outcome").set_value("done").run()
    again = next(b for b in again.button_group if b.key == "part").set_value("end").run()
    again = next(b for b in again.button_group if b.label == "My decision").set_value("yes").run()
    again = press(again, "Finish and save")
    assert "A yes needs grounds" in words(again)
    assert [d.id for d in drafts(house.store, INSPECTOR)] == [draft]
    again.text_area[0].set_value("papers held")
    again = press(again.run(), "Finish and save")
    assert "Referral R-26-" in words(again)
    assert not drafts(house.store, INSPECTOR)
    assert [c.decision for c in controls(house.store) if c.id == draft] == ["yes"]
    assert sum(r.control_id == draft for r in referrals(house.store)) == 1


def test_the_form_follows_the_answers(screen: Draw, house: AppContext) -> None:
    """A question appears when it has an object, a wrong answer is told at once, and evidence is asked for."""
    app = a_begun_control(screen, INSPECTOR)
    app = part_of(app, "workplace")
    assert "Who did or refused what" not in labels_of(app)
    counted = progress_of(app, "Workplace")
    app = next(b for b in app.button_group if b.label == "Was the control obstructed?").set_value("obstructed").run()
    assert "Who did or refused what" in labels_of(app)
    assert progress_of(app, "Workplace") == (counted[0] + 1, counted[1] + 1)
    app = press(part_of(app, "pay_and_time"), "Add a person")
    rest = next(field for field in app.number_input if field.label.startswith("Days off"))
    app = rest.set_value(15).run()
    assert "From 0 to 14 days" in words(app)
    app = part_of(app, "foreign_labour")
    app = next(b for b in app.button_group if b.label.startswith("Workers' papers found")).set_value("yes").run()
    assert "Photo: The papers, where they were found" in words(app)
    app = part_of(app, "end")
    assert "To be corrected to finish: Days off in the last 14 days" in words(app)
    assert next(b for b in app.button if b.label == "Finish and save").disabled
    assert "Evidence still expected: Workers' papers found with the employer?: Photo" in words(app)
    acts.controls.drop_draft(house.acting(INSPECTOR), app.query_params["draft"], because="given_up")


def part_of(app: AppTest, part: str) -> AppTest:
    """Open a part of the form."""
    return next(b for b in app.button_group if b.key == "part").set_value(part).run()


def progress_of(app: AppTest, label: str) -> tuple[int, int]:
    """How many questions of a part are answered, of how many that are asked."""
    parts = next(b for b in app.button_group if b.key == "part")
    name = next(option for option in parts.options if option.startswith(label))
    given, asked = name.rsplit(" ", 1)[1].split("/")
    return int(given), int(asked)


def labels_of(app: AppTest) -> str:
    """Every question on the screen."""
    fields = (app.text_input, app.text_area, app.number_input, app.button_group)
    return " | ".join(str(field.label) for kind in fields for field in kind)


def test_an_answer_on_the_screen_leaves_alone_what_the_screen_does_not_show(screen: Draw, house: AppContext) -> None:
    """What the field form wrote beside the answers stays in the draft, to the letter."""
    app = a_begun_control(screen, INSPECTOR)
    filling = acts.controls.open_draft(house.acting(INSPECTOR), app.query_params["draft"])
    filling.control["seen"] = [{"ref": "S1", "state": "fled", "doing": "washing up"}]
    filling.control["persons"] = [{"ref": "P1", "answers": {}, "whereabouts": "upstairs"}]
    acts.controls.keep_draft(house.acting(INSPECTOR), filling)
    app = screen("control_form", INSPECTOR, draft=filling.id)
    app = next(b for b in app.button_group if b.key == "part").set_value("first_minutes").run()
    app.number_input[0].set_value(3)
    assert not app.run().exception
    kept = acts.controls.open_draft(house.acting(INSPECTOR), filling.id).control
    assert kept["answers"] == {"fm_head_count": 3}
    assert (kept["seen"], kept["persons"]) == (filling.control["seen"], filling.control["persons"])
    acts.controls.drop_draft(house.acting(INSPECTOR), filling.id, because="given_up")


def test_a_draft_is_nobody_elses(screen: Draw, house: AppContext) -> None:
    """A colleague who has the address sees no answer, and is not told that there is one."""
    app = a_begun_control(screen, INSPECTOR)
    draft = app.query_params["draft"]
    other = screen("control_form", "insp-liege-2", draft=draft)
    assert "This draft no longer exists" in words(other)
    assert not [b for b in other.button_group if b.key == "part"]
    acts.controls.drop_draft(house.acting(INSPECTOR), draft, because="given_up")


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
