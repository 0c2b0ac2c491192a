"""The addresses of controls: the list, one control, each of its parts, and what their forms do."""

from starlette.routing import BaseRoute

from dashboards.office.asking import form, page
from dashboards.office.inspections import (
    chain,
    checks,
    content,
    doing,
    exchange,
    exhibits,
    guarded,
    listing,
    people,
    showing,
)
from dashboards.office.shared import INSPECTIONS

_ONE = f"{INSPECTIONS}/{{control}}"
# Each part, and what shows more of it: its names for a reason, or what opens only once somebody asks for it.
_PARTS = (
    (content.ANSWERS, content.ANSWERS.reveal),
    (content.ONSITE, content.ONSITE.reveal),
    (checks.CHECKS, checks.reveal),
    (exhibits.EXHIBITS, exhibits.EXHIBITS.reveal),
    (people.PEOPLE, people.reveal),
    (exchange.EXCHANGE, exchange.EXCHANGE.reveal),
    (chain.CHAIN, chain.CHAIN.reveal),
    (guarded.GUARDED, guarded.reveal),
)


def inspection_routes() -> list[BaseRoute]:
    """Return the routes, for the office."""
    return [
        page("/controls", listing.moved),
        page(INSPECTIONS, listing.show),
        page(_ONE, showing.PAGE.show),
        form(_ONE, showing.PAGE.reveal),
        form(f"{_ONE}/dossier", showing.dossier),
        form(f"{_ONE}/fields", showing.fields),
        form(f"{_ONE}/record", showing.visit_record),
        form(f"{_ONE}/correct", doing.correct),
        form(f"{_ONE}/report", doing.report),
        form(f"{_ONE}/return", doing.give_back),
        form(f"{_ONE}/review", doing.review),
        form(f"{_ONE}/clock", doing.stop_clock),
        *(page(f"{_ONE}/{part.key}", part.show) for part, _ in _PARTS),
        *(form(f"{_ONE}/{part.key}", reveal) for part, reveal in _PARTS),
        *_forms_of_parts(),
    ]


def _forms_of_parts() -> list[BaseRoute]:
    return [
        form(f"{_ONE}/exhibits/file", exhibits.take_file),
        form(f"{_ONE}/people/consent", people.consent),
        form(f"{_ONE}/people/withdraw", people.withdraw),
        form(f"{_ONE}/people/guardian", people.guardian),
        form(f"{_ONE}/people/ring", people.ring),
        form(f"{_ONE}/exchange/pass", exchange.pass_on),
        form(f"{_ONE}/exchange/answer", exchange.answer),
        form(f"{_ONE}/chain/paper", chain.paper),
        form(f"{_ONE}/guarded/decide", guarded.decide),
        form(f"{_ONE}/guarded/agree", guarded.agree),
        form(f"{_ONE}/guarded/propose", guarded.propose),
        form(f"{_ONE}/guarded/sign", guarded.sign),
    ]
