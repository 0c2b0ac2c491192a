"""What is noted on site beside the answers, at the desk: kept at once, read as it was noted, changed, taken back."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pytest
from office_filled import fields_in, send, typed
from office_shell import INSPECTOR, Caller, a_home, words

from inspection import acts
from inspection.control.checks import Extract
from inspection.control.filled import PersonFound
from inspection.control.reading import read_control
from inspection.time_of import today
from inspection.trust import AppContext, Context

BEGUN = {"number": "2.999.000.001", "sector": "restaurants", "origin": "own_initiative", "postcode": "4000"}
NOTED = {
    "hearings": {"ref": "H1", "person": "P1", "quality": "witness", "language": "ro", "apart": False,
                 "started_at": "2026-11-25T18:00:07+00:00", "statement": "two\nlines",
                 "changes": [{"quality": "suspect", "at": "2026-11-25T18:20:00+00:00"}]},
    "pay": {"person": "P1", "from_on": "2026-11-01", "to_on": "2026-11-24", "hours": "150.5", "received_cents": 50_005},
    "lookups": {"ref": "L1", "register": "dimona", "subject": "P1", "result": "found", "source": "live",
                "looked_up_at": "2026-11-25T18:10:00+00:00", "planned_hours": 8, "period_from": "2026-11-01"},
    "rooms": {"ref": "R1", "ground": "consent", "by": "P1", "at": "2026-11-25T18:02:00+00:00", "is_written": True},
    "offenders": {"ref": "O1", "role": "employer", "name": "Synthetic Firm",
                  "earlier": [{"authority": "court of Liège", "final_on": "2024-02-01", "level": 3}]},
    "noted": {"offence": "SS_DIMONA_IN", "offender": "O1", "from_on": "2026-11-02", "persons": ["P1"]},
    "chain": {"ref": "C1", "role": "employer", "country": "BE", "passed_on": "unknown", "stay_statement": "unknown",
              "pay_statement": "unknown", "knew_stay": "unknown", "knew_pay": "unknown", "name": "X",
              "employs": ["P1"], "price_cents": 123_456},
    "steps": {"step": "police_call", "at": "2026-11-25T18:30:00+00:00", "outcome": "reached", "note": "said yes"},
    "seen": {"ref": "S1", "state": "fled", "at": "19:05", "doing": "washed up"},
}  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """Give a home with people."""
    with a_home(tmp_path_factory.mktemp("onsite") / "home") as opened:
        yield opened


@pytest.fixture(scope="module")
def caller(home: AppContext) -> Caller:
    """Give a browser in which the inspector has signed in."""
    browser = Caller(home)
    browser.sign_in()
    return browser


@pytest.fixture(scope="module")
def begun(caller: Caller) -> str:
    """Give the id of a draft."""
    answer = send(caller, "/control", "/control/unplanned", **BEGUN)
    return str(answer.headers["location"]).split("/")[2]


@pytest.fixture
def draft(home: AppContext, begun: str) -> str:
    """Give the draft with a person found, and nothing noted."""
    filling = acts.controls.open_draft(home.acting(INSPECTOR), begun)
    for part in NOTED:
        filling.control.pop(part, None)
    here = {"entered_at": "2026-11-25T17:00:00+00:00", "facts_on": "2026-11-25", "outcome": "done", "answers": {}}
    filling.control.update(persons=[{"ref": "P1", "answers": {}}], **here)
    acts.controls.keep_draft(home.acting(INSPECTOR), filling)
    return begun


def control_of(home: AppContext, draft: str) -> dict[str, Any]:
    return acts.controls.open_draft(home.acting(INSPECTOR), draft).control


def put(home: AppContext, draft: str, **parts: Any) -> None:
    filling = acts.controls.open_draft(home.acting(INSPECTOR), draft)
    filling.control.update(parts)
    acts.controls.keep_draft(home.acting(INSPECTOR), filling)


def test_what_was_seen_is_kept_under_a_reference_and_taken_back(caller: Caller, home: AppContext, draft: str) -> None:
    """In the shape of a control; each entry can be taken back, and the others keep their names."""
    way = f"/control/{draft}/site/seen"
    assert "Nothing is noted here yet" in words(caller.get(way).text)
    send(caller, way, state="fled", doing=" washed up ")
    send(caller, way, state="hidden")
    assert control_of(home, draft)["seen"] == [
        {"ref": "S1", "state": "fled", "doing": "washed up"},
        {"ref": "S2", "state": "hidden"},
    ]
    assert "washed up" in words(caller.get(way).text)
    assert send(caller, way, f"{way}/S1/back").headers["location"].endswith("told=back")
    assert [one["ref"] for one in control_of(home, draft)["seen"]] == ["S2"]
    assert caller.get(f"{way}/S1").status_code == 404


def test_what_is_missing_or_no_control_would_take_is_said_and_nothing_is_kept(
    caller: Caller, home: AppContext, draft: str
) -> None:
    """By its field, with what was typed; the rules are those of the control."""
    way = f"/control/{draft}/site/hearings"
    lacking = send(caller, way, statement="A long statement.")
    assert lacking.status_code == 422
    assert words(lacking.text).count("To be filled in.") == 4
    assert fields_in(lacking.text, way)["statement"] == "A long statement."
    whole = {"person": "P1", "quality": "witness", "started_at__at": "00:01"}
    wrong = send(caller, way, **whole, language="Romanian, I think")
    assert (wrong.status_code, 'id="language-wrong"' in wrong.text) == (422, True)
    assert "hearings" not in control_of(home, draft)
    assert send(caller, way, **whole, language="ro").status_code == 303
    (hearing,) = control_of(home, draft)["hearings"]
    assert (hearing["ref"], "T" in hearing["started_at"]) == ("H1", True)


@pytest.mark.parametrize("part", NOTED)
@pytest.mark.few(3)
def test_every_kind_of_note_comes_back_as_it_was(caller: Caller, home: AppContext, draft: str, part: str) -> None:
    """Kept without a change it says what it said, to the second; what no field shows stays, too."""
    ground, step = (next(iter(getattr(home.catalogue(today()), which))) for which in ("room_grounds", "steps"))
    put(home, draft, offenders=[NOTED["offenders"]])
    item = NOTED[part] | ({"ground": ground} if part == "rooms" else {"step": step} if part == "steps" else {})
    put(home, draft, **{part: [item]})
    way = f"/control/{draft}/site/{part}"
    answer = send(caller, f"{way}/{item.get('ref', '1')}")
    assert answer.headers.get("location") == f"{way}?told=kept", words(answer.text)[-900:]
    assert control_of(home, draft)[part] == [item]
    made = control_of(home, draft)
    assert len(getattr(read_control(made, acts.records.checklist_for(home.acting(INSPECTOR), made)), part)) == 1


def test_what_was_noted_is_changed_in_place(caller: Caller, home: AppContext, draft: str) -> None:
    """Under its own reference; the other one stays. One that was changed elsewhere is shown with both texts."""
    put(home, draft, seen=[NOTED["seen"], {"ref": "S2", "state": "hidden"}])
    way = f"/control/{draft}/site/seen/S1"
    before = caller.get(way).text
    send(caller, way, doing="cooked")
    assert control_of(home, draft)["seen"] == [NOTED["seen"] | {"doing": "cooked"}, {"ref": "S2", "state": "hidden"}]
    late = caller.post(way, typed(before, way, doing="peeled", place="kitchen"))
    assert (late.status_code, "cooked" in words(late.text)) == (409, True)
    assert fields_in(late.text, way)["doing"] == "peeled"
    assert caller.post(way, typed(late.text, way)).status_code == 303
    assert (control_of(home, draft)["seen"][0]["doing"], control_of(home, draft)["seen"][0]["place"]) == (
        "peeled",
        "kitchen",
    )
    assert caller.post(f"{way}/back", {**fields_in(before, way), "of": "stale"}).status_code == 409
    assert len(control_of(home, draft)["seen"]) == 2


def test_what_is_typed_for_an_entry_that_is_gone_is_offered_as_a_new_one(
    caller: Caller, home: AppContext, draft: str
) -> None:
    """Another window took it back: no word is lost."""
    put(home, draft, seen=[NOTED["seen"]])
    way = f"/control/{draft}/site/seen"
    before = caller.get(f"{way}/S1").text
    put(home, draft, seen=[])
    late = caller.post(f"{way}/S1", typed(before, f"{way}/S1", doing="peeled"))
    assert late.status_code == 409
    assert fields_in(late.text, way)["doing"] == "peeled"
    assert control_of(home, draft)["seen"] == []


def test_who_is_still_named_cannot_be_taken_back(caller: Caller, home: AppContext, draft: str) -> None:
    """Else the control could not be closed; once nothing names them they can."""
    way = f"/control/{draft}/site/offenders"
    put(home, draft, offenders=[NOTED["offenders"]], persons=[{"ref": "P1", "answers": {}, "employer": "O1"}])
    page = caller.get(way).text
    assert "O1 is still named under: Persons found" in words(page)
    caller.send(f"{way}/O1/back", way, of="")
    assert len(control_of(home, draft)["offenders"]) == 1
    assert "Works for" in words(caller.get(f"/control/{draft}/person/P1").text)
    put(home, draft, persons=[{"ref": "P1", "answers": {}}])
    send(caller, way, f"{way}/O1/back")
    assert control_of(home, draft)["offenders"] == []


@pytest.mark.parametrize("line", ["court of Liège; 31/02/2024", "court of Liège; 01/02/2024; 7"])
def test_of_decisions_that_cannot_be_read_nothing_is_kept(
    caller: Caller, home: AppContext, draft: str, line: str
) -> None:
    """The field is named; what else was typed waits in the form."""
    way = f"/control/{draft}/site/offenders"
    wrong = send(caller, way, role="employer", name="Synthetic Firm", earlier=line)
    assert (wrong.status_code, 'id="earlier-wrong"' in wrong.text) == (422, True)
    assert fields_in(wrong.text, way)["name"] == "Synthetic Firm"
    assert not control_of(home, draft).get("offenders")


def test_where_the_control_stops_nobody_is_heard_without_a_word(caller: Caller, home: AppContext, draft: str) -> None:
    """The card stands above the hearings and above no other part, and what is read aloud first beside them."""
    put(home, draft, answers={"wp_diplomatic": True})
    assert "stop here" not in words(caller.get(f"/control/{draft}/site/seen").text)
    hearings = words(caller.get(f"/control/{draft}/site/hearings").text)
    assert "stop here" in hearings
    assert "Read aloud first" in hearings


def test_what_the_registers_hold_is_read_at_a_press_only(
    caller: Caller, home: AppContext, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At a planned visit, with the numbers that were typed; of an unplanned control not before it is saved."""
    asked: list[tuple[str, str, list[str]]] = []

    def consult(context: Context, purpose: str, *, visit: str, persons: Sequence[PersonFound]) -> tuple[Extract, ...]:
        asked.append((purpose, visit, [one.ref for one in persons]))
        rows = ({"declared_at": None, "enterprise": "0400000001", "is_open": True, "lat": 1},)
        known = {"register_key": "dimona", "table": "declarations", "as_of": date(2026, 11, 20)}
        return (Extract(**known, subject="workplace", rows=rows, count=3),)

    monkeypatch.setattr(acts.controls, "consult_extracts", consult)
    way = f"/control/{draft}/site/lookups"
    assert "Extracts are kept with the control once it is saved" in words(caller.get(way).text)
    put(home, draft, visit="ABCDEF")
    assert "Look at the extracts" in words(caller.get(way).text)
    assert asked == []
    shown = words(send(caller, way, f"/control/{draft}/site/extracts").text)
    assert "proves nothing alone" in shown
    assert "0400000001" in shown
    assert "The first 1 of 3" in shown
    put(home, draft, persons=[{"ref": "P1", "national_number": "85000099007", "answers": {}}])
    send(caller, way, f"/control/{draft}/site/extracts")
    assert asked == [("prepare_visit", "ABCDEF", []), ("identify_on_site", "ABCDEF", ["P1"])]
    put(home, draft, visit=None)


