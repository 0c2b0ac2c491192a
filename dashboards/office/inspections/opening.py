"""A control before one reader: opened for a reason or without one, with its head and the row of its parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from starlette.responses import Response

from dashboards.office.faults import alike, said_of, status_of
from dashboards.office.inspections.words import Words
from dashboards.office.shared import (
    INSPECTIONS,
    NEEDS_REASON,
    attempted,
    control_address,
    for_reason,
    workplace_address,
)
from inspection import acts
from inspection.acts.controls import ShownControl
from inspection.control.conclusions import stopping_paths
from inspection.control.device_clock import clock_lines
from inspection.errors import AccessRefused, InspectionError, Unseen

if TYPE_CHECKING:
    from dashboards.office.asking import Asked
    from inspection.store.queries import WorkplaceView
    from inspection.trust import Context

FOUND, GUARDED_PART = "found", "guarded"
PARTS = (FOUND, "answers", "onsite", "checks", "exhibits", "people", "exchange", "chain", GUARDED_PART)
_NAMELESS = frozenset({FOUND, "answers", "onsite"})  # what can be shown without a name
# The act that a part reads by, where fewer may than see a control: it is left out of the row for the others.
_READ_BY = {
    "exhibits": "attachment.read",
    "people": "protection.see",
    "exchange": "exchange.list",
    "chain": "chain.list",
}
_REASON = ("purpose", "case")
_REFERENCE = re.compile(r"[A-Z]-[0-9-]{4,20}")
# What a form led back with, and the text that tells it.
_TOLD = {
    **{
        name: f"inspections.told.{name}"
        for name in ("returned", "reviewed", "noted", "stopped", "referred", "saved", "corrected")
    },
    "consented": "people.recorded",
    "rung": "people.logged",
    "withdrawn": "people.withdrawn",
    "guardian": "people.guardian_told",
    "passed": "exchange.passed",
    "answered": "referrals.recorded",
    "proposed": "chain.proposed",
    "taken_away": "chain.taken_away",
    "signed": "chain.signed",
    "agreed": "chain.agreed",
    "decided": "decide.recorded",
}


@dataclass(frozen=True)
class Opened:
    """A control that somebody looks at.

    context
        With the reason that was given, if any.
    """

    asked: Asked
    context: Context
    shown: ShownControl

    @property
    def id(self) -> str:
        """The control's id."""
        return self.shown.control.control_id

    @cached_property
    def words(self) -> Words:
        """The words of the reader."""
        return Words(self.asked)

    def may(self, act: str) -> bool:
        """Tell whether to offer an act."""
        return self.asked.known.may(act)


@dataclass(frozen=True)
class NotTaken:
    """A form that was not taken: which one, the text that says why, and the code of the fault where it was one."""

    form: str
    said: str
    code: str = ""
    status: int = 400


@dataclass(frozen=True)
class Part:
    """A part of a control on a page of its own: `read` gives what its template shows beside what every part does."""

    key: str
    read: Callable[[Opened], Mapping[str, object]]

    def show(self, asked: Asked) -> Response:
        """Show it as it opens: without names, except in one's own control that is still open."""
        return self.drawn(asked, asked.acting())

    def reveal(self, asked: Asked) -> Response:
        """Show names too, for the reason that was given."""
        try:
            return self.drawn(asked, for_reason(asked))
        except InspectionError as fault:
            return self.again(asked, fault, "why")

    def drawn(
        self,
        asked: Asked,
        context: Context,
        refused: NotTaken | None = None,
        *,
        read: Callable[[Opened], Mapping[str, object]] | None = None,
    ) -> Response:
        """Return the page; what may not be read says so in its place.

        Arguments: `read` what is read in place of what the part shows as it opens.
        """
        opened = opened_for(asked, context)
        if opened.shown.is_masked and self.key not in _NAMELESS:
            return framed(opened, self.key, refused, is_shut=True)
        return framed(opened, self.key, refused, **(read or self.read)(opened))

    def done(
        self,
        asked: Asked,
        act: Callable[[Context], object],
        form: str,
        told: str,
        read: Callable[[Opened], Mapping[str, object]] | None = None,
    ) -> Response:
        """Do it, and lead back to the part; where it is refused the part is shown again with what was typed.

        Arguments: `told` names the text that the part then says; `read` what is read where it is shown again.
        """
        way = f"{part_address(control_in(asked), self.key)}?told={told}"
        return attempted(asked, lambda: act(for_reason(asked)), way, lambda fault: self.again(asked, fault, form, read))

    def again(
        self,
        asked: Asked,
        fault: InspectionError,
        form: str,
        read: Callable[[Opened], Mapping[str, object]] | None = None,
    ) -> Response:
        """Show the part again with what a form of it held, and why it was not taken.

        Errors: the fault itself where the control is not there, or not for who asks.
        """
        refuse_unseen(fault)
        if form == "why" or fault.code in NEEDS_REASON:
            return self.drawn(asked, asked.acting(), refused_by(asked, "why", fault))
        return self.drawn(asked, for_reason(asked), refused_by(asked, form, fault), read=read)

    def unchosen(
        self, asked: Asked, said: str, form: str, read: Callable[[Opened], Mapping[str, object]] | None = None
    ) -> Response:
        """Show the part again where something was not chosen: nothing is, before somebody chose it."""
        return self.drawn(asked, for_reason(asked), NotTaken(form, said), read=read)


