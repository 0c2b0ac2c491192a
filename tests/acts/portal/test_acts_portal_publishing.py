"""Publishing: each office its own copy at the next turn, and nothing that was not addressed to it."""

from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256

import pytest
from builders_acts import AT
from builders_portals import AUDITORATE, BY, POLICE, Twin, a_yes_on_site, with_a_portal
from sqlmodel import select

from inspection.acts import changes, delivery, links, portal, referrals
from inspection.acts.controls import keep_attachment
from inspection.acts.portal.packing import FILES, unpacked_file
from inspection.errors import InspectionError
from inspection.life_cycles import RefusalReason
from inspection.referral.delivery import FileDrop
from inspection.store.core import new_id
from inspection.store.portal import PortalCopyRow
from inspection.time_of import moment_of
from inspection.trust import AppContext

SECOND = "direction-1"
LATER = AT + timedelta(hours=1)


@pytest.fixture
def twin(house: AppContext) -> Iterator[Twin]:
    made = with_a_portal(house)
    yield made
    made.portal.store.close()


def test_each_office_gets_its_own_copy_at_the_next_turn(twin: Twin) -> None:
    """Ids differ, so that two offices cannot compare them; what is said again is not written again."""
    reference = a_yes_on_site(twin.office)
    assert portal.copies.news(twin.office.acting_as_flow("portal", AT), twin.portal)
    assert twin.publish(AT) == 2
    rows = {row.office: row for row in twin.rows(kind="case")}
    assert rows.keys() == {POLICE, AUDITORATE}
    assert rows[POLICE].id != rows[AUDITORATE].id
    assert {row.reference for row in rows.values()} == {reference}
    assert not portal.copies.news(twin.office.acting_as_flow("portal", AT), twin.portal)
    assert twin.publish(AT) == 0


def test_a_copy_says_what_the_bundle_says_and_no_more(twin: Twin) -> None:
    """The facts are those of `data.json`; the files open with the portal's keys, and are those that leave."""
    a_yes_on_site(twin.office)
    twin.publish(AT)
    case = twin.case(POLICE)
    assert case.data["recipient"] == POLICE
    assert case.data["persons"][0]["name"] == "Mircea Exemplu"
    assert case.reason == "place_of_facts"
    assert {"manifest.json", "data.json", "first_report.txt", "first_report.pdf"} <= set(case.files)
    (row,) = twin.rows(POLICE)
    files = twin.portal.store.unseal_bytes(FILES, row.id, row.files or b"")
    assert case.bundle_key.encode() in (unpacked_file(files, "manifest.json") or b"")
    with pytest.raises(InspectionError):
        twin.office.store.unseal_bytes(FILES, row.id, row.files or b"")
    assert len(case.read_back) == 4
    assert case.read_back != twin.case(AUDITORATE).read_back


def test_every_act_of_the_office_is_on_the_portal_after_one_turn(twin: Twin) -> None:
    """Sent, rung, acknowledged: state and story follow."""
    reference = a_yes_on_site(twin.office)
    delivery.deliver(twin.office.acting(at=AT), [FileDrop(twin.office.settings.outbox)])
    twin.publish(AT)
    assert twin.case(POLICE).state == "delivered"
    referrals.acknowledge(twin.office.acting(BY, LATER), reference, recipient=AUDITORATE)
    assert twin.publish(LATER) == 2
    mine, other = twin.case(AUDITORATE), twin.case(POLICE)
    assert (mine.state, mine.answered_at) == ("acknowledged", LATER)
    assert [(one.office, one.state) for one in other.others] == [(AUDITORATE, "acknowledged")]
    assert [(one.what, one.who) for one in mine.story][:2] == [("queued", "us"), ("delivered", "us")]
    assert ("acknowledged", AUDITORATE) in [(one.what, one.who) for one in mine.story]
    assert ("acknowledged", AUDITORATE) in [(one.what, one.who) for one in other.story]


