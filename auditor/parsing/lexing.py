r"""The lexer: TeX mathematics cut into tokens in one pass, linear in its length.

TeX is read as TeX reads it where that differs from sight: `\frac12` takes single digits, `x_12` has one of them as
subscript, `\bar xy` bars the x alone. What cannot be a token becomes an ERROR token in its place, so that the rest of
the row can still be cut. Only spacing is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from auditor.parsing import commands
from auditor.parsing.lexing_commands import ACTIONS, unknown
from auditor.parsing.texts import Reading, bare_word, text_token
from auditor.parsing.tokens import Token
from auditor.source import Text

LENGTH = r"(?:\s*-?\d*\.?\d*\s*(?:pt|em|ex|mm|cm|in|mu|pc|bp|sp)(?:\s*(?:plus|minus)\s*[\d.]+\w\w)*)"
_MASTER = re.compile(
    rf"""
    (?P<space>(?:[\s~\u00a0\u200b]|%[^\n\r]*|\\[,;:!>\ \t\r\n/-])+)
  | (?P<row>\\\\\*?(?:[ \t]*\[{LENGTH}\s*\])?|\\(?:cr|newline|tabularnewline)(?![A-Za-z]))
  | (?P<prime>(?:'|\^\s*(?:\{{\s*(?:(?:'|\\prime(?![A-Za-z]))\s*)+\}}|\\prime(?![A-Za-z])|'))+)
  | (?P<old>\{{\s*\\(?:rm|it|sf|tt)(?![A-Za-z])\s*(?P<words>[A-Za-z]{{2,}}[A-Za-z.\s-]*|[A-Za-z]\.[A-Za-z.\s-]*)\}})
  | (?P<styled>\\(?P<alphabet>[A-Za-z]+)\s*\{{\s*(?P<letter>[A-Za-z01](?![A-Za-z0-9])|\\[A-Za-z]+)\s*\}})
  | (?P<sized>\\(?P<size>left|right|middle|[bB]igg?[lrm]?)(?![A-Za-z])\s*(?P<bracket>\\[A-Za-z]+|\\[|{{}}]|[^\\]|\Z))
  | (?P<bars>\|{{1,2}}|\\vert\s*\\vert(?![A-Za-z]))
  | (?P<command>\\(?P<name>[A-Za-z]+))
  | (?P<abbreviation>(?:s\.\s?t\.|w\.r\.t\.?|i\.e\.|e\.g\.|a\.s\.|i\.i\.d\.?|w\.l\.o\.g\.)(?![A-Za-z]))
  | (?P<letters>[A-Za-z]+)
  | (?P<number>\d{{1,3}}(?:\{{,\}}\d{{3}})+(?!\d)(?:\.\d+)?|\d+\{{,\}}\d+|\d+(?:\.\d+)?|\.\d+)
  | (?P<dots>\.{{2,3}}|…)
  | (?P<relation>:\s*=|=\s*:|<=+>|=+>|<=|=<|>=|!=|==|-+>|<<|>>|[=<>])
  | (?P<entrywise>\.[*/^])
  | (?P<escape>\\[^A-Za-z])
  | (?P<sign>[-+\u2212\u00b1])
  | (?P<operator>[*/:\u00b7])
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ASCII_RELATIONS = {
    "=": "=", "==": "=", "<": "<", ">": ">", "<=": "\\le", "=<": "\\le", ">=": "\\ge", "!=": "\\ne", "=>": "\\implies",
    "<=>": "\\iff", "<<": "\\ll", ">>": "\\gg", "->": "\\to", ":=": ":=", "=:": "=:",
}  # fmt: skip
_FOLDED_SIGNS = {"\u2212": "-", "\u00b1": "\\pm", "\u00b7": "\\cdot"}
_ROLES = {"left": "left", "right": "right", "middle": "middle"}
_THOUSANDS, _DECIMAL_COMMA = re.compile(r"\{,\}(?=\d{3}(?!\d))"), re.compile(r"\{,\}")
_VISIBLE_SPACE = re.compile(r"\\[ ;:]|~")
_GROUPING = re.compile(r"\\.|[{}]", re.DOTALL)
_PROGRAM_NAME = re.compile(r"_*[A-Za-z][A-Za-z0-9]*_[A-Za-z0-9_]*")
_IDENTIFIER = re.compile(r"(?:\\_|[A-Za-z0-9])+")


def lex(text: Text) -> list[Token]:
    """The tokens of a piece of mathematics, in order; every character stands in one of them or is spacing."""
    return Lexer(text).run()


