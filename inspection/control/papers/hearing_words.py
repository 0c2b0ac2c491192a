"""What a person found at work is asked and told in their own language, as the form shows it or reads it aloud."""

from typing import Any, Final

from sectors import Catalogue

CENTRES: Final = "centres"  # the recipient whose number the brochure names


def worker_words(catalogue: Catalogue, code: str) -> dict[str, Any]:
    """Return a language as plain values; KeyError for one that the rules do not hold.

    `checked` tells whether a sworn translator has read it: the form says so beside the words.
    Result: {code, name, direction, checked, questions: {id: text}, brochure: [{key, text}], summary: {key: text}}.
    """
    language = catalogue.worker_languages[code]
    number = catalogue.recipients[CENTRES].telephone or ""
    return {
        "code": language.code,
        "name": language.name,
        "direction": language.direction,
        "checked": language.checked_by is not None,
        "questions": dict(language.questions),
        "brochure": [{"key": k, "text": text.replace("{centres}", number)} for k, text in language.brochure.items()],
        "summary": dict(language.summary),
    }
