"""`vigie refer`, after the decision: a no that is read, who stayed, who was rung back, an entry for a colleague."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, cast, get_args

import typer

from flows.command.referrals import questions, referral_life  # noqa: F401  their commands belong to the same table
from flows.command.referrals.referrals import Forms, app, forms_of
from flows.command.referrals.sensitive import HOW, sensitive
from flows.command.shell.console import AsJson, acting, one_of, show, table, tell
from inspection.errors import ReferralFault
from inspection.life_cycles import SEEN, FollowUpKind, PersonNow, Seen
from inspection.time_of import BRUSSELS, moment_in_brussels

FollowUpId = Annotated[str, typer.Argument(help="Id of what waits: `vigie refer follow-ups`.")]


@app.command("follow-ups")
def follow_ups(
    kind: Annotated[str | None, typer.Option(help=", ".join(FollowUpKind))] = None,
    control: Annotated[str | None, typer.Option(help="Of this control only.")] = None,
    as_json: AsJson = False,
) -> None:
    """List what waits after decisions; the look is recorded."""
    from inspection import acts

    one_of("kind", kind, tuple(FollowUpKind))
    wanted = FollowUpKind(kind) if kind else None
    found = acts.follow_ups.list_follow_ups(acting(), kind=wanted, control_id=control)
    if as_json:
        show(found)
        return
    rows = [
        (one.id, one.kind, one.subject if one.kind == FollowUpKind.PERSON_CHECK else " ".join(one.lacks),
         one.district, moment_in_brussels(one.due_at), "late" if one.is_late else "")
        for one in found
    ]  # fmt: skip
    table("Waits after a decision", ["id", "kind", "about", "district", "until", ""], rows)


@app.command()
def review(
    follow_up: FollowUpId,
    refer: Annotated[bool, typer.Option("--refer/--leave", help="Set a yes beside the no, or leave it as it is.")],
    words: Annotated[str | None, typer.Option(help=f"Grounds of the yes, or why it stays; sealed: {HOW}")] = None,
    form: Forms = None,
    as_json: AsJson = False,
) -> None:
    """Record that a no against a gravest fact was read. It stays as it is, or a yes leaves beside it."""
    from inspection import acts

    forms = forms_of(form)
    text = sensitive(words, "--words", "Grounds of the yes" if refer else "Why it stays as it is")
    if not refer:
        acts.aftercare.leave_no(acting(), follow_up, text)
        _said({"follow_up": follow_up, "outcome": "left_as_is"}, "Read; the no stays as it is.", as_json)
        return
    reference = acts.aftercare.refer_no(acting(), follow_up, text, forms=forms)
    _said({"follow_up": follow_up, "outcome": "referred", "reference": reference}, f"{reference}: referred.", as_json)


@app.command()
def seen(
    follow_up: FollowUpId,
    outcome: Annotated[str, typer.Option(help=", ".join(SEEN))],
    now_at: Annotated[str | None, typer.Option(help="Where the person is now: " + ", ".join(PersonNow))] = None,
    words: Annotated[str | None, typer.Option(help=f"What was seen or said; sealed: {HOW}")] = None,
    as_json: AsJson = False,
) -> None:
    """Record what came of looking after somebody who stayed. Whoever has the case hears what has changed."""
    from inspection import acts

    one_of("outcome", outcome, SEEN)
    one_of("now-at", now_at, tuple(PersonNow))
    text = "" if words is None else sensitive(words, "--words", "What was seen or said")
    where = PersonNow(now_at) if now_at else None
    acts.aftercare.note_person(acting(), follow_up, cast(Seen, outcome), now_at=where, words=text)
    _said({"follow_up": follow_up, "outcome": outcome}, "Recorded.", as_json)


@app.command("called-back")
def called_back(
    follow_up: FollowUpId,
    words: Annotated[str | None, typer.Option(help=f"What was said; sealed: {HOW}")] = None,
    as_json: AsJson = False,
) -> None:
    """Record that the inspector was rung back."""
    from inspection import acts

    acts.aftercare.note_call_back(acting(), follow_up, sensitive(words, "--words", "What was said"))
    _said({"follow_up": follow_up, "outcome": "called"}, "Recorded.", as_json)


@app.command("enter-for")
def enter_for(
    inspector: Annotated[str, typer.Argument(help="In whose name: the id of the inspector who rang.")],
    told_at: Annotated[datetime, typer.Option(help="When they said it, on the clock of Brussels.")],
    sector: Annotated[str, typer.Option(help="Key of the sector.")],
    language: Annotated[str, typer.Option(help="Language of the report: fr, nl or de.")],
    workplace: Annotated[str, typer.Option(help="Id of the workplace; left out where nobody knows it.")] = "",
    place: Annotated[str | None, typer.Option(help="REFNIS code or canton, where the workplace is not known.")] = None,
    grounds: Annotated[str | None, typer.Option(help=f"What they saw; sealed: {HOW}")] = None,
    form: Forms = None,
    danger: Annotated[bool | None, typer.Option("--danger/--no-danger", help="Whether there is danger now.")] = None,
    employer_knows: Annotated[list[str] | None, typer.Option(help="What the employer knows, by key.")] = None,
    persons: Annotated[Path | None, typer.Option(help="File with the persons as in a control, JSON.")] = None,
    as_json: AsJson = False,
) -> None:
    """Enter a suspicion for an inspector without telephone. It leaves at once; they confirm later."""
    from pydantic import TypeAdapter, ValidationError

    from inspection import acts
    from inspection.control.filled import PersonFound
    from sectors.rules.values import Lang

    forms = forms_of(form)
    one_of("language", language, get_args(Lang))
    try:
        found = TypeAdapter(tuple[PersonFound, ...]).validate_json(persons.read_bytes()) if persons else ()
    except (OSError, ValidationError):
        raise ReferralFault("REFER-776", file=persons.name if persons else "") from None
    told = acts.aftercare.Told(
        told_at=told_at.replace(tzinfo=BRUSSELS),
        grounds=sensitive(grounds, "--grounds", "What they saw"),
        sector=sector,
        report_language=cast("Lang", language),
        forms=forms,
        workplace=workplace,
        place=place,
        danger_now=danger,
        employer_knows=tuple(employer_knows or ()),
        persons=found,
    )
    made = acts.aftercare.enter_for(acting(), inspector, told)
    show(made) if as_json else tell(f"{made.reference}: entered for {made.inspector}, who is to confirm it.")


@app.command("confirm-entry")
def confirm_entry(
    follow_up: FollowUpId,
    words: Annotated[str | None, typer.Option(help=f"What is to be added or corrected; sealed: {HOW}")] = None,
    as_control: Annotated[str | None, typer.Option(help="One's own control of the same event.")] = None,
    as_json: AsJson = False,
) -> None:
    """Confirm what a colleague entered in one's name. Whoever has the case reads that it was confirmed."""
    from inspection import acts

    text = "" if words is None else sensitive(words, "--words", "What is to be added or corrected")
    reference = acts.aftercare.confirm_entry(acting(), follow_up, words=text, as_control=as_control)
    _said({"follow_up": follow_up, "reference": reference}, f"{reference}: confirmed.", as_json)


def _said(made: dict[str, str], words: str, as_json: bool) -> None:
    show(made) if as_json else tell(words)
