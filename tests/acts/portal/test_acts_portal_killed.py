"""Office killed at each point between the two databases, then run again: no word has a second effect, no copy is lost.

A real process takes words in and publishes, and is killed by SIGKILL at one point; it is then run again, as its thread
would.
"""

import signal
from collections import Counter
from pathlib import Path
from unittest.mock import patch

import pytest
from builders_acts import AT, an_office
from builders_control import the_rules
from builders_portals import AUDITORATE, POLICE, Twin, a_yes_on_site, with_a_portal
from own_process import exit_code_of
from sqlmodel import col, select

from inspection.acts import portal
from inspection.acts.portal.values import Acknowledges
from inspection.failpoints import PORTAL
from inspection.settings import Settings
from inspection.store.opening import open_store
from inspection.store.portal import PortalCopyRow, PortalWordRow, WordTakenRow
from inspection.store.records import AuditEntryRow
from inspection.store.referrals import ReceiptRow
from inspection.trust import AppContext, verify_trail

YES = Acknowledges(taker="duty_officer")


def a_turn(here: Settings) -> None:
    """Take in and publish, as the thread of the office does."""
    with patch("sectors.reader.load_rules", lambda extra: the_rules()):
        app = AppContext(open_store(here), the_rules(), here)
        portal.crossing.cross(app.acting_as_flow("portal"))


@pytest.fixture
def twin(tmp_path: Path) -> Twin:
    """Two offices have said yes; nothing was taken in yet."""
    made = with_a_portal(an_office(Settings(home=tmp_path / "home")))
    a_yes_on_site(made.office)
    made.publish(AT)
    for by, office in (("cell-1", POLICE), ("auditor-1", AUDITORATE)):
        made.say(by, made.rows(office)[0], YES, AT)
    return made


@pytest.mark.parametrize("point", PORTAL)
@pytest.mark.few(2)
def test_killed_at_a_point_and_run_again(twin: Twin, point: str) -> None:
    """Each answer once in the office, each word taken on the portal, each copy as things stand."""
    assert exit_code_of(a_turn, twin.office.settings, failpoint=point) == -signal.SIGKILL
    assert exit_code_of(a_turn, twin.office.settings, failpoint="") == 0
    assert exit_code_of(a_turn, twin.office.settings, failpoint="") == 0
    with twin.office.store.read() as session:
        receipts = Counter(row.how for row in session.exec(select(ReceiptRow)))
        taken = session.exec(select(WordTakenRow.word_id)).all()
        acts = Counter(session.exec(select(AuditEntryRow.act).where(col(AuditEntryRow.act).like("%.answer"))))
    assert (receipts, len(taken), acts) == ({"portal": 2}, 2, {"delivery.answer": 2})
    with twin.portal.store.read() as session:
        assert all(row.taken_at and not row.fault for row in session.exec(select(PortalWordRow)))
        assert set(session.exec(select(PortalCopyRow.state))) == {"acknowledged"}
    assert verify_trail(twin.office.store).broken is None
    assert verify_trail(twin.portal.store).broken is None
