"""The photos and signatures that go with a bundle: which, under what names, and which have to follow."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Literal

from inspection.life_cycles import ExhibitState

_ENDINGS: Final = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf"}


@dataclass(frozen=True, kw_only=True)
class Exhibit:
    """A file of the control that shows what an answer says, by the hash of its bytes.

    number
        Its place among the files of the control: the same in every bundle of a referral.
    lon, lat
        Where the device said that it was, from the record and never from the picture.
    state
        "attached" to this bundle, "sent" with an earlier one, "follows" since the bundle would be too large, "awaited"
        since the device has not sent it yet.
    marked_of
        Of a marked copy: the hash of the original, which is an exhibit of its own.
    """

    number: int
    sha256: str
    kind: Literal["photo", "signature", "document"]
    media_type: str
    size_bytes: int
    question: str | None
    person: str | None
    taken_at: datetime
    lon: float | None = None
    lat: float | None = None
    comment: str = field(default="", repr=False)
    state: ExhibitState = ExhibitState.AWAITED
    marked_of: str | None = None

    @property
    def name(self) -> str:
        """The plain name of its file: nothing in it tells what it shows."""
        return f"exhibit-{self.number:02d}.{_ENDINGS.get(self.media_type, 'bin')}"


def attach(exhibits: Sequence[Exhibit], sent: Collection[str], most_bytes: int) -> tuple[Exhibit, ...]:
    """Return the exhibits of one bundle: of those that the house holds, as many as fit are attached, in their order.

    sent
        Hashes of the files that the addressee got with an earlier bundle.
    most_bytes
        What the files of one bundle may weigh together.
    """
    left, found = most_bytes, []
    for exhibit in exhibits:
        state = exhibit.state
        if exhibit.sha256 in sent:
            state = ExhibitState.SENT
        elif state != ExhibitState.AWAITED and exhibit.size_bytes <= left:
            state, left = ExhibitState.ATTACHED, left - exhibit.size_bytes
        found.append(replace(exhibit, state=state))
    return tuple(found)
