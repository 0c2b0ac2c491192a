"""The JSON Schema of a filled control, made from its model and the questions of one checklist."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from inspection.control.filled import (
    COUNT_LIMIT,
    IDENTIFIER_LENGTH,
    NUMBER_LIMIT,
    TEXT_LENGTH,
    TIME_PATTERN,
    ChecklistRef,
    Control,
)
from sectors.rules.checklists import Question

Schema = dict[str, Any]


def control_schema(ref: ChecklistRef, questions: Iterable[Question]) -> Schema:
    """Return the schema of a control that answers `questions` under the checklist `ref`."""
    asked = tuple(questions)
    schema: Schema = Control.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = f"Filled control, checklist {ref.id} {ref.version}"
    schema["properties"]["sector"] = {"const": ref.id}
    schema["properties"]["checklist"] = {"const": ref.model_dump()}
    schema["properties"]["answers"] = _answers(asked, "workplace")
    schema["$defs"]["PersonFound"]["properties"]["answers"] = _answers(asked, "person")
    del schema["$defs"]["ChecklistRef"]
    return _with_words_in_place(schema)


def _with_words_in_place(schema: Schema) -> Schema:
    """Write each closed set of words where it is used, as readers of the published schemas know it."""
    models = {key: one for key, one in schema["$defs"].items() if "properties" in one}
    closed = {f"#/$defs/{key}": one["enum"] for key, one in schema["$defs"].items() if key not in models}
    schema["$defs"] = models
    for model in (schema, *models.values()):
        for name, field in model["properties"].items():
            if field.get("$ref") in closed:
                title = name.replace("_", " ").title()
                model["properties"][name] = {"enum": closed[field["$ref"]], "title": title, "type": "string"}
    return schema


def _answers(questions: tuple[Question, ...], scope: str) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "default": {},
        "properties": {question.id: _answer(question) for question in questions if question.scope == scope},
    }


def _answer(question: Question) -> Schema:
    return {"title": question.label.en, "anyOf": [_KINDS[question.kind](question), {"type": "null"}]}


def _keys(question: Question) -> list[str]:
    return [choice.key for choice in question.choices]


_KINDS: Mapping[str, Callable[[Question], Schema]] = {
    "yes_no": lambda _: {"type": "boolean"},
    "choice": lambda q: {"enum": _keys(q)},
    "choices": lambda q: {"type": "array", "items": {"enum": _keys(q)}, "uniqueItems": True},
    "integer": lambda _: {"type": "integer", "minimum": 0, "maximum": COUNT_LIMIT},
    "number": lambda _: {"type": "number", "minimum": -NUMBER_LIMIT, "maximum": NUMBER_LIMIT},
    "text": lambda _: {"type": "string", "maxLength": TEXT_LENGTH},
    "time": lambda _: {"type": "string", "pattern": f"^{TIME_PATTERN}$"},
    "date": lambda _: {"type": "string", "format": "date"},
    "identifier": lambda _: {"type": "string", "maxLength": IDENTIFIER_LENGTH},
}
