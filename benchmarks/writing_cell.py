"""One cell of `benchmarks.writers`: so many processes save controls in one store for so long; printed as JSON.

It runs with the sources of a commit on its path, today's or an older one's, and so asks by whatever name that commit
has for opening a house and for saving a control.
"""

import json
import multiprocessing
import sys
import time
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from builders_acts import LIEGE, a_roster, a_suspicious_control
from sqlalchemy import text

from inspection import acts
from inspection.settings import Settings
from inspection.time_of import now

INSPECTOR = "insp-liege-1"
IS_OLD = hasattr(acts, "save_control")  # acts were in one package then, and took a name instead of a principal


def main() -> None:
    """Make a house, let everybody write, count what is there afterwards."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--url", default="")
    parser.add_argument("--owner-url", default="")
    parser.add_argument("--writers", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    given = parser.parse_args()
    _found(given)
    told = _written(given)
    stored = _stored(given)
    seconds = sorted(took for one in told for _, took in one["saved"])
    saved = {id_ for one in told for id_, _ in one["saved"]}
    errors = sum((Counter(one["errors"]) for one in told), Counter())
    figures = {
        "saves": len(seconds),
        "errors": dict(errors),
        "silent": given.writers - len(told),
        "lost": len(saved - stored),
        "p50": median(seconds) if seconds else None,
        "p99": seconds[min(int(0.99 * len(seconds)), len(seconds) - 1)] if seconds else None,
        "max": seconds[-1] if seconds else None,
    }
    sys.stdout.write(json.dumps(figures) + "\n")


def _settings(given: Namespace) -> Settings:
    if not given.url:
        return Settings(home=given.home)
    if IS_OLD:
        return Settings(home=given.home, database_url=given.url)
    from inspection.database_settings import DatabaseSettings

    owner = DatabaseSettings(owner_url=given.owner_url or None)
    return Settings(home=given.home, database_url=given.url, database=owner)


def _found(given: Namespace) -> None:
    """Make the house with its people, each commit in its own way."""
    if IS_OLD:
        from builders_acts import an_office

        an_office(_settings(given)).store.engine.dispose()
        return
    from inspection.acts.founding import found_house

    found_house(_settings(given))
    house = _opened(given)
    acts.staff.import_roster(house.acting("system"), a_roster())
    house.store.close()


def _opened(given: Namespace) -> Any:
    from builders_control import the_rules

    here = _settings(given)
    if IS_OLD:
        from inspection.acts import Office
        from inspection.store import open_store as opened

        return Office(opened(here), the_rules(), here)
    from houses import House

    from inspection.store.opening import open_store

    return House(open_store(here), the_rules(), here)


def _saver(house: Any) -> Callable[[Any], object]:
    if IS_OLD:
        return lambda control: acts.save_control(control, INSPECTOR, place=LIEGE, at=now(), office=house)
    return lambda control: acts.controls.save(house.acting(INSPECTOR), control, place=LIEGE)


def _written(given: Namespace) -> list[dict[str, Any]]:
    context = multiprocessing.get_context("fork")
    answers = [given.home / f"writer-{n}.json" for n in range(given.writers)]
    ready = context.Barrier(given.writers)
    writers = [context.Process(target=_write, args=(given, ready, file)) for file in answers]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    return [json.loads(file.read_text()) for file in answers if file.exists()]


def _write(given: Namespace, ready: Any, answer: Path) -> None:
    """Save one control after the other; whatever goes wrong is counted by its kind."""
    house = _opened(given)
    save, saved, errors = _saver(house), [], Counter[str]()
    save(a_suspicious_control())  # which loads what a save needs
    ready.wait()
    end = time.monotonic() + given.seconds
    while time.monotonic() < end:
        control, begun = a_suspicious_control(), time.monotonic()
        try:
            save(control)
        except Exception as fault:  # noqa: BLE001  each counts, whichever it is
            errors[str(getattr(fault, "code", type(fault).__name__))] += 1
        else:
            saved.append((control.control_id, time.monotonic() - begun))
    answer.write_text(json.dumps({"saved": saved, "errors": errors}))


def _stored(given: Namespace) -> set[str]:
    with _opened(given).store.read() as session:
        return set(session.connection().execute(text("SELECT id FROM control")).scalars())


if __name__ == "__main__":
    main()
