"""No addressee holds up the others: a server that answers one byte now and then is left after a while, and told."""

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from builders_acts import AT, LIEGE, a_suspicious_control
from sqlmodel import col, select
from transport_servers import SECRET, Authority

from inspection.acts.controls import save
from inspection.acts.delivery import deliver
from inspection.acts.outbox import sending, transports
from inspection.store.referrals import AttemptRow, DeliveryRow
from inspection.time_of import now
from inspection.trust import AppContext

BY = "insp-liege-1"


@contextmanager
def dripping(certificate: tuple[Path, Path]) -> Iterator[int]:
    """Run a server that never stops beginning to answer: no silence of it lasts long. Gives its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    listener, over = socket.create_server(("127.0.0.1", 0)), threading.Event()

    def drip() -> None:
        with suppress(OSError), context.wrap_socket(listener.accept()[0], server_side=True) as answering:
            answering.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while not over.wait(0.1):
                answering.sendall(b"x")

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        over.set()
        thread.join(10)
        listener.close()


def test_a_server_that_drips_holds_up_nobody(house: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its silences are short, its answer never ends: the bundle behind it leaves, and this one is tried again later."""
    monkeypatch.setattr(sending, "LONGEST_LEASES", 2)
    hasty = replace(house, settings=replace(house.settings, lease_seconds=5))  # the bundle behind it has ten seconds
    certificate = Authority(house.settings.keys, now()).issue("server")
    (house.settings.keys / "aud.secret").write_bytes(SECRET)
    (house.settings.keys / "aud.secret").chmod(0o600)
    with dripping(certificate) as port:
        post = {
            "url": f"https://localhost:{port}/x",
            "secret": "aud.secret",
            "authority": "authority.pem",
            "seconds": 1,
        }
        house.home.mkdir(parents=True, exist_ok=True)
        (house.home / "transports.yaml").write_text(json.dumps({"recipients": {"aud-liege": {"webhook": post}}}))
        save(house.acting(BY, AT), a_suspicious_control("yes"), place=LIEGE)
        with house.store.write() as session:
            row = session.exec(select(DeliveryRow).where(col(DeliveryRow.recipient) == "aud-liege")).one()
            row.transports = ["webhook"]
            session.add(row)
        done = deliver(hasty.acting(at=AT), transports(house))
    assert (done.sent, done.failed) == (1, 1)
    with house.store.read() as session:
        assert session.exec(select(AttemptRow.fault).where(col(AttemptRow.outcome) == "failed")).all() == ["REFER-603"]
        assert session.get_one(DeliveryRow, row.id).next_at > AT
