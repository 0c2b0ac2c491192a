"""Whoever signs: it follows the trail from what it signed last to what it is shown, and signs nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspection.errors import HistoryFault
from inspection.history.checkpoints import START, Checkpoint, Heads, link, public_of
from inspection.history.logs import Log


@dataclass(frozen=True)
class Asked:
    """What somebody wants to have signed.

    based_on
        Number of the newest checkpoint when the trail was read; 0 before the first. Two that ask at once would else
        look as if the second went back.
    """

    based_on: int
    heads: Heads
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Entry:
    """An entry of the trail as the signer sees it: where it stands, and everything that its hash binds."""

    stream: str
    n: int
    body: Mapping[str, Any]


@dataclass(frozen=True)
class Notary:
    """A key and the log of what was signed with it."""

    key: Ed25519PrivateKey = field(repr=False)
    log: Log

    @property
    def public_key(self) -> str:
        return public_of(self.key)

    def newest(self) -> Checkpoint | None:
        """Return the last checkpoint.

        Errors: `HistoryFault` 105 for one that this key did not sign.
        """
        newest = self.log.newest()
        if newest is not None and not newest.is_signed_by(self.public_key):
            raise HistoryFault("HISTORY-105", where=self.log.file.name)
        return newest

    def sign(self, asked: Asked, entries: Iterable[Entry], *, at: datetime, is_anew: bool = False) -> Checkpoint:
        """Sign where the trail stands, if it went on from where it stood.

        Nothing is believed: every entry since the last checkpoint is hashed here, from the head that was signed.

        Arguments: `entries` all since the last checkpoint, each stream's in order; all that there are where `is_anew`.
        Errors: `HistoryFault` 130 for a trail that does not follow or rows that are gone, 131 where another checkpoint
        came first.
        """
        newest = self.newest()
        if asked.based_on != (newest.number if newest else 0):
            raise HistoryFault("HISTORY-131")
        before = {} if newest is None or is_anew else dict(newest.heads)
        _refuse_other_end(asked.heads, _followed(before, entries))
        if newest is not None and not is_anew:
            _refuse_fewer(newest.counts, asked.counts)
        made = Checkpoint(
            number=asked.based_on + 1,
            at=at,
            previous=newest.digest if newest else START,
            heads=dict(asked.heads),
            counts=dict(asked.counts),
            is_anew=is_anew,
            key=self.public_key,
        ).signed(self.key)
        self.log.add(made)
        return made


def _followed(heads: dict[str, tuple[int, str]], entries: Iterable[Entry]) -> Heads:
    for entry in entries:
        n, head = heads.get(entry.stream, (0, START))
        if entry.n != n + 1 or entry.body.get("stream") != entry.stream or entry.body.get("n") != entry.n:
            raise HistoryFault("HISTORY-130", place=f"{entry.stream} {n + 1}")
        heads[entry.stream] = (entry.n, link(head, entry.body))
    return heads


def _refuse_other_end(asked: Heads, followed: Heads) -> None:
    for stream in sorted({*asked, *followed}):
        if asked.get(stream) != followed.get(stream):
            raise HistoryFault("HISTORY-130", place=f"{stream} {followed.get(stream, (0, ''))[0]}")


def _refuse_fewer(before: Mapping[str, int], now: Mapping[str, int]) -> None:
    for table, count in sorted(before.items()):
        if now.get(table, 0) < count:
            raise HistoryFault("HISTORY-130", place=f"rows of {table}")
