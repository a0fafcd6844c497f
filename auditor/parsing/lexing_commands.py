r"""What the lexer does at a command: one function for each kind, and one table from names to functions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from auditor.parsing import commands
from auditor.parsing.texts import styled_token, text_token

if TYPE_CHECKING:
    from auditor.parsing.lexing import Lexer

Action = Callable[["Lexer", str, int, int], None]

_BRACE = re.compile(r"\s*\{")
_STARRED_BRACE = re.compile(r"\*?\s*\{")
_APPLIED = re.compile(r"\s*(?:\\left|\\[bB]igg?l?)?\s*[(\[]")
_EXTREMUM = re.compile(r"(?:\s|\\[,;:! ])*\\(min|max|sup|inf)(?![A-Za-z])")
_DOLLAR = re.compile(r"\s*\{\s*\$([^${}]*(?:\{[^{}]*\}[^${}]*)*)\$\s*\}")
_OPTION = re.compile(r"\s*\[[lcrtb]\]")
_DEGREE = re.compile(r"\s*\[(?:[^\[\]{}]|\{(?:[^{}]|\{[^{}]*\})*\})+\]")
_NEGATED = re.compile(r"\s*(?:([=<>|])|\\([A-Za-z]+))")
_GENERAL = re.compile(r"\s*\{([^{}]*)\}\s*\{([^{}]*)\}\s*\{([^{}]*)\}\s*\{[^{}]*\}")
_ENVIRONMENT = re.compile(r"\s*\{\s*([A-Za-z]+)\*?\s*\}")
_LETTER = re.compile(r"\*?\s*([A-Za-z])(?![A-Za-z])")
_IN_NAMES = re.compile(r"\\[,;:! ]|~|\s|\\(?:rm|mathrm|text|operatorname|bf|mathbf)(?![A-Za-z])|[{}]")
_LENGTH = re.compile(r"\s*-?[\d.]+\s*(?:pt|em|ex|mm|cm|in|mu|pc)(?:\s*(?:plus|minus)\s*[\d.]+\w\w)*")
_ARGUMENT = re.compile(r"\*?\s*(?:\[[^\]\[]{0,40}\]\s*)?\{")
_RELATION = re.compile(r"\s*(?:(\{)\s*)?(:?=|[<>]|\\([A-Za-z]+))\s*(?(1)\})")
_DEFINES = re.compile(r"def|\\triangle|\\Delta|\\wedge|^\s*\.?\s*$|:|let")
_SENTENCE = re.compile(r"[^\\{}_^=]*[A-Za-z]{3,}[\s,.]+[^\\{}_^=]*[A-Za-z]{3,}[^\\{}_^=]*")


def _symbol(lexer: Lexer, name: str, start: int, end: int) -> None:
    lexer.atom("SYMBOL", "\\" + name, start, end, lexer.style)


def _function(lexer: Lexer, name: str, start: int, end: int) -> None:
    lexer.atom("WORD", name, start, end)


def _vec(lexer: Lexer, name: str, start: int, end: int) -> None:
    r"""`\vec x` is an arrow, `\vec(X)` stacks columns."""
    applied = lexer.following(_APPLIED, end)
    (_function if applied else _accent)(lexer, name, start, end)


def _arg(lexer: Lexer, name: str, start: int, end: int) -> None:
    extremum = lexer.following(_EXTREMUM, end)
    if extremum is None:
        _function(lexer, name, start, end)
        return
    lexer.position = extremum.end()
    _limit(lexer, "arg" + extremum[1], start, extremum.end())


def _limit(lexer: Lexer, name: str, start: int, end: int) -> None:
    kind = "WORD" if lexer.in_argument else "LIMOP"
    lexer.atom(kind, commands.LIMIT_SPELLINGS.get(name, name), start, end)


def _big_operator(lexer: Lexer, name: str, start: int, end: int) -> None:
    lexer.atom("BIGOP", name, start, end)


def _operator(lexer: Lexer, name: str, start: int, end: int) -> None:
    lexer.infix("OP", commands.OPERATORS[name], start, end)


def _sign(lexer: Lexer, name: str, start: int, end: int) -> None:
    lexer.infix("SIGN", commands.SIGNS[name], start, end)


def _relation(lexer: Lexer, name: str, start: int, end: int) -> None:
    if name == "perp" and lexer.in_argument:  # the orthogonal complement
        _symbol(lexer, name, start, end)
        return
    if name.startswith("x"):  # `\xrightarrow{label}`
        end = lexer.position = past_arguments(lexer, end, 1)
    lexer.infix("REL", commands.RELATIONS[name], start, end)


def _mid(lexer: Lexer, name: str, start: int, end: int) -> None:
    lexer.infix("BAR", "|", start, end, "mid")


def _negation(lexer: Lexer, name: str, start: int, end: int) -> None:
    following = lexer.following(_NEGATED, end)
    value = (following[1] or commands.RELATIONS.get(following[2])) if following else None
    if following is None or value is None:
        lexer.error("`\\not` stands before no relation sign", start, end)
        return
    lexer.position = following.end()
    lexer.infix("REL", commands.NEGATED.get(value, "\\not" + value), start, following.end())


def _dots(lexer: Lexer, name: str, start: int, end: int) -> None:
    lexer.atom("DOTS", commands.DOTS[name], start, end)


def _accent(lexer: Lexer, name: str, start: int, end: int) -> None:
    lexer.prefix("ACCENT", commands.ACCENTS[name].removeprefix("\\"), 1, start, end)


def _brace(lexer: Lexer, name: str, start: int, end: int) -> None:
    lexer.prefix("BRACE", commands.BRACES[name], 1, start, end)


def _box(lexer: Lexer, name: str, start: int, end: int) -> None:
    dollar = lexer.following(_DOLLAR, end)
    if dollar is None:
        lexer.prefix("BOX", commands.BOXES[name], 1, start, end)
        return
    # A box of text around a formula: the dollars belong to the braces.
    lexer.prefix("BOX", commands.BOXES[name], 1, start, end)
    lexer.open("LBRACE", "{", end, dollar.start(1), lexer.style)
    whole, lexer.position = lexer.characters, dollar.start(1)
    lexer.characters = whole[: dollar.end(1)]
    lexer.run()
    lexer.characters, lexer.position = whole, dollar.end()
    lexer.close("RBRACE", "}", dollar.end(1), dollar.end())


def _stack(lexer: Lexer, name: str, start: int, end: int) -> None:
    r"""`\stackrel{def}{=}` is a relation with a label, any other stack an annotated formula."""
    label_end = past_arguments(lexer, end, 1)
    sign = lexer.following(_RELATION, label_end) if label_end > end else None
    value = (commands.RELATIONS.get(sign[3]) if sign[3] else sign[2]) if sign else None
    if sign is not None and value is not None:
        label = lexer.characters[end:label_end].strip().strip("{}").strip()
        lexer.position = sign.end()
        value = ":=" if value == "=" and _DEFINES.search(label) else value
        lexer.infix("REL", value, start, sign.end(), "asked" if label == "?" else "labelled")
        return
    lexer.prefix("STACK", commands.STACKS[name], 2, start, end)


def _fraction(lexer: Lexer, name: str, start: int, end: int) -> None:
    if option := lexer.following(_OPTION, end):  # `\cfrac[l]`
        end = lexer.position = option.end()
    lexer.prefix("FRAC", "frac", 2, start, end)


def _general_fraction(lexer: Lexer, name: str, start: int, end: int) -> None:
    r"""`\genfrac{(}{)}{0pt}{}{n}{k}` is a binomial, with a line it is a fraction."""
    head = lexer.following(_GENERAL, end)
    if head is None or head[1] + head[2] not in ("", "()"):
        lexer.error("this `\\genfrac` is not known", start, end)
        return
    lexer.position = head.end()
    binomial = bool(head[1]) and bool(re.fullmatch(r"\s*0\s*[a-z]*\s*", head[3]))
    lexer.prefix("BINOM" if binomial else "FRAC", "binom" if binomial else "frac", 2, start, head.end())


def _binomial(lexer: Lexer, name: str, start: int, end: int) -> None:
    lexer.prefix("BINOM", "binom", 2, start, end)


def _root(lexer: Lexer, name: str, start: int, end: int) -> None:
    degree = lexer.following(_DEGREE, end)
    if degree is None:
        lexer.prefix("SQRT", "sqrt", 1, start, end)
        return
    lexer.root_ends.add(degree.end())
    lexer.position = lexer.characters.index("[", end) + 1
    lexer.open("ROOT", "[", start, lexer.position, lexer.style)


def _infix(lexer: Lexer, name: str, start: int, end: int) -> None:
    lexer.infix("INFIX", commands.INFIX[name], start, end)


def _alphabet(lexer: Lexer, name: str, start: int, end: int) -> None:
    style = commands.STYLES[name]
    brace = lexer.following(_BRACE, end)
    if brace is None:
        lexer.pending = style
        lexer.pending_start = start if lexer.pending_start < 0 else lexer.pending_start
        return
    stop = lexer.group_end(brace.end() - 1)
    if stop is not None and stop - brace.end() < 60:
        reading = styled_token(lexer.characters[brace.end() : stop - 1], style)
        if reading is not None:
            lexer.position = stop
            lexer.word(reading, start, stop)
            return
    lexer.position = brace.end()
    lexer.open("LSTYLE", style, start, brace.end(), style)


def _switch(lexer: Lexer, name: str, start: int, end: int) -> None:
    lexer.styles[-1] = commands.SWITCHES[name]


def _text(lexer: Lexer, name: str, start: int, end: int) -> None:
    brace = lexer.following(_BRACE, end)
    stop = lexer.group_end(brace.end() - 1) if brace else None
    if brace is None:
        lexer.pending, lexer.pending_start = commands.TEXTS[name], start
    elif stop is None:
        lexer.position = brace.end()
        lexer.error("this text never closes", start, brace.end())
    else:
        lexer.position = stop
        content = lexer.characters[brace.end() : stop - 1]
        if content.strip(" ~\\,;:\t\r\n") or lexer.in_argument:
            lexer.word(text_token(content, commands.TEXTS[name]), start, stop)
        elif "," in content or ";" in content:
            lexer.emit("SEP", ",", start, stop)


def _operator_name(lexer: Lexer, name: str, start: int, end: int) -> None:
    if letter := lexer.following(_LETTER, end):
        lexer.position = letter.end()
        lexer.atom("SYMBOL", letter[1], start, letter.end(), "roman")
        return
    brace = lexer.following(_STARRED_BRACE, end)
    stop = lexer.group_end(brace.end() - 1) if brace else None
    lexer.position = stop or end
    plain = _IN_NAMES.sub("", lexer.characters[brace.end() : stop - 1]) if brace and stop else ""
    if not re.fullmatch(r"[A-Za-z0-9*.-]+", plain):
        lexer.error("the name of this operator cannot be read", start, lexer.position)
        return
    reading = text_token(plain, "roman")
    lexer.word(("WORD", plain, "") if reading and reading[0] == "PROSE" else reading, start, lexer.position)


def _quiet(lexer: Lexer, name: str, start: int, end: int) -> None:
    pass


def _quiet_with_arguments(lexer: Lexer, name: str, start: int, end: int) -> None:
    count = commands.QUIET_ARGUMENTS[name]
    if count:
        lexer.position = past_arguments(lexer, end, count)
    elif length := lexer.following(_LENGTH, end):
        lexer.position = length.end()
    if name in commands.WIDE_SPACES:
        lexer.space(start, lexer.position)


def _wide_space(lexer: Lexer, name: str, start: int, end: int) -> None:
    lexer.space(start, end)


def _note(lexer: Lexer, name: str, start: int, end: int) -> None:
    lexer.position = past_arguments(lexer, end, 1)
    lexer.emit("TAG", lexer.characters[start : lexer.position], start, lexer.position)


def _connective(lexer: Lexer, name: str, start: int, end: int) -> None:
    lexer.infix("PROSE", commands.CONNECTIVES[name], start, end)


def _quantifier(lexer: Lexer, name: str, start: int, end: int) -> None:
    lexer.infix("PREFIX", commands.PREFIXES[name], start, end)


def _delimiter(lexer: Lexer, name: str, start: int, end: int) -> None:
    lexer.bracket("\\" + name, start, end)


def _environment(lexer: Lexer, name: str, start: int, end: int) -> None:
    head = lexer.following(_ENVIRONMENT, end)
    lexer.position = head.end() if head else end
    if head is None or head[1] not in commands.LAYOUTS | commands.MATRICES:
        lexer.error("this environment is not known", start, lexer.position)
    elif name == "end":
        lexer.close("END", head[1], start, lexer.position)
    else:
        if option := lexer.following(_OPTION, lexer.position):
            lexer.position = option.end()
        lexer.position = past_arguments(lexer, lexer.position, commands.ENVIRONMENT_ARGUMENTS.get(head[1], 0))
        lexer.open("BEGIN", head[1], start, lexer.position, lexer.style)


def _braced_rows(lexer: Lexer, name: str, start: int, end: int) -> None:
    brace = lexer.following(_BRACE, end)
    if brace is None:
        lexer.error(f"`\\{name}` has no rows", start, end)
        return
    lexer.position = brace.end()
    lexer.open("BEGIN", commands.BRACED_ROWS[name], start, brace.end(), lexer.style, "braced")


def unknown(lexer: Lexer, name: str, start: int, end: int) -> None:
    """A command of the author's whose definition was not pasted: a letter, unless it takes arguments."""
    brace = lexer.following(_STARRED_BRACE, end)
    if brace is None:
        lexer.atom("SYMBOL", "\\" + name, start, end, lexer.style, "unknown")
        return
    arguments: list[str] = []
    lexer.position = past_arguments(lexer, end, 5, arguments)
    inside = " ".join(arguments)
    if "$" in inside or _SENTENCE.fullmatch(inside):  # only text is written so
        lexer.atom("PROSE", inside, start, lexer.position)
    else:
        lexer.error(f"`\\{name}` takes arguments, and what it means is not known", start, max(lexer.position, end))


