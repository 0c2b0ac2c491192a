"""`vigie audit`: the trail is checked and signed, who looked is told, and looks drawn by lot are judged."""

from __future__ import annotations

import re
from typing import Annotated, cast, get_args

import typer

from flows.command.house.house import audit_app as app
from flows.command.referrals.sensitive import HOW, sensitive
from flows.command.shell.console import AsJson, acting, show, table, tell
from inspection import acts
from inspection.errors import AccessRefused
from inspection.time_of import IsoWeek, moment_in_brussels, today

looks_app = typer.Typer(help="Looks drawn by lot, judged by a second person: draw, list, judge.", no_args_is_help=True)
request_app = typer.Typer(help="Requests of persons about what is kept of them.", no_args_is_help=True)
_TYPED = f"A national number: {HOW}"
_NUMBER = re.compile(r"[\d\s./-]+")  # nothing else that is asked about is made of digits alone
app.add_typer(looks_app, name="looks")
app.add_typer(request_app, name="request")


@app.command()
def who(
    about: Annotated[
        str | None,
        typer.Argument(help=f"A control, CONTROL:P1, a referral, a complaint or a workplace. {_TYPED}"),
    ] = None,
    for_subject: Annotated[
        bool, typer.Option("--for-subject", help="For the person concerned: days, services and purposes, nobody named.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Tell who looked at a case, a person or a workplace. This look is recorded too."""
    asked = _about(about)
    if for_subject:
        mine = acts.access.looks_for_subject(acting(), asked)
        rows = [(one.day, one.office, one.purpose) for one in mine]
        show(mine) if as_json else table("Consultations", ["day", "service", "purpose"], rows)
        return
    found = acts.access.who_looked(acting(), asked)
    columns = ["when", "who", "what", "purpose", "case", "credential", "masked"]
    lines = [
        (
            moment_in_brussels(one.at),
            one.who,
            one.act,
            one.purpose,
            one.case,
            one.credential,
            "yes" if one.is_masked else "",
        )
        for one in found
    ]
    show(found) if as_json else table("Who looked", columns, lines)


@looks_app.command()
def draw(
    week: Annotated[str | None, typer.Option("--week", help="The week that ended, by default.")] = None,
    as_json: AsJson = False,
) -> None:
    """Draw the looks of a week; which ones follows from the trail, and nobody chooses."""
    asked = IsoWeek.parse(week) if week else IsoWeek.before(today())
    drawn = acts.access.draw_looks(acting(), asked)
    show({"week": str(asked), "drawn": drawn}) if as_json else tell(f"{drawn} looks of {asked} are drawn.")


@looks_app.command("list")
def list_looks(
    every: Annotated[bool, typer.Option("--every", help="Also those that are judged or not yours to judge.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the drawn looks that are yours to judge. The look is recorded."""
    found = acts.access.looks_to_judge(acting(), every=every)
    columns = ["look", "who", "when", "what", "of", "purpose", "case", "verdict"]
    rows = [
        (
            one.id,
            one.looker,
            moment_in_brussels(one.at),
            one.act,
            one.subject,
            one.purpose,
            one.case,
            one.verdict or "",
        )
        for one in found
    ]
    show(found) if as_json else table("Looks", columns, rows)


@looks_app.command()
def judge(
    look: Annotated[str, typer.Argument(help="Its id, from `vigie audit looks list`.")],
    verdict: Annotated[str, typer.Argument(help="fitting, unexplained or to_ask")],
    words: Annotated[str | None, typer.Option(help=f"Why; sealed: {HOW}")] = None,
    as_json: AsJson = False,
) -> None:
    """Judge a look of somebody else: does it fit the reason that was given?"""
    if verdict not in get_args(acts.access.Verdict):
        raise AccessRefused("ACCESS-096", verdicts=", ".join(get_args(acts.access.Verdict)))
    said = sensitive(words, "--words", "Why")
    made = acts.access.judge_look(acting(), look, cast("acts.access.Verdict", verdict), said)
    show({"look": made.id, "verdict": made.verdict}) if as_json else tell("Noted.")


@request_app.command()
def add(
    kind: Annotated[str, typer.Argument(help="access, correction, erasure or complaint")],
    about: Annotated[str | None, typer.Argument(help=f"A control, CONTROL:P1 or a workplace. {_TYPED}")] = None,
    as_json: AsJson = False,
) -> None:
    """Register what a person asks, so that whoever answers has a case to look in."""
    if kind not in get_args(acts.access.RequestKind):
        raise AccessRefused("ACCESS-093", cases=", ".join(get_args(acts.access.RequestKind)))
    asked = _about(about)
    made = acts.access.register_request(acting(), cast("acts.access.RequestKind", kind), asked)
    show(made) if as_json else tell(f"{made.reference} registered.")


@request_app.command()
def close(reference: str, as_json: AsJson = False) -> None:
    """Close a request that was answered."""
    made = acts.access.close_request(acting(), reference)
    show(made) if as_json else tell(f"{made.reference} closed.")


@request_app.command("list")
def list_requests(as_json: AsJson = False) -> None:
    """List the open requests. The look is recorded."""
    found = acts.access.open_requests(acting())
    rows = [(one.reference, one.kind, one.subject_kind, f"{one.registered_at:%Y-%m-%d}") for one in found]
    show(found) if as_json else table("Requests", ["reference", "kind", "about", "since"], rows)


def _about(given: str | None) -> str:
    """Return what is asked about; a number of a person is never taken from the command line."""
    is_plain = given is not None and not given.startswith(("-", "@")) and not _NUMBER.fullmatch(given)
    return given.strip() if given is not None and is_plain else sensitive(given, "ABOUT", "Whom or what")
