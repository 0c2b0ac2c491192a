"""What every page of administration does alike: its frame, its tables, and what its forms say."""

import re
from collections.abc import Sequence
from datetime import date

from starlette.responses import Response

from dashboards.office.administration.addresses import PARTS, parts_of
from dashboards.office.administration.tables import Line, Table, table
from dashboards.office.asking import Asked
from inspection.errors import AccessRefused, InspectionError
from inspection.territory import ARRONDISSEMENTS, arrondissement_label
from inspection.time_of import now

_WORDS = "admin"
_LINE = re.compile(r"\(line (\d+)\)")  # as an error says it, in English
_PLACED = ("roster, ", "addressee, ")  # how an error begins that names a place in a file or a form


def say(asked: Asked, key: str, **values: object) -> str:
    """Return a text of these pages."""
    return asked.say(f"{_WORDS}.{key}", **values)


def drawn(asked: Asked, template: str, fault: InspectionError | None = None, **values: object) -> Response:
    """Return a page of administration; with what was refused, and what was typed stays.

    Errors: `AccessRefused` 120 for whoever has no such pages.
    """
    parts = parts_of(asked.known)
    if not parts:
        raise AccessRefused("ACCESS-120")
    return asked.page(
        f"administration/{template}",
        fault,
        parts=parts,
        place=_place_of(asked, fault),
        told=asked.query("told"),
        typed=lambda name, known="": asked.form.get(name, known),
        **values,
    )


def _place_of(asked: Asked, fault: InspectionError | None) -> str:
    """Return where a file or a form is wrong, "" where that says nothing: paths of ours, never what stands there."""
    if fault is None:
        return ""
    if fault.code == "REFER-740":  # of which roster, which the form knows, then the place
        place = fault.where.partition(", ")[2]
    else:
        place = next((fault.where.removeprefix(of) for of in _PLACED if fault.where.startswith(of)), "")
    return _LINE.sub(lambda found: say(asked, "line", n=found[1]), place)


def listed(
    asked: Asked, key: str, heads: Sequence[str], lines: Sequence[Line], *, source: str = "store", caption: str = ""
) -> Table:
    """Return a table of these pages: its texts are `admin.KEY.caption`, `.empty`, and `admin.column.HEAD` each."""
    return table(
        key,
        caption or say(asked, f"{key}.caption"),
        [say(asked, f"column.{head}") for head in heads],
        lines,
        sort=asked.query("sort"),
        path=path_of(asked),
        empty=say(asked, f"{key}.empty"),
        source=say(asked, f"source.{source}", at=asked.moment(now())),
    )


def path_of(asked: Asked) -> str:
    """Return the address of the page, also where a form of it was refused and the page stands under that."""
    path = asked.request.url.path
    if asked.request.method == "GET":
        return path
    return next((part.address for part in PARTS if path.startswith(part.address)), path)


def districts(asked: Asked) -> list[tuple[str, str]]:
    """Return the districts with what they are called, in the order of the words."""
    named = [(key, arrondissement_label(key, asked.look.lang)) for key in ARRONDISSEMENTS]
    return sorted(named, key=lambda one: one[1].casefold())


def district_name(asked: Asked, key: str | None) -> str:
    """Return what a district is called; whoever has none is there for the whole service."""
    return arrondissement_label(key, asked.look.lang) if key else asked.say("word.everywhere")


def day_in(asked: Asked, name: str) -> date | None:
    """Return a day that was typed, None for none."""
    try:
        return date.fromisoformat(asked.form.get(name, ""))
    except ValueError:
        return None
