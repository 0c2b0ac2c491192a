"""What was worked out lately: as much as was said, by its key alone."""

from inspection.store.core import Lately


def test_what_was_not_asked_for_the_longest_time_is_forgotten_first() -> None:
    """Asking for a value keeps it; another key knows nothing of it."""
    lately = Lately[str, int](2)
    lately.keep({"one": 1, "two": 2})
    assert lately.known(["one", "three"]) == {"one": 1}
    lately.keep({"three": 3})
    assert lately.known(["one", "two", "three"]) == {"one": 1, "three": 3}
