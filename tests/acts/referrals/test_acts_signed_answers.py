"""A signed acknowledgement moves the delivery that it names, once: replays and second thoughts change nothing."""

import json
from dataclasses import replace

import pytest
from builders_acts import AT, LIEGE, a_suspicious_control, later
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlmodel import func, select

from inspection.acts.bundles import bundle_of
from inspection.acts.controls import save
from inspection.acts.delivery import deliver
from inspection.acts.outbox import transports
from inspection.acts.referrals import acknowledge, acknowledge_signed, decide
from inspection.errors import ReferralFault
from inspection.keys import make_keys, open_keys
from inspection.referral.delivery import sign_acknowledgement
from inspection.store.queries import referrals
from inspection.store.records import AuditEntryRow
from inspection.store.referrals import DeliveryRow, ReceiptRow, UsedNonceRow
from inspection.trust import AppContext, verify_trail

BY = "insp-liege-1"
KEYS = {
    name: Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n, name in enumerate(("pjf-liege", "aud-liege"))
}


@pytest.fixture
def bundles(house: AppContext) -> dict[str, dict[str, str]]:
    """What the addressees of a referral read in their manifests; their keys are pinned."""
    pinned = {name: {"acknowledgement_key": key.public_key().public_bytes_raw().hex()} for name, key in KEYS.items()}
    house.home.mkdir(parents=True, exist_ok=True)
    (house.home / "transports.yaml").write_text(json.dumps({"recipients": pinned}))
    save(house.acting(BY, AT), a_suspicious_control("yes"), place=LIEGE)
    return manifests(house)


def manifests(house: AppContext) -> dict[str, dict[str, str]]:
    """The latest manifest of each addressee."""
    with house.store.read() as session:
        rows = session.exec(select(DeliveryRow).order_by(DeliveryRow.id)).all()
    return {row.recipient: json.loads(dict(bundle_of(house.store, row).files)["manifest.json"]) for row in rows}


def signed(manifest: dict[str, str], at: str = "2026-11-25T09:10:00Z", **changed: str) -> bytes:
    """The answer of an addressee's system to a bundle."""
    said = {
        "reference": manifest["reference"],
        "recipient": manifest["recipient"],
        "bundle_key": manifest["key"],
        "nonce": manifest["nonce"],
        "answer": "acknowledged",
        "at": at,
    }
    return sign_acknowledgement({**said, **changed}, KEYS[manifest["recipient"]])


def counts(house: AppContext) -> tuple[int, ...]:
    """How many rows an answer could have added to."""
    with house.store.read() as session:
        return tuple(
            session.exec(select(func.count()).select_from(table)).one()
            for table in (AuditEntryRow, ReceiptRow, UsedNonceRow)
        )


@pytest.mark.parametrize("replays", [50, pytest.param(1_000, marks=pytest.mark.battery(reason="3 s a database"))])
def test_signed_answers_close_a_referral_and_replays_change_nothing(house: AppContext, bundles, replays: int) -> None:
    """Each is taken once; the deadline counts from when it came; however often replayed, it leaves no row behind."""
    messages = [signed(manifest) for manifest in bundles.values()]
    first = acknowledge_signed(house.acting(at=later(minutes=20)), messages[0])
    assert (first.state, first.is_closed, first.answered_at) == ("acknowledged", False, later(minutes=20))
    assert acknowledge_signed(house.acting(at=later(minutes=21)), messages[1]).is_closed
    before = counts(house)
    for n in range(replays):
        again = acknowledge_signed(house.acting(at=later(minutes=22)), messages[n % 2])
        assert again.state == "acknowledged"
    assert counts(house) == before
    assert {d.answered_at for d in referrals(house.store)[0].deliveries} == {later(minutes=20), later(minutes=21)}
    assert verify_trail(house.store).holds


