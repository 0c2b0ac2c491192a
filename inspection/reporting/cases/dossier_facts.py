"""The facts of a dossier in words: answers, places, first minutes, hearings, look-ups, steps, exhibits."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from inspection.control import chain
from inspection.control.checklists import asking_of
from inspection.control.checks import Check, check_text, result_text
from inspection.control.filled import (
    AnswerValue,
    AttachmentRef,
    Comment,
    Control,
    Hearing,
    Lookup,
    Mark,
    Position,
    RoomEntry,
)
from inspection.control.papers import centre_steps, only_on_site
from inspection.i18n import Lang, t
from inspection.reporting.paper import HASH_SHOWN
from inspection.time_of import day_text, moment_text
from sectors import Catalogue
from sectors.expressions import references
from sectors.rules.checklists import Claimed, Question
from sectors.rules.hearings import RoomGround
from sectors.rules.on_call import FieldStep
from sectors.rules.registers import Register

_BLANK: Final = "……"
_FIRST_MINUTES: Final = "first_minutes"
_AUTHORITIES: Final = frozenset({"police", "auditorate", "other_service"})


def facts(
    control: Control,
    grounds: Sequence[Sequence[str]],
    questions: Mapping[str, Question],
    lang: Lang,
    *,
    whole: bool,
) -> list[str]:
    """Return the answers that the findings rest on, of the workplace first, then of each person.

    questions
        Those that the control was filled in under, in their order: what was asked then, not what would be asked today.
    whole
        Whether what no finding rests on is told as well: the first minutes, which nobody sees again, facts that may be
        an aggravating factor or variant, and whatever was written in own words. For the auditorate only: words may
        name whoever told them.
    """
    wanted = {key for keys in grounds for key in keys}
    of_factors = _of_factors(questions) if whole else frozenset()
    asked = [one for one in questions.values() if one.id in wanted | of_factors or (whole and _is_told_whole(one))]
    lines = [*_answered(asked, control.answers, "", lang)]
    for person in control.persons:
        lines += _answered(asked, person.answers, f"{person.ref}: ", lang)
    return lines or [t("dossier.no_facts", lang)]


def _is_told_whole(question: Question) -> bool:
    return question.section == _FIRST_MINUTES or question.kind == "text"


def _of_factors(questions: Mapping[str, Question]) -> frozenset[str]:
    """Return the questions whose answers show a factor or variant of an offence, or on which that depends."""
    asking = asking_of(questions)
    asked = [one.id for one in questions.values() if any(found.of for found in one.establishes)]
    depends = (meaning.when for id_ in asked for meaning in asking.rules(id_).meanings if meaning.when is not None)
    return frozenset(asked).union(*map(references, depends))


def answer_text(question: Question, value: AnswerValue, lang: Lang) -> str:
    """Return an answer in words."""
    if isinstance(value, bool):
        return t("dossier.yes" if value else "dossier.no", lang)
    labels = {choice.key: choice.label.say(lang) for choice in question.choices}
    if isinstance(value, list):
        return ", ".join(labels.get(each, each) for each in value)
    return labels.get(value, value) if isinstance(value, str) else str(value)


def seen_first(control: Control, lang: Lang) -> list[list[str]]:
    """Return what each was doing when first seen, by whom and at what minute."""
    return [
        [
            seen.at or "–",
            f"{seen.person or seen.ref} {t(f'dossier.seen.{seen.state}', lang)}",
            _joined(seen.doing, seen.place, seen.seen_by),
        ]
        for seen in control.seen
    ]


def hearings(control: Control, lang: Lang) -> list[list[str]]:
    """Return the record of each hearing, its statement line by line; what is not known stays blank."""
    return [
        [
            moment_text(h.started_at) + (f"–{moment_text(h.ended_at)[-5:]}" if h.ended_at else ""),
            f"{_heard(h.person, lang)} ({t(f'dossier.quality.{h.quality}', lang)})",
            " · ".join(_formalities(h, lang)),
            *h.statement.splitlines(),
        ]
        for h in control.hearings
    ]


def summaries(control: Control, lang: Lang) -> list[list[str]]:
    """Return what was read to whom, word for word, by hash and minute, and whether they signed it, or why not."""
    return [
        [
            moment_text(one.answered_at),
            _joined(_heard(one.person, lang), one.hearing),
            " · ".join(
                (
                    t("dossier.in_language", lang, language=one.language),
                    *(() if one.is_checked else (t("dossier.summary.unchecked", lang),)),
                    f"{t('dossier.signed', lang)}: {t(f'dossier.signed.{one.answer}', lang)}",
                    *((t("dossier.summary.reason", lang, words=one.reason),) if one.reason else ()),
                    f"SHA-256 {one.sha256[:16]}…",
                )
            ),
            *one.text.splitlines(),
        ]
        for one in control.summaries
    ]


def rooms(control: Control, form: Catalogue, lang: Lang) -> list[list[str]]:
    """Return on what ground each inhabited room was entered, who agreed, and at what minute."""
    return [
        [
            moment_text(entry.at) if entry.at else _BLANK,
            _labelled(form.room_grounds, entry.ground, lang),
            _joined(
                _person_or_name(control, entry),
                None
                if entry.is_written is None
                else t("dossier.rooms.written" if entry.is_written else "dossier.rooms.not_written", lang),
                entry.reference,
                entry.words,
            ),
        ]
        for entry in control.rooms
    ]


def _person_or_name(control: Control, entry: RoomEntry) -> str:
    named = next((person.name for person in control.persons if person.ref == entry.by), None)
    return _joined(entry.by, named, entry.name)


def looked_up(control: Control, form: Catalogue, lang: Lang) -> list[list[str]]:
    """Return what the inspector looked up in which register, and at what moment."""
    return [
        [
            moment_text(found.looked_up_at),
            _labelled(form.registers, found.register_key, lang),
            _joined(
                _source(found, lang),
                t("dossier.the_workplace", lang) if found.subject == "workplace" else found.subject,
                t(f"dossier.lookup.{found.result}", lang),
                t("dossier.declared_at", lang, at=moment_text(found.declared_at)) if found.declared_at else None,
                found.note,
            ),
        ]
        for found in control.lookups
    ]


def _source(found: Lookup, lang: Lang) -> str | None:
    """Say who answered, where the form was answered itself: the register's service, or our copy of some day."""
    if found.source is None:
        return None
    return t(f"dossier.lookup.{found.source}", lang, day=day_text(found.as_of) if found.as_of else "")


