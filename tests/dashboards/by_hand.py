"""What a browser says to the office, said by hand: a handshake line by line, a request, a page of Streamlit."""

import base64
import secrets
import socket

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from dashboards.guard import SESSION_COOKIE


def handshake(address: str, *, token: str = "", page: str = "", host: str = "", origin: str | None = None) -> str:
    """Ask for a websocket by hand and return the first line of what comes back."""
    own = address.removeprefix("http://")
    protocols = ["streamlit", "PLACEHOLDER_AUTH_TOKEN", *([page] if page else [])]
    lines = [
        "GET /_stcore/stream HTTP/1.1",
        f"Host: {host or own}",
        f"Origin: {address if origin is None else origin}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {base64.b64encode(secrets.token_bytes(16)).decode()}",
        f"Sec-WebSocket-Protocol: {', '.join(protocols)}",
        *([f"Cookie: {SESSION_COOKIE}={token}"] if token else []),
    ]
    with socket.create_connection(("127.0.0.1", int(own.rpartition(":")[2])), timeout=60) as connection:
        connection.sendall("\r\n".join((*lines, "", "")).encode())
        return connection.recv(4096).split(b"\r\n")[0].decode()


def asked(address: str, path: str, token: str = "", **headers: str) -> httpx.Response:
    """Ask for something without a browser."""
    cookies = {SESSION_COOKIE: token} if token else {}
    return httpx.get(f"{address}{path}", headers=headers, cookies=cookies, follow_redirects=False, timeout=60)


class Streamlit:
    """Streamlit's side of a page, spoken by hand: connect, ask for a drawing, read what comes."""

    def __init__(self, address: str, token: str, page: str = "") -> None:
        protocols = [Subprotocol(one) for one in ("streamlit", "PLACEHOLDER_AUTH_TOKEN", *([page] if page else []))]
        headers = {"Cookie": f"{SESSION_COOKIE}={token}"}
        url = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
        self.line = connect(url, origin=Origin(address), subprotocols=protocols, additional_headers=headers)

    def __enter__(self) -> "Streamlit":
        return self

    def __exit__(self, *_: object) -> None:
        self.line.close()

    def said(self) -> ForwardMsg:
        """What comes next."""
        message = ForwardMsg()
        message.ParseFromString(self.line.recv(120))
        return message

    def drawn(self, screen: str = "") -> list[ForwardMsg]:
        """Ask for a drawing, and return all of it."""
        asked = BackMsg()
        asked.rerun_script.page_name = screen
        self.line.send(asked.SerializeToString())
        shown = [self.said()]
        while shown[-1].WhichOneof("type") != "script_finished":
            shown.append(self.said())
        return shown

    def page(self) -> str:
        """The id of the page."""
        kinds = {one.WhichOneof("type"): one for one in self.drawn()}
        return str(kinds["new_session"].new_session.initialize.session_id)
