"""What an office outside looks at and says: its own only, each look an entry, each word once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from houses import House
from portal_house import AUDITORATE, CENTRE, POLICE, a_case, lay, outsider
from sqlmodel import col, select

from inspection import acts
from inspection.acts.portal.packing import unpacked_word
from inspection.acts.portal.values import (
    Acknowledges,
    AnswersContact,
    Asks,
    CaseCopy,
    CaseNamed,
    Lifts,
    Opens,
    Refuses,
    Restricts,
    TellsOutcome,
    Word,
)
from inspection.errors import AccessRefused, InspectionError, PortalFault
from inspection.life_cycles import DeliveryState, RefusalReason
from inspection.store.core import new_id
from inspection.store.portal import PortalCopyRow, PortalWordRow
from inspection.store.records import AuditEntryRow
from inspection.time_of import now, today
from inspection.trust import Context

MINE, THEIRS, CONTACT, LIST = "c" * 31 + "1", "c" * 31 + "8", "d" * 32, "a" * 32


def words(house: House, copy_id: str, *kinds: str) -> list[PortalWordRow]:
    """The words about a copy, of some kinds or all."""
    with house.store.read() as session:
        rows = session.exec(select(PortalWordRow).where(col(PortalWordRow.copy_id) == copy_id))
        return [row for row in rows if not kinds or row.kind in kinds]


def entries(house: House, act: str, subject: str) -> list[AuditEntryRow]:
    """The entries of the trail about an act and its subject."""
    wanted = select(AuditEntryRow).where(col(AuditEntryRow.act) == act, col(AuditEntryRow.subject) == subject)
    with house.store.read() as session:
        return list(session.exec(wanted.order_by(col(AuditEntryRow.n))))


@pytest.fixture
def fresh(portal: House) -> str:
    """Give a case that nobody answered yet."""
    id_ = new_id().replace("-", "")
    lay(portal, id_, a_case(now(), f"R-26-{id_[-6:]}-0"), files={"first_report.pdf": b"%PDF"})
    return id_


def test_each_kind_of_office_gets_its_kinds_of_things(portal: House) -> None:
    """A police cell cases and lists, a centre its requests, a regional service its findings; nobody another's."""
    for user, kinds in (
        ("aud-1", {"case"}),
        ("cell-1", {"case"}),
        ("centre-1", {"contact"}),
        ("region-1", {"finding"}),
    ):
        found = {
            (held.kind, held.office)
            for shelf in ("waiting", "open", "closed")
            for held in acts.portal.pages.my_copies(outsider(portal, user), shelf).held
        }
        offices = {"aud-1": AUDITORATE, "cell-1": POLICE, "centre-1": CENTRE, "region-1": "work-flanders"}
        assert {kind for kind, _ in found} == kinds, user
        assert {office for _, office in found} == {offices[user]}
    assert [held.id for held in acts.portal.pages.my_copies(outsider(portal, "aud-1"), "lists").held] == [LIST]
    assert acts.portal.pages.my_copies(outsider(portal, "centre-1"), "lists").held == ()


def test_what_waits_longest_comes_first_and_is_counted(portal: House) -> None:
    """By its deadline; what is over is on another shelf."""
    desk = acts.portal.pages.my_copies(outsider(portal, "aud-2"))
    due = [held.copy.due_at for held in desk.held]
    assert due == sorted(due)
    assert desk.counted.waiting == len(due)
    assert not {held.id for held in desk.held} & {"c" * 31 + "4", "c" * 31 + "6"}


def test_a_deputy_sees_and_answers_for_whom_they_stand_in(portal: House, fresh: str) -> None:
    """Within the days that were said; the deputy of nobody sees nothing of the office."""
    lay(portal, fresh, a_case(now(), f"R-26-{fresh[-6:]}-0"))
    acts.absences.name_deputy(outsider(portal, "aud-1"), "aud-1", "aud-2", today(), today())
    assert acts.portal.pages.open_copy(outsider(portal, "aud-2"), fresh).office == AUDITORATE
    assert acts.portal.pages.colleagues(outsider(portal, "aud-1")) == ("aud-2",)
    assert acts.portal.pages.colleagues(outsider(portal, "cell-1")) == ()


