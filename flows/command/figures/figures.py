"""`vigie figures`: what each figure counts, what it is just now, and what others hold."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from flows.command.shell.console import AsJson, acting, show, table, tell
from inspection import acts
from inspection.errors import ReferralFault
from inspection.i18n import Lang, t
from inspection.reporting.figures import FIGURES, OTHERS, Counted, count, figure_reference, known_figure

if TYPE_CHECKING:
    from inspection.targeting.evaluating import Interval
    from sectors.rules.selection import MeasuringRules

app = typer.Typer(help="Figures, each counted once: list, show, import, imported.", no_args_is_help=True)
Day = typer.Option(formats=["%Y-%m-%d"])
First = Annotated[datetime, typer.Option("--first", formats=["%Y-%m-%d"], help="First day.")]
Last = Annotated[datetime, typer.Option("--last", formats=["%Y-%m-%d"], help="Last day, included.")]
Language = Annotated[str, typer.Option("--lang", help="fr, nl, de or en.")]
NOT_HELD: Lang = "en"


@app.command("list")
def list_figures(
    lang: Language = "en",
    markdown: Annotated[bool, typer.Option("--markdown", help="Print docs/reference/figures.md.")] = False,
    as_json: AsJson = False,
) -> None:
    """List every figure with its definition, and those that only others hold."""
    said = _language(lang)
    if markdown:
        sys.stdout.write(figure_reference())
        return
    rows = [(f.id, f.unit, list(f.dimensions), list(f.not_held), t(f.definition, said)) for f in FIGURES.values()]
    others = [(f.id, f.unit, t(f.definition, said)) for f in OTHERS.values()]
    if as_json:
        columns = ("id", "unit", "dimensions", "not_held", "definition")
        ours = [dict(zip(columns, row, strict=True)) for row in rows]
        show({"ours": ours, "others": [dict(zip(("id", "unit", "definition"), o, strict=True)) for o in others]})
        return
    for id_, unit, dimensions, not_held, definition in rows:
        tell(f"{id_} ({unit}) by period, service, {', '.join(dimensions)}")
        tell(f"  {definition}")
        if not_held:
            tell(f"  {t('figure.not_held', said)}: {', '.join(not_held)}")
    tell("")
    for id_, unit, definition in others:
        tell(f"{id_} ({unit}), held by others\n  {definition}")


@app.command("show")
def show_figure(
    figure: str,
    first: First,
    last: Last,
    cut: Annotated[list[str] | None, typer.Option("--cut", help="A dimension; several times for several.")] = None,
    lang: Language = "en",
    as_json: AsJson = False,
) -> None:
    """Count a figure exactly, for the office: what leaves the house is a release; the look is recorded."""
    known, said = known_figure(figure), _language(lang)
    if any(name not in ("period", "service", *known.dimensions) for name in cut or ()):
        raise ReferralFault("REFER-961", dimensions=", ".join(("period", "service", *known.dimensions)), figure=figure)
    facts = acts.figures.figure_facts(acting(), first.date(), last.date())
    counted = count(figure, facts, first.date(), last.date())
    if as_json:
        show(_as_value(counted, cut or ()))
        return
    rows = [(*atoms, n) for atoms, n in counted.by(*(cut or ())).items()] or [(*("–" for _ in cut or ()), 0)]
    unit = known.unit if known.kind == "count" else "cases"
    table(f"{t(known.label, said)}, {first.date()} to {last.date()}", (*(cut or ()), unit), rows)
    for line in _measured(counted, said):
        tell(line)
    tell(t(known.definition, said))


@app.command("import")
def import_figures(file: Path, as_json: AsJson = False) -> None:
    """Take over figures of others from CSV (- reads the input); the same file again changes nothing."""
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        raise ReferralFault("REFER-970") from None
    done = acts.figures.import_figures(acting(), text)
    show(done) if as_json else tell(f"{done.lines} lines taken over: {', '.join(done.figures)}")


@app.command("imported")
def list_imported(first: First, last: Last, as_json: AsJson = False) -> None:
    """List what others hold, with source and day of import, for periods within two days; the look is recorded."""
    found = acts.figures.imported_figures(acting(), first.date(), last.date())
    if as_json:
        show(found)
        return
    rows = [
        (
            one.line.figure,
            f"{one.line.first} – {one.line.last}",
            ", ".join(f"{name} {value}" for name, value in one.line.cut),
            one.line.n,
            one.line.source,
            f"{one.imported_at:%Y-%m-%d} {one.imported_by}",
        )
        for one in found
    ]
    absent = [(figure, "", "", t("figure.not_held", NOT_HELD), "", "") for figure in OTHERS if not _has(rows, figure)]
    table("Figures of others", ("figure", "period", "cut", "count", "source", "taken over"), [*rows, *absent])


def _has(rows: list[tuple[str, str, str, int, str, str]], figure: str) -> bool:
    return any(row[0] == figure for row in rows)


def _measured(counted: Counted, lang: Lang) -> list[str]:
    """Say median and ninth decile of durations, prevalence and lift of an estimate."""
    kind, lines = known_figure(counted.figure).kind, []
    spread = counted.spread() if kind == "duration" else None
    if spread is not None:
        lines.append(f"median {spread.median:.0f} min, ninth decile {spread.p90:.0f} min, of {spread.n}")
    if kind == "estimate":
        made = counted.estimate(_measuring(counted))
        lines.append(f"prevalence {_interval(made.prevalence, lang, is_bounds=made.is_bounds)}")
        lines.append(f"lift {_interval(made.lift, lang, is_bounds=made.lift_is_bounds)}")
        lines.append(f"{made.drawn} drawn by lot with a known chance, {made.seen} of them seen")
        lines.append(f"{made.targeted + made.targeted_unseen} chosen by risk, {made.targeted} of them seen")
    return lines


def _interval(interval: Interval | None, lang: Lang, *, is_bounds: bool) -> str:
    """Write an interval; bounds have no value in the middle, and say that they are bounds."""
    if interval is None:
        return "nothing seen"
    if is_bounds:
        return f"{interval.low:.2f}–{interval.high:.2f}. {t('figure.bounds', lang)}"
    return f"{interval.value:.2f} ({interval.low:.2f}–{interval.high:.2f})"


def _measuring(counted: Counted) -> MeasuringRules:
    return acts.app().catalogue(counted.last).measuring


def _as_value(counted: Counted, cut: list[str] | tuple[str, ...]) -> dict[str, object]:
    kind = known_figure(counted.figure).kind
    return {
        "figure": counted.figure,
        "first": counted.first,
        "last": counted.last,
        "total": counted.total,
        "cut": list(cut),
        "counts": [[*atoms, n] for atoms, n in counted.by(*cut).items()],
        "spread": counted.spread() if kind == "duration" else None,
        "estimate": counted.estimate(_measuring(counted)) if kind == "estimate" else None,
        "not_held": list(known_figure(counted.figure).not_held),
    }


def _language(lang: str) -> Lang:
    if lang not in get_args(Lang):
        raise ReferralFault("REFER-964", languages=", ".join(get_args(Lang)))
    return cast(Lang, lang)