class Lexer:
    """The state of one pass.

    `wanted` is a stack of argument counts: its top says how many single tokens or groups the last command still takes;
    -1 marks an open group. `styles` and `scripts` say of each open group its alphabet and whether it is (in) a script.
    """

    def __init__(self, text: Text) -> None:
        self.text = text
        self.characters = text.characters
        self.tokens: list[Token] = []
        self.position = 0
        self.wanted: list[int] = []
        self.styles = [""]
        self.scripts = [False]
        self.pending: str | None = None  # an alphabet for the next token alone: `\mathbf x`
        self.pending_start = -1
        self.root_ends: set[int] = set()  # where the brackets of `\sqrt[…]` close

    def run(self) -> list[Token]:
        match_at, size = _MASTER.match, len(self.characters)
        while self.position < size:
            match = match_at(self.characters, self.position)
            assert match is not None
            assert match.lastgroup is not None
            self.position = match.end()
            _HANDLERS[match.lastgroup](self, match)
        if self.pending_start >= 0:
            self.error("an alphabet is chosen for nothing", self.pending_start, size)
        return self.tokens

    # What the commands use

    @cached_property
    def groups(self) -> dict[int, int]:
        """The place behind the closing brace, for every opening brace that has one."""
        ends: dict[int, int] = {}
        opened: list[int] = []
        for match in _GROUPING.finditer(self.text.characters):
            if match.group() == "{":
                opened.append(match.start())
            elif match.group() == "}" and opened:
                ends[opened.pop()] = match.end()
        return ends

    def group_end(self, start: int) -> int | None:
        """The place behind the brace that closes the one at `start`; None where none does."""
        return self.groups.get(start)

    @property
    def style(self) -> str:
        """The alphabet in force."""
        return self.styles[-1] if self.pending is None else self.pending

    @property
    def in_argument(self) -> bool:
        """The next token is the argument of a command or a script."""
        return bool(self.wanted) and self.wanted[-1] > 0

    def emit(self, kind: str, value: str, start: int, end: int, style: str = "", note: str = "") -> None:
        if self.pending_start >= 0:
            start, self.pending_start = self.pending_start, -1
        self.pending = None
        self.tokens.append(Token(kind, value, self.text, start, end, style, note))

    def atom(self, kind: str, value: str, start: int, end: int, style: str = "", note: str = "") -> None:
        """A token that can be an argument by itself."""
        self.emit(kind, value, start, end, style, note)
        self.complete()

    def word(self, reading: Reading | None, start: int, end: int) -> None:
        """A name or words that are read as one token."""
        if reading is None:
            self.error("no words stand here", start, end)
            return
        kind, value, style = reading
        kind = "WORD" if kind == "LIMOP" and self.in_argument else kind
        self.atom(kind, value, start, end, style, "argument" if self.in_argument else "")

    def error(self, reason: str, start: int, end: int) -> None:
        self.atom("ERROR", self.characters[start:end], start, end, note=reason)

    def complete(self) -> None:
        """An argument has been read; where it was the last, so has the command, which may be an argument itself."""
        wanted = self.wanted
        while wanted and wanted[-1] > 0:
            wanted[-1] -= 1
            if wanted[-1]:
                return
            wanted.pop()

    def prefix(self, kind: str, value: str, arguments: int, start: int, end: int) -> None:
        """A command that takes arguments; an alphabet for the next token goes on into them."""
        pending = self.pending
        self.emit(kind, value, start, end)
        self.pending = pending
        self.wanted.append(arguments)

    def open(self, kind: str, value: str, start: int, end: int, style: str, note: str = "") -> None:
        script = self.in_argument and self.tokens[-1].kind in ("SUB", "SUP", "PRESUB", "PRESUP")
        note = note or ("script" if script else "argument" if self.in_argument else "")
        self.emit(kind, value, start, end, note=note)
        self.wanted.append(-1)
        self.styles.append(style)
        self.scripts.append(script or self.scripts[-1])

    def close(self, kind: str, value: str, start: int, end: int) -> None:
        if len(self.styles) == 1:
            self.emit("ERROR", value, start, end, note=f"`{self.characters[start:end]}` closes nothing")
            return
        while self.wanted.pop() != -1:
            pass
        self.styles.pop()
        self.scripts.pop()
        self.emit(kind, value, start, end)
        self.complete()

    def infix(self, kind: str, value: str, start: int, end: int, note: str = "") -> None:
        """An operator, relation, bracket or bar, which no command takes as its argument."""
        if not self.in_argument:
            self.emit(kind, value, start, end, note=note)
        elif kind in ("OP", "SIGN"):  # `A^*`, `x_+`
            self.atom("SYMBOL", value, start, end)
        else:
            self.error("a sign stands where an argument is due", start, end)

    def separate(self, kind: str, value: str, start: int, end: int) -> None:
        """A column or a row ends: no command takes arguments from beyond it."""
        while self.in_argument:
            self.wanted.pop()
        self.emit(kind, value, start, end)

    def space(self, start: int, end: int) -> None:
        """A wide space, which keeps formulas apart; before an argument it is only a space."""
        if not self.in_argument and self.pending is None:
            self.emit("QUAD", "\\quad", start, end)

    def bracket(self, spelling: str, start: int, end: int, size: str = "") -> None:
        r"""A bracket or bar; `size` is `left`, `right`, `big`, `bigl`, … or ""."""
        value, way = commands.BRACKETS[spelling]
        if size == "middle":
            self.infix("SEP", "\\mid" if value == "|" else value, start, end)
        elif value in ("|", "\\|"):
            way = way or {"l": 1, "r": -1}.get(size[3:][-1:], 0)
            self.infix("BAR", value, start, end, _ROLES.get(size, ("", "open", "close")[way]))
        else:
            opens = size == "left" or (size != "right" and way > 0)
            self.infix("LPAR" if opens else "RPAR", value, start, end, _ROLES.get(size, ""))

    def following(self, pattern: re.Pattern[str], end: int) -> re.Match[str] | None:
        return pattern.match(self.characters, end)


