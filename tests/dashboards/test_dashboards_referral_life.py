"""What becomes of a referral after it left, on its screen: proposed and confirmed, recalled, kept apart, told later."""

from collections.abc import Callable
from itertools import count

import pytest
from builders_control_view import press, reasoned, words
from builders_dashboards import DIRECTION, HEAD, INSPECTOR, SUPERVISOR
from builders_link_cases import a_case, a_person
from sqlmodel import col, select
from streamlit.testing.v1 import AppTest

from inspection import acts
from inspection.referral.delivery import FileDrop
from inspection.store.queries import deliveries
from inspection.store.records import AuditEntryRow
from inspection.store.referrals import OutcomeToldRow
from inspection.time_of import now, today
from inspection.trust import AppContext

Draw = Callable[..., AppTest]
WORDS = "SECRET-WORDS of a change"
PARTS = {
    INSPECTOR: ("change", "recall", "told"),
    HEAD: ("change", "recall", "embargo", "told"),
    SUPERVISOR: ("change", "recall", "embargo", "told"),
}
_NUMBERS = count(810)


@pytest.fixture
def case(house: AppContext) -> str:
    """Give a referral of its own that has left."""
    made = a_case(house, next(_NUMBERS), persons=[a_person(name="Vasil Exempel", birth_date="1990-01-02")], at=now())
    acts.delivery.deliver(house.acting(at=now()), {"file_drop": FileDrop(house.settings.outbox)})
    return made


def opened(screen: Draw, case: str, by: str, part: str | None = None, lang: str = "en") -> AppTest:
    """The screen of referrals with a delivery of the case chosen, and one of its parts."""
    app = screen("referrals", by, lang)
    mine = next(d for d in deliveries(acts.app().store, reference=case))
    app = next(box for box in app.selectbox if box.key == "ref_one").set_value(mine.id).run()
    return app if part is None else turned(app, part)


def turned(app: AppTest, part: str) -> AppTest:
    return next(b for b in app.button_group if b.key == "ref_part").set_value(part).run()


def pressed(app: AppTest, key: str) -> AppTest:
    """Press the button with a key; where it asks why, say that one handles the referral."""
    next(b for b in app.button if b.key == key).click()
    return reasoned(app.run(), app.session_state["lang"], "handle_referral")


def box(app: AppTest, label: str):
    return next(b for b in app.selectbox if b.label == label)


def labels(app: AppTest) -> set[str]:
    return {b.label for b in app.button}


def looks(house: AppContext, act: str) -> int:
    with house.store.read() as session:
        return len(session.exec(select(AuditEntryRow).where(col(AuditEntryRow.act) == act)).all())


@pytest.mark.parametrize("lang", ["fr", "nl", "de", "en"])
@pytest.mark.few(1)
def test_every_part_is_drawn_in_four_languages(screen: Draw, house: AppContext, case: str, lang: str) -> None:
    """With something in each: no hole in the words, and what was written stands nowhere unasked."""
    acts.changes.propose_change(house.acting(INSPECTOR), case, "withdrawal", WORDS)
    acts.changes.recall(house.acting(INSPECTOR), case, "pjf-liege", instead="pjf-namur")
    acts.changes.embargo(house.acting(HEAD), case, "aud-liege", "letter", until=today())
    app = opened(screen, case, SUPERVISOR, lang=lang)
    for part in PARTS[SUPERVISOR]:
        app = turned(app, part)
        assert not app.exception, part
        said = words(app) + " ".join(labels(app))
        assert "screen." not in said, part
        assert WORDS not in said, part


@pytest.mark.parametrize("by", sorted(PARTS))
@pytest.mark.few(2)
def test_a_role_sees_the_parts_that_it_may_work_with(screen: Draw, case: str, by: str) -> None:
    """An embargo is for heads; the data officer reads the register and works with none."""
    app = opened(screen, case, by)
    parts = next(b for b in app.button_group if b.key == "ref_part")
    assert len(parts.options) == len(PARTS[by])
    assert ("Open the register" in labels(app)) == (by == SUPERVISOR)
    of_the_auditor = screen("referrals", "dpo-1")
    assert not [b for b in of_the_auditor.button_group if b.key == "ref_part"]
    assert "Open the register" in labels(of_the_auditor)


def test_a_correction_is_proposed_by_one_and_confirmed_by_another(screen: Draw, house: AppContext, case: str) -> None:
    """Nothing leaves before; who proposed sees no way to confirm; who confirms has read it first."""
    app = opened(screen, case, HEAD, "change")
    assert "Write the reason" in words(press(app, "Propose"))
    app.text_area[0].set_value(WORDS)
    app = press(app, "Propose")
    assert "Nothing leaves before another person confirms" in words(app)
    (change,) = acts.changes.changes_of(house.acting(HEAD), case)
    app = pressed(screen("referrals", HEAD), f"read_{change.id}")
    assert WORDS in words(app)
    assert f"yes_{change.id}" not in {b.key for b in app.button}
    before, reads = len(deliveries(house.store, reference=case)), looks(house, "referral.read_change")
    app = screen("referrals", DIRECTION)
    assert f"yes_{change.id}" not in {b.key for b in app.button}
    app = pressed(app, f"read_{change.id}")
    assert WORDS in words(app)
    assert looks(house, "referral.read_change") == reads + 1
    app = pressed(app, f"yes_{change.id}")
    assert "the messages leave now" in words(app)
    assert len(deliveries(house.store, reference=case)) == 2 * before


