"""`vigie refer`: decide, send, call, acknowledge, and what is overdue.

Each command imports what it needs: what is refused is refused at once, not after seconds.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from flows.command.referrals.sensitive import HOW, sensitive
from flows.command.shell.console import AsJson, acting, one_of, progress, show, table, tell
from flows.command.shell.looking import reveals
from inspection.errors import PortalFault, ReferralFault
from inspection.life_cycles import TAKERS, DeliveryState, RefusalReason
from inspection.referral.delivery import Role
from inspection.time_of import BRUSSELS, moment_in_brussels

if TYPE_CHECKING:
    from inspection import acts
    from inspection.control.filled import Form
    from inspection.life_cycles import Taker
    from inspection.store.views import DeliveryView

app = typer.Typer(help="Decide, send, call, acknowledge; correct, recall, embargo.", no_args_is_help=True)
WAYS = ("telephone", "paper")
RUNGS = ("office", "deputy", "magistrate")
_LONGEST_MESSAGE = 65_536  # bytes; whatever is longer than an acknowledgement is refused, and need not be read whole
REASONS = tuple(map(str, RefusalReason))
ROLES = get_args(Role)
Forms = Annotated[
    list[str] | None,
    typer.Option("--form", help="Form of exploitation, economic where none is named; may be given again."),
]


def forms_of(given: Sequence[str] | None) -> tuple[Form, ...]:
    """Return the forms of exploitation that were named, economic where none was: `ReferralFault` 716 for another."""
    from inspection.control.filled import Form

    forms = tuple(given or ("economic",))
    for one in forms:
        one_of("form", one, get_args(Form))
    return cast("tuple[Form, ...]", forms)


@app.command()
def decide(
    control_id: str,
    decision: Annotated[str, typer.Argument(help="yes, no or undecided")],
    grounds: Annotated[str | None, typer.Option(help=f"What was seen, or why not: {HOW}")] = None,
    form: Forms = None,
    as_json: AsJson = False,
) -> None:
    """Record what the inspector decides; a yes leaves at once."""
    from inspection import acts
    from inspection.life_cycles import Decision

    one_of("decision", decision, tuple(Decision))
    forms = forms_of(form)
    is_needed = grounds is not None or decision != "undecided"
    text = sensitive(grounds, "--grounds", "What was seen, or why not") if is_needed else ""
    made = acts.referrals.decide(acting(), control_id, cast(Decision, decision), grounds=text, forms=forms)
    if as_json:
        show(made)
    else:
        tell(f"{made.reference}: {', '.join(made.recipients)}" if made else "Recorded; nothing is sent.")


@app.command()
def send(as_json: AsJson = False) -> None:
    """Hand over every bundle that is due."""
    from flows.deliver_referrals import hand_over

    with progress(quiet=True):
        done = hand_over()
    if as_json:
        show(done)
    else:
        tell(f"{done.sent} sent, {done.failed} failed and tried again later, {done.by_hand} to be telephoned.")


@app.command("list")
def list_(reference: Annotated[str | None, typer.Option()] = None, as_json: AsJson = False) -> None:
    """List deliveries, references only; the look is recorded."""
    from inspection import acts

    found = acts.chasing.list_deliveries(acting(), reference=reference)
    rows = [(d.reference, d.recipient, d.message, d.state, moment_in_brussels(d.answer_due_at)) for d in found]
    show(found) if as_json else table("Deliveries", ["reference", "recipient", "message", "state", "answer due"], rows)


@app.command()
def overdue(as_json: AsJson = False) -> None:
    """List answers that are overdue; the look is recorded."""
    from inspection import acts

    found = acts.chasing.list_overdue(acting())
    rows = [(o.reference, o.recipient, o.state, o.district, moment_in_brussels(o.due_at)) for o in found]
    columns = ["reference", "recipient", "state", "district", "was due"]
    show(found) if as_json else table("Overdue: ring them", columns, rows)


@app.command()
def acknowledge(
    reference: str, recipient: Annotated[str, typer.Option(help="Who answers.")], as_json: AsJson = False
) -> None:
    """Record that an addressee has taken a referral on."""
    from inspection import acts

    _answered(acts.referrals.acknowledge(acting(), reference, recipient=recipient), as_json)


@app.command()
def refuse(
    reference: str,
    recipient: Annotated[str, typer.Option(help="Who answers.")],
    reason: Annotated[str, typer.Option(help=", ".join(REASONS))],
    as_json: AsJson = False,
) -> None:
    """Record an addressee's refusal, with its reason."""
    from inspection import acts

    one_of("reason", reason, REASONS)
    _answered(acts.referrals.refuse(acting(), reference, reason, recipient=recipient), as_json)  # type: ignore[arg-type]


