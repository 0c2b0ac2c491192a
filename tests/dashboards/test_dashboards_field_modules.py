"""The field form's modules that need no browser, run in node; and what all its files keep to."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from builders_control import the_rules
from field_modules import APP, in_node

from dashboards.field.precache import files_script, read_folder
from inspection.acts.bundles.first_report_facts import DANGER_NOW
from inspection.referral.report import EMPLOYER_KNOWS
from inspection.time_of import today
from sectors.rules.on_call import NUMBER

CATALOGUE = the_rules().on(today())
SCRIPTS = sorted(APP.rglob("*.js"))
CHECKLIST = {
    "sections": [{"key": "a", "sensitive": False}, {"key": "b", "sensitive": True}],
    "questions": [
        {"id": "open", "section": "a", "sensitive": False},
        {"id": "told", "section": "a", "sensitive": True},
        {"id": "seen", "section": "b", "sensitive": False},
    ],
}
CONTROL = {
    "control_id": "c",
    "outcome": "done",
    "answers": {"open": 1, "told": 2},
    "persons": [
        {"ref": "P2", "name": "n", "whereabouts": "w", "answers": {"seen": 3, "open": 4}},
        {"ref": "P10", "answers": {}},
    ],
    "suspicion": {"decision": "yes"},
    "seen": [{"ref": "S1"}],
    "comments": [{"words": "1", "question": "seen"}, {"words": "2", "question": None}],
    "attachments": [{"sha256": "1", "question": "seen"}, {"sha256": "2", "question": None}],
}


def test_ids_are_uuids_of_version_7_in_order(tmp_path: Path):
    """The server's pattern for a control's id, and a later one sorts later."""
    made = in_node(tmp_path, """import { newId } from "./app/ids.js";
        answer(Array.from({length: 300}, (_, n) => newId(1_790_000_000_000 + n)));""")  # fmt: skip
    pattern = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
    assert all(pattern.match(one) for one in made)
    assert made == sorted(made)
    assert len(set(made)) == 300


def test_the_visit_that_the_office_led_to_stands_first(tmp_path: Path):
    """The others keep their order, and so do all where none of them was named."""
    made = in_node(tmp_path, """import { firstNamed } from "./app/led.js";
        const visits = ["A", "B", "C"].map((visit) => ({visit}));
        const named = (hash) => firstNamed(visits, hash).map((one) => one.visit).join("");
        answer(["#visit=B", "", "#visit=Z"].map(named));""")  # fmt: skip
    assert made == ["BAC", "ABC", "ABC"]


def test_what_police_ask_first_is_asked_until_it_is_answered_or_not_known(tmp_path: Path):
    """By the ids that a report reads; "not known" is said for each by itself and can be taken back."""
    form = {"questions": [{"id": one} for one in ("other", DANGER_NOW, EMPLOYER_KNOWS)]}
    persons = [{"ref": "P1", "whereabouts": " "}, {"ref": "P2", "whereabouts": "here"}, {"ref": "P3"}]
    found = in_node(tmp_path, """
        import { ASKED_FIRST, saidUnknown, unanswered } from "./app/asked_first.js";
        const {persons, form} = given;
        const open = (answers, suspicion) => {
          const left = unanswered({answers, persons, suspicion}, form);
          return [left.questions.map((one) => one.id), left.persons];
        };
        const yes = {decision: "yes"};
        const unknown = saidUnknown(saidUnknown(yes, ["P1", "P3"], true), [ASKED_FIRST[1]], true);
        answer([ASKED_FIRST, open({}, null), open({[ASKED_FIRST[0]]: false}, unknown),
          open({}, saidUnknown(unknown, ["P3"], false)), saidUnknown(unknown, [...unknown.not_known], false)]);""",
        persons=persons, form=form)  # fmt: skip
    both = [DANGER_NOW, EMPLOYER_KNOWS]
    assert found == [both, [both, ["P1", "P3"]], [[], []], [[DANGER_NOW], ["P3"]], {"decision": "yes"}]
    assert set(both) <= set(CATALOGUE.questions)


def test_a_telephone_number_is_what_the_office_takes_for_one(tmp_path: Path):
    """The same pattern, so that none is refused after it was taken."""
    typed = ["0470 00 00 01", " +32 4/222.00.00 ", "112", "", "ring me", "+", "0470a000001", "1" * 40]
    found = in_node(tmp_path, """import { isTelephone } from "./app/telephones.js";
        answer(given.typed.map(isTelephone));""", typed=typed)  # fmt: skip
    assert found == [True, True, *[False] * 6]
    assert f"/{NUMBER}/;" in (APP / "telephones.js").read_text().replace(r"\/", "/")


def test_a_wait_that_a_wrong_clock_made_is_none(tmp_path: Path):
    """What is due later than the longest wait was set by a clock that was wrong."""
    found = in_node(tmp_path, """import { waitUntil } from "./app/backoff.js";
        answer([waitUntil(900, 1_000), waitUntil(5_000, 1_000), waitUntil(31_536_000_000, 1_000)]);""")  # fmt: skip
    assert found == [0, 4_000, 0]


def test_a_control_cut_in_chunks_comes_back_whole(tmp_path: Path):
    """Both halves together are the control; the ordinary half alone holds nothing sensitive."""
    script = """
        import { chunksOf, takeChunk, putChunk, sensitiveQuestions, dropSensitive } from "./app/chunks.js";
        const questions = sensitiveQuestions(given.checklist);
        const half = (isSensitive) => chunksOf(given.control).map(
            (chunk) => [chunk, takeChunk(given.control, chunk, questions, isSensitive)]);
        const back = {answers: {}, persons: []};
        const stored = JSON.parse(JSON.stringify({ordinary: half(false), sensitive: half(true)}));
        for (const [chunk, value] of stored.ordinary) if (value) putChunk(back, chunk, value, false);
        const ordinary = structuredClone(back);
        for (const [chunk, value] of stored.sensitive) if (value) putChunk(back, chunk, value, true);
        const dropped = structuredClone(back);
        dropSensitive(dropped, questions);
        answer({back, ordinary, dropped, sensitive: stored.sensitive});
    """
    found = in_node(tmp_path, script, control=CONTROL, checklist=CHECKLIST)
    whole = CONTROL | {name: list(reversed(CONTROL[name])) for name in ("comments", "attachments")}
    assert found["back"] == whole
    assert found["ordinary"]["answers"] == {"open": 1}
    assert found["ordinary"]["persons"][0] == {"ref": "P2", "name": "n", "answers": {"open": 4}}
    assert "suspicion" not in found["ordinary"]
    assert [one["sha256"] for one in found["ordinary"]["attachments"]] == ["2"]
    assert [one["words"] for one in found["ordinary"]["comments"]] == ["2"]
    assert found["dropped"] == found["ordinary"]


def test_a_person_taken_out_does_not_come_back_by_the_sensitive_half(tmp_path: Path):
    """The page may be killed between the two writes."""
    script = """
        import { putChunk } from "./app/chunks.js";
        const control = {answers: {}, persons: []};
        putChunk(control, "P3", {answers: {seen: 1}}, true);
        answer(control.persons);
    """
    assert in_node(tmp_path, script) == []


@pytest.mark.parametrize(
    ("path", "chunk"),
    [
        (["answers", "open"], "answers"),
        ("persons.P2.answers.seen", "P2"),
        ("persons.P2.name", "P2"),
        (["seen"], "seen"),
        ("outcome", "fields"),
        ("persons", None),
        ("answers", None),
        ("persons.2.name", None),
        ("persons.P2.ref", None),
        ("persons.P2.answers", None),
        ("control_id", None),
        ("seen.0.doing", None),
    ],
)
@pytest.mark.few(4)
def test_a_path_names_one_place(tmp_path: Path, path, chunk):
    """What is not one place of a control is refused, before anything changes."""
    script = """
        import { readPath } from "./app/chunks.js";
        try { answer(readPath(given.path).chunk); }
        catch (fault) { answer(fault.code === "bad_path" ? null : String(fault)); }
    """
    assert in_node(tmp_path, script, path=path) == chunk


def test_many_changes_become_few_writes_and_a_failed_one_is_tried_again(tmp_path: Path):
    """Each promise resolves after the write that holds its change; what failed stays marked for the next."""
    script = """
        import { Writer } from "./app/writer.js";
        const writes = [];
        let fails = false;
        const writer = new Writer(async (chunks) => {
            if (fails) throw new Error("full");
            writes.push([...chunks].sort());
        });
        await Promise.all([writer.mark("a"), writer.mark("b"), writer.mark("a")]);
        fails = true;
        const refused = await writer.mark("c").then(() => "kept", () => "refused");
        fails = false;
        await writer.mark("d");
        await writer.flush();
        answer([writes, refused]);
    """
    assert in_node(tmp_path, script) == [[["a", "b"], ["c", "d"]], "refused"]


def test_tries_come_apart_and_stay_under_five_minutes(tmp_path: Path):
    """Doubling, with chance, capped."""
    script = """import { waitAfter } from "./app/backoff.js";
        answer([1, 2, 5, 9, 50].flatMap((n) => [waitAfter(n, 0), waitAfter(n, 1)]));"""
    assert in_node(tmp_path, script) == [500, 1000, 1000, 2000, 8000, 16000, 128000, 256000, 150000, 300000]


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, "refused"), (401, "unknown"), (403, "refused"), (408, "away"), (409, "other"), (410, "revoked"),
     (413, "refused"), (415, "refused"), (422, "refused"), (429, "away"), (500, "away"), (503, "away")],
)  # fmt: skip
@pytest.mark.few(4)
def test_each_answer_of_the_server_has_one_meaning(tmp_path: Path, status: int, kind: str):
    """Only a refusal of the content is a person's matter; only 410 wipes."""
    script = 'import { faultOf } from "./app/server.js"; answer(faultOf(given.status, {code: "ACCESS-061"}).kind);'
    assert in_node(tmp_path, script, status=status) == kind


