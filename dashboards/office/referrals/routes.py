"""The addresses of the board and of cases; a case is named by the reference that everybody speaks of."""

from starlette.routing import BaseRoute

from dashboards.office.asking import form, page
from dashboards.office.referrals import board, breaches, cases, changing, entering, linking, noting, stopping
from dashboards.office.referrals.addresses import BOARD, BREACHES, ENTRY, case_address, changes_address, links_address

_CASE = case_address("{reference}")
_CHANGES, _LINKS = changes_address("{reference}"), links_address("{reference}")


def referral_routes() -> list[BaseRoute]:
    """Return the routes, for the office."""
    return [
        page(BOARD, board.show),
        page(f"{BOARD}/rows", board.rows),
        page(f"{BOARD}/news", board.tell_news),
        page(ENTRY, entering.show),
        form(ENTRY, entering.enter),
        page(BREACHES, breaches.show),
        page("/referrals", cases.led_from_screen),
        page(_CASE, cases.show),
        form(_CASE, cases.reveal),
        form(f"{_CASE}/file", cases.take_file),
        form(f"{_CASE}/call", noting.call),
        form(f"{_CASE}/reply", noting.reply),
        form(f"{_CASE}/answer", noting.answer),
        form(f"{_CASE}/reroute", noting.reroute),
        page(_CHANGES, changing.show),
        form(f"{_CHANGES}/propose", changing.propose),
        form(f"{_CHANGES}/read", changing.read),
        form(f"{_CHANGES}/confirm", changing.confirm),
        form(f"{_CHANGES}/drop", changing.drop),
        form(f"{_CHANGES}/recall", stopping.recall),
        form(f"{_CHANGES}/deletion", stopping.note_deletion),
        form(f"{_CHANGES}/embargo", stopping.put_embargo),
        form(f"{_CHANGES}/lift", stopping.lift_embargo),
        form(f"{_CHANGES}/outcome", stopping.note_outcome),
        page(_LINKS, linking.show),
        form(_LINKS, linking.look),
        form(f"{_LINKS}/decide", linking.decide),
    ]
