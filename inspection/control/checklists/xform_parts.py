"""Hearings and pay of periods in an XForm: repeats that a client fills in as often as there are some.

An entry without a person says nothing, since some clients add an empty one by themselves. Of a hearing its frame only:
what was said may tell of exploitation, and these clients keep drafts in clear; for the same reason nobody is heard as a
victim there.
"""

from collections.abc import Iterator
from typing import Final, get_args

from inspection.control.checklists.xform_rows import Row, begin, end, limited, no_longer_than, row, said
from inspection.control.filled import (
    MOST_CENTS,
    MOST_HOURS,
    NAME_LENGTH,
    PERSON_REF,
    Capacity,
    LawyerHeard,
    Signed,
)

QUALITIES: Final = tuple(one for one in get_args(Capacity) if one != "victim")
HEARINGS_GROUP: Final = "hearings_held"
PAY_GROUP: Final = "pay_noted"
LISTS: Final = (
    ("hearing_quality", "field.quality.", QUALITIES),
    ("hearing_lawyer", "field.lawyer.", get_args(LawyerHeard)),
    ("hearing_signed", "field.signed.", get_args(Signed)),
)
_CENTS: Final = 100
_PERSON: Final = PERSON_REF.replace("\\d", "[0-9]")


def hearing_rows(relevant: str) -> Iterator[Row]:
    """Yield the frame of each hearing: who, in what quality, in what language, when, with which rights, and its end."""
    filled = {"relevant": "${hearing_of} != ''"}
    yield row("begin group", HEARINGS_GROUP, "field.hearing.list", relevant=relevant)
    yield row("begin repeat", "hearing", "field.hearing.title")
    yield {"type": "calculate", "name": "hearing_ref", "calculation": "once(concat('H', position(..)))"}
    yield begin("hearing_begins", said("field.hearing.title"))
    hint = said("xform.hearing_of_hint", "hint")
    whom = limited(f"regex(., '^({_PERSON}|employer|other)$')")
    yield row("text", "hearing_of", "field.hearing.who", **hint, **whom)
    yield row("select_one hearing_quality", "hearing_quality", "field.hearing.quality", **filled, required="yes")
    tongue = {**said("xform.tongue_hint", "hint"), **limited("regex(., '^[a-z]{2,3}$')")}
    yield row("text", "hearing_tongue", "field.hearing.language", **filled, required="yes", **tongue)
    yield row("text", "hearing_interpreter", "field.hearing.interpreter", **filled, **no_longer_than(NAME_LENGTH))
    yield row("select_one yes_no", "hearing_apart", "field.hearing.apart", **filled)
    yield row("dateTime", "hearing_started_at", "xform.hearing_started", **filled, required="yes")
    yield row("dateTime", "hearing_rights_at", "field.hearing.rights_given_at", **filled)
    yield row("select_one hearing_lawyer", "hearing_lawyer", "field.hearing.lawyer", **filled)
    yield end("hearing_begins")
    yield begin("hearing_ends", said("field.hearing.ended_at"), "${hearing_of} != ''")
    later = limited(". >= ${hearing_started_at}")
    yield row("dateTime", "hearing_ended_at", "field.hearing.ended_at", **later)
    yield row("select_one yes_no", "hearing_read_back", "field.hearing.read_back")
    yield row("select_one hearing_signed", "hearing_signed", "field.hearing.signed")
    yield row("select_one yes_no", "hearing_copy_given", "field.hearing.copy_given")
    yield end("hearing_ends")
    yield {"type": "end repeat", "name": "hearing"}
    yield end(HEARINGS_GROUP)


def pay_rows(relevant: str) -> Iterator[Row]:
    """Yield what a person worked and received in a period; the wage scale is chosen in the office."""
    filled = {"relevant": "${pay_person} != ''", "required": "yes"}
    yield row("begin group", PAY_GROUP, "field.pay.list", relevant=relevant)
    yield row("begin repeat", "pay", "field.pay.title", appearance="field-list")
    whom = limited(f"regex(., '^{_PERSON}$')")
    yield row("text", "pay_person", "xform.pay_person", **whom)
    yield row("date", "pay_from_on", "field.pay.from_on", **filled)
    yield row("date", "pay_to_on", "field.pay.to_on", **filled, **limited(". >= ${pay_from_on}"))
    yield row("decimal", "pay_hours", "field.pay.hours", **filled, **limited(f". >= 0 and . <= {MOST_HOURS}"))
    most = limited(f". >= 0 and . <= {MOST_CENTS // _CENTS}")
    yield row("decimal", "pay_received", "field.pay.received", **filled, **most)
    yield {"type": "end repeat", "name": "pay"}
    yield end(PAY_GROUP)
