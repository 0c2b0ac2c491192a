"""Reports are published once, frozen, corrected by new versions, and show no figure that nobody released."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from builders_acts import AT, LIEGE, NAMUR, a_suspicious_control
from builders_orders import BY, INSPECTOR, ordered
from builders_policy import GOOD, a_joint_action, a_measure, an_initiative, filled
from builders_reports import KEYS, KINDS
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from inspection.acts import (
    Office,
    Published,
    add_initiative,
    add_measure,
    approve_release,
    change_measure,
    import_chapter,
    import_figures,
    permit,
    propose_report_tables,
    publish_report,
    published_reports,
    releases,
    report_days,
    save_control,
)
from inspection.errors import AccessRefused, ReferralFault
from inspection.reporting import report_json

SECOND, MONTH = "direction-1", "2026-11"
DECEMBER = datetime(2026, 12, 1, 6, tzinfo=UTC)
AFTER = datetime(2027, 1, 4, 6, tzinfo=UTC)


def cases(house: Office, number: int = 7) -> None:
    """Referrals of November, enough of them to be shown."""
    for n in range(number):
        control = a_suspicious_control("yes", workplace=f"est:21{n:08d}")
        save_control(control, INSPECTOR, place=LIEGE, at=AT, office=house)


def month(house: Office, at: datetime = DECEMBER, **fields: Any) -> Published:
    return publish_report("bureau", MONTH, BY, at=at, office=house, **fields)


def proposed(house: Office, kind: Any = "bureau", key: str = MONTH, at: datetime = DECEMBER) -> None:
    first, last = report_days(kind, key, at=at, office=house)
    propose_report_tables(kind, first, last, BY, at=at, office=house)


def approved(house: Office, at: datetime = DECEMBER) -> None:
    """Approve, as a second person, everything that waits."""
    for one in releases(BY, at=at, office=house):
        approve_release(one.reference, one.sha256, SECOND, at=at + timedelta(hours=1), office=house)


def test_a_report_is_published_once_and_stays_as_it_was(house: Office) -> None:
    """The same month again is the same report, whatever happened since."""
    made = month(house)
    add_measure(a_measure(), BY, at=DECEMBER + timedelta(hours=1), office=house)
    again = month(house, DECEMBER + timedelta(hours=2))
    assert (again, report_json(again.report)) == (made, report_json(made.report))
    assert published_reports("dpo-1", office=house) == [made]


def test_a_correction_is_a_new_version_that_names_the_old_one(house: Office) -> None:
    """Where nothing changed there is no new version, and what was never published cannot be corrected."""
    with pytest.raises(ReferralFault, match="REFER-956"):
        month(house, correct=True)
    first = month(house)
    assert month(house, DECEMBER + timedelta(hours=1), correct=True) == first
    made = add_measure(a_measure(due_on=date(2026, 11, 30)), BY, at=DECEMBER + timedelta(hours=2), office=house)
    second = month(house, DECEMBER + timedelta(hours=3), correct=True)
    assert (second.report.version, second.report.replaces) == (2, first.sha256)
    assert [line.reference for line in second.report.register.late] == [made.reference]
    assert published_reports(BY, office=house) == [first, second]


def test_only_what_a_second_person_approved_is_shown(house: Office) -> None:
    """Before that a table waits under its reference; nothing of it is in the data."""
    cases(house)
    assert {t.state for t in month(house).report.tables} == {"not_released"}
    proposed(house)
    waiting = month(house, correct=True).report
    assert {t.state for t in waiting.tables} == {"awaiting"}
    assert waiting.awaiting == len(waiting.tables)
    assert all(t.table is None for t in waiting.tables)
    approved(house)
    shown = month(house, DECEMBER + timedelta(hours=2), correct=True).report
    assert {t.state for t in shown.tables} == {"released"}
    referrals = shown.table("referrals", "form")
    assert referrals is not None
    assert set(referrals.shown.values()) == {5}  # seven, rounded: the exact number stays inside
    assert shown.version == 3


def test_two_years_are_told_by_their_months_where_they_have_no_table_of_their_own(house: Office) -> None:
    """From releases that were approved, and from no others."""
    cases(house)
    proposed(house)
    untold = publish_report("biennial", KEYS["biennial"], BY, at=AFTER, office=house).report
    assert {t.assembled for t in untold.tables} == {None}
    approved(house)
    told = publish_report("biennial", KEYS["biennial"], BY, at=AFTER, correct=True, office=house).report
    referrals = next(t for t in told.tables if t.figure == "referrals")
    assert referrals.state == "not_released"
    assert referrals.assembled is not None
    assert referrals.assembled.months == 1
    assert {cell.shown for cell in referrals.assembled.cells} == {0, 5}


def test_proposing_again_adds_nothing(house: Office) -> None:
    """A flow that is repeated leaves one proposal a table."""
    cases(house, 1)
    for _ in range(2):
        proposed(house)
    assert len(releases(BY, at=DECEMBER, office=house)) == len(month(house).report.tables)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_published_after_its_period_and_not_before(house: Office, kind: Any) -> None:
    """A period that runs would be frozen without its end."""
    key = KEYS.get(kind, "2026")
    with pytest.raises(ReferralFault, match="REFER-952"):
        publish_report(kind, key, BY, at=AT, office=house)
    made = publish_report(kind, key, BY, at=AFTER, office=house)
    assert (made.report.kind, made.report.version) == (kind, 1)


def test_a_meeting_reads_on_from_the_last_one(house: Office) -> None:
    """Days and news of the register begin where the file before ended."""
    old = add_measure(a_measure(), BY, at=AT, office=house)
    change_measure(old.reference, BY, state="done", evidence="published", at=AT, office=house)
    first = publish_report("cell", "2026-12-03", BY, at=DECEMBER, office=house).report
    assert [line.reference for line in first.register.ended] == [old.reference]
    second = publish_report("cell", "2027-01-15", BY, at=AFTER, office=house).report
    assert second.first == first.last + timedelta(days=1)
    assert second.register.ended == ()


def test_no_name_no_user_no_case_and_nothing_ordered_is_in_a_report(house: Office) -> None:
    """Neither who keeps the register, nor a referral's reference, nor a joint action that a magistrate ordered."""
    cases(house, 2)
    add_measure(a_measure(), BY, at=AT, office=house)
    order = ordered(house)
    permit(order.id, "user", INSPECTOR, BY, at=AT, office=house)
    control = a_suspicious_control("yes", workplace=order.workplace)
    referral = save_control(control, INSPECTOR, place=NAMUR, at=AT, office=house)
    a_joint_action(house, workplace=order.workplace, carried_out_by=control.control_id)
    told = report_json(month(house).report).decode()
    assert referral.reference is not None
    for secret in (BY, INSPECTOR, referral.reference, order.workplace, order.reference, control.control_id):
        assert secret not in told
    assert month(house).report.initiatives == ()


