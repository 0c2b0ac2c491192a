"""An invented city of elsewhere: its inspectorate's table, with its own words, and the configuration that reads it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from inspection.demo.histories.generating import generate
from inspection.demo.histories.world import World

TABLE, CONFIGURATION = "inspecciones.csv", "inspecciones.yaml"
_WORLD = World(
    workplaces=9_000,
    weeks=104,
    visits=40,
    signals=6,
    weights=(-0.8, 0.9, 0.0, 0.6, 1.0, 0.0),
    inspectors=12,
    sectors=("hosteleria", "obras"),
    begin=date(2024, 1, 1),
    severity=0.8,
    sorted=0.5,
)


def write_city(folder: Path, seed: int) -> tuple[Path, Path]:
    """Write the table and the configuration of an invented city into a folder; returns both files.

    Numbers are written with a comma and days from the day on, as its people do: nothing in the table is Vigie's.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = generate(_WORLD, seed)
    table = made.history.frame.select(
        pl.concat_str(pl.lit("T"), pl.col("workplace").cast(pl.String).str.zfill(5)).alias("taller"),
        pl.col("on").dt.strftime("%d/%m/%Y").alias("dia"),
        pl.col("known_on").dt.strftime("%d/%m/%Y").alias("dia_acta"),
        pl.col("sector").alias("ramo"),
        (pl.lit("I") + pl.col("inspector").cast(pl.String)).alias("inspectora"),
        pl.col("announced").replace_strict({True: "si", False: "no"}).alias("avisada"),
        _number(pl.col("inclusion"), 6).alias("probabilidad"),
        _number(7 * (pl.col("s0") * 0.8).exp(), 1).alias("antiguedad_anos"),
        _number(_share("s1", -1.5), 3).alias("contratos_tardios"),
        _number(_share("s2", 0.0), 3).alias("jornada_parcial"),
        _number((pl.col("s3") * 0.7).exp(), 2).alias("rotacion"),
        _number((pl.col("s4") + 0.5).clip(0) * 3, 0).alias("meses_de_deuda"),
        _number((pl.col("s5") * 0.9).exp() * 80, 0).alias("superficie_m2"),
        _number(pl.col("size"), 0).alias("plantilla"),
        _number(pl.col("last_visit"), 0).alias("dias_desde_visita"),
        pl.col("any").replace_strict({True: "si", False: "no"}, default=None).alias("infraccion"),
    )
    file, said = folder / TABLE, folder / CONFIGURATION
    table.write_csv(file, separator=";")
    said.write_text(_CONFIGURATION.format(on=made.end.isoformat(), seed=seed), encoding="utf-8")
    return file, said


def _share(signal: str, level: float) -> pl.Expr:
    return 1 / (1 + (-(pl.col(signal) + level)).exp())


def _number(value: pl.Expr, digits: int) -> pl.Expr:
    text = value.round(digits).cast(pl.Int64 if digits == 0 else pl.Float64).cast(pl.String)
    return text.str.replace(".", ",", literal=True)


_CONFIGURATION = """\
# What is learnt from inspecciones.csv. docs/explanation/how-a-card-is-learnt.md says what each line does.
day: {on}           # the day of the fit: nothing that was known later is looked at
objective: any
seed: {seed}
most_alone: 0.9           # no signal tells apart better than this alone, unless it was measured after the visit

table: {{separator: ";", decimal: ",", days: "%d/%m/%Y", yes: [si], no: [no]}}

columns:
  subject: taller
  chosen_on: dia          # the day for which the visit was chosen
  known_on: dia_acta      # the day on which its outcome was known
  sector: ramo
  inclusion: probabilidad # the probability of having been visited; empty where nobody knows it
  inspector: inspectora
  nuisance: [inspectora, avisada]
  labels: {{any: infraccion}}
  baselines: {{size: plantilla, last visit: dias_desde_visita}}

signals:
  antiguedad_anos: {{way: falls}}
  contratos_tardios: {{way: rises, share: true}}
  jornada_parcial: {{share: true}}
  rotacion: {{}}
  meses_de_deuda: {{way: rises, bins: [0, 1, 3, 6]}}
  superficie_m2: {{}}

limits:
  least_controls: 400
  least_found: 50
  maturity_days: 60
  window_days: 730
  calibration_days: 365
  most_bins: 6
  least_bin_share: 0.03
  most_points: 15
  most_rounding_loss: 0.01
  most_weight: 20

backtest: {{windows: 3, days: 90, capacity: 0.2}}
"""
