"""The addresses of the two registers of policy, and of what stands in them."""

from typing import Final

POLICY: Final = "/policy"
MEASURES: Final = f"{POLICY}/measures"
INITIATIVES: Final = f"{POLICY}/initiatives"
NEW: Final = "new"


def measure_address(reference: str) -> str:
    """Return the address of a measure's page."""
    return f"{MEASURES}/{reference}"


def initiative_address(reference: str) -> str:
    """Return the address of an initiative's page."""
    return f"{INITIATIVES}/{reference}"
