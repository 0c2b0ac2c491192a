"""What waits for somebody in administration: a delivery that the gate holds, records that are to be destroyed.

And a case that was destroyed already.
"""

import hashlib
from datetime import timedelta
from pathlib import Path

import builders_registers as b
from builders_acts import LIEGE, a_suspicious_control
from builders_deliveries import country

from inspection import acts
from inspection.acts.retention import ErasureProposal
from inspection.registers.lake import Lake
from inspection.store.core import new_id
from inspection.time_of import now, today
from inspection.trust import AppContext

_PHOTO = b"\xff\xd8\xff\xe0" + b"a photo of nobody" * 9


def hold_a_delivery(house: AppContext, sent: Path, ago: int = 393) -> None:
    """Let the register of addresses lose most of its rows.

    Arguments: `ago` days since that delivery; the first, of 400 days ago, was whole; no two bring the same bytes.
    """
    lake = Lake(house.settings.lake)
    for days, most in ((400, None), (ago, ago // 5)):
        on = today() - timedelta(days=days)
        files = {name: rows[:most] for name, rows in country().files("addresses", on).items()}
        b.take("addresses", b.write(sent / str(days), files), lake, on)
    assert len(lake.held("addresses")) == 1


def let_something_be_due(house: AppContext, by: str) -> ErasureProposal:
    """Keep a photo that no control was sent for, long ago, and let somebody propose to destroy it."""
    at = now() - timedelta(days=120)
    digest = hashlib.sha256(_PHOTO).hexdigest()
    acts.controls.keep_attachment(house.acting("insp-liege-1", at), new_id(), _PHOTO, "image/jpeg", sha256=digest)
    made = acts.retention.propose_erasure(house.acting(by))
    assert made is not None
    return made


def destroy_a_case(house: AppContext, by: str, then: str) -> str:
    """Save a control and destroy it whole, as if its person had asked; returns its id.

    Arguments: `by` who proposes it, `then` who confirms it.
    """
    control = a_suspicious_control("no", control_id=new_id())
    acts.controls.save(house.acting("insp-liege-1"), control, place=LIEGE)
    asked = {"class_key": "subject_request", "subjects": [control.control_id]}
    made = acts.retention.propose_erasure(house.acting(by), **asked)
    assert made is not None
    acts.retention.confirm_erasure(house.acting(then), made.reference, made.sha256)
    return control.control_id
