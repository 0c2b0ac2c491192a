"""Sends one bundle, and waits no longer than a sending may take: no addressee holds up what is for the others."""

import threading
from datetime import datetime

from inspection.errors import ReferralFault
from inspection.referral.model import Bundle, Sent, Transport
from inspection.trust import AppContext

LONGEST_LEASES = 5  # how many leases a sending may last: a large bundle may need a while on a slow line


def sent_in_time(app: AppContext, way: Transport, bundle: Bundle, at: datetime) -> Sent:
    """Return what a transport reports, or raise what it raises; `ReferralFault` 603 where it takes too long.

    The settings of a transport limit how long a silence may last; a server that says one byte now and then keeps within
    them for hours. Such a sending is left to itself in its thread: should the bundle arrive after all, it is as with a
    connection that was cut, and the next attempt finds it there.
    """
    done: list[Sent] = []
    failed: list[Exception] = []

    def send() -> None:
        try:
            done.append(way.send(bundle, at=at))
        except Exception as fault:  # noqa: BLE001  raised again below, where it is noted
            failed.append(fault)

    thread = threading.Thread(target=send, name=f"vigie-{way.name}", daemon=True)
    thread.start()
    thread.join(app.settings.lease_seconds * LONGEST_LEASES)
    if failed:
        raise failed[0]
    if not done:
        raise ReferralFault("REFER-603", recipient=bundle.recipient)
    return done[0]
