"""The product's own rules, loaded once for this folder."""

import pytest

from sectors.reader import Rules, load_rules


@pytest.fixture(scope="session")
def rules() -> Rules:
    """The rules without any local change."""
    return load_rules()
