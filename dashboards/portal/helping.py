"""How to reach the inspection, and how to use the portal."""

from starlette.responses import Response

from dashboards.office import Asked
from dashboards.portal.beside import duty_number
from dashboards.portal.cards import title_of
from inspection import acts
from inspection.acts.portal import CaseCopy


def reach(asked: Asked) -> Response:
    """Show the numbers that came with what lies with the office: of the service on duty, and of each case."""
    waiting = acts.portal.my_copies(asked.acting()).held
    going = acts.portal.my_copies(asked.acting(), "open").held if asked.known.may("portal.acknowledge") else ()
    duty, tried = duty_number((*waiting, *going))
    cases = [
        {"id": one.id, "title": title_of(asked, one.copy), "case": one.copy}
        for one in (*waiting, *going)
        if isinstance(one.copy, CaseCopy)
    ]
    return asked.page("reach.html", duty=duty, tried=tried, cases=cases)


def use(asked: Asked) -> Response:
    """Show how it is used."""
    has_cases = asked.known.may("portal.acknowledge")
    steps = ("open", "answer", "ask", "refuse", "deadline", "looks", "absence", "telephone")
    few = ("answer", "deadline", "looks", "absence")
    return asked.page("help.html", steps=steps if has_cases else few, may_embargo=asked.known.may("portal.embargo"))