# One handler for each alternative of the master expression


def _space(lexer: Lexer, match: re.Match[str]) -> None:
    if len(match.group()) > 2 and len(_VISIBLE_SPACE.findall(match.group())) > 2:
        lexer.space(*match.span())


def _row(lexer: Lexer, match: re.Match[str]) -> None:
    lexer.separate("ROW", "\\\\", *match.span())


def _prime(lexer: Lexer, match: re.Match[str]) -> None:
    if lexer.in_argument:
        lexer.error("a prime stands where an argument is due", *match.span())
        return
    marks = match.group().count("'") + match.group().count("\\prime")
    lexer.emit("PRIME", "'" * marks, *match.span())


def _old(lexer: Lexer, match: re.Match[str]) -> None:
    r"""`{\rm Tr}`: a name in an old-style group."""
    lexer.word(text_token(match["words"], "roman"), *match.span())


def _styled(lexer: Lexer, match: re.Match[str]) -> None:
    r"""`\mathbf{X}`: the commonest command with one letter in braces, in one step."""
    name, letter = match["alphabet"], match["letter"]
    style = commands.STYLES.get(name)
    known = len(letter) == 1 or letter[1:] in commands.SYMBOLS
    if style is None or not known or (letter in "01" and style in ("roman", "")):
        lexer.position = match.start() + 1 + len(name)
        _named(lexer, name, match.start(), lexer.position)
        return
    lexer.atom("SYMBOL", letter, *match.span(), style)


def _sized(lexer: Lexer, match: re.Match[str]) -> None:
    size, spelling = match["size"], match["bracket"]
    start, end = match.span()
    paired = size in ("left", "right")
    if spelling == "." and paired:
        lexer.infix("LPAR" if size == "left" else "RPAR", "", start, end, size)
    elif spelling in "<>" and spelling and paired:
        lexer.bracket("\\langle" if spelling == "<" else "\\rangle", start, end, size)
    elif spelling in ("/", "\\backslash"):
        lexer.infix("OP", spelling, start, end)
    elif spelling in commands.BRACKETS:
        lexer.bracket(spelling, start, end, size)
    elif paired or size == "middle":
        lexer.error(f"`{spelling}` is no bracket", start, end)
    elif spelling != ".":
        lexer.position = end - len(spelling)  # `\big` before what is no bracket only sizes it


def _command(lexer: Lexer, match: re.Match[str]) -> None:
    _named(lexer, match["name"], *match.span())


def _named(lexer: Lexer, name: str, start: int, end: int) -> None:
    ACTIONS.get(name, unknown)(lexer, name, start, end)


def _abbreviation(lexer: Lexer, match: re.Match[str]) -> None:
    lexer.atom("PROSE", match.group(), *match.span())


def _letters(lexer: Lexer, match: re.Match[str]) -> None:
    start, end = match.span()
    letters = match.group()
    if len(letters) == 1 or lexer.in_argument:
        lexer.position = start + 1
        lexer.atom("SYMBOL", letters[0], start, start + 1, lexer.style)
        return
    word = bare_word(letters, lexer.characters, end, script=lexer.scripts[-1])
    for place in range(start, end - len(word)):
        lexer.atom("SYMBOL", lexer.characters[place], place, place + 1, lexer.style)
    if word:
        lexer.word(text_token(word, lexer.style), end - len(word), end)


