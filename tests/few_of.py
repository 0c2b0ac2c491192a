"""Which cases of many are tried in every run; the others are left to the battery, none is dropped."""

from collections.abc import Collection, Iterable
from typing import Any

import pytest


def few_of(cases: Iterable[Any], in_every_run: Collection[Any]) -> list[Any]:
    """Return the cases as parameters: those that are not named are tried in `make battery` only.

    Errors: `AssertionError` where a case is named that does not exist: it would be tried nowhere.
    """
    every = list(cases)
    assert all(one in every for one in in_every_run), f"no such case among {every}"
    return [one if one in in_every_run else pytest.param(one, marks=pytest.mark.battery) for one in every]
