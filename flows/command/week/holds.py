"""`vigie hold` and `vigie order`: places that are unavailable until a day, and visits that a magistrate ordered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, cast, get_args

import typer

from flows.command.referrals.sensitive import HOW, sensitive
from flows.command.shell.console import AsJson, acting, show, table, tell
from inspection import acts
from inspection.errors import PlanningFault

hold_app = typer.Typer(help="Places that may not be visited until a day: place, lift, list.", no_args_is_help=True)
order_app = typer.Typer(
    help="Visits that a magistrate ordered: register, permit, revoke, withdraw, list.", no_args_is_help=True
)
Day = typer.Option(formats=["%Y-%m-%d"])


@hold_app.command()
def place(
    until: Annotated[datetime, Day],
    kind: Annotated[str, typer.Option(help="workplace, enterprise or address.")] = "workplace",
    subject: Annotated[str | None, typer.Option(help=f"Its key, number, or street and number: {HOW}")] = None,
    place: Annotated[str | None, typer.Option(help="REFNIS code of an address's municipality.")] = None,
    authority: Annotated[str | None, typer.Option(help="Recipient who asked; none for an ordinary closing.")] = None,
    as_json: AsJson = False,
) -> None:
    """Make a place unavailable until a day; no ground is asked and none is kept."""
    what = sensitive(subject, "--subject", "Which place")
    if kind not in get_args(acts.workplaces.HoldKind):
        raise PlanningFault("PLAN-414", kinds=", ".join(get_args(acts.workplaces.HoldKind)))
    made = acts.workplaces.place_hold(
        acting(), cast(acts.workplaces.HoldKind, kind), what, until.date(), place=place, authority=authority
    )
    if as_json:
        show({"hold": made.id, "until": made.until, "planned": made.planned})
        return
    tell(f"hold {made.id} until {made.until}.")
    for visit in made.planned:
        tell(f"  {visit.team} is planned there on {visit.day}, visit {visit.code}: tell the team by telephone.")


@hold_app.command()
def lift(hold_id: str, as_json: AsJson = False) -> None:
    """End a hold of yours before its day."""
    lifted = acts.workplaces.lift_hold(acting(), hold_id)
    show({"hold": lifted.id, "lifted_on": lifted.lifted_on}) if as_json else tell(f"lifted on {lifted.lifted_on}.")


@hold_app.command("list")
def list_holds(as_json: AsJson = False) -> None:
    """List the holds that you placed, all of them for the direction; the look is recorded."""
    found = acts.workplaces.holds_of(acting())
    rows = [(h.id, h.kind, h.subject, h.until, h.authority or "", h.placed_by) for h in found]
    show(found) if as_json else table("Holds that stand", ["id", "kind", "subject", "until", "authority", "by"], rows)


@order_app.command()
def register(
    authority: Annotated[str, typer.Option(help="Id of the magistrate's office.")],
    workplace: Annotated[str | None, typer.Option(help=f"Its key: {HOW}")] = None,
    reference: Annotated[str | None, typer.Option(help=f"Of the magistrate's file; sealed: {HOW}")] = None,
    not_after: Annotated[datetime | None, Day] = None,
    place: Annotated[str | None, typer.Option(help="REFNIS code or canton, for a workplace nobody knows.")] = None,
    as_json: AsJson = False,
) -> None:
    """Register a visit that a magistrate ordered; it stands in no list without a recorded permission."""
    where = sensitive(workplace, "--workplace", "Which workplace")
    theirs = sensitive(reference, "--reference", "Reference of the magistrate's file")
    made = acts.orders.order_visit(
        acting(),
        where.strip(),
        authority=authority,
        authority_reference=theirs,
        not_after=not_after.date() if not_after else None,
        place=place,
    )
    show({"order": made.reference, "id": made.id}) if as_json else tell(f"{made.reference} registered.")


@order_app.command()
def permit(
    order: str,
    reader: str,
    kind: Annotated[str, typer.Option(help="user, team or list.")] = "team",
    as_json: AsJson = False,
) -> None:
    """Record that one user, one team or one list may show an order; the team that goes there needs one."""
    seen = acts.orders.permit(acting(), order, _reader(kind), reader)
    show({"order": seen.reference, "kind": kind, "reader": reader}) if as_json else tell("Recorded.")


@order_app.command()
def revoke(
    order: str,
    reader: str,
    reason: Annotated[str, typer.Option(help="One word, such as left_the_team.")],
    kind: Annotated[str, typer.Option(help="user, team or list.")] = "team",
    as_json: AsJson = False,
) -> None:
    """End a permission to see an order; it can be given again, and what was recorded stays."""
    seen = acts.orders.revoke(acting(), order, _reader(kind), reader, reason=reason)
    if as_json:
        show({"order": seen.reference, "kind": kind, "reader": reader, "planned": seen.planned})
        return
    tell("Revoked.")
    gone = [stop for stop in seen.planned if kind == "team" and stop.team == reader and not stop.is_permitted]
    _tell_teams(gone)


@order_app.command()
def withdraw(
    order: str,
    reason: Annotated[str, typer.Option(help="One word, such as withdrawn_by_magistrate.")],
    as_json: AsJson = False,
) -> None:
    """End an order that no control answered yet: nobody is sent for it any more, and what was recorded stays."""
    ended = acts.orders.withdraw_order(acting(), order, reason=reason)
    if as_json:
        show({"order": ended.reference, "state": ended.state, "planned": ended.planned})
        return
    tell(f"{ended.reference} withdrawn.")
    _tell_teams(ended.planned)


def _tell_teams(stops: Sequence[acts.orders.OrderedStop]) -> None:
    for stop in stops:
        tell(f"  {stop.team} is planned there on {stop.day}: tell the team by telephone.")
    if stops:
        tell("  An approved week's sheets are written anew by `vigie approve` with the same hash.")


def _reader(kind: str) -> acts.orders.OrderReader:
    if kind not in get_args(acts.orders.OrderReader):
        raise PlanningFault("PLAN-415", readers=", ".join(get_args(acts.orders.OrderReader)))
    return cast(acts.orders.OrderReader, kind)


@order_app.command("pass-on")
def pass_on(
    order: Annotated[str, typer.Argument(help="Its reference.")],
    recipient: Annotated[str, typer.Option(help="Office that the magistrate lets have its referral.")],
    as_json: AsJson = False,
) -> None:
    """Record that the magistrate lets a further office have the referral of an order, and write to it."""
    acts.bundles.authorise_recipient(acting(), order, recipient)
    show({"order": order, "recipient": recipient}) if as_json else tell(f"{recipient} may have it.")


@order_app.command("list")
def list_orders(as_json: AsJson = False) -> None:
    """List the orders that you were permitted to see, with the team-days planned for each; the look is recorded."""
    found = acts.orders.orders_of(acting())
    rows = [
        (
            o.reference,
            o.workplace,
            o.district,
            o.authority,
            o.not_after or "",
            o.state,
            ", ".join(map(_there, o.planned)),
        )
        for o in found
    ]
    columns = ["reference", "workplace", "district", "authority", "not after", "state", "planned"]
    show(found) if as_json else table("Ordered visits", columns, rows)


def _there(stop: acts.orders.OrderedStop) -> str:
    return f"{stop.team} {stop.day}" + ("" if stop.is_permitted else " (not permitted: nobody goes)")
