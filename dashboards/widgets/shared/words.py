"""Words in several languages, as a form asks for them: the reader's first, the others on demand."""

import streamlit as st

from dashboards.desk import Desk
from inspection.i18n import LANGUAGES, Lang

LONGEST = 600
NAMES = {"fr": "français", "nl": "Nederlands", "de": "Deutsch", "en": "English"}


def words_fields(desk: Desk, label: str, key: str) -> dict[Lang, str]:
    """Ask for words in the reader's language, and in the others if there are any."""
    words: dict[Lang, str] = {desk.lang: st.text_area(label, max_chars=LONGEST, key=f"{key}_{desk.lang}")}
    with st.expander(desk.say("policy.other_languages")):
        for lang in LANGUAGES:
            if lang != desk.lang:
                words[lang] = st.text_area(NAMES[lang], max_chars=LONGEST, key=f"{key}_{lang}")
    return words
