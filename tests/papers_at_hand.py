"""Papers that are not typeset: other bytes for each other paper, for what does not read them.

That papers are what they should be is promised by the tests of `reporting` and by the files that read them.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from inspection.reporting.paper import typesetting


@contextmanager
def papers_at_hand() -> Iterator[None]:
    """Let no paper be typeset inside: an eighth of the time of the acts' tests, a fifth of a simulation's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typesetting, "_compile", _stand_in)
        yield


def _stand_in(*paper: object) -> bytes:
    return b"%PDF-1.7 " + hashlib.sha256(repr(paper).encode()).hexdigest().encode()