@pytest.mark.parametrize("copy_id", [THEIRS, "c" * 32, "", "x' OR 1=1 --", CONTACT, "f" * 32])
def test_absent_and_forbidden_are_one_answer(portal: House, copy_id: str) -> None:
    """For a page, a file, the words and a word; nothing is written of it."""
    mine = outsider(portal, "aud-1")
    for ask in (
        lambda: acts.portal.pages.open_copy(mine, copy_id),
        lambda: acts.portal.pages.file_of(mine, copy_id, "first_report.pdf"),
        lambda: acts.portal.pages.words_of(mine, copy_id),
        lambda: acts.portal.pages.say(mine, copy_id, new_id(), Asks(words="?")),
    ):
        with pytest.raises(InspectionError) as refused:
            ask()
        assert refused.value.code == "PORTAL-301"
    assert not [row for row in words(portal, copy_id) if row.said_by == "aud-1"]


def test_a_case_that_was_erased_is_named_beside_no_other(portal: House, fresh: str) -> None:
    """Its copy goes at once, and the copy that names it is published again much later."""
    mine, other = outsider(portal, "aud-1"), new_id().replace("-", "")
    named = CaseNamed(
        id=other, reference="R-26-000077-7", place="", state=DeliveryState.SENT, decided_at=now(), why="linked"
    )
    lay(portal, fresh, a_case(now(), f"R-26-{fresh[-6:]}-1", others_of_ours=(named,)))
    lay(portal, other, a_case(now(), f"R-26-{other[-6:]}-2"))
    before, _ = beside(mine, fresh), portal_forgets(portal, other)
    assert (before, beside(mine, fresh)) == ((other,), ())


def beside(mine: Context, copy_id: str) -> tuple[str, ...]:
    """The cases that stand beside one."""
    copy = acts.portal.pages.open_page(mine, copy_id).held.copy
    assert isinstance(copy, CaseCopy)
    return tuple(one.id for one in copy.others_of_ours)


def portal_forgets(portal: House, copy_id: str) -> None:
    """As an erasure does."""
    with portal.store.write() as session:
        session.delete(session.get_one(PortalCopyRow, copy_id))


def test_the_first_page_leaves_an_entry_for_each_look(portal: House) -> None:
    """Shelf by shelf, and for deputies and colleagues: as each leaves it by itself."""
    acts.portal.pages.first_page(outsider(portal, "magistrate-1"), "waiting", "open")
    lists, deputies = (entries(portal, act, "magistrate-1") for act in ("portal.list", "deputy.list"))
    assert [one.facts["shelf"] for one in lists[-2:]] == ["waiting", "open"]
    assert [one.facts["kind"] for one in deputies[-2:]] == ["deputies", "colleagues"]


def test_every_look_is_an_entry_and_the_office_hears_once_a_session(portal: House, fresh: str) -> None:
    """The page once a session, each file each time; names are told apart in the trail."""
    mine = outsider(portal, "aud-1")
    acts.portal.pages.open_copy(mine, fresh)
    acts.portal.pages.open_copy(mine, fresh, with_names=True)
    acts.portal.pages.file_of(mine, fresh, "first_report.pdf")
    acts.portal.pages.file_of(mine, fresh, "first_report.pdf")
    looks = entries(portal, "portal.open", fresh)
    assert [look.facts.get("names", look.facts.get("file")) for look in looks] == [
        False,
        True,
        "first_report.pdf",
        "first_report.pdf",
    ]
    assert {look.stream for look in looks} == {"reading"}
    assert all(look.purpose == "handle_referral" for look in looks)
    opened = [
        unpacked_word(row.kind, portal.store.unseal("portal_word.body", row.id, row.body or b""))
        for row in words(portal, fresh, "opened")
    ]
    assert sorted(word.what for word in opened if isinstance(word, Opens)) == ["first_report.pdf"] * 2 + ["page"]
    again = replace(mine, principal=replace(mine.principal, credential="another session"))
    acts.portal.pages.open_copy(again, fresh)
    assert len(words(portal, fresh, "opened")) == 4


