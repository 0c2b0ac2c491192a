"""What somebody with the account of an office could do to its history: seeded, done to a copy, and looked at after.

A house with a witness is made once, with a copy of its database after every checkpoint. Each manipulation is done to a
fresh copy, and undone in the other place; whatever is not noticed is told with its seed.
"""

import json
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from builders_acts import AT, LIEGE, a_suspicious_control, an_office, later
from builders_control import the_rules
from builders_deliveries import BORN, country
from builders_registers import take, write
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from houses import House, house_of
from sqlalchemy import Connection, text
from witnesses import Witness, witness

from inspection.acts.controls import save
from inspection.acts.history import compare, pin_witness, require_sound, require_unbroken, take_checkpoint
from inspection.acts.registers import note_taking
from inspection.errors import InspectionError
from inspection.history import Checkpoint, ask_newest, link, log_in, public_of
from inspection.history_settings import HistorySettings
from inspection.registers.lake import Lake, manifest_sha256
from inspection.settings import Settings
from inspection.store.opening import open_store
from inspection.store.records import AuditEntryRow
from inspection.trust import verify_trail
from inspection.trust.audit import body_of

STAGES = 4
_COLUMNS = ("who", "act", "subject", "purpose", "basis", "facts", "at", "previous", "hash")


@dataclass(frozen=True)
class Base:
    """A house as it stands, and as it stood after each checkpoint; with the lake and the witness that it has.

    signed
        The newest checkpoint: what was recorded after it, but for its own account, nobody has signed yet.
    """

    home: Path
    databases: tuple[bytes, ...]
    witness: Witness
    signed: Checkpoint

    @property
    def settings(self) -> Settings:
        named = HistorySettings(witness=self.witness.socket, elsewhere=self.witness.elsewhere)
        return Settings(home=self.home, history=named)


@contextmanager
def a_base(folder: Path) -> Iterator[Base]:
    """Make a house with a witness, controls with referrals, a lake, and a checkpoint after each of some stages."""
    with witness() as one:
        home = folder / "base"
        made = an_office(Settings(home=home))
        house = house_of(replace(made, settings=replace(made.settings, history=HistorySettings(witness=one.socket))))
        pin_witness(house.acting_as_flow("history", AT), one.fingerprint)
        _take_in(house, folder)
        databases = []
        for stage in range(STAGES):
            for n in range(3):
                save(
                    house.acting("insp-liege-1", later(minutes=10 * stage + n)),
                    a_suspicious_control("yes"),
                    place=LIEGE,
                )
            signed = take_checkpoint(house.acting_as_flow("history", later(minutes=10 * stage + 9)))
            house.store.forget()
            databases.append(house.settings.store_file.read_bytes())
        house.store.close()
        ask_newest(one.socket)  # it answers when it has pushed what it signed
        yield Base(home, tuple(databases), one, signed)


def _take_in(house: House, folder: Path) -> None:
    lake = Lake(house.settings.lake)
    for days in (0, 7):
        day = BORN + timedelta(days=days)
        source = write(folder / f"sent-{days}", country().files("mandates", day))
        take("mandates", source, lake, day)
        manifest = manifest_sha256(lake, "mandates", day.isoformat())
        assert manifest is not None
        note_taking(house.acting(at=AT), "mandates", day, manifest)


