"""Referrals over real ways: mail, SFTP, webhooks, folders, telephone and paper, to servers that fail, lie and restart.

`make simulation-servers` runs 500 of them. Here are a few (in `make battery`, since servers are started for each), and
faults that the boxes of the offices must give away.
"""

import os
import secrets
import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import builders_simulation_offices
import pytest
from builders_simulation import START, Size, world
from builders_simulation_holdings import judged_by_the_boxes
from builders_simulation_offices import FATES
from builders_simulation_served import ServedWorld
from builders_simulation_ways import WAYS, by

from inspection.acts.bundles import whole_bundle
from inspection.acts.delivery import reconciling
from inspection.acts.outbox import handing_over
from inspection.referral.delivery import Differences
from inspection.referral.delivery.transports import mail
from inspection.referral.model import Sent

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="offices open what they get with OpenSSL")

SMALL = Size(
    referrals=int(os.environ.get("VIGIE_REFERRALS", "15")),
    days=int(os.environ.get("VIGIE_DAYS", "1")),
    seed=int(os.environ.get("VIGIE_SEED", "1")),
    kill_share=0.04,
    quiet_days=3,
)
PLANTED = Size(referrals=5, days=1, seed=3, kill_share=0.0)


@pytest.fixture
def served(tmp_path: Path) -> Callable[[Size], Any]:
    """Give worlds whose servers are stopped in the end."""
    return lambda size: world(tmp_path / "house", size, ServedWorld)


@pytest.mark.battery
def test_referrals_over_real_servers_are_all_answered_or_somebody_has_them(served) -> None:
    """Nothing is lost and nothing doubled in any box, whatever servers say, and each way carried something."""
    with served(SMALL) as simulated:
        witness = simulated.run()
        assert judged_by_the_boxes(simulated) == []
        assert sum(server.starts - 1 for server in simulated.servers.values()) > 0
    print(f"seed {SMALL.seed}: {witness.counts}")
    assert witness.counts["referrals"] == SMALL.referrals
    assert all(witness.counts[f"{way}: bundles held"] > 0 for way in WAYS.values())


def a_webhook_that_takes_each_post(patch: pytest.MonkeyPatch, simulated: ServedWorld) -> None:
    """It hangs up after it took a bundle, and takes the same one again."""
    for name in by("webhook"):
        simulated.offices[name].deduplicates = False


def a_message_id_that_is_new_each_time(patch: pytest.MonkeyPatch, simulated: ServedWorld) -> None:
    """Nobody can see that two mails are one."""
    whole = mail.Mail._mail

    def renamed(*bundle: Any) -> Any:
        made = whole(*bundle)
        made.replace_header("Message-ID", f"<{secrets.token_hex(32)}@inspection.example>")
        return made

    patch.setattr(mail.Mail, "_mail", renamed)


def called_delivered_before_it_is_sent(patch: pytest.MonkeyPatch, simulated: ServedWorld) -> None:
    """A server that hung up has never said that it has it."""

    honest = handing_over._send

    def send(kind: Any, leased: Any) -> str:
        if kind.name != "delivery":
            return honest(kind, leased)
        at = kind.context.at
        handing_over._record_sent(kind, leased, Sent(state="delivered", at=at, receipt="planted"))
        try:
            leased.way.send(whole_bundle(kind.app, leased.row), at=at)
        except Exception:  # noqa: BLE001  as the act itself does
            return "failed"
        return "sent"

    patch.setattr(handing_over, "_send", send)


def a_comparison_that_looks_away(patch: pytest.MonkeyPatch, simulated: ServedWorld) -> None:
    """Servers that lost a bundle are believed."""
    patch.setattr(reconciling, "differences", lambda *sides: Differences(missing=(), changed=(), unknown=()))


WORSE: Mapping[str, Mapping[str, int]] = {
    "webhook": {"cut": 100},
    "mail": {"cut": 100},
    "sftp": {"lost": 100},
    "file_drop": {"lost": 100},
}
PLANTS = (a_webhook_that_takes_each_post, a_message_id_that_is_new_each_time, a_comparison_that_looks_away)


def found_with(
    plants: Sequence[Callable[[pytest.MonkeyPatch, ServedWorld], None]], served, patch: pytest.MonkeyPatch
) -> list[str]:
    """What the judge says of a day with these faults, and with servers at their worst."""
    patch.setattr(builders_simulation_offices, "FATES", {**FATES, **WORSE})
    with served(PLANTED) as simulated:
        for plant in plants:
            plant(patch, simulated)
        simulated.clock.run_until(START + timedelta(hours=30))
        return judged_by_the_boxes(simulated)


def test_the_boxes_give_three_planted_faults_away(served, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that doubles, mails that nobody can recognise, and a comparison that finds nothing: each is named."""
    found = found_with(PLANTS, served, monkeypatch)
    assert {f"doubled effect at {office}" for office in by("webhook")} & {*found}
    assert {f"doubled effect at {office}" for office in by("mail")} & {*found}
    assert any("comparing did not find" in fault for fault in found)


@pytest.mark.battery
def test_the_servers_know_what_they_never_took(served, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the house calls delivered before it left was never said to be there by a server that hung up."""
    found = found_with([called_delivered_before_it_is_sent], served, monkeypatch)
    assert any("never said" in fault for fault in found), found[:5]