def test_the_410_of_a_proxy_wipes_no_phone(tmp_path: Path):
    """Only our server's own words do."""
    script = """import { faultOf } from "./app/server.js";
        answer([null, {}, {code: "GONE"}].map((said) => faultOf(410, said).kind));"""
    assert in_node(tmp_path, script) == ["away"] * 3


@pytest.mark.parametrize(
    ("day", "time", "moment"),
    [
        ("2026-03-29", "01:30", "2026-03-29T00:30:00Z"),  # the night in which 02:00 becomes 03:00
        ("2026-03-29", "03:30", "2026-03-29T01:30:00Z"),
        ("2026-10-25", "01:30", "2026-10-24T23:30:00Z"),  # the night in which 03:00 becomes 02:00
        ("2026-10-25", "02:30", "2026-10-25T00:30:00Z"),  # comes twice: the first
        ("2026-10-25", "03:30", "2026-10-25T02:30:00Z"),
        ("2026-07-05", "00:10", "2026-07-04T22:10:00Z"),
        ("2026-11-29", "01:30", "2026-11-29T00:30:00Z"),
    ],
)
@pytest.mark.few(3)
def test_a_typed_time_is_the_moment_at_which_clocks_in_brussels_show_it(
    tmp_path: Path, day: str, time: str, moment: str
):
    """Also on the Sundays on which the clocks change, and whatever the offset is later that day."""
    script = """import { momentAt } from "./app/moments.js"; answer(momentAt(given.day, given.time));"""
    assert in_node(tmp_path, script, day=day, time=time) == moment