@dataclass
class Copy:
    """A copy of the house on which somebody lays hands."""

    base: Base
    home: Path
    dice: random.Random
    undo: list[Callable[[], None]] = field(default_factory=list)

    @property
    def settings(self) -> Settings:
        return replace(self.base.settings, home=self.home)

    @property
    def log(self) -> Path:
        return log_in(self.settings.checkpoints, self.base.signed.key).file

    @contextmanager
    def unguarded(self) -> Iterator[Connection]:
        """The database with its guards taken away."""
        store = open_store(self.settings)
        try:
            with store.engine.begin() as connection:
                for name in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars():
                    connection.execute(text(f"DROP TRIGGER {name}"))
                connection.execute(text("PRAGMA defer_foreign_keys = ON"))
                yield connection
        finally:
            store.close()

    def entries(self, connection: Connection, stream: str) -> list[dict[str, Any]]:
        rows = connection.execute(text("SELECT * FROM audit_entry WHERE stream = :s ORDER BY n"), {"s": stream})
        return [dict(row) for row in rows.mappings()]

    def a_stream(self, at_least: int = 1) -> str:
        """A stream of which so many entries were signed."""
        return self.dice.choice(sorted(s for s, (n, _) in self.base.signed.heads.items() if n >= at_least))

    def signed_in(self, stream: str) -> int:
        return self.base.signed.heads[stream][0]

    def put(self, file: Path, body: bytes | None) -> None:
        """Write a file that others see too, or take it away; as it was again afterwards."""
        before = file.read_bytes() if file.exists() else None
        self.undo.append(lambda: file.unlink(missing_ok=True) if before is None else _wrote(file, before))
        file.unlink(missing_ok=True) if body is None else _wrote(file, body)


def _wrote(file: Path, body: bytes) -> None:
    file.write_bytes(body)


def _rewrite(connection: Connection, stream: str, entries: list[dict[str, Any]], *, chained: bool) -> None:
    """Put entries in the place of a stream's; chained anew from the first on, as somebody does who knows how."""
    connection.execute(text("DELETE FROM audit_entry WHERE stream = :s"), {"s": stream})
    previous = "0" * 64
    for n, entry in enumerate(entries, 1):
        entry["n"] = n
        if chained:
            entry["previous"] = previous
            row = AuditEntryRow(**{**entry, "facts": json.loads(entry["facts"])})
            row.at = _moment(entry["at"])
            previous = entry["hash"] = link(previous, body_of(row))
        names = ", ".join(entry)
        values = ", ".join(f":{name}" for name in entry)
        connection.execute(text(f"INSERT INTO audit_entry ({names}) VALUES ({values})"), entry)


def _moment(value: str) -> Any:
    column = AuditEntryRow.__table__.c.at.type  # type: ignore[attr-defined]
    from sqlalchemy.dialects import sqlite

    return column.dialect_impl(sqlite.dialect()).result_processor(sqlite.dialect(), None)(value)


def edit(copy: Copy) -> None:
    """Change one cell of a signed entry."""
    stream, column = copy.a_stream(), copy.dice.choice(_COLUMNS)
    n = copy.dice.randint(1, copy.signed_in(stream))
    with copy.unguarded() as connection:
        there = "WHERE stream = :s AND n = :n"
        given = {"s": stream, "n": n}
        was = connection.execute(text(f"SELECT {column} FROM audit_entry {there}"), given).scalar()
        new = {"at": "2026-11-25 09:13:00.000001", "facts": '{"n":77}'}.get(column, _flipped(str(was)))
        connection.execute(text(f"UPDATE audit_entry SET {column} = :v {there}"), {**given, "v": new})


def _flipped(word: str) -> str:
    return f"{word}x" if len(word) != 64 else ("0" if word[0] != "0" else "1") + word[1:]


def edit_and_rechain(copy: Copy) -> None:
    """Change who did something, and chain every entry from there on anew."""
    stream = copy.a_stream()
    with copy.unguarded() as connection:
        entries = copy.entries(connection, stream)
        entries[copy.dice.randrange(copy.signed_in(stream))]["who"] = "nobody"
        _rewrite(connection, stream, entries, chained=True)


def truncate(copy: Copy) -> None:
    """Cut the end of one stream, what was signed of it too."""
    stream = copy.a_stream()
    with copy.unguarded() as connection:
        n = copy.dice.randint(0, copy.signed_in(stream) - 1)
        connection.execute(text("DELETE FROM audit_entry WHERE stream = :s AND n > :n"), {"s": stream, "n": n})


def truncate_all(copy: Copy) -> None:
    """Cut every stream after a moment: all that an older trail would not have."""
    at = f"{AT + timedelta(minutes=copy.dice.randint(0, 10 * STAGES - 3)):%Y-%m-%d %H:%M:%S}"
    with copy.unguarded() as connection:
        connection.execute(text("DELETE FROM audit_entry WHERE at > :at"), {"at": at})


