"""`vigie learn …` of a house: how well targeting does, cards fitted to outcomes, a second person who decides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.command.shell.console import AsJson, acting, progress, show, table, tell
from inspection import acts
from inspection.errors import LearningFault
from inspection.life_cycles import CardState, LearningPaper
from inspection.time_of import today

if TYPE_CHECKING:
    from inspection.acts.learning import Fits, ProposedCard, SectorFit
    from inspection.targeting.evaluating import Estimate, Interval
    from sectors.rules.selection import Card

app = typer.Typer(help="Targeting measured, cards learnt from outcomes and decided on; any table by --history.")
On = Annotated[
    datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="As known on this day; today by default.")
]
Reference = Annotated[str, typer.Argument(help="Of `vigie learn proposals`, such as CARD-7K3MPA.")]
Sha256 = Annotated[str, typer.Option("--sha256", help="Of the proposal as `vigie learn show` tells it.")]
Reason = Annotated[str, typer.Option("--reason", help="In one line, about nobody.")]


@app.command()
def evaluate(on: On = None, as_json: AsJson = False) -> None:
    """Say how common infringements are, whether points find more than chance, and whether groups are treated alike."""
    made = acts.learning.evaluation(acting(), _day(on))
    if as_json:
        show(made.plain())
        return
    tell(f"Weeks from {made.first} to {made.last}, as known on {made.on}")
    table("Visits", ("arm", "chosen", "visited"), [(arm, *numbers) for arm, numbers in made.visits.items()])
    for name, one in (("any infringement", made.any_infringement), ("serious", made.serious)):
        _tell_estimate(name, one)
    rule = made.stop_rule
    tell(f"stop rule: {rule.says.replace('_', ' ')}, from {rule.compared} weeks of districts, lift {_said(rule.lift)}")
    if made.calibration is not None:
        fit = made.calibration
        tell(
            f"calibration: slope {_said(fit.slope)}, error {_said(fit.error)}, {'good' if fit.is_good else 'not good'}"
        )
    flagged = [one for one in made.fairness if one.is_flagged]
    table(
        "Groups outside the band, on the random arm",
        ("group", "figure", "ratio", "draws"),
        [(f"{one.by}: {one.group}", one.measure, _said(one.ratio), one.n) for one in flagged],
    )
    if not made.learning.allowed:
        tell(f"Learning is off: {', '.join(made.learning.lacking)} not signed (vigie learn sign).")
    elif made.learning.is_demo and made.learning.lacking:
        tell("A home of the demo learns without signed papers: nothing in it is real.")


@app.command()
def fit(
    on: On = None,
    objective: Annotated[str | None, typer.Option(help="any or serious; what the weeks serve, by default.")] = None,
    sector: Annotated[str | None, typer.Option(help="One sector; all by default.")] = None,
    propose: Annotated[bool, typer.Option("--propose", help="Keep what is better for a second person.")] = False,
    as_json: AsJson = False,
) -> None:
    """Fit cards to what planned controls found; nothing counts before somebody else approved it."""
    with progress(quiet=as_json):
        fits = acts.learning.fit_sectors(acting(), _day(on), objective=objective, sector=sector)
    kept = {one.sector: acts.learning.propose_card(acting(), one.proposal()) for one in fits.better} if propose else {}
    if as_json:
        show(_plain_fits(fits, kept))
        return
    tell(f"{fits.controls} controls of planned visits, {fits.without_frame} more without a frame to learn from")
    rows = [
        (
            one.sector,
            one.controls,
            one.fitted.evidence["auc"] if one.fitted else "",
            "" if one.gain is None else one.gain,
            _became(one, kept),
        )
        for one in fits.sectors
    ]
    table(f"Cards, objective {fits.objective}", ("sector", "controls", "auc", "gain", "outcome"), rows)


@app.command()
def proposals(as_json: AsJson = False) -> None:
    """List the cards that learning proposed, and what became of each."""
    found = acts.learning.list_proposals(acting())
    if as_json:
        show([_plain(one) for one in found])
        return
    rows = [(one.reference, one.sector, one.objective, _state(one), one.valid_from, one.reason) for one in found]
    table("Proposed cards", ("reference", "sector", "objective", "state", "from", "reason"), rows)


@app.command("show")
def show_card(reference: Reference, as_json: AsJson = False) -> None:
    """Show a proposed card: its points beside those in force, its evidence, and its hash."""
    from inspection.targeting.backtesting import GROUP  # no help of a command needs it

    one = acts.learning.show_proposal(acting(), reference)
    if as_json:
        show(_plain(one) | {"card": one.proposal.card, "evidence": one.proposal.evidence})
        return
    tell(f"{one.reference}: {one.sector}, {one.objective}, {_state(one)}; in the place of {one.proposal.replaces}")
    now = _points(acts.learning.card_in_force(acting(), one.sector, today()))
    rows = [
        (signal, start, step["points"], now.get((signal, start), ""))
        for signal, said in one.proposal.card["signals"].items()
        for start, step in said["bins"].items()
    ]
    table("Points", ("signal", "from", "points", "in force"), rows)
    # the model card draws the figures of the plot
    told = [(name, value) for name, value in one.proposal.evidence.items() if not name.startswith(GROUP)]
    table("Evidence", ("figure", "value"), told)
    for name, (first, last) in one.proposal.windows.items():
        tell(f"{name}: choices of {first} to {last}")
    tell(f"hash    {one.sha256}")
    if one.state == CardState.PROPOSED:
        tell(f"next    a second person: vigie learn approve {one.reference} --sha256 {one.sha256} --reason …")


@app.command()
def approve(reference: Reference, sha256: Sha256, reason: Reason, as_json: AsJson = False) -> None:
    """Lay a proposed card over the rules from its day on; not by whoever proposed it."""
    _say(acts.learning.approve_card(acting(), reference, sha256, reason=reason), as_json)


@app.command()
def reject(reference: Reference, sha256: Sha256, reason: Reason, as_json: AsJson = False) -> None:
    """Keep a proposed card as rejected, with its reason; the card in force stays."""
    _say(acts.learning.reject_card(acting(), reference, sha256, reason=reason), as_json)


@app.command()
def sign(
    kind: Annotated[str, typer.Argument(help=f"Which paper: {' or '.join(LearningPaper)}.")],
    file: Annotated[Path, typer.Argument(help="The paper as it was signed.")],
    as_json: AsJson = False,
) -> None:
    """Record by its hash that a paper was signed; before both are, this house learns nothing."""
    if kind not in list(LearningPaper):
        raise LearningFault("LEARN-113", kind=kind, known=", ".join(LearningPaper))
    try:
        content = file.read_bytes()
    except OSError:
        raise LearningFault("LEARN-103") from None
    paper = acts.learning.sign_paper(acting(), LearningPaper(kind), content)
    if as_json:
        show(paper)
        return
    tell(f"{paper.kind}: {paper.sha256}, recorded as signed.")


@app.command()
def backfill(
    since: Annotated[datetime, typer.Option("--since", formats=["%Y-%m-%d"], help="The first week, by a day in it.")],
    as_json: AsJson = False,
) -> None:
    """Make frames of earlier selections again from the lake, where they are proven to be the same."""
    from inspection import weeks  # it loads the planner, which no other command here needs

    with progress(quiet=as_json):
        done = weeks.back_fill(acting(), since.date())
    if as_json:
        show(done)
        return
    table("Frames kept", ("week", "districts"), sorted(done.kept.items()))
    table("Plans whose frame cannot be made again", ("why", "plans"), sorted(done.impossible.items()))


@app.command()
def points(
    sector: Annotated[str, typer.Argument(help="Key of a sector, such as restaurants.")],
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Show the card of a sector as it holds on a day, and whether it was fitted to outcomes."""
    made = acts.learning.card_in_force(acting(), sector, _day(on))
    if as_json:
        show(made.model_dump(mode="json"))
        return
    fitted = f"fitted, calibrated on {made.calibrated}" if made.calibrated else "written by people, not calibrated"
    tell(f"{made.key}: {fitted}; {made.source}")
    rows = [(one.signal, step.label, step.points) for one in made.signals for step in one.bins]
    table("Points", ("signal", "step", "points"), rows)


