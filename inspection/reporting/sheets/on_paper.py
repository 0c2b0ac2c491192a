"""A checklist on paper: a grid of persons and checks, a page about the place, and the key to what is written in a cell.

Where nothing differs a box is ticked; what differs is written beside it, by the number of its question and the letter
of its answer. The page of the office that copies it back has the same chapters, numbers and columns.
"""

from collections.abc import Mapping, Sequence
from string import ascii_lowercase
from typing import Any

from inspection.control.checklists import Checklist
from inspection.control.expressions.words import to_words
from inspection.control.on_paper import PERSONS, Column, Numbered, PaperForm, alone, coded, paper_form, version_letters
from inspection.i18n import Lang, t
from sectors.expressions import references
from sectors.rules.checklists import GridCheck, Question, Way
from sectors.rules.values import Text


def paper_checklist(checklist: Checklist, lang: Lang, documents: Sequence[Text] = ()) -> dict[str, object]:
    """Return a checklist as the carry sheet's template takes it; the same for every place of the sector.

    Sensitive questions are left out: the sheet lies on the counter, and they are asked from memory.

    documents
        What the sector's employers are asked to show.
    """
    form = paper_form(checklist)
    shown = _by_code(form)

    def part(letter: str, title: Text, questions: Sequence[Numbered]) -> dict[str, Any]:
        asked = [_question(one, form, shown, lang) for one in questions]
        return {"letter": letter, "title": title.say(lang), "questions": asked}

    return {
        "title": checklist.label[lang],
        "sha256": checklist.sha256,
        "version": version_letters(checklist.sha256),
        "documents": [[d.say(lang), d.is_to_verify(lang)] for d in documents],
        "persons": PERSONS,
        "counted": [_question(one, form, shown, lang) for one in form.counted],
        "place_checks": [_claimed(check, way, lang) for check in form.place_checks for way in check.ways],
        "columns": [_column(column, form, shown, lang) for column in form.columns],
        "once": _halves([part(c.letter, c.section.label, c.place) for c in form.place]),
        "legend": _halves([part(c.letter, c.section.label, c.person) for c in form.chapters if c.person]),
    }


def column_head(column: Column, lang: Lang) -> str:
    """Return what a column of the grid is called."""
    if column.kind == "check":
        return column.checks[0].label.say(lang)
    return t(f"sheet.column.{column.kind}", lang)


def tick_words(column: Column, check: GridCheck, way: Way, lang: Lang) -> str:
    """Return what stands beside a box in a cell; the head of the column says the whole of it."""
    if check is column.checks[0] and column.kind == "check":
        return way.short.say(lang) if way.short else t("sheet.in_order", lang)
    return t("sheet.ticked", lang, check=check.head.say(lang), way=way.label.say(lang))


def _claimed(check: GridCheck, way: Way, lang: Lang) -> dict[str, object]:
    return {"label": way.label.say(lang), "verify": way.label.is_to_verify(lang), "head": check.label.say(lang)}


def _column(column: Column, form: PaperForm, shown: Mapping[str, Question], lang: Lang) -> dict[str, object]:
    """Return a column: `boxes` are what a cell shows, `says` what each of them says where it needs more words."""
    heads = [(check, way) for check in column.checks[:1] if column.kind == "check" for way in check.ways]
    return {
        "kind": column.kind,
        "head": column_head(column, lang),
        "letter": " ".join(chapter.letter for chapter in column.chapters),
        "verify": any(check.label.is_to_verify(lang) for check in column.checks),
        "says": [{"tick": tick_words(column, check, way, lang), "words": way.label.say(lang)} for check, way in heads],
        "boxes": [
            {"name": f"{check.key}.{way.key}", "words": tick_words(column, check, way, lang)}
            for check in column.checks
            for way in check.ways
        ],
        "alone": [_question(one, form, shown, lang) for one in alone(form)] if column.kind == "who" else [],
        "first": coded(column)[0].code if coded(column) else "",
    }


def _halves(parts: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Return the parts in two columns of about the same height."""
    heights = [2 + sum(1 + len("".join(q["choices"])) / 45 for q in part["questions"]) for part in parts]
    cut = min(range(len(parts) + 1), key=lambda n: abs(sum(heights[:n]) - sum(heights[n:])))
    return [list(parts[:cut]), list(parts[cut:])]


def _question(one: Numbered, form: PaperForm, shown: Mapping[str, Question], lang: Lang) -> dict[str, Any]:
    """Return one question: its number, its `choices` and the `letters` that stand for them in a cell."""
    question = one.question
    yes_no = question.kind == "yes_no"
    labels = (
        [t(f"sheet.{word}", lang) for word in ("yes", "no")]
        if yes_no
        else [choice.label.say(lang) for choice in question.choices]
    )
    return {
        "id": question.id,
        "code": one.code,
        "label": question.label.say(lang),
        "verify": question.label.is_to_verify(lang),
        "only_if": _only_if(one, form, shown, lang),
        "choices": labels,
        "letters": [label[0] for label in labels] if yes_no else list(ascii_lowercase[: len(labels)]),
        "typed": "" if labels else t(f"sheet.typed.{question.kind}", lang),
    }


def _only_if(one: Numbered, form: PaperForm, shown: Mapping[str, Question], lang: Lang) -> str:
    """Return when a question is asked, by the codes of the others; nothing where that would name one left out."""
    relevant = form.checklist.asking.rules(one.question.id).relevant
    if relevant is None or not references(relevant) <= shown.keys():
        return ""
    return to_words(relevant, shown, lang)


def _by_code(form: PaperForm) -> Mapping[str, Question]:
    """Return the questions as others name them on paper: by their code, and a person's answers by their letters."""
    numbered = (one for chapter in form.chapters for one in (*chapter.place, *chapter.person))
    return {one.question.id: _renamed(one) for one in numbered}


def _renamed(one: Numbered) -> Question:
    choices = tuple(
        choice.model_copy(update={"label": _same(letter)})
        for letter, choice in zip(ascii_lowercase, one.question.choices, strict=False)
    )
    lettered = {"choices": choices} if one.question.scope == "person" else {}
    return one.question.model_copy(update={"label": _same(one.code), **lettered})


def _same(words: str) -> Text:
    return Text(fr=words, nl=words, de=words, en=words)
