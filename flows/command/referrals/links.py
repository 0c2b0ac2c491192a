"""`vigie links`: what links a case to others; confirm, reject, and files for whoever may send them further."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.command.referrals.sensitive import HOW, sensitive
from flows.command.shell.console import AsJson, acting, show, table, tell
from flows.command.shell.looking import reveals
from inspection.files import put
from inspection.life_cycles import LinkDecision, LinkState

if TYPE_CHECKING:
    from inspection import acts

app = typer.Typer(help="Links between cases: find, list, confirm, reject; link files.", no_args_is_help=True)
Reason = Annotated[str | None, typer.Option(help=f"Why, in a few words: {HOW}")]


@app.command()
@reveals
def find(case: str, as_json: AsJson = False) -> None:
    """Find what links a case (the reference of a referral) to others; the look is recorded."""
    from inspection import acts

    found = acts.links.find_links(acting(), case)
    if as_json:
        show(found)
        return
    rows = [
        (link.reference, link.other, link.other_district, f"{_ground(link.ground)}, {_more(link)}", _strength(link))
        for link in found
    ]
    table(f"Links of {case}", ("reference", "case", "district", "ground", "strength"), rows)
    if found:
        tell("A head confirms or rejects each: vigie links confirm CASE REFERENCE")


@app.command("list")
def list_(
    rejected: Annotated[bool, typer.Option("--rejected", help="Those that were rejected.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the links that were confirmed; the look is recorded."""
    from inspection import acts

    found = acts.links.list_links(acting(), state=LinkDecision.REJECTED if rejected else LinkDecision.CONFIRMED)
    rows = [
        (one.reference, one.cases[0], one.cases[1], _ground(one.ground), f"{one.percent} %", one.decided_by)
        for one in found
    ]
    columns = ("reference", "case", "other case", "ground", "then", "decided by")
    show(found) if as_json else table("Links", columns, rows)


@app.command()
def confirm(
    case: str,
    link: Annotated[str, typer.Argument(help="Reference of the link, as `find` shows it.")],
    reason: Reason = None,
    abroad: Annotated[str | None, typer.Option(help="What reaches abroad, where something does.")] = None,
    as_json: AsJson = False,
) -> None:
    """Confirm a link, with a reason; what reaches abroad is said here and never inferred."""
    from inspection import acts

    text = sensitive(reason, "--reason", "Why these two belong together")
    _told(acts.links.confirm_link(acting(), case, link, reason=text, foreign_link=abroad), as_json)


@app.command()
def reject(case: str, link: str, reason: Reason = None, as_json: AsJson = False) -> None:
    """Reject a link, with a reason: these two cases do not come back on this ground."""
    from inspection import acts

    text = sensitive(reason, "--reason", "Why these two do not belong together")
    _told(acts.links.reject_link(acting(), case, link, reason=text), as_json)


@app.command("file")
def file_(
    case: str,
    to: Annotated[str, typer.Option("--to", help="Id of the cell or the magistrate that has one of the cases.")],
    folder: Annotated[Path, typer.Option(help="Where the PDF and data.json are written.")] = Path(),
    as_json: AsJson = False,
) -> None:
    """Prepare the link file of a case, for a cell or a magistrate who send and decide."""
    from inspection import acts

    made = acts.links.prepare_link_file(acting(), case, to)
    written = _written(folder / made.reference, made.files)
    if as_json:
        show({"reference": made.reference, "cases": made.cases, "links": made.links, "files": written})
        return
    links = "1 link" if made.links == 1 else f"{made.links} links"
    tell(f"{made.reference}: {links} of {len(made.cases)} cases, for {made.recipient}")
    for path in written:
        tell(f"  {path}")
    tell(f"Hand it over, then: vigie links hand {made.reference} in_person")


@app.command()
def hand(
    reference: str,
    how: Annotated[str, typer.Argument(help="in_person, registered_mail, secure_mail or secure_exchange")],
    as_json: AsJson = False,
) -> None:
    """Record that a link file was handed over, and how."""
    from inspection import acts

    _file(acts.links.hand_link_file(acting(), reference, how), as_json)


@app.command()
def told(
    reference: str,
    decision: Annotated[str, typer.Argument(help="A word of the closed list; another one names them.")],
    as_json: AsJson = False,
) -> None:
    """Record what the reader of a link file says was decided."""
    from inspection import acts

    _file(acts.links.tell_link_file(acting(), reference, decision), as_json)


@app.command()
def files(as_json: AsJson = False) -> None:
    """List link files and how far each is; the look is recorded."""
    from inspection import acts

    found = acts.links.link_files(acting())
    rows = [(one.reference, one.recipient, len(one.cases), one.state, one.decision or "") for one in found]
    show(found) if as_json else table("Link files", ("reference", "for", "cases", "state", "decision"), rows)


def _ground(ground: str) -> str:
    """Say a ground in the words of the rules."""
    from inspection import acts
    from inspection.time_of import today

    return acts.app().catalogue(today()).link_grounds[ground].label.en


def _strength(link: acts.links.FoundLink) -> str:
    return f"{link.word}, {link.percent} %{', confirmed' if link.state == LinkState.CONFIRMED else ''}"


def _more(link: acts.links.FoundLink) -> str:
    return f"{f'{link.shared} times, ' if link.shared > 1 else ''}since {link.since.isoformat()}"


def _told(made: acts.links.DecidedLink, as_json: bool) -> None:
    show(made) if as_json else tell(f"{made.reference} {made.state}: {made.cases[0]} and {made.cases[1]}.")


def _file(view: acts.links.LinkFileView, as_json: bool) -> None:
    show(view) if as_json else tell(f"{view.reference}: {view.state}{f', {view.decision}' if view.decision else ''}.")


def _written(folder: Path, files: tuple[tuple[str, bytes], ...]) -> list[str]:
    """Write the files of a link file where only this account reads them."""
    for name, content in files:
        put(folder / name, content)
    return [str(folder / name) for name, _ in files]
