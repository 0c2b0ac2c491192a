"""A checklist as the form reads it, until the checklist itself says so."""

from typing import Any

from inspection.control import Checklist
from inspection.i18n import LANGUAGES


def form_json(checklist: Checklist) -> dict[str, Any]:
    """Return the definition of the form."""
    made = getattr(checklist, "field_form", None)
    if made is not None:
        return dict(made())
    return {
        "id": checklist.id,
        "version": checklist.version,
        "sha256": checklist.sha256,
        "label": dict(checklist.label),
        "sections": [
            {"key": s.key, "label": _four(s.label), "sensitive": _is_sensitive(checklist, s.key)}
            for s in checklist.sections
        ],
        "questions": [_question(question) for question in checklist.questions],
    }


def rules_module(checklist: Checklist) -> str:
    """Return the rules as a module."""
    made = getattr(checklist, "rules_module", None)
    return str(made()) if made is not None else "export const rules = {};\n"


def _is_sensitive(checklist: Checklist, section: str) -> bool:
    return all(question.sensitive for question in checklist.questions if question.section == section)


def _question(question: Any) -> dict[str, Any]:
    return {
        "id": question.id,
        "section": question.section,
        "scope": question.scope,
        "kind": question.kind,
        "label": _four(question.label),
        "hint": _four(question.hint) if question.hint else None,
        "choices": [{"key": choice.key, "label": _four(choice.label)} for choice in question.choices],
        "required": question.required,
        "sensitive": question.sensitive,
        "to_verify": {lang: question.label.is_to_verify(lang) for lang in LANGUAGES},
        "has_rules": False,
        "needs": [],
        "constraint_message": None,
        "worker": False,
    }


def _four(text: Any) -> dict[str, str]:
    return {lang: text.say(lang) for lang in LANGUAGES}
