"""The rules of the day on which the referrals of these tests are decided."""

from datetime import date

import pytest

import sectors


@pytest.fixture(scope="session")
def rules():
    """The rules that ship with the product, read once."""
    return sectors.load_rules()


@pytest.fixture(scope="session")
def catalogue(rules):
    """Those rules on 24 November 2026."""
    return rules.on(date(2026, 11, 24))
