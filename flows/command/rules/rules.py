"""`vigie rules`: a jurist's own commands: what is wrong with rule files, what they change, what they say on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, cast, get_args

import typer

from flows.command.rules.printing import changes_of, faults_of, parts_of, summary_of, summed
from flows.command.shell.console import AsJson, show, tell
from inspection.errors import SettingsFault
from inspection.i18n import Lang
from inspection.settings import settings
from inspection.time_of import today
from inspection.trust.rights import record_of_processing
from sectors.reader import check_rules, load_rules

NOT_HELD, REFUSED = 1, 2  # exit status: an expectation does not hold; rules that cannot be used

app = typer.Typer(help="Rules: check, try, show, record. No database is needed.", no_args_is_help=True)
Extra = Annotated[
    list[Path] | None,
    typer.Option("--extra", help="File or folder of rules laid over; again for more. Default: $VIGIE_HOME/rules."),
]


@app.command()
def check(extra: Extra = None, as_json: AsJson = False) -> None:
    """Tell every fault of the rules at once, each with file and line: the product's, and yours laid over them."""
    checked = check_rules(_laid_over(extra))
    if as_json:
        show(faults_of(checked))
    elif not checked.faults:
        tell(f"{len(checked.files)} files hold together.")
    else:
        for fault in checked.faults:
            tell(f"{fault.where}: [{fault.code}] {fault.what}\n  {fault.advice}")
        if not checked.is_whole:
            tell("Whether the rules fit together was not looked at: mend what cannot be read first.")
        tell(f"{len(checked.faults)} faults in {len({_file(fault.where) for fault in checked.faults})} files.")
    if checked.faults:
        raise typer.Exit(REFUSED)


@app.command("try")
def try_situations(
    files: Annotated[list[Path], typer.Argument(help="Situations, as docs/how-to/add-a-situation.md writes them.")],
    extra: Extra = None,
    as_json: AsJson = False,
) -> None:
    """Say what each situation concludes by the product's rules and with yours over them, and what does not hold."""
    from inspection.control.situations import read_situations, try_each

    situations = [one for file in files for one in read_situations(_content(file), file.name)]
    tried = try_each(situations, load_rules(), load_rules(_laid_over(extra)))
    if as_json:
        show({"tried": [changes_of(one) for one in tried], **summary_of(tried)})
    else:
        for one in tried:
            tell("\n".join(parts_of(one)))
        tell(summed(summary_of(tried)))
    if not all(one.after.holds for one in tried):
        raise typer.Exit(NOT_HELD)


@app.command("show")
def show_offence(
    offence: Annotated[str, typer.Argument(help="Key of an offence, such as SS_DIMONA_IN.")],
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of the facts. Default: today.")] = None,
    lang: Annotated[str, typer.Option(help="fr, nl, de or en.")] = "en",
    extra: Extra = None,
    as_json: AsJson = False,
) -> None:
    """Show all that the rules of a day say of an offence: level, fines, who, what establishes it, its dated lines."""
    from inspection.control.offence_sheet import sheet_of, worded

    if lang not in get_args(Lang):
        raise SettingsFault("SETTING-071", lang=lang)
    day = on.date() if on is not None else today()
    sheet = sheet_of(offence, load_rules(_laid_over(extra)), day, cast(Lang, lang))
    if as_json:
        show(sheet)
        return
    for part in worded(sheet, cast(Lang, lang)):
        tell(f"\n{part.heading}")
        width = max(len(name) for name, _ in part.rows)
        for name, text in part.rows:
            tell(f"  {name:<{width}}  {text}")


def _laid_over(extra: Sequence[Path] | None) -> list[Path]:
    """Return what lies over the product's rules; a folder that was named must be there."""
    for path in extra or ():
        if not path.exists():
            raise SettingsFault("SETTING-072", file=path.name)
    return list(extra) if extra else [settings().rules]


def _content(file: Path) -> bytes:
    if not file.is_file():
        raise SettingsFault("SETTING-072", file=file.name)
    return file.read_bytes()


def _file(where: str) -> str:
    return where.partition(",")[0]


@app.command()
def record(
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As of a day. Default: today.")] = None,
    lang: Annotated[str, typer.Option(help="fr, nl, de or en.")] = "en",
    extra: Extra = None,
    as_json: AsJson = False,
) -> None:
    """Print the record of processing: purposes, registers, recipients and terms, as the rules have them."""
    if lang not in get_args(Lang):
        raise SettingsFault("SETTING-071", lang=lang)
    page = record_of_processing(load_rules(_laid_over(extra)).on(on.date() if on else today()), cast("Lang", lang))
    show({"lang": lang, "markdown": page}) if as_json else tell(page.rstrip())
