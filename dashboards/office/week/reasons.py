"""Why a stop was chosen, as the sum that it is, for whoever is shown reasons; nobody else gets a word of it."""

from dataclasses import dataclass

from dashboards.office.asking import Asked
from dashboards.office.shared import workplace_address
from dashboards.office.week.words import Words
from inspection.reporting.pages import Term, alternative_text, arithmetic, assessment_text, joint_text, served_text
from inspection.reporting.week import BookStop, DistrictBook


@dataclass(frozen=True, kw_only=True)
class Why:
    """What the page says of one stop.

    terms
        Signals with points first, then those that gave none and those about which no register says anything.
    lines
        Sentences about the stop, in the order in which they are read.
    """

    stop: BookStop
    address: str
    sum: str
    plain: str
    terms: tuple[Term, ...]
    lines: tuple[str, ...]


def why_of(asked: Asked, book: DistrictBook, workplace: str, words: Words) -> Why | None:
    """Return why a workplace is in the week; None for one that is not, and where the book says no why."""
    stop = next((one for each in book.rounds for one in each.stops if one.workplace == workplace), None)
    if stop is None or not book.tells_why:
        return None
    made = arithmetic(stop, words.rules, words.lang)
    return Why(
        stop=stop,
        address=workplace_address(workplace),
        sum=made.sum,
        plain=assessment_text(stop, words.rules, words.lang),
        terms=(*made.terms, *made.quiet, *made.missing),
        lines=_lines(asked, stop, book, words, made.percent),
    )


def _lines(asked: Asked, stop: BookStop, book: DistrictBook, words: Words, percent: int | None) -> tuple[str, ...]:
    told = [asked.say(f"rounds.arm.{stop.arm}")]
    if stop.place is not None:
        told.append(asked.say("rounds.place", place=stop.place, of=stop.place_of))
    if percent is not None:
        kind = "rounds.probability_serious" if book.objective == "serious" else "rounds.probability"
        told.append(asked.say(kind, percent=percent))
    if stop.joint is not None:
        told.append(joint_text(stop.joint, words.lang))
    other = alternative_text(stop.alternative, words.lang)
    told += [f"{asked.say('word.alternative')}: {other}"] if other else []
    return (*told, *filter(None, [served_text(book.objective, words.rules, words.lang)]))
