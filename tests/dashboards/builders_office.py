"""Builder of a control with something in every part, saved with its photo, for the screens of the office."""

import hashlib
import io

from builders_acts import LIEGE, SIGNS, a_control, a_yes
from PIL import Image

from inspection.acts.controls import keep_attachment, save
from inspection.store.core import new_id
from inspection.trust import AppContext

BY = "insp-liege-1"


def a_picture(shade: int = 120) -> bytes:
    """A photo that a browser can draw."""
    held = io.BytesIO()
    Image.new("RGB", (640, 360), (shade, 140, 90)).save(held, "JPEG")
    return held.getvalue()


def an_attachment(data: bytes, question: str | None, comment: str) -> dict[str, object]:
    """What a control says of a photo."""
    return {
        "sha256": hashlib.sha256(data).hexdigest(),
        "kind": "photo",
        "media_type": "image/jpeg",
        "bytes": len(data),
        "question": question,
        "taken_at": "2026-11-25T18:41:00+01:00",
        "comment": comment,
    }


def a_full_control(house: AppContext, *, finished: bool = True) -> str:
    """Save a control in which every part has something, a plain photo and one that bears on a suspicion; its id."""
    plain, guarded, control_id = a_picture(), a_picture(30), new_id()
    persons = [
        {
            "ref": "P1",
            "name": "Synthetic Worker",
            "whereabouts": "Reception centre SECRET-3",
            "documents": "passport SECRET-5",
            "met_before": True,
            "answers": {"q02_dimona": "absent", "q02_worker_knew": True},
        },
        {"ref": "P2", "answers": {"q02_dimona": "before"}},
    ]
    control = a_control(
        control_id=control_id,
        answers=dict(SIGNS),
        persons=persons,
        suspicion=a_yes(),
        seen=[
            {
                "ref": "S1",
                "person": "P1",
                "state": "identified",
                "doing": "cuts meat",
                "at": "18:31",
                "place": "kitchen",
            },
            {"ref": "S2", "state": "fled", "doing": "washed up", "at": "18:32", "seen_by": "insp-liege-2"},
        ],
        hearings=[
            _hearing("H1", "P1", "witness", "I sleep SECRET-1 in the cellar."),
            _hearing("H2", "employer", "employer", "He began this evening."),
        ],
        pay=[{"person": "P1", "from_on": "2026-10-01", "to_on": "2026-10-31", "hours": "160", "received_cents": 90000}],
        lookups=[
            {
                "ref": "L1",
                "register": "dimona",
                "subject": "P2",
                "looked_up_at": "2026-11-25T18:50:00+01:00",
                "result": "found",
                "worker_type": "OTH",
                "declared_at": "2026-11-25T18:45:00+01:00",
            }
        ],
        steps=[{"step": "magistrate", "at": "2026-11-25T19:35:00+01:00", "outcome": "reached", "note": "SECRET-2"}],
        origin="complaint",
        comments=[
            _comment("fm_head_count", "the back door was open"),
            _comment("q15_rooms_seen", "SECRET-6"),
        ],
        attachments=[
            an_attachment(plain, "fm_head_count", "the kitchen"),
            an_attachment(guarded, "q15_rooms_seen", "SECRET-4"),
        ],
        **({} if finished else {"left_at": None}),
    )
    save(house.acting(BY), control, place=LIEGE)
    for data in (plain, guarded):
        digest = hashlib.sha256(data).hexdigest()
        keep_attachment(house.acting(BY), control_id, data, "image/jpeg", sha256=digest)
    return control_id


def _comment(question: str, words: str) -> dict[str, object]:
    return {"question": question, "written_at": "2026-11-25T18:42:00+01:00", "words": words}


def _hearing(ref: str, person: str, quality: str, statement: str) -> dict[str, object]:
    return {
        "ref": ref,
        "person": person,
        "quality": quality,
        "rights_given": True,
        "started_at": "2026-11-25T19:00:00+01:00",
        "ended_at": "2026-11-25T19:20:00+01:00",
        "language": "ro",
        "statement": statement,
        "signed": "signed",
    }