@pytest.mark.parametrize(
    ("time", "around", "now", "moment"),
    [
        ("23:50", "2026-11-28T23:10:00Z", "2026-11-28T23:40:00Z", "2026-11-28T22:50:00Z"),  # begun ten past midnight
        ("00:05", "2026-11-28T23:10:00Z", "2026-11-28T23:40:00Z", "2026-11-28T23:05:00Z"),
        ("20:00", "2026-11-29T08:00:00Z", "2026-11-29T09:00:00Z", "2026-11-28T19:00:00Z"),  # written down next morning
        ("21:05", "2026-11-28T20:00:00Z", "2026-11-28T20:04:00Z", "2026-11-28T20:05:00Z"),  # two watches differ
    ],
)
@pytest.mark.few(2)
def test_an_hour_of_entry_before_midnight_lies_on_the_day_before(
    tmp_path: Path, time: str, around: str, now: str, moment: str
):
    """Never a day ahead: the declarations of a whole night would be held against it."""
    script = """import { momentNear } from "./app/moments.js";
        answer(momentNear(given.time, given.around, Date.parse(given.now) + 600_000));"""
    assert in_node(tmp_path, script, time=time, around=around, now=now) == moment


def test_the_list_of_files_is_the_folder_and_changes_with_it(tmp_path: Path):
    """Every file but the worker itself, with its digest; one changed byte is another version, of its part alone."""
    (tmp_path / "views").mkdir()
    for name in ("index.html", "views/all.js", "sw.js", ".hidden"):
        (tmp_path / name).write_text("1")

    def listed(later: bytes) -> dict[str, Any]:
        script = files_script(read_folder(tmp_path), {"reader/one.wasm": later})
        return json.loads(script.removeprefix("self.VIGIE_FILES = ").removesuffix(";\n"))

    first = listed(b"1")
    assert list(first["files"]) == ["index.html", "views/all.js"]
    assert first["files"]["views/all.js"].startswith("6b86b273")
    assert (listed(b"2")["version"], listed(b"2") == first) == (first["version"], False)
    (tmp_path / "index.html").write_text("2")
    assert listed(b"1")["version"] != first["version"]
    assert listed(b"1")["later"] == first["later"]


