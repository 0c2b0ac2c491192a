"""`vigie registers` after the intake: quarantine, changes, history of a unit; describe; prune, freeze and thaw."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from flows.acting import acting as by_hand_or
from flows.command.shell.console import AsJson, acting, show, table, tell
from inspection import acts
from inspection.time_of import today

if TYPE_CHECKING:
    from inspection.registers.life import Prunable, TableChanges

SHOWN = 40  # rows that a terminal shows; `--json` has as many as were asked for
_MEGABYTE = 1_000_000

KEY = "Key of a register, such as kbo: docs/reference/registers has a page for each."
Which = Annotated[str, typer.Argument(help=KEY)]
Day = Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="Day of the snapshot.")]
Reason = Annotated[str, typer.Option(help="Why, in one line that names nobody; it is recorded.")]
Most = Annotated[int, typer.Option(min=1, max=100_000, help="Rows or keys at the utmost.")]


def quarantine(
    register: Which,
    day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of the delivery; the newest by default.")
    ] = None,
    rule: Annotated[str | None, typer.Option(help="Only the rows that broke this rule.")] = None,
    most: Most = SHOWN,
    as_json: AsJson = False,
) -> None:
    """Show what was set aside of a delivery: file, line, rule and key, never a value; the look is recorded."""
    found = acts.registers.quarantine(acting(), register, day=day.date() if day else None, rule=rule, most=most)
    if as_json:
        show(found)
        return
    tell(f"{register} of {found.day} ({found.state}): {found.total:,} of {found.read:,} rows were set aside.")
    if found.rules:
        table("By rule", ["file", "rule", "column", "rows"], [(r.file, r.rule, r.column, r.rows) for r in found.rules])
        rows = [(r.file, r.line, r.rule, r.column, r.key) for r in found.rows]
        table("Row by row", ["file", "line", "rule", "column", "key"], rows)
    if (left := sum(one.rows for one in found.rules) - len(found.rows)) > 0:
        tell(f"  and {left:,} more: --most {len(found.rows) + left} shows all, --rule those of one rule.")


def changes(register: Which, most: Most = SHOWN, as_json: AsJson = False) -> None:
    """Show what changed since the snapshot before: counts, and keys of firms; no row about a person."""
    found = acts.registers.changes(acting(), register, most=most)
    if as_json:
        show(found)
        return
    counts = [(t.table, t.units_before, t.units_now, t.added, t.removed, t.changed, _columns(t)) for t in found.tables]
    title = f"{register}: what changed from {found.before} to {found.now}"
    table(title, ["table", "before", "now", "added", "removed", "changed", "columns"], counts)
    for one in found.tables:
        for kind, keys in (("added", one.added_keys), ("removed", one.removed_keys), ("changed", one.changed_keys)):
            if keys:
                tell(f"  {one.table}, {kind}: {' '.join(keys)}")


def history(
    key: Annotated[str, typer.Argument(help="Enterprise or establishment number, with dots or without.")],
    as_json: AsJson = False,
) -> None:
    """Show when one enterprise or establishment changed its NACE code, address, name or status; recorded."""
    found = acts.registers.unit_history(acting(), key)
    if as_json:
        show(found)
        return
    tell(f"{found.kind} {found.key}: in {found.snapshots} snapshots from {found.first} to {found.last}.")
    tell(f"Known from {found.known_from} to {found.known_until}; nothing before {found.first} is kept.")
    table("As last known", ["what", "is"], [(what, "; ".join(said)) for what, said in found.now.items()])
    rows = [
        (one.what, f"{one.last_seen} – {one.first_seen}", "; ".join(one.was) or "–", "; ".join(one.is_now) or "–")
        for one in found.changes
    ]
    table("What changed, and between which days", ["what", "between", "was", "is"], rows)


def describe(
    register: Which,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print docs/reference/registers/REGISTER.md.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show what a register must contain: files and columns; with --markdown also codes, expectations and limits."""
    from flows.command.house.describing import page_of
    from sectors.reader import load_rules

    catalogue = load_rules().on(today())
    page = page_of(catalogue, register)
    if markdown:
        tell(page.rstrip("\n"))
        return
    spec = catalogue.registers[register]
    if as_json:
        show(spec.model_dump(mode="json"))
        return
    tell(f"{register}: {spec.label.en}; from {spec.owner}. --markdown shows codes, expectations and limits too.")
    for one in spec.tables:
        rows = [(c.name, c.kind, c.use, "yes" if c.required else "", c.lake or "") for c in one.columns]
        table(f"{', '.join(one.files)}", ["column", "kind", "use", "required", "name in the lake"], rows)


def prune(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would go, and why the others stay.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Remove the snapshots whose days are over, or that no authorisation lets the house keep; never a frozen one."""
    done = acts.registers.prune(by_hand_or("keep"), dry_run=dry_run)
    if as_json:
        show([{"register": s.register, "day": s.day, "state": s.state, "why": s.told, "rows": s.rows, "bytes": s.size}
              for s in (done.snapshots if dry_run else done.due)])  # fmt: skip
        return
    title = "Snapshots, and what the policy says" if dry_run else "Destroyed, by register, state and reason"
    told = _counted(done.snapshots if dry_run else done.due, one_by_one=dry_run)
    table(title, ["register", "days", "state", "why", "snapshots", "rows", "MB"], told)
    rows, freed = sum(one.rows for one in done.due), sum(one.size for one in done.due) / _MEGABYTE
    tell(f"{len(done.due)} snapshots {'would go' if dry_run else 'are gone'}: {rows:,} rows ({freed:,.1f} MB).")


def _counted(found: Sequence[Prunable], *, one_by_one: bool) -> list[tuple[object, ...]]:
    """Return snapshots as rows of a table, counted by register, state and reason; of the rows in them the number."""
    parts: dict[tuple[object, ...], list[Prunable]] = {}
    for one in found:
        parts.setdefault((one.register, one.state, one.told, one.day if one_by_one else None), []).append(one)
    return [
        (
            register,
            f"{mine[0].day} – {mine[-1].day}" if len(mine) > 1 else mine[0].day,
            state,
            why,
            len(mine),
            f"{sum(one.rows for one in mine):,}",
            f"{sum(one.size for one in mine) / _MEGABYTE:,.1f}",
        )
        for (register, state, why, _), mine in parts.items()
    ]


def freeze(register: Which, day: Day, reason: Reason, as_json: AsJson = False) -> None:
    """Keep the snapshot of a day, with all that it stands on, whatever its age."""
    acts.registers.freeze(acting(), register, day.date(), reason=reason)
    _done(register, day, "frozen", as_json)


def thaw(register: Which, day: Day, reason: Reason, as_json: AsJson = False) -> None:
    """Let the policy decide again about a snapshot that was frozen."""
    acts.registers.thaw(acting(), register, day.date(), reason=reason)
    _done(register, day, "thawed", as_json)


def _done(register: str, day: datetime, state: str, as_json: bool) -> None:
    told = {"register": register, "day": day.date(), "state": state}
    show(told) if as_json else tell(f"{register} of {day.date()}: {state}.")


def _columns(one: TableChanges) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in sorted(one.columns.items(), key=lambda c: -c[1]))