def checked(checks: Sequence[Check], lang: Lang) -> list[list[str]]:
    """Return what checks say, of whom, and how each ends; a check is no finding."""
    return [
        [check.person or t("dossier.the_workplace", lang), result_text(check, lang), check_text(check, lang)]
        for check in checks
    ]


def steps(control: Control, form: Catalogue, lang: Lang) -> list[list[str]]:
    """Return the steps that were taken and the calls that were made, with what was said."""
    return [
        [
            moment_text(step.at),
            _labelled(form.steps, step.step, lang),
            _joined(t(f"dossier.step.{step.outcome}", lang), step.who, step.number, step.person, step.note),
        ]
        for step in sorted(control.steps, key=lambda each: each.at)
    ]


def marks(control: Control, form: Catalogue, lang: Lang) -> list[list[str]]:
    """Return, by whom it is of, which checks one tap closed, at what minute, and whose papers stood in.

    A reader must be able to tell an answer that was given by itself from one that came with others, or from another.
    A mark whose answers were corrected since speaks of none that stands, and is left out.
    """
    found: dict[str | None, list[str]] = {}
    standing = (mark for mark in control.marks if _still_stands(mark, control, form))
    for mark in sorted(standing, key=lambda each: each.at):
        found.setdefault(mark.person, []).append(_mark(mark, form, lang))
    subjects = [None, *(person.ref for person in control.persons)]
    return [[ref or t("dossier.the_workplace", lang), "; ".join(found[ref])] for ref in subjects if ref in found]


