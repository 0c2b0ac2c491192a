"""The words of the field form by which tests name what they tap, in the language of a phone."""

import re
from functools import cache

from builders_control import the_rules

from inspection.i18n import Lang, bound, keys, t
from inspection.time_of import today

_PLACE = re.compile(r"\\\{\w+\\\}")


def pattern(words: str, lang: Lang) -> str:
    """Give what English words of the form are in a language, as a pattern: one of all that they may be there.

    They may be a whole text of the form, or a part of one, for which the whole is given.
    Names of people and places, which are nobody's translation, stay what they are.
    """
    if lang == "en":
        return re.escape(words)
    here = re.escape(words)
    same = {there for text, there in _texts(lang) if text == here}
    holding = {there for text, there in _texts(lang) if here in text}
    return "|".join(sorted(same or holding or {here}))


@cache
def _texts(lang: Lang) -> list[tuple[str, str]]:
    """Give the texts of the form in English and in another language, as patterns with their places open."""
    form = [(t(key, "en"), bound(t(key, lang), lang)) for key in sorted(keys("en")) if key.startswith("field.")]
    labels = [sector.label for sector in the_rules().on(today()).sectors.values()]
    return [
        (_PLACE.sub(".*", re.escape(here)), _PLACE.sub(".*", re.escape(there)))
        for here, there in (*form, *((label.en, label.say(lang)) for label in labels))
    ]
