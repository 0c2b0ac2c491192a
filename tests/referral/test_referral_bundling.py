"""What each addressee gets, and nothing else."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from referral.reports import ADULT, MINOR, SECRET_GROUNDS, a_report, addressees_of

from inspection.errors import ReferralFault
from inspection.referral.bundle import MANIFEST, bundle, content_hash_in, damaged
from inspection.referral.report.wording import words


def made(catalogue, n=0, *, refnis="62063", language=None, report=None, **parts):
    """The files of the n-th addressee: police, auditorate, guardianship."""
    addressee = addressees_of(catalogue, refnis=refnis, language=language)[n]
    return bundle(addressee, report or a_report(), catalogue, **parts)


def data_of(content):
    return json.loads(dict(content.files)["data.json"])


def told(content):
    """What its addressee is told of the case, as the manifest binds it."""
    return content_hash_in(dict(content.files)[MANIFEST])


def test_the_same_report_gives_the_same_key(catalogue):
    """A second making is the same bundle, byte for byte: sending it again has no second effect."""
    assert made(catalogue) == made(catalogue)


def test_another_addressee_or_content_gives_another_key(catalogue):
    """Police and auditorate have their own keys, and a supplement is not taken for a repetition."""
    keys = {
        made(catalogue, 0).key,
        made(catalogue, 1).key,
        made(catalogue, report=a_report(danger_now=True)).key,
        made(catalogue, pdf=lambda _: b"%PDF-1.7").key,
        made(catalogue, exhibits=[("photo-01.jpg", b"x")]).key,
    }
    assert len(keys) == 5


def test_the_manifest_accounts_for_every_file(catalogue):
    """Schema, language, key, and the hash of each part."""
    content = made(catalogue, exhibits=[("photo-01.jpg", b"x")])
    manifest = json.loads(dict(content.files)["manifest.json"])
    assert manifest["schema"] == "vigie/bundle/1"
    assert (manifest["key"], manifest["language"]) == (content.key, "fr")
    assert {f["name"] for f in manifest["files"]} == {"data.json", "first_report.txt", "photo-01.jpg"}
    assert damaged(dict(content.files)) == []


@pytest.mark.parametrize("harm", [{"data.json": b"{}"}, {"extra.txt": b""}])
def test_a_changed_or_added_file_is_named(catalogue, harm):
    """Whoever compares the manifest finds what was touched."""
    assert damaged(dict(made(catalogue).files) | harm) == list(harm)


def test_a_missing_file_or_manifest_is_named(catalogue):
    """So is what was taken away."""
    files = dict(made(catalogue).files)
    assert damaged({k: v for k, v in files.items() if k != "first_report.txt"}) == ["first_report.txt"]
    assert damaged({}) == ["manifest.json"]


def test_standard_codes_stand_beside_ours(catalogue):
    """HTCDS where it plainly agrees; the status is never more than possible."""
    found = data_of(made(catalogue))
    assert found["indicators"] == ["CD01", "EX01"]
    assert found["htcds"]["methodsofcontrol"] == ["ExcessiveWorkingHours", "WithholdsDocuments"]
    assert found["htcds"]["typeofexploitation"] == ["ForcedLabour"]
    assert found["htcds"]["forcedlabourindustry"] == "I_AccommodationAndFoodServiceActivities"
    assert found["htcds"]["traffickingstatus"] == "PossibleVictimOfTrafficking"


def test_smuggling_is_no_form_of_exploitation_in_the_standard(catalogue):
    """Nothing is forced into `Other`, and no industry of forced labour is claimed."""
    found = data_of(made(catalogue, report=a_report(forms=("smuggling",))))["htcds"]
    assert found["typeofexploitation"] == []
    assert found["forcedlabourindustry"] is None


def test_guardianship_gets_the_minor_and_nothing_of_the_case(catalogue):
    """No adult, no grounds, no indicator, no offence; not a word of trafficking."""
    content = made(catalogue, 2)
    text = b"".join(body for _, body in content.files).decode()
    assert content.recipient == "guardianship"
    assert MINOR.name in text
    assert not any(word in text for word in (ADULT.name, SECRET_GROUNDS, "CD01", "SS_DIMONA", "traite", "soupçon"))
    with pytest.raises(ReferralFault):
        made(catalogue, 2, exhibits=[("photo-01.jpg", b"x")])


@pytest.mark.parametrize("recipient", ["myria", "cic-bureau", "pagasa", "fedpros", "locpol", "onss"])
def test_who_may_not_see_a_case_gets_none(catalogue, recipient):
    """The line `may_see` of recipients.yaml is kept whoever asks."""
    addressee = replace(addressees_of(catalogue)[0], recipient=recipient)
    with pytest.raises(ReferralFault) as caught:
        bundle(addressee, a_report(), catalogue)
    assert caught.value.code == "REFER-501"


@pytest.mark.parametrize(
    "name", ["../x.txt", "Photo.jpg", "manifest.json", "data.json", ".hidden.txt", "a/b.jpg", "x", ""]
)
def test_a_file_name_that_is_not_plain_is_refused(catalogue, name):
    """An exhibit can neither leave its folder nor replace one of our files."""
    with pytest.raises(ReferralFault):
        made(catalogue, exhibits=[(name, b"x")])


def test_two_exhibits_of_one_name_are_refused(catalogue):
    """The second would silently replace the first."""
    with pytest.raises(ReferralFault):
        made(catalogue, exhibits=[("a.jpg", b"1"), ("a.jpg", b"2")])


def test_a_naive_decision_or_a_wrong_reference_is_refused(catalogue):
    """Neither the hour nor the file may be in doubt."""
    for report in (a_report(decided_at=datetime(2026, 11, 24, 22, 15)), a_report(reference="R-26-000123-0")):  # noqa: DTZ001
        with pytest.raises(ReferralFault):
            made(catalogue, report=report)


@pytest.mark.parametrize(
    ("refnis", "language", "word"),
    [
        ("62063", None, "soupçon de traite".upper()),
        ("44021", None, "vermoeden van mensenhandel".upper()),
        ("63023", None, "Verdacht auf Menschenhandel".upper()),
        ("21004", "nl", "vermoeden van mensenhandel".upper()),
        ("21004", "fr", "soupçon de traite".upper()),
    ],
)
def test_the_first_report_speaks_the_addressees_language(catalogue, refnis, language, word):
    """The territory decides, in Brussels the report; the deadline is named."""
    text = dict(made(catalogue, refnis=refnis, language=language).files)["first_report.txt"].decode()
    assert word in text
    assert "24" in text
    assert "24/11/2026 22:15" in text
    assert SECRET_GROUNDS in text


def test_every_wording_exists_in_four_languages():
    """No report ever has a hole."""
    assert all(set(said) == {"fr", "nl", "de", "en"} and all(said.values()) for said in words().values())


def test_nothing_personal_shows_in_a_repr(catalogue):
    """A traceback of a bundle or a report carries no name, number or ground."""
    shown = repr(a_report()) + repr(made(catalogue))
    assert not any(word in shown for word in ("Exempel", ADULT.national_number, SECRET_GROUNDS, "police station"))


@pytest.mark.parametrize("lacking", [{"refnis": "", "canton": ""}, {"workplace": ""}])
def test_a_report_without_a_place_is_no_bundle(catalogue, lacking):
    """Nobody is sent to nowhere."""
    with pytest.raises(ReferralFault) as caught:
        made(catalogue, report=a_report(**lacking))
    assert caught.value.code == "REFER-504"


def test_an_unknown_workplace_still_has_its_place(catalogue):
    """Canton and declaration of works stand in data and text; name and address are said to be unknown, never blank."""
    unknown = {"workplace_name": "", "address": "", "enterprise_number": "", "refnis": ""}
    report = a_report(**unknown, workplace="site:1A2B", canton="liege-1", place_name="Liège 1 / Luik 1")
    for n in (0, 1, 2):
        content = made(catalogue, n, report=report)
        where, text = data_of(content)["workplace"], dict(content.files)["first_report.txt"].decode()
        assert (where["register"], where["register_number"], where["canton"]) == ("works", "1A2B", "liege-1")
        lines = ("Lieu de travail: inconnu", "Adresse: inconnue", "Déclaration de travaux: 1A2B")
        assert all(line in text.splitlines() for line in lines)
        assert "site:" not in text
        assert "Liège 1 / Luik 1 (liege-1)" in text


def test_a_door_that_no_register_knows_is_no_declaration_of_works(catalogue):
    """Police find it by its sign; the control's own id is a number that nobody could look up."""
    own = "site:01937b4e-0000-7000-8000-0000000000d0"
    report = a_report(workplace=own, workplace_name="", address="Snack Exempel, Exempelstraat 3")
    content = made(catalogue, report=report)
    text, where = dict(content.files)["first_report.txt"].decode(), data_of(content)["workplace"]
    assert "Lieu de travail: Snack Exempel, Exempelstraat 3" in text.splitlines()
    assert "01937b4e" not in text
    assert (where["register"], where["register_number"]) == ("", "")


