"""`vigie protect`: people found at work, before anything else: centres, consent, withdrawal, guardians."""

from __future__ import annotations

from typing import Annotated, cast, get_args

import typer

from flows.command.shell.console import AsJson, acting, one_of, show, table, tell
from flows.command.shell.looking import reveals
from inspection import acts
from inspection.acts.protection import CallOutcome
from inspection.control.filled import ConsentAsked, Explaining, Interpreting
from inspection.life_cycles import ConsentAnswer
from inspection.time_of import moment_in_brussels, now

app = typer.Typer(help="People found at work, first: centres, consent, guardians.", no_args_is_help=True)
Person = Annotated[str, typer.Argument(help="Reference of the person in the control: P1, P2, …")]
Spoken = Annotated[str, typer.Option("--lang", help="Language in which it was explained, such as ro.")]
EXPLAINED = get_args(Explaining)
INTERPRETERS = get_args(Interpreting)
OUTCOMES = get_args(CallOutcome)


@app.command()
def offer(control_id: str, person: Person, language: Spoken, as_json: AsJson = False) -> None:
    """Print what to read to a person about the centres. In their language; that they were informed is recorded."""
    offered = acts.protection.offer_centre(acting(), control_id, person, language)
    if as_json:
        show(offered)
        return
    for line in offered.lines:
        tell(line)
    if not offered.checked:
        tell("(No sworn translator has read this text.)")


@app.command()
def consent(
    control_id: str,
    person: Person,
    answer: Annotated[str, typer.Argument(help=", ".join(ConsentAnswer))],
    language: Spoken,
    name_too: Annotated[bool, typer.Option("--name-too", help="A centre may be told the name as well.")] = False,
    explained_by: Annotated[str, typer.Option(help=", ".join(EXPLAINED))] = "inspector",
    interpreter: Annotated[str, typer.Option(help=", ".join(INTERPRETERS))] = "none",
    as_json: AsJson = False,
) -> None:
    """Record what a person said about the centres. A yes queues the message, a no stops it."""
    one_of("answer", answer, tuple(ConsentAnswer))
    one_of("--explained-by", explained_by, EXPLAINED)
    one_of("--interpreter", interpreter, INTERPRETERS)
    said = ConsentAsked.model_validate(
        {
            "person": person,
            "answer": answer,
            "at": now(),
            "language": language,
            "name_too": name_too,
            "explained_by": explained_by,
            "interpreter": interpreter,
        }
    )
    _tell_consent(acts.protection.record_consent(acting(), control_id, said), as_json)


@app.command()
def withdraw(control_id: str, person: Person, as_json: AsJson = False) -> None:
    """Record that a person agrees no longer. What waits is stopped at once, and nothing more is sent."""
    _tell_consent(acts.protection.withdraw_consent(acting(), control_id, person), as_json)


@app.command()
@reveals
def script(reference: str, as_json: AsJson = False) -> None:
    """Print what to say with a notice, and whom to ring. The look is recorded."""
    text = acts.protection.notice_script(acting(), reference)
    show({"reference": reference, "text": text}) if as_json else typer.echo(text, nl=False)


@app.command()
def reached(
    reference: str,
    outcome: Annotated[str, typer.Option(help=", ".join(OUTCOMES))] = "reached",
    as_json: AsJson = False,
) -> None:
    """Log a call with a notice: reached, no answer, or full. If full, the next centre in order takes its place."""
    one_of("--outcome", outcome, OUTCOMES)
    step = acts.protection.log_notice(acting(), reference, cast("acts.protection.CallOutcome", outcome))
    if as_json:
        show(step)
    else:
        tell(f"{step.reference}: {step.state}" + (f"; ring {step.next_office} next" if step.next_office else ""))


@app.command()
def guardian(control_id: str, person: Person, as_json: AsJson = False) -> None:
    """Tell the guardianship service of a possible minor. Doubt is enough."""
    told = acts.protection.notify_guardian(acting(), control_id, person)
    show(told) if as_json else tell(f"{told.reference}: {'queued' if told.is_new else 'was told before'}")


@app.command("show")
@reveals
def show_(control_id: str, as_json: AsJson = False) -> None:
    """Show the three facts kept of each person, and what waits. The look is recorded."""
    people = acts.protection.protection_of(acting(), control_id)
    if as_json:
        show(people)
        return
    rows = [
        (
            one.person,
            _said(one.minor),
            _said(one.informed),
            _said(one.wanted_contact),
            _said(one.centre_reached),
            one.waiting or "",
            one.next_office or "",
            _said(one.guardian_told),
        )
        for one in people
    ]
    columns = ["person", "minor", "informed", "wanted contact", "reached", "reference", "ring", "guardian told"]
    table("People found", columns, rows)


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the notices that wait, by reference only. The look is recorded."""
    found = acts.protection.open_notices(acting())
    if as_json:
        show(found)
        return
    due = [moment_in_brussels(one.due_at) for one in found]
    rows = [(n.reference, n.kind, n.state, n.district, n.next_office or "", d) for n, d in zip(found, due, strict=True)]
    table("Notices that wait", ["reference", "kind", "state", "district", "ring", "due"], rows)


def _tell_consent(made: acts.protection.Consented, as_json: bool) -> None:
    if as_json:
        show(made)
        return
    stopped = f"; {made.stopped} stopped" if made.stopped else ""
    waiting = f"; ring with {made.reference} (`vigie protect script`)" if made.reference else ""
    tell(f"{made.person}: {made.answer}{stopped}{waiting}")


def _said(value: bool | None) -> str:
    return {True: "yes", False: "no", None: ""}[value]
