"""`vigie refer`: decide, send, call, acknowledge, and what is overdue."""

from typing import Annotated, cast, get_args

import typer

from flows.chase import chase as chase_flow
from flows.command.console import AsJson, By, progress, show, table, tell
from flows.deliver_referrals import hand_over
from inspection import acts
from inspection.control import Decision, Form
from inspection.errors import ReferralFault
from inspection.store import deliveries
from inspection.time_of import BRUSSELS

app = typer.Typer(help=__doc__, no_args_is_help=True)
REASONS = ("not_competent", "incomplete", "duplicate", "other")
ROLES = ("duty_officer", "cell_member", "magistrate", "deputy", "secretariat", "centre_staff")


@app.command()
def decide(
    control_id: str,
    decision: Annotated[str, typer.Argument(help="yes, no or undecided")],
    by: By,
    grounds: Annotated[str, typer.Option(help="What was seen, or why not.")] = "",
    form: Annotated[list[str] | None, typer.Option(help="Form of exploitation; may be given again.")] = None,
    as_json: AsJson = False,
) -> None:
    """Record the inspector's decision on a suspicion; a yes leaves at once."""
    forms = tuple(cast(Form, one) for one in form or ["economic"])
    _one_of("decision", decision, get_args(Decision))
    for one in forms:
        _one_of("form", one, get_args(Form))
    made = acts.decide_suspicion(control_id, cast(Decision, decision), grounds=grounds, by=by, forms=forms)
    if as_json:
        show(made)
    else:
        tell(f"{made.reference}: {', '.join(made.recipients)}" if made else "Recorded; nothing is sent.")


@app.command()
def send(as_json: AsJson = False) -> None:
    """Hand over every bundle that is due."""
    with progress(quiet=True):
        done = hand_over()
    if as_json:
        show(done)
    else:
        tell(f"{done.sent} sent, {done.failed} failed and tried again later, {done.by_hand} to be telephoned.")


@app.command("list")
def list_(reference: Annotated[str | None, typer.Option()] = None, as_json: AsJson = False) -> None:
    """List deliveries with their states: references only."""
    found = deliveries(acts.office().store, reference=reference)
    if as_json:
        show(found)
        return
    rows = [
        (d.reference, d.recipient, d.state, d.district, _local(d.queued_at), _local(d.answer_due_at)) for d in found
    ]
    table("Deliveries", ["reference", "recipient", "state", "district", "queued", "answer due"], rows)


@app.command()
def overdue(as_json: AsJson = False) -> None:
    """List deliveries whose answer is missing after its deadline."""
    found = acts.overdue()
    if as_json:
        show(found)
        return
    rows = [(o.reference, o.recipient, o.state, o.district, _local(o.due_at)) for o in found]
    table("Overdue: ring them", ["reference", "recipient", "state", "district", "was due"], rows)


@app.command()
def acknowledge(
    reference: str, by: By, recipient: Annotated[str, typer.Option(help="Who answers.")], as_json: AsJson = False
) -> None:
    """Record that an addressee has taken a referral on."""
    _answered(acts.acknowledge(reference, by, recipient=recipient), as_json)


@app.command()
def refuse(
    reference: str,
    by: By,
    recipient: Annotated[str, typer.Option(help="Who answers.")],
    reason: Annotated[str, typer.Option(help=", ".join(REASONS))],
    as_json: AsJson = False,
) -> None:
    """Record that an addressee refuses a referral, with its reason."""
    _one_of("reason", reason, REASONS)
    _answered(acts.refuse(reference, reason, by, recipient=recipient), as_json)  # type: ignore[arg-type]


@app.command()
def call(
    reference: str,
    by: By,
    recipient: Annotated[str, typer.Option(help="Who was rung.")],
    role: Annotated[str, typer.Option(help="Role of whoever answered, never a name: " + ", ".join(ROLES))],
    instruction: Annotated[str, typer.Option(help="What was asked of the inspector; sealed.")],
    number: Annotated[str | None, typer.Option(help="Number that was called.")] = None,
    acknowledged: Annotated[bool, typer.Option(help="They took the referral on.")] = False,
    as_json: AsJson = False,
) -> None:
    """Log a telephone call about a referral: a delivery by itself, and the answer if it was taken on."""
    _one_of("role", role, ROLES)
    found = [d for d in deliveries(acts.office().store, reference=reference) if d.recipient == recipient]
    if not found:
        advice = "See `vigie refer list`."
        raise ReferralFault("This office got no such referral", where=recipient, advice=advice, code="710")
    logged = acts.log_call(found[-1].id, role, instruction, acknowledged, by, number=number)  # type: ignore[arg-type]
    _answered(logged, as_json)


@app.command()
def chase(as_json: AsJson = False) -> None:
    """Raise reminders, escalations and alerts that nobody raised yet."""
    raised = chase_flow()
    if as_json:
        show({"raised": raised})
    else:
        tell(f"{raised} alerts raised.")


def _answered(answer: acts.Answered, as_json: bool) -> None:
    if as_json:
        show(answer)
    else:
        tell(
            f"{answer.reference} {answer.recipient}: {answer.state}" + ("; referral closed" if answer.is_closed else "")
        )


def _one_of(what: str, given: str, known: tuple[str, ...]) -> None:
    if given not in known:
        raise ReferralFault(f"Not a {what}", where=f"--{what}", advice=f"Write one of {', '.join(known)}.", code="711")


def _local(at: object) -> str:
    return at.astimezone(BRUSSELS).strftime("%Y-%m-%d %H:%M") if hasattr(at, "astimezone") else ""
