"""What a control holds, without what bears on a suspicion: who was found, every answer, what was seen and heard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from dashboards.office.inspections.opening import Opened, Part
from dashboards.office.inspections.words import Table, Words
from inspection import acts
from inspection.reporting.cases import dossier_facts

if TYPE_CHECKING:
    from inspection.control.checklists import Checklist
    from inspection.control.filled import Control
    from sectors.rules.checklists import Section


def _answers(opened: Opened) -> Mapping[str, object]:
    words, control = opened.words, opened.shown.control
    people = [[one.ref, one.name or words.paper("dossier.unknown_person")] for one in control.persons]
    who = (words.say("control.person"), words.say("control.name"))
    found = Table(words.say("inspections.people"), who, people, words.paper("dossier.nobody"))
    named = control.model_dump(mode="json", include={"checklist", "entered_at"})
    form = acts.records.checklist_for(opened.context, named)(control.sector)
    columns = (words.say("controls.question"), words.say("controls.of"), words.say("controls.answer"))
    sections = [
        Table(section.label.say(words.asked.look.lang), columns, rows)
        for section in form.sections
        if (rows := list(_answered(words, form, section, control)))
    ]
    return {"tables": [found, *sections]}


def _answered(words: Words, form: Checklist, section: Section, control: Control) -> Iterator[list[str]]:
    lang = words.asked.look.lang
    given = [(words.say("controls.place"), control.answers), *((p.ref, p.answers) for p in control.persons)]
    for question in (one for one in form.questions if one.section == section.key):
        for of, answers in given:
            if answers.get(question.id) is not None:
                said = dossier_facts.answer_text(question, answers[question.id], lang)
                yield [question.label.say(lang), of, said]


def _onsite(opened: Opened) -> Mapping[str, object]:
    words, control = opened.words, opened.shown.control
    lang, nothing = words.asked.look.lang, words.say("word.nothing")
    seen = Table(
        words.paper("dossier.seen_first"),
        (words.say("word.time"), words.say("word.persons"), words.say("controls.words")),
        dossier_facts.seen_first(control, lang),
        nothing,
    )
    looked_up = Table(
        words.paper("dossier.looked_up"),
        (words.say("word.time"), words.say("controls.register"), words.say("controls.words")),
        dossier_facts.looked_up(control, words.rules, lang),
        nothing,
    )
    return {
        "first": seen,
        "hearings": dossier_facts.hearings(control, lang),
        "summaries": dossier_facts.summaries(control, lang),
        "tables": [looked_up, *comments(words, control)],
    }


def comments(words: Words, control: Control) -> Sequence[Table]:
    """Return what inspectors wrote that no picture shows, as one table; none where nobody did."""
    written = dossier_facts.comments(control, words.rules.questions, words.asked.look.lang)
    columns = (words.say("word.time"), words.say("controls.of"), words.say("controls.words"))
    rows = [[at, of, "\n".join(said)] for at, of, *said in written]
    return [Table(words.paper("dossier.comments"), columns, rows)] if rows else []


ANSWERS, ONSITE = Part("answers", _answers), Part("onsite", _onsite)
