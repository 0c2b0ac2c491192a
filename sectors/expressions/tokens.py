"""The words of an expression, and the one fault that reading it can end in."""

import re
from dataclasses import dataclass
from typing import Final, Literal

LONGEST: Final = 1_000  # characters: beyond it nobody can read the rule aloud


class ExpressionFault(ValueError):
    """An expression cannot be used: what is wrong with it, and what to write instead."""

    def __init__(self, what: str, advice: str) -> None:
        self.what, self.advice = what, advice
        super().__init__(what)


@dataclass(frozen=True)
class Token:
    """One word of an expression; `at` is its first character, counted from 1."""

    kind: Literal["number", "text", "name", "sign", "mark", "end"]
    text: str
    at: int


_TOKEN = re.compile(
    r"(?P<number>-?\d+(?:\.\d+)?)|(?P<text>'[^'\"\\\x00-\x1f]*')|(?P<name>[a-z][a-z0-9_]*)"
    r"|(?P<sign><=|>=|!=|=|<|>)|(?P<mark>[().,])",
    re.ASCII,
)


def tokens(text: str) -> tuple[Token, ...]:
    """Return the words of `text`, with a last one that says where it ends; raises `ExpressionFault`."""
    if len(text) > LONGEST:
        raise ExpressionFault(f"is longer than {LONGEST} characters", "Say it more shortly, or split the question.")
    found: list[Token] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        match = _TOKEN.match(text, at)
        if match is None:
            raise ExpressionFault(
                f"has something unknown at character {at + 1}",
                "Write names, numbers, texts between single quotes, = != < <= > >=, brackets, commas and the dot.",
            )
        found.append(Token(match.lastgroup, match.group(), at + 1))  # type: ignore[arg-type]
        at = match.end()
    return (*found, Token("end", "", len(text) + 1))
