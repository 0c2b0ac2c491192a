"""Offices of a simulation that are reached over real ways: each with its box on the disk, and its faults by dice.

What an office has is what lies in its box (what came) and its archive (what it has answered and put away), and nothing
else: a server that is stopped and started again knows it from there.
"""

import base64
import contextlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.parser import BytesHeaderParser
from pathlib import Path

from builders_simulation_addressees import Addressee
from builders_simulation_opening import Locks, as_bundle, open_files, open_mail, read_folder

from inspection.keys import open_keys
from inspection.referral.bundle import LABEL, MANIFEST
from inspection.referral.model import KEY_SHOWN, Bundle
from inspection.sealed_folders import ENDING
from inspection.sealed_places import OUTBOX_PLACE
from inspection.sealing import unseal_bytes
from inspection.settings import Settings

# What happens to one sending, in how many of a hundred. "lost": it says yes and has nothing. "spoilt": it says yes and
# breaks what it has. "restarted": it goes down while it answers, and comes up again.
FATES: Mapping[str, Mapping[str, int]] = {
    "file_drop": {"ok": 94, "lost": 4, "spoilt": 2},
    "mail": {"ok": 78, "451": 7, "cut": 6, "slow": 3, "drip": 1, "lost": 4, "550": 2},
    "sftp": {
        "ok": 76,
        "full at open": 5,
        "cut at open": 3,
        "cut at rename": 2,
        "cut at renamed": 4,
        "restarted": 2,
        "slow at open": 1,
        "slow at renamed": 2,
        "lost": 3,
        "spoilt": 2,
    },
    "webhook": {"ok": 74, "503": 6, "429": 2, "422": 2, "cut": 5, "restarted": 2, "slow": 3, "lost": 4, "later": 2},
    "telephone": {"ok": 100},
    "paper": {"ok": 90, "lost": 4, "twice": 6},
}


BROKEN = b"{"


def nothing() -> None:
    """Do nothing in the meantime."""


@dataclass
class Served(Addressee):
    """An office with a box of its own.

    now
        Tells the simulated moment.
    meanwhile
        What others do while this office lets somebody wait.
    """

    way: str = ""
    box: Path = Path()
    house: Settings | None = None  # whose outbox the box is: somebody of it opens what lies there sealed
    archive: Path = Path()
    locks: Locks | None = None
    now: Callable[[], datetime] = datetime.now
    meanwhile: Callable[[], None] = nothing
    wants_restart: bool = False
    seen: set[str] = field(default_factory=set)  # names in the box that somebody has looked at
    known: set[str] = field(default_factory=set)  # by what it recognises a bundle that it has
    lost_at: dict[str, datetime] = field(default_factory=dict)  # by key: what it said to have and has lost or broken
    away: set[str] = field(default_factory=set)  # keys of bundles that it has put away

    def __post_init__(self) -> None:
        for folder in (self.box, self.archive):
            folder.mkdir(parents=True, exist_ok=True)

    def fated(self, name: str) -> str:
        """Return what happens to one sending of a bundle, by what the office sees of it from outside."""
        n = self.asked[name] = self.asked.get(name, 0) + 1
        kinds = FATES[self.way]
        fate = self.dice("fate", name, n).choices(list(kinds), list(kinds.values()))[0]
        self.witness.count(f"{self.way} sendings: {fate}")
        return fate

    def says_yes(self, key: str) -> None:
        """Have said that a bundle is here."""
        self.witness.told.add((self.id, key))

    def loses(self, key: str) -> None:
        """Have lost what it says to have."""
        self.witness.lost.add((self.id, key))
        self.lost_at.setdefault(key, self.now())

    def arrived(self) -> Iterator[Bundle]:
        """Open what came since the last look; what it recognises has no effect."""
        for path in sorted(self.box.iterdir()):
            if path.name.startswith(".") or path.name in self.seen:
                continue
            self.seen.add(path.name)
            mark = self.mark(path)
            if mark in self.known:
                self.witness.count(f"{self.way}: came again and recognised")
                continue
            self.known.add(mark)
            if (bundle := self.look_at(path)) is not None:
                yield bundle

    def look_at(self, path: Path) -> Bundle | None:
        """Open one thing of the box for the first time."""
        return self.opened(path)

    def mark(self, path: Path) -> str:
        """Return by what a bundle is recognised, from outside: the name of its folder."""
        return path.name

    def effect(self, path: Path) -> str:
        """Return what tells one effect from another: what is recognised has none of its own."""
        return self.mark(path)

    def opened(self, path: Path) -> Bundle:
        """Open one thing of the box or the archive."""
        assert self.locks is not None
        return as_bundle(open_files(read_folder(path), self.locks))

    def put_away(self, reference: str, key: str) -> None:
        """Move what was answered out of the box, as whoever took a file on may do; only folders can be moved so."""
        name = f"{reference}-{key[:KEY_SHOWN]}"
        if (self.box / name).is_dir() and not (self.archive / name).exists():
            (self.box / name).rename(self.archive / name)
            self.seen.discard(name)
            self.away.add(key)

    def holds(self) -> Iterator[Path]:
        """Return everything that lies here."""
        yield from (path for folder in (self.box, self.archive) for path in sorted(folder.glob("[!.]*")))

    def spoil(self, path: Path, key: str) -> None:
        """Break what lies in a folder, so that the office cannot read it."""
        shutil.rmtree(path)
        path.mkdir()
        (path / MANIFEST).write_bytes(BROKEN)
        self.seen.add(path.name)
        self.known.add(path.name)
        self.loses(key)


