"""The office asks its witness: where did it see the trail last, and would it sign where the trail stands now?"""

import json
import secrets
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedIOBase
from pathlib import Path
from typing import Any

from inspection.errors import HistoryFault
from inspection.history.checkpoints import Checkpoint, proves
from inspection.history.notary import Asked, Entry
from inspection.history.serving import peer_of

ANSWER_SECONDS = 60.0  # a witness may still push what it signed before to another machine


@dataclass(frozen=True)
class Answer:
    """What a witness says.

    key
        The public half of its key.
    newest
        The checkpoint that it signed last; None before the first.
    begins_anew
        Whether it was told to let the trail go back, once.
    pushed
        Number of the last checkpoint that lies in its other place; None where it has none. What it signs now goes there
        after the answer.
    trouble
        Why the other place was not reached the last time.
    account
        The account that it runs under, as the system knows it.
    between
        Checkpoints that it signed after the one that was said to be kept here, and before the newest.
    """

    key: str
    newest: Checkpoint | None
    begins_anew: bool
    pushed: int | None
    trouble: str
    account: int
    between: tuple[Checkpoint, ...] = ()


def ask_newest(path: Path) -> Answer:
    """Ask a witness for the checkpoint that it signed last.

    Errors: `HistoryFault` 113 where it does not answer, 118 where it does not prove that it has its key, 132 where it
    was not told to answer this account, 133 where its own log is not whole.
    """
    return _asked(path, {"ask": "newest"}, ())


def ask_to_sign(path: Path, asked: Asked, entries: Iterable[Entry], *, kept: int) -> Answer:
    """Ask a witness to sign where the trail stands.

    Arguments: `kept` number of the last checkpoint that is kept here; those after it come with the answer.
    Errors: those of `ask_newest`; `HistoryFault` 130 where it refuses since the trail does not go on from where it was,
    131 where another checkpoint came first.
    """
    question = {
        "ask": "sign",
        "based_on": asked.based_on,
        "heads": {stream: list(head) for stream, head in asked.heads.items()},
        "counts": dict(asked.counts),
        "kept": kept,
    }
    return _asked(path, question, entries)


def _asked(path: Path, question: dict[str, Any], entries: Iterable[Entry]) -> Answer:
    nonce = secrets.token_hex(16)
    with _connected(path) as (connection, stream):
        account = peer_of(connection)
        stream.write(_line({**question, "nonce": nonce}))
        for entry in entries:
            stream.write(_line(dict(entry.body)))
        stream.write(b"\n")
        stream.flush()
        raw = json.loads(stream.readline())
        return _answer(raw, nonce, account)


def _answer(raw: dict[str, Any], nonce: str, account: int) -> Answer:
    if code := raw.get("refused"):
        _refuse(code, str(raw.get("place", "")))
    proof = str(raw.pop("proof", ""))
    if not proves(proof, raw, nonce, str(raw["key"])):
        raise HistoryFault("HISTORY-118")
    newest = Checkpoint.read(raw["checkpoint"]) if raw["checkpoint"] else None
    between = tuple(Checkpoint.read(one) for one in raw.get("between", ()))  # an older witness gives none
    return Answer(raw["key"], newest, bool(raw["begins_anew"]), raw["pushed"], str(raw["trouble"]), account, between)


def _refuse(code: str, place: str) -> None:
    if code == "HISTORY-130":
        raise HistoryFault("HISTORY-130", place=place)
    if code == "HISTORY-131":
        raise HistoryFault("HISTORY-131")
    if code == "HISTORY-132":
        raise HistoryFault("HISTORY-132")
    raise HistoryFault("HISTORY-133", trouble=code, file=place)


@contextmanager
def _connected(path: Path) -> Iterator[tuple[socket.socket, BufferedIOBase]]:
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(ANSWER_SECONDS)
            connection.connect(str(path))
            with connection.makefile("rwb") as stream:
                yield connection, stream
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise HistoryFault("HISTORY-113", kind=type(fault).__name__) from None


def _line(raw: dict[str, Any]) -> bytes:
    return json.dumps(raw, ensure_ascii=False, allow_nan=False).encode() + b"\n"
