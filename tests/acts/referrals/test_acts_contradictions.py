"""A second answer that says the opposite of the first: noted, told to the head of the team once, and nothing moves."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from builders_acts import AT, LIEGE, a_suspicious_control, later
from builders_orders import BY as REGISTRAR
from builders_orders import INSPECTOR as BY
from builders_orders import TEAM, ordered
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlmodel import col, func, select

from inspection.acts.bundles import bundle_of
from inspection.acts.changes import recall, reroute
from inspection.acts.controls import save
from inspection.acts.orders import permit
from inspection.acts.referrals import acknowledge, acknowledge_signed, log_call, refuse
from inspection.errors import ReferralFault
from inspection.i18n import LANGUAGES, keys
from inspection.referral.delivery import sign_acknowledgement
from inspection.store.queries import alerts, deliveries, referrals
from inspection.store.records import AlertRow, AuditEntryRow
from inspection.store.referrals import CallRow, DeliveryRow, ReceiptRow, UsedNonceRow
from inspection.store.views import AlertView
from inspection.trust import AppContext, verify_trail

POLICE = "pjf-liege"
KEY = Ed25519PrivateKey.from_private_bytes(bytes([7]) * 32)


@pytest.fixture
def reference(house: AppContext) -> str:
    """A referral that waits for its answers; the key of its police cell is pinned."""
    pinned = {POLICE: {"acknowledgement_key": KEY.public_key().public_bytes_raw().hex()}}
    house.home.mkdir(parents=True, exist_ok=True)
    (house.home / "transports.yaml").write_text(json.dumps({"recipients": pinned}))
    return str(save(house.acting(BY, AT), a_suspicious_control("yes"), place=LIEGE).reference)


def delivery(house: AppContext) -> DeliveryRow:
    """The delivery to the police cell."""
    with house.store.read() as session:
        return session.exec(select(DeliveryRow).where(col(DeliveryRow.recipient) == POLICE)).one()


def signed(house: AppContext, answer: str, at: str = "2026-11-25T09:10:00Z") -> bytes:
    """What the police cell's system sends."""
    manifest = json.loads(dict(bundle_of(house.store, delivery(house)).files)["manifest.json"])
    said = {name: manifest[name] for name in ("reference", "recipient", "nonce")}
    reason = {"reason": "not_competent"} if answer == "refused" else {}
    return sign_acknowledgement({**said, "bundle_key": manifest["key"], "answer": answer, "at": at, **reason}, KEY)


def told(house: AppContext) -> list[AlertView]:
    """The alerts about answers that contradict."""
    return [alert for alert in alerts(house.store) if alert.kind == "delivery_contradicted"]


def noted(house: AppContext) -> list[AuditEntryRow]:
    """What the trail says of them."""
    with house.store.read() as session:
        noted = select(AuditEntryRow).where(col(AuditEntryRow.act) == "delivery.contradict")
        return list(session.exec(noted.order_by(col(AuditEntryRow.n))))


def counts(house: AppContext) -> tuple[int, ...]:
    """How many rows an answer could have added to."""
    with house.store.read() as session:
        tables = (AuditEntryRow, AlertRow, ReceiptRow, UsedNonceRow, CallRow)
        return tuple(session.exec(select(func.count()).select_from(table)).one() for table in tables)


def contradicts(act: Any, *args: Any, code: str = "REFER-301", **fields: Any) -> None:
    """Whoever brings such an answer is told so."""
    with pytest.raises(ReferralFault) as caught:
        act(*args, **fields)
    assert caught.value.code == code
    assert code != "REFER-301" or "head of the team is told" in caught.value.advice


def test_a_refusal_after_an_acknowledgement_is_noted_and_told(house: AppContext, reference: str) -> None:
    """What, when and by which way stand in the trail; the first answer holds; typed again is nothing."""
    acknowledge(house.acting(BY, later(1)), reference, recipient=POLICE)
    before = delivery(house).model_dump()
    contradicts(refuse, house.acting(BY, later(2)), reference, "not_competent", recipient=POLICE)
    (entry,), (alert,) = noted(house), told(house)
    facts = {"recipient": POLICE, "holds": "acknowledged", "answer": "refused"}
    assert entry.facts == {**facts, "reason": "not_competent", "how": "typed_reference"}
    assert (entry.subject, entry.at, entry.who) == (before["id"], later(2), BY)
    assert (alert.for_role, alert.for_user, alert.district) == ("team_head", None, "liege")
    assert (alert.subject, alert.raised_at) == (before["id"], later(2))
    assert delivery(house).model_dump() == before
    then = counts(house)
    for hours in range(3, 23):
        contradicts(refuse, house.acting(BY, later(hours)), reference, "other", recipient=POLICE)
    assert counts(house) == then
    assert verify_trail(house.store).holds


def test_an_acknowledgement_after_a_refusal_is_noted_and_told(house: AppContext, reference: str) -> None:
    """The reverse: the referral that was sent elsewhere stays there, until a person recalls it."""
    refuse(house.acting(BY, later(1)), reference, "not_competent", recipient=POLICE)
    reroute(house.acting(BY, later(1.5)), delivery(house).id, "pjf-namur")
    contradicts(acknowledge, house.acting(BY, later(2)), reference, recipient=POLICE)
    (entry,) = noted(house)
    assert (entry.facts["holds"], entry.facts["answer"]) == ("refused", "acknowledged")
    assert delivery(house).state == "refused"
    assert referrals(house.store)[0].state == "open"
    assert recall(house.acting(BY, later(3)), reference, "pjf-namur", instead="pjf-charleroi")


