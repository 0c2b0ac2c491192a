"""What pages about places and controls say alike: sectors, districts, offences, deadlines, numbers of workplaces."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dashboards.numbers import firm_number_of, number_of
from dashboards.office.asking import Asked
from inspection import acts
from inspection.i18n import keys
from inspection.reporting.pages import partner_text
from inspection.territory import arrondissement_label
from sectors import Catalogue

_NO_BREAK = "\N{NO-BREAK SPACE}"
_NEAR_DAYS, _FAR_DAYS = 7, 99  # within which days are counted in amber, and at all


@dataclass(frozen=True)
class Naming:
    """What rules and the house call things, in the language of one reader; pages with words of their own go on from it.

    It says no text of the screens: each kind of pages has those under a key of its own.
    """

    asked: Asked

    @cached_property
    def rules(self) -> Catalogue:
        """The rules as they stand today."""
        return self.asked.catalogue

    def sector(self, key: str) -> str:
        """Return what a sector is called."""
        known = self.rules.sectors.get(key)
        return known.label.say(self.asked.look.lang) if known else key

    def district(self, key: str) -> str:
        """Return what a district is called, "" for none."""
        return arrondissement_label(key, self.asked.look.lang) if key else ""

    def team(self, key: str) -> str:
        """Return what a team is called; its id where it goes out no more, or whoever reads knows no teams."""
        return self.team_names.get(key, key)

    @cached_property
    def team_names(self) -> Mapping[str, str]:
        """What teams are called, by their ids; none for whoever knows no teams."""
        if not self.asked.known.may("staff.list"):
            return {}
        return {one.id: one.name for one in acts.staff.working_teams(self.asked.acting())}

    def office(self, key: str) -> str:
        """Return what an addressee is called."""
        known = self.rules.recipients.get(key)
        return known.name.say(self.asked.look.lang) if known else key


@dataclass(frozen=True)
class Telling(Naming):
    """The words of one reader about places and controls."""

    @cached_property
    def day(self) -> date:
        """The day on which the page is read."""
        return self.asked.today

    def say(self, key: str, **values: object) -> str:
        """Return a text of the screens."""
        return self.asked.say(key, **values)

    def verified(self, text: str, is_open: bool) -> str:
        """Return a text, marked where a lawyer must confirm it."""
        return f"{text} ({self.say('word.to_verify')})" if is_open else text

    def offices(self, among: Iterable[str] | None = None) -> list[tuple[str, str]]:
        """Return addressees with what they are called, by that name; all that there are, or some.

        among
            Their ids, None for all.
        """
        named = ((id_, self.office(id_)) for id_ in (self.rules.recipients if among is None else among))
        return sorted(named, key=lambda one: one[1].casefold())

    def further_offices(self, having: Collection[str]) -> list[tuple[str, str]]:
        """Return the offices that may see a case with what they are called, without those that have it."""
        known = self.rules.recipients.items()
        return self.offices(id_ for id_, one in known if one.gets_bundles and id_ not in having)

    def magistrates(self) -> list[tuple[str, str]]:
        """Return the offices of magistrates with what they are called, by that name."""
        return self.offices(id_ for id_, one in self.rules.recipients.items() if one.kind in acts.orders.MAGISTRATES)

    def offence(self, key: str) -> str:
        """Return what an offence is called."""
        known = self.rules.offences.get(key)
        return known.label.say(self.asked.look.lang) if known else key

    def clock(self, key: str) -> str:
        """Return what a legal deadline asks for."""
        known = self.rules.clocks.get(key)
        return known.label.say(self.asked.look.lang) if known else key

    def outcome(self, key: str) -> str:
        """Return how a visit ended."""
        return self.asked.say(f"outcome.{key}")

    def number(self, workplace: str) -> str:
        """Return the number of a workplace as people write it."""
        return number_of(workplace)

    def names(self, workplaces: Iterable[str]) -> Mapping[str, str]:
        """Return what workplaces of a list are called, of those that whoever reads would find by their names."""
        return acts.workplaces.names_of(self.asked.acting(), workplaces) if self.asked.known.may("record.list") else {}

    def firm(self, enterprise: str) -> str:
        """Return the number of an employer as people write it."""
        return firm_number_of(enterprise)

    def partner(self, kind: str, language: str | None = None) -> str:
        """Return what a partner of a joint action is called: its kind, an interpreter with the language."""
        return partner_text(f"{kind}:{language}" if language else kind, self.asked.look.lang)

    def role(self, key: str) -> str:
        """Return what an offender is in."""
        known = self.rules.offender_roles.get(key)
        return known.label.say(self.asked.look.lang) if known else key

    def offender(self, key: str) -> str:
        """Return who an offender is by the key that a deadline has: a role, a role and a person, or who was typed."""
        role, _, person = key.partition(":")
        return f"{self.role(role)} {person}".strip()

    def consequence(self, key: str | None) -> str:
        """Return what the rules propose, "–" for nothing."""
        known = self.rules.consequences.get(key) if key else None
        return known.label.say(self.asked.look.lang) if known else "–"

    def persons(self, n: int) -> str:
        """Return how many persons, in a word that fits the number."""
        return self.asked.say("places.persons.one" if n == 1 else "places.persons", n=n).replace(" ", _NO_BREAK, 1)

    def findings(self, n: int) -> str:
        """Return how many offences were found, in words."""
        if not n:
            return self.asked.say("places.findings.none")
        return self.asked.say("places.findings.one" if n == 1 else "places.findings", n=n).replace(" ", _NO_BREAK, 1)

    def due(self, on: date) -> tuple[str, str]:
        """Return how many days are left until a day is over, or how many it is late, and the colour that this has."""
        left = (on - self.day).days
        if left == 0:
            return self.asked.say("places.today"), "soon"
        if left > _FAR_DAYS:
            return self.asked.say("places.until", day=self.asked.day(on)), ""
        length = self.asked.say("board.days.one" if abs(left) == 1 else "board.days", n=abs(left))
        span = length.replace(" ", _NO_BREAK)
        if left < 0:
            return self.asked.say("board.clock.late", span=span), "late"
        return self.asked.say("board.clock.left", span=span), "soon" if left <= _NEAR_DAYS else ""

    def fact(self, key: str) -> str:
        """Return what a register's fact is called."""
        text = f"places.known.{key}"
        return self.asked.say(text) if f"screen.{text}" in keys(self.asked.look.lang) else key

    def register(self, key: str) -> str:
        """Return what a register is called."""
        known = self.rules.registers.get(key)
        return known.label.say(self.asked.look.lang) if known else key
