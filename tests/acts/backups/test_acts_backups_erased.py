"""What was erased stays erased in a home that is restored from a backup of before."""

from pathlib import Path

from builders_acts import AT, LIEGE, a_suspicious_control, an_office, later
from builders_backups import BY, new_home, opened, with_vault
from builders_erasures import Case, erased
from houses import House
from sqlmodel import select

from inspection.acts.backups import restore, take_backup
from inspection.acts.controls import save
from inspection.acts.delivery import deliver
from inspection.acts.outbox import transports
from inspection.settings import Settings
from inspection.store.controls import ControlRow
from inspection.store.referrals import ReferralRow
from inspection.trust import verify_trail


def test_a_backup_of_before_an_erasure_brings_the_case_back_to_nobody(tmp_path: Path) -> None:
    """Its rows and its bundle go when the home is restored, on the record; the other case opens as before."""
    house = an_office(with_vault(Settings(home=tmp_path / "home"), tmp_path))
    gone, kept = (_a_case(house) for _ in range(2))
    deliver(house.acting(at=AT), transports(house))
    take_backup(house.acting_as_flow("back_up", later(hours=1)))
    erased(house, Case(gone[0], gone[1], ""))
    to = new_home(house.settings, tmp_path / "restored")
    house.store.close()
    assert restore(to, at=later(days=31)).forgotten == 1
    restored = opened(to)
    with restored.store.read() as session:
        assert list(session.exec(select(ControlRow.id))) == [kept[0]]
        assert list(session.exec(select(ReferralRow.reference))) == [kept[1]]
        (row,) = session.exec(select(ControlRow))
    assert restored.store.unseal("control.body", row.id, row.body)
    lying = {path.name[: len(gone[1])] for path in to.outbox.glob("*/R-*")}
    assert lying == {kept[1]}
    assert verify_trail(restored.store).broken is None
    restored.store.close()


def _a_case(house: House) -> tuple[str, str]:
    control = a_suspicious_control("yes")
    made = save(house.acting(BY, AT), control, place=LIEGE)
    return control.control_id, str(made.reference)
