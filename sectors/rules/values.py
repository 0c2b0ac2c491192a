"""What every rule is made of: texts in four languages, and values that say where they come from and how sure we are.

Nothing here knows a number of the law: the numbers are in the YAML files beside it, each dated, sourced and marked with
its confidence (H checked, H* well known, M consistent but not checked again, L a lawyer must look at it).
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Lang = Literal["fr", "nl", "de", "en"]
Confidence = Literal["H", "H*", "M", "L"]
Origin = Literal["statute", "official", "secondary", "inference", "ours"]


class Frozen(BaseModel):
    """A value that cannot change after it was read and that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def rising(ends: tuple[int, int]) -> tuple[int, int]:
    """Refuse a range that is written from the largest to the smallest; ValueError says so in a jurist's words."""
    if not 0 <= ends[0] <= ends[1]:
        raise ValueError("a range is written from the smallest to the largest, none below 0")
    return ends


class Text(Frozen):
    """A label in the four languages; `ours` names the languages whose wording is the project's own."""

    fr: str
    nl: str
    de: str
    en: str
    ours: tuple[Lang, ...] = ()

    def say(self, lang: Lang) -> str:
        """Return the wording in `lang`."""
        return str(getattr(self, lang))

    def is_to_verify(self, lang: Lang) -> bool:
        """Tell whether the wording in `lang` is ours, and therefore shown "to be verified"."""
        return lang in self.ours


class Sourced(Frozen):
    """A value that says where it comes from and how sure we are.

    origin
        What kind of thing it rests on: the text of a law ("statute"), what an authority published ("official"), what
        somebody wrote about it ("secondary"), what follows from these and nobody says ("inference"), or a choice of
        whoever wrote the rule ("ours", which is never surer than L). None in a house's own line that does not say so.
    """

    source: str
    confidence: Confidence
    origin: Origin | None = None

    @property
    def is_to_verify(self) -> bool:
        """Tell whether screens and documents must show "to be verified" beside it."""
        return self.confidence not in ("H", "H*")
