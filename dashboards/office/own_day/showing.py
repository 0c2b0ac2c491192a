"""What somebody does today and tomorrow, and what is not yet entered; what came back, was begun, or runs out."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Final

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.own_day.way_drawn import Drawn, drawn_way
from dashboards.office.shared import INSPECTIONS, OWN_DAY, Telling, control_address, form_address, workplace_address
from inspection import acts
from inspection.acts.stories import ToldControl
from inspection.acts.weeks import Mission

_MOST_CLOCKS: Final = 8
_FEWEST: Final = 2  # stops that a way lies between
FIELD_FORM: Final = "/field/"
OF_VISIT: Final = f"{FIELD_FORM}#visit="  # by which the form has this visit first, once it is unlocked


def show(asked: Asked) -> Response:
    """Show it."""
    context, telling = asked.acting(), Telling(asked)
    missions = acts.weeks.own_missions(context)
    controls = acts.stories.told_controls(context, mine=True).controls
    days = [(day, list(stops)) for day, stops in groupby(missions, lambda one: one.day)]
    days.sort(key=lambda one: (one[0] < telling.day, one[0]))  # what is not yet entered stands below what comes
    return asked.page(
        "own_day.html",
        telling=telling,
        days=[(day, stops, _way(asked, stops)) for day, stops in days],
        today=telling.day,
        lead=_lead(asked, days, telling.day),
        returned=acts.stories.returned_to_me(context),
        drafts=acts.controls.own_drafts(context),
        clocks=_nearest(controls),
        form=FIELD_FORM,
        form_of=OF_VISIT,
        room=OWN_DAY,
        inspections=INSPECTIONS,
        control_address=control_address,
        workplace_address=workplace_address,
        form_address=form_address,
    )


def _lead(asked: Asked, days: Sequence[tuple[date, list[Mission]]], today: date) -> str:
    """Return what the next day with stops holds, in a sentence."""
    coming = next(((day, stops) for day, stops in days if day >= today), None)
    if coming is None:
        return asked.say("day.none")
    day, stops = coming
    key = ("day.today" if day == today else "day.then") + (".one" if len(stops) == 1 else "")
    return asked.say(key, n=len(stops), day=asked.day(day), hour=stops[0].start or "–")


def _way(asked: Asked, stops: Sequence[Mission]) -> Drawn | None:
    """Return the way between stops, None where there is none to draw."""
    if len(stops) < _FEWEST:
        return None
    return drawn_way(acts.weeks.round_map(asked.acting(), stops), stops)


def _nearest(controls: Sequence[ToldControl]) -> list[ToldControl]:
    """Return one's own controls of which a deadline runs, the nearest first."""
    running = [one for one in controls if one.next_clock is not None]
    return sorted(running, key=lambda one: one.next_clock[1] if one.next_clock else date.max)[:_MOST_CLOCKS]