def reorder(copy: Copy) -> None:
    """Let two entries change places, chained anew or not."""
    stream = copy.a_stream(at_least=2)
    first, second = sorted(copy.dice.sample(range(copy.signed_in(stream)), 2))
    with copy.unguarded() as connection:
        entries = copy.entries(connection, stream)
        entries[first], entries[second] = entries[second], entries[first]
        _rewrite(connection, stream, entries, chained=copy.dice.random() < 0.8)


def splice(copy: Copy) -> None:
    """Take an entry out of the middle, or put one in, and chain the rest anew."""
    stream = copy.a_stream(at_least=2)
    with copy.unguarded() as connection:
        entries = copy.entries(connection, stream)
        at = copy.dice.randrange(copy.signed_in(stream))
        if copy.dice.random() < 0.5:
            del entries[at]
        else:
            entries.insert(at, {**entries[at], "subject": "made-up"})
        _rewrite(connection, stream, entries, chained=True)


def borrow(copy: Copy) -> None:
    """Put another stream's entries in the place of this one's, chained anew under its name."""
    stream, other = copy.dice.sample(sorted(copy.base.signed.heads), 2)
    with copy.unguarded() as connection:
        entries = [{**one, "stream": stream} for one in copy.entries(connection, other)]
        _rewrite(connection, stream, entries, chained=True)


def roll_back(copy: Copy) -> None:
    """Put an older database in the place of the newest."""
    copy.settings.store_file.write_bytes(copy.base.databases[copy.dice.randrange(STAGES - 1)])


def roll_back_and_go_on(copy: Copy) -> None:
    """Put an older one there, and work on it: longer than the one that was signed, and another."""
    roll_back(copy)
    store = open_store(copy.settings)
    house = an_office(Settings(home=copy.home))
    for n in range(copy.dice.randint(1, 12)):
        save(house.acting("insp-liege-2", later(hours=3, minutes=n)), a_suspicious_control("yes"), place=LIEGE)
    house.store.close()
    store.close()


def roll_back_with_checkpoints(copy: Copy) -> None:
    """Put an older home there: its database, and its copies of checkpoints cut to fit."""
    stage = copy.dice.randrange(STAGES - 1)
    copy.settings.store_file.write_bytes(copy.base.databases[stage])
    copy.log.write_bytes(b"".join(copy.log.read_bytes().splitlines(keepends=True)[: stage + 1]))


def take_rows(copy: Copy) -> None:
    """Take a referral away, or a delivery, and nothing of the trail."""
    table = copy.dice.choice(("delivery", "referral", "control"))
    with copy.unguarded() as connection:
        connection.execute(text("PRAGMA foreign_keys = OFF"))
        one = copy.dice.choice(list(connection.execute(text(f"SELECT id FROM {table}")).scalars()))
        connection.execute(text("PRAGMA ignore_check_constraints = ON"))
        _without_keys(connection, table, one)


def _without_keys(connection: Connection, table: str, one: str) -> None:
    """Delete a row and whatever hangs on it."""
    for other in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all():
        for key in connection.execute(text(f"PRAGMA foreign_key_list({other})")).mappings().all():
            if key["table"] == table and other != table:
                on = f"SELECT rowid FROM {other} WHERE {key['from']} = :one"
                for row in connection.execute(text(on), {"one": one}).scalars().all():
                    id_ = (
                        connection.execute(text(f"SELECT * FROM {other} WHERE rowid = :r"), {"r": row})
                        .mappings()
                        .first()
                    )
                    if id_ is not None and "id" in id_:
                        _without_keys(connection, other, id_["id"])
                    connection.execute(text(f"DELETE FROM {other} WHERE rowid = :r"), {"r": row})
    connection.execute(text(f"DELETE FROM {table} WHERE id = :one"), {"one": one})


