"""The house beside the portal: figures read back on the telephone, and the code on page one of each bundle."""

from dataclasses import replace

import pytest
from builders_acts import AT, later
from builders_hearing import INSPECTOR, POLICE, a_referral
from houses import house_of
from sqlmodel import select

from inspection.acts import referrals
from inspection.acts.portal.copies.case_ids import case_id, read_back
from inspection.errors import PortalFault
from inspection.store.queries import deliveries
from inspection.store.records import AuditEntryRow
from inspection.store.referrals import CallRow, ReferralRow, TakenOnRow
from inspection.trust import AppContext

TAKING = referrals.Taking(taker="duty_officer", rings_back_at=later(hours=2))


def called(house: AppContext, figures: str | None, *, acknowledged: bool = True, taking=TAKING) -> str:
    """Log a call to the cell; the state of the delivery afterwards."""
    delivery = next(d.id for d in deliveries(house.store) if d.recipient == POLICE)
    made = referrals.log_call(
        *(house.acting(INSPECTOR, later(minutes=5)), delivery, "duty_officer", "Wait.", acknowledged),
        number="101",
        taking=taking,
        figures=figures,
    )
    return made.state


def figures_of(house: AppContext, office: str = POLICE) -> str:
    with house.store.read() as session:
        referral = session.exec(select(ReferralRow)).one()
    return read_back(house.store, referral.id, office)


def test_figures_that_are_read_back_prove_the_acknowledgement(house: AppContext) -> None:
    """The trail says that they were right; who takes it on is kept as on the portal."""
    a_referral(house)
    assert called(house, f" {figures_of(house)[:2]} {figures_of(house)[2:]}") == "acknowledged"
    with house.store.read() as session:
        row = session.exec(select(TakenOnRow)).one()
        facts = [e.facts for e in session.exec(select(AuditEntryRow)) if e.act == "delivery.call"]
    assert (row.taker, row.rings_back_at, row.how) == ("duty_officer", later(hours=2), "telephone")
    assert [one["read_back"] for one in facts] == [True]


def test_wrong_figures_log_nothing(house: AppContext) -> None:
    """Nor do those of another office's page."""
    a_referral(house)
    right = figures_of(house)
    for wrong in (f"{(int(right) + 1) % 10_000:04d}", figures_of(house, "aud-liege"), "", "\N{ARABIC-INDIC DIGIT ONE}"):
        with pytest.raises(PortalFault) as caught:
            called(house, wrong)
        assert caught.value.code == "PORTAL-209"
    with house.store.read() as session:
        assert session.exec(select(CallRow)).all() == []


def test_who_takes_it_on_belongs_to_a_call_that_acknowledges(house: AppContext) -> None:
    """A call in which nobody took it on has neither a taker nor figures."""
    a_referral(house)
    for figures, taking in ((figures_of(house), None), (None, TAKING)):
        with pytest.raises(PortalFault, match="belong to a call"):
            called(house, figures, acknowledged=False, taking=taking)


def test_the_code_of_page_one_leads_to_each_offices_own_case(house: AppContext, monkeypatch) -> None:
    """With an address in the settings, and without it to nowhere; each office has an id of its own."""
    given: dict[str, str] = {}

    def noted(addressee, *_: object, link: str = "", **__: object) -> bytes:
        given[addressee.recipient] = link
        return b"%PDF"

    monkeypatch.setattr("inspection.reporting.cases.first_report_pdf", noted)
    settings = replace(house.settings, portal_url="https://portal.example")
    a_referral(house_of(replace(house, settings=settings)))
    with house.store.read() as session:
        referral = session.exec(select(ReferralRow)).one()
    assert given == {
        office: f"https://portal.example/case/{case_id(house.store, referral.id, office)}"
        for office in (POLICE, "aud-liege")
    }
    assert len(set(given.values())) == 2
    a_referral(house, AT)
    assert set(given.values()) == {""}