def test_chapters_of_departments_are_merged_into_the_whole(house: Office) -> None:
    """The latest of a department stands; the same again adds nothing; what the register holds stands beside it."""
    add_initiative(an_initiative(), BY, at=AT, office=house)
    for content in (filled(GOOD | {"chapter B4": "First."}), filled(GOOD), filled(GOOD)):
        import_chapter(content, BY, at=AFTER, office=house)
    report = publish_report("biennial", KEYS["biennial"], BY, at=AFTER, office=house).report
    (chapter,) = report.chapters
    assert chapter.sections["policy"] == {"fr": GOOD["chapter B4"]}
    assert [i.department for i in report.initiatives] == ["onss"]
    assert "spc-dsb" in report.authors
    with house.store.read() as session:
        assert session.connection().execute(text("SELECT count(*) FROM report_chapter")).scalar() == 2


def test_who_may_publish_read_and_import(house: Office) -> None:
    """The office and the schedule publish; the data officer reads."""
    for by in ("head-liege", "insp-liege-1", "dpo-1"):
        with pytest.raises(AccessRefused):
            publish_report("bureau", MONTH, by, at=DECEMBER, office=house)
        with pytest.raises(AccessRefused):
            import_chapter(filled(GOOD), by, at=AFTER, office=house)
    with pytest.raises(AccessRefused):
        published_reports("insp-liege-1", office=house)
    assert publish_report("bureau", MONTH, at=DECEMBER, office=house).report.service == "ONSS"


def test_published_rows_cannot_be_changed(house: Office) -> None:
    """On either database; the hash is that of what stands there."""
    made = month(house)
    import_chapter(filled(GOOD), BY, at=AFTER, office=house)
    for table in ("published_report", "report_chapter"):
        for statement in (f"UPDATE {table} SET sha256 = 'x'", f"DELETE FROM {table}"):
            with pytest.raises(DatabaseError, match="append-only"), house.store.write() as session:
                session.connection().execute(text(statement))
    with house.store.read() as session:
        body, sha256 = session.connection().execute(text("SELECT body, sha256 FROM published_report")).one()
    assert sha256 == made.sha256
    assert json.loads(body) == json.loads(report_json(made.report))


def test_what_others_told_stands_with_its_source_and_the_rest_is_not_held(house: Office) -> None:
    """Year by year; recognised victims are never worked out from ours."""
    text = "figure,source,first,last,count\nvictims_recognised,Immigration Office,2026-01-01,2026-12-31,152\n"
    import_figures(text, BY, at=AT, office=house)
    told = publish_report("biennial", KEYS["biennial"], BY, at=AFTER, office=house).report.others
    found = {(one.figure, one.year): (one.source, one.count) for one in told}
    assert found[("victims_recognised", 2026)] == ("Immigration Office", 152)
    assert found[("victims_recognised", 2025)] == found[("convicted", 2026)] == ("", None)
    assert publish_report("bureau", MONTH, BY, at=AFTER, office=house).report.others == ()
