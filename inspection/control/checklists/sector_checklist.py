"""The checklist of a sector: which questions are asked, in which order, fixed by a hash."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from inspection.control.checklists.asking import Answers, Asking, asked_of
from inspection.control.checklists.field_form import form_of, rules_module
from inspection.control.checklists.identity_cache import cached_by_identity
from inspection.control.checklists.schema import control_schema
from inspection.control.expressions.words import to_words
from inspection.control.filled import ChecklistRef
from inspection.i18n import LANGUAGES
from sectors import Catalogue
from sectors.expressions import references
from sectors.rules.checklists import Claimed, GridCheck, Question, Section
from sectors.rules.protection import StoppingPath
from sectors.rules.selection import Sector
from sectors.rules.values import Lang

_VERSION_LENGTH = 12


@dataclass(frozen=True, kw_only=True)
class Checklist:
    """An immutable list of questions; answers keep the (id, version, sha256) that they were given under.

    id
        The sector's key.
    version
        First characters of `sha256`: the same questions have the same version, whatever else changed in the rules.
    paths
        What a yes to one of its questions stops.
    checks
        What "in order" records of a person or of the place; they are part of the definition.
    """

    id: str
    version: str
    sha256: str
    label: Mapping[Lang, str]
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    paths: tuple[StoppingPath, ...] = ()
    checks: tuple[GridCheck, ...] = ()

    @property
    def ref(self) -> ChecklistRef:
        """What a filled control must carry to say that it answers this list."""
        return ChecklistRef(id=self.id, version=self.version, sha256=self.sha256)

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """The questions by their id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def asking(self) -> Asking:
        """The rules of the questions: when each is asked, what its answer must be, what evidence it calls for."""
        return Asking(self.by_id)

    def paper(self, lang: Lang, *, discreet: bool = False) -> dict[str, Any]:
        """Return the list as plain values for a paper form.

        discreet
            Of a sheet that is carried: without the sensitive questions, since the employer reads it on the counter as
            well, and without those that only a computed check asks.
        Result: {id, version, title, sections: [{key, label, workplace: [question], person: [question]}]}, a question
        being {id, label, hint, kind, choices: [{key, label}], to_verify, only_if}; `only_if` says in words when it is
        asked, and is None where that is always or would name a question that is left out.
        """
        shown = [one for one in self.questions if not discreet or (one.on_paper and not one.sensitive)]
        return {
            "id": self.id,
            "version": self.version,
            "title": self.label[lang],
            "sections": [self._paper_section(section, shown, lang) for section in self.sections],
        }

    def xlsform(self, *, public_key: str | None = None) -> dict[str, list[dict[str, Any]]]:
        """Return the list as an XLSForm, without what is sensitive: sheets survey, choices and settings.

        public_key
            Base64 of the RSA public key that clients encrypt with, if they are to.
        """
        from inspection.control.checklists.xlsform import xlsform  # whoever fills in no such form loads nothing of it

        return xlsform(self, public_key=public_key)

    def _paper_section(self, section: Section, shown: list[Question], lang: Lang) -> dict[str, Any]:
        here = [question for question in shown if question.section == section.key]
        readable = frozenset(question.id for question in shown)
        said = {q.id: {**_question(q, lang), "only_if": self._only_if(q, readable, lang)} for q in here}
        return {
            "key": section.key,
            "label": section.label.say(lang),
            "workplace": [said[question.id] for question in here if question.scope == "workplace"],
            "person": [said[question.id] for question in here if question.scope == "person"],
        }

    def _only_if(self, question: Question, readable: frozenset[str], lang: Lang) -> str | None:
        relevant = self.asking.rules(question.id).relevant
        if relevant is None or not references(relevant) <= readable:
            return None
        return to_words(relevant, self.by_id, lang)

    def field_form(self) -> dict[str, Any]:
        """Return the list as plain values for the field form, in all languages; its rules are `rules_module`."""
        identity = {"id": self.id, "version": self.version, "sha256": self.sha256, "label": dict(self.label)}
        return {**identity, **form_of(self.sections, self.questions, self.paths, self.checks)}

    def rules_module(self) -> str:
        """Return the rules of the questions as an ES module for the field form."""
        return rules_module(self.asking)

    def json_schema(self) -> dict[str, Any]:
        """Return the JSON Schema (2020-12) of a control filled in under this list."""
        return control_schema(self.ref, self.questions)


def asked(
    form: Checklist, answers: Answers, person: Answers | None, scope: Literal["workplace", "person"]
) -> tuple[Question, ...]:
    """Return the questions of one scope that are asked after these answers, in the order of the list."""
    return tuple(asked_of(form.asking, scope, answers, person))


def is_asked(form: Checklist, question: Question, answers: Answers, person: Answers | None = None) -> bool:
    """Tell whether a question is asked after these answers of the workplace and of the person that it is about."""
    return form.asking.is_asked(question, answers, person)


def checklist(sector: Sector, catalogue: Catalogue) -> Checklist:
    """Return the checklist of a sector by the rules of the catalogue's day."""
    return _composed(sector, catalogue.sections, catalogue.questions, catalogue.paths, catalogue.checks)


@cached_by_identity
def _composed(
    sector: Sector,
    all_sections: Mapping[str, Section],
    all_questions: Mapping[str, Question],
    all_paths: Mapping[str, StoppingPath],
    all_checks: Mapping[str, GridCheck],
) -> Checklist:
    sections = tuple(all_sections[key] for key in sector.checklist)
    questions = tuple(
        question
        for section in sections
        for question in all_questions.values()
        if question.section == section.key and (not question.sectors or sector.key in question.sectors)
    )
    checks = _asked_checks(all_checks.values(), {one.id for one in questions})
    sha256 = _hash(sector, sections, questions, checks)
    return Checklist(
        id=sector.key,
        version=sha256[:_VERSION_LENGTH],
        sha256=sha256,
        label={lang: sector.label.say(lang) for lang in LANGUAGES},
        sections=sections,
        questions=questions,
        paths=tuple(path for path in all_paths.values() if path.question in {one.id for one in questions}),
        checks=checks,
    )


def _asked_checks(checks: Iterable[GridCheck], asked: Set[str]) -> tuple[GridCheck, ...]:
    """Return the checks of a list that asks these questions; a way that answers none of them is none."""
    found = []
    for check in checks:
        ways = (way.model_copy(update={"answers": _of(way.answers, asked)}) for way in check.ways)
        kept = tuple(way for way in ways if way.answers)
        if kept:
            found.append(check.model_copy(update={"ways": kept}))
    return tuple(found)


def _of(answers: Mapping[str, Claimed], asked: Set[str]) -> dict[str, Claimed]:
    return {key: answer for key, answer in answers.items() if key in asked}


def _hash(
    sector: Sector, sections: tuple[Section, ...], questions: tuple[Question, ...], checks: tuple[GridCheck, ...]
) -> str:
    definition = {
        "id": sector.key,
        "sections": [section.model_dump(mode="json") for section in sections],
        "questions": [question.model_dump(mode="json") for question in questions],
        "checks": [check.model_dump(mode="json") for check in checks],
    }
    text = json.dumps(definition, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _question(question: Question, lang: Lang) -> dict[str, Any]:
    return {
        "id": question.id,
        "label": question.label.say(lang),
        "hint": question.hint.say(lang) if question.hint else None,
        "kind": question.kind,
        "choices": [{"key": choice.key, "label": choice.label.say(lang)} for choice in question.choices],
        "to_verify": question.label.is_to_verify(lang),
    }