def test_a_look_that_is_refused_is_told_on_the_page(caller: Caller, home: AppContext, draft: str) -> None:
    """The visit is of no team of whoever asks: the act says so, and nothing was read."""
    put(home, draft, visit="ABCDEF")
    way = f"/control/{draft}/site/lookups"
    refused = send(caller, way, f"/control/{draft}/site/extracts")
    assert "CONTROL-862" in words(refused.text)
    put(home, draft, visit=None)


def test_after_a_tick_the_page_does_not_undo_what_another_window_said(
    caller: Caller, home: AppContext, draft: str
) -> None:
    """It still shows what it was drawn with; only what is typed on it counts as said on it."""
    way = f"/control/{draft}/place"
    page = caller.get(way).text
    send(caller, way, w__wp_card_shown="yes")
    mine = typed(page, way, w__wp_obstruction="obstructed")
    told = caller.post(way, mine | {"quiet": "1"}).json()
    assert caller.post(way, mine | {"of": told["of"]}).status_code == 303
    assert control_of(home, draft)["answers"] == {"wp_card_shown": True, "wp_obstruction": "obstructed"}
    late = caller.post(way, mine | {"of": told["of"], "w.wp_card_shown": "no"})
    assert (late.status_code, control_of(home, draft)["answers"]["wp_card_shown"]) == (409, True)


