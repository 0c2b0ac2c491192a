"""`vigie learn card`: the model card of a month, in one edition and language, as a page and as a PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.command.learning.deciding import app
from flows.command.shell.console import AsJson, acting, progress, show, tell
from inspection import acts
from inspection.errors import LearningFault, ReferralFault, SettingsFault
from inspection.files import put
from inspection.i18n import LANGUAGES, Lang
from inspection.reporting.reports import ended_key
from inspection.time_of import day_in_brussels, today

__all__ = ["app"]

WRITTEN = ("internal", "public")


@app.command()
def card(
    edition: Annotated[str, typer.Option(help="internal, or public: categories of signals, no step and no weight.")],
    lang: Annotated[str, typer.Option(help="fr, nl, de or en.")] = "fr",
    into: Annotated[Path, typer.Option(help="The folder that it is written to.")] = Path(),
    month: Annotated[str | None, typer.Option(help="The month that ended, by default.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write the model card of a month: as published, else the draft that waits; where none does, it is proposed."""
    if edition not in WRITTEN:
        raise LearningFault("LEARN-130", edition=edition, known=" or ".join(WRITTEN))
    if lang not in LANGUAGES:
        raise ReferralFault("REFER-978", languages=", ".join(LANGUAGES))
    key = month or ended_key("model_card", today())
    with progress(quiet=as_json):
        stands = acts.reports.propose_report(acting(), "model_card", key, leave_draft=True)
        files = _written(stands, edition, lang, into)
    state = "published" if stands.is_published else "proposed"
    if as_json:
        show({"key": key, "state": state, "sha256": stands.sha256, "files": files})
        return
    for file in files:
        tell(f"written {file}")
    if stands.approve_as:
        tell("A draft, and marked as one; a second person publishes it in every edition and language:")
        tell(f"  vigie report approve model_card {key} {stands.approve_as}")


def _written(stands: acts.reports.ReportVersion, edition: str, lang: Lang, into: Path) -> list[Path]:
    from inspection.reporting.reports import report_files  # it loads the typesetter, which no other command here needs

    rules = acts.app().catalogue(day_in_brussels(stands.at))
    made = report_files(stands.report, lang, rules, made_on=stands.at, approve_as=stands.approve_as)
    mine = {name.rpartition("/")[2]: make for name, make in made.items() if name.startswith(f"{edition}/")}
    try:
        return [put(into / name, make(), makes_folder=False) for name, make in mine.items()]
    except OSError:
        raise SettingsFault("SETTING-052") from None
