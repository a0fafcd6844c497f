r"""Words inside mathematics: which are the name of a function or a variable, and which are prose."""

from __future__ import annotations

import re

from auditor.parsing.commands import (
    BARE_WORDS,
    DIFFERENTIABLE_WORDS,
    LIMIT_OPERATORS,
    LIMIT_SPELLINGS,
    NAMED,
    PROSE_WORDS,
)

# The kind of a token, its value and its style.
Reading = tuple[str, str, str]

_SPACES = re.compile(r"(?:\\[,;:! \t\r\n]|~|\s)+")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*")
_PLAIN = re.compile(r"[A-Za-z0-9.\- ]+")
_BRACKET = re.compile(r"\s*(?:\\(?:left|[bB]igg?l?)(?![A-Za-z])\s*)?(?:[(\[{_^]|\\\{|\\[lr]?[vV]ert|\|)")
_VOWEL = re.compile(r"[aeiou]")
_DIFFERENTIAL = re.compile(r"d[A-Za-z]")


def text_token(content: str, style: str) -> Reading | None:
    r"""What `\text{…}` holds: one word that is no word of prose names something; None where it is empty."""
    words = _SPACES.sub(" ", content).strip()
    if not words:
        return None
    if len(words) == 1 and words.isalpha():
        return "SYMBOL", words, style
    if words.isdigit():
        return "NUMBER", words, ""
    if not _NAME.fullmatch(words):
        squeezed = words.replace(" ", "")
        return ("LIMOP", squeezed, "") if squeezed in LIMIT_OPERATORS else ("PROSE", words, "")
    spaced = content[:1].isspace() or content[-1:].isspace()
    if spaced and words.islower() and len(words) > 3 and words not in BARE_WORDS:
        return "PROSE", words, ""  # `\text{ symmetric}`
    return _name(words)


def styled_token(content: str, style: str) -> Reading | None:
    r"""What `\mathrm{…}`, `\mathbf{…}` hold, where it is a word; None where it is mathematics in that alphabet."""
    words = _SPACES.sub(" ", content).strip()
    if not _PLAIN.fullmatch(words) or len(words) < 2 or style in ("blackboard", "calligraphic", "fraktur"):
        return None
    if not _NAME.fullmatch(words):
        return text_token(content, style) if style in ("roman", "") and re.search(r"[A-Za-z]{2}|\.", words) else None
    if words in BARE_WORDS or _spelled_out(words):
        return _name(words)
    if style == "roman":
        return None if _DIFFERENTIAL.fullmatch(words) else _name(words)
    long_enough = {"": 2, "sans": 3, "typewriter": 2}.get(style)
    return _name(words) if long_enough and len(words) >= long_enough else None


def bare_word(letters: str, characters: str, end: int, *, script: bool) -> str:
    """The word that a run of letters ends with, "" where its letters stand for themselves."""
    if letters in BARE_WORDS:
        short = len(letters) == 2 and letters not in ("tr", "Tr", "ln", "if")
        return letters if not short or _BRACKET.match(characters, end) else ""
    if letters[0] == "d" and letters[1:] in DIFFERENTIABLE_WORDS and _BRACKET.match(characters, end):
        return letters[1:]
    return letters if not script and _spelled_out(letters) else ""


def _spelled_out(letters: str) -> bool:
    """A word of the language rather than a product: `column`, `target`."""
    return len(letters) >= 5 and letters[1:].islower() and len(_VOWEL.findall(letters.lower())) >= 2


def _name(word: str) -> Reading:
    if word.lower() in PROSE_WORDS and word not in NAMED:
        return "PROSE", word, ""
    word = LIMIT_SPELLINGS.get(word, word)
    return ("LIMOP" if word in LIMIT_OPERATORS else "WORD"), word, ""