def _still_stands(mark: Mark, control: Control, form: Catalogue) -> bool:
    """Tell whether what a tap recorded is what the control holds; of another way's answers nothing can be told."""
    check = form.checks.get(mark.check)
    way = next((one for one in check.ways if one.key == mark.way), None) if check else None
    if way is None:
        return True
    persons = {person.ref: person.answers for person in control.persons}
    answers = control.answers if mark.person is None else persons.get(mark.person, {})
    return all(_plain(said) == answers[key] for key, said in way.answers.items() if answers.get(key) is not None)


def _plain(said: Claimed) -> AnswerValue:
    return list(said) if isinstance(said, tuple) else said


def _mark(mark: Mark, form: Catalogue, lang: Lang) -> str:
    check = form.checks.get(mark.check)
    ways = {way.key: way.short for way in check.ways} if check else {}
    short = ways.get(mark.way or "")
    own = short.say(lang) if short and mark.kind == "in_order" else ""
    said = own or t(f"dossier.mark.{mark.kind}", lang, of=mark.of or "–")
    named = check.label.say(lang) if check else mark.check
    return f"{named}: {said}, {moment_text(mark.at)[-5:]}"


def from_paper(control: Control, lang: Lang) -> list[list[str]]:
    """Return which pages were filled in on paper, and by whom and when each was copied.

    The minute of a tick, or of words beside it, is then the one in which the control began: paper holds none.
    """
    rows = [
        [moment_text(page.at), t("dossier.copied", lang, code=page.code, by=page.by)]
        for page in sorted(control.paper, key=lambda each: each.at)
    ]
    return [*rows, ["", t("dossier.paper_minutes", lang)]] if rows else []


def comments(control: Control, questions: Mapping[str, Question], lang: Lang) -> list[list[str]]:
    """Return what inspectors wrote on an answer, a person or the workplace, in the order in which they did."""
    written = sorted(control.comments, key=lambda one: one.written_at)
    return [[moment_text(each.written_at), _on(each, questions, lang), *each.words.splitlines()] for each in written]


def _on(comment: Comment, questions: Mapping[str, Question], lang: Lang) -> str:
    asked = questions.get(comment.question or "")
    return _joined(comment.person or t("dossier.the_workplace", lang), asked.label.say(lang) if asked else None)


def origin(control: Control, lang: Lang) -> list[str]:
    """Return at which authority's request an unplanned control was made.

    One that followed a complaint reads as one of own initiative does: no paper may tell that somebody complained.
    """
    if control.origin is None or control.visit is not None:
        return []
    return [t(f"dossier.origin.{control.origin if control.origin in _AUTHORITIES else 'unplanned'}", lang)]


def without_centres(control: Control, form: Catalogue) -> Control:
    """Return a control as a paper may tell of it: which reception centre was reached, and for whom, stands on none.

    Nor does where a device was once it may have been there.
    """
    centres = centre_steps(form)
    steps = tuple(step for step in control.steps if step.step not in centres)
    return only_on_site(control, form).model_copy(update={"steps": steps})


def places(control: Control, lang: Lang) -> list[str]:
    """Return the door as the inspector wrote it down, and where the device was at the entry, as far as it is known."""
    door, where = control.door.strip(), coordinates(control.position, lang)
    words = (
        t("dossier.door", lang, door=door) if door else "",
        t("dossier.position", lang, where=where) if where else "",
    )
    return [word for word in words if word]


def coordinates(position: Position | None, lang: Lang) -> str:
    """Return a position with its accuracy and the moment at which it was recorded; nothing where none was.

    Without a sign for degrees: in a dossier that sign says that something is to be verified.
    """
    if position is None:
        return ""
    metres = position.accuracy_m
    said = t("dossier.accuracy_unknown", lang) if metres is None else t("dossier.accuracy", lang, m=f"{metres:.0f}")
    degrees = {"lat": f"{position.lat:.5f}", "lon": f"{position.lon:.5f}"}
    return t("dossier.coordinates", lang, **degrees, accuracy=said, at=moment_text(position.at))


