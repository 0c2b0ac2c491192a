"""What somebody of ours says about a case goes with it: half typed, for a glass, of a look; and in every copy."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from builders_acts import AT, LIEGE, a_suspicious_control, an_office, later
from builders_erasures import DIRECTION, DPO, a_case, erased, pages
from builders_erasures import Case as Known
from builders_portals import BY, POLICE, Twin, with_a_portal
from houses import House, as_user, house_of
from sqlmodel import col, select

from inspection.acts import access
from inspection.acts.controls import export_control, save
from inspection.acts.retention import erasure_proof, finish_erasures, place_legal_hold, propose_erasure
from inspection.acts.texts import keep_text, kept_texts
from inspection.errors import StoreFault
from inspection.settings import Settings
from inspection.store.controls import ControlRow
from inspection.store.people import BrokenGlassRow, KeptTextRow
from inspection.store.records import LookReviewRow
from inspection.store.referrals import FollowUpRow
from inspection.time_of import IsoWeek, moment_of
from inspection.trust import AppContext

HEAD, NAMUR = "head-liege", "insp-namur-1"
WORDS = "the man named CANARY sleeps behind the kitchen"


@dataclass(frozen=True)
class Sealed:
    """A value as a copy of the database has it."""

    place: str
    row: str
    value: bytes

    def opens(self, house: AppContext) -> bool:
        try:
            return "CANARY" in house.store.unseal(self.place, self.row, self.value)
        except StoreFault:
            return False


def a_no(house: AppContext) -> str:
    """Save a control whose suspicion was denied, which a head has to read; returns its id."""
    control = a_suspicious_control("no")
    save(as_user(house, BY, AT), control, place=LIEGE)
    return control.control_id


def texts(house: AppContext) -> list[Sealed]:
    with house.store.read() as session:
        rows = session.exec(select(KeptTextRow).order_by(col(KeptTextRow.page))).all()
        return [Sealed("kept_text.words", row.id, row.words) for row in rows]


def test_what_was_half_typed_about_anything_of_a_case_goes_with_it(house: House) -> None:
    """By the id of a follow-up too; what was typed elsewhere stays, and comes back."""
    control, other = a_no(house), a_no(house)
    with house.store.read() as session:
        owed = session.exec(select(FollowUpRow.id).where(FollowUpRow.control_id == control)).first()
        others = session.exec(select(FollowUpRow.id).where(FollowUpRow.control_id == other)).first()
    for n, page in enumerate((f"/waiting/follow-ups/{owed}", f"/inspections/{control}")):
        keep_text(as_user(house, HEAD, AT), page, "words", f"{WORDS} {n}", 0)
    gone = texts(house)
    kept = f"/waiting/follow-ups/{others}"
    keep_text(as_user(house, HEAD, later(days=30)), kept, "words", WORDS, 0)
    assert [one.opens(house) for one in gone] == [True, True]
    erased(house, Known(control, "", ""))
    assert [one.opens(house) for one in gone] == [False, False]
    assert [one.opens(house) for one in texts(house)] == [True]
    assert [one.words for one in kept_texts(as_user(house, HEAD, later(days=30)), kept)] == [WORDS]


def test_why_a_glass_was_broken_goes_with_the_case_and_who_broke_it_stays(house: House) -> None:
    """The officer still sees who opened what and judges it."""
    control = a_no(house)
    access.break_glass(as_user(house, NAMUR, AT), "control", control, WORDS)
    with house.store.read() as session:
        row = session.exec(select(BrokenGlassRow)).one()
    copy = Sealed("broken_glass.words", row.id, row.words)
    assert copy.opens(house)
    assert [one.words for one in access.broken_glasses(as_user(house, DPO, AT))] == [WORDS]
    erased(house, Known(control, "", ""))
    assert not copy.opens(house)
    (one,) = access.broken_glasses(as_user(house, DPO, later(days=31)))
    assert (one.user, one.subject, one.words, one.was_right) == (NAMUR, control, "", None)
    access.judge_glass(as_user(house, DPO, later(days=31)), one.id, was_right=False)


def test_a_broken_glass_stays_for_its_time_after_it_was_judged(house: House) -> None:
    """However late that was; a hold on the case keeps it, as all that is of the case."""
    control, days = a_no(house), house.catalogue(AT.date()).retention["broken_glass"].days or 0
    access.break_glass(as_user(house, NAMUR, AT), "control", control, WORDS)
    (one,) = access.broken_glasses(as_user(house, DPO, AT))
    access.judge_glass(as_user(house, DPO, later(days=days)), one.id, was_right=False)

    def is_due(after: int) -> bool:
        made = propose_erasure(as_user(house, at=later(days=after)))
        return made is not None and "broken_glass" in made.due

    assert (is_due(days + 1), is_due(2 * days + 1)) == (False, True)
    place_legal_hold(as_user(house, DIRECTION, later(days=days)), control, reason="appeal")
    assert not is_due(2 * days + 2)


def test_what_was_said_of_a_look_goes_with_the_case_and_the_verdict_stays(house: House) -> None:
    """A judge may say whom the looker asked about."""
    control = a_no(house)
    week = IsoWeek.of(AT.date())
    over = moment_of(week.monday + timedelta(days=7), 0)
    export_control(as_user(house, HEAD, AT).because("supervision", control), control)
    access.draw_looks(as_user(house, DPO, over), week)
    (look,) = access.looks_to_judge(as_user(house, DPO, over))
    access.judge_look(as_user(house, DPO, over), look.id, "fitting", WORDS)
    with house.store.read() as session:
        row = session.get_one(LookReviewRow, look.id)
        assert row.words is not None
        copy = Sealed("look_review.words", row.id, row.words)
    assert copy.opens(house)
    erased(house, Known(control, "", ""))
    assert not copy.opens(house)
    (said,) = access.looks_to_judge(as_user(house, DPO, later(days=31)), every=True)
    assert (said.words, said.verdict, said.judged_by) == ("", "fitting", DPO)


@pytest.fixture
def twin(tmp_path: Path) -> Iterator[Twin]:
    """Give an office on the embedded database, with its portal."""
    made = with_a_portal(house_of(an_office(Settings(home=tmp_path / "home"))))
    yield made
    made.office.store.close(), made.portal.store.close()


def test_what_an_office_outside_typed_about_a_case_goes_with_its_copy(twin: Twin) -> None:
    """Of the portal's database and of every copy of it; what is typed about no case stays until it is sent."""
    case = a_case(twin, 1)
    at = later(days=29)
    (row,) = twin.rows(POLICE, "case")
    keep_text(twin.portal.acting("cell-1", at), f"/case/{row.id}", "question.words", WORDS, 0)
    keep_text(twin.portal.acting("cell-1", at), "/absence", "name", WORDS, 0)
    elsewhere, about = sorted(texts(twin.portal), key=lambda one: one.row, reverse=True)
    assert (about.opens(twin.portal), elsewhere.opens(twin.portal)) == (True, True)
    erased(twin.office, case)
    assert (about.opens(twin.portal), elsewhere.opens(twin.portal)) == (False, True)
    assert [one.row for one in texts(twin.portal)] == [elsewhere.row]
    finish_erasures(twin.office.acting(at=later(days=60)))  # nobody came back: it has no night of its own
    assert (texts(twin.portal), elsewhere.opens(twin.portal)) == ([], False)


def test_while_somebody_reads_the_journal_waits_and_the_proof_says_so(embedded: AppContext) -> None:
    """A backup that began before keeps the deleted rows in the journal; the next night empties it."""
    control = a_no(embedded)
    with embedded.store.read() as session:
        body = session.exec(select(ControlRow.body)).one()
        erased(house_of(embedded), Known(control, "", ""))
        assert erasure_proof(as_user(embedded, DPO, later(days=31)), control).left == {"journal": 1}
        assert body[-40:] in journal(embedded)
    assert finish_erasures(as_user(embedded, at=later(days=31))) == 0
    assert erasure_proof(as_user(embedded, DPO, later(days=31)), control).left == {}
    assert body[-40:] not in journal(embedded)


def journal(house: AppContext) -> bytes:
    """Return every page that lies in the journal of the database."""
    file, key = house.settings.store_file, house.store.keys.database
    return b"".join(pages(Path(f"{file}-wal"), key, head=32, between=24))
