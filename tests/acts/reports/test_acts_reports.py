"""Reports are proposed, approved as a whole, then published once and corrected by new versions; no figure waits."""

import json
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from builders_acts import AT, LIEGE, NAMUR, a_suspicious_control
from builders_orders import BY, INSPECTOR, ordered
from builders_policy import GOOD, a_joint_action, a_measure, an_initiative, filled
from builders_reports import KEYS, KINDS
from databases import owned
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlmodel import select

from inspection.acts.chasing import subjects_of_alerts
from inspection.acts.controls import save
from inspection.acts.figures import approve_release, import_figures, releases
from inspection.acts.orders import permit
from inspection.acts.reports import add_initiative, add_measure, change_measure, import_chapter
from inspection.acts.reports.publishing import (
    ReportVersion,
    approve_report,
    propose_report,
    published_reports,
    report_drafts,
)
from inspection.acts.reports.tables import proposed_tables
from inspection.errors import AccessRefused, ReferralFault
from inspection.reporting.reports import report_json
from inspection.store.records import AlertRow
from inspection.trust import AppContext

SECOND, MONTH = "direction-1", "2026-11"
DECEMBER = datetime(2026, 12, 1, 6, tzinfo=UTC)
AFTER = datetime(2027, 1, 4, 6, tzinfo=UTC)


def cases(house: AppContext, number: int = 7) -> None:
    """Referrals of November, enough of them to be shown."""
    for n in range(number):
        control = a_suspicious_control("yes", workplace=f"est:21{n:08d}")
        save(house.acting(INSPECTOR, AT), control, place=LIEGE)


def proposed(
    house: AppContext, kind: Any = "bureau", key: str = MONTH, at: datetime = DECEMBER, **more: Any
) -> ReportVersion:
    return propose_report(house.acting(BY, at), kind, key, **more)


def approved(house: AppContext, draft: ReportVersion, by: str = SECOND, at: datetime | None = None) -> ReportVersion:
    report, moment = draft.report, at or draft.at + timedelta(minutes=1)
    return approve_report(house.acting(by, moment), report.kind, report.key, draft.sha256)


def published(
    house: AppContext, kind: Any = "bureau", key: str = MONTH, at: datetime = DECEMBER, **more: Any
) -> ReportVersion:
    """A report that was proposed and then approved as a whole; what was published before, where nothing changed."""
    draft = proposed(house, kind, key, at, **more)
    return draft if draft.is_published else approved(house, draft)


def month(house: AppContext, at: datetime = DECEMBER, **more: Any) -> ReportVersion:
    return published(house, at=at, **more)


def test_a_report_is_published_once_and_stays_as_it_was(house: AppContext) -> None:
    """The same month again is the same report, whatever happened since."""
    made = month(house)
    add_measure(house.acting(BY, DECEMBER + timedelta(hours=1)), a_measure())
    again = month(house, DECEMBER + timedelta(hours=2))
    assert (again, report_json(again.report)) == (made, report_json(made.report))
    assert published_reports(house.acting("dpo-1")) == [made]
    assert report_drafts(house.acting("dpo-1")) == []


def test_a_correction_is_a_new_version_that_names_the_old_one(house: AppContext) -> None:
    """Where nothing changed there is no new version, and what was never published cannot be corrected."""
    with pytest.raises(ReferralFault, match="REFER-956"):
        month(house, correct=True)
    first = month(house)
    assert month(house, DECEMBER + timedelta(hours=1), correct=True) == first
    made = add_measure(house.acting(BY, DECEMBER + timedelta(hours=2)), a_measure(due_on=date(2026, 11, 30)))
    second = month(house, DECEMBER + timedelta(hours=3), correct=True)
    assert (second.report.version, second.report.replaces) == (2, first.sha256)
    assert [line.reference for line in second.report.register.late] == [made.reference]
    assert published_reports(house.acting(BY)) == [first, second]


def test_nothing_is_published_before_a_second_person_approved_the_whole(house: AppContext) -> None:
    """The draft shows every table; one act releases them all and publishes, and nothing of it waits."""
    cases(house)
    draft = proposed(house)
    assert {t.state for t in draft.report.tables} == {"proposed"}
    assert published_reports(house.acting(BY)) == []
    assert report_drafts(house.acting(BY)) == [draft]
    assert {one.approved_by for one in releases(house.acting(BY, DECEMBER))} == {None}
    made = approved(house, draft)
    assert {t.state for t in made.report.tables} == {"released"}
    assert made.report.proposed == ()
    referrals = made.report.table("referrals", "form")
    assert referrals is not None
    assert set(referrals.shown.values()) == {5}  # seven, rounded: the exact number stays inside
    assert {one.approved_by for one in releases(house.acting(BY, DECEMBER))} == {SECOND}
    assert published_reports(house.acting(BY)) == [made]
    assert report_drafts(house.acting(BY)) == []


