"""First of the month: how well targeting did, a card for each sector that outcomes speak for, and the model card."""

from datetime import date

from flows.acting import acting, begin, person
from flows.scheduling.accounts import learn_account
from flows.tracking import flow, keep_account, task
from inspection import acts
from inspection.acts.learning import Evaluation, Fits, ProposedCard, SectorFit
from inspection.life_cycles import CardState
from inspection.progress import say
from inspection.reporting.reports import ended_key
from inspection.time_of import today
from inspection.trust import Context


@flow
def learn(on: str | None = None, objective: str | None = None) -> int:
    """Measure targeting, fit the cards and propose those that are better; returns how many wait for a second person.

    Nothing is learnt before both papers are signed: then targeting is measured, and the account says what is lacking.
    The model card of the month that ended is proposed in both editions, and published once a second person approved it.

    Arguments: `on` the day as of which outcomes are known, today by default; `objective` that cards are fitted for, by
    default what the weeks serve.
    """
    day = date.fromisoformat(on) if on else today()
    begin(day.isoformat())
    made = measure_targeting(day)
    fits = fit_cards(day, objective) if made.learning.allowed else None
    proposed = propose_cards(fits) if fits else {}
    propose_model_card(made)
    keep_account(f"learn-{day}", account(made, fits, proposed))
    return len(proposed)


@task()
def measure_targeting(on: date) -> Evaluation:
    """Compute the evaluation of a day and keep it."""
    made = acts.learning.evaluation(_acting(), on)
    acts.learning.keep_evaluation(_acting(), made)
    return made


@task()
def fit_cards(on: date, objective: str | None) -> Fits:
    """Fit the card of every sector."""
    say("fit cards", 0, 1)
    fits = acts.learning.fit_sectors(_acting(), on, objective=objective)
    say("fit cards", 1, 1)
    return fits


@task()
def propose_cards(fits: Fits) -> dict[str, ProposedCard]:
    """Propose the cards that surely rank better than those in force; returns by sector what waits for somebody."""
    known = (acts.learning.propose_card(_acting(), one.proposal(), asked_by=person()) for one in fits.better)
    return {one.sector: one for one in known if one.state == CardState.PROPOSED}


@task()
def propose_model_card(made: Evaluation) -> str:
    """Propose the model card of the month before and write it; a draft that stands is somebody's reading.

    On the first of the month it tells what was just measured; on another day it is measured as of the first.
    """
    key = ended_key("model_card", made.on)
    stands = acts.reports.propose_report(_acting(), "model_card", key, leave_draft=person() is None, measured=made)
    acts.reports.write_report(acts.app(), stands)
    return "published" if stands.is_published else "proposed"


def account(made: Evaluation, fits: Fits | None, proposed: dict[str, ProposedCard]) -> str:
    """Return counts only: Prefect's readers see no workplace, no inspector and no point of a card."""
    rows = [
        (
            one.sector,
            one.controls,
            "proposed" if one.sector in proposed else one.code or _left(one),
        )
        for one in (fits.sectors if fits else ())
    ]
    off = () if made.learning.allowed else tuple(str(kind) for kind in made.learning.lacking)
    return learn_account(made.on.isoformat(), made.visits, made.stop_rule.says, off, rows)


def _left(fit: SectorFit) -> str:
    return "decided on before" if fit.is_better else "not surely better than the card in force"


def _acting() -> Context:
    """Return the context of a step: of the schedule, or of whoever runs it by hand, who cannot decide on its cards."""
    return acting("learn")
