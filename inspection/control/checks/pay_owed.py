"""A draft of what each person found is still owed: hours × each day's scale − paid, a blank for what is unknown.

Nothing here is a claim. It is what an inspector can lay before the employer or the labour court's office once a jurist
has looked at it; a scale that nobody looked up, or hours that nobody knows, are never filled in by a guess.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from inspection.control.checklists import asking_of
from inspection.control.checks.pay_parts import Blank, PayPart, parts_of
from inspection.control.evidence import gather, person_order, without_unasked_answers
from inspection.control.filled import Control, PayPeriod, PersonFound
from inspection.i18n import Lang, decimal_text, money_text, t
from inspection.registers import birth_date_of
from inspection.time_of import day_text
from sectors.reader import Rules
from sectors.rules.evidence import ArrearsRules
from sectors.rules.wages import WageScale

_DAY = timedelta(days=1)
_EXPLAINED: Mapping[bool | None, str] = {
    True: "arrears.explained",
    False: "arrears.not_explained",
    None: "arrears.explained_unknown",
}


@dataclass(frozen=True, kw_only=True)
class ArrearsLine:
    """One period of one person, both days included; money in euro cents.

    hours, paid_cents
        As the control holds them; None for days that the law presumes and nobody described.
    hourly_cents
        Where it is the same on every day; else each of `parts` has its own.
    parts
        The days on which an hour costs the same; what was paid was paid for all of them together.
    difference_cents
        `due_cents` − `paid_cents`; below zero where more was paid than the scale gives; None: see `blank`.
    presumed
        Whether the period stands here only because the law presumes it.
    """

    from_on: date
    to_on: date
    hours: Decimal | None = None
    scale: str | None = None
    hourly_cents: Decimal | None = None
    parts: tuple[PayPart, ...] = ()
    due_cents: int | None = None
    paid_cents: int | None = None
    difference_cents: int | None = None
    blank: Blank | None
    presumed: bool
    to_verify: bool


@dataclass(frozen=True, kw_only=True)
class ArrearsDraft:
    """What one person may still be owed.

    known_cents
        Sum of the differences that could be computed and lie above zero: what was paid too much in one period pays
        for no other.
    is_complete
        False where a line is blank: then `known_cents` is no total.
    presumed_months
        Of employment, where the presumption applies to this person; else None.
    right_explained
        Whether the person was told of the right to claim; None where nobody said.
    """

    person: str
    lines: tuple[ArrearsLine, ...]
    known_cents: int
    is_complete: bool
    presumed_months: int | None
    right_explained: bool | None
    to_verify: bool


def arrears(control: Control, rules: Rules) -> tuple[ArrearsDraft, ...]:
    """Return a draft for each person whose pay was described, or whose employment the law presumes.

    The scale is that of each period's own days; the presumption that of the day of the facts.
    """
    law = rules.on(control.facts_on)
    control = without_unasked_answers(control, asking_of(law.questions))
    found = gather(control, law.questions)
    presumed = {one.person for one in found if one.points_to.offence in law.arrears.presumed_offences}
    persons = sorted(control.persons, key=lambda person: person_order(person.ref))
    drafts = (_draft(control, person, rules, law.arrears, presumed=person.ref in presumed) for person in persons)
    return tuple(draft for draft in drafts if draft.lines)


def _draft(control: Control, person: PersonFound, rules: Rules, law: ArrearsRules, *, presumed: bool) -> ArrearsDraft:
    described = sorted((p for p in control.pay if p.person == person.ref), key=lambda p: (p.from_on, p.to_on))
    born = person.birth_date or birth_date_of(person.national_number or "", control.facts_on)
    lines = [_line(period, born, rules) for period in described]
    if presumed:
        start = months_before(control.facts_on, law.presumed_months) + _DAY
        lines += [_presumed(*gap, law) for gap in _gaps(described, start, control.facts_on)]
    lines.sort(key=lambda line: (line.from_on, line.to_on))
    explained = person.answers.get(law.explained_question)
    return ArrearsDraft(
        person=person.ref,
        lines=tuple(lines),
        known_cents=sum(max(line.difference_cents or 0, 0) for line in lines),
        is_complete=all(line.blank is None for line in lines),
        presumed_months=law.presumed_months if presumed else None,
        right_explained=explained if isinstance(explained, bool) else None,
        to_verify=any(line.to_verify for line in lines) or (presumed and law.is_to_verify),
    )


def _line(period: PayPeriod, born: date | None, rules: Rules) -> ArrearsLine:
    parts = parts_of(period, born, rules)
    blank = next((part.blank for part in parts if part.blank), None)
    due = None if blank else sum(part.due_cents or 0 for part in parts)
    return ArrearsLine(
        from_on=period.from_on,
        to_on=period.to_on,
        hours=period.hours,
        scale=period.scale,
        hourly_cents=parts[0].hourly_cents if len(parts) == 1 else None,
        parts=parts,
        due_cents=due,
        paid_cents=period.received_cents,
        difference_cents=None if due is None else due - period.received_cents,
        blank=blank,
        presumed=False,
        to_verify=any(part.to_verify for part in parts),
    )


def _presumed(first: date, last: date, law: ArrearsRules) -> ArrearsLine:
    return ArrearsLine(from_on=first, to_on=last, blank="hours_unknown", presumed=True, to_verify=law.is_to_verify)


def _gaps(described: Sequence[PayPeriod], start: date, end: date) -> Iterator[tuple[date, date]]:
    """Yield the spans from `start` to `end` that no period covers; the periods are sorted by their first day."""
    free = start
    for period in described:
        if period.from_on > free and free <= end:
            yield free, min(period.from_on - _DAY, end)
        free = max(free, period.to_on + _DAY)
    if free <= end:
        yield free, end


def months_before(day: date, months: int) -> date:
    """Return the day `months` months before, or the last of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def arrears_texts(draft: ArrearsDraft, scales: Mapping[str, WageScale], lang: Lang) -> tuple[str, ...]:
    """Return the draft of one person, a sentence each: title, lines, sum, presumption, the right to claim.

    scales
        For their labels; a scale that is not there is named by its key.
    """
    texts = [t("arrears.title", lang, person=draft.person)]
    for line in draft.lines:
        texts.append(_line_text(line, scales, lang))
        texts += [_part_text(part, lang) for part in line.parts if len(line.parts) > 1]
    texts.append(t("arrears.total", lang, amount=money_text(draft.known_cents, lang)))
    if not draft.is_complete:
        texts.append(t("arrears.incomplete", lang))
    if draft.presumed_months is not None:
        texts.append(t("arrears.presumption", lang, months=draft.presumed_months))
    texts.append(t(_EXPLAINED[draft.right_explained], lang))
    if draft.to_verify:
        texts.append(t("arrears.to_verify", lang))
    return tuple(texts)


