"""Registers: how each stands, what is held and waits for two people, what was set aside, and the deliveries as sent."""

from decimal import Decimal
from typing import Final

from starlette.responses import Response

from dashboards.office.administration.addresses import DELIVERIES, REGISTERS
from dashboards.office.administration.asked_for import drawn, listed, say
from dashboards.office.administration.tables import Cell, Line, Table, state, table
from dashboards.office.asking import Asked
from dashboards.office.shared import attempted
from inspection import acts
from inspection.acts.registers import HeldRegister, RegisterHealth
from inspection.errors import AccessRefused, InspectionError
from inspection.i18n import decimal_text, keys
from inspection.registers.gate import Difference, held
from inspection.time_of import today

_SIGNS: Final = {"well": "done", "held": "ask", "stale": "late", "empty": "late", "never": "none", "barred": "late"}
_DELIVERED: Final = {"current": "done", "held": "ask", "rejected": "none", "refused": "none", "received": "sent"}
_SHOWN: Final = 12


def show(asked: Asked) -> Response:
    """Show every register, the ones first that need somebody."""
    return _drawn(asked)


def decide(asked: Asked) -> Response:
    """Release what is held, or ask for it; or reject it."""
    return attempted(asked, lambda: _decided(asked), f"{REGISTERS}?told=decided", lambda fault: _drawn(asked, fault))


def show_one(asked: Asked) -> Response:
    """Show what of the newest delivery of a register was set aside."""
    register = asked.request.path_params["register"]
    if register not in asked.catalogue.registers:
        raise AccessRefused("ACCESS-120")
    fault: InspectionError | None = None
    found = None
    try:
        found = acts.registers.quarantine(asked.acting(), register)
    except AccessRefused:
        raise
    except InspectionError as told:
        fault = told
    rules = [
        Line([Cell(_rule(asked, one.rule)), Cell(one.file), Cell(one.column), Cell(str(one.rows), one.rows)])
        for one in (found.rules if found else ())
    ]
    rows = [
        Line([Cell(_rule(asked, one.rule)), Cell(one.file), Cell(str(one.line), one.line), Cell(one.key)])
        for one in (found.rows if found else ())
    ]
    return drawn(
        asked,
        "register.html",
        fault,
        name=_name(asked, register),
        found=found,
        rules=listed(asked, "set_aside", ("rule", "file", "field", "rows"), rules, source="registers"),
        rows=listed(asked, "rows_aside", ("rule", "file", "line", "key"), rows, source="registers"),
        registers=REGISTERS,
    )


def show_deliveries(asked: Asked) -> Response:
    """Show the deliveries as their owners sent them, and when each is destroyed."""
    found = acts.registers.list_deliveries(asked.acting())
    lines = [
        Line(
            [
                Cell(_name(asked, one.register), address=f"{REGISTERS}/{one.register}"),
                Cell(asked.moment(one.received_at), one.received_at),
                Cell(asked.day(one.day) if one.day else "", one.day or ""),
                state(say(asked, f"delivery.{one.state}"), _DELIVERED.get(one.state, "ended")),
                Cell(str(one.files), one.files),
                Cell(asked.day(one.destroyed_on) if one.destroyed_on else "", one.destroyed_on or ""),
            ]
        )
        for one in found
    ]
    heads = ("register", "received", "of_day", "state", "files", "destroyed")
    return drawn(
        asked,
        "deliveries.html",
        deliveries=listed(asked, "deliveries", heads, lines),
        n=len(found),
        n_open=sum(one.destroyed_on is None for one in found),
        address=DELIVERIES,
    )


def _decided(asked: Asked) -> None:
    sent = asked.form
    register, sha256, reason = (sent.get(name, "") for name in ("register", "sha256", "reason"))
    if sent.get("do") == "reject":
        acts.registers.reject(asked.acting(), register, sha256, reason=reason)
    else:
        acts.registers.release(asked.acting(), register, sha256, reason=reason)


def _drawn(asked: Asked, fault: InspectionError | None = None) -> Response:
    found = acts.registers.list_health(asked.acting())
    waiting = acts.registers.list_held(asked.acting()) if any(one.held for one in found) else ()
    worst = sorted(found, key=lambda one: (_standing(one) == "well", one.register))
    heads = ("register", "state", "newest", "set_aside", "snapshots", "held")
    return drawn(
        asked,
        "registers.html",
        fault,
        registers=listed(asked, "registers", heads, [_line(asked, one) for one in worst], source="registers"),
        held=[
            (one, _name(asked, one.register), _differences(asked, one), one.sha256[: held.SHORTEST]) for one in waiting
        ],
        n_bad=sum(_standing(one) in ("stale", "empty", "never", "barred") for one in found),
        n_held=len(waiting),
        address=REGISTERS,
        may_release=asked.known.may("register.release"),
        may_reject=asked.known.may("register.reject"),
    )


def _line(asked: Asked, one: RegisterHealth) -> Line:
    may_look = asked.known.may("register.quarantine")
    standing = _standing(one)
    age = (today() - one.newest).days if one.newest else None
    return Line(
        [
            Cell(
                _name(asked, one.register),
                address=f"{REGISTERS}/{one.register}" if may_look and (one.newest or one.held) else "",
            ),
            state(asked.say(f"registers.standing.{standing}"), _SIGNS[standing]),
            Cell(
                asked.day(one.newest) if one.newest else "",
                one.newest or "",
                notes=(say(asked, "age", n=age),) if age is not None else (),
            ),
            Cell(f"{one.set_aside} / {one.read}" if one.newest else "", one.set_aside),
            Cell(str(one.snapshots), one.snapshots),
            Cell(str(one.held), one.held, colour="soon" if one.held else ""),
        ]
    )


def _standing(one: RegisterHealth) -> str:
    """Return how a register stands: what waits for two people comes before a snapshot that is well."""
    return "held" if one.held and one.standing == "well" else one.standing


def _name(asked: Asked, register: str) -> str:
    known = asked.catalogue.registers
    return known[register].label.say(asked.look.lang) if register in known else register


def _rule(asked: Asked, rule: str) -> str:
    key = f"registers.rule.{rule}"
    return asked.say(key) if f"screen.{key}" in keys(asked.look.lang) else rule


def _differences(asked: Asked, one: HeldRegister) -> Table:
    lines = [_difference(asked, difference) for difference in one.differences[:_SHOWN]]
    key = f"held_{one.sha256[:8]}"
    return table(
        key,
        say(asked, "held.caption"),
        [say(asked, f"column.{head}") for head in ("what", "where", "before", "now", "distance")],
        lines,
        sort=asked.query("sort"),
        path=REGISTERS,
        empty=say(asked, "held.empty"),
        source="",
    )


def _difference(asked: Asked, one: Difference) -> Line:
    known = asked.catalogue.register_limits.get(one.measure)
    return Line(
        [
            Cell(known.label.say(asked.look.lang) if known else one.measure),
            Cell(one.place or asked.say("registers.whole")),
            Cell(_value(asked, one, one.before)),
            Cell(_value(asked, one, one.now)),
            Cell(f"{_part(asked, one.distance)} > {_part(asked, one.limit)}", one.distance),
        ]
    )


def _value(asked: Asked, one: Difference, value: float | None) -> str:
    if value is None:
        return "–"
    if one.is_told:
        return asked.say("word.yes" if value else "word.no")
    return decimal_text(Decimal(round(value)), asked.look.lang) if one.is_counted else _part(asked, value)


def _part(asked: Asked, part: float) -> str:
    return f"{decimal_text(Decimal(f'{100 * part:.1f}'), asked.look.lang)} %"
