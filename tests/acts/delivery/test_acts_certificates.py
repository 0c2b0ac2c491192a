"""Certificates of the house and of addressees: put on at the door, told before they end, never a cause of silence."""

import json
from datetime import timedelta

import pytest
from builders_acts import LIEGE, a_suspicious_control, a_yes
from sqlmodel import select
from transport_servers import Authority

from inspection.acts.controls import save
from inspection.acts.delivery import deliver, deliver_lists, publish_list, reconcile
from inspection.acts.outbox import certificate_ends, file_drop, transports
from inspection.errors import InspectionError
from inspection.referral.bundle import ENVELOPE, LABEL, MANIFEST, SIGNATURE
from inspection.store.queries import alerts
from inspection.store.referrals import DeliveryRow
from inspection.time_of import IsoWeek, day_in_brussels, now
from inspection.trust import AppContext

BY = "insp-liege-1"
NOW = now()
LAST_WEEK = IsoWeek.of(day_in_brussels(NOW) - timedelta(days=7))


def set_up(house: AppContext, police: str, *, until: timedelta = timedelta(days=9)) -> None:
    """A house with a certificate, and a police directorate with one of its own."""
    house.home.mkdir(parents=True, exist_ok=True)
    authority = Authority(house.settings.keys, NOW)
    authority.issue("house")
    authority.issue(police, until=NOW + until)
    told = {
        "house": {"certificate": "house.pem", "key": "house.key"},
        "recipients": {"pjf-liege": {"certificate": f"{police}.pem"}},
    }
    (house.home / "transports.yaml").write_text(json.dumps(told))


def referred(house: AppContext) -> dict[str, str]:
    """A referral of this moment; the keys of its bundles by recipient."""
    control = a_suspicious_control("yes").model_copy(update={"suspicion": None})
    said = type(a_suspicious_control("yes").suspicion).model_validate(a_yes(NOW))
    save(house.acting(BY, NOW), control.model_copy(update={"suspicion": said}), place=LIEGE)
    with house.store.read() as session:
        return {row.recipient: row.bundle_key for row in session.exec(select(DeliveryRow))}


def lying(house: AppContext, recipient: str) -> set[str]:
    """The names of the files that lie at an addressee's."""
    return {name for files in file_drop(house).bundles(recipient).values() for name in files}


def test_each_gets_what_its_certificate_allows(house: AppContext) -> None:
    """One envelope for the police, open files with a signature for the auditorate; the keys are those of the queue."""
    set_up(house, "police")
    keys = referred(house)
    assert deliver(house.acting(at=NOW), transports(house)).sent == 2
    assert lying(house, "pjf-liege") == {LABEL, ENVELOPE}
    assert lying(house, "aud-liege") >= {MANIFEST, SIGNATURE, "data.json", "first_report.pdf", "first_report.txt"}
    (label,) = (house.settings.outbox / "pjf-liege").rglob(LABEL)
    assert json.loads(label.read_bytes())["key"] == keys["pjf-liege"]
    found = {one.recipient: one for one in reconcile(house.acting(at=NOW), transports(house))}
    assert not any(one.missing or one.changed or one.unknown or one.fault for one in found.values())


def test_a_certificate_that_is_over_is_told_and_nothing_leaves_in_clear(house: AppContext) -> None:
    """The delivery waits with an open alert to the team head, who telephones; the other office has its bundle."""
    set_up(house, "police", until=-timedelta(days=1))
    referred(house)
    done = deliver(house.acting(at=NOW), transports(house))
    assert (done.sent, done.failed) == (1, 1)
    assert lying(house, "pjf-liege") == set()
    assert ("delivery_failing", "team_head") in {(one.kind, one.for_role) for one in alerts(house.store)}


@pytest.mark.battery(reason="bundles leave in it in every run")
def test_a_list_leaves_in_the_envelope_of_who_has_a_certificate(house: AppContext) -> None:
    """Signed for everybody, and in clear for nobody who has a certificate."""
    set_up(house, "police")
    for recipient in ("pjf-liege", "aud-liege"):
        publish_list(house.acting(at=NOW), LAST_WEEK, recipient)
    assert deliver_lists(house.acting(at=NOW), transports(house)).sent == 2
    (enveloped,), (signed,) = ((house.settings.outbox / to).glob("L-*") for to in ("pjf-liege", "aud-liege"))
    assert {path.name for path in enveloped.iterdir()} == {LABEL, ENVELOPE}  # as they are: nobody here could open them
    assert {MANIFEST, SIGNATURE, "referral_list.json"} <= file_drop(house).bundles("aud-liege")[signed.name].keys()
    assert {path.suffix for path in signed.iterdir()} == {".sealed"}


def test_when_certificates_end_is_known_before(house: AppContext) -> None:
    """By whose they are; none where none is set up."""
    assert certificate_ends(house) == {}
    set_up(house, "police")
    assert {whose: at.date() for whose, at in certificate_ends(house).items()} == {
        "house": (NOW + timedelta(days=9)).date(),
        "pjf-liege": (NOW + timedelta(days=9)).date(),
    }
    (house.settings.keys / "police.pem").write_text("rubbish")
    with pytest.raises(InspectionError) as caught:
        certificate_ends(house)
    assert caught.value.code == "REFER-510"


def test_a_certificate_that_stands_twice_is_refused(house: AppContext) -> None:
    """Of two places one would be forgotten when it is renewed."""
    set_up(house, "police")
    told = json.loads((house.home / "transports.yaml").read_text())
    told["recipients"]["pjf-liege"]["mail"] = {"to": "pjf@example.org", "certificate": "other.pem"}
    (house.home / "transports.yaml").write_text(json.dumps(told))
    with pytest.raises(InspectionError) as caught:
        transports(house)
    assert caught.value.code == "SETTING-804"
