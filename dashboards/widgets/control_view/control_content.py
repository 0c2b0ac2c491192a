"""What a control holds and what follows from it, without what bears on a suspicion."""

from collections.abc import Iterator, Sequence

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.control_parts.conclusion import consequences
from inspection import acts
from inspection.control.checklists import Checklist
from inspection.control.filled import Control
from inspection.i18n import t
from inspection.reporting.cases import dossier_facts
from inspection.store.views import ControlView
from sectors.rules import Section


def found_part(here: Desk, _: ControlView, shown: acts.controls.ShownControl) -> None:
    """Show findings, deadlines and what was set aside."""
    consequences(here, shown.conclusion, shown.control.facts_on)


def answers_part(here: Desk, _: ControlView, shown: acts.controls.ShownControl) -> None:
    """Show who was found, and every answer, section by section."""
    control = shown.control
    people = {p.ref: p.name or t("dossier.unknown_person", here.lang) for p in control.persons}
    rows_table(
        here,
        (here.say("control.person"), here.say("control.name")),
        [list(pair) for pair in people.items()],
        t("dossier.nobody", here.lang),
    )
    named = control.model_dump(mode="json", include={"checklist", "entered_at"})
    form = acts.records.checklist_for(named, office=here.office)(control.sector)
    for section in form.sections:
        rows = list(_answered(here, form, section, control))
        if rows:
            st.markdown(f"**{section.label.say(here.lang)}**")
            rows_table(
                here, (here.say("controls.question"), here.say("controls.of"), here.say("controls.answer")), rows
            )


def onsite_part(here: Desk, _: ControlView, shown: acts.controls.ShownControl) -> None:
    """Show the first minutes, hearings and look-ups."""
    record(here, shown.control)


def record(here: Desk, control: Control) -> None:
    """Show what was seen first, who was heard, and what was looked up."""
    st.markdown(f"**{t('dossier.seen_first', here.lang)}**")
    columns = (here.say("word.time"), here.say("word.persons"), here.say("controls.words"))
    rows_table(here, columns, dossier_facts.seen_first(control, here.lang))
    hearings(here, control)
    st.markdown(f"**{t('dossier.looked_up', here.lang)}**")
    columns = (here.say("word.time"), here.say("controls.register"), here.say("controls.words"))
    rows_table(here, columns, dossier_facts.looked_up(control, here.rules, here.lang))
    comments(here, control)


def comments(here: Desk, control: Control) -> None:
    """Show what inspectors wrote that no picture shows; nothing where nobody did."""
    written = dossier_facts.comments(control, here.rules.questions, here.lang)
    if written:
        st.markdown(f"**{t('dossier.comments', here.lang)}**")
        columns = (here.say("word.time"), here.say("controls.of"), here.say("controls.words"))
        rows_table(here, columns, [[at, of, "\n".join(words)] for at, of, *words in written])


def hearings(here: Desk, control: Control) -> None:
    """Show each hearing: when and who, the formalities, and the statement as it was said."""
    st.markdown(f"**{t('dossier.hearings', here.lang)}**")
    heard = dossier_facts.hearings(control, here.lang)
    for moment, who, formalities, *statement in heard:
        with st.container(border=True):
            st.markdown(f"{moment} · **{who}**")
            st.caption(formalities)
            if statement:
                st.text("\n".join(statement))
    if not heard:
        st.caption(here.say("word.nothing"))


def rows_table(here: Desk, columns: Sequence[str], rows: Sequence[Sequence[str]], nothing: str | None = None) -> None:
    """Show rows under their columns; a table wraps what a data frame cuts."""
    if rows:
        st.table([dict(zip(columns, row, strict=True)) for row in rows], hide_index=True)
    else:
        st.caption(nothing or here.say("word.nothing"))


def _answered(here: Desk, form: Checklist, section: Section, control: Control) -> Iterator[list[str]]:
    mine = [q for q in form.questions if q.section == section.key]
    given = [(here.say("controls.place"), control.answers), *((p.ref, p.answers) for p in control.persons)]
    for question in mine:
        for of, answers in given:
            if answers.get(question.id) is not None:
                said = dossier_facts.answer_text(question, answers[question.id], here.lang)
                yield [question.label.say(here.lang), of, said]