def test_every_picture_of_the_folder_is_an_icon_of_the_manifest():
    """What lies there is fetched and kept by every phone: a picture that somebody forgot would be, too."""
    icons = {icon["src"] for icon in json.loads((APP / "manifest.webmanifest").read_text())["icons"]}
    assert {path.relative_to(APP).as_posix() for path in APP.rglob("*.png")} == icons


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.relative_to(APP).as_posix())
def test_a_script_evaluates_no_text_and_asks_no_other_machine(path: Path):
    """What the content policy forbids is not there to begin with."""
    text = path.read_text()
    assert not re.search(r"\beval\(|new Function|innerHTML|document\.write|https?://(?!www\.w3\.org)", text)
    assert text.count("\n") <= 180


@pytest.mark.parametrize(
    ("at", "good"),
    [
        ("2026-11-28T20:00:00Z", True),  # Saturday evening, the last day
        ("2026-11-29T00:30:00Z", True),  # half past one on Sunday: the night of Saturday
        ("2026-11-29T06:00:00Z", False),  # seven o'clock
        ("2026-11-28T22:30:00Z", False),  # somebody is absent
        ("2026-11-23T00:30:00Z", False),  # before the first evening
    ],
)
@pytest.mark.few(2)
def test_a_number_of_the_card_is_good_by_the_rule_of_the_office(tmp_path: Path, at: str, good: bool):
    """A night belongs to the day on which it began; who is absent is not shown."""
    one = {
        "valid_from": "2026-11-23",
        "valid_until": "2026-11-28",
        "night_ends": "07:00",
        "absent": [["2026-11-28T22:00:00+00:00", "2026-11-28T23:00:00+00:00"]],
    }
    script = 'import { isGood } from "./app/duty.js"; answer(isGood(given.one, given.at));'
    assert in_node(tmp_path, script, one=one, at=at) is good


MAP = """
import { frameOf, isOn, lineOf, onto, scaleOf, spread } from "./app/mapping.js";
const frame = frameOf(given.stops, 360, 300, 6);
const marks = spread(given.stops.map((one) => onto(frame, one)), 26);
const apart = (one, other) => Math.hypot(one.x - other.x, one.y - other.y);
const closest = Math.min(...marks.flatMap((one, n) => marks.slice(n + 1).map((other) => apart(one, other))));
answer({line: lineOf([100, 200, 5, -5], 100), closest, scale: scaleOf(frame),
  inside: given.stops.map((one) => onto(frame, one)).every(({x, y}) => x > 0 && x < 360 && y > 0 && y < 300),
  far: isOn(frame, [{lon: 3, lat: 51}, {lon: 3.1, lat: 51}])});
"""  # fmt: skip


def test_a_round_is_drawn_with_all_its_stops_apart(tmp_path: Path):
    """Each on the sheet, none under another, under a bar of whole kilometres."""
    stops = [{"lon": 5.57, "lat": 50.63}, {"lon": 5.5701, "lat": 50.6301}, {"lon": 5.86, "lat": 50.59}]
    drawn = in_node(tmp_path, MAP, stops=stops)
    assert drawn["line"] == [{"lon": 1, "lat": 2}, {"lon": 1.05, "lat": 1.95}]
    assert drawn["closest"] >= 26
    assert (drawn["inside"], drawn["far"], drawn["scale"]["km"]) == (True, False, 5)


COVER = """
import { blockSize, drawMarks } from "./app/marks.js";
const filled = [];
const data = Uint8ClampedArray.from({length: 4 * 96 * 96}, (_, n) => (n % 4 === 3 ? 255 : (n * 37) % 256));
const fillRect = (x, y, w, h) => filled.push([x, y, w, h, pen.fillStyle]);
const pen = {drawImage() {}, getImageData: () => ({data}), fillRect};
const mark = {kind: "pixelate", from: {x: 96, y: 96}, to: {x: 0, y: 0}};
drawMarks({width: 96, height: 96, getContext: () => pen}, {}, [mark]);
answer({filled, sizes: [blockSize(96, 400), blockSize(1000, 800)]});
"""


def test_what_is_covered_is_gone(tmp_path: Path):
    """Every pixel of the area is painted over by blocks of one colour, whichever way the finger went."""
    told = in_node(tmp_path, COVER)
    assert sum(w * h for _, _, w, h, _ in told["filled"]) == 96 * 96
    assert len({(x, y) for x, y, *_ in told["filled"]}) == 16
    assert told["sizes"] == [24, 200]
