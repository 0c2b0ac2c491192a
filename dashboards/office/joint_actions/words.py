"""What the pages of joint actions say: when one is, by whom, and with which answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from dashboards.office.shared import Telling
from inspection.life_cycles import PartnerState
from inspection.store.queries import ActionView, PartnerView
from inspection.time_of import IsoWeek, clock_text

# By state, of an action and of a partner: the sign of the style sheet.
SIGNS: Final[Mapping[str, str]] = {
    "proposed": "st sent",
    "asked": "st soon",
    "confirmed": "st done",
    "declined": "st none",
    "carried_out": "soft",
    "called_off": "soft",
}
_NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class ActionWords(Telling):
    """The words of one reader about joint actions."""

    def moment(self, one: ActionView) -> str:
        """Return when an action is: as fixed, as the plan of its week proposes, or the span that is still open."""
        if one.day is not None and one.minute is not None:
            return self._at("actions.at", one.day, one.minute)
        if one.planned_day is not None and one.planned_minute is not None:
            return self._at("actions.planned", one.planned_day, one.planned_minute)
        opens, closes = min(a for a, _ in one.windows), max(b for _, b in one.windows)
        if opens == closes:
            return self.asked.say("actions.free_day", days=self.days(one.first_day, one.last_day), at=clock_text(opens))
        between = {"opens": clock_text(opens), "closes": clock_text(closes)}
        return self.asked.say("actions.free", days=self.days(one.first_day, one.last_day), **between)

    def days(self, first: date, last: date) -> str:
        """Return a span of days; one alone stands once."""
        return self.asked.day(first) if first == last else f"{self.asked.day(first)} – {self.asked.day(last)}"

    def week(self, name: str) -> str:
        """Return what a week is called, with its first and last day."""
        week = IsoWeek.parse(name)
        return f"{self.asked.say('word.week')} {name}, {self.days(week.monday, week.days[-1])}"

    def teams(self, one: ActionView) -> list[str]:
        """Return how many teams each district sends."""
        return [f"{self.before(self.district(key))}{_NO_BREAK}{n}" for key, n in one.shares.items()]

    def before(self, text: str) -> str:
        """Return a word with the colon that this language sets behind it."""
        return self.asked.say("office.word", word=text)

    def called(self, one: PartnerView) -> str:
        """Return what a partner is called."""
        return self.partner(one.kind, one.language)

    def told(self, one: PartnerView) -> str:
        """Return what a partner answered."""
        return self.asked.say(f"actions.partner.{one.state}")

    def length(self, minutes: float) -> str:
        """Return how long a visit takes, such as `2 h 00`."""
        hours, rest = divmod(round(minutes), 60)
        return f"{hours}{_NO_BREAK}h{_NO_BREAK}{rest:02d}"

    def _at(self, key: str, day: date, minute: float) -> str:
        return self.asked.say(key, day=self.asked.day(day), time=clock_text(minute))


def waiting(one: ActionView) -> int:
    """Return how many partners of an action that stands have not answered, or do not come."""
    return sum(p.state != PartnerState.CONFIRMED for p in one.partners) if one.is_open else 0
