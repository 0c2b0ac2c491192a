"""The addresses of administration, each with what somebody must be let to do to see it."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from dashboards.office.administration import (
    absences,
    devices,
    flows,
    importing,
    landing,
    looks,
    on_call,
    on_call_import,
    outside,
    people,
    reaching,
    registers,
    retention,
    teams,
)
from dashboards.office.administration.addresses import (
    ABSENCES,
    ADDRESSEES,
    ADMINISTRATION,
    DELIVERIES,
    DEVICES,
    FLOWS,
    IMPORT,
    LOOKS,
    ON_CALL,
    OUTSIDE,
    PEOPLE,
    REGISTERS,
    RETENTION,
    TEAMS,
)
from dashboards.office.asking import Asked, Shown, form, page
from inspection.errors import AccessRefused

_EVERY = "absence.list"  # whoever answers for people, runs the house or watches it


def administration_routes() -> list[BaseRoute]:
    """Return the routes, for the office."""
    return [_seen(ADMINISTRATION, landing.show, "absence.list"), *_of_people(), *_of_offices(), *_of_data()]


def _of_people() -> list[BaseRoute]:
    return [
        _seen(PEOPLE, people.show, "staff.list"),
        form(f"{PEOPLE}/decide", people.decide),
        form(f"{PEOPLE}/call-off", people.call_off),
        _seen(f"{PEOPLE}/{{user}}", people.show_one, "staff.list"),
        form(f"{PEOPLE}/{{user}}", people.plan),
        _seen(f"{TEAMS}/{{team}}", teams.show, "staff.list"),
        form(f"{TEAMS}/{{team}}", teams.plan),
        _seen(ABSENCES, absences.show, "absence.list"),
        form(ABSENCES, absences.keep),
        form(f"{ABSENCES}/end", absences.end),
        _seen(IMPORT, importing.show, "roster.import"),
        form(IMPORT, importing.preview, takes_file=True),
        form(f"{IMPORT}/confirm", importing.confirm),
        _seen(DEVICES, devices.show, "device.list"),
        form(DEVICES, devices.invite),
        form(f"{DEVICES}/revoke", devices.revoke),
        form(f"{DEVICES}/wipe", devices.wipe),
    ]


def _of_offices() -> list[BaseRoute]:
    return [
        _seen(ON_CALL, on_call.show, "on_call.list"),
        form(f"{ON_CALL}/tested", on_call.tested),
        form(f"{ON_CALL}/absent", on_call.absent),
        form(f"{ON_CALL}/import", on_call_import.preview, takes_file=True),
        form(f"{ON_CALL}/import/confirm", on_call_import.confirm),
        _seen(ADDRESSEES, reaching.show, "addressee.list"),
        form(f"{ADDRESSEES}/decide", reaching.decide),
        _seen(f"{ADDRESSEES}/{{recipient}}", reaching.show_one, "addressee.list"),
        form(f"{ADDRESSEES}/{{recipient}}", reaching.propose),
        _seen(OUTSIDE, outside.show, "outside.list"),
        form(OUTSIDE, outside.propose),
        form(f"{OUTSIDE}/decide", outside.decide),
        form(f"{OUTSIDE}/end", outside.end),
    ]


def _of_data() -> list[BaseRoute]:
    return [
        _seen(REGISTERS, registers.show, "register.list"),
        form(REGISTERS, registers.decide),
        _seen(f"{REGISTERS}/{{register}}", registers.show_one, "register.quarantine"),
        _seen(DELIVERIES, registers.show_deliveries, "register.list"),
        _seen(LOOKS, looks.show, "audit.who"),
        form(LOOKS, looks.ask),
        _seen(RETENTION, retention.show, "erasure.list"),
        form(RETENTION, retention.propose),
        form(f"{RETENTION}/confirm", retention.confirm),
        form(f"{RETENTION}/hold", retention.hold),
        form(f"{RETENTION}/lift", retention.lift),
        _seen(FLOWS, flows.show, "runs.list"),
    ]


def _seen(path: str, show: Shown, act: str) -> Route:
    """Return the route of a page that does not exist for whoever may not do an act, or has no administration."""

    def shown(asked: Asked) -> Response:
        if not (asked.known.may(_EVERY) and asked.known.may(act)):
            raise AccessRefused("ACCESS-120")
        return show(asked)

    return page(path, shown)
