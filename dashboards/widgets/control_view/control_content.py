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
from sectors.rules.checklists import Section


def found_part(desk: Desk, _: ControlView, shown: acts.controls.ShownControl) -> None:
    """Show findings, deadlines and what was set aside."""
    consequences(desk, shown.conclusion, shown.control.facts_on)


def answers_part(desk: Desk, _: ControlView, shown: acts.controls.ShownControl) -> None:
    """Show who was found, and every answer, section by section."""
    control = shown.control
    people = {p.ref: p.name or t("dossier.unknown_person", desk.lang) for p in control.persons}
    rows_table(
        desk,
        (desk.say("control.person"), desk.say("control.name")),
        [list(pair) for pair in people.items()],
        t("dossier.nobody", desk.lang),
    )
    named = control.model_dump(mode="json", include={"checklist", "entered_at"})
    form = acts.records.checklist_for(desk.acting(), named)(control.sector)
    for section in form.sections:
        rows = list(_answered(desk, form, section, control))
        if rows:
            st.markdown(f"**{section.label.say(desk.lang)}**")
            rows_table(
                desk, (desk.say("controls.question"), desk.say("controls.of"), desk.say("controls.answer")), rows
            )


def onsite_part(desk: Desk, _: ControlView, shown: acts.controls.ShownControl) -> None:
    """Show the first minutes, hearings and look-ups."""
    record(desk, shown.control)


def record(desk: Desk, control: Control) -> None:
    """Show what was seen first, who was heard, and what was looked up."""
    st.markdown(f"**{t('dossier.seen_first', desk.lang)}**")
    columns = (desk.say("word.time"), desk.say("word.persons"), desk.say("controls.words"))
    rows_table(desk, columns, dossier_facts.seen_first(control, desk.lang))
    hearings(desk, control)
    summaries(desk, control)
    st.markdown(f"**{t('dossier.looked_up', desk.lang)}**")
    columns = (desk.say("word.time"), desk.say("controls.register"), desk.say("controls.words"))
    rows_table(desk, columns, dossier_facts.looked_up(control, desk.rules, desk.lang))
    comments(desk, control)


def comments(desk: Desk, control: Control) -> None:
    """Show what inspectors wrote that no picture shows; nothing where nobody did."""
    written = dossier_facts.comments(control, desk.rules.questions, desk.lang)
    if written:
        st.markdown(f"**{t('dossier.comments', desk.lang)}**")
        columns = (desk.say("word.time"), desk.say("controls.of"), desk.say("controls.words"))
        rows_table(desk, columns, [[at, of, "\n".join(words)] for at, of, *words in written])


def hearings(desk: Desk, control: Control) -> None:
    """Show each hearing: when and who, the formalities, and the statement as it was said."""
    st.markdown(f"**{t('dossier.hearings', desk.lang)}**")
    heard = dossier_facts.hearings(control, desk.lang)
    _texts(heard)
    if not heard:
        st.caption(desk.say("word.nothing"))


def summaries(desk: Desk, control: Control) -> None:
    """Show what was read to whom and signed or refused, word for word; nothing where nothing was read."""
    read = dossier_facts.summaries(control, desk.lang)
    if read:
        st.markdown(f"**{t('dossier.summaries', desk.lang)}**")
        _texts(read)


def _texts(rows: Sequence[Sequence[str]]) -> None:
    for moment, who, formalities, *lines in rows:
        with st.container(border=True):
            st.markdown(f"{moment} · **{who}**")
            st.caption(formalities)
            if lines:
                st.text("\n".join(lines))


def rows_table(desk: Desk, columns: Sequence[str], rows: Sequence[Sequence[str]], nothing: str | None = None) -> None:
    """Show rows under their columns; a table wraps what a data frame cuts."""
    if rows:
        st.table([dict(zip(columns, row, strict=True)) for row in rows], hide_index=True)
    else:
        st.caption(nothing or desk.say("word.nothing"))


def _answered(desk: Desk, form: Checklist, section: Section, control: Control) -> Iterator[list[str]]:
    mine = [q for q in form.questions if q.section == section.key]
    given = [(desk.say("controls.place"), control.answers), *((p.ref, p.answers) for p in control.persons)]
    for question in mine:
        for of, answers in given:
            if answers.get(question.id) is not None:
                said = dossier_facts.answer_text(question, answers[question.id], desk.lang)
                yield [question.label.say(desk.lang), of, said]
