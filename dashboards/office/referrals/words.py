"""What the board and a case say, in the reader's language: clocks, states, offices, and what happened."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from dashboards.office.shared import Naming
from inspection.acts.board import Board, BoardRow, CaseFile, Duty, Expected, Filters, Owed, PageOne, Seen, Span, Tab
from inspection.i18n import language_name
from inspection.life_cycles import SEEN, TAKERS, DeliveryState, RefusalReason
from inspection.referral.delivery import Role
from inspection.referral.report import EMPLOYER_KNOWS, say
from inspection.reporting.cases import observation_text
from inspection.time_of import day_in_brussels
from sectors.rules.links import Ground

_NO_BREAK = "\N{NO-BREAK SPACE}"
_WRONG: tuple[Tab, ...] = ("late", "refused", "question")
_FILES = {
    "first_report.pdf": "report",
    "first_report.txt": "text",
    "data.json": "data",
    "manifest.json": "manifest",
    "message.txt": "message",
}
_ANSWERED = ("acknowledged", "refused")


@dataclass(frozen=True)
class Words(Naming):
    """The words of one reader."""

    def say(self, key: str, **values: object) -> str:
        """Return a text of the board."""
        return self.asked.say(f"board.{key}", **values)

    def office(self, key: str) -> str:
        """Return what an office is called; "" is us."""
        return super().office(key) or self.say("us")

    def length(self, span: Span) -> str:
        """Return a number and its unit, which stay on one line."""
        key = f"{span.unit}.one" if span.n == 1 else span.unit
        return self.say(key, n=span.n).replace(" ", _NO_BREAK)

    def lead(self, board: Board) -> str:
        """Return what is wrong, in numbers."""
        told = (
            self.say(f"lead.{tab}.one" if board.counts[tab] == 1 else f"lead.{tab}", n=board.counts[tab])
            for tab in _WRONG
            if board.counts[tab]
        )
        return ", ".join(told) + "."

    def filtered(self, filters: Filters) -> str:
        """Return by what the board is filtered."""
        told = (
            filters.text,
            self.district(filters.district) if filters.district else "",
            self.office(filters.office) if filters.office else "",
            self.say("filter.mine") if filters.mine else "",
        )
        return ", ".join(filter(None, told)) or self.say("filter.nothing")

    def clock(self, row: BoardRow) -> tuple[str, str]:
        """Return what the clock of a row says, and the colour that this has."""
        if row.clock is None:
            return self.say("clock.embargo") if row.is_embargoed else "", ""
        length = self.length(row.clock)
        if row.group in ("refused", "question"):
            return self.say(f"clock.{row.group}", span=length), "late" if row.group == "refused" else ""
        if row.group == "follow":
            late = row.clock.is_late
            return self.say("clock.ring_late" if late else "clock.ring", span=length), "late" if late else ""
        if row.group == "done":
            return self.say("clock.done"), ""
        return self.due(row.clock)

    def due(self, span: Span) -> tuple[str, str]:
        """Return how late something is, or how much time is left, and the colour that this has."""
        if span.is_late:
            return self.say("clock.late", span=self.length(span)), "late"
        return self.say("clock.left", span=self.length(span)), "soon" if span.unit != "days" else ""

    def state(self, row: BoardRow) -> tuple[str, str]:
        """Return the state of a delivery in a word, and the sign that stands before it."""
        if row.group == "late":
            return self.say(f"state.{self._silence(row)}"), "late"
        if row.group == "refused" or row.state == DeliveryState.REFUSED:
            return self.say("state.refused"), "none"
        if row.asked_at is not None and row.state not in _ANSWERED:
            return self.say("state.question"), "ask"
        rings = row.taken is not None and row.taken.is_waited_for
        if row.is_embargoed and row.state in _ANSWERED and not rings:
            return self.say("state.embargo"), "seal"
        if row.state == DeliveryState.ACKNOWLEDGED:
            return self.say("state.acknowledged"), "done"
        if row.opened_at is not None:
            return self.say("state.opened"), "given"
        return self.say(f"state.{row.state}"), "given" if row.state == DeliveryState.DELIVERED else "sent"

    @property
    def roles(self) -> tuple[str, ...]:
        """Who answers a telephone, by role."""
        return get_args(Role)

    @property
    def takers(self) -> tuple[str, ...]:
        """Who of an office takes a case on, by function."""
        return TAKERS

    @property
    def answers(self) -> tuple[str, ...]:
        """What an office answers: that it takes the case on, or why it does not."""
        return ("acknowledged", *RefusalReason)

    def bundles(self, files: Iterable[CaseFile]) -> list[tuple[CaseFile, list[CaseFile]]]:
        """Return the files of each bundle together, what people read first."""
        found: dict[str, list[CaseFile]] = {}
        for one in files:
            found.setdefault(one.delivery_id, []).append(one)
        return [(mine[0], sorted(mine, key=_reading_order)) for mine in found.values()]

    def is_late(self, line: Expected) -> bool:
        """Tell whether something is owed that should have been done."""
        return any(owed.clock is not None and owed.clock.is_late for owed in line.owes)

    def file(self, one: CaseFile) -> str:
        """Return what a file is called; the kinds that every bundle has have a name in the reader's language."""
        known = _FILES.get(one.name)
        return self.say(f"file.{known}") if known else one.name.rpartition("/")[2]

    def ground(self, key: Ground) -> str:
        """Return by what two cases are linked."""
        return self.rules.link_grounds[key].label.say(self.asked.look.lang)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes of looking for a person that have a word."""
        return SEEN

    def _silence(self, row: BoardRow) -> str:
        """Return how an office keeps silent: it has opened what it got, has it, or never got it."""
        if row.opened_at is not None:
            return "opened_silent"
        return "never_opened" if row.state != DeliveryState.QUEUED else "never_left"

    def details(self, row: BoardRow, *, with_taker: bool = True) -> list[str]:
        """Return what else the row says, in small; without who takes it on where that stands beside it."""
        told = []
        if row.refused_reason:
            told.append(self.asked.say(f"answer.{row.refused_reason}"))
        if with_taker and row.taken is not None and row.state == DeliveryState.ACKNOWLEDGED:
            told.append(self.say("by_taker", who=self.say(f"taker.{row.taken.taker}")))
        if row.asked_at is not None and row.state in _ANSWERED:
            told.append(self.say("owes.answer_question"))
        if row.opened_at is not None and row.group in ("soon", "waiting"):
            told.append(self.say("opened_at", at=self.asked.moment(row.opened_at)))
        if row.is_embargoed:
            until = self.say("embargo_until", day=self.asked.day(row.embargo_until)) if row.embargo_until else ""
            told.append(until or self.say("embargo_open"))
        if row.group in ("late", "question", "soon", "waiting"):
            told.append(self.calls(row))
        if row.escalated_to is not None and row.group in ("late", "refused"):
            told.append(self.say("told_to", who=self.asked.say(f"role.{row.escalated_to}")))
        return told

    def calls(self, row: BoardRow) -> str:
        """Return how often an office was rung, and when the last time."""
        if row.last_call_at is None:
            return self.say("calls.none")
        key = "calls.one" if row.calls == 1 else "calls"
        return self.say(key, n=row.calls, at=self.asked.day(day_in_brussels(row.last_call_at)))

    def owed(self, one: Owed) -> str:
        """Return what is owed, and of whom where it is about a person."""
        said = self.say(f"owes.{one.what}")
        return f"{said} ({one.about})" if one.about else said

    def ages(self, one: PageOne) -> tuple[str, str]:
        """Return how many persons there are, and apart from it how many have an age that nobody knows."""
        known = (self.say(f"age.{age}", n=one.ages[age]) for age in ("minor", "adult") if one.ages.get(age))
        total = sum(one.ages.values())
        said = [self.say("persons.one" if total == 1 else "persons", n=total), *known]
        unknown = one.ages.get("unknown", 0)
        return ", ".join(said), self.say("age.unknown", n=unknown) if unknown else ""

    def duty_lack(self, duty: Duty) -> str:
        """Return what is missing of a duty number, and what to do."""
        if duty.lack is not None:
            return self.say(f"lack.{duty.lack}")
        if duty.tried_at is None:
            return self.say("lack.never_tried")
        return self.say("lack.stale") if duty.is_stale else ""

    def employer(self, one: PageOne) -> str:
        """Return what the person in charge knows."""
        asked = self.rules.questions.get(EMPLOYER_KNOWS)
        labels = {choice.key: choice.label.say(self.asked.look.lang) for choice in asked.choices} if asked else {}
        return "; ".join(labels.get(key, key) for key in one.employer_knows)

    def danger(self, one: PageOne) -> str:
        """Return whether somebody is in danger now, in a word; "" for nobody knows."""
        known = {True: "yes", False: "no"}.get(one.danger_now) if one.danger_now is not None else None
        return say(known, self.asked.look.lang) if known else ""

    def languages(self, codes: Iterable[str]) -> str:
        """Return languages by name."""
        return ", ".join(language_name(code, self.asked.look.lang) for code in codes)

    def seen(self, one: Seen) -> str:
        """Return what was seen, told or checked."""
        lang = self.asked.look.lang
        return f"{observation_text(one.question, one.answers, self.rules, lang)} ({say(f'how.{one.how}', lang)})"


def _reading_order(one: CaseFile) -> tuple[int, str]:
    """Order a bundle's files: the report, what was photographed, the rest of what we made."""
    if one.name.endswith("report.pdf"):
        return 0, one.name
    return (2 if one.name in _FILES else 1), one.name