def _number(lexer: Lexer, match: re.Match[str]) -> None:
    start = match.start()
    digits = _DECIMAL_COMMA.sub(".", _THOUSANDS.sub("", match.group()))
    if lexer.in_argument:
        digits, lexer.position = match.group()[0], start + 1
    if digits == ".":
        lexer.error("a full stop stands where an argument is due", start, lexer.position)
        return
    if digits in ("0", "1") and lexer.style not in ("", "roman"):
        lexer.atom("SYMBOL", digits, start, lexer.position, lexer.style)  # the zeros or ones: no number
    else:
        lexer.atom("NUMBER", digits, start, lexer.position)


def _dots(lexer: Lexer, match: re.Match[str]) -> None:
    lexer.atom("DOTS", "dots", *match.span())


def _relation(lexer: Lexer, match: re.Match[str]) -> None:
    spelling = re.sub(r"\s|(?<==)=+(?=>)|(?<=-)-+(?=>)", "", match.group())
    lexer.infix("REL", _ASCII_RELATIONS[spelling], *match.span())


def _entrywise(lexer: Lexer, match: re.Match[str]) -> None:
    r"""`.*` and `./` as in program text."""
    if match.group() == ".^":
        lexer.error("`.^` is no mathematics", *match.span())
    else:
        lexer.infix("OP", {".*": "\\odot", "./": "\\oslash"}[match.group()], *match.span())


def _bars(lexer: Lexer, match: re.Match[str]) -> None:
    double = match.group() != "|"
    lexer.infix("BAR", "\\|" if double else "|", *match.span(), "literal" if double else "")


def _sign(lexer: Lexer, match: re.Match[str]) -> None:
    lexer.infix("SIGN", _FOLDED_SIGNS.get(match.group(), match.group()), *match.span())


def _operator(lexer: Lexer, match: re.Match[str]) -> None:
    lexer.infix("OP", _FOLDED_SIGNS.get(match.group(), match.group()), *match.span())


def _escape(lexer: Lexer, match: re.Match[str]) -> None:
    start, end = match.span()
    spelling = match.group()
    if spelling in commands.BRACKETS:
        lexer.bracket(spelling, start, end)
    elif spelling in ("\\%", "\\#", "\\&", "\\$"):
        lexer.atom("SYMBOL", spelling, start, end)
    elif spelling == "\\_":
        _program_name(lexer, start)
    else:
        lexer.error(f"`{spelling}` is no command", start, end)


def _program_name(lexer: Lexer, start: int) -> None:
    r"""`adv\_x`: a name as programs have them, taken together with the letters before and after the mark."""
    first = start
    while lexer.tokens and lexer.tokens[-1].end == first and lexer.tokens[-1].written.isalnum():
        first = lexer.tokens.pop().start
    tail = lexer.following(_IDENTIFIER, start)
    lexer.position = tail.end() if tail else start + 2
    name = lexer.characters[first : lexer.position].replace("\\_", "_")
    if _PROGRAM_NAME.fullmatch(name):
        lexer.atom("WORD", name, first, lexer.position)
    else:
        lexer.error(f"`{name}` is no name", first, lexer.position)


def _other(lexer: Lexer, match: re.Match[str]) -> None:
    start, end = match.span()
    match character := match.group():
        case "{":
            lexer.open("LBRACE", "{", start, end, lexer.style)
        case "}":
            lexer.close("RBRACE", "}", start, end)
        case "_" | "^":
            lexer.infix("SUB" if character == "_" else "SUP", character, start, end)
            lexer.wanted.append(1)
        case "]" if end in lexer.root_ends:
            lexer.close("RROOT", "]", start, end)
            lexer.wanted.append(1)
        case "(" | "[" | ")" | "]":
            lexer.bracket(character, start, end)
        case "&":
            lexer.separate("AMP", "&", start, end)
        case "," | ";":
            lexer.infix("SEP", character, start, end)
        case "." | "?":
            lexer.infix("PERIOD", character, start, end)
        case "!":
            lexer.infix("BANG", "!", start, end)
        case _ if character.isalpha():
            lexer.atom("SYMBOL", character, start, end)
        case _:
            lexer.error(f"`{character if character.isprintable() else ascii(character)}` is not known", start, end)


_HANDLERS: dict[str, Callable[[Lexer, re.Match[str]], None]] = {
    "space": _space, "row": _row, "prime": _prime, "old": _old, "styled": _styled, "sized": _sized, "command": _command,
    "abbreviation": _abbreviation, "letters": _letters, "number": _number, "dots": _dots, "relation": _relation,
    "entrywise": _entrywise, "escape": _escape, "bars": _bars, "sign": _sign, "operator": _operator, "other": _other,
}  # fmt: skip
