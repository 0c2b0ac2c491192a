"""English words that are left on a page of another language: texts of the catalogue that say something else there."""

import re
from functools import cache

from playwright.sync_api import Page

from inspection.i18n import keys, t

_PLACE = re.compile(r"\{\w+\}")
_LEAST_WORDS, _LEAST_LETTERS = 3, 14
_NAMES = {"address", "portal"}  # of a register's table and of a schedule: the same in every language
_READ = """() => {
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walk.nextNode()) {
    const holder = walk.currentNode.parentElement
    if (!holder.closest('script, style, [lang]:not(html)')) found.push(walk.currentNode.textContent)
  }
  for (const one of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]'))
    for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
      if (one.hasAttribute(name)) found.push(one.getAttribute(name))
  return found
}"""


def english_on(page: Page, lang: str) -> list[str]:
    """The English texts that a page of another language shows, hears or hints at."""
    whole, parts = _english(lang)
    said = [" ".join(text.split()) for text in page.evaluate(_READ)]
    found = {text for text in said if text in whole}
    told = "\n".join(said)
    return sorted(found | {part for part in parts if part in told})


@cache
def _english(lang: str) -> tuple[frozenset[str], frozenset[str]]:
    """English texts that are no text of a language: whole ones, and the long parts between the places of others."""
    own = [" ".join(t(key, lang).split()) for key in keys(lang)]  # type: ignore[arg-type]
    english = {" ".join(t(key, "en").split()) for key in keys("en") if key.startswith("screen.")}
    whole = {text for text in english if not _PLACE.search(text)} - {*own, *_NAMES}
    every = "\n".join(own)
    parts = {part.strip() for text in english for part in _PLACE.split(text)}
    long = {part for part in parts if len(part) >= _LEAST_LETTERS and len(part.split()) >= _LEAST_WORDS}
    return frozenset(whole), frozenset(part for part in long if part not in every)
