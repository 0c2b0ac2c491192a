"""A line of a case's story in words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from dashboards.office.referrals.words import Words
from inspection.acts.board import Event
from inspection.referral.report import say as wording

# What an office did is green, a deadline that passed red, an embargo violet; past attempts stay ink.
_COLOURS = {"answered": "done", "taken_on": "done", "deadline": "late", "embargo": "seal"}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line: when, a word, a sentence, and what was said, where it may be shown."""

    at: datetime
    word: str
    colour: str
    text: str
    by: str = ""
    words: str | None = field(default=None, repr=False)
    telephone: str | None = field(default=None, repr=False)


def line_of(one: Event, words: Words) -> Line:
    """Return a line of the story."""
    refused = one.what == "answered" and one.how[0] == "refused"
    return Line(
        at=one.at,
        word=words.say(f"story.{one.what}"),
        colour="late" if refused else _COLOURS.get(one.what, ""),
        text=" ".join(filter(None, (_who(one, words), _how(one, words), _until(one, words)))),
        by=one.by if one.by != "system" else "",
        words=one.words or None,
        telephone=one.telephone or None,
    )


def _who(one: Event, words: Words) -> str:
    """Return of whom a line tells, with a colon where something follows."""
    about = one.about or (words.office(one.who) if one.who else "")
    if about and one.what == "escalated":
        return f"{about} ·"
    return f"{about}{words.say('colon')}" if about else ""


def _how(one: Event, words: Words) -> str:
    """Return what a line tells, by what it is about."""
    told = _TOLD.get(one.what)
    if told is not None:
        return told(one.how, words)
    return words.asked.say(f"channel.{one.how[0]}") if one.how else words.say(f"told.{one.what}")


def _attempt(how: Sequence[str], words: Words) -> str:
    fault = f" ({how[2]})" if len(how) > 2 else ""
    return f"{words.asked.say(f'transport.{how[0]}')}, {words.say(f'attempt.{how[1]}')}{fault}"


def _answered(how: Sequence[str], words: Words) -> str:
    if how[0] == "refused":
        return words.asked.say(f"answer.{how[1] or how[0]}")
    return words.say("state.acknowledged")


def _called(how: Sequence[str], words: Words) -> str:
    taken = f", {words.say('call.taken_on')}" if how[1] else ""
    return f"{words.asked.say(f'callee.{how[0]}')}{taken}"


def _on_site(how: Sequence[str], words: Words) -> str:
    """Return whom the inspector rang from the workplace, and what came of it, in the words of the report."""
    lang = words.asked.look.lang
    return f"{wording(f'role.{how[0]}', lang)}, {wording(f'called.{how[1]}', lang)}"


def _checked(how: Sequence[str], words: Words) -> str:
    told = [words.asked.say(f"after.outcome.{how[0]}")] if how[0] in words.outcomes else []
    return ", ".join([*told, *([words.asked.say(f"now_at.{how[1]}")] if how[1] else [])])


def _change(how: Sequence[str], words: Words) -> str:
    ended = "".join(f", {words.asked.say(f'changes.{one}')}" for one in how[1:])
    return f"{words.asked.say(f'changes.kind.{how[0]}')}{ended}"


_TOLD: Mapping[str, Callable[[Sequence[str], Words], str]] = {
    "attempt": _attempt,
    "queued": lambda how, words: words.asked.say(f"message.{how[0]}"),
    "answered": _answered,
    "called": _called,
    "rung_on_site": _on_site,
    "taken_on": lambda how, words: words.say(f"taker.{how[0]}"),
    "escalated": lambda how, words: words.say("told_to", who=words.asked.say(f"role.{how[1]}")),
    "checked": _checked,
    "change": _change,
    "change_end": _change,
    "outcome": lambda how, words: words.asked.say(f"told.outcome.{how[0]}"),
    "sent_on": lambda how, words: words.office(how[0]),
}


def _until(one: Event, words: Words) -> str:
    if one.last_day is not None:
        return words.say("until_day", day=words.asked.day(one.last_day))
    if one.until is None:
        return ""
    key = "until_ring" if one.what == "taken_on" else "until_answer"
    return words.say(key, at=words.asked.moment(one.until))
