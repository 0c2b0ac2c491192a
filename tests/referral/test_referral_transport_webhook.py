"""A webhook over TLS with client certificates: signed, taken once by its key, whatever happens to the answer."""

import asyncio
import base64

import pytest
from referral.reports import AT, a_report, addressees_of
from transport_servers import SECRET, Authority, Hook, free_port, webhook

from inspection.errors import ReferralFault, SettingsFault
from inspection.referral.bundle import bundle, damaged
from inspection.referral.delivery.transports import LastingReferralFault, Webhook
from inspection.referral.delivery.transports.settings import WebhookSettings


@pytest.fixture(scope="module")
def content(catalogue):
    """A bundle for the police directorate of Liège."""
    return bundle(addressees_of(catalogue)[0], a_report(), catalogue, exhibits=[("photo-01.jpg", b"\x00\xff" * 50_000)])


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """A keys folder with a server's and a client's certificate, valid on the real day, and the shared secret."""
    from inspection.time_of import now

    made = Authority(tmp_path_factory.mktemp("keys"), now())
    made.issue("server")
    made.issue("client", common_name="vigie")
    for name, secret in (("shared.secret", SECRET), ("other.secret", b"x" * 40), ("short.secret", b"x")):
        (made.folder / name).write_bytes(secret)
        (made.folder / name).chmod(0o600)
    return made


def running(hook, authority):
    """The addressee's server, which asks for a client certificate."""
    folder = authority.folder
    return webhook(hook, (folder / "server.pem", folder / "server.key"), clients=authority.pem)


def way(made, port, **changed):
    """The transport as the settings make it."""
    address = {
        "url": f"https://localhost:{port}/bundles",
        "secret": "shared.secret",
        "authority": "authority.pem",
        "certificate": "client.pem",
        "key": "client.key",
        "seconds": 1,
    }
    return Webhook({"pjf-liege": WebhookSettings(**{**address, **changed})}, made.folder)


def test_a_bundle_arrives_whole_and_the_same_again_is_one_effect(authority, content):
    """Every file by its hash, over TLS both ways; the second post has the same key and no effect."""
    hook = Hook()
    with running(hook, authority) as port:
        first = way(authority, port).send(content, at=AT)
        assert way(authority, port).send(content, at=AT) == first
    assert (first.state, hook.posts, hook.effects) == ("delivered", 2, 1)
    (taken,) = hook.taken.values()
    assert damaged({f["name"]: base64.b64decode(f["content"]) for f in taken["files"]}) == []
    assert (taken["reference"], taken["recipient"]) == (content.reference, "pjf-liege")


@pytest.mark.parametrize("fault", ["500", "502", "503", "429", "slow", "cut"])
def test_trouble_then_well_is_one_effect(authority, content, fault):
    """Server errors, silence, and a connection that is cut after the bundle was taken: the retry ends it."""
    hook, code = Hook(faults=[fault]), "REFER-809" if fault.isdigit() else "REFER-819"
    with running(hook, authority) as port:
        with pytest.raises(ReferralFault, match=code) as caught:
            way(authority, port).send(content, at=AT)
        assert not isinstance(caught.value, LastingReferralFault)
        assert way(authority, port, seconds=5).send(content, at=AT).state == "delivered"
    assert (hook.effects, hook.posts) == (1, 2)


@pytest.mark.parametrize("status", ["400", "401", "403", "404", "410", "413", "422", "301", "307"])
def test_a_refusal_is_told_at_once(authority, content, status):
    """Waiting mends none of these; a redirect leads nowhere."""
    hook = Hook(faults=[status])
    with running(hook, authority) as port, pytest.raises(LastingReferralFault, match="REFER-837"):
        way(authority, port).send(content, at=AT)
    assert (hook.effects, hook.posts) == (0, 1)


def test_a_conflict_counts_as_delivered_only_if_it_names_the_key(authority, content):
    """409 of the same key: they have it. 409 of anything else: a person looks."""
    hook = Hook(again=409)
    with running(hook, authority) as port:
        way(authority, port).send(content, at=AT)
        assert way(authority, port).send(content, at=AT).state == "delivered"
        hook.names_key = False
        with pytest.raises(LastingReferralFault, match="REFER-837"):
            way(authority, port).send(content, at=AT)
    assert hook.effects == 1


def test_accepted_for_later_is_sent_and_not_delivered(authority, content):
    """202 promises; only the addressee's answer says more."""
    hook = Hook(faults=["later"])
    with running(hook, authority) as port:
        assert way(authority, port).send(content, at=AT).state == "sent"


def test_without_our_certificate_or_their_authority_nothing_is_taken(authority, content, tmp_path):
    """Neither side speaks with a stranger."""
    hook = Hook()
    stranger = Authority(tmp_path, authority.at)
    (authority.folder / "stranger.pem").write_bytes(stranger.pem.read_bytes())
    with running(hook, authority) as port:
        for changed in ({"certificate": None, "key": None}, {"authority": "stranger.pem"}):
            with pytest.raises(ReferralFault, match="REFER-819"):
                way(authority, port, **changed).send(content, at=AT)
    with pytest.raises(ReferralFault, match="REFER-819"):
        way(authority, free_port()).send(content, at=AT)
    assert hook.posts == 0


def test_another_secret_is_refused_by_them_and_a_short_one_by_us(authority, content):
    """The signature covers moment, key and body."""
    hook = Hook()
    with running(hook, authority) as port:
        with pytest.raises(LastingReferralFault, match="REFER-837"):
            way(authority, port, secret="other.secret").send(content, at=AT)
        with pytest.raises(SettingsFault, match="SETTING-802"):
            way(authority, port, secret="short.secret").send(content, at=AT)
    assert hook.effects == 0


class Silent(Hook):
    """A webhook that says nothing for a minute, or until the test lets it."""

    over = False

    async def pause(self) -> None:
        """Be silent."""
        for _ in range(600):
            if self.over:
                return
            await asyncio.sleep(0.1)


def test_silence_ends_within_the_time_that_was_set(authority, content):
    """An addressee that says nothing holds the sender up for a second, not for ever: the sender has gone by then."""
    hook = Silent(faults=["slow"])
    with running(hook, authority) as port:
        with pytest.raises(ReferralFault):
            way(authority, port).send(content, at=AT)
        hook.over = True
