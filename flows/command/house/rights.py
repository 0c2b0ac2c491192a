"""`vigie rights`: the table of who may do what; `vigie deputy`, `outside` and `glass` change who that is."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, cast

import typer

from flows.command.shell.console import AsJson, acting, one_of, show, table, tell
from inspection import acts
from inspection.i18n import LANGUAGES, Lang
from inspection.time_of import clock_in_brussels, day_in_brussels, moment_in_brussels
from inspection.trust import rights

rights_app = typer.Typer(help="Who may do what: show.", no_args_is_help=True)
deputy_app = typer.Typer(help="Who stands in for whom: name, end, list.", no_args_is_help=True)
outside_app = typer.Typer(help="People of offices outside: propose, confirm, end, list.", no_args_is_help=True)
glass_app = typer.Typer(help="Records outside your reach: break, judge, list.", no_args_is_help=True)

Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"])]


@rights_app.command("show")
def show_rights(
    role: Annotated[str, typer.Option(help="Only what this role may do.")] = "",
    markdown: Annotated[bool, typer.Option("--markdown", help="Print docs/reference/access.md.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show the table of rights that every act asks."""
    if markdown:
        tell(rights.access_page())
        return
    found = rights.lines(role or None)
    if as_json:
        show(found)
        return
    table("Rights", ["section", "act", "who", "how"], [(r.section, r.act, " ".join(r.roles), r.how) for r in found])


@deputy_app.command("name")
def name_deputy(
    absent: str,
    deputy: str,
    first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")],
    last: Annotated[datetime, typer.Option("--until", formats=["%Y-%m-%d"], help="Last day, included.")],
    as_json: AsJson = False,
) -> None:
    """Let somebody stand in for somebody absent, with their role and district."""
    made = acts.absences.name_deputy(acting(), absent, deputy, first.date(), last.date())
    show({"id": made}) if as_json else tell(
        f"{deputy} stands in for {absent} from {first:%Y-%m-%d} to {last:%Y-%m-%d}."
    )


@deputy_app.command("end")
def end_deputy(deputy_id: str, as_json: AsJson = False) -> None:
    """Let a deputy stand in no longer, from now on."""
    acts.absences.end_deputy(acting(), deputy_id)
    show({"id": deputy_id, "state": "ended"}) if as_json else tell("Ended.")


@deputy_app.command("list")
def list_deputies(as_json: AsJson = False) -> None:
    """List who stands in for whom; the look is recorded."""
    found = acts.absences.list_deputies(acting())
    rows = [(d.id, d.absent, d.deputy, d.first_day, d.last_day, d.state) for d in found]
    show(found) if as_json else table("Deputies", ["id", "absent", "deputy", "from", "until", "state"], rows)


@outside_app.command("propose")
def propose_outsider(
    office: Annotated[str, typer.Argument(help="Key of the addressee in the rules.")],
    role: Annotated[str, typer.Option(help="police_cell, auditorate, reference_magistrate, ...")],
    name: Annotated[str, typer.Option(prompt=True)],
    last: Annotated[datetime, typer.Option("--until", formats=["%Y-%m-%d"], help="Last day, included.")],
    first: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")] = None,
    language: str = "fr",
    telephone: str = "",
    as_json: AsJson = False,
) -> None:
    """Propose somebody of an office outside; a second person confirms."""
    one_of("--language", language, LANGUAGES)
    context = acting()
    new = acts.outsiders.NewOutsider(
        role=role,
        office=office,
        language=cast(Lang, language),
        name=name,
        telephone=telephone or None,
        first_day=first.date() if first else day_in_brussels(context.at),
        last_day=last.date(),
    )
    made = acts.outsiders.propose_outsider(context, new)
    show({"id": made}) if as_json else tell(f"Proposed as {made}; a second person: vigie outside confirm {made}")


@outside_app.command("confirm")
def confirm_outsider(
    proposal: str, refuse: Annotated[bool, typer.Option("--refuse")] = False, as_json: AsJson = False
) -> None:
    """Say yes, or no with --refuse, to somebody whom another person proposed."""
    user = acts.outsiders.confirm_outsider(acting(), proposal, yes=not refuse)
    if as_json:
        show({"user": user})
    else:
        tell("Refused." if user is None else f"{user} may be given a code: vigie portal invite {user}")


@outside_app.command("end")
def end_outsider(user: str, as_json: AsJson = False) -> None:
    """Let somebody outside in no more; their sessions end."""
    acts.outsiders.end_outsider(acting(), user)
    show({"user": user, "state": "left"}) if as_json else tell("Ended, with every session.")


@outside_app.command("list")
def list_outsiders(as_json: AsJson = False) -> None:
    """List the people of offices outside, by office and role; names are on the screen of the office only."""
    found = acts.outsiders.list_outsiders(acting())
    rows = [(o.id, o.user or "", o.role, o.office, o.last_day, o.state) for o in found]
    if as_json:
        show([{"id": o.id, "user": o.user, "role": o.role, "office": o.office, "state": o.state} for o in found])
        return
    table("People outside", ["id", "user", "role", "office", "until", "state"], rows)


@glass_app.command("break")
def break_glass(
    kind: Annotated[str, typer.Argument(help="control, referral or complaint.")],
    subject: str,
    because: Annotated[str, typer.Option(prompt="Why could nobody be asked")],
    as_json: AsJson = False,
) -> None:
    """Open a record outside your reach for some minutes; the direction and the data officer learn of it at once."""
    ends = acts.access.break_glass(acting(), kind, subject, because)
    until = clock_in_brussels(ends)
    show({"until": ends}) if as_json else tell(f"Open until {until}; the direction and the data officer know.")


@glass_app.command("judge")
def judge_glass(glass: str, wrong: Annotated[bool, typer.Option("--wrong")] = False, as_json: AsJson = False) -> None:
    """Say whether a broken glass was right, or with --wrong that it was not."""
    acts.access.judge_glass(acting(), glass, was_right=not wrong)
    show({"id": glass, "was_right": not wrong}) if as_json else tell("Judged.")


@glass_app.command("list")
def list_glasses(as_json: AsJson = False) -> None:
    """List the records that were opened so, by whom and when; the look is recorded."""
    found = acts.access.broken_glasses(acting())
    words = {None: "not judged", True: "right", False: "wrong"}
    rows = [(g.id, g.user, g.kind, g.subject, moment_in_brussels(g.begun_at), words[g.was_right]) for g in found]
    show(found) if as_json else table("Broken glasses", ["id", "by", "kind", "record", "at", "judged"], rows)
