"""The page of one case: who owes what, on which number, what happened; names and words once somebody said why."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from dashboards.office.asking import Asked
from dashboards.office.faults import alike
from dashboards.office.referrals.addresses import BOARD, case_address, changes_address, dialled, links_address
from dashboards.office.referrals.lines import line_of
from dashboards.office.referrals.words import Words
from dashboards.office.shared import WAITING, Sorting, Telling, as_file, for_reason
from inspection import acts
from inspection.acts.board import BoardRow, CasePage, Expected
from inspection.errors import AccessRefused, InspectionError
from inspection.life_cycles import DeliveryState

TOLD = frozenset({"called", "replied", "answered", "rerouted", "left"})


def show(asked: Asked) -> Response:
    """Show a case as it opens: codes, states and counts, and nothing of a person."""
    told = asked.query("told")
    return drawn(asked, acts.board.case_page(asked.acting(), reference_in(asked)), told=told if told in TOLD else "")


def led_from_screen(asked: Asked) -> Response:
    """Lead on from the address of the screen that stood here before: to a case that it names, else to the board."""
    named = asked.query("case").strip()
    return RedirectResponse(case_address(quote(named, safe="")) if named else BOARD, 302, {"Cache-Control": "no-store"})


def reveal(asked: Asked) -> Response:
    """Show names and words too, for the reason that was given; Reload asks before it is given again."""
    try:
        page = acts.board.case_page(for_reason(asked), reference_in(asked), revealed=True)
    except InspectionError as fault:
        return again(asked, fault, "why")
    return drawn(asked, page)


def take_file(asked: Asked) -> Response:
    """Give a file of a bundle, for the reason that was given."""
    delivery_id, _, name = asked.form.get("file", "").partition("|")
    try:
        taken = acts.board.case_file(for_reason(asked), reference_in(asked), delivery_id, name)
    except InspectionError as fault:
        return again(asked, fault, "why")
    return as_file(taken.name, taken.content, taken.media_type)


def reference_in(asked: Asked) -> str:
    """Return the reference that the address names."""
    return str(asked.request.path_params["reference"])


def again(asked: Asked, fault: InspectionError, part: str) -> Response:
    """Show the case again with what a form of it held, and why it was not taken.

    Errors: the fault itself where the case is not there, or not for who asks.
    """
    if part != "why" and alike(fault) is not fault:
        raise fault
    return drawn(asked, _read_again(asked, part), fault=fault, part=part)


def _read_again(asked: Asked, part: str) -> CasePage:
    """Return the case as it was shown when the form was sent: with names, where a reason came with it."""
    reference = reference_in(asked)
    if part == "reply":
        with suppress(AccessRefused):
            return acts.board.case_page(for_reason(asked), reference, revealed=True)
    return acts.board.case_page(asked.acting(), reference)


def drawn(
    asked: Asked, page: CasePage, *, told: str = "", fault: InspectionError | None = None, part: str = ""
) -> Response:
    """Return the page of a case.

    part
        Name of the form that `fault` refused; its fields are shown as they were typed.
    """
    words = Words(asked)
    chosen = _chosen(page, asked.form.get("delivery") or asked.query("to"))
    return asked.page(
        "case.html",
        fault,
        page=page,
        by=Sorting(asked, case_address(page.reference), "asked", _orders(words)),
        words=words,
        chosen=chosen,
        duty=page.duties.get(chosen.recipient) if chosen else None,
        lines=[line_of(one, words) for one in page.story],
        purposes=acts.access.choices(words.rules, asked.known.user.role),
        offices=_further_offices(page, Telling(asked)),
        typed=_typed(asked, part),
        told=told,
        part=part,
        address=BOARD,
        room=BOARD,
        here_address=case_address(page.reference),
        case=case_address,
        changes_address=changes_address(page.reference),
        links_address=links_address(page.reference),
        waiting_address=f"{WAITING}#follow-ups",
        dialled=dialled,
    )


def _orders(words: Words) -> Mapping[str, Callable[[Expected], Any]]:
    """Return what each column of what is expected sorts by; what we owe ourselves has neither office nor state."""
    return {
        "who": lambda line: words.office(line.row.recipient).casefold() if line.row else words.say("us").casefold(),
        "owes": lambda line: ", ".join(words.owed(one) for one in line.owes),
        "state": lambda line: words.state(line.row)[0] if line.row else "",
    }


def _chosen(page: CasePage, wanted: str) -> BoardRow | None:
    """Return the delivery that the side column is about: the one that was asked for, else the most urgent."""
    rows = [one.row for one in page.expected if one.row is not None]
    return next((row for row in rows if wanted in (row.delivery_id, row.recipient)), rows[0] if rows else None)


def _further_offices(page: CasePage, telling: Telling) -> list[tuple[str, str]]:
    """Return the offices that may see a case and do not have it, by their names."""
    having = {
        one.row.recipient for one in page.expected if one.row is not None and one.row.state != DeliveryState.REFUSED
    }
    return telling.further_offices(having)


def _typed(asked: Asked, part: str) -> Mapping[str, str]:
    """Return what stands in the form that was refused."""
    return asked.form if part else {}
