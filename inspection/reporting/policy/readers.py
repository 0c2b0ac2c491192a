"""Which figures, by which dimensions, each reader of policy gets; the choice is the project's own, to be approved.

The EU indicators (Directive 2011/36 as amended by 2024/1712) ask for victims by registering organisation, sex, age
group, citizenship and form, and for suspects, prosecuted and convicted likewise: every such cell stands in the table,
also where nobody holds it. Foreign Affairs asks by country: no question of ours tells one.
"""

from collections.abc import Mapping

EU = "eu"
_EU_CUTS = ("organisation", "sex", "age_group", "citizenship", "form")
_EU_FIGURES = (
    "victims_detected", "victims_referred", "victims_registered", "victims_recognised", "suspects", "prosecuted",
    "convicted",
)  # fmt: skip
Wanted = tuple[tuple[str, tuple[str, ...]], ...]
_JUSTICE: Wanted = (
    ("referrals", ("district", "form")),
    ("victims_detected", ("age_group",)),
    ("victims_referred", ("age_group", "form")),
    ("victims_recognised", ()),
    ("prosecuted", ()),
    ("convicted", ()),
)
_ANALYSIS: Wanted = (
    ("controls", ("sector", "district")),
    ("referrals", ("district", "sector", "form")),
    ("victims_detected", ("sector", "age_group")),
    ("victims_referred", ("sector", "age_group", "form")),
    ("signs", ("sign_dimension", "sector")),
    ("victims_recognised", ()),
)
# Ids are those of recipients.yaml, but for the first, which is the EU indicator table.
POLICY_READERS: Mapping[str, Wanted] = {
    EU: tuple((figure, _EU_CUTS) for figure in _EU_FIGURES),
    "collpg": _JUSTICE,
    "spc-dsb": _JUSTICE,
    "ciatteh": _ANALYSIS,
    "myria": _ANALYSIS,
    "fps-fa": (("referrals", ("country", "sector")), ("victims_referred", ("country", "sector"))),
    "oe-br": (("signs", ("country", "sign_dimension", "sector")), ("referrals", ("country", "sector"))),
}
