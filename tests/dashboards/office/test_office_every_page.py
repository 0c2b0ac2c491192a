"""The tour opens every page that the office has: those that its routes name."""

import pytest
from office_pages import APART, PAGES
from office_walks import WALKS

from dashboards.office import office_routes
from inspection.i18n import LANGUAGES, keys


def read() -> set[str]:
    """The routes that are read, each by its pattern."""
    return {str(route.path) for route in office_routes() if "GET" in (getattr(route, "methods", None) or ())}  # type: ignore[attr-defined]


def test_no_page_is_forgotten() -> None:
    """Each stands among the pages of the tour, or says why it does not; none stands there that is gone."""
    assert read() == PAGES.keys() | APART.keys()
    assert not PAGES.keys() & APART.keys()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_walk_names_texts_that_there_are(lang: str) -> None:
    """A walk looks for buttons by the keys of their texts."""
    assert {f"screen.{key}" for walk in WALKS.values() for key in walk.names} <= keys(lang)