@pytest.mark.battery(reason="the act is tried in every run, and this screen's correction, recall and embargo")
def test_who_proposed_may_drop_and_another_inspector_sees_nothing(screen: Draw, house: AppContext, case: str) -> None:
    """An inspector confirms nothing; their own proposal is theirs to drop."""
    change = acts.changes.propose_change(house.acting(INSPECTOR), case, "withdrawal", WORDS)
    assert f"read_{change.id}" not in {b.key for b in screen("referrals", "insp-liege-2").button}
    app = screen("referrals", INSPECTOR)
    app = pressed(pressed(app, f"read_{change.id}"), f"no_{change.id}")
    assert "nothing is sent" in words(app)
    assert [one.outcome for one in acts.changes.changes_of(house.acting(INSPECTOR), case)] == ["dropped"]


@pytest.mark.battery(reason="the act is tried in every run, and this screen's correction, recall and embargo")
def test_a_change_that_somebody_ended_meanwhile_is_refused_in_words(screen: Draw, house: AppContext, case: str) -> None:
    """No traceback, and in the reader's language."""
    change = acts.changes.propose_change(house.acting(INSPECTOR), case, "correction", WORDS)
    app = screen("referrals", SUPERVISOR, "fr")
    app = pressed(app, f"read_{change.id}")
    acts.changes.drop_change(house.acting(HEAD), change.id)
    app = pressed(app, f"yes_{change.id}")
    assert not app.exception
    assert "Cette proposition n'attend plus" in words(app)


@pytest.mark.battery(reason="the act is tried in every run, and this screen's correction, recall and embargo")
def test_an_office_is_added_by_name(screen: Draw, house: AppContext, case: str) -> None:
    """None without an office; only those that may see a case and do not have it are offered."""
    app = opened(screen, case, INSPECTOR, "change")
    app = next(r for r in app.radio if r.key == "change_kind").set_value("addition").run()
    app.text_area[0].set_value(WORDS)
    app = press(app, "Propose")
    assert "Choose at least one office" in words(app)
    offered = app.multiselect[0].options
    known = house.catalogue(today()).recipients
    assert known["pjf-liege"].name.say("en") not in offered
    assert known["djsoc-thb"].name.say("en") not in offered
    app.multiselect[0].set_value(["pjf-namur"])
    app = press(app, "Propose")
    assert [one.recipients for one in acts.changes.changes_of(house.acting(INSPECTOR), case)] == [("pjf-namur",)]


def test_a_misdirected_delivery_is_recalled_and_its_deletion_noted(screen: Draw, house: AppContext, case: str) -> None:
    """From the wrong office to the right one; the register shows the breach to who may read it."""
    app = opened(screen, case, INSPECTOR, "recall")
    assert "Choose an office that got this referral" in words(press(app, "Recall"))
    box(app, "Wrong addressee").set_value("pjf-liege")
    box(app, "Send instead to").set_value("pjf-namur")
    app = press(app, "Recall")
    assert "The breach is entered" in words(app)
    assert [d.message for d in deliveries(house.store, reference=case) if d.recipient == "pjf-namur"] == ["report"]
    box(app, "Channel").set_value("letter")
    app = press(app, "Note the deletion")
    assert "The deletion is noted" in words(app)
    assert "Note the deletion" not in labels(app)
    app = press(screen("referrals", "dpo-1"), "Open the register")
    assert "suspicion" in words(app)
    assert "Vasil" not in words(app)


def test_an_embargo_is_recorded_and_lifted_by_a_head(screen: Draw, house: AppContext, case: str) -> None:
    """The magistrate who has the file comes first; the embargo stands there until it is lifted."""
    app = opened(screen, case, HEAD, "embargo")
    assert box(app, "The magistrate's office that asks for it").value == "aud-liege"
    app = press(app, "Record the embargo")
    assert "Under embargo until it is lifted" in words(app)
    assert acts.changes.standing_of(house.acting(HEAD), case).embargoes
    app = press(app, "Lift")
    assert "The embargo is lifted" in words(app)
    assert not acts.changes.standing_of(house.acting(HEAD), case).embargoes


def test_what_a_magistrate_told_is_recorded_and_shown_nowhere(screen: Draw, house: AppContext, case: str) -> None:
    """It is counted in figures; the screen says so, and shows none."""
    app = opened(screen, case, INSPECTOR, "told")
    box(app, "Outcome").set_value("joined_elsewhere")
    app = press(app, "Record")
    assert "joined" not in words(app)
    with house.store.read() as session:
        row = session.exec(select(OutcomeToldRow).order_by(col(OutcomeToldRow.id).desc())).first()
    assert row is not None
    assert (row.outcome, row.recipient) == ("joined_elsewhere", "aud-liege")


def test_the_looks_at_one_referral_are_one(screen: Draw, house: AppContext, case: str) -> None:
    """Turning its parts is the same look; and what was withdrawn offers no further change."""
    change = acts.changes.propose_change(house.acting(INSPECTOR), case, "withdrawal", WORDS)
    acts.changes.confirm_change(house.acting(HEAD), change.id)
    before = looks(house, "referral.standing")
    app = opened(screen, case, INSPECTOR, "change")
    assert "This referral is withdrawn" in words(app)
    assert "Propose" not in labels(app)
    turned(turned(app, "recall"), "change")
    assert looks(house, "referral.standing") == before + 1
