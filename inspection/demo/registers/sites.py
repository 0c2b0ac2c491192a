"""Building sites: declarations of works with their chain of contractors, and who checked in on them.

A site's hidden risk is that of its firms; it makes the chain deeper and the presence thinner than the amount suggests.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from inspection.demo.registers import people, streets, writing
from inspection.demo.registers.declarations import chance
from inspection.demo.registers.enterprises import Firms
from inspection.demo.registers.parts import Part
from inspection.demo.registers.places import Floats, Ints
from inspection.demo.registers.trades import SECTORS

_CONSTRUCTION = SECTORS.index("construction")
_CHECKIN_DAYS = 365
_MOST_SUBCONTRACTORS = 5
_EUR_A_WORKER_DAY = 500
_FIRST_NUMBER = 9_100_000_001
_FIRST_OWNER = 9_000_000  # serials far above those of workers at any scale, below those of past controls


@dataclass(frozen=True)
class Sites:
    """Works, contractors and presences as published, and the risk of each site beside them.

    truth
        site, workplace, risk, address: for the past controls; it is written nowhere.
    """

    works: pl.DataFrame
    contractors: pl.DataFrame
    presences: pl.DataFrame
    truth: pl.DataFrame


def build_sites(firms: Firms, workforce: pl.DataFrame, on: date, rng: np.random.Generator) -> Sites:
    """Return a declaration of works for each plot, its contractors, and the check-ins of a year."""
    builders = firms.enterprises.filter(pl.col("sector") == _CONSTRUCTION)
    plots = firms.plots if len(builders) else firms.plots[:0]
    chain = _chain(builders, len(plots), on, rng)
    risk = chain.group_by("site", maintain_order=True).agg(pl.col("risk").mean()).sort("site")["risk"].to_numpy()
    works = _works(firms, plots, chain, on, rng)
    presences = _presences(works, chain, risk, workforce, on, rng, firms.part)
    truth = pl.DataFrame({"site": np.arange(len(plots)), "risk": risk, "address": plots}).with_columns(
        workplace=pl.format("site:{}", works["WorkDeclarationNbr"])
    )
    numbered = chain.join(works.select("site", "WorkDeclarationNbr", "begin"), on="site", maintain_order="left")
    contractors = numbered.select(
        "WorkDeclarationNbr", CompanyID="number", PrincipalCompanyID="principal", Level="level",
        DeclaredAt=pl.min_horizontal(pl.col("begin") - pl.duration(days="notice"), pl.lit(on)).dt.strftime("%Y-%m-%d"),
    )  # fmt: skip
    return Sites(works.drop("site", "begin", "end"), contractors, presences, truth)


def _chain(builders: pl.DataFrame, sites: int, on: date, rng: np.random.Generator) -> pl.DataFrame:
    """Return the contractors of each site, level 1 first; each deeper one hangs under one a level above."""
    number, risk, ent = (builders[name].to_numpy() for name in ("number", "risk", "ent"))
    weight = builders["staff"].to_numpy() + 0.05
    wants = weight * (builders["started"].to_numpy() < np.datetime64(on))
    site, firm = (
        np.arange(sites),
        rng.choice(len(ent), size=sites, p=wants / wants.sum()) if sites else np.zeros(0, int),
    )
    crew = rng.poisson(1.1 * np.exp(0.35 * risk[firm]))
    levels = [(site, firm, firm, np.ones(sites, dtype=np.int64))]
    above, level = firm, np.ones(sites, dtype=np.int64)
    for n in range(_MOST_SUBCONTRACTORS):
        has = crew > n
        deeper = (rng.random(sites) < chance(0.3, 0.6, risk[above])) | (n == 0)
        principal, level = np.where(deeper, above, firm), np.where(deeper, level + 1, 2)
        sub = rng.choice(len(ent), size=sites, p=weight / weight.sum()) if sites else firm
        kept = has & (sub != firm) & (sub != principal)
        levels.append((site[kept], sub[kept], principal[kept], level[kept]))
        above, level = np.where(kept, sub, firm), np.where(kept, level, 1)
    rows = [np.concatenate(parts) for parts in zip(*levels, strict=True)]
    frame = pl.DataFrame({
        "site": rows[0], "number": number[rows[1]], "ent": ent[rows[1]], "risk": risk[rows[1]], "level": rows[3],
        "principal": np.where(rows[3] == 1, "", number[rows[2]]), "notice": rng.integers(0, 30, len(rows[0])),
    }).with_columns(pl.col("principal").replace("", None))  # fmt: skip
    return frame.unique(["site", "number"], keep="first", maintain_order=True).sort("site", "level", "number")


def _works(firms: Firms, plots: Ints, chain: pl.DataFrame, on: date, rng: np.random.Generator) -> pl.DataFrame:
    many = len(plots)
    amount = np.exp(rng.normal(10.8, 1.0, many)) + 5_000
    length = np.clip(rng.normal(90, 40, many) * (amount / 55_000) ** 0.35, 10, 700).astype(np.int64)
    ago = (rng.random(many) * (length + 120)).astype(np.int64) - 10
    begin, end = writing.days_before(on, ago), writing.days_before(on, ago - length)
    where = streets.speak(firms.addresses[plots]).with_columns(pointed=pl.Series(rng.random(many) < 0.6))
    main = chain.filter(pl.col("level") == 1).sort("site")
    flemish = pl.col("language").is_in(["nl", "both"])
    return where.select(
        site=pl.Series(np.arange(many)), begin=begin, end=end,
        WorkDeclarationNbr=pl.Series(_FIRST_NUMBER + firms.part.lane(np.arange(many))).cast(pl.String),
        MainContractorCompanyID=main["number"], StartDate=begin.dt.strftime("%Y-%m-%d"),
        EndDate=end.dt.strftime("%Y-%m-%d"), AmountCents=pl.Series(np.rint(amount * 100).astype(np.int64)),
        Postcode="postcode", Municipality=pl.when(flemish).then("municipality_nl").otherwise("municipality_fr"),
        Street=pl.when(flemish).then("kbo_nl").otherwise("kbo_fr"), HouseNumber="house_number",
        Latitude=pl.when("pointed").then("lat"), Longitude=pl.when("pointed").then("lon"),
    )  # fmt: skip


def _presences(
    works: pl.DataFrame,
    chain: pl.DataFrame,
    risk: Floats,
    workforce: pl.DataFrame,
    on: date,
    rng: np.random.Generator,
    part: Part,
) -> pl.DataFrame:
    """Return one row for each person, site and day on which somebody checked in."""
    site, firm, head, day, when = _shifts(works, chain, risk, on, rng)
    ent = chain["ent"].to_numpy()[firm]
    worker = _workers(ent, head, workforce, part)
    out = np.where(rng.random(len(site)) < 0.3, when + rng.integers(420, 560, len(site)), -1)
    rows = pl.DataFrame({
        "WorkDeclarationNbr": works["WorkDeclarationNbr"].to_numpy()[site],
        "CompanyID": chain["number"].to_numpy()[firm], "INSS": people.impossible_numbers(worker),
        "CheckInDate": pl.Series(day).cast(pl.Date).dt.strftime("%Y-%m-%d"),
        "InAt": _clock(when), "OutAt": _clock(out), "Scheme": ["construction"] * len(site),
    })  # fmt: skip
    return rows.unique(["WorkDeclarationNbr", "CompanyID", "INSS", "CheckInDate"], keep="first", maintain_order=True)


def _shifts(
    works: pl.DataFrame, chain: pl.DataFrame, risk: Floats, on: date, rng: np.random.Generator
) -> tuple[Ints, Ints, Ints, npt.NDArray[Any], Ints]:
    """Return for each person-day on a site: the site, its row in the chain, which head of the firm, day, minute.

    How many there are follows the amount, in proportion to the time that has run, less what the site hides.
    """
    begin, end = works["begin"].to_numpy(), works["end"].to_numpy()
    first = np.maximum(begin, np.datetime64(on) - np.timedelta64(_CHECKIN_DAYS, "D"))
    run = np.maximum(0, (np.minimum(end, np.datetime64(on) - np.timedelta64(1, "D")) - first).astype("int64") + 1)
    worked = works["AmountCents"].to_numpy() / 100 / _EUR_A_WORKER_DAY * run / (end - begin).astype("int64")
    hidden = np.where(rng.random(len(risk)) < chance(0.16, 1.1, risk), rng.uniform(0.4, 1.0, len(risk)), 0.05)
    of = chain["site"].to_numpy()
    expected = (
        worked * (1 - hidden) * rng.uniform(0.8, 1.2, len(risk)) / np.maximum(1, np.bincount(of, minlength=len(risk)))
    )
    count = rng.poisson(expected[of])
    crew = np.clip(np.rint(expected / np.maximum(1, run) * 2.5), 1, 12).astype(np.int64)
    firm = np.repeat(np.arange(len(chain)), count)
    site = of[firm]
    day = first[site] + (rng.random(len(firm)) * run[site]).astype(np.int64).astype("timedelta64[D]")
    weekend = np.maximum(0, (day.astype("datetime64[D]").view("int64") - 4) % 7 - 4)  # day 4 of the epoch: a Monday
    day = np.maximum(day - weekend.astype("timedelta64[D]"), first[site])
    head = rng.integers(0, 1 << 30, len(firm)) % crew[site]
    return site, firm, head, day, 420 + rng.integers(-30, 61, len(site))


def _workers(ent: Ints, head: Ints, workforce: pl.DataFrame, part: Part) -> Ints:
    """Return the serial of each person: one of the firm's declared workers, or the self-employed owner."""
    lists = pl.DataFrame({"ent": ent, "head": head}).join(workforce, on="ent", how="left", maintain_order="left")
    size = pl.col("worker").list.len()
    own = part.lane(pl.col("ent")) + _FIRST_OWNER
    picked = pl.when(size > 0).then(pl.col("worker").list.get(pl.col("head") % size, null_on_oob=True)).otherwise(own)
    return lists.select(picked.cast(pl.Int64)).to_series().to_numpy()


def _clock(minutes: Ints) -> pl.Series:
    column = pl.col("m")
    text = (column // 60 * 100 + column % 60).cast(pl.String).str.zfill(4)
    return pl.DataFrame({"m": minutes}).select(pl.when(column >= 0).then(text)).to_series()
