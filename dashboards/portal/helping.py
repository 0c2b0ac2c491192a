"""How to reach the inspection, and how to use the portal."""

from starlette.responses import Response

from dashboards.office import Asked
from dashboards.portal.beside import duty_number, held_now
from dashboards.portal.cards import title_of
from inspection.acts.portal import CaseCopy


def reach(asked: Asked) -> Response:
    """Show the numbers that came with what lies with the office: of the service on duty, and of each case."""
    held = held_now(asked)
    duty, tried = duty_number(held)
    cases = [
        {"id": one.id, "title": title_of(asked, one.copy), "case": one.copy}
        for one in held
        if isinstance(one.copy, CaseCopy)
    ]
    return asked.page("reach.html", duty=duty, tried=tried, cases=cases)


def use(asked: Asked) -> Response:
    """Show how it is used."""
    has_cases = asked.known.may("portal.acknowledge")
    steps = ("open", "answer", "ask", "refuse", "deadline", "looks", "absence", "telephone")
    few = ("answer", "deadline", "looks", "absence")
    return asked.page("help.html", steps=steps if has_cases else few, may_embargo=asked.known.may("portal.embargo"))
