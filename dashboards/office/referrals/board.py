"""The board: which answers are late, and whom to ring; its filters stand in the address, so that Back keeps them."""

from collections.abc import Callable, Mapping
from typing import Any

from starlette.responses import PlainTextResponse, Response

from dashboards.office.asking import Asked
from dashboards.office.drawing import SAID
from dashboards.office.referrals.addresses import BOARD, BREACHES, ENTRY, case_address, dialled, filters_in, query_of
from dashboards.office.referrals.words import Words
from dashboards.office.shared import Sorting, look_of_session
from inspection import acts
from inspection.acts.board import GROUPS, TABS, BoardRow


def show(asked: Asked) -> Response:
    """Show it."""
    return _drawn(asked, "board.html")


def rows(asked: Asked) -> Response:
    """Return what changes on it, for a page that is open; it asks by itself."""
    return _drawn(asked, "board_rows.html")


def tell_news(asked: Asked) -> Response:
    """Return a mark that changes when something happened; asked every second by a page that is open and seen."""
    return PlainTextResponse(acts.board.news(asked.acting()), headers=SAID)


def _drawn(asked: Asked, template: str) -> Response:
    filters = filters_in(dict(asked.request.query_params))
    mark = acts.board.news(asked.acting())
    look = look_of_session(asked, "deliveries", filters.district)
    board = acts.board.board(asked.acting(), filters, again=look)
    words = Words(asked)
    by = Sorting(asked, BOARD, "rows", _orders(words))
    return asked.page(
        template,
        by=by,
        board=board,
        filters=filters,
        groups=[(group, by.rows(row for row in board.rows if row.group == group)) for group in GROUPS],
        tabs=TABS,
        query=query_of,
        address=BOARD,
        entry_address=ENTRY,
        breaches_address=BREACHES,
        case=case_address,
        dialled=dialled,
        words=words,
        mark=mark,
    )


def _orders(words: Words) -> Mapping[str, Callable[[BoardRow], Any]]:
    """Return what each column sorts by within its group."""
    return {
        "clock": lambda row: row.clock_at,
        "case": lambda row: (row.place.casefold(), row.reference),
        "office": lambda row: words.office(row.recipient).casefold(),
        "state": lambda row: words.state(row)[0],
    }