@pytest.mark.parametrize("quiet", [True, False])
def test_a_day_of_the_facts_that_moved_with_the_entry_is_not_moved_back(
    caller: Caller, home: AppContext, draft: str, quiet: bool
) -> None:
    """Neither by a page that kept a tick by itself, nor by one that was shown again for another field."""
    way = f"/control/{draft}/visit"
    put(home, draft, facts_from="2026-11-25")
    left = {} if quiet else {"left_on": "2199-01-01", "left_at": "10:00"}
    mine = typed(caller.get(way).text, way, entered_on="2026-11-20", **left)
    came = caller.post(way, mine | ({"quiet": "1"} if quiet else {}))
    again = mine | {"of": came.json()["of"]} if quiet else typed(came.text, way, left_on="", left_at="")
    assert came.status_code == (200 if quiet else 422)
    assert caller.post(way, again).status_code == 303
    control = control_of(home, draft)
    assert (control["entered_at"][:10], control["facts_on"], control["facts_from"]) == ("2026-11-20",) * 3


def test_a_day_of_leaving_without_its_hour_is_not_left_out_in_silence(
    caller: Caller, home: AppContext, draft: str
) -> None:
    way = f"/control/{draft}/visit"
    wrong = send(caller, way, left_on="2026-11-26")
    assert (wrong.status_code, 'id="left_at-wrong"' in wrong.text) == (422, True)
    assert fields_in(wrong.text, way)["left_on"] == "2026-11-26"


