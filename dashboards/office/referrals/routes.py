"""The addresses of the board and of cases; a case is named by the reference that everybody speaks of."""

from starlette.routing import BaseRoute

from dashboards.office.asking import form, page
from dashboards.office.referrals import board, cases, noting
from dashboards.office.referrals.addresses import BOARD

_CASE = f"{BOARD}/{{reference}}"


def referral_routes() -> list[BaseRoute]:
    """Return the routes, for the office."""
    return [
        page(BOARD, board.show),
        page(f"{BOARD}/rows", board.rows),
        page(f"{BOARD}/news", board.tell_news),
        page(_CASE, cases.show),
        form(_CASE, cases.reveal),
        form(f"{_CASE}/file", cases.take_file),
        form(f"{_CASE}/call", noting.call),
        form(f"{_CASE}/reply", noting.reply),
        form(f"{_CASE}/answer", noting.answer),
        form(f"{_CASE}/reroute", noting.reroute),
    ]
