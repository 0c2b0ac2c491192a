"""What the pages of a week say, in the reader's language: weeks, teams, lengths, sectors, districts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from babel.dates import format_date

from dashboards.office.shared import Naming, Telling
from inspection import acts
from inspection.i18n import Lang, keys
from inspection.store.views import PlanView
from inspection.time_of import IsoWeek, clock_text
from sectors import Catalogue

_NO_BREAK = "\N{NO-BREAK SPACE}"
_MINUS = "\N{MINUS SIGN}"
_INSTEAD = ", instead of "  # in the version of a provider that took the place of a server which did not answer


@dataclass(frozen=True)
class Words(Naming):
    """The words of one reader about one week."""

    week: IsoWeek

    @property
    def lang(self) -> Lang:
        """The language of the reader."""
        return self.asked.look.lang

    @cached_property
    def rules(self) -> Catalogue:
        """The rules as they stand in the week."""
        return acts.app().catalogue(self.week.monday)

    def say(self, key: str, **values: object) -> str:
        """Return a text of these pages."""
        return self.asked.say(f"week.{key}", **values)

    def counted(self, key: str, n: int, **values: object) -> str:
        """Return a text that counts something; one of it has a text of its own."""
        return self.say(f"{key}.one" if n == 1 else key, n=n, **values)

    def day(self, on: date) -> str:
        """Return a day of the week in short, the year standing in the heading."""
        return format_date(on, "EEE d MMM", locale=self.lang).replace(" ", _NO_BREAK)

    def plan_source(self, plan: PlanView) -> str:
        """Return what a page of a plan is read from, and since when the plan stands so."""
        state, at = ("approved", plan.approved_at) if plan.approved_at else ("proposed", plan.proposed_at)
        return self.say(f"source.{state}", at=self.asked.moment(at))

    def travel(self, provider: str) -> str:
        """Return what the times on the road are worked out from, as a plan names it: a name, then its version.

        The version stays out: it is for whoever compares two plans to the byte.
        """
        name = "instead" if _INSTEAD in provider else provider.partition(" ")[0]
        known = f"week.travel.{name}"
        return self.asked.say(known) if f"screen.{known}" in keys(self.lang) else name

    def registers(self, snapshots: Iterable[tuple[str, str]]) -> str:
        """Return registers with the day of each, as people write both."""
        telling = Telling(self.asked)
        return ", ".join(f"{telling.register(name)} ({self._day_of(day)})" for name, day in snapshots)

    def _day_of(self, text: str) -> str:
        try:
            return self.asked.day(date.fromisoformat(text))
        except ValueError:
            return text

    def clock(self, minute: float | None) -> str:
        """Return a minute of the day; after midnight with the mark of the next day."""
        if minute is None:
            return self.say("unknown")
        return clock_text(minute) + (f"{_NO_BREAK}(+1)" if minute >= 1440 else "")

    def length(self, minutes: float) -> str:
        """Return a length in hours and minutes, such as `31 h 40`."""
        whole = round(abs(minutes))
        hours, rest = divmod(whole, 60)
        return f"{hours}{_NO_BREAK}h{_NO_BREAK}{rest:02d}"

    def change(self, minutes: float) -> str:
        """Return how many minutes something becomes longer or shorter."""
        whole = round(minutes)
        sign = "+" if whole > 0 else _MINUS if whole < 0 else "±"
        return f"{sign}{abs(whole)}{_NO_BREAK}min"

    def signed(self, number: int) -> str:
        """Return a difference with its sign."""
        return f"+{number}" if number > 0 else f"{_MINUS}{-number}" if number < 0 else "0"
