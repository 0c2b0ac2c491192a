"""A line of a case's story in words."""

from dataclasses import dataclass, field
from datetime import datetime

from dashboards.office.referrals.words import Words
from inspection.acts.board import Event

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
    say, how = words.asked.say, one.how
    if one.what == "attempt":
        fault = f" ({how[2]})" if len(how) > 2 else ""
        return f"{say(f'transport.{how[0]}')}, {words.say(f'attempt.{how[1]}')}{fault}"
    if one.what == "queued":
        return say(f"message.{how[0]}")
    if one.what == "answered":
        return say(f"answer.{how[1] or how[0]}") if how[0] == "refused" else words.say("state.acknowledged")
    if one.what == "called":
        taken = f", {words.say('call.taken_on')}" if how[1] else ""
        return f"{say(f'callee.{how[0]}')}{taken}"
    if one.what == "taken_on":
        return words.say(f"taker.{how[0]}")
    if one.what == "escalated":
        return words.say("told_to", who=say(f"role.{how[1]}"))
    if one.what == "checked":
        told = [say(f"after.outcome.{how[0]}")] if how[0] in words.outcomes else []
        return ", ".join([*told, *([say(f"now_at.{how[1]}")] if how[1] else [])])
    if one.what in ("change", "change_end"):
        ended = f", {say(f'changes.{how[1]}')}" if one.what == "change_end" else ""
        return f"{say(f'changes.kind.{how[0]}')}{ended}"
    if one.what == "outcome":
        return say(f"told.outcome.{how[0]}")
    return say(f"channel.{how[0]}") if how else words.say(f"told.{one.what}")


def _until(one: Event, words: Words) -> str:
    if one.last_day is not None:
        return words.say("until_day", day=words.asked.day(one.last_day))
    if one.until is None:
        return ""
    key = "until_ring" if one.what == "taken_on" else "until_answer"
    return words.say(key, at=words.asked.moment(one.until))
