"""What the registers held, beside what was looked up: which register, as of when, what it says; never a proof."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from dashboards.office.asking import Asked
from inspection import acts
from inspection.acts.controls import Filling
from inspection.control.checks import Extract, Ground, ground_text
from inspection.control.filled import PersonFound
from inspection.i18n import keys, t

_UNSAID: Final = ("lat", "lon")  # the address says it
_COLUMN: Final = "extract.column."
_CENTS: Final = 100


@dataclass(frozen=True)
class ShownExtract:
    """An extract in words; `rows` are the first of `count`."""

    of: str
    age: str
    rows: tuple[str, ...] = field(repr=False)
    count: int


def may_look(filling: Filling) -> bool:
    """Tell whether there is something to look at: a saved control that is corrected, or a planned visit."""
    return filling.corrects or bool(filling.control.get("visit"))


def look(asked: Asked, filling: Filling) -> tuple[Extract, ...]:
    """Return what was frozen with the control that is corrected, else what the registers hold at a planned visit.

    The act records the look before it reads. There is none at an unplanned control that is not saved yet.
    """
    if filling.corrects:
        return acts.controls.control_extracts(asked.acting(), filling.id)
    visit = filling.control.get("visit")
    if not visit:
        return ()
    persons = [
        PersonFound(ref=one["ref"], national_number=one["national_number"])
        for one in filling.control["persons"]
        if one.get("national_number")
    ]
    purpose = "identify_on_site" if persons else "prepare_visit"
    return acts.controls.consult_extracts(asked.acting(), purpose, visit=visit, persons=persons)


def shown_extracts(asked: Asked, filling: Filling, found: tuple[Extract, ...]) -> list[ShownExtract]:
    """Return extracts in words; one of a person who was taken out since is left out."""
    refs = {person["ref"] for person in filling.control["persons"]}
    entered = datetime.fromisoformat(str(filling.control["entered_at"]))
    return [_shown(asked, one, entered) for one in found if one.subject == "workplace" or one.subject in refs]


def _shown(asked: Asked, one: Extract, entered: datetime) -> ShownExtract:
    of = asked.say("controls.place") if one.subject == "workplace" else one.subject
    ground = Ground(kind="register", what=one.register_key, as_of=one.as_of)
    age = ground_text(ground, asked.look.lang, entered_at=entered, catalogue=asked.catalogue)
    return ShownExtract(of, age, tuple(_row(asked, row) for row in one.rows), one.count)


def _row(asked: Asked, row: Mapping[str, object]) -> str:
    """Return a row of a register in words: what it has no value for is left out, codes stay the register's own."""
    told = ((name, value) for name, value in row.items() if value is not None and name not in _UNSAID)
    return " · ".join(f"{_column(asked, name)}: {_cell(asked, name, value)}" for name, value in told)


def _column(asked: Asked, name: str) -> str:
    key = f"{_COLUMN}{name}"
    return t(key, asked.look.lang) if key in keys(asked.look.lang) else name


def _cell(asked: Asked, name: str, value: object) -> str:
    if name.endswith("_cents") and isinstance(value, int):
        return f"{value / _CENTS:,.2f} €".replace(",", "\N{NO-BREAK SPACE}")
    if isinstance(value, bool):
        return asked.say("word.yes" if value else "word.no")
    if name.endswith(("_on", "_date", "_day")) and isinstance(value, str):
        return asked.day(date.fromisoformat(value))
    if name in ("received_at", "declared_at") and isinstance(value, str):
        return asked.moment(datetime.fromisoformat(value))
    return str(value)
