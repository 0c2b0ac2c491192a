"""Mails without content: something waits; once in a while, to offices with people on the portal and a mailbox."""

import shutil
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from builders_acts import AT, later
from builders_hearing import INSPECTOR, a_referral, hears, with_people_outside
from sqlmodel import select
from transport_servers import Authority, Mailbox, mail_server

from inspection.acts import portal, referrals
from inspection.acts.portal.values import Asks, Opens
from inspection.i18n import t
from inspection.store.records import AuditEntryRow
from inspection.store.referrals import QuestionRow
from inspection.time_of import now
from inspection.trust import AppContext

TRANSPORTS = """
mail_server:
  {{host: localhost, port: {port}, sender: vigie@localhost, certificate: {pem}, key: {key}, authority: {authority}}}
recipients:
  pjf-liege: {{mail: {{to: cell@localhost}}}}
  pjf-namur: {{mail: {{to: other@localhost}}}}
"""


@pytest.fixture
def box(house: AppContext) -> Iterator[Mailbox]:
    keys = house.settings.keys
    keys.mkdir(parents=True, exist_ok=True)
    authority = Authority(keys, now())
    pem, key = authority.issue("house")
    names = {"pem": pem.name, "key": key.name, "authority": Path(authority.pem).name}
    taken = Mailbox()
    with mail_server(taken, authority.issue("server")) as port:
        (house.home / "transports.yaml").write_text(TRANSPORTS.format(port=port, **names), encoding="utf-8")
        with_people_outside(house)
        portal.found_portal(house.settings)
        yield taken


def told(house: AppContext, at) -> int:
    return portal.crossing.notify_offices(house.acting_as_flow("portal", at))


def test_an_office_is_told_once_and_nothing_is_in_the_mail(house: AppContext, box: Mailbox) -> None:
    """Neither a reference, nor a name, nor where; the auditorate has no mailbox, Namur has nothing waiting."""
    reference = a_referral(house)
    assert [told(house, later(minutes=n)) for n in (1, 2, 90)] == [1, 0, 0]
    (raw,) = box.mails
    mail = message_from_bytes(raw, policy=policy.default)
    assert (mail["To"], mail["Subject"]) == ("cell@localhost", t("portal.mail.subject", "fr"))
    assert mail.get_content().strip() == t("portal.mail.body", "fr")
    assert reference.encode() not in raw
    assert not [word for word in (b"http", b"Li\xc3\xa8ge", b"pjf", b"R-26") if word in raw]


def test_where_there_is_no_portal_nobody_is_sent_to_one(house: AppContext, box: Mailbox) -> None:
    """People may be let in before it is founded."""
    shutil.rmtree(house.settings.portal_home)
    a_referral(house)
    assert told(house, later(minutes=1)) == 0
    assert box.mails == []


@pytest.mark.battery(reason="an office is told once in every run")
def test_what_comes_anew_is_told_after_the_while_only(house: AppContext, box: Mailbox) -> None:
    """An answer to its question is news; within the hour nothing more is sent."""
    reference = a_referral(house)
    told(house, later(minutes=1))
    hears(house, "cell-1", reference, Opens(what="page"), later(minutes=5))
    hears(house, "cell-1", reference, Asks(words="Which floor?"), later(minutes=6))
    with house.store.read() as session:
        asked = session.exec(select(QuestionRow)).one()
    referrals.answer_question(house.acting(INSPECTOR, later(minutes=10)), asked.id, "The second.")
    assert [told(house, later(minutes=n)) for n in (11, 59, 62, 200)] == [0, 0, 1, 0]
    assert len(box.mails) == 2


def test_a_mail_that_does_not_leave_is_in_the_trail_and_holds_up_nothing(house: AppContext, box: Mailbox) -> None:
    """Its code is kept, never the server's answer, which may quote an address."""
    a_referral(house)
    box.faults.append("550")
    assert told(house, later(minutes=1)) == 0
    with house.store.read() as session:
        failed = [e.facts for e in session.exec(select(AuditEntryRow)) if e.act == "portal.notify_failed"]
    assert failed == [{"fault": "REFER-848"}]


def test_without_a_mail_server_nobody_is_told(house: AppContext) -> None:
    """A house that mails nothing stays as it is."""
    with_people_outside(house)
    a_referral(house, AT)
    assert told(house, AT) == 0