@pytest.mark.parametrize("replays", [50, pytest.param(1_000, marks=pytest.mark.battery(reason="5 s a database"))])
def test_a_signature_against_a_typed_answer_is_told_and_its_replays_change_nothing(
    house: AppContext, reference: str, replays: int
) -> None:
    """A letter said no and the system says yes; however often sent, it is one entry and one alert."""
    refuse(house.acting(BY, later(0.1)), reference, "not_competent", recipient=POLICE)
    before, message = delivery(house).model_dump(), signed(house, "acknowledged")
    contradicts(acknowledge_signed, house.acting(at=later(0.5)), message)
    (entry,), (alert,) = noted(house), told(house)
    assert (entry.facts["how"], entry.who, alert.for_role) == ("signed", "system", "team_head")
    then = counts(house)
    for _ in range(replays):
        contradicts(acknowledge_signed, house.acting(at=later(0.6)), message)
    assert counts(house) == then
    assert delivery(house).model_dump() == before


def test_a_second_signature_that_contradicts_the_first_is_told(house: AppContext, reference: str) -> None:
    """Its nonce is used and it is refused for that, as any second message; but what it says is not lost."""
    acknowledge_signed(house.acting(at=later(0.3)), signed(house, "acknowledged"))
    again = signed(house, "acknowledged", at="2026-11-25T09:11:00Z")
    contradicts(acknowledge_signed, house.acting(at=later(0.4)), again, code="REFER-829")
    assert told(house) == []
    for _ in range(2):
        contradicts(acknowledge_signed, house.acting(at=later(0.5)), signed(house, "refused"), code="REFER-829")
    assert [(e.facts["holds"], e.facts["answer"]) for e in noted(house)] == [("acknowledged", "refused")]
    assert len(told(house)) == 1


def test_a_call_that_takes_on_what_was_refused_is_kept_and_told(house: AppContext, reference: str) -> None:
    """What was said is kept, sealed; the trail has the role and no word of it."""
    refuse(house.acting(BY, later(0.1)), reference, "other", recipient=POLICE)
    said = "We take it after all."
    contradicts(log_call, house.acting(BY, later(1)), delivery(house).id, "duty_officer", said, True, number="112")
    with house.store.read() as session:
        (call,) = session.exec(select(CallRow)).all()
        entries = session.exec(select(AuditEntryRow)).all()
    assert house.store.unseal("telephone_call.instruction", call.id, call.instruction or b"") == said
    assert [entry.facts["how"] for entry in noted(house)] == ["telephone"]
    assert said not in str([entry.facts for entry in entries])
    assert delivery(house).state == "refused"


def test_each_way_is_told_once(house: AppContext, reference: str) -> None:
    """Whoever rang after a slip of typing hears of the signature that says the same."""
    refuse(house.acting(BY, later(0.1)), reference, "other", recipient=POLICE)
    contradicts(acknowledge, house.acting(BY, later(0.5)), reference, recipient=POLICE)
    contradicts(acknowledge_signed, house.acting(at=later(0.6)), signed(house, "acknowledged"))
    assert [entry.facts["how"] for entry in noted(house)] == ["typed_reference", "signed"]
    assert len(told(house)) == 2


def test_the_same_answer_twice_is_told_to_nobody(house: AppContext, reference: str) -> None:
    """By whichever way it comes again."""
    acknowledge(house.acting(BY, later(0.1)), reference, recipient=POLICE)
    before = counts(house)
    acknowledge(house.acting(BY, later(0.2)), reference, recipient=POLICE)
    assert counts(house) == before
    acknowledge_signed(house.acting(at=later(0.5)), signed(house, "acknowledged"))
    log_call(house.acting(BY, later(0.6)), delivery(house).id, "duty_officer", "Yes.", True, number="112")
    log_call(house.acting(BY, later(0.7)), delivery(house).id, "duty_officer", "Later.", False, number="112")
    assert (told(house), noted(house)) == ([], [])


def test_of_ordered_work_only_whoever_registered_it_is_told(house: AppContext) -> None:
    """As of everything else about it."""
    permit(house.acting(REGISTRAR, AT), ordered(house).id, "team", TEAM)
    made = str(save(house.acting(BY, AT), a_suspicious_control("yes"), place=LIEGE).reference)
    (only,) = deliveries(house.store, reference=made)
    acknowledge(house.acting(BY, later(1)), made, recipient=only.recipient)
    contradicts(refuse, house.acting(BY, later(2)), made, "other", recipient=only.recipient)
    assert [(alert.for_role, alert.for_user) for alert in told(house)] == [("supervisor", REGISTRAR)]


def test_every_alert_of_a_referral_has_words() -> None:
    """What the head of the team is told can be read on the home screen in each language."""
    acts = Path(__file__).parents[3] / "inspection" / "acts"
    sources = "".join(path.read_text(encoding="utf-8") for path in acts.rglob("*.py"))
    kinds = set(re.findall(r'notify_team_head\(\s*tx,\s*"([a-z_]+)"', sources))
    assert {"delivery_contradicted", "referral_moved"} <= kinds
    assert not [(kind, lang) for kind in kinds for lang in LANGUAGES if f"screen.alert.{kind}" not in keys(lang)]