def test_who_proposed_does_not_approve(house: AppContext) -> None:
    """Neither the report nor one of its tables; the schedule proposes, and one person of the office approves."""
    cases(house)
    draft = proposed(house)
    with pytest.raises(AccessRefused, match="ACCESS-041"):
        approved(house, draft, by=BY)
    proposed_tables(house.acting(SECOND, AFTER), "college", date(2026, 1, 1), date(2026, 12, 31))
    mixed = proposed(house, "college", "2026", AFTER)
    with pytest.raises(AccessRefused, match="ACCESS-041"):
        approved(house, mixed)
    assert published_reports(house.acting(BY)) == []
    scheduled = propose_report(house.acting(at=DECEMBER), "bureau", "2026-10")
    assert approved(house, scheduled, by=BY).is_published


def test_an_approval_is_bound_to_the_draft_that_stands(house: AppContext) -> None:
    """What changed since makes another draft; the old hash is refused, and twelve signs of the new one are enough."""
    cases(house)
    old = proposed(house)
    add_measure(house.acting(BY, DECEMBER + timedelta(hours=1)), a_measure(due_on=date(2026, 11, 30)))
    new = proposed(house, at=DECEMBER + timedelta(hours=2))
    assert report_drafts(house.acting(BY)) == [new]
    for wrong in (old.sha256, new.sha256[:11], "", "0" * 64):
        with pytest.raises(ReferralFault, match="REFER-958"):
            approve_report(house.acting(SECOND, DECEMBER + timedelta(hours=3)), "bureau", MONTH, wrong)
    made = approve_report(house.acting(SECOND, DECEMBER + timedelta(hours=3)), "bureau", MONTH, new.sha256[:12])
    assert made.report.register.late
    assert approved(house, new, at=DECEMBER + timedelta(hours=4)) == made  # again: what was published