def exhibits(control: Control, lang: Lang) -> list[str]:
    """Return each exhibit with its hash, so that a file can be held against this list, and with where it was taken.

    A marked copy says of which picture it is one, and that picture that it is the original.
    """
    marked = {each.marked_of for each in control.attachments}
    return [
        " – ".join(
            filter(
                None,
                (_exhibit(each, lang), marked_text(each, marked, lang), coordinates(each.position, lang), each.comment),
            )
        )
        for each in control.attachments
    ]


def marked_text(each: AttachmentRef, marked: Collection[str | None], lang: Lang) -> str:
    """Return which of a pair a picture is: the marked copy, or the original; nothing of a picture that has no copy."""
    if each.marked_of is not None:
        return t("dossier.marked_of", lang, hash=each.marked_of[:HASH_SHOWN])
    return t("dossier.original", lang) if each.sha256 in marked else ""


def _exhibit(each: AttachmentRef, lang: Lang) -> str:
    return t(
        "dossier.exhibit",
        lang,
        kind=t(f"dossier.kind.{each.kind}", lang),
        at=moment_text(each.taken_at),
        of=each.person or t("dossier.the_workplace", lang),
        hash=each.sha256[:HASH_SHOWN],
    )


def _joined(*words: str | None) -> str:
    return "; ".join(word for word in words if word)


def _answered(asked: Sequence[Question], answers: Mapping[str, AnswerValue], of: str, lang: Lang) -> Iterator[str]:
    for question in asked:
        value = answers.get(question.id)
        if value is not None:
            yield f"{of}{question.label.say(lang)} – {answer_text(question, value, lang)}"


def _heard(person: str, lang: Lang) -> str:
    return t(f"dossier.heard.{person}", lang) if person in ("employer", "other") else person


def _formalities(hearing: Hearing, lang: Lang) -> Iterator[str]:
    """Yield what was done and what was not; what nobody noted is a blank to be filled in by hand."""
    yield t("dossier.in_language", lang, language=hearing.language)
    if hearing.interpreter:
        yield t("dossier.interpreter", lang, who=hearing.interpreter)
    if hearing.rights_given_at is not None:
        yield t("dossier.rights_at", lang, at=moment_text(hearing.rights_given_at))
    if hearing.lawyer is not None:
        yield f"{t('dossier.lawyer', lang)}: {t(f'dossier.lawyer.{hearing.lawyer}', lang)}"
    for change in hearing.changes:
        quality = t(f"dossier.quality.{change.quality}", lang)
        yield t("dossier.capacity_changed", lang, at=moment_text(change.at), quality=quality)
        if change.rights_given_at is not None:
            yield t("dossier.rights_at", lang, at=moment_text(change.rights_given_at))
    asked = ("rights_given",) if hearing.rights_given_at is None else ()
    for name in (*asked, "apart", "read_back", "copy_given"):
        yield f"{t(f'dossier.{name}', lang)}: {_yes_no(getattr(hearing, name), lang)}"
    yield f"{t('dossier.signed', lang)}: " + (t(f"dossier.signed.{hearing.signed}", lang) if hearing.signed else _BLANK)


def _yes_no(said: bool | None, lang: Lang) -> str:
    return _BLANK if said is None else t("dossier.yes" if said else "dossier.no", lang)


def _labelled(
    known: Mapping[str, Register] | Mapping[str, FieldStep] | Mapping[str, RoomGround], key: str, lang: Lang
) -> str:
    """Return what an entry of the rules is called; its key where they have it no longer."""
    return known[key].label.say(lang) if key in known else key


def contracts(control: Control, law: Catalogue, lang: Lang) -> list[list[str]]:
    """Draw who contracted with whom, a row a party; an offender's copy holds no chain."""
    parties = chain.drawn(control.chain, law, lang)
    return [[f"{'→ ' * one.depth}{one.ref}", one.title, "; ".join(one.details)] for one in parties]