@app.command()
def receive(
    file: Annotated[Path, typer.Argument(help="The message as it came; - reads it from standard input.")],
    as_json: AsJson = False,
) -> None:
    """Take in an answer that an addressee's system signed. The same one again changes nothing."""
    from flows.acting import acting as by_hand_or
    from inspection import acts

    raw = sys.stdin.buffer.read(_LONGEST_MESSAGE) if str(file) == "-" else _bytes_of(file)
    _answered(acts.referrals.acknowledge_signed(by_hand_or("take_answer"), raw), as_json)


@app.command()
@reveals
def prepare(
    reference: str,
    recipient: Annotated[str, typer.Option(help="Who is rung or written to.")],
    way: Annotated[str, typer.Option(help=", ".join(WAYS))] = "telephone",
    rings: Annotated[str, typer.Option(help="Whom: " + ", ".join(RUNGS))] = "office",
    as_json: AsJson = False,
) -> None:
    """Print what to say, or the letter; this is recorded."""
    from inspection import acts

    one_of("way", way, WAYS)
    one_of("rings", rings, RUNGS)
    delivery = _delivery(reference, recipient, _waits)
    text = acts.delivery.prepare_by_hand(
        acting(), delivery, cast("acts.delivery.ByHand", way), rings=cast("acts.delivery.Rung", rings)
    )
    show({"way": way, "text": text}) if as_json else typer.echo(text, nl=False)


@app.command("hand-in")
def hand_in(
    reference: str,
    recipient: Annotated[str, typer.Option(help="Who gets the letter.")],
    as_json: AsJson = False,
) -> None:
    """Note that the letter was handed in or posted. What comes back answers it, and a withdrawal is told."""
    from inspection import acts

    _answered(acts.delivery.hand_in(acting(), _delivery(reference, recipient, _waits)), as_json)


@app.command()
def reroute(
    reference: str,
    recipient: Annotated[str, typer.Option(help="Who refused it.")],
    to: Annotated[str, typer.Option(help="Office that gets it instead.")],
    as_json: AsJson = False,
) -> None:
    """Send a refused referral to another office."""
    from inspection import acts

    refused = _delivery(reference, recipient, lambda one: one.state == DeliveryState.REFUSED)
    _answered(acts.changes.reroute(acting(), refused, to), as_json)


@app.command()
def call(
    reference: str,
    recipient: Annotated[str, typer.Option(help="Who was rung.")],
    role: Annotated[str, typer.Option(help="Role of whoever answered, never a name: " + ", ".join(ROLES))],
    instruction: Annotated[str | None, typer.Option(help=f"What was asked of the inspector; sealed: {HOW}")] = None,
    number: Annotated[str | None, typer.Option(help="Number that was called.")] = None,
    acknowledged: Annotated[bool, typer.Option(help="They took the referral on.")] = False,
    taker: Annotated[str | None, typer.Option(help="Who takes it on, by function: " + ", ".join(TAKERS))] = None,
    rings_back_at: Annotated[
        datetime | None, typer.Option(help="When they ring back, on the clock of Brussels.")
    ] = None,
    read_back: Annotated[str | None, typer.Option(help="The four figures that they read from their page.")] = None,
    as_json: AsJson = False,
) -> None:
    """Log a telephone call about a referral. It is a delivery by itself, and the answer if it was taken on."""
    from inspection import acts

    one_of("role", role, ROLES)
    taking = _taking(taker, rings_back_at)
    delivery = _delivery(reference, recipient, lambda one: one.answered_at is None and one.ended_at is None)
    text = sensitive(instruction, "--instruction", "What was asked of the inspector")
    logged = acts.referrals.log_call(
        acting(), delivery, cast("Role", role), text, acknowledged, number=number, taking=taking, figures=read_back
    )
    _answered(logged, as_json)


