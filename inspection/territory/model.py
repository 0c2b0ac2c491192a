"""Places, and the offices that are competent for them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sectors.rules.values import Lang


@dataclass(frozen=True)
class Municipality:
    """A municipality by REFNIS code, as it exists on the day that was asked."""

    refnis: str
    name_fr: str
    name_nl: str
    province: str
    region: str
    arrondissement: str
    cantons: tuple[str, ...]


@dataclass(frozen=True)
class Canton:
    """A judicial canton; `point` is a point inside it (longitude, latitude)."""

    id: str
    name_fr: str
    name_nl: str
    arrondissement: str
    municipalities: tuple[str, ...]
    point: tuple[float, float]


@dataclass(frozen=True)
class Located:
    """Canton and arrondissement of each point, "" where it lies outside the country; arrays of one length."""

    canton: npt.NDArray[np.str_]
    arrondissement: npt.NDArray[np.str_]


@dataclass(frozen=True)
class Competence:
    """The offices competent for a place on the day of the act; ids are those of recipients.yaml.

    area
        The line of the routing table: an arrondissement, or a part of one where it is split.
    """

    area: str
    arrondissement: str
    judicial_area: str
    auditorate: str
    prosecutor: str
    police_directorate: str
    labour_courts: tuple[str, ...]
    general_auditorate: str
    report_languages: tuple[Lang, ...]
    reception_centre: str