def test_a_supplement_names_what_it_adds_to_and_has_a_key_of_its_own(catalogue):
    """In the manifest, the data and the text; the same content as a supplement is not taken for a repetition."""
    first = made(catalogue)
    added = made(catalogue, report=a_report(danger_now=True), supplements=first.key)
    files = dict(added.files)
    assert json.loads(files["manifest.json"])["supplements"] == data_of(added)["supplements"] == first.key
    assert first.key[:12] in files["first_report.txt"].decode().splitlines()[0]
    assert len({first.key, added.key, made(catalogue, supplements=first.key).key}) == 3
    assert "supplements" not in json.loads(dict(first.files)["manifest.json"])


def test_when_it_was_decided_is_no_news_and_what_was_seen_is(catalogue):
    """A supplement is due where the addressee would read something new, as far as it may see it."""
    first, later = made(catalogue), made(catalogue, report=a_report(decided_at=datetime(2026, 11, 25, tzinfo=UTC)))
    assert told(first) == told(later) == told(made(catalogue, supplements=first.key))
    assert told(first) != told(made(catalogue, report=a_report(danger_now=True)))
    assert told(first) != told(made(catalogue, exhibits=[("photo-01.jpg", b"x")]))
    one, other = (made(catalogue, 2, report=a_report(grounds=grounds)) for grounds in ("one", "two"))
    assert told(one) == told(other)