def test_a_nonce_is_good_for_one_answer(house: AppContext, bundles) -> None:
    """A second message, rightly signed, with the same nonce: refused, whatever it says, and taken for no answer.

    That it contradicts is noted and told: tests/acts/bundles/test_acts_contradictions.py.
    """
    manifest = bundles["pjf-liege"]
    acknowledge_signed(house.acting(at=later(minutes=20)), signed(manifest))
    before = counts(house)
    again = signed(manifest, at="2026-11-25T09:11:00Z")
    against = signed(manifest, answer="refused", reason="not_competent")
    for other, unchanged in ((again, before), (against, before[1:])):
        with pytest.raises(ReferralFault, match="REFER-829"):
            acknowledge_signed(house.acting(at=later(minutes=21)), other)
        assert counts(house)[-len(unchanged) :] == unchanged


def test_a_signed_refusal_keeps_the_referral_open(house: AppContext, bundles) -> None:
    """With its reason, as a typed one does."""
    refused = signed(bundles["aud-liege"], answer="refused", reason="not_competent")
    answer = acknowledge_signed(house.acting(at=later(minutes=20)), refused)
    assert (answer.state, answer.is_closed) == ("refused", False)


def test_what_was_acknowledged_by_telephone_may_be_signed_too(house: AppContext, bundles) -> None:
    """The signature is kept beside the typed answer and moves nothing."""
    reference = bundles["pjf-liege"]["reference"]
    acknowledge(house.acting(BY, later(minutes=12)), reference, recipient="pjf-liege")
    answer = acknowledge_signed(house.acting(at=later(minutes=20)), signed(bundles["pjf-liege"]))
    assert answer.answered_at == later(minutes=12)
    assert counts(house)[1:] == (1, 1)


def test_an_answer_from_before_the_bundle_or_by_another_office_is_refused(house: AppContext, bundles) -> None:
    """Backdated, and signed by the key of the other addressee."""
    police, auditorate = bundles["pjf-liege"], bundles["aud-liege"]
    with pytest.raises(ReferralFault, match="REFER-830"):
        acknowledge_signed(house.acting(at=later(minutes=20)), signed(police, at="2026-11-25T08:59:00Z"))
    with pytest.raises(ReferralFault, match="REFER-828"):
        acknowledge_signed(
            house.acting(at=later(minutes=20)),
            sign_acknowledgement(
                {
                    "reference": police["reference"],
                    "recipient": "pjf-liege",
                    "bundle_key": police["key"],
                    "nonce": police["nonce"],
                    "answer": "acknowledged",
                    "at": "2026-11-25T09:10:00Z",
                },
                KEYS["aud-liege"],
            ),
        )
    assert counts(house)[1:] == (0, 0)
    assert auditorate["nonce"] != police["nonce"]


def test_each_bundle_has_a_nonce_of_its_own(house: AppContext, bundles) -> None:
    """Also a supplement; and none can be computed from what the bundle says, without a key of this house."""
    control = a_suspicious_control()
    save(house.acting(BY, later(minutes=1)), control, place=LIEGE)
    decide(house.acting(BY, later(minutes=2)), control.control_id, "yes", grounds="other")
    seen = {m["nonce"] for m in (*bundles.values(), *manifests(house).values())}
    assert len(seen) == 4
    assert all(len(nonce) == 64 for nonce in seen)
    others = open_keys(house.home / "other-keys", {})
    make_keys(others, ["purpose-nonce"])
    stranger = replace(house.store, keys=others)
    assert manifests(house)["pjf-liege"]["nonce"] != _nonce(stranger, manifests(house)["pjf-liege"]["key"])
    assert manifests(house)["pjf-liege"]["nonce"] == _nonce(house.store, manifests(house)["pjf-liege"]["key"])


def _nonce(store, key: str) -> str:
    from inspection.acts.bundles import nonce_of

    return nonce_of(store)(key)


def test_a_bundle_whose_nonce_came_back_is_not_sent_again(house: AppContext, bundles) -> None:
    """Its sending was cut off after the last byte: the answer proves that it arrived; the other one still leaves."""
    acknowledge_signed(house.acting(at=later(minutes=20)), signed(bundles["pjf-liege"]))
    assert deliver(house.acting(at=later(minutes=21)), transports(house)).sent == 1
    assert not (house.settings.outbox / "pjf-liege").exists()
    (sent,) = (d for d in referrals(house.store)[0].deliveries if d.recipient == "pjf-liege")
    assert (sent.sent_at, sent.delivered_at) == (later(minutes=20), later(minutes=20))