def past_arguments(lexer: Lexer, position: int, count: int, arguments: list[str] | None = None) -> int:
    """The place behind up to `count` arguments of a command, with the options before them; collects the arguments."""
    for _ in range(count):
        head = _ARGUMENT.match(lexer.characters, position)
        stop = lexer.group_end(head.end() - 1) if head else None
        if stop is None:
            return position
        if arguments is not None and head is not None:
            arguments.append(lexer.characters[head.end() : stop - 1])
        position = stop
    return position


def _table() -> Iterator[tuple[str, Action]]:
    """Later rows win where a name stands in two tables."""
    yield from dict.fromkeys(commands.QUIET, _quiet).items()
    yield from dict.fromkeys(commands.WIDE_SPACES, _wide_space).items()
    yield from dict.fromkeys(commands.QUIET_ARGUMENTS, _quiet_with_arguments).items()
    yield from dict.fromkeys(commands.NOTES, _note).items()
    yield from dict.fromkeys(commands.CONNECTIVES, _connective).items()
    yield from dict.fromkeys(commands.RELATIONS, _relation).items()
    yield from dict.fromkeys(commands.OPERATORS, _operator).items()
    yield from dict.fromkeys(commands.SIGNS, _sign).items()
    yield from dict.fromkeys(commands.NAMED, _function).items()
    yield from dict.fromkeys(commands.BIG_OPERATORS, _big_operator).items()
    yield from dict.fromkeys(commands.LIMIT_OPERATORS, _limit).items()
    yield from dict.fromkeys(commands.DOTS, _dots).items()
    yield from dict.fromkeys(commands.SYMBOLS, _symbol).items()
    yield from dict.fromkeys(commands.ACCENTS, _accent).items()
    yield from dict.fromkeys(commands.BRACES, _brace).items()
    yield from dict.fromkeys(commands.BOXES, _box).items()
    yield from dict.fromkeys(commands.STACKS, _stack).items()
    yield from dict.fromkeys(commands.FRACTIONS, _fraction).items()
    yield from dict.fromkeys(commands.BINOMIALS, _binomial).items()
    yield from dict.fromkeys(commands.INFIX, _infix).items()
    yield from dict.fromkeys(commands.STYLES, _alphabet).items()
    yield from dict.fromkeys(commands.SWITCHES, _switch).items()
    yield from dict.fromkeys(commands.TEXTS, _text).items()
    yield from dict.fromkeys(commands.OPERATOR_NAMES, _operator_name).items()
    yield from dict.fromkeys(commands.PREFIXES, _quantifier).items()
    yield from dict.fromkeys(commands.BRACED_ROWS, _braced_rows).items()
    yield from ((name[1:], _delimiter) for name in commands.BRACKETS if name[1:].isalpha())
    yield from {
        "arg": _arg, "vec": _vec, "mid": _mid, "not": _negation, "begin": _environment, "end": _environment,
        "sqrt": _root, "genfrac": _general_fraction,
    }.items()  # fmt: skip


ACTIONS: dict[str, Action] = dict(_table())