def forge(copy: Copy) -> None:
    """Write a checkpoint of one's own making where copies lie, over the newest or after it."""
    newest = copy.base.signed
    heads = {**newest.heads, copy.a_stream(): (1, "f" * 64)}
    number = newest.number + copy.dice.randint(0, 2)
    forged = replace(newest, number=number, heads=heads)
    if copy.dice.random() < 0.5:
        forged = replace(forged.signed(Ed25519PrivateKey.generate()), key=copy.dice.choice((newest.key, forged.key)))
    body = json.dumps(forged.as_json(), sort_keys=True).encode() + b"\n"
    if copy.dice.random() < 0.5:
        copy.put(copy.base.witness.elsewhere / f"{number:010}.json", body)
    else:
        copy.log.write_bytes(b"".join(copy.log.read_bytes().splitlines(keepends=True)[: number - 1]) + body)


def forge_everything(copy: Copy) -> None:
    """Rewrite the trail, put a key of one's own in the place of the witness's, and sign every checkpoint with it."""
    edit_and_rechain(copy)
    key = Ed25519PrivateKey.generate()
    mine = public_of(key)
    with copy.unguarded() as connection:
        connection.execute(text("UPDATE witness SET public_key = :k, id = :i"), {"k": mine, "i": mine[:16]})
        rows = connection.execute(text("SELECT stream, max(n), hash FROM audit_entry GROUP BY stream")).all()
    heads = {stream: (n, head) for stream, n, head in rows}
    log_in(copy.settings.checkpoints, mine).add(replace(copy.base.signed, heads=heads).signed(key))


def lose(copy: Copy) -> None:
    """Take copies of checkpoints away: of this home some before the newest, or the newest of the other place.

    The newest of this home are missed by nobody where the witness answers: a second machine never had them.
    """
    lines = copy.log.read_bytes().splitlines(keepends=True)
    if copy.dice.random() < 0.5:
        last = len(lines) - 1
        kept = [*sorted(copy.dice.sample(range(last), copy.dice.randint(0, last - 1))), last]
        copy.log.write_bytes(b"".join(lines[n] for n in kept))
        return
    for number in range(copy.dice.randint(1, len(lines) - 1), len(lines) + 1):
        copy.put(copy.base.witness.elsewhere / f"{number:010}.json", None)


def garble(copy: Copy) -> None:
    """Change a byte of a copy of a checkpoint, here or in the other place."""
    number = copy.base.signed.number
    file = copy.dice.choice((copy.log, copy.base.witness.elsewhere / f"{number:010}.json"))
    body = bytearray(file.read_bytes())
    at = copy.dice.choice([n for n, byte in enumerate(body) if chr(byte).isdigit() or byte in b'"{}[]:,'])
    body[at] = body[at] ^ 1
    copy.put(file, bytes(body))


MANIPULATIONS = (
    *(edit, edit_and_rechain, truncate, truncate_all, reorder, splice, borrow),
    *(roll_back, roll_back_and_go_on, roll_back_with_checkpoints, take_rows),
    *(forge, forge_everything, lose, garble),
)
ONLY_BY_CHECKPOINT = (edit_and_rechain, truncate, truncate_all, splice, borrow, roll_back)


@dataclass
class Told:
    """What became of what was done, by its name: how often, by which codes it was noticed, what was silent."""

    done: Counter[str] = field(default_factory=Counter)
    codes: dict[str, Counter[str]] = field(default_factory=dict)
    silent: list[str] = field(default_factory=list)
    missed_by_chain: Counter[str] = field(default_factory=Counter)


def manipulate(base: Base, folder: Path, times: int, seed: int) -> Told:
    """Do each manipulation in turn, so many in all, and tell which were noticed."""
    told = Told()
    for n in range(times):
        what = MANIPULATIONS[n % len(MANIPULATIONS)]
        copy = Copy(base, folder / "copy", random.Random(f"{seed}.{n}"))
        try:
            _fresh(copy)
            what(copy)
            codes, holds_alone = _noticed(copy)
        finally:
            for undo in reversed(copy.undo):
                undo()
        told.done[what.__name__] += 1
        told.codes.setdefault(what.__name__, Counter()).update(codes)
        if not codes:
            told.silent.append(f"{what.__name__}, seed {seed}.{n}")
        if what in ONLY_BY_CHECKPOINT and holds_alone:
            told.missed_by_chain[what.__name__] += 1
    return told