def _day(on: datetime | None) -> date:
    return on.date() if on else today()


def _said(one: Interval | None) -> str:
    return "–" if one is None else f"{one.value:.3f} ({one.low:.3f} to {one.high:.3f})"


def _tell_estimate(name: str, one: Estimate) -> None:
    bounds = ", bounds: whatever was behind the doors that nobody saw" if one.is_bounds else ""
    tell(f"{name}: {_said(one.prevalence)}{bounds}; {one.seen} of {one.drawn} drawn were seen")
    tell(f"  lift of the risk arm: {_said(one.lift)}{', bounds' if one.lift_is_bounds else ''}")


def _became(one: SectorFit, kept: Mapping[str, ProposedCard]) -> str:
    if one.sector in kept:
        return f"{kept[one.sector].state}: {kept[one.sector].reference}"
    if one.fitted is None:
        return f"{one.code}: {one.why}"
    return "surely better than the card in force" if one.is_better else "not surely better than the card in force"


def _plain_fits(fits: Fits, kept: Mapping[str, ProposedCard]) -> dict[str, object]:
    sectors = [
        {
            "sector": one.sector,
            "controls": one.controls,
            "is_better": one.is_better,
            "gain": one.gain,
            "evidence": one.evidence() if one.fitted else None,
            "card": one.proposal().card if one.fitted else None,
            "code": one.code,
            "proposal": kept[one.sector].reference if one.sector in kept else None,
        }
        for one in fits.sectors
    ]
    head = {"on": fits.on, "objective": fits.objective, "controls": fits.controls, "without_frame": fits.without_frame}
    return head | {"sectors": sectors}


def _plain(one: ProposedCard) -> dict[str, object]:
    names = ("reference", "sector", "objective", "valid_from", "state", "sha256", "proposed_by", "proposed_at")
    more = ("asked_by", "decided_by", "decided_at", "reason", "is_whole")
    return {name: getattr(one, name) for name in (*names, *more)}


def _state(one: ProposedCard) -> str:
    if one.is_whole:
        return str(one.state)
    return f"{one.state}, but its rule file is not as it was made: vigie learn approve {one.reference}"


def _say(one: ProposedCard, as_json: bool) -> None:
    if as_json:
        show(_plain(one))
        return
    tell(f"{one.reference}: {one.sector}, {one.state} by {one.decided_by}.")
    if one.state == CardState.APPROVED:
        tell(f"It holds from {one.valid_from} on: `vigie serve` reads it within seconds, a flow when it begins.")


def _points(card: Card) -> dict[tuple[str, str], int]:
    return {
        (one.signal, "missing" if step.start is None else f"{step.start:g}"): step.points
        for one in card.signals
        for step in one.bins
    }
