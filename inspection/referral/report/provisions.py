"""Which provisions of the Penal Code a first report names: those of the days of the facts."""

from collections.abc import Collection, Iterable

from sectors import Catalogue
from sectors.rules.trafficking import TraffickingProvision


def provisions_of(forms: Collection[str], laws: Iterable[Catalogue]) -> tuple[TraffickingProvision, ...]:
    """Return the offence by the forms of exploitation, then what is told beside it, by the law of each day.

    It follows from the inspector's yes alone: no answer establishes it, so it stands in no finding and in no copy.

    laws
        The catalogues of the first and the last day of the facts; what both say stands once.
    """
    found = (one for law in laws for one in law.trafficking_provisions.values() if _is_about(one, forms))
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.kind != "offence", one.rank)))


def _is_about(provision: TraffickingProvision, forms: Collection[str]) -> bool:
    return not provision.forms or not set(provision.forms).isdisjoint(forms)
