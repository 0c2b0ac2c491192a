"""Python, XPath and JavaScript decide alike, on generated expressions and on every rule of the product's questions."""

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from builders_control import DAY, the_checklist, the_rules
from builders_expressions import an_answer, an_expression, answers_of, as_in_xml, of_every_kind
from javascript import in_chromium, in_node
from lxml import etree

from inspection.control.checklists import Asking
from inspection.control.expressions.evaluating import evaluate
from inspection.control.expressions.javascript import to_javascript
from inspection.control.expressions.xpath import to_xpath
from sectors.expressions import Expression, parse
from sectors.rules.checklists import Question

GENERATED, EACH_RULE = 2_500, 25
SECTORS = ("restaurants", "agriculture", "garment", "construction")


@dataclass(frozen=True)
class Case:
    """An expression, the answers that it is tried on, and what Python says."""

    text: str
    parsed: Expression
    asker: Question
    workplace: Mapping[str, Any]
    person: Mapping[str, Any]
    own: Any
    found: bool


@cache
def _cases() -> tuple[Case, ...]:
    return (*_generated(), *_real())


def _generated() -> Iterator[Case]:
    rng, questions = Random(20261125), of_every_kind()
    for _ in range(GENERATED):
        asker = rng.choice(list(questions.values()))
        own = rng.random() < 0.6
        text = an_expression(questions, asker, rng, own=own)
        yield _case(text, questions, asker, rng, own=own or "answered(.)" in text)


def _real() -> Iterator[Case]:
    rng, questions = Random(7), the_rules().on(DAY).questions
    for question in questions.values():
        rules = [(question.relevant, False), (question.constraint, True), *((n.when, True) for n in question.needs)]
        for text, own in rules:
            for _ in range(EACH_RULE if text else 0):
                yield _case(str(text), questions, question, rng, own=own)


def _case(text: str, questions: Mapping[str, Question], asker: Question, rng: Random, *, own: bool) -> Case:
    parsed = parse(text, questions, asker, own=own)
    workplace, person = (answers_of(questions, scope, rng) for scope in ("workplace", "person"))
    value = an_answer(asker, rng)
    return Case(text, parsed, asker, workplace, person, value, evaluate(parsed, workplace, person, value))


def _disagreeing(found: list[Any]) -> list[tuple[str, Any]]:
    """The first expressions on which another face decides otherwise, with what they were tried on."""
    assert len(found) == len(_cases())
    wrong = [(case, other) for case, other in zip(_cases(), found, strict=True) if other is not case.found]
    return [(case.text, other, case.workplace, case.person, case.own) for case, other in wrong[:3]]


def test_there_are_two_thousand_generated_cases_and_both_answers_occur():
    """A set on which everything is false would agree by accident."""
    assert len(_cases()) >= 2_000
    share = sum(case.found for case in _cases()[:GENERATED]) / GENERATED
    assert 0.25 < share < 0.75


def test_xpath_agrees():
    """XPath 1.0 with the functions of ODK clients, over nodes as these clients write them."""
    assert _disagreeing([_by_xpath(case) for case in _cases()]) == []


def test_javascript_agrees(tmp_path: Path):
    """In Node, all cases in one process."""
    assert _disagreeing(in_node(_javascript_cases(), tmp_path)) == []


@pytest.mark.browser
@pytest.mark.skipif(shutil.which("chromium") is None, reason="Debian's chromium is not installed on this machine")
def test_javascript_agrees_in_the_browser_of_the_field_form():
    """In Chromium, from the same module."""
    assert _disagreeing(in_chromium(_javascript_cases())) == []


@pytest.mark.parametrize("sector", SECTORS)
@pytest.mark.few(2)
def test_the_module_of_a_checklist_decides_as_the_checklist_does(tmp_path: Path, sector: str):
    """Every rule of the list by the functions that the field form calls, answers lingering here and there."""
    form, rng = the_checklist(sector), Random(sector)
    tries = [[answers_of(form.by_id, scope, rng) for scope in ("workplace", "person")] for _ in range(60)]
    calls = "tries.map(([w, p]) => ruled.map(([id, rule]) => decide(rule, own(id, w, p), w, p)))"
    ruled = "Object.entries(rules).filter(([, rule]) => rule.relevant || rule.constraint || rule.needs)"
    decide = "(rule, v, w, p) => [rule.relevant?.(w, p) ?? null, v == null ? null : rule.constraint?.(v, w, p) ?? null,"
    decide += " v == null ? [] : (rule.needs ?? []).filter(n => n.when(v, w, p)).map(n => n.kind)]"
    source = [form.rules_module(), f"const tries = {json.dumps(tries)};", "const own = (id, w, p) => w[id] ?? p[id];"]
    found = in_node(
        "\n".join([*source, f"const decide = {decide};", f"const ruled = {ruled};", f"export default {calls};"]),
        tmp_path,
    )
    assert found == [[_decided(form.asking, q, w, p) for q in form.questions if _has_rules(q)] for w, p in tries]


def _has_rules(question: Question) -> bool:
    return bool(question.relevant or question.constraint or question.needs)


def _decided(asking: Asking, question: Question, workplace: Any, person: Any) -> list[Any]:
    of_person = person if question.scope == "person" else None
    value = (workplace if of_person is None else person).get(question.id)
    blank = value in ("", [])  # the form keeps no such answer; both faces then say that nothing is answered
    accepted = (
        asking.accepts(question, value, workplace, of_person) if question.constraint and value is not None else None
    )
    return [
        asking.is_asked(question, workplace, of_person) if question.relevant else None,
        False if accepted is not None and blank else accepted,
        [need.kind for need in asking.needed(question, value, workplace, of_person)],
    ]


def _javascript_cases() -> str:
    given = [json.dumps([case.own, case.workplace, case.person]) for case in _cases()]
    lines = [
        f"((v, w, p) => {to_javascript(case.parsed)})(...{values}),"
        for case, values in zip(_cases(), given, strict=True)
    ]
    return "\n".join(["export default [", *lines, "];"])


def _by_xpath(case: Case) -> Any:
    own = "/data/own"
    text = to_xpath(case.parsed, lambda id_: f"/data/*/{id_}", own)
    root = etree.Element("data")
    for name, answers in (("workplace", case.workplace), ("person", case.person)):
        group = etree.SubElement(root, name)
        for question in _read_by(case):
            if question.scope == name:
                etree.SubElement(group, question.id).text = as_in_xml(question, answers.get(question.id))
    etree.SubElement(root, "own").text = as_in_xml(case.asker, case.own)
    return _xpath(text)(root)


def _read_by(case: Case) -> list[Question]:
    every = of_every_kind()
    return list(every.values() if case.asker.id in every else the_rules().on(DAY).questions.values())


@cache
def _xpath(text: str) -> Any:
    functions = {"selected": _selected, "count-selected": _count_selected, "decimal-time": _decimal_time}
    return etree.XPath(text, extensions={(None, name): function for name, function in functions.items()})


def _string(found: Any) -> str:
    return str(found) if not isinstance(found, list) else (found[0].text or "") if found else ""


def _selected(_: Any, found: Any, choice: str) -> bool:
    return choice in _string(found).split()


def _count_selected(_: Any, found: Any) -> float:
    return float(len(_string(found).split()))


def _decimal_time(_: Any, found: Any) -> float:
    text = _string(found)
    return (int(text[:2]) + int(text[3:5]) / 60) / 24 if text else float("nan")
