"""The lines of a workplace's story, each with its day: visits, deadlines, what registers changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from dashboards.office.shared import Telling
from inspection.acts.stories import Planned, Seen, WorkplaceStory
from inspection.life_cycles import ControlOutcome
from inspection.registers.life import UnitHistory
from inspection.time_of import BRUSSELS, day_in_brussels, moment_of


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line: when, a word, a sentence, what it says in bold, and the control that it opens.

    order
        By which lines stand.
    has_hour
        Whether its hour is known, besides its day.
    """

    order: datetime
    has_hour: bool
    word: str
    text: str
    strong: str = ""
    control: str = ""
    colour: str = ""

    @property
    def on(self) -> date:
        """Its day here."""
        return day_in_brussels(self.order)


def lines_of(story: WorkplaceStory, telling: Telling) -> Iterator[Line]:
    """Yield the lines of visits and deadlines, in any order."""
    for seen in story.seen:
        yield _visit(seen, telling)
        yield from _clocks(seen, telling)
    for one in story.planned:
        yield _planned(one, telling)


def register_lines(history: UnitHistory, telling: Telling) -> Iterator[Line]:
    """Yield a line for each change that a register showed; it stands on the first day that shows the new."""
    say = telling.asked.say
    for one in history.changes:
        was, is_now = ("; ".join(rows) or "–" for rows in (one.was, one.is_now))
        yield Line(
            order=moment_of(one.first_seen, 0),
            has_hour=False,
            word=say("places.line.register"),
            text=say("places.line.changed", what=say(f"places.changed.{one.what}"), was=was, now=is_now),
        )
    yield Line(
        order=moment_of(history.known_from, 0),
        has_hour=False,
        word=say("places.line.register"),
        text=say("places.line.first_seen"),
    )


def _visit(seen: Seen, telling: Telling) -> Line:
    say, found = telling.asked.say, seen.led_to.findings
    told = [telling.outcome(seen.outcome)] if seen.outcome != ControlOutcome.DONE else []
    told += [telling.team(seen.team)] if seen.team else []
    if seen.left_at is None:
        told.append(say("places.unfinished"))
    else:
        told.append(say("places.minutes", n=max(1, int((seen.left_at - seen.entered_at).total_seconds() // 60))))
    named = "; ".join(f"{telling.offence(one.offence)} ({telling.persons(one.workers)})" for one in found)
    is_told = seen.left_at is not None and seen.outcome == ControlOutcome.DONE
    return Line(
        order=seen.entered_at,
        has_hour=True,
        word=say("places.line.visit"),
        text=", ".join(told) + ".",
        strong=telling.findings(len(found)) + (f"{say('board.colon')} {named}." if named else ".") if is_told else "",
        control=seen.control,
    )


def _clocks(seen: Seen, telling: Telling) -> Iterator[Line]:
    """Yield a line for each deadline whose last day has come: what lies ahead stands with what runs."""
    running = set(seen.running)
    for one in (each for each in seen.led_to.clocks if each.due_on <= telling.day):
        is_running = (one.key, one.due_on) in running
        left, colour = telling.due(one.due_on) if is_running else (telling.asked.say("places.clock.over"), "")
        yield Line(
            order=moment_of(one.due_on, 0),
            has_hour=False,
            word=telling.asked.say("places.line.clock"),
            text=telling.clock(one.key),
            strong=left,
            colour=colour,
            control=seen.control,
        )


def _planned(one: Planned, telling: Telling) -> Line:
    say = telling.asked.say
    key = "places.line.not_made" if one.is_over else "places.line.planned"
    return Line(
        order=moment_of(one.day, one.start).astimezone(BRUSSELS),
        has_hour=not one.is_over,
        word=say("places.line.visit"),
        text=say(key, code=one.code, team=telling.team(one.team)),
    )