def test_a_file_that_the_bundle_does_not_have_is_absent(portal: House, fresh: str) -> None:
    """Whatever it is called."""
    for name in ("other.pdf", "../vigie.db", "", "first_report.pdf/"):
        with pytest.raises(PortalFault, match="PORTAL-301"):
            acts.portal.pages.file_of(outsider(portal, "aud-1"), fresh, name)


def test_a_word_that_is_sent_twice_is_one_word(portal: House, fresh: str) -> None:
    """By the id of its form; the id of another form, or in another case, is refused."""
    mine, form = outsider(portal, "aud-1"), new_id()
    word = Acknowledges(
        taker="reference_magistrate", rings_back_at=now() + timedelta(hours=2), telephone="02 000 00 12"
    )
    for _ in range(3):
        acts.portal.pages.say(mine, fresh, form, word)
    (row,) = words(portal, fresh, "acknowledged")
    assert (row.id, row.said_by, row.office) == (form, "aud-1", AUDITORATE)
    assert unpacked_word(row.kind, portal.store.unseal("portal_word.body", row.id, row.body or b"")) == word
    assert len(entries(portal, "portal.acknowledge", fresh)) == 1
    for other in (
        lambda: acts.portal.pages.say(mine, fresh, form, Asks(words="?")),
        lambda: acts.portal.pages.say(mine, MINE, form, word),
    ):
        with pytest.raises(PortalFault, match="PORTAL-302"):
            other()
    (said,) = acts.portal.pages.words_of(mine, fresh)
    assert (said.kind, said.taken_at, said.fault) == ("acknowledged", None, "")


@pytest.mark.parametrize(
    ("word", "code"),
    [
        (Acknowledges(taker="other", rings_back_at=now() - timedelta(minutes=1)), "PORTAL-201"),
        (Acknowledges(taker="other", telephone="call me"), "PORTAL-202"),
        (Acknowledges(taker="other", words="x" * 2001), "PORTAL-203"),
        (Restricts(until=today() - timedelta(days=1)), "REFER-760"),
        (TellsOutcome(outcome="prosecuted", words="They said it."), "PORTAL-212"),
        (Asks(words="  "), "PORTAL-203"),
        (AnswersContact(answer="full"), "PORTAL-301"),
        (Opens(what="page"), "PORTAL-302"),
    ],
)
def test_what_cannot_be_is_refused_at_once(portal: House, fresh: str, word: Word, code: str) -> None:
    """And nothing of it is kept."""
    with pytest.raises(InspectionError) as refused:
        acts.portal.pages.say(outsider(portal, "aud-1"), fresh, new_id(), word)
    assert refused.value.code in (code, "ACCESS-020")
    assert not words(portal, fresh, word.kind)


def test_an_id_that_no_form_was_given_is_refused(portal: House, fresh: str) -> None:
    """What is no id of ours never becomes a row."""
    for id_ in ("", "1", "x" * 36, new_id().upper(), new_id() + "0"):
        with pytest.raises(PortalFault, match="PORTAL-302"):
            acts.portal.pages.say(outsider(portal, "aud-1"), fresh, id_, Asks(words="Which gate?"))


@pytest.mark.parametrize("word", [Restricts(), Lifts(), TellsOutcome(outcome="dismissed")])
def test_only_an_office_of_magistrates_restricts_and_tells(portal: House, word: Word) -> None:
    """A police cell neither puts an embargo nor tells an outcome."""
    with pytest.raises(AccessRefused, match="ACCESS-020"):
        acts.portal.pages.say(outsider(portal, "cell-1"), "c" * 31 + "7", new_id(), word)


def test_nothing_is_said_about_what_is_over(portal: House) -> None:
    """It was withdrawn, recalled or closed."""
    with pytest.raises(PortalFault, match="PORTAL-303"):
        acts.portal.pages.say(outsider(portal, "aud-1"), "c" * 31 + "6", new_id(), Refuses(reason=RefusalReason.OTHER))


@pytest.mark.parametrize("user", ["system", "nobody"])
def test_nobody_of_the_house_reads_here(portal: House, user: str) -> None:
    """The portal is for offices outside only."""
    with pytest.raises(AccessRefused):
        acts.portal.pages.my_copies(outsider(portal, user))
