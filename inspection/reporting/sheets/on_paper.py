"""A checklist on paper: the part asked once for a place, and a grid for several persons side by side."""

from collections.abc import Mapping, Sequence
from string import ascii_lowercase
from typing import Any

from inspection.control.checklists import Checklist
from inspection.i18n import Lang, t
from sectors.rules.values import Text

PERSONS = 5
_SHOWN_LETTERS = 8  # so many letters find room in a person's box; beyond that the person writes the letter down


def paper_checklist(checklist: Checklist, lang: Lang, documents: Sequence[Text] = ()) -> dict[str, object]:
    """Return a checklist as the carry sheet's template takes it; the same for every place of the sector.

    Sensitive questions are left out: the sheet lies on the counter, and they are asked from memory.

    documents
        What the sector's employers are asked to show.
    """
    form = checklist.paper(lang, discreet=True)
    return {
        "title": form["title"],
        "documents": [[d.say(lang), d.is_to_verify(lang)] for d in documents],
        "persons": [t("sheet.person", lang, n=n) for n in range(1, PERSONS + 1)],
        "once": _halves([_part(s["label"], s["workplace"], lang) for s in form["sections"] if s["workplace"]]),
        "each": [_part(s["label"], s["person"], lang) for s in form["sections"] if s["person"]],
    }


def _part(title: str, questions: Sequence[Mapping[str, Any]], lang: Lang) -> dict[str, Any]:
    return {"title": title, "questions": [_question(q, lang) for q in questions]}


def _halves(parts: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Return the parts in two columns of about the same height."""
    heights = [2 + sum(1 + len("".join(q["choices"])) / 45 for q in part["questions"]) for part in parts]
    cut = min(range(len(parts) + 1), key=lambda n: abs(sum(heights[:n]) - sum(heights[n:])))
    return [list(parts[:cut]), list(parts[cut:])]


def _question(question: Mapping[str, Any], lang: Lang) -> dict[str, object]:
    """Return one question: `choices` to tick, and for the grid the same by `letters`, with those a box shows."""
    yes_no = question["kind"] == "yes_no"
    labels = (
        [t("sheet.yes", lang), t("sheet.no", lang)] if yes_no else [choice["label"] for choice in question["choices"]]
    )
    letters = [label[0] for label in labels] if yes_no else list(ascii_lowercase[: len(labels)])
    return {
        "label": question["label"],
        "verify": question["to_verify"],
        "only_if": question["only_if"] or "",
        "choices": labels,
        "letters": [] if yes_no else letters,
        "box": " ".join(letters) if len(letters) <= _SHOWN_LETTERS else "",
    }
