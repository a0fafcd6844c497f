r"""The characters that commands stand for: `\le` is ≤, a bold `A` is 𝐀."""

from __future__ import annotations

import unicodedata
from functools import cache

from auditor.reading.characters import SYMBOLS

# The first character of each command in reading's table, and the spellings that the parser folds to.
_CHARACTERS = {latex: sign for sign, latex in reversed(SYMBOLS.items()) if latex.startswith("\\")} | {
    r"\cdot": "·", r"\top": "⊤", r"\intercal": "⊺", r"\implies": "⟹", r"\impliedby": "⟸", r"\iff": "⟺",
    r"\Rightarrow": "⇒", r"\to": "→", r"\mapsto": "↦", r"\setminus": "∖", r"\mid": "∣", r"\|": "‖", r"\bullet": "•",
    r"\{": "{", r"\}": "}", r"\colon": ":", r"\notin": "∉", r"\ne": "≠", r"\varepsilon": "ε", r"\epsilon": "ϵ",
    r"\phi": "ϕ", r"\varphi": "φ", r"\doteq": "≐", r"\star": "⋆", r"\dagger": "†", r"\ast": "∗", r"\gets": "←",
    r"\sim": "∼", r"\forall": "∀", r"\exists": "∃", r"\neg": "¬", r"\ell": "ℓ", r"\hbar": "ℏ", r"\Re": "ℜ",
    r"\Im": "ℑ", r"\imath": "ı", r"\jmath": "ȷ", r"\emptyset": "∅", r"\backslash": "\\", r"\prime": "′", "-": "−",
    "*": "∗", ":=": "≔", "=:": "≕",
}  # fmt: skip
FENCES = {
    r"\{": "{", r"\}": "}", r"\langle": "⟨", r"\rangle": "⟩", r"\lfloor": "⌊", r"\rfloor": "⌋", r"\lceil": "⌈",
    r"\rceil": "⌉", r"\llbracket": "⟦", r"\rrbracket": "⟧",
}  # fmt: skip
LARGE = {
    "sum": "∑", "prod": "∏", "coprod": "∐", "int": "∫", "iint": "∬", "iiint": "∭", "oint": "∮", "bigcup": "⋃",
    "bigcap": "⋂", "bigoplus": "⨁", "bigotimes": "⨂", "bigodot": "⨀", "bigvee": "⋁", "bigwedge": "⋀",
}  # fmt: skip
FUNCTION_LIMITS = {"argmin": "arg min", "argmax": "arg max", "limsup": "lim sup", "liminf": "lim inf"}
ACCENTS = {
    "hat": "^", "bar": "¯", "tilde": "~", "dot": "˙", "ddot": "¨", "vec": "→", "check": "ˇ", "breve": "˘",
    "acute": "´", "grave": "`", "overline": "¯", "underline": "_", "mathring": "˚",
}  # fmt: skip
UPRIGHT = frozenset("∇∞∅ΓΔΘΛΞΠΣΥΦΨΩ")  # TeX does not slant these
_ALPHABETS = {
    "bold": "BOLD",
    "blackboard": "DOUBLE-STRUCK",
    "calligraphic": "SCRIPT",
    "fraktur": "FRAKTUR",
    "sans": "SANS-SERIF",
    "typewriter": "MONOSPACE",
}
# Letters that Unicode had before it had the alphabet around them.
_ELDERS = {"DOUBLE-STRUCK": "DOUBLE-STRUCK", "SCRIPT": "SCRIPT", "FRAKTUR": "BLACK-LETTER"}
_DIGITS = ("ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE")


def character(command: str) -> str:
    r"""What a command or sign looks like; an unknown command is its own name."""
    if command in _CHARACTERS:
        return _CHARACTERS[command]
    return command.removeprefix("\\") if len(command) > 1 else command


@cache
def styled(letter: str, style: str) -> str:
    """The letter in an alphabet, or as it is where the alphabet does not have it."""
    alphabet = _ALPHABETS.get(style)
    if alphabet is None or len(letter) != 1:
        return letter
    for name in _names(letter, alphabet):
        try:
            return unicodedata.lookup(name)
        except KeyError:
            continue
    return letter


def _names(letter: str, alphabet: str) -> tuple[str, ...]:
    if letter.isdecimal() and letter.isascii():
        return (f"MATHEMATICAL {alphabet} DIGIT {_DIGITS[int(letter)]}",)
    plain = unicodedata.name(letter, "").replace("LATIN ", "").replace("GREEK ", "").replace("LETTER ", "")
    elder = f"{_ELDERS[alphabet]} {plain}" if alphabet in _ELDERS else ""
    return f"MATHEMATICAL {alphabet} {plain}", elder