@app.command("call-office")
def call_office(
    reference: str,
    recipient: Annotated[str, typer.Option(help="Who was rung: locpol, emergency, a centre, …")],
    role: Annotated[str, typer.Option(help="Role of whoever answered, never a name: " + ", ".join(ROLES))],
    said: Annotated[str | None, typer.Option(help=f"What was said; sealed: {HOW}")] = None,
    number: Annotated[str | None, typer.Option(help="Number that was called; the office's own by default.")] = None,
    agreed: Annotated[bool, typer.Option(help="The person concerned agrees: no centre is told without it.")] = False,
    as_json: AsJson = False,
) -> None:
    """Log a call to an office that gets no bundle. The local police, the emergency number, a centre."""
    from inspection import acts

    one_of("role", role, ROLES)
    text = sensitive(said, "--said", "What was said")
    made = acts.referrals.call_office(acting(), reference, recipient, role, text, agreed=agreed, number=number)  # type: ignore[arg-type]
    show(made) if as_json else tell(f"{made.reference} {made.recipient}: call logged")


@app.command()
def chase(as_json: AsJson = False) -> None:
    """Raise the reminders, escalations and alerts that are due."""
    from flows.chase import chase as chase_flow

    raised = chase_flow()
    show({"raised": raised}) if as_json else tell(f"{raised} alerts raised.")


@app.command()
def take(
    recipient: Annotated[str, typer.Argument(help="Whose bundles and lists: the id of an office.")],
    to: Annotated[
        Path, typer.Option(help="Folder outside this home, such as a stick; what is written there is in clear.")
    ],
    as_json: AsJson = False,
) -> None:
    """Open what lies sealed for an office, to carry it there. It stays sealed here."""
    from inspection import acts

    made = acts.outbox.take(acting(), recipient, to)
    show(made) if as_json else tell(f"{len(made.folders)} folders, {made.files} files for {recipient} are in {to}.")


@app.command()
def reconcile(as_json: AsJson = False) -> None:
    """Compare what left with what lies at each addressee's. What is missing or changed there is alerted once."""
    from flows.acting import acting as by_hand_or
    from inspection import acts

    found = acts.delivery.reconcile(by_hand_or("reconcile"), acts.outbox.transports(acts.app()))
    rows = [
        (one.recipient, one.way, one.awaited, one.held, len(one.missing), len(one.changed), len(one.unknown), one.fault)
        for one in found
    ]
    columns = ["recipient", "way", "awaited", "held", "missing", "changed", "unknown", "fault"]
    show(found) if as_json else table("Reconciled", columns, rows)


def _taking(taker: str | None, rings_back_at: datetime | None) -> acts.referrals.Taking | None:
    if taker is None:
        if rings_back_at is not None:
            raise PortalFault("PORTAL-204", takers=", ".join(TAKERS))
        return None
    from inspection import acts

    one_of("taker", taker, TAKERS)
    back = rings_back_at.replace(tzinfo=BRUSSELS) if rings_back_at else None
    return acts.referrals.Taking(taker=cast("Taker", taker), rings_back_at=back)


def _waits(one: DeliveryView) -> bool:
    return one.state == DeliveryState.QUEUED and one.ended_at is None


def _delivery(reference: str, recipient: str, is_meant: Callable[[DeliveryView], bool]) -> str:
    """Return the id of the first delivery of a referral to an office that is meant, or else of the latest.

    An office may have a report and what adds to it, and each is carried and answered by itself, the older one first.
    """
    from inspection import acts

    found = [d for d in acts.chasing.list_deliveries(acting(), reference=reference) if d.recipient == recipient]
    if not found:
        raise ReferralFault("REFER-757", recipient=recipient)
    return next((one for one in found if is_meant(one)), found[-1]).id


def _bytes_of(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(_LONGEST_MESSAGE)
    except OSError:
        raise ReferralFault("REFER-712", file=file.name) from None


def _answered(answer: acts.referrals.Answered, as_json: bool) -> None:
    if as_json:
        show(answer)
    else:
        tell(
            f"{answer.reference} {answer.recipient}: {answer.state}" + ("; referral closed" if answer.is_closed else "")
        )
