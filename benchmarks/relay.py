"""A line between a browser and a server on this machine that counts what the browser gets, as it travels: packed, with
the heads of answers and the frames of sockets."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Relay:
    """Passes on what is said both ways. `down` is how many bytes went to the browser."""

    def __init__(self, port: int) -> None:
        self.down, self._port = 0, port
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"

    def _take(self) -> None:
        with suppress(OSError):
            while True:
                browser, _ = self._door.accept()
                server = socket.create_connection(("127.0.0.1", self._port))
                for source, target in ((browser, server), (server, browser)):
                    threading.Thread(target=self._pass, args=(source, target, source is server), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, is_down: bool) -> None:
        with suppress(OSError):
            while told := source.recv(1 << 16):
                self.down += len(told) if is_down else 0
                target.sendall(told)
            target.shutdown(socket.SHUT_WR)

    @contextmanager
    def open(self) -> Iterator["Relay"]:
        """Take calls until the end."""
        threading.Thread(target=self._take, daemon=True).start()
        yield self
        self._door.close()