def control_in(asked: Asked) -> str:
    """Return the control that the address names."""
    return str(asked.request.path_params["control"])


def part_address(control: str, key: str) -> str:
    """Return the address of a part of a control; what was found stands on its own page."""
    return control_address(control) if key == FOUND else f"{control_address(control)}/{key}"


def refused_by(asked: Asked, form: str, fault: InspectionError) -> NotTaken:
    """Return what a fault refused, as its reader is told it."""
    return NotTaken(form, said_of(fault, asked.look.lang), fault.code, status_of(fault))


def refuse_unseen(fault: InspectionError) -> None:
    """Raise one fault for all that is absent, or not for the one who asks."""
    if isinstance(fault, Unseen) or alike(fault) is not fault:
        raise AccessRefused("ACCESS-120") from None


def opened_for(asked: Asked, context: Context) -> Opened:
    """Open a control; the look is recorded.

    Errors: `AccessRefused` 120 for one that is not there, or not for who asks.
    """
    try:
        return Opened(asked, context, acts.controls.show_control(context, control_in(asked)))
    except Unseen:
        raise AccessRefused("ACCESS-120") from None


def framed(opened: Opened, tab: str, refused: NotTaken | None = None, **values: object) -> Response:
    """Return the page of a part, with the head of its control and the row of the others."""
    asked, control, lang = opened.asked, opened.shown.control, opened.asked.look.lang
    place = _place(opened)
    frame: dict[str, object] = {
        "id": opened.id,
        "tab": tab,
        "ways": [
            (key, part_address(opened.id, key)) for key in PARTS if key not in _READ_BY or opened.may(_READ_BY[key])
        ],
        "shown": opened.shown,
        "control": control,
        "place": place,
        "named": (place.name if place else "") or opened.words.number(control.workplace),
        "clock_lines": clock_lines(control, opened.words.rules.field_rules.clock_limit_s, lang),
        "stops": stopping_paths(control.answers, opened.words.rules),
        "telling": opened.words,
        "purposes": acts.access.choices(opened.words.rules, asked.known.user.role),
        "typed": _typed(asked, refused),
        "part": refused.form if refused else "",
        "told": _TOLD.get(asked.query("told"), ""),
        "case_made": asked.query("case") if _REFERENCE.fullmatch(asked.query("case")) else "",
        "refusal": refused.said if refused else "",
        "code": refused.code if refused else "",
        "address": INSPECTIONS,
        "room": INSPECTIONS,
        "here_address": control_address(opened.id),
        "part_address": part_address(opened.id, tab),
        "workplace_address": workplace_address,
        "is_shut": False,
    }
    status = refused.status if refused else 200
    return asked.page(f"inspection/{tab}.html", status, **(frame | values))


def _place(opened: Opened) -> WorkplaceView | None:
    """Return what is known of the place, None where it lies elsewhere, as in a joint action."""
    try:
        return acts.stories.show_workplace(opened.context, opened.shown.control.workplace)
    except AccessRefused:
        return None


def _typed(asked: Asked, refused: NotTaken | None) -> Mapping[str, str]:
    """Return what stands in the form that was refused, and the reason that was given."""
    return asked.form if refused else {name: value for name, value in asked.form.items() if name in _REASON}
