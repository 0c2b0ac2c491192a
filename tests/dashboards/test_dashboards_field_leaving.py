"""Before leaving: what answers point to, what is read and signed, and a visit record that tells nothing of a suspicion.

The same thousand synthetic controls, each with and without a suspicion and as if nobody had thought of trafficking, are
summed up and written down by the form's own modules in Node and by the office's in Python: `make battery` prints the
figure; a few dozen are tried in every run.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import pytest
from builders_control import a_competence, a_raw_control, a_suspicion, the_checklist, the_rules
from builders_generated_controls import ordinary, targeted, true_situation
from field_modules import in_node

from dashboards.field.package import four
from inspection.control.conclusions import conclude
from inspection.control.filled import Control
from inspection.control.papers import without_suspicion, worker_words
from inspection.control.reading import read_control
from inspection.i18n import LANGUAGES
from inspection.reporting.sheets import VisitRecord, visit_record_data, visit_record_of, visit_record_pdf
from inspection.time_of import day_in_brussels
from sectors.rules.checklists import VisitRecordRules
from sectors.rules.values import Text

MANY = int(os.environ.get("VIGIE_EXAMPLES", "1000"))
MADE_ON = datetime(2026, 11, 30, tzinfo=UTC)
PLACE = ["Restaurant Exemple 4107", "rue de l'Essai 8, 7500 Tournai"]
NAMES = ["D. Essai", "C. Modèle"]
TONGUES = ("fr", "nl", "de", "en", "ar", "ro", "vi")
MODULES = """
import { ofEmployer, ofHearing, ofPerson } from "./app/summary.js";
import { dueOn, visitPaper } from "./app/leaving.js";
import { byFinding, pointsOf } from "./app/pointing.js";
const loaded = {};
for (const sector of Object.keys(given.forms)) loaded[sector] = (await import(`./rules_${sector}.js`)).rules;
const visit = {day: "10/03/2026", time: "18:30", place: "here"};
const texts = (control, words) => [...control.persons.map((person) =>
  ofPerson(person, given.forms[control.sector], loaded[control.sector], control.answers, words, visit)),
  ofEmployer(control.persons.length, words, visit)];
const papers = (control) => ["fr", "nl", "de", "en"].map((lang) => visitPaper({rules: given.rules, lang,
  service: "ONSS", place: given.place, inspectors: given.names, entered_at: control.entered_at, until: control.left_at,
  documents: given.rules.documents[control.sector].map((one) => one[lang]),
  due_on: dueOn(given.rules, control.left_at)}));
"""


@cache
def visit_rules() -> dict[str, Any]:
    """The words of the visit record as the package brings them, with the documents of every sector."""
    catalogue = the_rules().on(MADE_ON.date())
    fields = {name: getattr(catalogue.visit_record, name) for name in type(catalogue.visit_record).model_fields}
    words = {name: four(value) for name, value in fields.items() if isinstance(value, Text)}
    asked = {key: [four(one) for one in catalogue.documents_asked(sector)] for key, sector in catalogue.sectors.items()}
    return {"due_days": catalogue.visit_record.due_days, "words": words, "documents": asked}


def run(folder: Path, script: str, sectors: set[str], **values: Any) -> Any:
    """Run a script beside the form's modules and the rules of these sectors."""
    for sector in sectors:
        (folder / f"rules_{sector}.js").write_text(the_checklist(sector).rules_module())
    forms = {sector: the_checklist(sector).field_form() for sector in sectors}
    common = {"forms": forms, "rules": visit_rules(), "place": PLACE, "names": NAMES}
    return in_node(folder, MODULES + script, **common, **values)


def generated(n: int) -> Iterator[dict[str, Any]]:
    """Ordinary controls, targeted ones and true situations in turn."""
    rng = Random("leaving")
    for at in range(n):
        yield (ordinary, targeted, lambda one: true_situation(one, heard="in_full")[-1])[at % 3](rng)


def variants(raw: dict[str, Any]) -> list[Control]:
    """One control as the inspector decides nothing, yes, no or undecided, and as if nobody had thought of anything."""
    decided = [None, *(a_suspicion(one) for one in ("yes", "no", "undecided"))]
    made = [read_control({**raw, "suspicion": one}, the_checklist) for one in decided]
    return [*made, without_suspicion(made[1], the_checklist(raw["sector"]).by_id)]


