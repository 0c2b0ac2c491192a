"""How the numbers, names and groups of a model card are written in the reader's language."""

from dataclasses import dataclass
from datetime import date

from inspection.i18n import Lang, keys, language_name, t
from inspection.reporting.model_card.content import Change, GroupFigure, Span
from inspection.time_of import day_text
from sectors import Catalogue
from sectors.rules.selection import MISSING

HIDDEN, NOTHING = "…", "\N{EN DASH}"


@dataclass(frozen=True)
class CardSpeaker:
    """Says everything of one model card in one language."""

    lang: Lang
    rules: Catalogue

    def say(self, key: str, **values: object) -> str:
        """Return a text of model cards."""
        return t(f"model_card.{key}", self.lang, **values)

    def known(self, key: str, otherwise: str) -> str:
        """Return a text of model cards where there is one."""
        return self.say(key) if f"model_card.{key}" in keys(self.lang) else otherwise

    def number(self, value: float | None, digits: int = 2) -> str:
        """Return a number with its decimals; that it has no bound where it is None."""
        if value is None:
            return self.say("endless")
        text = f"{value:.{digits}f}"
        return text if self.lang == "en" else text.replace(".", ",")

    def percent(self, share: float | None, digits: int = 0) -> str:
        """Return a share as a number of per cents, without the sign."""
        return self.say("endless") if share is None else self.number(100 * share, digits)

    def ends(self, one: Span) -> dict[str, str]:
        """Return the ends of an interval of shares, for a sentence."""
        return {"low": self.percent(one.low), "high": self.percent(one.high)}

    def sector(self, key: str) -> str:
        """Return what a sector is called."""
        known = self.rules.sectors.get(key)
        return known.label.say(self.lang) if known else key

    def signal(self, key: str) -> str:
        """Return what a signal is called."""
        known = self.rules.signals.get(key)
        return known.label.say(self.lang) if known else key

    def register(self, key: str) -> str:
        """Return what a register is called."""
        known = self.rules.registers.get(key)
        if known:
            return known.label.say(self.lang)
        return t(f"register.{key}", self.lang) if f"register.{key}" in keys(self.lang) else key

    def proxy(self, key: str) -> str:
        """Return what a proxy of origin is called."""
        known = self.rules.proxies.get(key)
        return known.label.say(self.lang) if known else key

    def arm(self, key: str) -> str:
        """Return what an arm is called."""
        return t(f"report.arm.{key}", self.lang) if f"report.arm.{key}" in keys(self.lang) else key

    def group(self, by: str, group: str) -> str:
        """Return what a group is called."""
        if by == "sector":
            return self.sector(group)
        if by == "language_role" and group != "unknown":
            return " + ".join(language_name(code, self.lang) for code in group.split("+"))
        if by == "size_class" and group[:1].isdigit():
            return self.say("group.staff", size=group.replace("-", "\N{EN DASH}"))
        return self.known(f"group.{group}", group)

    def share(self, one: Span | None) -> str:
        """Return a share with its interval in short; nothing to tell as a dash."""
        if one is None:
            return NOTHING
        return f"{self.percent(one.value)} % ({self.percent(one.low)}\N{EN DASH}{self.percent(one.high)})"

    def ratio(self, one: GroupFigure) -> str:
        """Return a group's ratio to everybody with its interval, marked where it lies outside the band."""
        if one.ratio is None:
            return ""
        low, high = (self.number(end) for end in (one.ratio.low, one.ratio.high))
        mark = " ▲▲" if one.is_sure else " ▲" if one.is_flagged else ""
        return f"× {self.number(one.ratio.value)} ({low}\N{EN DASH}{high}){mark}"

    def start(self, start: str, label: str) -> str:
        """Return where a step begins, as its card labels it."""
        return self.say("missing") if start == MISSING else label or start

    def change(self, one: Change) -> str:
        """Return what changed since the card before."""
        subjects = {
            "card": self.sector,
            "prevalence": lambda key: self.say(f"objective.{key}"),
            "paper": lambda key: self.say(f"paper.{key}"),
            "proxy": self.proxy,
        }
        values = {name: self._value(getattr(one, name)) for name in ("before", "after")}
        return self.say(f"change.{one.what}", subject=subjects.get(one.what, str)(one.subject), **values)

    def _value(self, value: str) -> str:
        return self.known(f"says.{value}", value) if value else NOTHING


def version_of(key: str) -> str:
    """Return the version of a card as people read it: of `restaurants@2017-01-01` the day, else what stands there."""
    version = key.rpartition("@")[2]
    try:
        return day_text(date.fromisoformat(version))
    except ValueError:
        return version
