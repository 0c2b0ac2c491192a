"""What happens to the files of a delivery on its way, as functions: one damage takes files and returns others."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import builders_registers as b
from builders_registers import Files, Row

Damage = Callable[[Files], Files]


def rows(file: str, change: Callable[[list[list[str]], Random], list[list[str]]]) -> Damage:
    """Change the rows of a file; its header stays."""

    def damage(files: Files) -> Files:
        header, *body = (list(row) for row in files[file])
        return {**files, file: [header, *change(body, Random(7))]}

    return damage


def column(file: str, name: str, change: Callable[[str, Random], str]) -> Damage:
    """Change every value of a column."""

    def damage(files: Files) -> Files:
        place, draw = list(files[file][0]).index(name), Random(7)

        def changed(row: Row) -> Row:
            return [change(value, draw) if at == place else value for at, value in enumerate(row)]

        return {**files, file: [files[file][0], *(changed(row) for row in files[file][1:])]}

    return damage


def swapped(file: str, one: str, other: str) -> Damage:
    """Exchange the contents of two columns."""

    def damage(files: Files) -> Files:
        a, c = (list(files[file][0]).index(name) for name in (one, other))
        found = [list(row) for row in files[file]]
        for row in found[1:]:
            row[a], row[c] = row[c], row[a]
        return {**files, file: found}

    return damage


def shifted(file: str, *names: str) -> Damage:
    """Move the values of some columns down by one row: every row gets its neighbour's."""

    def damage(files: Files) -> Files:
        places = [list(files[file][0]).index(name) for name in names]
        header, *body = (list(row) for row in files[file])
        moved = [[body[n - 1][at] if at in places else v for at, v in enumerate(row)] for n, row in enumerate(body)]
        return {**files, file: [header, *moved]}

    return damage


def told(name: str, value: str) -> Damage:
    """Change what meta.csv says."""

    def damage(files: Files) -> Files:
        kept = [row for row in files["meta.csv"] if row[0] != name]
        return {**files, "meta.csv": [*kept, [name, value]]}

    return damage


def first_half(body: list[list[str]], _: Random) -> list[list[str]]:
    return body[: len(body) // 2]


def nothing(_: list[list[str]], __: Random) -> list[list[str]]:
    return []


def twice(body: list[list[str]], _: Random) -> list[list[str]]:
    return body + body


def exchanged(text: str, _: Random) -> str:
    """Exchange day and month where both can be either: what a program of another country does."""
    day, month, year = text.split("-")
    return f"{month}-{day}-{year}" if int(day) <= 12 else text


def exchanged_iso(text: str, _: Random) -> str:
    year, month, day = text.split("-")
    return f"{year}-{day}-{month}" if int(day) <= 12 else text


def decoded_wrongly(text: str, _: Random) -> str:
    return text.encode().decode("cp1252", errors="replace")


def without_accents(text: str, _: Random) -> str:
    return text.encode("ascii", errors="ignore").decode()


def mostly_wrong(text: str, draw: Random) -> str:
    return b.dotted(b.wrong_digits(text.replace(".", ""))) if draw.random() < 0.99 else text


def from_elsewhere(body: list[list[str]], _: Random) -> list[list[str]]:
    """Replace half of the enterprises by others: two extracts mixed."""
    half = len(body) // 2
    return body[:half] + [list(b.an_enterprise(5_000 + n, started="11-06-2001")) for n in range(half)]


def without_wallonia(body: list[list[str]], _: Random) -> list[list[str]]:
    return [row for row in body if row[4][0] not in "4567"]


def older(days: int) -> Callable[[str, Random], str]:
    """Move the day at the beginning of a text into the past."""

    def change(text: str, _: Random) -> str:
        return (date.fromisoformat(text[:10]) - timedelta(days=days)).isoformat() + text[10:] if text else text

    return change


def always(value: str) -> Callable[[str, Random], str]:
    return lambda _, __: value


def times(factor: int) -> Callable[[str, Random], str]:
    return lambda text, _: str(int(text) * factor)
