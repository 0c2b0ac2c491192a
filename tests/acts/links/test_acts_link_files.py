"""Link files: prepared for who has the cases already, who send and decide; nobody above or central is written to."""

import io
import json
from pathlib import Path

import pikepdf
import pytest
from builders_acts import AT, later
from builders_link_cases import HEAD, NUMBER, OTHER_HEAD, a_case, a_person
from sqlmodel import select

from inspection.acts.links import (
    Prepared,
    confirm_link,
    find_links,
    hand_link_file,
    link_files,
    prepare_link_file,
    reject_link,
    tell_link_file,
)
from inspection.errors import AccessRefused, ReferralFault
from inspection.reporting.cases import FileCase, FileLink, LinkFileContent, link_file_pdf
from inspection.store.queries import deliveries
from inspection.store.referrals import DeliveryRow, LinkFileRow
from inspection.trust import AppContext
from sectors.rules.values import Lang

NEVER = ("fedpros", "djsoc-thb", "locpol", "cic", "pag-asa")


def confirmed(house: AppContext, case: str, other: str, by: str = HEAD, **fields: str) -> None:
    """Confirm every link of a case to another."""
    for link in find_links(house.acting(by, AT).because("handle_referral", case), case):
        if link.other == other:
            confirm_link(house.acting(by, AT), case, link.reference, reason="Synthetic.", **fields)


def two_districts(house: AppContext) -> tuple[str, str]:
    """Two cases of one enterprise in Liège and Namur, in which one person was met, confirmed."""
    met = [a_person(national_number=NUMBER, name="Vasil Exempel")]
    first, second = a_case(house, 1, persons=met), a_case(house, 2, "namur", firm=1, persons=met)
    confirmed(house, first, second)
    return first, second


def prepared(house: AppContext, case: str, recipient: str = "pjf-liege", by: str = HEAD) -> Prepared:
    return prepare_link_file(house.acting(by, later(hours=1)), case, recipient)


def test_confirmed_links_over_two_districts_become_a_file(house: AppContext) -> None:
    """From either end, through the cell or the magistrate of either; the same links give the same file."""
    first, second = two_districts(house)
    made = prepared(house, first)
    assert (set(made.cases), made.links) == ({first, second}, 2)
    assert prepared(house, first).reference == made.reference
    assert prepared(house, second, by=OTHER_HEAD).reference == made.reference
    assert prepared(house, second, "aud-liege", OTHER_HEAD).reference != made.reference
    confirmed(house, first, a_case(house, 3, firm=1))
    grown = prepared(house, first)
    assert grown.reference != made.reference
    assert len(grown.cases) == 3


def test_links_that_stay_in_one_district_are_no_file_unless_something_is_abroad(house: AppContext) -> None:
    """Its cell and magistrate have them; what reaches abroad is said by who confirms."""
    first, second = a_case(house, 1), a_case(house, 2, firm=1)
    for _ in range(2):
        with pytest.raises(ReferralFault) as refused:
            prepared(house, first)
        assert refused.value.code == "REFER-844"
        confirmed(house, first, second)
    confirmed(house, first, second, foreign_link="posted_from_abroad")
    data = json.loads(dict(prepared(house, first).files)["data.json"])
    assert data["foreign_links"] == ["posted_from_abroad"]


@pytest.mark.parametrize("nobody", [*NEVER, "aud-antwerpen", "pjf-namur-2"])
def test_nobody_above_central_or_without_a_case_is_handed_a_file(house: AppContext, nobody: str) -> None:
    """The central cell and the federal prosecutor are reached through who has the cases, and only if those decide."""
    first, _ = two_districts(house)
    with pytest.raises(ReferralFault) as refused:
        prepared(house, first, nobody)
    assert refused.value.code == "REFER-831"
    with house.store.read() as session:
        assert session.exec(select(LinkFileRow)).all() == []


def test_an_office_that_was_told_of_a_lodging_only_is_handed_no_file(house: AppContext) -> None:
    """It has none of the cases, and would learn of others by it."""
    met = [a_person(national_number=NUMBER, name="Vasil Exempel")]
    first = a_case(house, 1, persons=met, answers={"q15_lodging_address": "Straat 1, 3500 Hasselt"})
    confirmed(house, first, a_case(house, 2, "namur", firm=1, persons=met))
    assert "fgp-limburg" in {one.recipient for one in deliveries(house.store, reference=first)}
    with pytest.raises(ReferralFault) as refused:
        prepared(house, first, "fgp-limburg")
    assert refused.value.code == "REFER-831"
    assert prepared(house, first).cases