def test_an_entry_that_has_only_a_number_is_not_taken_for_the_one_after_it(
    caller: Caller, home: AppContext, draft: str
) -> None:
    """Taken back in another window, the first is now the one that was second: both are shown, nothing is changed."""
    others = {**NOTED["pay"], "person": "P2"}
    put(home, draft, persons=[{"ref": f"P{n}", "answers": {}} for n in (1, 2)], pay=[NOTED["pay"], others])
    way = f"/control/{draft}/site/pay/1"
    page = caller.get(way).text
    send(caller, f"/control/{draft}/site/pay", f"{way}/back")
    late = caller.post(way, typed(page, way, employed_since="2026-01-02"))
    assert (late.status_code, control_of(home, draft)["pay"]) == (409, [others])


@pytest.mark.parametrize("amount", ["1.500", "Infinity"])
def test_an_amount_that_may_be_another_one_is_not_taken(
    caller: Caller, home: AppContext, draft: str, amount: str
) -> None:
    """Three digits after a point are thousands to whoever types them, and cents to a computer."""
    way = f"/control/{draft}/site/pay"
    days = {"from_on": "2026-11-01", "to_on": "2026-11-24"}
    wrong = send(caller, way, person="P1", hours="8", received_cents=amount, **days)
    assert (wrong.status_code, 'id="received_cents-wrong"' in wrong.text) == (422, True)
    assert send(caller, way, person="P1", hours="8", received_cents="1 500,50", **days).status_code == 303
    assert control_of(home, draft)["pay"][0]["received_cents"] == 150_050


def test_who_and_what_a_summary_names_stays_and_the_page_says_so(caller: Caller, home: AppContext, draft: str) -> None:
    """A reference that goes would be given again, and the signed words would be of another hearing."""
    put(home, draft, hearings=[NOTED["hearings"]], summaries=[{"ref": "T1", "person": "P1", "hearing": "H1"}])
    assert "Summaries read and signed" in words(caller.get(f"/control/{draft}/person/P1").text)
    way = f"/control/{draft}/site/hearings"
    page = caller.get(way).text
    assert "Summaries read and signed" in words(page)
    assert f'action="{way}/H1/back"' not in page


def test_what_came_to_be_named_in_another_window_is_not_taken_back(
    caller: Caller, home: AppContext, draft: str
) -> None:
    """And nobody is told that it was."""
    put(home, draft, offenders=[NOTED["offenders"]])
    way = f"/control/{draft}/site/offenders"
    back = fields_in(caller.get(way).text, f"{way}/O1/back")
    put(home, draft, noted=[NOTED["noted"]])
    assert caller.post(f"{way}/O1/back", back).status_code == 409
    assert control_of(home, draft)["offenders"] == [NOTED["offenders"]]
