"""The schedules of `flows/prefect.yaml` as functions that a test calls, and what stands in a house after them."""

import importlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import func
from sqlmodel import SQLModel, col, select, update

from inspection.store.core import Store
from inspection.store.protection import notices
from inspection.store.referrals import DeliveryRow, ListSendingRow
from inspection.time_of import now

ROOT = Path(__file__).parents[2]
# What a run is asked about that no schedule gives by itself.
ASKED: Mapping[str, dict[str, Any]] = {
    "watch": {"run": "0198c0de-0000-7000-8000-000000000000", "what": "failed"},
    "meeting": {"key": "2026-11-05"},
}


def schedules() -> Iterator[tuple[str, Callable[..., object], dict[str, Any]]]:
    """Every deployment of the schedules, with the function that it calls and what it gives."""
    for one in yaml.safe_load((ROOT / "flows/prefect.yaml").read_text(encoding="utf-8"))["deployments"]:
        path, _, name = one["entrypoint"].partition(":")
        module = importlib.import_module(path.removesuffix(".py").replace("/", "."))
        yield one["name"], getattr(module, name), one.get("parameters", {}) | ASKED.get(one["name"], {})


def in_time(store: Store) -> None:
    """Let what a dead run held be free, and what failed be due again, as it is when the schedule comes back."""
    with store.write() as session:
        for table in (DeliveryRow, ListSendingRow, notices.NoticeRow):
            long_ago = now() - timedelta(days=1)
            session.execute(update(table).where(col(table.lease_until).is_not(None)).values(lease_until=long_ago))
            session.execute(update(table).where(col(table.next_at) > now()).values(next_at=long_ago))


def at_rest(store: Store, *places: Path) -> Counter[str]:
    """Count the rows of each table, and the files of each folder that lies directly in one of these places."""
    found = Counter[str]()
    with store.read() as session:
        for table in SQLModel.metadata.sorted_tables:
            found[table.name] = session.execute(select(func.count()).select_from(table)).scalar_one()
    for place in places:
        for file in place.rglob("*"):
            if file.is_file():
                found[f"{place.name}/{file.relative_to(place).parts[0]}"] += 1
    return found