def _fresh(copy: Copy) -> None:
    shutil.rmtree(copy.home, ignore_errors=True)
    copy.home.mkdir(parents=True)
    for part in ("keys", "keyring", "checkpoints"):
        shutil.copytree(copy.base.home / part, copy.home / part)
    copy.settings.store_file.parent.mkdir()
    copy.settings.store_file.write_bytes(copy.base.databases[-1])


def _noticed(copy: Copy) -> tuple[set[str], bool]:
    """What a whole verification finds: the chain, the copies of checkpoints, and the newest against the database.

    With whether a verifier that knows no checkpoint is content: the planted fault, which must miss what it cannot see.
    """
    store = open_store(copy.settings)
    try:
        found = compare(store, copy.settings, whole=True)
        codes = {fault.code for fault in (*found.faults, *found.notes)}
        holds_alone = verify_trail(store).holds
        return codes if holds_alone else codes | {"STORE-900"}, holds_alone
    finally:
        store.close()


def damage(base: Base, folder: Path, times: int, seed: int) -> Told:
    """Flip a bit of a file of the store or of the lake, or cut the file; tell which a start did not notice."""
    told = Told()
    files = [base.settings.store_file, *sorted(p for p in base.settings.lake.rglob("*") if p.is_file())]
    for n in range(times):
        dice = random.Random(f"{seed}.{n}")
        file = files[0] if n % 2 == 0 else dice.choice(files[1:])
        copy = Copy(base, folder / "copy", dice)
        _fresh(copy)
        shutil.copytree(base.settings.lake, copy.settings.lake)
        how = "flip" if n % 4 < 2 else "cut"
        there = copy.home / file.relative_to(base.home)
        _damaged(there, dice, how)
        name = f"{how} of the {'store' if n % 2 == 0 else 'lake'}"
        codes = _start(copy)
        told.done[name] += 1
        told.codes.setdefault(name, Counter()).update(codes)
        if not codes:
            told.silent.append(f"{name}, seed {seed}.{n}, {file.name}")
    return told


def _damaged(file: Path, dice: random.Random, how: str) -> None:
    body = bytearray(file.read_bytes())
    at = dice.randrange(len(body))
    if how == "flip":
        body[at] ^= 1 << dice.randrange(8)
    file.write_bytes(bytes(body) if how == "flip" else bytes(body[:at]))


def _start(copy: Copy) -> set[str]:
    """What a start of the office finds: it is refused, or it tells of the lake."""
    try:
        store = open_store(copy.settings)
    except InspectionError as fault:
        return {fault.code}
    opened = House(store, the_rules(), copy.settings)
    try:
        require_unbroken(opened)
        return {fault.code for fault in require_sound(opened.acting_as_flow("history", later(days=1)))}
    except InspectionError as fault:
        return {fault.code}
    finally:
        store.close()


def untouched(base: Base, folder: Path) -> set[str]:
    """What is found of a copy that nobody laid hands on."""
    copy = Copy(base, folder / "copy", random.Random(0))
    _fresh(copy)
    shutil.copytree(base.settings.lake, copy.settings.lake)
    return _noticed(copy)[0] | _start(copy)


def page(manipulated: Told, damaged: Told) -> str:
    """Figures for people: how often, and by what it was noticed."""
    lines = []
    for told in (manipulated, damaged):
        for name, times in told.done.items():
            codes = ", ".join(f"{code} {n}" for code, n in told.codes[name].most_common())
            lines.append(f"{times:8} {name.replace('_', ' ')}: {codes}")
        lines.append(f"{sum(told.done.values()):8} in all, {len(told.silent)} silent")
    lines.append("A verifier without the checkpoint is content with:")
    for name, times in manipulated.missed_by_chain.items():
        lines.append(f"{times:8} of {manipulated.done[name]} {name.replace('_', ' ')}")
    return "\n".join([*lines, *(f"SILENT: {one}" for one in (*manipulated.silent, *damaged.silent))])
