"""Which national groups and which factors of human dignity the answers show, with where each came from."""

from collections.abc import Iterator, Mapping, Sequence

from inspection.control.evidence import answer_keys, person_order
from inspection.control.model import AnswerValue, Control, SignSeen
from sectors import Catalogue, DignityFactor, Sign


def groups_seen(control: Control, catalogue: Catalogue) -> tuple[SignSeen, ...]:
    """Return the groups of the national list that answers show, in its order: context, in no rule."""
    return tuple(_seen(control, ((key, group.signs) for key, group in catalogue.national_groups.items())))


def dignity_seen(control: Control, catalogue: Catalogue) -> tuple[SignSeen, ...]:
    """Return the factors of human dignity that answers show, as a set."""
    return tuple(_seen(control, ((key, factor.signs) for key, factor in catalogue.dignity_factors.items())))


def is_contrary_to_dignity(seen: Sequence[SignSeen], factors: Mapping[str, DignityFactor], at_least: int) -> bool:
    """Tell whether enough factors meet, one of them more than what the ordinary checks show."""
    return len(seen) >= at_least and any(not factors[one.key].ordinary for one in seen)


def _seen(control: Control, wanted: Iterator[tuple[str, tuple[Sign, ...]]]) -> Iterator[SignSeen]:
    for key, signs in wanted:
        found = [place for sign in signs for place in _places(control, sign)]
        if found:
            yield SignSeen(
                key=key,
                questions=tuple(sorted({question for question, _ in found})),
                persons=tuple(sorted({who for _, who in found if who is not None}, key=person_order)),
            )


def _places(control: Control, sign: Sign) -> Iterator[tuple[str, str | None]]:
    if _shows(control.answers.get(sign.question), sign):
        yield sign.question, None
    for person in control.persons:
        if _shows(person.answers.get(sign.question), sign):
            yield sign.question, person.ref


def _shows(value: AnswerValue, sign: Sign) -> bool:
    if sign.at_least is not None:
        return isinstance(value, int) and not isinstance(value, bool) and value >= sign.at_least
    return not answer_keys(value).isdisjoint(sign.answers)
