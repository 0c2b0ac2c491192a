"""The XPath of our expressions decides in the engine of ODK Collect as it does here: times, days, empty nodes too."""

import shutil
import subprocess
from pathlib import Path
from random import Random
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest
import pyxform
from builders_expressions import an_answer, an_expression, answers_of, as_in_xml, of_every_kind

from inspection.control.expressions.evaluating import evaluate
from inspection.control.expressions.xpath import to_xpath
from sectors.expressions import parse
from sectors.rules.checklists import Question

FORMS, EACH = 4, 100
ENGINE = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
TYPES = {"integer": "int", "number": "decimal", "time": "time", "date": "date"}
ZONE = "-Duser.timezone=Etc/GMT-1"  # that of the times as the builders write them

pytestmark = pytest.mark.skipif(shutil.which("javac") is None, reason="no Java development kit on this machine")


def test_the_engine_of_odk_collect_agrees(tmp_path: Path):
    """Four hundred expressions over nodes of every type, computed by the engine that phones run."""
    rng, wanted = Random(41), []
    for n in range(FORMS):
        form, expected = _form(rng)
        (tmp_path / f"{n:02}.xml").write_text(form, encoding="utf-8")
        wanted.append(expected)
    files = [str(tmp_path / f"{n:02}.xml") for n in range(FORMS)]
    command = ["java", ZONE, "-cp", str(ENGINE), str(Path(__file__).with_name("Decide.java")), *files]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    found = [line.removeprefix("DECIDED ") for line in done.stdout.splitlines() if line.startswith("DECIDED ")]
    assert found == wanted


def _form(rng: Random) -> tuple[str, str]:
    """A form whose calculated nodes are expressions, and what we say of each: 1 or 0."""
    questions = of_every_kind()
    answers = {scope: answers_of(questions, scope, rng) for scope in ("workplace", "person")}
    asker = rng.choice([question for question in questions.values() if question.scope == "person"])
    own = an_answer(asker, rng)
    texts = [an_expression(questions, asker, rng, own=True) for _ in range(EACH)]
    parsed = [parse(text, questions, asker, own=True) for text in texts]
    decided = "".join("01"[evaluate(one, answers["workplace"], answers["person"], own)] for one in parsed)
    xpaths = [to_xpath(one, lambda id_: f"/data/{questions[id_].scope}/{id_}", "/data/own") for one in parsed]
    return _xml(questions, answers, asker, own, xpaths), decided


def _xml(questions: dict[str, Question], answers: Any, asker: Question, own: Any, xpaths: list[str]) -> str:
    nodes = dict.fromkeys(answers, "")
    binds = f"<bind nodeset='/data/own' type='{TYPES.get(asker.kind, 'string')}'/>"
    for question in questions.values():
        text = escape(as_in_xml(question, answers[question.scope].get(question.id)))
        nodes[question.scope] += f"<{question.id}>{text}</{question.id}>"
        kind = TYPES.get(question.kind, "string")
        binds += f"<bind nodeset='/data/{question.scope}/{question.id}' type='{kind}'/>"
    for at, xpath in enumerate(xpaths):
        binds += f"<bind nodeset='/data/cases/c{at}' type='string' calculate={quoteattr(f'if({xpath}, 1, 0)')}/>"
    cases = "".join(f"<c{at}/>" for at in range(len(xpaths)))
    groups = "".join(f"<{scope}>{text}</{scope}>" for scope, text in nodes.items())
    data = f"<data id='x'>{groups}<own>{escape(as_in_xml(asker, own))}</own><cases>{cases}</cases></data>"
    return (
        "<h:html xmlns='http://www.w3.org/2002/xforms' xmlns:h='http://www.w3.org/1999/xhtml'><h:head><h:title>x</h:title>"
        f"<model><instance>{data}</instance>{binds}</model></h:head>"
        "<h:body><input ref='/data/own'><label>x</label></input></h:body></h:html>"
    )
