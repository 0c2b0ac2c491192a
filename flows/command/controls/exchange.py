"""`vigie exchange`: findings of another service's competence, passed on and tracked until it answers."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.command.referrals.sensitive import HOW, sensitive
from flows.command.shell.console import AsJson, acting, one_of, show, table, tell
from inspection import acts
from inspection.life_cycles import ExchangeAnswer, RefusalReason

app = typer.Typer(help="Findings for other services: propose, pass, answer, list.", no_args_is_help=True)


@app.command()
def propose(control_id: str, as_json: AsJson = False) -> None:
    """List a control's findings that are another service's. The look is recorded."""
    found = acts.exchanges.to_pass_on(acting(), control_id)
    rows = [(one.service, one.recipient, ", ".join(one.offences), _notes(one)) for one in found]
    show(found) if as_json else table("To pass on", ["service", "recipient", "findings", "remark"], rows)


@app.command("pass")
def pass_(
    control_id: str,
    service: Annotated[str, typer.Argument(help="As `vigie exchange propose` names it.")],
    permitted_by: Annotated[str | None, typer.Option(help="Magistrate's office that permits it.")] = None,
    permission: Annotated[str | None, typer.Option(help=f"Its reference or words; sealed: {HOW}")] = None,
    as_json: AsJson = False,
) -> None:
    """Pass findings on to the service competent for them. Of a judicial file only with a permission."""
    given = None
    if permitted_by is not None:
        words = sensitive(permission, "--permission", "The magistrate's reference or words")
        given = acts.exchanges.MagistratePermission(authority=permitted_by, words=words)
    _say(acts.exchanges.pass_on(acting(), control_id, service, permission=given), as_json)


@app.command()
def answer(
    reference: str,
    answer: Annotated[str, typer.Argument(help=", ".join(ExchangeAnswer))],
    reason: Annotated[str | None, typer.Option(help=", ".join(RefusalReason))] = None,
    as_json: AsJson = False,
) -> None:
    """Record that the service takes them, or refuses and why."""
    one_of("answer", answer, tuple(ExchangeAnswer))
    if reason is not None:
        one_of("--reason", reason, tuple(RefusalReason))
    why = None if reason is None else RefusalReason(reason)
    _say(acts.exchanges.answer_exchange(acting(), reference, ExchangeAnswer(answer), reason=why), as_json)


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List what was passed on, the open ones first. The look is recorded."""
    found = acts.exchanges.exchanges(acting())
    rows = [
        (
            one.reference,
            one.recipient,
            ", ".join(one.offences),
            one.state + (" LATE" if one.is_late else ""),
            one.due_on,
        )
        for one in found
    ]
    show(found) if as_json else table("Passed on", ["reference", "recipient", "findings", "state", "answer by"], rows)


def _say(made: acts.exchanges.Exchange, as_json: bool) -> None:
    show(made) if as_json else tell(f"{made.reference} {made.recipient}: {made.state}, answer by {made.due_on}")


def _notes(one: acts.controls.ToPassOn) -> str:
    needs = ["needs a magistrate's permission"] if one.needs_permission else []
    return "; ".join([*needs, *(["competence to be verified"] if one.to_verify else [])])
