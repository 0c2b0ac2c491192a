"""Where a control stops: places that the inspectors may not enter without the magistrate."""

from collections.abc import Mapping

from sectors.rules import Catalogue, StoppingPath


def stopping_paths(answers: Mapping[str, object], catalogue: Catalogue) -> tuple[StoppingPath, ...]:
    """Return the paths of the rules that a control is on by its answers: those whose question was answered yes.

    The control goes no further by software: what a path forbids is refused, and a yes on a suspicion goes to whom the
    path names alone. Nothing is held back from them.
    """
    return tuple(path for path in catalogue.paths.values() if answers.get(path.question) is True)
