"""`vigie refer`, what offices ask about a referral on the portal, and what the house answers."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.command.referrals.referrals import app
from flows.command.referrals.sensitive import HOW, sensitive
from flows.command.shell.console import AsJson, acting, show, tell
from flows.command.shell.looking import reveals
from inspection.time_of import moment_text


@app.command()
@reveals
def questions(reference: str, as_json: AsJson = False) -> None:
    """Print what offices asked about a referral. The answers stand with it; the look is recorded."""
    from inspection import acts

    found = acts.referrals.questions_of(acting(), reference)
    if as_json:
        show(found)
        return
    for one in found:
        tell(f"{one.id}  {one.recipient}, {moment_text(one.asked_at)}")
        tell(f"  {one.words}")
        tell(f"  answer: {one.answer}" if one.answer else "  not answered: vigie refer answer-question ID")


@app.command("answer-question")
def answer_question(
    question: Annotated[str, typer.Argument(help="Id from `vigie refer questions`.")],
    words: Annotated[str | None, typer.Option(help=f"The answer; sealed: {HOW}")] = None,
    as_json: AsJson = False,
) -> None:
    """Answer a question of an office. It reads the answer on the portal."""
    from inspection import acts

    made = acts.referrals.answer_question(acting(), question, sensitive(words, "--words", "The answer"))
    show(made) if as_json else tell(f"{made.reference} {made.recipient}: answered.")
