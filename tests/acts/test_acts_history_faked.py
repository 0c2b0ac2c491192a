"""A witness that is none: a process of the house's own account that repeats what the true one said once."""

import json
import os
import shutil
import socket
import socketserver
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from builders_acts import AT
from houses import House, house_of
from witnesses import may_be_another, witness

from inspection.acts.history import compare, pin_witness, require_unbroken
from inspection.acts.history import take_checkpoint as take
from inspection.errors import HistoryFault
from inspection.history import ask_newest
from inspection.history_settings import HistorySettings


def said_by(path: Path) -> bytes:
    """What a witness says, to the last byte."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(path))
        connection.sendall(json.dumps({"ask": "newest", "nonce": "00"}).encode() + b"\n\n")
        return connection.makefile("rb").readline()


@contextmanager
def saying(path: Path, answer: bytes) -> Iterator[None]:
    """Answer every question on a socket by the same line."""

    class Answering(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.rfile.readline()
            self.wfile.write(answer)

    path.unlink(missing_ok=True)
    with socketserver.UnixStreamServer(str(path), Answering) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()


def at(house: House, path: Path) -> House:
    """The house, with the socket of its witness elsewhere."""
    settings = replace(house.settings, history=HistorySettings(witness=path, elsewhere=None))
    return house_of(replace(house, settings=settings))


def test_an_older_answer_of_the_true_witness_passes_no_start(embedded: House) -> None:
    """Its checkpoint is signed and true; what says it cannot answer the number of this question."""
    with witness() as one:
        house = at(embedded, one.socket)
        pin_witness(house.acting_as_flow("history", AT), one.fingerprint)
        take(house.acting_as_flow("history", AT))
        older = said_by(one.socket)
        assert ask_newest(one.socket).newest is not None
    faked = Path(tempfile.mkdtemp(prefix="vigie-")) / "s"  # a socket's path is short
    changed = json.dumps({**json.loads(older), "begins_anew": True}).encode() + b"\n"
    unsigned = json.dumps({k: v for k, v in json.loads(older).items() if k != "proof"}).encode() + b"\n"
    for answer in (older, changed, unsigned):
        with saying(faked, answer):
            found = compare(house.store, at(house, faked).settings)
            assert [fault.code for fault in found.faults] == ["HISTORY-118"]
            assert ([note.code for note in found.notes], found.is_apart) == (["HISTORY-117"], False)
            with pytest.raises(HistoryFault, match="HISTORY-118"):
                require_unbroken(at(house, faked))
    shutil.rmtree(faked.parent)


def test_a_witness_of_the_own_account_is_outside_of_nothing(embedded: House) -> None:
    """It proves its key, and whoever has this home could have written what it says: a start tells that."""

    with witness(account=os.getuid()) as one:
        house = at(embedded, one.socket)
        pin_witness(house.acting_as_flow("history", AT), one.fingerprint)
        take(house.acting_as_flow("history", AT))
        found = compare(house.store, house.settings)
        assert (found.faults, [note.code for note in found.unwitnessed]) == ((), ["HISTORY-117"])
        assert (found.has_answered, found.is_apart) == (True, False)
        copied = replace(house.settings, history=HistorySettings(witness=one.socket, elsewhere=one.elsewhere))
        assert compare(house.store, copied).notes == ()


@pytest.mark.skipif(not may_be_another(), reason="only root may start a process as another account")
def test_a_witness_of_another_account_is_outside(embedded: House) -> None:
    """Nothing is noted."""
    with witness() as one:
        house = at(embedded, one.socket)
        pin_witness(house.acting_as_flow("history", AT), one.fingerprint)
        take(house.acting_as_flow("history", AT))
        found = compare(house.store, house.settings)
        assert (found.faults, found.notes, found.is_apart) == ((), (), True)