def test_a_file_queues_no_delivery_to_anybody(house: AppContext) -> None:
    """A person hands it over: the outbox is what it was, with nothing for those who are never written to."""
    first, _ = two_districts(house)
    before = deliveries(house.store)
    made = prepared(house, first)
    hand_link_file(house.acting(HEAD, later(hours=2)), made.reference, "secure_mail")
    tell_link_file(house.acting(HEAD, later(hours=3)), made.reference, "sent_to_federal_prosecutor")
    assert deliveries(house.store) == before
    with house.store.read() as session:
        assert not {row.recipient for row in session.exec(select(DeliveryRow))} & {*NEVER}


def test_a_file_holds_references_and_grounds_and_nobody(house: AppContext) -> None:
    """No name, number, address, enterprise or workplace, in the PDF's text, in the JSON, or in the store."""
    first, second = two_districts(house)
    made = prepared(house, first)
    files = dict(made.files)
    data = json.loads(files["data.json"])
    assert [case["reference"] for case in data["cases"]] == sorted([first, second])
    assert {link["ground"] for link in data["links"]} == {"enterprise", "person"}
    with house.store.read() as session:
        stored = str([row.model_dump() for row in session.exec(select(LinkFileRow))])
    for secret in (NUMBER, "Exempel", "est:", "04000", "Name of"):
        assert secret not in files["data.json"].decode() + stored


def test_a_file_goes_from_prepared_to_handed_to_told(house: AppContext) -> None:
    """In this order, each once, in closed words; what was decided makes no link and unmakes none."""
    first, _ = two_districts(house)
    reference = prepared(house, first).reference

    def fault(act: object, word: str) -> str:
        with pytest.raises(ReferralFault) as refused:
            act(house.acting(HEAD, AT), reference, word)  # type: ignore[operator]
        return refused.value.code

    assert fault(tell_link_file, "kept_in_district") == "REFER-835"
    assert fault(hand_link_file, "by pigeon") == "REFER-833"
    for _ in range(2):
        assert hand_link_file(house.acting(HEAD, AT), reference, "in_person").state == "handed"
    assert fault(hand_link_file, "secure_mail") == "REFER-834"
    shown = find_links(house.acting(HEAD, AT).because("handle_referral", first), first)
    told = tell_link_file(house.acting(HEAD, AT), reference.lower(), "joined_at_one_office")
    assert (told.state, told.handed_by, told.decision) == ("told", "in_person", "joined_at_one_office")
    assert find_links(house.acting(HEAD, AT).because("handle_referral", first), first) == shown
    (listed,) = link_files(house.acting(HEAD, AT))
    assert listed == told


def test_only_a_head_prepares_and_sees_files(house: AppContext) -> None:
    """An inspector confirms nothing, and hands nothing over."""
    first, _ = two_districts(house)
    for refused in (
        lambda: prepared(house, first, by="insp-liege-1"),
        lambda: link_files(house.acting("insp-liege-1")),
    ):
        with pytest.raises(AccessRefused):
            refused()


def test_a_link_that_was_rejected_is_in_no_file(house: AppContext) -> None:
    """Taken back before it is handed: the next file is without it, or there is none."""
    first, second = two_districts(house)
    for link in find_links(house.acting(HEAD, AT).because("handle_referral", first), first):
        if link.ground == "enterprise":
            reject_link(house.acting(HEAD, AT), first, link.reference, reason="A franchise.")
    assert prepared(house, second, by=OTHER_HEAD).links == 1


@pytest.mark.parametrize("lang", ["fr", "nl", "de", "en"])
def test_the_pdf_is_sound_in_every_language(house: AppContext, lang: Lang, tmp_path: Path) -> None:
    """PDF/A of typst, which pikepdf finds nothing wrong with, the same bytes for the same file."""
    rule = house.catalogue(AT.date()).link_grounds["chain"]
    link = FileLink(
        reference="ABC1234",
        cases=("R-26-000001-5", "R-26-000002-3"),
        ground="chain",
        label=rule.label,
        percent=34,
        word="medium",
        since=AT.date(),
        shared=2,
        foreign_link="employer_abroad",
        confirmed_on=AT.date(),
    )
    places = ("liege", "oost-vlaanderen")
    cases = [FileCase(reference=r, district=d, opened_on=AT.date()) for r, d in zip(link.cases, places, strict=True)]
    content = LinkFileContent(
        reference="L-ABC1234",
        recipient_name="PJF",
        lang=lang,
        prepared_at=AT,
        cases=tuple(cases),
        links=(link,),
    )
    pdf = link_file_pdf(content)
    assert pdf == link_file_pdf(content)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.open_metadata().get("pdfaid:part") == "3"
    file = tmp_path / "links.pdf"
    file.write_bytes(pdf)
    assert pikepdf.Job(["pikepdf", "--check", str(file)]).run() is None
