"""The ways to addressees that this installation has."""

from collections.abc import Sequence
from datetime import datetime

from inspection.acts.outbox.taking import file_drop
from inspection.referral.delivery.transports import TransportSettings, read_transports, transport_files
from inspection.referral.model import Addressed, Transport
from inspection.trust import AppContext
from sectors import reader

_followed: "dict[int, reader.Followed[Sequence[Transport]]]" = {}  # by the store that is open, until the process ends


def transports(app: AppContext) -> list[Transport]:
    """Return the automatic ways to addressees: what `transports.yaml` sets up, and the file drop.

    Each dresses what it carries: signed by the house's certificate where one is set up, enveloped for the addressee's.
    Telephone and paper are not among them, since people carry those.

    Errors: `SettingsFault` 800 and 803 to 805 where the file cannot be right.
    """
    read = read_transports(app.home)
    ways = [*_configured(read, app), file_drop(app)]
    if read.house is None and not read.certificates():
        return ways
    from inspection.referral.delivery.transports import BundleSealing, with_sealing

    dress = BundleSealing(read.house, read.certificates(), app.settings.keys)
    return [with_sealing(way, dress) for way in ways]


def followed_transports(app: AppContext) -> "reader.Followed[Sequence[Transport]]":
    """Return the automatic ways of a process that lives for days: the same for all its threads.

    `acts.reload_home` reads them again once their files changed, so that a mailbox which two people agreed on is used
    from then on. Where a file is wrong, empty or gone the ways of before stay in use: without it bundles would leave
    without the addressee's envelope.

    Errors: those of `transports`, for files that are wrong from the start.
    """
    if (key := id(app.store)) not in _followed:
        _followed[key] = reader.Followed(lambda: transports(app), lambda: transport_files(app.home))
    return _followed[key]


def first_way(recipient: str, names: Sequence[str], ways: Sequence[Transport]) -> Transport | None:
    """Return the first of an office's own `names` of ways, in its order, that this installation has set up for it."""
    allowed = (way for name in names for way in ways if way.name == name)
    return next((way for way in allowed if not isinstance(way, Addressed) or way.serves(recipient)), None)


def certificate_ends(app: AppContext) -> dict[str, datetime]:
    """Return the last moment of every certificate that is set up: the house's, and each addressee's by its id.

    Errors: `LastingReferralFault` 510 for one that cannot be read; `SettingsFault`.
    """
    read = read_transports(app.home)
    if read.house is None and not read.certificates():
        return {}
    from inspection.referral.delivery.transports import BundleSealing

    return BundleSealing(read.house, read.certificates(), app.settings.keys).ends()


def pinned_keys(app: AppContext) -> dict[str, bytes]:
    """Return the keys by which addressees' systems sign their answers, by recipient."""
    return read_transports(app.home).pinned()


def _configured(read: TransportSettings, app: AppContext) -> list[Transport]:
    """Build each way that somebody is reached by; its library is imported only then."""
    found: list[Transport] = []
    keys, every = app.settings.keys, read.recipients.items()
    if servers := {name: one.sftp for name, one in every if one.sftp}:
        from inspection.referral.delivery.transports import Sftp

        found.append(Sftp(servers, keys))
    if addresses := {name: one.webhook for name, one in every if one.webhook}:
        from inspection.referral.delivery.transports import Webhook

        found.append(Webhook(addresses, keys))
    if read.mail_server and (boxes := {name: one.mailbox for name, one in every if one.mailbox}):
        from inspection.referral.delivery.transports import Mail

        found.append(Mail(read.mail_server, boxes, keys))
    return found
