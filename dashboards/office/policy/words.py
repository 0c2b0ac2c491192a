"""What the pages of policy say, and the words in four languages that their forms bring."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from dashboards.office.asking import Asked
from dashboards.office.shared import Telling, day_or_none
from inspection.errors import ReferralFault
from inspection.i18n import LANGUAGES, OWN_NAMES, Lang, decimal_text, t
from inspection.reporting.policy import Initiative, Measure, Words, words_in

LONGEST: Final = 600  # letters that a field takes; the act says the same
JOINT_DAY: Final = "joint_day"  # comes from joint actions: nobody notes it
# By the state of a measure: the sign of the style sheet.
SIGNS: Final[Mapping[str, str]] = {"open": "st sent", "in_progress": "st given", "done": "st done", "dropped": "soft"}


@dataclass(frozen=True)
class PolicyWords(Telling):
    """The words of one reader about both registers."""

    def report(self, key: str) -> str:
        """Return a word as reports say it too."""
        return t(f"report.{key}", self.asked.look.lang)

    def title(self, words: Words) -> str:
        """Return words in the reader's language, else in the first in which they were written."""
        return words_in(words, self.asked.look.lang)[0]

    def others(self, words: Words) -> list[tuple[Lang, str, str]]:
        """Return the words in the other languages: each with its key and its name."""
        shown = words_in(words, self.asked.look.lang)[1]
        return [(lang, OWN_NAMES[lang], words[lang]) for lang in LANGUAGES if lang in words and lang != shown]

    def lang_of(self, words: Words) -> Lang:
        """Return the language in which words are shown."""
        return words_in(words, self.asked.look.lang)[1]

    def days(self, one: Initiative) -> str:
        """Return on which days something was done."""
        first, last = self.asked.day(one.first_day), self.asked.day(one.last_day)
        return first if one.first_day == one.last_day else f"{first} – {last}"

    def number_of(self, n: int) -> str:
        """Return a number as people write it."""
        return decimal_text(Decimal(n), self.asked.look.lang)

    def source(self, one: Initiative) -> str:
        """Return where an initiative can be read again; of joint days these are our own actions."""
        return self.asked.say("policy.source.ours") if one.kind == JOINT_DAY else one.source

    def due_of(self, one: Measure) -> tuple[str, str]:
        """Return how many days are left of a measure, or how many it is late, with the colour that this has."""
        if one.now.due_on is None:
            return self.asked.say("policy.no_due"), ""
        if not one.is_open:
            return self.asked.day(one.now.due_on), ""
        return self.due(one.now.due_on)


def tongues(lang: Lang) -> list[tuple[Lang, str]]:
    """Return the languages in which words may be given, the reader's first."""
    return sorted(((one, OWN_NAMES[one]) for one in LANGUAGES), key=lambda one: one[0] != lang)


def words_of_form(sent: Mapping[str, str]) -> dict[Lang, str]:
    """Return the words of a form by language; the act leaves out what is empty."""
    return {lang: sent.get(f"words_{lang}", "") for lang in LANGUAGES}


def as_fields(words: Words) -> dict[str, str]:
    """Return words as the fields of a form hold them."""
    return {f"words_{lang}": text for lang, text in words.items()}


def day_of_form(asked: Asked, name: str) -> date | None:
    """Return a day as a form sends it, None for none.

    Errors: `ReferralFault` 974 for what is no day.
    """
    return day_or_none(asked.form.get(name, ""), ReferralFault("REFER-974"))
