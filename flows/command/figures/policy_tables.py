"""`vigie report eu` and `vigie report table`: a year of figures for a reader of policy, as text, JSON or a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, cast, get_args

import typer

from flows.command.shell.console import AsJson, acting, show, table, tell
from inspection import acts
from inspection.errors import ReferralFault
from inspection.files import put
from inspection.i18n import Lang, t
from inspection.reporting.figures import whole_year
from inspection.reporting.policy import PolicyTable, policy_rows, policy_xlsx

EU = "eu"
Year = Annotated[int, typer.Option(help="A whole year.", min=2000, max=2199)]
Exact = Annotated[bool, typer.Option("--exact", help="Ours as they are, for the office's eyes; else from releases.")]
Workbook = Annotated[Path | None, typer.Option("--xlsx", help="Write a workbook of text cells there.")]
Language = Annotated[str, typer.Option("--lang", help="fr, nl, de or en.")]


def eu(year: Year, exact: Exact = False, xlsx: Workbook = None, lang: Language = "en", as_json: AsJson = False) -> None:
    """Make the EU indicator table: victims, suspects, prosecuted, convicted; what nobody holds says so."""
    _make(EU, year, exact=exact, xlsx=xlsx, lang=lang, as_json=as_json)


def policy_table(
    reader: str,
    year: Year,
    exact: Exact = False,
    xlsx: Workbook = None,
    lang: Language = "en",
    as_json: AsJson = False,
) -> None:
    """Make the table of a reader (collpg, spc-dsb, ciatteh, myria, fps-fa, oe-br) from what was released."""
    _make(reader, year, exact=exact, xlsx=xlsx, lang=lang, as_json=as_json)


def _make(reader: str, year: int, *, exact: bool, xlsx: Path | None, lang: str, as_json: bool) -> None:
    if lang not in get_args(Lang):
        raise ReferralFault("REFER-964", languages=", ".join(get_args(Lang)))
    said, rules = cast(Lang, lang), acts.app().catalogue(whole_year(year)[1])
    made = acts.figures.policy_table(acting(), reader, year, exact=exact)
    if xlsx is not None:
        put(xlsx, policy_xlsx(made, rules, said), makes_folder=False)
    if as_json:
        show(made)
        return
    tell(_note(made, said))
    table("", tuple(t(f"policy.{name}", said) for name in COLUMNS), list(policy_rows(made, rules, said)))
    if xlsx is not None:
        tell(f"written {xlsx}")


COLUMNS = ("figure", "source", "dimension", "category", "count")


def _note(made: PolicyTable, lang: Lang) -> str:
    key = "policy.released" if made.is_released else "policy.exact"
    return t(key, lang, service=made.service, year=made.year)
