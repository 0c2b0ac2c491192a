"""A filled XForm comes in: what it says about itself, and the raw control that `read_control` then reads strictly.

Every field is used, or is one that clients add on their own; anything else is refused, so that no answer is lost in
silence. A moment without a zone is one on the wall clock of Brussels.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID
from xml.etree.ElementTree import Element

from inspection.control.checklists import HEARINGS_GROUP, PAY_GROUP, Checklist, evidence_fields, in_form
from inspection.control.filled import AnswerValue
from inspection.control.xforms.reading_grid import GridReading
from inspection.control.xforms.reading_parts import HEARING, PAY, hearing, pay_period
from inspection.control.xforms.values import moment, value_of
from inspection.control.xforms.xml_parsing import local
from inspection.errors import ControlFault

_INSTANCE: Final = re.compile(r"[A-Za-z0-9:._-]{8,100}")
_MEDIA_NAME: Final = re.compile(r"[^/\\\x00-\x1f]{1,200}")
_OF_CLIENTS: Final = frozenset({"meta", "formhub", "__version__", "_version_"})
_NOTES: Final = frozenset({"head_note"})
_HEAD: Final = frozenset({"visit", "workplace_planned", "workplace_typed", "place", "persons_found"})
_FIELDS: Final = frozenset({"outcome", "entered_at", "left_at", "facts_on", "report_language"})
_PERSON: Final = {
    "person_ref": "ref",
    "person_name": "name",
    "national_number": "national_number",
    "birth_date": "birth_date",
    "hearing_language": "hearing_language",
}
_PHOTO: Final = frozenset({"photo_file", "photo_at", "photo_person", "photo_comment"})


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """What a submission says about itself.

    instance
        Names this submission for ever; the same one with other content is refused.
    deprecated
        The submission that this one replaces, if it is an edit.
    """

    form: str
    version: str
    instance: str
    deprecated: str | None = None
    is_encrypted: bool = False


@dataclass(frozen=True, kw_only=True)
class Photo:
    """A picture that the form names, of a question and a person or of neither; its bytes come beside it."""

    file: str
    taken_at: str | None
    question: str | None = None
    person: str | None = None
    comment: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class FilledForm:
    """A filled form as plain values.

    control
        The raw control without its id, its attachments, and whatever the form does not ask.
    """

    control: Mapping[str, Any] = field(repr=False)
    photos: tuple[Photo, ...] = ()


def envelope(root: Element) -> Envelope:
    """Return what a submission says about itself; raises `ControlFault` 343 where it does not."""
    meta = next((child for child in root if local(child.tag) == "meta"), None)
    told = {local(child.tag): (child.text or "").strip() for child in meta} if meta is not None else {}
    instance, deprecated = told.get("instanceID", ""), told.get("deprecatedID") or None
    form = root.get("id", "")
    if not form or not all(_INSTANCE.fullmatch(name) for name in (instance, deprecated or instance)):
        raise ControlFault("CONTROL-343")
    return Envelope(
        form=form,
        version=root.get("version", ""),
        instance=instance,
        deprecated=deprecated,
        is_encrypted=root.get("encrypted") == "yes",
    )


def read_filled(root: Element, checklist: Checklist) -> FilledForm:
    """Return the raw control of a filled form; raises `ControlFault` 344 for a field that the form does not have."""
    reader = _Reader(checklist)
    grid = GridReading(checklist)
    known = _HEAD | _FIELDS | grid.fields
    head, answers, evidence = reader.read(root, known, without=("person", "photo", "hearing", "pay"))
    marks = grid.place_marks(head, answers)
    persons, photos, marks_of = _persons(reader, grid, root, answers)
    visit = head.get("visit")
    control = {
        "checklist": checklist.ref.model_dump(),
        "visit": visit,
        "workplace": head.get("workplace_planned") if visit else head.get("workplace_typed"),
        "sector": checklist.id,
        "outcome": head.get("outcome"),
        "entered_at": moment(head.get("entered_at")),
        "left_at": moment(head.get("left_at")),
        "facts_on": (head.get("facts_on") or "")[:10],
        "report_language": head.get("report_language"),
        "place": None if visit else head.get("place"),
        "answers": answers,
        "persons": persons,
        **_parts(reader, root),
    }
    last = moment(head.get("left_at")) or moment(head.get("entered_at"))
    if found := [{**mark, "at": moment(mark["at"]) or last} for mark in marks + marks_of]:
        control["marks"] = found
    loose = [photo for e in _entries(root, "photo") for photo in reader.photo(e)]
    return FilledForm(control=control, photos=(*_proving(evidence, None), *photos, *loose))


def _persons(
    reader: "_Reader", grid: GridReading, root: Element, place: dict[str, AnswerValue]
) -> tuple[list[dict[str, Any]], list[Photo], list[dict[str, Any]]]:
    """Return who was found, as JSON values, the pictures of answers about them, and the marks of their checks."""
    read = [reader.read(e, frozenset(_PERSON) | grid.fields) for e in _entries(root, "person")]
    found = [
        {**{_PERSON[k]: text for k, text in told.items() if k in _PERSON}, "answers": answers}
        for told, answers, _ in read
    ]
    persons = _with_refs(found)
    photos, marks = [], []
    for person, (told, answers, evidence) in zip(persons, read, strict=True):
        photos += _proving(evidence, person["ref"])
        marks += grid.marks_of(person["ref"], told, answers, place)
    return persons, photos, marks


def _parts(reader: "_Reader", root: Element) -> dict[str, list[dict[str, Any]]]:
    """Return hearings and pay; of a form from before it asked them, nothing: they are not said to be none."""
    groups = {local(e.tag) for e in root}
    heard = [hearing(reader.read(e, frozenset(HEARING))[0]) for e in _entries(root, "hearing")]
    paid = [pay_period(reader.read(e, frozenset(PAY))[0]) for e in _entries(root, "pay")]
    parts = (("hearings", HEARINGS_GROUP, heard), ("pay", PAY_GROUP, paid))
    return {name: [one for one in read if one] for name, group, read in parts if group in groups}


def _entries(root: Element, name: str) -> Iterator[Element]:
    return (element for element in root.iter() if local(element.tag) == name)


def _proving(evidence: Mapping[str, Mapping[int, str]], person: str | None) -> list[Photo]:
    """Return the pictures of questions of the workplace, or of one person."""
    return [
        Photo(
            file=_file(fields[0]),
            taken_at=moment(fields.get(1)),
            question=question,
            person=person,
            comment=fields.get(2, ""),
        )
        for question, fields in evidence.items()
        if 0 in fields
    ]


def _file(name: str) -> str:
    if not _MEDIA_NAME.fullmatch(name):
        raise ControlFault("CONTROL-356")
    return name


def entered_on(root: Element) -> datetime | None:
    """Return the moment of entry that a form gives, before it is read; None where it gives none."""
    found = next((e.text for e in root.iter() if local(e.tag) == "entered_at"), None)
    try:
        read = datetime.fromisoformat(moment((found or "").strip()) or "")
    except ValueError:
        return None
    return read if read.tzinfo else None


def control_id_of(instance: str, entered_at: str | None) -> str:
    """Return the id of the control that a first submission makes: the same instance always makes the same one.

    A client's instanceID is a random UUID; ours sort by time. So the moment of entry gives the leading 48 bits, and a
    hash of the instanceID all that a UUIDv7 leaves to chance.
    """
    try:
        entered = datetime.fromisoformat(entered_at or "")
        milliseconds = max(0, int(entered.astimezone(UTC).timestamp() * 1000))
    except (ValueError, OverflowError):
        milliseconds = 0
    chance = int.from_bytes(hashlib.sha256(f"vigie control of {instance}".encode()).digest()[:10])
    number = (milliseconds & (1 << 48) - 1) << 80 | chance
    number = number & ~(0xF << 76) | 0x7 << 76
    return str(UUID(int=number & ~(0x3 << 62) | 0x2 << 62))


class _Reader:
    """Reads fields by the questions of one checklist."""

    def __init__(self, checklist: Checklist) -> None:
        self._questions = {question.id: question for question in in_form(checklist)}
        proved = [question.id for question in self._questions.values() if question.needs]
        self._evidence = {name: (id_, n) for id_ in proved for n, name in enumerate(evidence_fields(id_))}

    def read(
        self, element: Element, known: frozenset[str], without: tuple[str, ...] = ()
    ) -> tuple[dict[str, str], dict[str, Any], dict[str, dict[int, str]]]:
        """Return the fields that are `known`, the answers, and the evidence for answers by question."""
        fields: dict[str, str] = {}
        answers: dict[str, Any] = {}
        evidence: dict[str, dict[int, str]] = {}
        for name, text in self._leaves(element, without):
            if not text.strip():
                continue
            if name in self._questions:
                answers[name] = value_of(self._questions[name].kind, text)
            elif name in self._evidence:
                question, n = self._evidence[name]
                evidence.setdefault(question, {})[n] = text.strip()
            elif name in known:
                fields[name] = text.strip()
            elif name not in _NOTES:
                raise ControlFault("CONTROL-344")
        return fields, answers, evidence

    def photo(self, element: Element) -> Iterator[Photo]:
        """Yield the picture of one entry; an entry without a picture says nothing."""
        fields, _, _ = self.read(element, _PHOTO)
        if "photo_file" in fields:
            yield Photo(
                file=_file(fields["photo_file"]),
                taken_at=moment(fields.get("photo_at")),
                person=fields.get("photo_person"),
                comment=fields.get("photo_comment", ""),
            )

    def _leaves(self, element: Element, without: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        """Yield the fields below an element with their text; groups are walked through, repeats named are not."""
        for child in element:
            name = local(child.tag)
            if name in _OF_CLIENTS or name in without:
                continue
            if len(child):
                yield from self._leaves(child, without)
            else:
                yield name, child.text or ""


def _with_refs(persons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Let everybody keep their reference, and give the next free one to whoever has none or one that is taken."""
    taken: set[str] = set()
    for person in persons:
        ref = str(person.get("ref", ""))
        if not re.fullmatch(r"P[1-9]\d{0,2}", ref) or ref in taken:
            ref = next(free for n in range(1, 1000) if (free := f"P{n}") not in taken)
        taken.add(ref)
        person["ref"] = ref
    return persons