def _line_text(line: ArrearsLine, scales: Mapping[str, WageScale], lang: Lang) -> str:
    said = {"first": day_text(line.from_on), "last": day_text(line.to_on)}
    if line.blank is not None:
        said["reason"] = t(f"arrears.blank.{line.blank}", lang)
    if line.hours is None or line.paid_cents is None:
        return t("arrears.line_presumed", lang, **said)
    said |= {"hours": decimal_text(line.hours, lang), "paid": money_text(line.paid_cents, lang)}
    if line.due_cents is None or line.difference_cents is None:
        return t("arrears.line_blank", lang, **said)
    scale = scales.get(line.scale or "")
    said |= {"scale": scale.label.say(lang) if scale else line.scale or "", "due": money_text(line.due_cents, lang)}
    said["difference"] = money_text(line.difference_cents, lang)
    if line.hourly_cents is None:
        return t("arrears.line_parts", lang, **said, parts=len(line.parts))
    return t("arrears.line", lang, **said, rate=money_text(line.hourly_cents, lang))


def _part_text(part: PayPart, lang: Lang) -> str:
    said = {"first": day_text(part.from_on), "last": day_text(part.to_on)}
    said["hours"] = decimal_text(part.hours, lang)
    if part.due_cents is None or part.hourly_cents is None:
        return t("arrears.part_blank", lang, **said, reason=t(f"arrears.blank.{part.blank}", lang))
    return t(
        "arrears.part", lang, **said, rate=money_text(part.hourly_cents, lang), due=money_text(part.due_cents, lang)
    )
