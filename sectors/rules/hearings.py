"""What somebody is told before being heard, and on what ground an inhabited room may be entered."""

from typing import Annotated, Literal

from pydantic import Field

from sectors.rules.values import Sourced, Text

RoomNeed = Literal["who", "minute", "writing", "reference", "words"]


class HearingCapacity(Sourced):
    """In what capacity somebody is heard, and what is read aloud to them before the first question.

    lawyer
        "none": no assistance; "before": a confidential talk first, or the right given up; "present": the lawyer is
        there.
    may_be_silent
        Whether silence is a right of theirs.
    rights
        In the order in which they are told.
    """

    key: str
    label: Text
    lawyer: Literal["none", "before", "present"]
    may_be_silent: bool
    rights: Annotated[tuple[Text, ...], Field(min_length=1)]


class RoomGround(Sourced):
    """A ground on which an inhabited room may be entered, and what has to be on record of it.

    needs
        Who agreed or asked, the minute, that it was written, a reference, or words that say what was seen or heard.
    """

    key: str
    label: Text
    needs: tuple[RoomNeed, ...]
    hint: Text | None = None
