"""Every night: what is due is proposed for destruction, the trail is signed, registers watched, looks drawn."""

import json
from datetime import timedelta
from pathlib import Path

from flows.acting import acting
from flows.tracking import call_run, flow, task
from inspection import acts
from inspection.time_of import IsoWeek, now, today
from inspection.trust import take_checkpoint


@flow
def keep() -> int:
    """Propose what is due, finish what was confirmed, sign the trail, watch the registers; returns what is proposed."""
    call_run()
    proposed = propose_what_is_due()
    finish_what_was_destroyed()
    sign_trail()
    watch_registers()
    draw_last_week()
    forget_old_texts()
    forget_raw_deliveries()
    return proposed


@task(retries=2)
def propose_what_is_due() -> int:
    """Propose it to a second person; returns how many records wait for one."""
    made = acts.retention.propose_erasure(acting("keep"))
    return sum(made.due.values()) if made else 0


@task(retries=2)
def finish_what_was_destroyed() -> int:
    """Remove files that a killed process left, and empty the journal of the database."""
    return acts.retention.finish_erasures(acts.acting_as_flow("keep"))


@task(retries=2)
def sign_trail() -> int:
    """Sign where the trail stands, in the folder that another machine should collect; returns its entries."""
    folder = acts.app().settings.checkpoints
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return write_checkpoint(folder / f"{today()}.json")


@task(retries=2)
def watch_registers() -> int:
    """Say which registers are older than the rules allow; returns how many."""
    return len(acts.chasing.warn_of_stale_registers(acting("keep")))


@task(retries=2)
def draw_last_week() -> int:
    """Draw the looks of the week that ended, once, and tell of those that nobody judged; returns how many are drawn."""
    return acts.access.draw_looks(acts.acting_as_flow("keep"), IsoWeek.of(today() - timedelta(days=7)))


@task(retries=2)
def forget_old_texts() -> int:
    """Forget half-typed text that nobody came back for; returns how many."""
    return acts.texts.forget_old_texts(acts.acting_as_flow("keep"))


@task(retries=2)
def forget_raw_deliveries() -> int:
    """Destroy the files of deliveries that were used or rejected long enough ago; returns how many deliveries."""
    return acts.registers.forget_deliveries(acts.acting_as_flow("keep"))


def write_checkpoint(file: Path) -> int:
    """Write a signed checkpoint of the trail; returns how many entries it stands for.

    Its folder must be there: another machine's disk that is not mounted is told, not made up.
    """
    made = take_checkpoint(acts.app().store, now())
    fresh = file.with_name(f"{file.name}.new")
    fresh.write_text(json.dumps(made.as_json(), sort_keys=True, indent=1) + "\n", encoding="utf-8")
    fresh.replace(file)
    return sum(n for n, _ in made.heads.values())
