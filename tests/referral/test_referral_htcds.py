"""The standard's codes stand where our answers know them, and nowhere else."""

import json
import re
from pathlib import Path

import pytest
from referral.reports import a_report, addressees_of

from inspection.referral.bundle import bundle
from inspection.referral.report import htcds

# the ten of HTCDS 2.0, verbatim
RECRUITMENT = {
    "AtAPlaceOfBusiness",
    "AtAnEducationalInstitution",
    "AtWork",
    "ThroughOnlineSocialNetworks",
    "ThroughAnOnlineAdvertisement",
    "ThroughATelevisionAdvert",
    "ThroughANewspaperAdvert",
    "ThroughFamilyOrFamilyEvents",
    "ThroughFriendsOrSocialEvents",
    "Other",
}


def codes(catalogue, *indicators):
    """The codes of a bundle to the police cell."""
    made = bundle(addressees_of(catalogue)[0], a_report(indicators=indicators), catalogue)
    return json.loads(dict(made.files)["data.json"])["htcds"]


def test_a_known_way_of_recruiting_has_the_standards_code(catalogue):
    """Abducted or sold is known, and none of the nine ways that the standard names."""
    assert codes(catalogue, "CR02", "CD01")["methodofrecruitment"] == ["Other"]


@pytest.mark.parametrize("indicators", [(), ("DR07", "DR08"), ("CR01", "CR04", "CR07"), ("RV01", "RV05", "RV16")])
def test_how_somebody_was_deceived_says_nothing_of_the_way(catalogue, indicators):
    """A debt, a threat or a false story at recruitment leaves open through whom it went: blank, and no `Other`."""
    assert codes(catalogue, *indicators)["methodofrecruitment"] == []


def test_every_code_is_one_of_the_standard_and_every_sign_one_of_ours(catalogue):
    """Neither list is made up."""
    named = {code for key in catalogue.indicators for code in htcds.recruitment_methods([key])}
    assert named <= RECRUITMENT
    assert named
    source = Path(htcds.__file__).read_text(encoding="utf-8")
    assert set(re.findall(r'"([A-Z]{2}\d\d)"', source)) <= set(catalogue.indicators)
