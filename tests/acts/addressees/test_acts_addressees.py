"""How an addressee is reached: proposed by one person, decided by another, and so from the next thing sent."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from builders_acts import AT, an_office, later
from sqlmodel import col, select
from transport_servers import Authority

from inspection import acts
from inspection.acts.addressees import NewReach, read_reach
from inspection.errors import AccessRefused, InspectionError, SettingsFault
from inspection.referral.delivery.transports import read_transports
from inspection.settings import settings
from inspection.store.records import AuditEntryRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext
from sectors.reader import load_rules

ONE, OTHER, INSPECTOR = "supervisor-liege", "direction-1", "insp-liege-1"
LIEGE = "aud-liege"
SERVER = """mail_server: {host: mail.example, port: 587, sender: vigie@example.be, certificate: m.pem, key: m.key}
recipients:
  pjf-liege: {mail: {to: old@example.be, certificate: theirs.pem}}
"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[AppContext]:
    """Give a house with a mail server, and an addressee whom somebody set up by hand."""
    opened = an_office(settings({"VIGIE_HOME": str(tmp_path / "home")}))
    (opened.home / "transports.yaml").write_text(SERVER)
    yield opened
    opened.store.close()


@pytest.fixture
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules are loaded with a proposal in one test; that takes most of a second each time."""
    monkeypatch.setattr("inspection.acts.addressees.proposing.try_over", lambda *_: None)


def reach(**changed: object) -> NewReach:
    """What is proposed, mailbox first."""
    said = {
        "recipient": LIEGE, "ways": ["mail", "file_drop", "telephone"], "telephone": "+32 4 000 00 00",
        "mail": "auditorat@example.be", "starts_on": day_in_brussels(AT), "source": "their letter", **changed,
    }  # fmt: skip
    return read_reach(said)


def proposed(house: AppContext, new: NewReach, by: str = ONE) -> acts.addressees.ProposedReach:
    """Propose what was looked at."""
    shown = acts.addressees.preview_addressee(house.acting(by, AT), new)
    return acts.addressees.propose_addressee(house.acting(by, AT), new, shown=shown.sha256)


def decided(house: AppContext, made: acts.addressees.ProposedReach, by: str = OTHER, *, yes: bool = True) -> str:
    """Decide what was looked at; returns its state."""
    shown = made.difference.sha256 if made.difference else ""
    return acts.addressees.decide_addressee(house.acting(by, later(hours=1)), made.id, yes=yes, shown=shown).state


def test_a_yes_counts_in_a_process_that_works_already(house: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has to start the office again; an act that had begun goes by the rules of its beginning."""
    monkeypatch.setenv("VIGIE_HOME", str(house.home))
    working, day = acts.app(), day_in_brussels(AT)
    begun = working.acting_as_flow("deliver_referrals")
    before = working.catalogue(day).recipients[LIEGE].telephone
    try:
        decided(house, proposed(house, reach()))
        ways = acts.outbox.followed_transports(working)
        assert acts.reload_home(at_once=True) == ()
        assert {way.name for way in ways.value} == {"mail", "file_drop"}
        assert working.catalogue(day).recipients[LIEGE].telephone == "+32 4 000 00 00" != before
        assert begun.app.catalogue(day).recipients[LIEGE].telephone == before
        after = working.acting_as_flow("deliver_referrals").app
        assert after.catalogue(day).recipients[LIEGE].telephone == "+32 4 000 00 00"
        assert after.rules.sha256 == working.rules.sha256 != begun.app.rules.sha256
    finally:
        working.store.close()


