"""Who looked at something: asked by whoever answers for the data, and on the record before it is answered.

What is asked stands in no address: it may be the number of a person.
"""

from starlette.responses import Response

from dashboards.office.administration.addresses import LOOKS
from dashboards.office.administration.asked_for import drawn, listed, say
from dashboards.office.administration.tables import Cell, Line, Table
from dashboards.office.asking import Asked
from inspection import acts
from inspection.acts.access import SomebodyLooked
from inspection.errors import AccessRefused, InspectionError
from inspection.i18n import keys

_MOST = 500


def show(asked: Asked) -> Response:
    """Show the field; nothing is asked yet."""
    return _drawn(asked)


def ask(asked: Asked) -> Response:
    """Answer; a page that is loaded again asks again, and that is on the record too."""
    try:
        found = acts.access.who_looked(asked.acting(), asked.form.get("about", ""))
    except AccessRefused as fault:
        if fault.code != "ACCESS-097":
            raise
        return _drawn(asked, fault=fault)
    return _drawn(asked, found)


def _drawn(asked: Asked, found: list[SomebodyLooked] | None = None, fault: InspectionError | None = None) -> Response:
    shown = (found or [])[:_MOST]
    return drawn(
        asked,
        "looks.html",
        fault,
        address=LOOKS,
        looks=None if found is None else _table(asked, shown),
        n=len(found or []),
        n_people=len({one.who for one in found or []}),
        n_shown=len(shown),
    )


def _table(asked: Asked, found: list[SomebodyLooked]) -> Table:
    purposes = asked.catalogue.purposes
    lines = [
        Line(
            [
                Cell(asked.moment(one.at), one.at),
                Cell(one.who, notes=(one.office,) if one.office else ()),
                Cell(_act(asked, one.act), notes=(say(asked, "masked"),) if one.is_masked else ()),
                Cell(purposes[one.purpose].label.say(asked.look.lang) if one.purpose in purposes else one.purpose),
                Cell(one.case),
            ]
        )
        for one in found
    ]
    return listed(asked, "looked", ("when", "who", "act", "purpose", "case"), lines, source="trail")


def _act(asked: Asked, act: str) -> str:
    """Return an act in words, where it has some; else its name in the table of rights."""
    key = f"admin.act.{act}"
    return asked.say(key) if f"screen.{key}" in keys(asked.look.lang) else act