def differing(folder: Path, n: int, *, typeset: int) -> tuple[int, int, list[str]]:
    """Count controls and bytes that were held against each other, and name what differs.

    Of every `typeset`-th control the PDF is set with and without a yes, of every one what the PDF says.
    """
    count, bytes_, faults = 0, 0, []
    for several in batched(generated(n)):
        cases = [(raw, variants(raw)) for raw in several]
        for (raw, decided), shown in zip(cases, on_the_telephone(folder, cases), strict=True):
            said = [json.dumps(visit_record_data(*recorded(one))) for one in decided]
            together = [[*texts, paper] for texts, paper in zip(shown, said, strict=True)]
            pdfs = [printed_bytes(one) for one in decided[:2]] if count % typeset == 0 else []
            is_same = all(one == together[0] for one in together) and len(set(pdfs)) < 2
            faults += [] if is_same else [raw["control_id"]]
            bytes_ += sum(map(len, (*together[0], *pdfs[:1])))
            count += 1
    return count, bytes_, faults


def batched(made: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """A hundred at a time: Node reads what it is given as one text."""
    while several := list(islice(made, 100)):
        yield several


def on_the_telephone(folder: Path, cases: list[tuple[dict[str, Any], list[Control]]]) -> Any:
    """The summaries and the papers of each control by the form's modules, in a language each."""
    catalogue = the_rules().on(MADE_ON.date())
    words = {one: worker_words(catalogue, one)["summary"] for one in TONGUES}
    controls = [[json.loads(one.model_dump_json(exclude_none=True)) for one in several] for _, several in cases]
    script = """const inTongue = (at) => given.words[given.tongues[at % given.tongues.length]];
        answer(given.controls.map((several, at) => several.map((control) =>
          [texts(control, inTongue(at)), papers(control)].map((one) => JSON.stringify(one)))));"""
    return run(folder, script, {raw["sector"] for raw, _ in cases}, controls=controls, words=words, tongues=TONGUES)


def recorded(control: Control) -> tuple[VisitRecord, VisitRecordRules]:
    """The visit record of a control, with the words of its day."""
    form = the_rules().on(day_in_brussels(control.entered_at))
    return visit_record_of(control, form, place=PLACE, names=NAMES, service="ONSS"), form.visit_record


def printed_bytes(control: Control) -> bytes:
    """The visit record of a control as the office prints it."""
    return visit_record_pdf(*recorded(control), made_on=MADE_ON)


def test_summary_and_visit_record_hold_no_byte_of_a_suspicion(tmp_path: Path):
    """Two dozen controls of every kind, five decisions each."""
    count, _, faults = differing(tmp_path, 24, typeset=12)
    assert count == 24
    assert faults == []


@pytest.mark.battery
def test_a_thousand_summaries_and_visit_records_hold_no_byte_of_a_suspicion(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """The figure is printed: how many controls, how many bytes, how many that differ."""
    count, size, faults = differing(tmp_path, MANY, typeset=1)
    with capsys.disabled():
        print(f"\nsummaries and visit records of {count} controls, {size} bytes each way: {len(faults)} differ")
    assert (count, faults) == (MANY, [])


def test_the_telephone_and_the_office_write_the_same_visit_record(tmp_path: Path):
    """Row by row in four languages: what was shown is what is printed."""
    raws = list(generated(12))
    shown = run(tmp_path, "answer(given.controls.map(papers));", {raw["sector"] for raw in raws}, controls=raws)
    form = the_rules().on(MADE_ON.date())
    for raw, papers in zip(raws, shown, strict=True):
        for lang, paper in zip(LANGUAGES, papers, strict=True):
            control = read_control({**raw, "report_language": lang}, the_checklist)
            record = visit_record_of(control, form, place=PLACE, names=NAMES, service="ONSS")
            printed = visit_record_data(record, form.visit_record)
            assert {key: printed[key] for key in paper} == paper
            assert record.documents


def test_a_visit_record_is_made_of_no_answer_and_no_person():
    """What stands on it does not change with all that was found: only moments, sector and language count."""
    raws = [targeted(Random(n)) for n in range(20)]
    bare = read_control(a_raw_control(), the_checklist)
    for raw in raws:
        control = bare.model_copy(
            update={"persons": read_control(raw, the_checklist).persons, "answers": raw["answers"]}
        )
        assert recorded(control) == recorded(bare)


def test_a_summary_says_what_was_told_in_the_persons_language_and_nothing_guarded(tmp_path: Path):
    """Hours, pay and papers; what a guarded question was answered is not in it, nor an answer that is not asked."""
    answers = {
        "q10_start": "18:00",
        "q10_end": "01:00",
        "q11_pay": "below",
        "q08_papers_held": "self",
        "q10_days_off": 2,
    }
    guarded = {"q23_threats": ["family"], "q17_freedom": ["watched"]}
    control = a_raw_control(persons=[{"ref": "P1", "answers": {**answers, **guarded}}])
    words = worker_words(the_rules().on(MADE_ON.date()), "pt")["summary"]
    (told, employer) = run(
        tmp_path, "answer(texts(given.control, given.words));", {"restaurants"}, control=control, words=words
    )
    assert told.split("\n") == [
        "Em 10/03/2026, às 18:30, inspetores do trabalho vieram aqui: here.",
        "Eu disse aos inspetores:",
        "Começo às 18:00 e acabo às 01:00.",
        "Dias livres nos últimos 14 dias: 2.",
        "Pagam-me menos do que me é devido.",
        "Guardo eu mesmo o meu passaporte e os meus papéis.",
        words["read"],
    ]
    assert "Pessoas encontradas a trabalhar: 1." in employer


def test_answers_point_to_what_the_office_concludes(tmp_path: Path):
    """Every finding of the conclusion is pointed to on the telephone, for the same persons; hints may say more."""
    raws = list(generated(18))
    script = "answer(given.controls.map((one) => pointsOf(given.forms[one.sector], loaded[one.sector], one)));"
    shown = run(tmp_path, script, {raw["sector"] for raw in raws}, controls=raws)
    seen = 0
    for raw, pointed in zip(raws, shown, strict=True):
        hints = {(one["offence"], one["ref"]) for one in pointed}
        for finding in conclude(read_control(raw, the_checklist), the_rules(), a_competence()).findings:
            for person in finding.persons or ("",):
                seen += 1
                assert (finding.offence, person) in hints or (finding.offence, "") in hints
    assert seen > 15


def test_a_usual_proof_is_missing_until_it_is_there(tmp_path: Path):
    """A photograph of the person, a look-up of the register and the hearing each take one line away."""
    catalogue = the_rules().on(MADE_ON.date())
    pack = {
        "findings": {
            key: {"evidence": [one.key for one in catalogue.usual_evidence.values() if key in one.offences]}
            for key in catalogue.offences
        },
        "evidence": {
            key: {"met_by": one.met_by, "registers": one.registers} for key, one in catalogue.usual_evidence.items()
        },
    }
    bare = a_raw_control(persons=[{"ref": "P1", "answers": {"q02_dimona": "absent"}}])
    read = {"lookups": [{"register": "dimona", "subject": "P1"}]}
    photo = {"attachments": [{"kind": "photo", "person": "P1"}, {"kind": "signature", "person": "P1"}]}
    signed = {"attachments": [{"kind": "signature", "person": "P1"}]}
    script = """answer(given.controls.map((one) => byFinding(pointsOf(given.forms.restaurants, loaded.restaurants, one),
        one, given.pack).map(({offence, refs, missing}) => [offence, refs, missing.map(({key}) => key)])));"""
    controls = [bare, {**bare, **signed}, {**bare, **read}, {**bare, **read, **photo}]
    found = run(tmp_path, script, {"restaurants"}, pack=pack, controls=controls)
    lacking = [["SS_DIMONA_IN", ["P1"], keys] for keys in (["schedule", "dimona_read"], ["schedule"], [])]
    assert found == [[lacking[0]], [lacking[0]], [lacking[1]], [lacking[2]]]


def test_only_guarded_answers_make_a_hint_guarded(tmp_path: Path):
    """What an open answer points to as well stands in the open."""
    persons = [{"ref": "P1", "answers": {"q09_brought_for_work": True, "q11_pay": "unpaid"}}]
    script = "answer(pointsOf(given.forms.restaurants, loaded.restaurants, given.control));"
    found = run(tmp_path, script, {"restaurants"}, control=a_raw_control(persons=persons))
    assert {one["offence"]: one["isGuarded"] for one in found} == {"PAY_UNPAID": False, "FW_TRAFFICK_LABOUR": True}


def test_the_hash_of_a_text_is_one_of_its_words(tmp_path: Path):
    """As the form makes it, so the office reads it."""
    text = "Ziua: 10/03/2026\nAm citit – قرأت"
    script = 'import { sha256 } from "./app/ids.js"; answer(await sha256(new TextEncoder().encode(given.text)));'
    assert in_node(tmp_path, script, text=text) == hashlib.sha256(text.encode()).hexdigest()
