"""The addresses of administration, each with what somebody must be let to do to see it."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from dashboards.office.administration import (
    absences,
    cars,
    devices,
    flows,
    importing,
    landing,
    looks,
    on_call,
    on_call_import,
    outside,
    people,
    person,
    reaching,
    registers,
    retention,
    teams,
)
from dashboards.office.administration.addresses import (
    ABSENCES,
    ADDRESSEES,
    ADMINISTRATION,
    CARS,
    DELIVERIES,
    DEVICES,
    EVERY,
    FLOWS,
    IMPORT,
    LOOKS,
    ON_CALL,
    OUTSIDE,
    PARTS,
    PEOPLE,
    PROOF,
    REGISTERS,
    RETENTION,
    TEAMS,
)
from dashboards.office.asking import Asked, Shown, form, page
from dashboards.office.forms import LARGEST_PACKED
from inspection.errors import AccessRefused

_ACTS = {part.address: part.act for part in PARTS}


def administration_routes() -> list[BaseRoute]:
    """Return the routes, for the office."""
    return [_seen(ADMINISTRATION, landing.show, EVERY), *_of_people(), *_of_offices(), *_of_data()]


def _of_people() -> list[BaseRoute]:
    return [
        _seen(PEOPLE, people.show, _ACTS[PEOPLE]),
        form(f"{PEOPLE}/decide", people.decide),
        form(f"{PEOPLE}/call-off", people.call_off),
        _seen(f"{PEOPLE}/{{user}}", person.show, _ACTS[PEOPLE]),
        form(f"{PEOPLE}/{{user}}", person.plan),
        _seen(f"{TEAMS}/{{team}}", teams.show, _ACTS[PEOPLE]),
        form(f"{TEAMS}/{{team}}", teams.plan),
        _seen(ABSENCES, absences.show, _ACTS[ABSENCES]),
        form(ABSENCES, absences.keep),
        form(f"{ABSENCES}/end", absences.end),
        _seen(CARS, cars.show, _ACTS[CARS]),
        form(CARS, cars.keep),
        form(f"{CARS}/give-back", cars.give_back),
        form(f"{CARS}/away", cars.note_away),
        form(f"{CARS}/end", cars.end_away),
        _seen(IMPORT, importing.show, _ACTS[IMPORT]),
        form(IMPORT, importing.ROSTER.preview, takes_file=True),
        form(f"{IMPORT}/confirm", importing.ROSTER.confirm, most=LARGEST_PACKED),
        _seen(DEVICES, devices.show, _ACTS[DEVICES]),
        form(DEVICES, devices.invite),
        form(f"{DEVICES}/revoke", devices.revoke),
        form(f"{DEVICES}/wipe", devices.wipe),
    ]


def _of_offices() -> list[BaseRoute]:
    return [
        _seen(ON_CALL, on_call.show, _ACTS[ON_CALL]),
        form(f"{ON_CALL}/tested", on_call.tested),
        form(f"{ON_CALL}/absent", on_call.absent),
        form(f"{ON_CALL}/import", on_call_import.DUTY_ROSTER.preview, takes_file=True),
        form(f"{ON_CALL}/import/confirm", on_call_import.DUTY_ROSTER.confirm, most=LARGEST_PACKED),
        _seen(ADDRESSEES, reaching.show, _ACTS[ADDRESSEES]),
        form(f"{ADDRESSEES}/decide", reaching.decide),
        _seen(f"{ADDRESSEES}/{{recipient}}", reaching.show_one, _ACTS[ADDRESSEES]),
        form(f"{ADDRESSEES}/{{recipient}}", reaching.propose),
        _seen(OUTSIDE, outside.show, _ACTS[OUTSIDE]),
        form(OUTSIDE, outside.propose),
        form(f"{OUTSIDE}/decide", outside.decide),
        form(f"{OUTSIDE}/end", outside.end),
    ]


def _of_data() -> list[BaseRoute]:
    return [
        _seen(REGISTERS, registers.show, _ACTS[REGISTERS]),
        form(REGISTERS, registers.decide),
        _seen(f"{REGISTERS}/{{register}}", registers.show_one, "register.quarantine"),
        _seen(DELIVERIES, registers.show_deliveries, _ACTS[DELIVERIES]),
        _seen(LOOKS, looks.show, _ACTS[LOOKS]),
        form(LOOKS, looks.ask),
        _seen(RETENTION, retention.show, _ACTS[RETENTION]),
        _seen(PROOF, retention.show_proof, _ACTS[RETENTION]),
        form(RETENTION, retention.propose),
        form(f"{RETENTION}/confirm", retention.confirm),
        form(f"{RETENTION}/hold", retention.hold),
        form(f"{RETENTION}/lift", retention.lift),
        _seen(FLOWS, flows.show, _ACTS[FLOWS]),
    ]


def _seen(path: str, show: Shown, act: str) -> Route:
    """Return the route of a page that does not exist for whoever may not do an act, or has no administration."""

    def shown(asked: Asked) -> Response:
        if not (asked.known.may(EVERY) and asked.known.may(act)):
            raise AccessRefused("ACCESS-120")
        return show(asked)

    return page(path, shown)
