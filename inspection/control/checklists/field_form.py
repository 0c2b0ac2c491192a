"""The checklist as the field form takes it: plain values to draw, and a module of rules to follow."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from inspection.control.checklists.asking import Asking, Meaning
from inspection.control.expressions.javascript import read_directly, to_javascript
from inspection.i18n import LANGUAGES
from sectors.expressions import Answer, Expression, references
from sectors.rules.checklists import GridCheck, Question, Section, Way
from sectors.rules.protection import StoppingPath
from sectors.rules.values import Text


def form_of(
    sections: Iterable[Section],
    questions: Iterable[Question],
    paths: Iterable[StoppingPath] = (),
    checks: Iterable[GridCheck] = (),
) -> dict[str, Any]:
    """Return sections and questions as plain values.

    A section is sensitive where all its questions are. `signs` are the answers that point to an indicator, so that the
    inspector sees which ones do; the form never adds them up. `points` are all answers that point to anything: where
    one stands, the grid says that something differs. `worker` marks what a person tells about themselves and
    may therefore be shown in that person's language. `stops` is what a yes stops, and what to do instead. `checks` are
    the columns and rows of the grid, with what "in order" records.
    """
    asked, stops = tuple(questions), {path.question: path for path in paths}
    return {
        "sections": [_section(section, asked) for section in sections],
        "questions": [_question(question, stops.get(question.id)) for question in asked],
        "checks": [_check(check) for check in checks],
    }


def _check(check: GridCheck) -> dict[str, Any]:
    return {
        "key": check.key,
        "scope": check.scope,
        "section": check.section,
        "ground": check.ground,
        "label": _text(check.label),
        "head": _text(check.head),
        "column": check.column,
        "copied": check.copied,
        "ways": [_way(way) for way in check.ways],
    }


def _way(way: Way) -> dict[str, Any]:
    answers = {key: list(said) if isinstance(said, tuple) else said for key, said in way.answers.items()}
    short = _text(way.short) if way.short else None
    return {"key": way.key, "label": _text(way.label), "short": short, "answers": answers}


def _section(section: Section, asked: tuple[Question, ...]) -> dict[str, Any]:
    here = [question for question in asked if question.section == section.key]
    return {
        "key": section.key,
        "label": _text(section.label),
        "sensitive": bool(here) and all(question.sensitive for question in here),
    }


def _question(question: Question, stops: StoppingPath | None) -> dict[str, Any]:
    return {
        "id": question.id,
        "section": question.section,
        "scope": question.scope,
        "kind": question.kind,
        "label": _text(question.label),
        "hint": _text(question.hint) if question.hint else None,
        "choices": [{"key": choice.key, "label": _text(choice.label)} for choice in question.choices],
        "required": question.required,
        "sensitive": question.sensitive,
        "to_verify": {lang: question.label.is_to_verify(lang) for lang in LANGUAGES},
        "has_rules": bool(question.relevant or question.constraint or question.needs),
        "needs": [{"kind": need.kind, "label": _text(need.label) if need.label else None} for need in question.needs],
        "constraint_message": _text(question.constraint_message) if question.constraint_message else None,
        "repeats": question.repeats,
        **({"stops": {"label": _text(stops.label), "hint": _text(stops.hint)}} if stops else {}),
        "signs": [
            {"answer": found.answer, "indicator": found.indicator, "how": found.how}
            for found in question.establishes
            if found.indicator is not None
        ],
        "points": sorted({found.answer for found in question.establishes}),
        "worker": question.scope == "person" and any(found.how == "told" for found in question.establishes),
    }


def _text(text: Text) -> dict[str, str]:
    return {lang: text.say(lang) for lang in LANGUAGES}


def rules_module(asking: Asking) -> str:
    """Return an ES module that exports `rules`: by question id, only what a question has; and `reads`.

    `relevant(w, p)`, `constraint(v, w, p)`, `needs: [{kind, when(v, w, p)}]` and `points`, in which `w` and `p` are
    plain objects of answers and `v` is the answer itself. `points: [{answer, offence, when(w, p), whom(w, p)}]` is
    which finding an answer may point to: `when` where more must be true, and of an answer about the workplace `whom`
    where it concerns persons found. What the rules read of other questions counts only while these are asked,
    so the form need not remove an answer that lingers. There is no text that the browser would have to evaluate.
    `reads` says by question which answers its rules read, those on which these depend among them: an answer changes
    nothing elsewhere.
    """
    module = _Module(asking)
    rules = {id_: module.rules(question) for id_, question in asking.questions.items()}
    lines = [f"  {json.dumps(id_)}: {{{', '.join(parts)}}}," for id_, parts in rules.items() if parts]
    reads = {id_: sorted(module.reads(id_)) for id_ in rules if module.reads(id_)}
    said = ["const live = {", *module.live(), "};", "export const rules = {", *lines, "};"]
    return "\n".join([*said, f"export const reads = {json.dumps(reads)};", ""])


class _Module:
    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    def rules(self, question: Question) -> list[str]:
        rules, parts = self._asking.rules(question.id), []
        if rules.relevant is not None:
            parts.append(f"relevant: (w, p) => {self._code(rules.relevant)}")
        if rules.constraint is not None:
            parts.append(f"constraint: (v, w, p) => {self._code(rules.constraint)}")
        if rules.needs:
            needs = [f"{{kind: {json.dumps(n.kind)}, when: (v, w, p) => {self._code(w)}}}" for n, w in rules.needs]
            parts.append(f"needs: [{', '.join(needs)}]")
        points = [self._point(meaning) for meaning in rules.meanings if meaning.establishes.offence is not None]
        if points:
            parts.append(f"points: [{', '.join(points)}]")
        return parts

    def _point(self, meaning: Meaning) -> str:
        found = meaning.establishes
        parts = [f"answer: {json.dumps(found.answer)}", f"offence: {json.dumps(found.offence)}"]
        if meaning.when is not None:
            parts.append(f"when: (w, p) => {self._code(meaning.when)}")
        if found.concerns is not None:
            parts.append(f"whom: (w, p) => {self._code(meaning.concerns) if meaning.concerns else 'true'}")
        return f"{{{', '.join(parts)}}}"

    def live(self) -> list[str]:
        """Return one reader for each question that a rule reads and that is itself not always asked."""
        answers: Mapping[str, Question] = self._asking.questions
        read = sorted({id_ for key in answers for id_ in self._references(key) if answers[id_].relevant is not None})
        return [self._reader(answers[id_]) for id_ in read]

    def reads(self, id_: str) -> frozenset[str]:
        """Return every question whose answer the rules of one read; a question does not wait for itself."""
        found, ahead = set(), set(self._references(id_))
        while ahead:
            key = ahead.pop()
            found.add(key)
            relevant = self._asking.rules(key).relevant
            ahead |= (references(relevant) if relevant is not None else frozenset()) - found
        return frozenset(found)

    def _reader(self, question: Question) -> str:
        relevant = self._asking.rules(question.id).relevant
        raw = f"{'w' if question.scope == 'workplace' else 'p'}[{json.dumps(question.id)}]"
        return f"  {json.dumps(question.id)}: (w, p) => {self._code(relevant) if relevant else 'true'} ? {raw} : null,"

    def _references(self, id_: str) -> frozenset[str]:
        rules = self._asking.rules(id_)
        found = [rules.relevant, rules.constraint, *(when for _, when in rules.needs)]
        for meaning in rules.meanings:
            found += [meaning.when, meaning.concerns] if meaning.establishes.offence is not None else []
        return frozenset().union(*(references(each) for each in found if each is not None))

    def _code(self, expression: Expression) -> str:
        return to_javascript(expression, self._read)

    def _read(self, answer: Answer) -> str:
        if self._asking.questions[answer.question].relevant is None:
            return read_directly(answer)
        return f"live[{json.dumps(answer.question)}](w, p)"
