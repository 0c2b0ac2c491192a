"""Yesterday's copy, a rewritten trail, and what brings a house back (findings 5 and 6)."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from benchmarks.found_before.probes import Finding, Found, is_green, told
from benchmarks.found_before.product import DIRECTION, Product

# The guards are put back: whoever rewrites a trail would not leave them away. Each commit chains by its own rule.
_REWRITTEN = """
from sqlalchemy import text
from sqlmodel import Session, select
from inspection.settings import settings
from inspection.trust.audit import entry_hash
try:
    from inspection.store.opening import open_store
    from inspection.store.records import AuditEntryRow as Entry
except ImportError:
    from inspection.store import AuditEntry as Entry, open_store
store = open_store(settings())
with Session(store.engine) as session:
    guards = session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    for name, _ in guards:
        session.execute(text(f"DROP TRIGGER {name}"))
    entries = session.exec(select(Entry).where(Entry.stream == "control").order_by(Entry.n)).all()
    entries[0].who = "nobody"
    for before, entry in zip([None, *entries], entries):
        entry.previous = before.hash if before else entry.previous
        entry.hash = entry_hash(entry)
    session.flush()
    for _, sql in guards:
        session.execute(text(sql))
    session.commit()
    print(len(entries), "entries chained anew")
store.close()
"""


def _noticed(product: Product) -> Found:
    """Whether neither command that looks at the history says a word."""
    verified, doctor = product.vigie("audit", "verify"), product.doctor()
    return Found(is_green(verified) and is_green(doctor), f"verify {told(verified)}; doctor {told(doctor)}")


def an_older_copy(product: Product, folder: Path) -> Found:
    """The database of before is put back after some more was done, and after a checkpoint."""
    with product.copied(folder) as mine:
        shutil.copytree(mine.home / "store", folder / "before")
        mine.vigie("refer", "list", by=DIRECTION)
        _signed(mine, folder)
        shutil.rmtree(mine.home / "store")
        shutil.copytree(folder / "before", mine.home / "store")
        return _noticed(mine)


def a_rewritten_trail(product: Product, folder: Path) -> Found:
    """Somebody else is made the author of an entry, and every entry after it is chained anew."""
    with product.copied(folder) as mine:
        _signed(mine, folder)
        done = mine.python(_REWRITTEN)
        if done.code:
            raise RuntimeError(done.said)
        return _noticed(mine)


def _signed(product: Product, folder: Path) -> None:
    signed = product.vigie("audit", "checkpoint", str(folder / "checkpoint.json"))
    if signed.code:
        raise RuntimeError(signed.said)


def no_way_back(product: Product, folder: Path) -> Found:
    """A backup is taken, the home is lost but for its keys, and the house is brought back in another folder."""
    with product.copied(folder) as mine:
        safe, new = folder / "safe", folder / "new"
        safe.mkdir(mode=0o700)
        taken = mine.vigie("backup", "--to", str(safe))
        if taken.code:
            return Found(True, told(taken))
        new.mkdir(mode=0o700)
        for kept in ("keys", "keyring"):
            shutil.copytree(mine.home / kept, new / kept)
        shutil.rmtree(mine.home)
        back = replace(mine, home=new)
        restored = back.vigie("restore", "--to", str(new), "--from", str(safe))
        seen = back.vigie("control", "list", "--json", by=DIRECTION)
        same = seen.said.count('"id"') == product.vigie("control", "list", "--json", by=DIRECTION).said.count('"id"')
        return Found(bool(restored.code) or not same or not seen.said.count('"id"'), told(restored))


def _no_rotation(name: str) -> Callable[[Product, Path], Found]:
    def probe(product: Product, folder: Path) -> Found:
        with product.copied(folder) as mine:
            turned = mine.vigie("keys", "rotate", name)
            doctor = mine.doctor()
            return Found(not (is_green(turned) and is_green(doctor)), told(turned))

    return probe


HISTORY = (
    Finding("5", "an older database verifies", an_older_copy),
    Finding("5", "an edited trail that was chained anew verifies", a_rewritten_trail),
    Finding("6", "no backup that can be restored", no_way_back),
    *(Finding("6", f"no rotation of the {name} key", _no_rotation(name)) for name in ("field", "database")),
)
