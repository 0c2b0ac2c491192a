"""What a backup of before still tells of an erased case, with every key that is held, and until which day."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from builders_acts import AT, an_office, later
from builders_backups import with_vault
from builders_erasures import DPO, NUMBER, Case, a_case, all_that_opens, erased
from builders_portals import Twin, with_a_portal
from houses import House, house_of
from sqlmodel import select

from inspection.acts.backups import prune_backups, take_backup
from inspection.acts.retention import ErasureProof, erasure_proof
from inspection.acts.retention.cases import CASE_ROWS
from inspection.settings import Settings
from inspection.store.backups import Vault, fill, fill_files, read_manifest, take
from inspection.store.core import Sealed, metadata
from inspection.store.opening import reach_store

# What of a case its own key does not seal, besides ids, moments and who did what: in backups it can be read by the key
# `backup` until they are taken away. Whoever adds a column says here that it is one of these, or seals it.
LEGIBLE: Mapping[str, str] = {
    "alert": "kind subject step service district for_role for_user state rings duty_turn",
    "attachment": "sha256 service media_type size_bytes",
    "attempt": "n transport at outcome fault receipt",
    "centre_consent": "person n answer name_too language interpreter at",
    "chain_notice": (
        "reference service district kind regime addressee employer missing language state notified_on "
        "covers_from covers_until"
    ),
    "clock": "key offender starts_on due_on asks state",
    "control": (
        "service district area refnis canton workplace sector outcome facts_on report_language "
        "checklist_version checklist_sha256 rules_sha256 content_key positive positive_since minors decision "
        "unmatched_visit continued_as"
    ),
    "control_extract": "register_key table_name subject as_of row_count content_key",
    "control_person": "subject_key",
    "control_review": "n kind version at",
    "control_version": "n content_key",
    "delivery": (
        "recipient reason language transports bundle_key state attempts lease_until refused_reason replaces "
        "supplements message"
    ),
    "draft": "service district workplace sector visit corrects",
    "embargo": "channel until",
    "embargo_end": "channel",
    "finding": (
        "n offence offender from_on to_on found_on article level competence workers multiplier period "
        "prison_months_min prison_months_max criminal_cents_min criminal_cents_max administrative_cents_min "
        "administrative_cents_max confidence to_verify persons questions"
    ),
    "follow_up": "kind subject n service district state lacks outcome",
    "indicator_seen": "n indicator dimension strength ordinary how persons questions",
    "inquiry_words": "permitted_on",
    "kept_text": "service page field version",
    "link_decision": "reference n ground since strength_percent shared decision foreign_link",
    "link_key": "ground key seen_on",
    "notice": "kind reference service district persons offences basis state attempts lease_until reason",
    "notice_try": "n way outcome at fault",
    "openrosa_submission": "instance replaces form version content_key media",
    "outcome_told": "recipient outcome told_on",
    "recall": "instead",
    "recall_deletion": "channel",
    "receipt": "answer reason how at",
    "referral": "reference year serial service district area forms minors state",
    "referral_change": "kind recipients",
    "referral_change_end": "outcome",
    "sent_on": "sent_to",
    "suspicion_decision": "n decision forms",
    "taken_on": "taker how",
    "telephone_call": "recipient at who_role number acknowledged",
    "used_nonce": "nonce_key answer message_sha256",
}


@pytest.fixture
def twin(tmp_path: Path) -> Iterator[Twin]:
    """Give an office on the embedded database that knows where its backups go, with its portal."""
    made = with_a_portal(house_of(an_office(with_vault(Settings(home=tmp_path / "home"), tmp_path))))
    yield made
    made.office.store.close(), made.portal.store.close()


def test_a_backup_of_before_tells_of_an_erased_case_what_is_listed_and_no_more(twin: Twin, tmp_path: Path) -> None:
    """No name, number, ground or word of it, and no byte of its photo and its bundles; of another case all of them."""
    gone, kept = a_case(twin, 1), a_case(twin, 2, number="90010100155")
    take_backup(twin.office.acting("system", later(hours=1)))
    portals = Vault(tmp_path / "portals", twin.portal.store.keys.backup)
    take(twin.portal.store, twin.portal.settings, portals, later(hours=1))
    erased(twin.office, gone, days=1)
    office = opened_backup(twin.office, vault_of(twin.office), tmp_path / "office")
    homes = (office, opened_backup(twin.portal, portals, tmp_path / "outside"))
    told = all_that_opens(twin.office, twin.portal, homes)
    assert (told.count(gone.canary), told.count(kept.canary) > 8) == (0, True)
    assert NUMBER not in told
    for case, remain in ((gone, {"control.workplace"}), (kept, {"control.workplace"})):
        assert columns_with(twin.office, homes[0], case.canary) == remain
        assert columns_with(twin.portal, homes[1], case.canary) == set()
    assert columns_with(twin.office, homes[0], NUMBER) | columns_with(twin.portal, homes[1], NUMBER) == set()
    files = [file for home in homes for file in home.rglob("*") if file.is_file()]
    assert not [file for file in files if gone.canary.encode() in file.read_bytes()]


def test_what_of_a_case_its_key_does_not_seal_is_listed() -> None:
    """Column by column: a new one that tells of a case in backups fails here."""
    found = {}
    for name in {table for table, _ in CASE_ROWS}:
        found[name] = {
            one.name
            for one in metadata.tables[name].columns
            if not (isinstance(one.type, Sealed) or one.foreign_keys or one.name == "id")
            and not one.name.endswith(("_id", "_at", "_by"))
        }
    assert {name: columns for name, columns in found.items() if columns} == {
        name: set(columns.split()) for name, columns in LEGIBLE.items()
    }


def test_a_proof_says_until_which_day_backups_hold_rows_of_a_case(twin: Twin) -> None:
    """By the backups themselves: one that was taken after the erasure knows of it; what does not open is told apart."""
    house, case = twin.office, a_case(twin, 1)
    take_backup(house.acting("system", later(days=1)))
    erased(house, case, days=2)
    after = take_backup(house.acting("system", later(days=3)))
    days = house.catalogue(AT.date()).backups.kept_days
    promised = later(days=2 + days + 1).date()
    assert second_day(proof_of(house, case, 4)) == (1, promised)
    assert second_day(proof_of(house, case, 2 + days + 1)) == (1, None), "nobody took it away"
    folder = house.settings.backup.folder
    assert folder is not None
    folder.rename(folder.with_name("elsewhere"))
    assert second_day(proof_of(house, case, 2 + days + 1)) == (None, None)
    folder.with_name("elsewhere").rename(folder)
    prune_backups(house.acting("system", later(days=2 + days)))
    assert second_day(proof_of(house, case, 2 + days + 1)) == (0, promised)
    manifest = folder / "manifests" / f"{after.id}.backup"
    manifest.write_bytes(manifest.read_bytes()[:-9])
    proof = proof_of(house, case, 4)
    assert (second_day(proof), proof.unreadable_backups) == ((0, promised), 1)


def test_the_newest_backups_keep_no_erased_case_alive_once_a_younger_one_is_whole(twin: Twin) -> None:
    """They stay for a house whose schedule stopped; one that is too old goes when it runs again."""
    house, case = twin.office, a_case(twin, 1)
    take_backup(house.acting("system", later(days=1)))
    erased(house, case, days=2)
    rules = house.catalogue(AT.date()).backups
    at = later(days=rules.kept_days + 9)
    assert prune_backups(house.acting("system", at)).backups == (), "it is all there is"
    vault, young = vault_of(house), take_backup(house.acting("system", at))
    pieces = read_manifest(vault, young.id).pieces - read_manifest(vault, vault.backups()[0]).pieces
    piece = vault.folder / "pieces" / (name := min(pieces))[:2] / name
    body = piece.read_bytes()
    piece.write_bytes(body[:-1])
    assert prune_backups(house.acting("system", at)).backups == (), "the younger one is damaged"
    piece.write_bytes(body)
    assert len(prune_backups(house.acting("system", at)).backups) == 1
    assert second_day(proof_of(house, case, rules.kept_days + 9))[0] == 0


def proof_of(house: House, case: Case, days: int) -> ErasureProof:
    """What is proven so many days later."""
    return erasure_proof(house.acting(DPO, later(days=days)), case.id)


def second_day(proof: ErasureProof) -> tuple[object, object]:
    """How many backups hold rows of it, and from which day on none does."""
    return proof.backups, proof.backups_without_it_on


def vault_of(house: House) -> Vault:
    """Where the backups of an office lie."""
    assert house.settings.backup.folder is not None
    return Vault(house.settings.backup.folder, house.store.keys.backup)


def opened_backup(house: House, vault: Vault, to: Path) -> Path:
    """Bring the newest backup into a home, past everything that a restore does about erased cases; returns it."""
    manifest = read_manifest(vault)
    to.mkdir()
    fill_files(vault, to, manifest)
    store = reach_store(replace(house.settings, home=to), keys=house.store.keys, is_new=True)
    fill(store, vault, manifest)
    store.close()
    return to


def columns_with(house: House, home: Path, word: str) -> set[str]:
    """The columns in which a word stands in clear."""
    store = reach_store(replace(house.settings, home=home), keys=house.store.keys)
    found = set()
    with store.engine.connect() as connection:
        for table in metadata.sorted_tables:
            columns = [one for one in table.columns if not isinstance(one.type, Sealed)]
            for row in connection.execute(select(*columns)):
                found |= {
                    f"{table.name}.{one.name}" for one, value in zip(columns, row, strict=True) if word in str(value)
                }
    store.close()
    return found
