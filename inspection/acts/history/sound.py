"""What a long-running process reads at its start: pages of the database and files of the lake, up to a bound.

`vigie doctor` reads all of both.
"""

from collections.abc import Iterator
from pathlib import Path

from inspection.acts import registers
from inspection.acts.history.telling import DAMAGED, tell, tell_over
from inspection.errors import HistoryFault, StoreFault
from inspection.registers.lake import Lake, damages_of, manifest_sha256
from inspection.store.opening import signed_pages
from inspection.time_of import day_in_brussels
from inspection.trust import Context

_MEGABYTE = 1_000_000


def require_sound(context: Context) -> tuple[HistoryFault, ...]:
    """Refuse a database of which a page is not as it was written, and tell of files of the lake that are not.

    A damaged register stops no referral: it is an alert, and what is told.

    Result: what is wrong with the lake, and what was too large to be read. Errors: `StoreFault` 031.
    """
    app = context.app
    most = app.catalogue(day_in_brussels(context.at)).history.start_megabytes * _MEGABYTE
    damaged, unread = list[HistoryFault](), list[HistoryFault]()
    if app.store.is_embedded:
        unread += _pages(context, most)
    lake = list(_lake(context, most))
    damaged += [fault for fault in lake if fault.code == "HISTORY-141"]
    unread += [fault for fault in lake if fault.code != "HISTORY-141"]
    for fault in damaged[:1]:
        tell(context, DAMAGED, fault)
    if not lake:  # read whole, and sound
        tell_over(context, DAMAGED)
    return (*damaged, *unread)


def _pages(context: Context, most: int) -> Iterator[HistoryFault]:
    """Read the pages of the database; where there is more than `most` bytes a part of them, another one each day.

    Gives what was not read. Errors: `StoreFault` 031.
    """
    app = context.app
    parts = -(-app.settings.store_file.stat().st_size // most) if most else 0
    if not parts:
        yield HistoryFault("HISTORY-142", place="store")
        return
    part = day_in_brussels(context.at).toordinal() % parts
    if not signed_pages(app.store, part, parts):
        raise StoreFault("STORE-031")
    if parts > 1:
        yield HistoryFault("HISTORY-143", part=part + 1, parts=parts, place="store")


def _lake(context: Context, most: int) -> Iterator[HistoryFault]:
    """Give each file of the lake that is not as it was taken in; the newest snapshots are read first.

    Where there is more than `most` bytes, the rest is not read, and the first that was not is told.
    """
    app, lake = context.app, Lake(context.settings.lake)
    with app.store.read() as session:
        taken, given_up = registers.snapshots_taken(session), registers.snapshots_given_up(session)
    for (register, day), manifest in sorted(taken.items()):
        if (register, day) not in given_up and manifest_sha256(lake, register, day) != manifest:
            yield HistoryFault("HISTORY-141", place=f"lake/{register}/{day}")
    left = most
    for register, day in sorted(taken.keys() - given_up.keys(), key=lambda one: one[1], reverse=True):
        snapshot = lake.root / register / day
        left -= _size(snapshot)
        if left < 0:
            yield HistoryFault("HISTORY-142", place=f"lake/{register}/{day}")
            return
        if snapshot.is_dir():
            for one in damages_of(snapshot):
                if one.is_certain:
                    yield HistoryFault("HISTORY-141", place=f"lake/{one.where}")


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir()) if folder.is_dir() else 0
