"""Sentences about a week, in the reader's language: what a replanning changed, held registers, joint actions."""

from collections.abc import Mapping, Sequence
from datetime import date

from inspection.i18n import Lang, language_name, t
from inspection.life_cycles import JointActionState
from inspection.reporting.week import BookHeldRegister, BookJoint, DistrictBook, WeekBook
from inspection.time_of import clock_text, day_text
from sectors import Catalogue

MINUTES = ("back", "starts", "ends")
DAY = 1440


def event_text(kind: str, values: Mapping[str, str | float], lang: Lang) -> str:
    """Return the sentence of something that happened; days and hours as people write them here."""
    said = {name: _value(name, value) for name, value in values.items()}
    if "reason" in values:  # of the closed list of whoever changed the plan by hand
        said["reason"] = t(f"replan.reason.{values['reason']}", lang)
    if "first" in values:
        is_one = values["first"] == values["last"]
        said["days"] = said["first"] if is_one else f"{said['first']} – {said['last']}"
    return t(f"replan.event.{kind}", lang, **said)


def slot_text(team: str, day: date, start: float, lang: Lang) -> str:
    """Return a place in a plan: weekday and day, hour, team."""
    return f"{t(f'replan.weekday.{day.weekday()}', lang)} {day:%d/%m} {clock_text(start)} {team}"


def cause_text(cause: str, lang: Lang, *, event: str = "", other: str = "") -> str:
    """Return why a visit changed.

    event
        The sentence of what happened, where that is the cause.
    other
        The code of the visit that it made room for, or whose place it took.
    """
    return event if cause == "event" else t(f"replan.cause.{cause}", lang, code=other)


def count_text(kinds: Sequence[str], lang: Lang) -> str:
    """Return how many visits changed in which way."""
    counts = {kind: kinds.count(kind) for kind in ("moved", "hour", "dropped", "added")}
    return t("replan.counts", lang, **counts)


def _value(name: str, value: str | float) -> str:
    if name in MINUTES:
        minute = float(value)
        return clock_text(minute) + (" (+1)" if minute >= DAY else "")
    if name in ("first", "last"):
        return day_text(date.fromisoformat(str(value)))
    return str(value)


def held_texts(book: WeekBook | DistrictBook, catalogue: Catalogue, lang: Lang) -> tuple[str, ...]:
    """Return a sentence for each delivery that was held when the week, or a district of it, was planned."""
    return tuple(_held_text(one, catalogue, lang) for one in book.held_registers)


def _held_text(one: BookHeldRegister, catalogue: Catalogue, lang: Lang) -> str:
    known, limits = catalogue.registers.get(one.register), catalogue.register_limits
    what = ", ".join(limits[key].label.say(lang) if key in limits else key for key in one.measures)
    register = known.label.say(lang) if known else one.register
    used, day = (day_text(date.fromisoformat(text)) if text else "–" for text in (one.used, one.day))
    return t("office.register_held", lang, register=register, used=used, day=day, what=what)


def joint_text(joint: BookJoint, lang: Lang) -> str:
    """Return a joint action in one line; partners by kind, marked where one has not confirmed."""
    said = t("joint.action", lang, reference=joint.reference, n=joint.teams)
    if joint.partners:
        said = t("joint.with", lang, action=said, partners=", ".join(partner_text(p, lang) for p in joint.partners))
    return said if joint.state == JointActionState.CONFIRMED else t("joint.unconfirmed", lang, action=said)


def partner_text(partner: str, lang: Lang) -> str:
    """Return a kind of partner as people say it, an interpreter with the language: `interpreter:ro`."""
    kind, _, language = partner.partition(":")
    said = t(f"partner.{kind}", lang)
    return f"{said} ({language_name(language, lang)})" if language else said