def test_a_refusal_of_another_office_is_told_to_nobody(twin: Twin) -> None:
    """Of others an office learns that they took it on, not what they said."""
    reference = a_yes_on_site(twin.office)
    referrals.refuse(twin.office.acting(BY, LATER), reference, RefusalReason.NOT_COMPETENT, recipient=AUDITORATE)
    twin.publish(LATER)
    assert twin.case(AUDITORATE).refused_reason == "not_competent"
    assert "refused" not in [one.what for one in twin.case(POLICE).story]


def test_an_embargo_hides_others_from_the_police_alone(twin: Twin) -> None:
    """What the police got stays readable; no other office and no other case stand beside it, for it or from it."""
    first = a_yes_on_site(twin.office)
    second = a_yes_on_site(twin.office, AT + timedelta(minutes=1))
    twin.publish(AT)
    assert [one.reference for one in twin.case(POLICE, first).others_of_ours] == [second]
    changes.embargo(twin.office.acting(SECOND, LATER), first, AUDITORATE, "telephone")
    twin.publish(LATER)
    kept = twin.case(POLICE, first)
    assert kept.data["persons"]
    assert kept.embargo is not None
    assert (kept.others, kept.others_of_ours) == ((), ())
    assert twin.case(POLICE, second).others_of_ours == ()
    assert [one.reference for one in twin.case(AUDITORATE, second).others_of_ours] == [first]
    assert twin.case(AUDITORATE, first).others
    changes.lift_embargo(twin.office.acting(SECOND, LATER), first, AUDITORATE, "telephone")
    twin.publish(LATER)
    assert [one.reference for one in twin.case(POLICE, second).others_of_ours] == [first]


@pytest.mark.battery(reason="copies, embargoes, recalls and links are published in every run, in their plain order")
def test_an_embargo_ends_at_midnight_without_an_act(twin: Twin) -> None:
    """Its last day is over: the next turn of the next day says so."""
    first = a_yes_on_site(twin.office)
    changes.embargo(twin.office.acting(SECOND, AT), first, AUDITORATE, "telephone", until=AT.date())
    twin.publish(AT)
    assert twin.case(POLICE).others == ()
    assert twin.publish(AT + timedelta(days=1)) == 2
    assert twin.case(POLICE).embargo is None
    assert twin.case(POLICE).others


def test_a_recalled_case_loses_facts_and_files(twin: Twin) -> None:
    """The page says that it was recalled; nothing of the case is in the portal's database any more."""
    reference = a_yes_on_site(twin.office)
    delivery.deliver(twin.office.acting(at=AT), [FileDrop(twin.office.settings.outbox)])
    twin.publish(AT)
    changes.recall(twin.office.acting(BY, LATER), reference, POLICE, instead="pjf-namur")
    twin.publish(LATER)
    (row,) = twin.rows(POLICE)
    case = twin.case(POLICE)
    assert (dict(case.data), case.files, case.place, row.files, row.is_over) == ({}, (), "", None, True)
    assert "recall" in [one.what for one in case.story]
    assert twin.case("pjf-namur").data["persons"]


@pytest.mark.battery(reason="copies, embargoes, recalls and links are published in every run, in their plain order")
def test_what_was_stopped_before_anybody_saw_it_is_shown_to_nobody(twin: Twin) -> None:
    """Nothing had left, and nothing was published: the wrong office has no copy at all."""
    reference = a_yes_on_site(twin.office)
    changes.recall(twin.office.acting(BY, LATER), reference, POLICE, instead="pjf-namur")
    twin.publish(LATER)
    assert {row.office for row in twin.rows()} == {AUDITORATE, "pjf-namur"}


