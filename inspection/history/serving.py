"""The witness as a process: it answers on a socket of this machine, one at a time, and only whom it was told to.

A question is a line of JSON, and so is the answer; what is to be signed brings the trail's new entries, a line each.
"""

import json
import socket
import socketserver
import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from io import BufferedIOBase
from pathlib import Path
from typing import Any

from inspection.errors import HistoryFault
from inspection.history.checkpoints import Checkpoint, proof_of
from inspection.history.notary import Asked, Entry
from inspection.history.witness_home import WitnessHome

SECONDS = 20.0  # for the next line of whoever asks: nobody else is answered meanwhile
_LONGEST = 1 << 20  # bytes of a line; an entry holds ids, codes and counts
_CREDENTIALS = struct.Struct("3i")


def serve(home: WitnessHome, path: Path, *, clock: Callable[[], datetime], ready: Callable[[], None]) -> None:
    """Answer on a socket until the process is told to end.

    Arguments: `path` of the socket, which anybody may reach and only the office's account is answered at; `clock` the
    witness's own, since a time that the office names proves nothing.
    """
    with suppress(FileNotFoundError):
        path.unlink()

    class Answering(_Answering):
        witness, time = home, staticmethod(clock)

    with _Server(str(path), Answering) as server:
        path.chmod(0o666)  # who asks is told by the system, not by the file
        ready()
        try:
            server.serve_forever()
        finally:
            path.unlink(missing_ok=True)


def peer_of(connection: socket.socket) -> int:
    """Return the account at the other end of a socket, as the system knows it."""
    raw = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    return int(_CREDENTIALS.unpack(raw)[1])


class _Server(socketserver.UnixStreamServer):
    """A witness that answers, and why its other place was not reached the last time."""

    trouble = ""


class _Answering(socketserver.StreamRequestHandler):
    server: _Server
    witness: WitnessHome
    time: Callable[[], datetime]
    timeout = SECONDS

    def handle(self) -> None:
        """Answer one question, then push what was signed; whoever goes away in the middle of it is forgotten.

        Nobody waits for the other place, which may be slow or away: its trouble is told with the next answer.
        """
        self.has_signed = False
        with suppress(OSError):
            answer = self._answer()
            self.wfile.write(json.dumps(answer).encode() + b"\n")
        if self.has_signed:
            self.server.trouble = self._pushed()

    def _answer(self) -> dict[str, Any]:
        if peer_of(self.connection) not in self.witness.settings.offices:
            return {"refused": "HISTORY-132"}
        lines = _lines(self.rfile)
        question = next(lines, {})
        try:
            if question.get("ask") == "sign":
                signed = self._sign(question, lines)
                self.has_signed = True
                kept = int(question.get("kept", signed.number - 1))
                return self._told(signed, str(question.get("nonce", "")), kept)
            return self._told(self.witness.notary.newest(), str(question.get("nonce", "")))
        except HistoryFault as fault:
            self.witness.note_refusal(f"{fault.code} {fault.where}", self.time())
            _drain(lines)
            return {"refused": fault.code, "place": fault.where}
        except (KeyError, TypeError, ValueError, AttributeError) as fault:
            return {"refused": "HISTORY-113", "place": type(fault).__name__}

    def _sign(self, question: dict[str, Any], lines: Iterator[dict[str, Any]]) -> Checkpoint:
        heads = {stream: (int(n), str(head)) for stream, (n, head) in question["heads"].items()}
        asked = Asked(int(question["based_on"]), heads, dict(question["counts"]))
        entries = (Entry(one["stream"], one["n"], one) for one in lines)
        is_anew = self.witness.begins_anew
        return self.witness.notary.sign(asked, entries, at=self.time(), is_anew=is_anew)

    def _pushed(self) -> str:
        """Return why the other place was not reached: what was signed is signed."""
        try:
            self.witness.push()
        except HistoryFault as fault:
            return fault.what
        except OSError as fault:  # of its own home, which is full
            return type(fault).__name__
        return ""

    def _told(self, newest: Checkpoint | None, nonce: str, kept: int | None = None) -> dict[str, Any]:
        """Answer with a proof that it is this witness who says so, and now: a checkpoint alone could be an old one.

        Arguments: `kept` number of the last checkpoint that whoever asks has; None where nothing was signed.
        """
        signed = () if kept is None else self.witness.notary.log.after(kept)
        told = {
            "key": self.witness.notary.public_key,
            "checkpoint": newest.as_json() if newest else None,
            "begins_anew": self.witness.begins_anew,
            "pushed": self.witness.pushed if self.witness.has_other_place else None,
            "trouble": self.server.trouble,
            "between": [one.as_json() for one in signed if one != newest],
        }
        return {**told, "proof": proof_of(told, nonce, self.witness.notary.key)}


def _lines(stream: BufferedIOBase) -> Iterator[dict[str, Any]]:
    """Give lines until an empty one, which says that nothing more comes."""
    while line := stream.readline(_LONGEST).strip():
        yield json.loads(line)


def _drain(lines: Iterator[dict[str, Any]]) -> None:
    """Read what is still on its way: whoever writes would else never read the answer."""
    with suppress(ValueError):
        for _ in lines:
            pass
