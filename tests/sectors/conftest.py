"""The product's own rules, loaded once for this folder; each file of theirs is parsed once."""

from collections.abc import Iterator
from functools import cache

import pytest

from sectors.reader import Rules, load_rules, loading
from sectors.reader.reading import read_yaml


@pytest.fixture(scope="session", autouse=True)
def parsed_once() -> Iterator[None]:
    """Parse a file again only when its bytes change: the many loads of this folder share the product's files."""
    loading.read_yaml = cache(read_yaml)
    yield
    loading.read_yaml = read_yaml


@pytest.fixture(scope="session")
def rules() -> Rules:
    """The rules without any local change."""
    return load_rules()