def test_one_table_that_would_tell_too_much_keeps_the_whole_back(
    house: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All or nothing: the tables before it are not released either, and no report is published."""
    cases(house)
    draft = proposed(house)
    ledger = import_module("inspection.acts.figures.releasing")
    refused, calls = ledger._refuse_differencing, []

    def third(*arguments: Any) -> None:
        calls.append(arguments)
        if len(calls) == 3:
            too_much()
        refused(*arguments)

    monkeypatch.setattr(ledger, "_refuse_differencing", third)
    with pytest.raises(ReferralFault, match="REFER-930"):
        approved(house, draft)
    assert {one.approved_by for one in releases(house.acting(BY, DECEMBER))} == {None}
    assert report_drafts(house.acting(BY)) == [draft]


def test_tables_of_one_report_are_protected_against_each_other(house: AppContext) -> None:
    """They are released together, so that the approval holds each against those before it."""
    cases(house, 3)
    draft = proposed(house, "college", "2026", AFTER)
    figures = [t.figure for t in draft.report.tables if t.state == "proposed"]
    assert len(figures) > len(set(figures))  # some figure is shown twice, by other dimensions
    assert approved(house, draft).is_published


@pytest.mark.battery(reason="the ways of a draft are tried in every run by publishing, correcting and approving")
def test_a_table_that_was_released_alone_is_not_asked_for_again(house: AppContext) -> None:
    """The draft shows it as released; a correction of nothing proposes nothing."""
    cases(house)
    first = releases_of(house, proposed(house))
    approve_release(house.acting(SECOND, DECEMBER + timedelta(hours=1)), first.reference, first.sha256)
    draft = proposed(house, at=DECEMBER + timedelta(hours=2))
    states = [t.state for t in draft.report.tables]
    assert states.count("released") == 1
    assert approved(house, draft).report.tables[0].reference == first.reference


def releases_of(house: AppContext, draft: ReportVersion) -> Any:
    """The release of the first table of a draft, as the ledger holds it."""
    known = releases(house.acting(BY, DECEMBER))
    return next(one for one in known if one.reference == draft.report.tables[0].reference)


@pytest.mark.battery(reason="the ways of a draft are tried in every run by publishing, correcting and approving")
def test_the_direction_hears_of_a_draft_until_it_is_approved(house: AppContext) -> None:
    """Once for each draft, however often the schedule looks."""
    for hours in (0, 1):
        draft = proposed(house, at=DECEMBER + timedelta(hours=hours))
    waits = [one for one in alerts(house) if one.kind == "report_waits"]
    assert [(one.for_role, one.state) for one in waits] == [("direction", "open")]
    approved(house, draft, at=DECEMBER + timedelta(hours=2))
    assert [one.state for one in alerts(house) if one.kind == "report_waits"] == ["seen"]


@pytest.mark.battery(reason="the ways of a draft are tried in every run by publishing, correcting and approving")
def test_the_schedule_leaves_a_draft_alone_that_somebody_reads(house: AppContext) -> None:
    """Whatever changed since; a person may propose anew, and after an approval it finds what was published."""
    cases(house)
    draft = propose_report(house.acting(at=DECEMBER), "bureau", MONTH, leave_draft=True)
    add_measure(house.acting(BY, DECEMBER + timedelta(hours=1)), a_measure(due_on=date(2026, 11, 30)))
    later = DECEMBER + timedelta(days=1)
    assert propose_report(house.acting(at=later), "bureau", MONTH, leave_draft=True) == draft
    assert report_drafts(house.acting(BY)) == [draft]
    anew = proposed(house, at=later)
    assert anew.sha256 != draft.sha256
    made = approved(house, anew)
    assert propose_report(house.acting(at=later), "bureau", MONTH, leave_draft=True) == made


@pytest.mark.battery(reason="the ways of a draft are tried in every run by publishing, correcting and approving")
def test_what_a_replaced_draft_left_behind_goes(house: AppContext) -> None:
    """Its alert is closed when another takes its place, and its own tables do not wait in the ledger for ever."""
    cases(house)
    old = proposed(house)
    waiting = set(old.report.proposed)
    control = a_suspicious_control("yes", workplace="est:2199999999")
    save(house.acting(INSPECTOR, AT + timedelta(hours=1)), control, place=LIEGE)
    new = proposed(house, at=DECEMBER + timedelta(hours=2))
    gone = waiting - set(new.report.proposed)
    assert gone
    assert [one.state for one in alerts(house) if one.kind == "report_waits"] == ["seen", "open"]
    assert len(subjects_of_alerts(house.acting(SECOND, DECEMBER)).reports) == 1  # what the list says it is about
    listed = {one.reference for one in releases(house.acting(BY, DECEMBER))}
    assert listed == set(new.report.proposed)
    approved(house, new, at=DECEMBER + timedelta(hours=3))
    assert {one.state for one in alerts(house) if one.kind == "report_waits"} == {"seen"}
    assert {one.approved_by for one in releases(house.acting(BY, DECEMBER))} == {SECOND}


def alerts(house: AppContext) -> list[AlertRow]:
    with house.store.read() as session:
        return list(session.exec(select(AlertRow)))


def too_much(*_: Any, **__: Any) -> None:
    """What the ledger answers to a table that could be differenced."""
    raise ReferralFault("REFER-930", earlier="test", threshold=1, figure="test")


@pytest.mark.battery(reason="the ways of a draft are tried in every run by publishing, correcting and approving")
def test_two_years_are_told_by_their_months_where_they_have_no_table_of_their_own(
    house: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From releases that were approved, and from no others."""
    cases(house)
    approved(house, proposed(house))
    monkeypatch.setattr("inspection.acts.figures.propose_release", too_much)
    told = published(house, "biennial", KEYS["biennial"], AFTER).report
    referrals = next(t for t in told.tables if t.figure == "referrals")
    assert referrals.state == "not_released"
    assert referrals.assembled is not None
    assert referrals.assembled.months == 1
    assert {cell.shown for cell in referrals.assembled.cells} == {0, 5}


@pytest.mark.battery(reason="the ways of a draft are tried in every run by publishing, correcting and approving")
def test_proposing_again_adds_nothing(house: AppContext) -> None:
    """A flow that is repeated leaves one draft, and one proposal a table."""
    cases(house, 1)
    first, again = proposed(house), proposed(house, at=DECEMBER + timedelta(hours=1))
    assert again == first
    assert len(releases(house.acting(BY, DECEMBER))) == len(first.report.tables)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.few(3)
def test_every_kind_is_published_after_its_period_and_not_before(house: AppContext, kind: Any) -> None:
    """A period that runs would be frozen without its end."""
    key = KEYS.get(kind, "2026")
    with pytest.raises(ReferralFault, match="REFER-952"):
        propose_report(house.acting(BY, AT), kind, key)
    made = published(house, kind, key, AFTER)
    assert (made.report.kind, made.report.version) == (kind, 1)


def test_a_meeting_reads_on_from_the_last_one(house: AppContext) -> None:
    """Days and news of the register begin where the file before ended."""
    old = add_measure(house.acting(BY, AT), a_measure())
    change_measure(house.acting(BY, AT), old.reference, state="done", evidence="published")
    first = published(house, "cell", "2026-12-03", DECEMBER).report
    assert [line.reference for line in first.register.ended] == [old.reference]
    second = published(house, "cell", "2027-01-15", AFTER).report
    assert second.first == first.last + timedelta(days=1)
    assert second.register.ended == ()


def test_no_name_no_user_no_case_and_nothing_ordered_is_in_a_report(house: AppContext) -> None:
    """Neither who keeps the register, nor a referral's reference, nor a joint action that a magistrate ordered."""
    cases(house, 2)
    add_measure(house.acting(BY, AT), a_measure())
    order = ordered(house)
    permit(house.acting(BY, AT), order.id, "user", INSPECTOR)
    control = a_suspicious_control("yes", workplace=order.workplace)
    referral = save(house.acting(INSPECTOR, AT), control, place=NAMUR)
    a_joint_action(house, workplace=order.workplace, carried_out_by=control.control_id)
    told = report_json(month(house).report).decode()
    assert referral.reference is not None
    for secret in (BY, INSPECTOR, referral.reference, order.workplace, order.reference, control.control_id):
        assert secret not in told
    assert month(house).report.initiatives == ()


def test_chapters_of_departments_are_merged_into_the_whole(house: AppContext) -> None:
    """The latest of a department stands; the same again adds nothing; what the register holds stands beside it."""
    add_initiative(house.acting(BY, AT), an_initiative())
    for content in (filled(GOOD | {"chapter B4": "First."}), filled(GOOD), filled(GOOD)):
        import_chapter(house.acting(BY, AFTER), content)
    report = published(house, "biennial", KEYS["biennial"], AFTER).report
    (chapter,) = report.chapters
    assert chapter.sections["policy"] == {"fr": GOOD["chapter B4"]}
    assert [i.department for i in report.initiatives] == ["onss"]
    assert "spc-dsb" in report.authors
    with house.store.read() as session:
        assert session.connection().execute(text("SELECT count(*) FROM report_chapter")).scalar() == 2


def test_who_may_publish_read_and_import(house: AppContext) -> None:
    """The office and the schedule publish; the data officer reads."""
    for by in ("head-liege", "insp-liege-1", "dpo-1"):
        with pytest.raises(AccessRefused):
            propose_report(house.acting(by, DECEMBER), "bureau", MONTH)
        with pytest.raises(AccessRefused):
            approve_report(house.acting(by, DECEMBER), "bureau", MONTH, "0" * 64)
        with pytest.raises(AccessRefused):
            import_chapter(house.acting(by, AFTER), filled(GOOD))
    with pytest.raises(AccessRefused):
        published_reports(house.acting("insp-liege-1"))
    with pytest.raises(AccessRefused):  # a schedule approves nothing
        approve_report(house.acting("system", DECEMBER), "bureau", MONTH, "0" * 64)
    assert propose_report(house.acting(at=DECEMBER), "bureau", MONTH).report.service == "ONSS"


def test_published_rows_cannot_be_changed(house: AppContext) -> None:
    """On either database; the hash is that of what stands there."""
    made = month(house)
    import_chapter(house.acting(BY, AFTER), filled(GOOD))
    for table in ("report_proposal", "published_report", "report_chapter"):
        for statement in (f"UPDATE {table} SET sha256 = 'x'", f"DELETE FROM {table}"):
            with pytest.raises(DatabaseError, match="append-only"), owned(house.store).write() as session:
                session.connection().execute(text(statement))
    with house.store.read() as session:
        body, sha256 = session.connection().execute(text("SELECT body, sha256 FROM published_report")).one()
    assert sha256 == made.sha256
    assert {"schema": "vigie/report/1", **json.loads(body)} == json.loads(report_json(made.report))


@pytest.mark.battery(reason="the ways of a draft are tried in every run by publishing, correcting and approving")
def test_what_others_told_stands_with_its_source_and_the_rest_is_not_held(house: AppContext) -> None:
    """Year by year; recognised victims are never worked out from ours."""
    text = "figure,source,first,last,count\nvictims_recognised,Immigration Office,2026-01-01,2026-12-31,152\n"
    import_figures(house.acting(BY, AT), text)
    told = published(house, "biennial", KEYS["biennial"], AFTER).report.others
    found = {(one.figure, one.year): (one.source, one.count) for one in told}
    assert found[("victims_recognised", 2026)] == ("Immigration Office", 152)
    assert found[("victims_recognised", 2025)] == found[("convicted", 2026)] == ("", None)
    assert published(house, "bureau", MONTH, AFTER).report.others == ()
