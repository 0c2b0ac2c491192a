"""`vigie export` and `vigie territory`: a released week for a GIS, and zones of one's own on the maps."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from flows.command.shell.console import AsJson, acting, show, table, tell
from inspection import acts
from inspection.errors import TerritoryFault
from inspection.time_of import IsoWeek

export_app = typer.Typer(help="What leaves for other programs: gpkg.", no_args_is_help=True)
territory_app = typer.Typer(help="Zones of your own on the maps: --layer, list, remove.", invoke_without_command=True)


@export_app.command()
def gpkg(
    week: Annotated[str, typer.Option("--week", help="Such as 2026-W49; approved, or it is refused.")],
    purpose: Annotated[str, typer.Option("--purpose", help="Why you take it, such as planning; it is recorded.")],
    out: Annotated[Path | None, typer.Option("--out", help="File; in the week's folder by default.")] = None,
    district: Annotated[str | None, typer.Option(help="One district only.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write an approved week as a GeoPackage: districts, cantons, risk cells, visits and rounds, with styles."""
    made = acts.maps.export_week(
        acting(),
        IsoWeek.parse(week),
        purpose=purpose,
        file=out,
        district=district,
        force=force,
    )
    if as_json:
        show(made)
        return
    table(f"{made.week}: {', '.join(made.districts)}", ["layer", "features"], list(made.counts.items()))
    tell(f"hash    {made.sha256}")
    tell(f"written {made.file}")


@territory_app.callback()
def territory(
    context: typer.Context,
    layer: Annotated[Path | None, typer.Option(help="File with areas: GeoPackage, GeoJSON, Shapefile, …")] = None,
    name: Annotated[str | None, typer.Option(help="What the zones are called; as the file by default.")] = None,
    label: Annotated[str | None, typer.Option(help="Column whose text is written on a zone.")] = None,
    as_json: AsJson = False,
) -> None:
    """Draw the areas of a file on the maps that you look at (`--layer`): drawn, and read by nothing else."""
    if context.invoked_subcommand:
        return
    if layer is None:
        raise TerritoryFault("PLACE-402", kind="--layer is missing")
    made = acts.maps.add_zones(acting(), layer, name=name, label=label)
    if as_json:
        show(_told(made))
        return
    tell(f"{made.name}: {len(made.features)} zones, {made.mended} of them mended.")
    for why, number in made.refused.items():
        tell(f"  {number} refused: {why}")


@territory_app.command("list")
def list_zones(as_json: AsJson = False) -> None:
    """List the zones that you added."""
    found = [_told(one) for one in acts.maps.zones_of(acting())]
    if as_json:
        show(found)
        return
    table("Zones on your maps", ["name", "added", "zones"], [(o["name"], o["added"], o["zones"]) for o in found])


@territory_app.command()
def remove(name: str, as_json: AsJson = False) -> None:
    """Remove zones of yours from the maps."""
    acts.maps.remove_zones(acting(), name)
    show({"removed": name}) if as_json else tell("Removed.")


def _told(one: acts.maps.Zones) -> Mapping[str, object]:
    return {
        "name": one.name,
        "added": one.added_on,
        "zones": len(one.features),
        "mended": one.mended,
        "refused": one.refused,
    }
