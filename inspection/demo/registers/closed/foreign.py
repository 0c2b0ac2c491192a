"""Postings from abroad, and the titles of workers from outside: invented, about numbers that can be nobody's.

Posted workers have serials of their own; permits and titles are about some of those whom Dimona declares. Which ones
follows from their serial alone, so that the demo of another day has the same. Countries are drawn alike for all firms:
nothing here hangs together with anybody's origin.
"""

from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from inspection.demo.registers.declarations import chance
from inspection.demo.registers.parts import WHOLE, Part
from inspection.demo.registers.people import impossible_numbers
from inspection.demo.registers.sites import Sites

_COUNTRIES: Final = ("AT", "BG", "DE", "ES", "FR", "LT", "LU", "NL", "PL", "PT", "RO", "SK")
_REGIONS: Final = ("brussels", "flanders", "wallonia", "german_community")
_TITLES: Final = ("A", "B", "EU", "EU+", "F", "H", "L", "AI")
_MARKET: Final = {"A": "limited", "H": "limited", "AI": "none"}
_FIRST_POSTED: Final = 14_000_000  # serials above those of workers, owners and persons of past controls
_POSTED_SITES, _CREW = 0.25, 4
_ONE_PERMIT_IN, _ONE_TITLE_IN = 41, 17  # workers


def postings(built: Sites, on: date, rng: np.random.Generator, part: Part = WHOLE) -> pl.DataFrame:
    """Return the declarations of posted workers: on one site in four, by a crew, mostly while the works run.

    A site's hidden risk makes postings more frequent that lie outside the days of its works.
    """
    sites = built.works.with_columns(risk=built.truth["risk"]).filter(
        pl.Series(rng.random(len(built.works)) < _POSTED_SITES)
    )
    row = np.repeat(np.arange(len(sites)), rng.integers(1, _CREW + 1, len(sites)))
    begin, end = (sites[name].str.to_date().to_numpy()[row] for name in ("StartDate", "EndDate"))
    count, risk = len(row), sites["risk"].to_numpy()[row]
    days = (end - begin).astype("int64")
    starts = begin + (rng.random(count) * np.maximum(1, days - 5)).astype("timedelta64[D]")
    outside = rng.random(count) < chance(0.12, 0.9, risk)
    starts = np.where(outside, begin - rng.integers(30, 90, count).astype("timedelta64[D]"), starts)
    ends = starts + rng.integers(4, 25, count).astype("timedelta64[D]")
    notice, number = rng.integers(1, 15, count), part.lane(np.arange(count, dtype=np.int64))
    rows = pl.DataFrame({
        "LimosaDeclarationNbr": [f"L{n + 1:09d}" for n in number],
        "INSS": impossible_numbers(_FIRST_POSTED + number),
        "Kind": np.where(rng.random(count) < 0.9, "employee", "self_employed"),
        "SenderCountry": rng.choice(_COUNTRIES, count),
        "UserCompanyID": sites["MainContractorCompanyID"].to_numpy()[row],
        "WorkDeclarationNbr": sites["WorkDeclarationNbr"].to_numpy()[row],
        "StartDate": _text(starts), "EndDate": _text(ends),
        "DeclaredAt": _text(starts - notice.astype("timedelta64[D]")) + "T08:15:00Z",
        "State": np.where(rng.random(count) < 0.04, "cancelled", "active"),
    })  # fmt: skip
    return rows.filter(pl.col("DeclaredAt") <= f"{on.isoformat()}T00")


def certificates(posted: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Return an A1 certificate for most posted employees; few are withdrawn or in question."""
    crew = posted.filter(pl.col("Kind") == "employee")
    crew = crew.filter(pl.Series(rng.random(len(crew)) < 0.9))
    return crew.select(
        CertificateNbr=pl.format("A1-{}", pl.col("LimosaDeclarationNbr").str.slice(1)), INSS="INSS",
        IssuingCountry="SenderCountry", StartDate="StartDate", EndDate="EndDate",
        State=pl.Series(rng.choice(["valid", "withdrawn", "in_question"], len(crew), p=[0.95, 0.02, 0.03])),
    )  # fmt: skip


def permits(workforce: pl.DataFrame, numbers: pl.DataFrame, on: date) -> pl.DataFrame:
    """Return single permits of some declared workers, for the employer that declared them.

    Arguments: `workforce` `ent` with its `worker` list; `numbers` `ent` and `number` of enterprises.
    """
    rows = _every(workforce, _ONE_PERMIT_IN).join(numbers, on="ent", maintain_order="left")
    begun = _days(on, rows["worker"], 900)
    state = pl.when(pl.col("worker") % 23 == 0).then(pl.lit("withdrawn")).otherwise(pl.lit("granted"))
    market = pl.when(pl.col("worker") % 5 == 0).then(pl.lit("unlimited")).otherwise(pl.lit("limited"))
    return rows.select(
        PermitNbr=pl.format("P{}", "worker"), INSS=impossible_numbers(rows["worker"].to_numpy()),
        EmployerCompanyID="number", IssuedBy=pl.Series([_REGIONS[w % 4] for w in rows["worker"]], dtype=pl.String),
        StartDate=_text(begun), EndDate=_text(begun + np.timedelta64(1095, "D")), LabourMarket=market, State=state,
    )  # fmt: skip


def titles(workforce: pl.DataFrame, on: date) -> pl.DataFrame:
    """Return titles of residence of some declared workers, and what each lets them do."""
    rows = _every(workforce, _ONE_TITLE_IN)
    begun = _days(on, rows["worker"], 1500)
    given = [_TITLES[w // _ONE_TITLE_IN % len(_TITLES)] for w in rows["worker"]]
    return rows.select(
        INSS=impossible_numbers(rows["worker"].to_numpy()), Title=pl.Series(given, dtype=pl.String),
        StartDate=_text(begun), EndDate=_text(begun + np.timedelta64(1826, "D")),
        LabourMarket=pl.Series([_MARKET.get(one, "unlimited") for one in given], dtype=pl.String),
    )  # fmt: skip


def _every(workforce: pl.DataFrame, so_many: int) -> pl.DataFrame:
    """Return one worker in so many, once each, with the first enterprise that declared them."""
    rows = workforce.explode("worker").filter(pl.col("worker") % so_many == 0)
    return rows.unique("worker", keep="first", maintain_order=True).sort("worker")


def _days(on: date, workers: pl.Series, most: int) -> npt.NDArray[Any]:
    return np.datetime64(on) - (workers.to_numpy() * 7919 % most).astype("timedelta64[D]")


def _text(days: npt.NDArray[Any]) -> pl.Series:
    return pl.Series(days).cast(pl.Date).dt.strftime("%Y-%m-%d")
