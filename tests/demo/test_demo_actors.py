"""A demo that is stopped among its actors goes on with those that had no turn yet, and none has two."""

from pathlib import Path

import pytest

from inspection.demo import home
from inspection.settings import Settings


def test_a_step_that_was_stopped_is_done_by_the_next_run_and_no_step_twice(tmp_path: Path) -> None:
    here, done = Settings(home=tmp_path), []

    def stopped() -> None:
        raise KeyboardInterrupt

    home.mark(here, "small", 1)
    home.once(here, "first", lambda: done.append("first"))
    with pytest.raises(KeyboardInterrupt):
        home.once(here, "second", stopped)
    home.mark(here, "small", 1)  # the demo is begun again
    home.note_written(here)
    for step in ("first", "second", "second"):
        home.once(here, step, lambda step=step: done.append(step))
    assert done == ["first", "second"]
