"""What watches over the house itself: decoys that sound an alarm, and the register of breaches of personal data."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, cast, get_args

import typer

from flows.command.referrals.sensitive import HOW, sensitive
from flows.command.shell.console import AsJson, acting, show, table, tell
from inspection import acts
from inspection.control.reading import read_control
from inspection.errors import ControlFault
from inspection.i18n import Lang
from inspection.time_of import BRUSSELS, moment_in_brussels, now, today

decoy_app = typer.Typer(help="Decoys: invented files that sound an alarm.", no_args_is_help=True)
breach_app = typer.Typer(help="The register of breaches of personal data.", no_args_is_help=True)
District = Annotated[str, typer.Option(help="In which it seems to lie.")]
Words = Annotated[str | None, typer.Option(help=f"What there is to say; sealed: {HOW}")]
_QUESTION, _MOMENT = "What there is to say", "%Y-%m-%dT%H:%M"
Moment = Annotated[datetime | None, typer.Option(formats=[_MOMENT], help="In Brussels, such as 2026-11-30T08:15.")]


@decoy_app.command("control")
def decoy_control(
    file: Annotated[Path, typer.Argument(help="An invented control as JSON, as `vigie control import` takes it.")],
    of: Annotated[str, typer.Option(help="The inspector that seems to have made it.")],
    place: Annotated[str, typer.Option(help="REFNIS code where it seems to have been.")],
    as_json: AsJson = False,
) -> None:
    """Make an invented control: whoever asks for it by its id finds it, and an alarm goes off."""
    try:
        raw = file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        raise ControlFault("CONTROL-311", file=file.name) from None
    control = read_control(raw, acts.records.checklist_for(acting(), raw))
    _made(acts.watch.make_control_decoy(acting(), control, of=of, place=place), as_json)


@decoy_app.command("workplace")
def decoy_workplace(
    number: Annotated[str, typer.Argument(help="A number that no workplace has, such as est:2999999999.")],
    district: District,
    sector: Annotated[str, typer.Option()],
    name: Annotated[str | None, typer.Option(help="Of the invented firm.")] = None,
    address: Annotated[str | None, typer.Option(help="Where it seems to be.")] = None,
    as_json: AsJson = False,
) -> None:
    """Make an invented workplace: whoever asks for it by its number finds it, and an alarm goes off."""
    known = acts.workplaces.KnownWorkplace(
        id=number, district=district, sector=sector, seen_on=today(), name=name, address=address
    )
    _made(acts.watch.make_workplace_decoy(acting(), known), as_json)


@decoy_app.command("case")
def decoy_case(
    reference: Annotated[str, typer.Argument(help="Of a referral that there is none of.")],
    district: District,
    as_json: AsJson = False,
) -> None:
    """Make a reference of a case: it answers as one that is for somebody else, and an alarm goes off."""
    _made(acts.watch.make_case_decoy(acting(), reference, district=district), as_json)


@decoy_app.command("list")
def list_decoys(as_json: AsJson = False) -> None:
    """List the decoys, with everybody who looked at one; for the data officer alone. The look is recorded."""
    found = acts.watch.decoys(acting())
    rows = [
        (one.id, one.kind, one.name, one.district, "ended" if one.ended_at else "", "; ".join(_looks(one)))
        for one in found
    ]
    show(found) if as_json else table("Decoys", ["id", "kind", "asked for by", "district", "state", "looked"], rows)


@decoy_app.command("end")
def end_decoy(decoy: Annotated[str, typer.Argument(help="Its id.")], as_json: AsJson = False) -> None:
    """End a decoy: nobody finds it any more."""
    acts.watch.end_decoy(acting(), decoy)
    show({"decoy": decoy, "state": "ended"}) if as_json else tell("Ended.")


@breach_app.command("open")
def open_breach(
    kind: Annotated[list[str], typer.Option(help="confidentiality, integrity, availability; several are allowed.")],
    words: Words = None,
    aware: Moment = None,
    occurred: Moment = None,
    as_json: AsJson = False,
) -> None:
    """Register a breach; its clock runs from the moment on which the house became aware, by default now."""
    made = acts.watch.open_breach(
        acting(),
        sensitive(words, "--words", _QUESTION),
        kinds=kind,
        aware_at=_moment(aware) or now(),
        occurred_at=_moment(occurred),
    )
    _stands(made, as_json)


@breach_app.command("assess")
def assess_breach(
    reference: str,
    risk: Annotated[str, typer.Option(help="unlikely, likely or high")],
    people: Annotated[int, typer.Option(min=0, help="About how many are concerned.")],
    words: Words = None,
    as_json: AsJson = False,
) -> None:
    """Note what a breach means for people: what must be notified follows from it."""
    said = sensitive(words, "--words", _QUESTION)
    _stands(acts.watch.assess_breach(acting(), reference, said, risk=risk, people=people), as_json)


@breach_app.command("notify")
def notify_breach(
    reference: str,
    words: Words = None,
    late: Annotated[str | None, typer.Option(help=f"Why it is late; sealed: {HOW}")] = None,
    people: Annotated[
        int | None, typer.Option(min=0, help="So many people concerned were told, not the authority.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Note that the authority was notified, or with --people that the people concerned were told."""
    said = sensitive(words, "--words", _QUESTION)
    if people is not None:
        _stands(acts.watch.note_told(acting(), reference, said, people=people), as_json)
        return
    because = sensitive(late, "--late", "Why it is late") if late else ""
    _stands(acts.watch.note_notified(acting(), reference, said, late=because), as_json)


