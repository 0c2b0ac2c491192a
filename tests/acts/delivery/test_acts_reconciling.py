"""What left is compared with what lies there: gone, changed and strange bundles are found, put-away answers are not."""

import shutil

from builders_acts import AT, LIEGE, a_suspicious_control, later, raised
from sqlmodel import col, select

from inspection.acts.bundles import bundle_of
from inspection.acts.controls import save
from inspection.acts.delivery import deliver, reconcile
from inspection.acts.outbox import transports
from inspection.acts.referrals import acknowledge
from inspection.referral.delivery import FileDrop
from inspection.store.queries import referrals
from inspection.store.referrals import DeliveryRow
from inspection.trust import AppContext, verify_trail

BY = "insp-liege-1"


def delivered(house: AppContext) -> None:
    """Two referrals of the same two offices lie in their folders."""
    for minute in (0, 1):
        save(house.acting(BY, later(minutes=minute)), a_suspicious_control("yes"), place=LIEGE)
    assert deliver(house.acting(at=later(minutes=2)), transports(house)).sent == 4


def told(house: AppContext) -> dict[str, tuple[int, ...]]:
    """Counts by recipient: awaited, held, missing, changed, unknown."""
    found = reconcile(house.acting(at=later(hours=1)), transports(house))
    return {r.recipient: (r.awaited, r.held, len(r.missing), len(r.changed), len(r.unknown)) for r in found}


def test_where_both_sides_agree_nobody_is_told(house: AppContext) -> None:
    """Also when nothing has left yet, and beside what is not a bundle."""
    assert told(house) == {}
    delivered(house)
    (house.settings.outbox / "pjf-liege" / "lists").mkdir()
    assert told(house) == {"aud-liege": (2, 2, 0, 0, 0), "pjf-liege": (2, 3, 0, 0, 0)}
    assert raised(house) == []


def test_what_is_gone_changed_or_strange_is_found_and_alerted_once(house: AppContext) -> None:
    """One folder removed, one manifest changed, one folder that never left from here."""
    delivered(house)
    box = house.settings.outbox
    gone, changed = sorted((box / "pjf-liege").iterdir())
    shutil.rmtree(gone)
    manifest = changed / "manifest.json.sealed"
    manifest.write_bytes(manifest.read_bytes() + b" ")
    shutil.copytree(changed, box / "aud-liege" / f"{changed.name[:-12]}{'0' * 12}")
    expected = {"aud-liege": (2, 3, 0, 0, 1), "pjf-liege": (2, 1, 1, 1, 0)}
    assert told(house) == expected
    assert told(house) == expected
    assert [(a.kind, a.for_role, a.district) for a in raised(house)] == [("delivery_missing", "team_head", "liege")] * 2
    assert verify_trail(house.store).holds


def test_an_answered_bundle_may_be_put_away(house: AppContext) -> None:
    """Who has taken a file on may move it where they like."""
    delivered(house)
    first = referrals(house.store)[0].reference
    acknowledge(house.acting(BY, later(minutes=30)), first, recipient="pjf-liege")
    for folder in (house.settings.outbox / "pjf-liege").glob(f"{first}-*"):
        shutil.rmtree(folder)
    assert told(house)["pjf-liege"] == (1, 1, 0, 0, 0)
    assert raised(house) == []
    assert AT.tzinfo is not None


def test_a_folder_that_cannot_be_looked_into_is_not_called_empty(house: AppContext) -> None:
    """Not mounted today: that is told of the comparison, and no bundle is called missing; tomorrow they are there."""
    delivered(house)
    box = house.settings.outbox / "pjf-liege"
    box.rename(box.with_name("away"))
    box.write_bytes(b"")
    found = {one.recipient: one for one in reconcile(house.acting(at=later(hours=1)), transports(house))}
    assert (found["pjf-liege"].fault, found["pjf-liege"].missing) == ("NotADirectoryError", ())
    assert raised(house) == []
    box.unlink()
    box.with_name("away").rename(box)
    assert told(house)["pjf-liege"] == (2, 2, 0, 0, 0)


def test_a_bundle_whose_sending_was_cut_off_is_not_called_strange(house: AppContext) -> None:
    """It lies there, and the house does not know it yet: its folder has the name of one that is ours."""
    delivered(house)
    save(house.acting(BY, later(minutes=3)), a_suspicious_control("yes"), place=LIEGE)
    with house.store.read() as session:
        late = session.exec(
            select(DeliveryRow).where(col(DeliveryRow.recipient) == "pjf-liege", col(DeliveryRow.state) == "queued")
        ).one()
        FileDrop(house.settings.outbox).send(bundle_of(house.store, late), at=later(minutes=4))
    assert told(house)["pjf-liege"] == (2, 3, 0, 0, 0)
