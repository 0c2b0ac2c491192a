"""The week as the list of its districts' books: what an approval is bound to.

The list names each district with the hash of its book. So the week's hash says what every book holds, and whoever reads
one district opens that book alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from inspection.reporting.week.district_book import DistrictBook
from inspection.reporting.week.entries import BookDistrict, BookHeldRegister, BookRound, BookUnplaced
from inspection.sealing import canonical_json, sha256_of


def week_text(week: str, service: str, books: Mapping[str, str]) -> str:
    """Return the list of a week as canonical JSON.

    books
        Hash of each district's book.
    """
    return canonical_json({"week": week, "service": service, "districts": sorted(books.items())})


@dataclass(frozen=True, kw_only=True)
class WeekBook:
    """A week of one service: the books of its districts, in the order of their names.

    The rest is read from the books: `rounds` and `unplaced` of all districts, and what they were made from. Districts
    that were planned at different moments may differ in that, so each is said once.
    """

    week: str
    service: str
    books: tuple[DistrictBook, ...]

    @classmethod
    def of(cls, week: str, service: str, books: Iterable[DistrictBook]) -> "WeekBook":
        """Return the week of some books, in whatever order they come."""
        return cls(week=week, service=service, books=tuple(sorted(books, key=lambda book: book.district)))

    def canonical(self) -> str:
        """Return the list of districts and hashes as canonical JSON: the bytes that are approved."""
        return week_text(self.week, self.service, {book.district: book.sha256 for book in self.books})

    @cached_property
    def sha256(self) -> str:
        """Hash of the list: what an approval is bound to."""
        return sha256_of(self.canonical())

    @cached_property
    def rounds(self) -> tuple[BookRound, ...]:
        """The rounds of all districts."""
        return tuple(chain.from_iterable(book.rounds for book in self.books))

    @cached_property
    def unplaced(self) -> tuple[BookUnplaced, ...]:
        """What found no place in any district."""
        return tuple(chain.from_iterable(book.unplaced for book in self.books))

    @property
    def districts(self) -> tuple[BookDistrict, ...]:
        """The figures of each district."""
        return tuple(book.figures for book in self.books)

    @property
    def snapshots(self) -> Mapping[str, str]:
        """The day of each register; of several, the latest."""
        every = sorted(chain.from_iterable(book.snapshots.items() for book in self.books))
        return dict(every)

    @property
    def held_registers(self) -> tuple[BookHeldRegister, ...]:
        """The deliveries that some district was planned without."""
        return tuple(dict.fromkeys(chain.from_iterable(book.held_registers for book in self.books)))

    @property
    def travel(self) -> str:
        """What the travel times are from."""
        return ", ".join(dict.fromkeys(book.travel for book in self.books if book.travel))

    @property
    def rules_sha256(self) -> str:
        """The hash of the rules; where districts were planned by different ones, of each."""
        return ", ".join(dict.fromkeys(book.rules_sha256 for book in self.books))

    @property
    def objective(self) -> str | None:
        """What its selection served, a key of the rules' `objectives`: what a probability of it is of."""
        return next((book.objective for book in self.books if book.objective is not None), None)