def test_files_that_cannot_be_used_are_told_and_what_can_be_is_read(
    house: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rule file that somebody spoilt: the ways are read all the same, and nothing is raised."""
    monkeypatch.setenv("VIGIE_HOME", str(house.home))
    working = acts.app()
    try:
        ways = acts.outbox.followed_transports(working)
        house.settings.rules.mkdir(parents=True, exist_ok=True)
        (house.settings.rules / "half.yaml").write_text("recipients: [")
        (house.home / "transports.yaml").write_text("recipients: {}")
        (told,) = acts.reload_home(at_once=True)
        assert told.startswith("RULE-")
        assert [way.name for way in ways.value] == ["file_drop"]
        assert acts.reload_home(at_once=True) == ()  # told once a minute
    finally:
        working.store.close()


def test_a_yes_of_another_person_is_a_dated_rule_and_a_file_laid_over(house: AppContext) -> None:
    """Only what changes is shown; before the yes nothing is different, and who proposed it cannot say it."""
    made = proposed(house, reach())
    assert made.difference is not None
    told = {one.name: (one.before, one.after) for one in made.difference.fields}
    assert told["mail"] == ("", "auditorat@example.be")
    assert told["ways"][1] == "mail, file_drop, telephone"
    assert LIEGE not in read_transports(house.home).recipients
    with pytest.raises(AccessRefused) as refused:
        decided(house, made, ONE)
    assert refused.value.code == "ACCESS-041"
    assert decided(house, made) == "approved"
    rules = load_rules(list(house.settings.rules.glob("*.yaml"))).on(day_in_brussels(AT)).recipients[LIEGE]
    assert (rules.transports, rules.telephone) == (("mail", "file_drop", "telephone"), "+32 4 000 00 00")
    box = read_transports(house.home).recipients[LIEGE].mail
    assert box is not None
    assert box.to == "auditorat@example.be"
    assert decided(house, made) == "approved", "twice changes nothing"


@pytest.mark.usefixtures("light")
def test_a_certificate_is_for_every_way_and_what_stood_by_hand_stays(house: AppContext, tmp_path: Path) -> None:
    """One that cannot be read is refused; its fingerprint is shown, its text stands in no entry."""
    with pytest.raises(InspectionError) as refused:
        proposed(house, reach(certificate="no certificate"))
    assert refused.value.code == "REFER-510"
    text = Authority(tmp_path, AT).issue("pjf")[0].read_text()
    known = acts.addressees.show_addressee(house.acting(ONE, AT), "pjf-liege", day_in_brussels(AT))
    kept = {"ways": known.ways, "telephone": known.telephone, "mail": known.mail}
    made = proposed(house, reach(recipient="pjf-liege", certificate=text, **kept))
    assert made.difference is not None
    assert [one.name for one in made.difference.fields] == ["certificate"]
    decided(house, made)
    settled = read_transports(house.home).recipients["pjf-liege"]
    assert settled.mail is not None
    assert (settled.mail.to, settled.mail.certificate) == ("old@example.be", None)
    assert (house.settings.keys / str(settled.certificate)).read_text() == text
    now = acts.addressees.show_addressee(house.acting(ONE, AT), "pjf-liege", day_in_brussels(AT))
    assert now.certificate == made.difference.fields[0].after
    with house.store.read() as session:
        entries = session.exec(select(AuditEntryRow).where(col(AuditEntryRow.stream) == "addressees")).all()
    assert len(entries) == 2
    assert "example.be" not in str([one.facts for one in entries])


@pytest.mark.usefixtures("light")
def test_what_was_shown_binds(house: AppContext) -> None:
    """A mailbox that was set up by hand meanwhile: the answer is refused, and shown anew it is taken."""
    made = proposed(house, reach())
    (house.home / "transports.yaml").write_text(SERVER + "  aud-liege: {mail: {to: other@example.be}}\n")
    with pytest.raises(SettingsFault) as refused:
        decided(house, made)
    assert refused.value.code == "SETTING-085"
    (waiting,) = acts.addressees.list_proposed(house.acting(OTHER, later(hours=1)))
    assert decided(house, waiting) == "approved"


@pytest.mark.usefixtures("light")
def test_a_no_and_a_later_proposal_leave_nothing(house: AppContext) -> None:
    """The earlier one is replaced and cannot be decided; refused, nothing is different."""
    first, second = proposed(house, reach()), proposed(house, reach(mail="later@example.be"))
    states = {one.id: one.state for one in acts.addressees.list_proposed(house.acting(OTHER, AT))}
    assert states == {first.id: "replaced", second.id: "proposed"}
    with pytest.raises(AccessRefused):
        decided(house, first)
    assert decided(house, second, yes=False) == "refused"
    assert LIEGE not in read_transports(house.home).recipients


@pytest.mark.parametrize(
    "changed", [{"ways": ["pigeon"]}, {"ways": ["mail", "mail"]}, {"mail": "no mailbox"}, {"telephone": "ring us"}]
)
def test_what_cannot_be_used_is_refused_at_its_place(changed: dict[str, object]) -> None:
    with pytest.raises(SettingsFault) as refused:
        reach(**changed)
    assert refused.value.code == "SETTING-083"
    assert next(iter(changed)) in refused.value.where


def test_a_mailbox_needs_a_mail_server_and_an_inspector_proposes_nothing(house: AppContext) -> None:
    """Nor is anything proposed for a day that is over, or for an addressee that is none."""
    with pytest.raises(AccessRefused):
        proposed(house, reach(), INSPECTOR)
    for wrong in ({"recipient": "nowhere"}, {"starts_on": day_in_brussels(AT) - timedelta(days=1)}):
        with pytest.raises(SettingsFault) as refused:
            proposed(house, reach(**wrong))
        assert refused.value.code == "SETTING-083"
    (house.home / "transports.yaml").unlink()
    with pytest.raises(SettingsFault) as refused:
        proposed(house, reach())
    assert refused.value.code == "SETTING-800"
