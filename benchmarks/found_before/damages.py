"""What `vigie doctor` says of a damaged home, and who may overwrite one (findings 8 and 9, and those on operations)."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from benchmarks.found_before.probes import Finding, Found, is_green, told
from benchmarks.found_before.product import Product

_PAGE_BYTES = 4096


def _unseen(harm: Callable[[Path], None]) -> Callable[[Product, Path], Found]:
    """Doctor is green in a home with a damage."""

    def probe(product: Product, folder: Path) -> Found:
        with product.copied(folder) as mine:
            harm(mine.home)
            doctor = mine.doctor()
            return Found(is_green(doctor), told(doctor))

    return probe


def _page(home: Path) -> tuple[Path, int]:
    """A page in the middle of the database."""
    file = home / "store/vigie.db"
    return file, file.stat().st_size // _PAGE_BYTES // 2 * _PAGE_BYTES


def _overwritten(home: Path) -> None:
    file, at = _page(home)
    with file.open("r+b") as opened:
        opened.seek(at)
        opened.write(bytes(_PAGE_BYTES))


def _flipped(home: Path) -> None:
    file, at = _page(home)
    with file.open("r+b") as opened:
        opened.seek(at + 1000)
        (byte,) = opened.read(1)
        opened.seek(at + 1000)
        opened.write(bytes([byte ^ 1]))


def _snapshot(home: Path) -> Path:
    return next(iter(sorted(home.glob("lake/kbo/*/establishment*.parquet*"))))


def _cut(home: Path) -> None:
    file = _snapshot(home)
    file.chmod(0o600)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _key(name: str) -> Callable[[Path], None]:
    return lambda home: (home / "keys" / name).unlink()


def a_home_that_is_not(product: Product, folder: Path) -> Found:
    """Doctor looks at a home that is not there, and makes one."""
    mine = replace(product, home=folder / "nothing")
    doctor = mine.doctor()
    return Found(mine.home.exists() or is_green(doctor), f"{told(doctor)}; made: {mine.home.exists()}")


def a_demo_over_work(product: Product, folder: Path) -> Found:
    """A register that somebody delivered lies in a home with cases; a demo is asked for there."""
    with product.copied(folder) as mine:
        ours = mine.home / "registers/dimona/dimona.csv"
        ours.parent.mkdir(parents=True, exist_ok=True)
        ours.write_text("delivered\n")
        done = mine.vigie("demo", "--scale", "small")
        is_gone = not ours.exists() or ours.read_text() != "delivered\n"
        return Found(is_gone, told(done))


def _doctor(says: str, harm: Callable[[Path], None]) -> Finding:
    return Finding("8", f"doctor is green: {says}", _unseen(harm))


DAMAGES = (
    _doctor("the field key is gone", _key("field.key")),
    _doctor("a purpose key is gone", _key("purpose-worker.key")),
    _doctor("a table of a snapshot is cut", _cut),
    _doctor("a table of a snapshot is gone", lambda home: _snapshot(home).unlink()),
    _doctor("a page of the database is overwritten", _overwritten),
    _doctor("one bit of the database is flipped", _flipped),
    Finding("8", "doctor makes folders in a home that is not there", a_home_that_is_not),
    Finding("9", "`vigie demo` overwrites what was delivered", a_demo_over_work),
)