@breach_app.command("close")
def close_breach(reference: str, words: Words = None, as_json: AsJson = False) -> None:
    """Close a breach: what was done about it."""
    _stands(acts.watch.close_breach(acting(), reference, sensitive(words, "--words", _QUESTION)), as_json)


@breach_app.command("draft")
def draft_breach(
    reference: str,
    whom: Annotated[str, typer.Option("--for", help="authority or people")] = "authority",
    lang: Annotated[str, typer.Option("--lang", help="fr, nl, de or en.")] = "fr",
    as_json: AsJson = False,
) -> None:
    """Print a draft of what is told; what only the register's words say is left open in it."""
    if whom not in get_args(acts.watch.Whom):
        raise typer.BadParameter("authority or people", param_hint="--for")
    draft = acts.watch.draft_notice(acting(), reference, cast("acts.watch.Whom", whom), cast("Lang", lang))
    show({"reference": reference, "text": draft}) if as_json else tell(draft)


@breach_app.command("list")
def list_breaches(as_json: AsJson = False) -> None:
    """List the register, the latest first, without words; the look is recorded."""
    found = acts.watch.breaches(acting())
    rows = [
        (
            b.reference,
            ", ".join(b.kinds),
            moment_in_brussels(b.aware_at),
            moment_in_brussels(b.due_at),
            b.risk or "",
            _state(b),
        )
        for b in found
    ]
    show(found) if as_json else table("Breaches", ["reference", "kinds", "aware", "notify by", "risk", "state"], rows)


@breach_app.command("show")
def show_breach(reference: str, as_json: AsJson = False) -> None:
    """Show one breach with its words and each step; the look is recorded."""
    one, steps = acts.watch.breach(acting(), reference)
    if as_json:
        show({"breach": one, "words": one.words, "steps": steps})
        return
    tell(f"{one.reference}: {_state(one)}; notify by {moment_in_brussels(one.due_at)}\n{one.words}")
    table("Steps", ["when", "step", "words"], [(moment_in_brussels(at), step, words) for at, step, words in steps])


def _made(decoy: str, as_json: bool) -> None:
    show({"decoy": decoy}) if as_json else tell(f"Decoy {decoy} stands.")


def _stands(breach: acts.watch.DataBreach, as_json: bool) -> None:
    show(breach) if as_json else tell(
        f"{breach.reference}: {_state(breach)}; notify by {moment_in_brussels(breach.due_at)}."
    )


def _state(breach: acts.watch.DataBreach) -> str:
    if breach.closed_at is not None:
        return "closed"
    said = "notified" if breach.notified_at else "assessed" if breach.risk else "open"
    return f"{said}, late" if breach.is_late else said


def _looks(decoy: acts.watch.StandingDecoy) -> list[str]:
    return [f"{who} {moment_in_brussels(at)}" for at, who in decoy.looks]


def _moment(given: datetime | None) -> datetime | None:
    return given.replace(tzinfo=BRUSSELS) if given is not None else None
