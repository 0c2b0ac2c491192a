"""What the law attaches to an offence beside its sanction, and whose law it is."""

from collections.abc import Mapping

from sectors.rules.model import Sourced, Text


class LegalEffect(Sourced):
    """Something that follows from a finding beside its sanction: told as information, decided by somebody else.

    amount_cents
        A known amount or floor, in euro cents; None where there is none, or it has to be looked up.
    only_with
        Offences of which one must be found as well; empty: always.
    sectors
        The sectors in which it holds; empty: all.
    """

    key: str
    label: Text
    amount_cents: int | None = None
    only_with: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()


class LegalOrder(Sourced):
    """A Region or Community whose own law governs work authorisation and housing in some areas of the routing table."""

    key: str
    label: Text
    areas: tuple[str, ...]


def order_of(orders: Mapping[str, LegalOrder], area: str) -> str | None:
    """Return the key of the legal order of an area; None where the rules do not say."""
    return next((order.key for order in orders.values() if area in order.areas), None)