class Dropped(Served):
    """An office that is brought what lies in a folder of this house: it loses, breaks, forgets to mount by itself."""

    def opened(self, path: Path) -> Bundle:
        assert self.locks is not None
        assert self.house is not None
        keys, files = open_keys(self.house.keys), {}
        for name, content in read_folder(path).items():
            plain = name.removesuffix(ENDING)
            row = f"{self.id}/{path.name}/{plain}"
            is_open = plain == name
            files[plain] = content if is_open else unseal_bytes(content, place=OUTBOX_PLACE, row=row, keys=keys)
        return as_bundle(open_files(files, self.locks))

    def look_at(self, path: Path) -> Bundle | None:
        bundle = self.opened(path)
        self.says_yes(bundle.key)
        fate = self.fated(path.name)
        if fate == "lost":
            self.loses(bundle.key)
            shutil.rmtree(path)
            return None
        if fate == "spoilt":
            self.spoil(path, bundle.key)
            return None
        return bundle

    def unmount(self) -> None:
        """Take the folder away, so that nothing can be written there."""
        self.box.rename(self.box.with_name(f".{self.id}.away"))
        self.box.write_bytes(b"not mounted")

    def mount(self) -> None:
        """Put the folder back as it was."""
        self.box.unlink()
        self.box.with_name(f".{self.id}.away").rename(self.box)

    def arrived(self) -> Iterator[Bundle]:
        return super().arrived() if self.box.is_dir() else iter(())


class Mailed(Served):
    """An office with a mailbox: a mail that has the Message-ID of one that it has is the same bundle again."""

    def keep(self, raw: bytes) -> None:
        """Take a mail."""
        n = len(list(self.box.iterdir()))
        part = self.box / f".{n:05d}.part"
        part.write_bytes(raw)
        part.rename(self.box / f"{n:05d}.eml")

    def mark(self, path: Path) -> str:
        return str(BytesHeaderParser().parsebytes(path.read_bytes())["Message-ID"])

    def opened(self, path: Path) -> Bundle:
        assert self.locks is not None
        return as_bundle(open_mail(path.read_bytes(), self.locks))

    def has(self, key: str) -> bool:
        """Tell whether a mail about a bundle came."""
        return any(self.mark(path).startswith(f"<{key}@") for path in self.holds())


class Hooked(Served):
    """An office whose webhook takes bundles: one file of its disk for each effect."""

    def keep(self, key: str, body: bytes) -> None:
        """Have the effect of a post."""
        n = len(list(self.box.iterdir()))
        part = self.box / f".{n:05d}.part"
        part.write_bytes(body)
        part.rename(self.box / f"{n:05d}-{key}.json")

    def has(self, key: str) -> bool:
        """Tell whether a post with this key had its effect."""
        return any(self.box.glob(f"*-{key}.json"))

    def mark(self, path: Path) -> str:
        return path.stem.partition("-")[2]

    def effect(self, path: Path) -> str:
        return path.name  # it promised one effect for each key: there is nothing more to recognise

    def opened(self, path: Path) -> Bundle:
        assert self.locks is not None
        files = json.loads(path.read_bytes())["files"]
        return as_bundle(open_files({one["name"]: base64.b64decode(one["content"]) for one in files}, self.locks))


class Uploaded(Served):
    """An office with an SFTP server on a folder of its disk."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.keys: dict[str, str] = {}

    def keyed(self, name: str) -> str:
        """Return the key of the bundle in a folder, which its manifest or its label tells; "" of one that is broken."""
        if name not in self.keys:
            folder = self.box / name
            told = folder / MANIFEST if (folder / MANIFEST).exists() else folder / LABEL
            with contextlib.suppress(ValueError, FileNotFoundError):
                self.keys[name] = str(json.loads(told.read_bytes())["key"])
        return self.keys.get(name, "")


class Handed(Served):
    """An office that is telephoned, or gets letters: people are its server."""

    def keep(self, key: str, text: str) -> bool:
        """Take what was read out, or a letter; False where it has the very same one already."""
        have = list(self.box.glob(f"{key}-*.txt"))
        (self.box / f"{key}-{len(have)}.txt").write_text(text, encoding="utf-8")
        return text not in {path.read_text(encoding="utf-8") for path in have}

    def effect(self, path: Path) -> str:
        return path.read_text(encoding="utf-8")

    def arrived(self) -> Iterator[Bundle]:
        return iter(())


KINDS: Mapping[str, type[Served]] = {
    "file_drop": Dropped,
    "mail": Mailed,
    "sftp": Uploaded,
    "webhook": Hooked,
    "telephone": Handed,
    "paper": Handed,
}
