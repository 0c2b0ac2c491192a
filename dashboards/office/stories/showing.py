"""The page of one workplace: when we were last here, what came of it, what the registers say, what is close to it."""

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.shared import SEARCH, Telling, control_address, workplace_address
from dashboards.office.stories.lines import lines_of, register_lines
from dashboards.office.stories.over_time import reasons_over_time
from inspection import acts
from inspection.acts.stories import WorkplaceStory
from inspection.errors import AccessRefused, InspectionError, Unseen
from inspection.registers.life import UnitHistory

_ESTABLISHMENT = "est:"


def first(asked: Asked) -> Response:
    """Lead to the search: nobody reads a list of every workplace."""
    return asked.led(SEARCH)


def show(asked: Asked) -> Response:
    """Show it."""
    workplace = str(asked.request.path_params["workplace"])
    try:
        story = acts.stories.workplace_story(asked.acting(), workplace)
    except Unseen:
        raise AccessRefused("ACCESS-120") from None
    telling = Telling(asked)
    wants_registers = asked.query("registers") == "1" and workplace.startswith(_ESTABLISHMENT)
    history, lacking = _history(asked, workplace) if wants_registers else (None, "")
    lines = [*lines_of(story, telling), *(register_lines(history, telling) if history else [])]
    return asked.page(
        "workplace.html",
        story=story,
        lies_in=_lies_in(story),
        telling=telling,
        lines=sorted(lines, key=lambda one: one.order, reverse=True),
        reasons=reasons_over_time(story.weeks, telling.rules, asked.look.lang) if story.weeks else None,
        has_history=workplace.startswith(_ESTABLISHMENT) and asked.known.may("register.history"),
        history=history,
        lacking=lacking,
        room=SEARCH,
        here_address=workplace_address(workplace),
        workplace_address=workplace_address,
        control_address=control_address,
        search=SEARCH,
    )


def _lies_in(story: WorkplaceStory) -> str:
    """Return where the place lies: its address, and its municipality where the address does not name it."""
    address, town = story.address or "", story.municipality
    is_named = any(name.casefold() in address.casefold() for name in town.split(" / "))
    return ", ".join(filter(None, (address, "" if is_named else town)))


def _history(asked: Asked, workplace: str) -> tuple[UnitHistory | None, str]:
    """Return what every kept snapshot of the Crossroads Bank says, or why there is nothing to say."""
    try:
        return acts.registers.unit_history(asked.acting(), workplace), ""
    except InspectionError as fault:
        if fault.family != "INTAKE":
            raise
        return None, "places.registers.none"
