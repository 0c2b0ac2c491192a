"""How to reach the inspection, and how to use the portal."""

from starlette.responses import Response

from dashboards.office import Asked
from dashboards.portal.around import counted_as
from dashboards.portal.beside import duty_number, held_now
from dashboards.portal.cards import title_of
from inspection.acts.portal.values import CaseCopy


def reach(asked: Asked) -> Response:
    """Show the numbers that came with what lies with the office: of the service on duty, and of each case."""
    desk = held_now(asked)
    duty = duty_number(desk.held)
    cases = [
        {"id": one.id, "title": title_of(asked, one.copy), "case": one.copy}
        for one in desk.held
        if isinstance(one.copy, CaseCopy)
    ]
    around = counted_as(asked, desk.counted)
    return asked.page("reach.html", duty=duty.number, tried=duty.tried_on, cases=cases, around=around)


def use(asked: Asked) -> Response:
    """Show how it is used."""
    has_cases = asked.known.may("portal.acknowledge")
    steps = ("open", "answer", "ask", "refuse", "deadline", "looks", "absence", "telephone")
    few = ("answer", "deadline", "looks", "absence")
    return asked.page("help.html", steps=steps if has_cases else few, may_embargo=asked.known.may("portal.embargo"))