def test_a_withdrawn_case_says_so_and_keeps_no_fact(twin: Twin) -> None:
    """Its message is what is left to read."""
    reference = a_yes_on_site(twin.office)
    delivery.deliver(twin.office.acting(at=AT), [FileDrop(twin.office.settings.outbox)])
    twin.publish(AT)
    made = changes.propose_change(twin.office.acting(BY, LATER), reference, "withdrawal", "another firm", recipients=())
    changes.confirm_change(twin.office.acting(SECOND, LATER), made.id)
    twin.publish(LATER)
    case = twin.case(POLICE)
    assert (case.is_withdrawn, dict(case.data), twin.rows(POLICE)[0].is_over) == (True, {}, True)
    assert set(case.files) == {"manifest.json", "message.txt"}


def test_whoever_was_overtaken_writes_nothing(twin: Twin, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes publish at once: the one with the older look gives way, and looks again."""
    a_yes_on_site(twin.office)
    from inspection.acts.portal.copies import publishing

    real = publishing._publish
    taken: list[int] = []

    def overtaken(context, there, looked):  # type: ignore[no-untyped-def]
        if not taken:
            taken.append(real(context, there, looked))
        return real(context, there, looked)

    monkeypatch.setattr(publishing, "_publish", overtaken)
    twin.publish(AT)
    assert taken == [2]
    with twin.portal.store.read() as session:
        assert len(session.exec(select(PortalCopyRow.id)).all()) == 2


def test_a_confirmed_link_names_the_other_case_to_an_office_that_has_both(twin: Twin) -> None:
    """Found links say nothing on the portal; one that a person confirmed does."""
    first = a_yes_on_site(twin.office)
    second = a_yes_on_site(twin.office, AT + timedelta(minutes=1), workplace="est:2000000000")
    twin.publish(AT)
    assert twin.case(POLICE, first).others_of_ours == ()
    head = twin.office.acting("head-liege", LATER).because("handle_referral", first)
    links.confirm_link(head, first, links.find_links(head, first)[0].reference, reason="the same person")
    twin.publish(LATER)
    named = twin.case(POLICE, first).others_of_ours
    assert [(one.reference, one.why) for one in named] == [(second, "linked")]
    assert [one.reference for one in twin.case(POLICE, second).others_of_ours] == [first]


def test_a_magistrate_is_asked_how_it_went_on_until_there_is_an_end(twin: Twin) -> None:
    """From the day on which the office took it on; what was told moves the question; the police are asked nothing."""
    reference = a_yes_on_site(twin.office)
    twin.publish(AT)
    assert twin.case(AUDITORATE).outcome_due_on is None
    for office in (AUDITORATE, POLICE):
        referrals.acknowledge(twin.office.acting(BY, LATER), reference, recipient=office)
    twin.publish(LATER)
    first = twin.case(AUDITORATE)
    assert (first.outcome_due_on, first.outcome_months) == (date(2027, 2, 25), 3)
    assert twin.case(POLICE).outcome_due_on is None
    for day, outcome, months in ((date(2027, 3, 1), "investigation", 6), (date(2027, 9, 1), "prosecuted", None)):
        at = moment_of(day, 600)
        changes.note_outcome(twin.office.acting(BY, at), reference, AUDITORATE, outcome)  # type: ignore[arg-type]
        twin.publish(at)
        assert twin.case(AUDITORATE).outcome_months == months
    assert [one.outcome for one in twin.case(AUDITORATE).outcomes] == ["investigation", "prosecuted"]


def linked(twin: Twin) -> tuple[str, str]:
    """Two cases of the same offices at different workplaces, with a link that a person confirmed."""
    first = a_yes_on_site(twin.office)
    second = a_yes_on_site(twin.office, AT + timedelta(minutes=1), workplace="est:2000000000")
    head = twin.office.acting("head-liege", LATER).because("handle_referral", first)
    links.confirm_link(head, first, links.find_links(head, first)[0].reference, reason="the same person")
    twin.publish(LATER)
    return first, second


def test_an_embargo_takes_a_linked_case_from_the_police_at_the_other_end_too(twin: Twin) -> None:
    """The police case that named it names it no more, though nothing happened to that case itself."""
    first, second = linked(twin)
    assert [one.reference for one in twin.case(POLICE, second).others_of_ours] == [first]
    changes.embargo(twin.office.acting(SECOND, LATER), first, AUDITORATE, "telephone")
    twin.publish(LATER)
    assert twin.case(POLICE, second).others_of_ours == ()
    assert twin.case(POLICE, first).others_of_ours == ()


@pytest.mark.battery(reason="copies, embargoes, recalls and links are published in every run, in their plain order")
def test_a_magistrate_lifts_its_own_embargo_also_once_nothing_else_is_asked(twin: Twin) -> None:
    """Beside an older one of another office, and in a case that is closed."""
    reference = a_yes_on_site(twin.office)
    changes.embargo(twin.office.acting(SECOND, AT), reference, "parquet-liege", "telephone")
    changes.embargo(twin.office.acting(SECOND, LATER), reference, AUDITORATE, "telephone")
    for office in (AUDITORATE, POLICE):
        referrals.acknowledge(twin.office.acting(BY, LATER), reference, recipient=office)
    changes.note_outcome(twin.office.acting(BY, LATER), reference, AUDITORATE, "dismissed")
    twin.publish(LATER)
    (row,) = twin.rows(AUDITORATE, "case")
    copy = twin.case(AUDITORATE)
    assert copy.embargo is not None
    assert (copy.embargo.asked_by, row.is_over) == (AUDITORATE, False)


@pytest.mark.battery(reason="copies, embargoes, recalls and links are published in every run, in their plain order")
def test_an_older_look_writes_over_no_newer_copy_between_two_batches(
    twin: Twin, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cursor moves with the last batch only; what stands there is compared with each."""
    from inspection.acts.portal.copies import publishing

    monkeypatch.setattr(publishing, "_TOGETHER", 1)
    a_yes_on_site(twin.office)
    older = publishing._look(twin.office.acting_as_flow("portal", AT), twin.portal)
    assert older is not None
    newer = publishing._look(twin.office.acting_as_flow("portal", AT), twin.portal)
    assert newer is not None
    there = twin.portal.acting_as_flow("portal", AT)
    made, before = publishing._different(twin.portal.store, newer.made)[0]
    ready = publishing._ready(twin.office, twin.portal.store, made, before)
    assert publishing._write(there, twin.office.store, newer, [ready], is_last=False) == 1
    assert publishing._write(there, twin.office.store, older, [ready], is_last=False) is None


@pytest.mark.battery(reason="copies, embargoes, recalls and links are published in every run, in their plain order")
def test_a_bundle_that_could_not_be_opened_is_tried_again_every_day(twin: Twin) -> None:
    """The page is there at once, without files; once the photograph is back, the next day brings them."""
    photo, control_id = b"\xff\xd8\xff\xe0" + b"a photo of nobody" * 9, new_id()
    digest = sha256(photo).hexdigest()
    keep_attachment(twin.office.acting(BY, AT), control_id, photo, "image/jpeg", sha256=digest)
    named = {"sha256": digest, "kind": "photo", "media_type": "image/jpeg", "bytes": len(photo)}
    a_yes_on_site(
        twin.office,
        control_id=control_id,
        attachments=[named | {"question": "q15_rooms_seen", "taken_at": "2026-11-25T08:40:00Z"}],
    )
    kept = twin.office.settings.attachments / control_id / f"{digest}.sealed"
    kept.rename(aside := kept.with_name("aside"))
    twin.publish(AT)
    assert [(row.files, row.is_over) for row in twin.rows(POLICE)] == [(None, False)]
    aside.rename(kept)
    assert twin.publish(LATER) == 0
    twin.publish(AT + timedelta(days=1))
    (row,) = twin.rows(POLICE)
    assert row.files is not None
