"""Our codes beside those of the Human Trafficking Case Data Standard 2.0 (IOM, CC BY 4.0), where they plainly agree.

An indicator without a plain counterpart is left to our own codes; nothing is forced into `Other`. How somebody was
deceived or threatened at recruitment says nothing of the way by which they were found (an advertisement, friends, at
work), which no question asks: the method of recruitment stays blank but where it is known to be none of those.
"""

from collections.abc import Iterable, Mapping

from sectors.rules.selection import Sector

VERSION = "2.0"
STATUS = "PossibleVictimOfTrafficking"
DECIDED_BY = "NonPoliceGovernmentalOrganization"

# Smuggling is no form of exploitation in the standard.
_EXPLOITATION = {
    "economic": "ForcedLabour",
    "sexual": "SexualExploitation",
    "begging": "ForcedBegging",
    "organs": "OrganRemoval",
    "forced_crime": "Other",
}
_CONTROL: Mapping[str, tuple[str, ...]] = {
    "DebtBondage": ("CR04", "CD02"),
    "ExcessiveWorkingHours": ("EX01",),
    "FalsePromises": ("DR01", "DR02", "DR03", "DR04", "DR05", "DR06", "DR07", "DR08", "DR09", "DR10"),
    "PhysicalAbuse": ("CR01", "CD04"),
    "PhysicalThreats": ("CR07", "CD11"),
    "TakesEarnings": ("CR10", "CD14"),
    "ThreatensChildrenFamily": ("CR09", "CD13"),
    "ThreatsLawEnforcement": ("CR06", "CD09"),
    "WithholdsDocuments": ("CR03", "CD01"),
}
# Abducted or sold: known, and none of the ways that the standard names.
_RECRUITMENT: Mapping[str, tuple[str, ...]] = {"Other": ("CR02",)}
# First and last division of NACE 2008, whose section letters are those of ISIC in the standard.
_INDUSTRIES = (
    (1, 3, "A_AgricultureForestryAndFishing"),
    (10, 33, "C_Manufacturing"),
    (41, 43, "F_Construction"),
    (45, 47, "G_WholesaleAndRetailTradeRepairOfMotorVehicles"),
    (49, 53, "H_TransportationAndStorage"),
    (55, 56, "I_AccommodationAndFoodServiceActivities"),
    (77, 82, "N_AdministrativeAndSupportServiceActivities"),
    (94, 96, "S_OtherServiceActivities"),
    (97, 98, "T_ActivitiesOfHouseholdsAsEmployers"),
)


def exploitation(forms: Iterable[str]) -> list[str]:
    """Return the standard's types of exploitation of our forms."""
    return sorted({_EXPLOITATION[form] for form in forms if form in _EXPLOITATION})


def control_methods(indicators: Iterable[str]) -> list[str]:
    """Return the standard's methods of control that our indicators plainly name."""
    return _named(_CONTROL, indicators)


def recruitment_methods(indicators: Iterable[str]) -> list[str]:
    """Return the standard's methods of recruitment that our indicators plainly name; empty where nobody knows."""
    return _named(_RECRUITMENT, indicators)


def _named(codes: Mapping[str, tuple[str, ...]], indicators: Iterable[str]) -> list[str]:
    seen = set(indicators)
    return sorted(code for code, ours in codes.items() if not seen.isdisjoint(ours))


def industry(sector: Sector) -> str | None:
    """Return the standard's industry of a sector; None where its codes lie in several or in none that we know."""
    divisions = {int(code[:2]) for code in sector.nace.get("2008", ())}
    found = {name for first, last, name in _INDUSTRIES for division in divisions if first <= division <= last}
    return found.pop() if len(found) == 1 else None
