r"""The lexer: TeX mathematics cut into tokens in one pass, linear in its length.

TeX is read as TeX reads it where the two differ from sight: `\frac12` takes single digits, `x_12` has one of them as
subscript, `\bar xy` bars the x alone. What cannot be a token becomes an ERROR token in its place, so that the rest of
the row can still be cut. Spacing is the only thing passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from auditor.parsing import commands
from auditor.parsing.texts import plain_words, text_token
from auditor.parsing.tokens import ENDS_OPERAND, Token
from auditor.source import Text

_LENGTH = r"(?:\s*-?\d*\.?\d*\s*(?:pt|em|ex|mm|cm|in|mu|pc|bp|sp)(?:\s+plus\s*[\d.]+\w\w)?(?:\s+minus\s*[\d.]+\w\w)?)"
_MASTER = re.compile(
    rf"""
    (?P<space>(?:[\s~\u00a0]|%[^\n\r]*|\\[,;:!>\ \t\r\n]|\\/|\u200b)+)
  | (?P<row>\\\\\*?(?:[ \t]*\[{_LENGTH}\])?|\\(?:cr|newline|tabularnewline)(?![A-Za-z]))
  | (?P<prime>(?:'|\^\s*(?:\{{\s*(?:(?:'|\\prime(?![A-Za-z]))\s*)+\}}|\\prime(?![A-Za-z])|'+))+)
  | (?P<old>\{{\s*\\(?:rm|it|sf|tt|bf|mathrm|text)(?![A-Za-z])\s*(?P<words>[A-Za-z]{{2,}}[A-Za-z.\s-]*|[A-Za-z]\.[A-Za-z.\s-]*)\}})
  | (?P<styled>\\(?P<style>[A-Za-z]+)\s*\{{\s*(?P<letter>[A-Za-z01](?![A-Za-z0-9])|\\[A-Za-z]+)\s*\}})
  | (?P<sized>\\(?P<size>left|right|middle|[bB]igg?[lrm]?)(?![A-Za-z])\s*(?P<delimiter>\\[A-Za-z]+|\\[|{{}}]|[^\\]))
  | (?P<command>\\(?P<name>[A-Za-z]+))
  | (?P<letters>[A-Za-z]+)
  | (?P<number>\d+(?:\{{,\}}\d{{3}})*(?:\.\d+)?|\.\d+)
  | (?P<dots>\.{{2,3}}|…)
  | (?P<relation>:\s*=|=\s*:|<=>|=+>|<=|=<|>=|!=|==|-+>|<<|>>|[=<>])
  | (?P<matlab>\.[*/^](?!\.))
  | (?P<escape>\\[^A-Za-z])
  | (?P<bars>\|{{1,2}})
  | (?P<sign>[-+\u2212\u00b1])
  | (?P<operator>[*/:\u00b7])
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ARGUMENT_LIMIT = 20_000
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_ASCII_RELATIONS = {
    "=": "=", "==": "=", "<": "<", ">": ">", "<=": "\\le", "=<": "\\le", ">=": "\\ge", "!=": "\\ne", "=>": "\\implies",
    "<=>": "\\iff", "<<": "\\ll", ">>": "\\gg", "->": "\\to", ":=": ":=", "=:": "=:",
}  # fmt: skip


def lex(text: Text) -> list[Token]:
    """The tokens of a piece of mathematics, in order; every character stands in one of them or is spacing."""
    return _Lexer(text).run()


def argument_end(characters: str, start: int) -> int | None:
    """The place behind the brace that closes the one at `start`; None where none does."""
    depth = 0
    for match in _BRACE.finditer(characters, start, start + _ARGUMENT_LIMIT):
        depth += {"{": 1, "}": -1}.get(match.group(), 0)
        if depth == 0:
            return match.end()
    return None


class _Lexer:
    """The state of one pass.

    `wanted` is a stack of argument counts: what stands at its top is how many single tokens or groups the last command
    still takes; -1 marks an open group. `styles` holds the alphabet of each open group.
    """

    def __init__(self, text: Text) -> None:
        self.text = text
        self.characters = text.characters
        self.tokens: list[Token] = []
        self.position = 0
        self.wanted: list[int] = []
        self.styles: list[str] = [""]
        self.pending = ""  # an alphabet for the next token alone
        self.pending_start = -1
        self.roots = 0  # open `\sqrt[`
        self.handlers: dict[str, Callable[[re.Match[str]], None]] = {
            name: getattr(self, f"on_{name}") for name in _MASTER.groupindex if hasattr(self, f"on_{name}")
        }

    def run(self) -> list[Token]:
        characters, size = self.characters, len(self.characters)
        handlers, match_at = self.handlers, _MASTER.match
        while self.position < size:
            match = match_at(characters, self.position)
            assert match is not None and match.lastgroup is not None
            self.position = match.end()
            handlers[match.lastgroup](match)
        return self.tokens

    # Making tokens

    def emit(self, kind: str, value: str, start: int, end: int, *, style: str = "", note: str = "") -> Token:
        if self.pending_start >= 0:
            start, self.pending_start = self.pending_start, -1
        self.pending = ""
        token = Token(kind, value, self.text, start, end, style, note)
        self.tokens.append(token)
        return token

    def atom(self, kind: str, value: str, start: int, end: int, *, style: str | None = None) -> None:
        """A token that can be an argument by itself."""
        chosen = (self.pending or self.styles[-1]) if style is None else style
        self.emit(kind, value, start, end, style=chosen)
        self.complete()

    def error(self, reason: str, start: int, end: int) -> None:
        self.emit("ERROR", self.characters[start:end], start, end, note=reason)
        self.complete()

    @property
    def in_argument(self) -> bool:
        """The next token is the argument of a command or a script."""
        return bool(self.wanted) and self.wanted[-1] > 0

    def complete(self) -> None:
        """An argument has been read; where it was the last, so has the command, which may be an argument itself."""
        wanted = self.wanted
        while wanted and wanted[-1] > 0:
            wanted[-1] -= 1
            if wanted[-1]:
                return
            wanted.pop()

    def open(self, kind: str, value: str, start: int, end: int, *, style: str, note: str = "") -> None:
        if self.in_argument and not note:
            note = "argument"
        self.emit(kind, value, start, end, note=note)
        self.wanted.append(-1)
        self.styles.append(style)

    def close(self, kind: str, value: str, start: int, end: int) -> None:
        if -1 not in self.wanted[-64:]:
            self.emit("ERROR", value, start, end, note=f"`{self.characters[start:end]}` closes nothing")
            return
        while self.wanted.pop() != -1:
            pass
        self.styles.pop()
        self.emit(kind, value, start, end)
        self.complete()

    # What the master expression finds

    def on_space(self, match: re.Match[str]) -> None:
        pass

    def on_row(self, match: re.Match[str]) -> None:
        self.emit("ROW", "\\\\", *match.span())

    def on_prime(self, match: re.Match[str]) -> None:
        marks = match.group()
        if self.in_argument:  # `x^'` with the caret already read cannot be: a prime opens no argument
            self.error("a prime stands where a script is due", *match.span())
            return
        self.emit("PRIME", "'" * (marks.count("'") + marks.count("\\prime")), *match.span())

    def on_styled(self, match: re.Match[str]) -> None:
        r"""`\mathbf{X}`, `\hat{\theta}`: the commonest commands with one letter in braces, in one step."""
        name, letter = match["style"], match["letter"]
        symbol = letter if len(letter) == 1 else "\\" + letter[1:] if letter[1:] in commands.SYMBOLS else None
        style = commands.STYLES.get(name)
        if style is None or symbol is None or (symbol in "01" and style in ("roman", "")):
            self.position = match.start() + 1 + len(name)
            self.command(name, match.start(), self.position)
            return
        self.atom("SYMBOL", symbol, *match.span(), style=style)

    def on_old(self, match: re.Match[str]) -> None:
        r"""`{\rm Tr}`: a name in an old-style group."""
        token = text_token(match["words"], "roman")
        self.word(token, *match.span())

    def on_words(self, match: re.Match[str]) -> None:
        raise AssertionError("named inside another group")

    on_letter = on_style = on_delimiter = on_size = on_name = on_words

    def on_sized(self, match: re.Match[str]) -> None:
        size, delimiter = match["size"], match["delimiter"]
        start, end = match.span()
        role = {"left": "left", "right": "right", "middle": "middle"}.get(size, {"l": "big open", "r": "big close"}.get(size[-1], "big"))
        if delimiter == ".":
            kind = {"left": "LPAR", "right": "RPAR"}.get(role)
            if kind:
                self.bracket(kind, "", start, end, role)
            return
        delimiter = {"<": "\\langle", ">": "\\rangle"}.get(delimiter, delimiter) if role in ("left", "right") else delimiter
        if delimiter in ("/", "\\backslash", "\\slash"):
            self.emit("OP", "/" if delimiter != "\\backslash" else "\\backslash", start, end)
            return
        spelling = commands.BRACKETS.get(delimiter)
        if spelling is None and role == "big":
            self.position = end - len(delimiter)  # `\big` before something that is no bracket only sizes it
            return
        if spelling is None:
            self.error(f"`{delimiter}` is no bracket", start, end)
            return
        value, way = spelling
        if role == "middle":
            self.emit("SEP", "\\mid" if value == "|" else value, start, end)
        elif value in ("|", "\\|"):
            self.bar(value, start, end, role if role != "big" else ("", "big open", "big close")[way])
        elif role in ("left", "right"):
            self.bracket("LPAR" if role == "left" else "RPAR", value, start, end, role)
        else:
            self.bracket("LPAR" if way > 0 else "RPAR", value, start, end, "")

    def bar(self, value: str, start: int, end: int, role: str) -> None:
        if self.in_argument:
            self.error("a bar stands where an argument is due", start, end)
            return
        self.emit("BAR", value, start, end, note=role)

    def bracket(self, kind: str, value: str, start: int, end: int, role: str) -> None:
        if self.in_argument:
            self.error("a bracket stands where an argument is due", start, end)
            return
        self.emit(kind, value, start, end, note=role)

    def on_letters(self, match: re.Match[str]) -> None:
        start, end = match.span()
        if self.in_argument:
            self.position = start + 1
            self.atom("SYMBOL", self.characters[start], start, start + 1)
            return
        letters = match.group()
        word = plain_words(letters, self.characters, start) if len(letters) > 1 else None
        style = self.pending or self.styles[-1]
        first = end - len(word) if word else end
        for place in range(start, first):
            self.atom("SYMBOL", self.characters[place], place, place + 1, style=style)
            if self.in_argument:
                self.position = place + 1
                return
        if word:
            self.word(text_token(word, style), first, end)

    def on_number(self, match: re.Match[str]) -> None:
        start, end = match.span()
        digits = match.group().replace("{,}", "")
        if self.in_argument:
            digits, end = match.group()[0], start + 1
            self.position = end
        style = self.pending or self.styles[-1]
        if digits in ("0", "1") and style not in ("", "roman"):
            self.atom("SYMBOL", digits, start, end)  # the vector of zeros or ones, not a number
        else:
            self.atom("NUMBER", digits, start, end)

    def on_dots(self, match: re.Match[str]) -> None:
        self.atom("DOTS", "dots", *match.span())

    def on_relation(self, match: re.Match[str]) -> None:
        spelling = re.sub(r"\s|(?<==)=(?=>)|(?<=-)-(?=>)", "", match.group())
        self.relation(_ASCII_RELATIONS[spelling], *match.span())

    def relation(self, value: str, start: int, end: int) -> None:
        if self.in_argument:
            self.error("a relation sign stands where an argument is due", start, end)
            return
        self.emit("REL", value, start, end)

    def on_matlab(self, match: re.Match[str]) -> None:
        if match.group() == ".^":
            self.error("an entrywise power", *match.span())
            return
        self.emit("OP", "\\odot" if match.group() == ".*" else "\\oslash", *match.span())

    def on_bars(self, match: re.Match[str]) -> None:
        value = "\\|" if len(match.group()) == 2 else "|"
        self.bar(value, *match.span(), "literal" if value == "\\|" else "")

    def on_sign(self, match: re.Match[str]) -> None:
        self.operator("SIGN", {"\u2212": "-", "\u00b1": "\\pm"}.get(match.group(), match.group()), *match.span())

    def on_operator(self, match: re.Match[str]) -> None:
        self.operator("OP", {"\u00b7": "\\cdot"}.get(match.group(), match.group()), *match.span())

    def operator(self, kind: str, value: str, start: int, end: int) -> None:
        if self.in_argument:  # `A^*`, `x_+`
            self.atom("SYMBOL", value, start, end)
        else:
            self.emit(kind, value, start, end)

    def on_escape(self, match: re.Match[str]) -> None:
        start, end = match.span()
        spelling = match.group()
        if spelling in commands.BRACKETS:
            value, way = commands.BRACKETS[spelling]
            if way:
                self.bracket("LPAR" if way > 0 else "RPAR", value, start, end, "")
            else:
                self.bar(value, start, end, "")
        elif spelling in ("\\%", "\\#", "\\&", "\\$"):
            self.atom("SYMBOL", spelling, start, end)
        elif spelling == "\\_":
            self.identifier(start)
        elif spelling == "\\-":
            pass
        else:
            self.error(f"`{spelling}` is no command", start, end)

    def identifier(self, start: int) -> None:
        r"""`adv\_x`: a name of program text, taken together with the letters before and after it."""
        before = start
        while self.tokens and self.tokens[-1].end == before and self.tokens[-1].kind in ("SYMBOL", "WORD", "NUMBER"):
            before = self.tokens.pop().start
        tail = re.compile(r"(?:\\_|[A-Za-z0-9])+").match(self.characters, start)
        end = tail.end() if tail else start + 2
        self.position = end
        self.atom("WORD", self.characters[before:end].replace("\\_", "_"), before, end)

    def on_other(self, match: re.Match[str]) -> None:
        start, end = match.span()
        character = match.group()
        match character:
            case "{":
                self.open("LBRACE", "{", start, end, style=self.pending or self.styles[-1])
            case "}":
                self.close("RBRACE", "}", start, end)
            case "(" | "[":
                self.bracket("LPAR", character, start, end, "")
            case "]" if self.roots and self.tokens:
                self.close_bracket(start, end)
            case ")" | "]":
                self.bracket("RPAR", character, start, end, "")
            case "_" | "^":
                self.script(character, start, end)
            case "&":
                self.emit("AMP", "&", start, end)
            case "," | ";":
                self.emit("SEP", character, start, end)
            case ".":
                self.emit("PERIOD", ".", start, end)
            case "!":
                self.emit("BANG", "!", start, end)
            case "?" | '"' | "$" | "\\":
                self.error(f"`{character}` is no mathematics", start, end)
            case _ if character.isalpha():
                self.atom("SYMBOL", character, start, end)
            case _:
                self.error(f"the character `{character!r}`"[:40] + " is not known", start, end)

    def script(self, mark: str, start: int, end: int) -> None:
        if self.in_argument:
            self.error("a script stands where an argument is due", start, end)
            return
        self.emit("SUB" if mark == "_" else "SUP", mark, start, end)
        self.wanted.append(1)

    def close_bracket(self, start: int, end: int) -> None:
        """The bracket that ends the degree of a root, or a plain one inside it."""
        depth = 0
        for token in reversed(self.tokens):
            if token.kind in ("RPAR",) and token.value == "]":
                depth += 1
            elif token.kind == "LPAR" and token.value == "[":
                if depth == 0:
                    break
                depth -= 1
            elif token.kind == "ROOT" and depth == 0:
                self.roots -= 1
                while self.wanted and self.wanted.pop() != -1:
                    pass
                self.emit("RROOT", "]", start, end)
                self.wanted.append(1)
                return
        self.bracket("RPAR", "]", start, end, "")

    # Commands

    def on_command(self, match: re.Match[str]) -> None:
        self.command(match["name"], *match.span())

    def command(self, name: str, start: int, end: int) -> None:
        for table, action in _ACTIONS:
            if name in table:
                action(self, name, start, end)
                return
        self.unknown(name, start, end)

    def symbol(self, name: str, start: int, end: int) -> None:
        self.atom("SYMBOL", commands.SYMBOL_ALIASES.get(name, "\\" + name), start, end)

    def function(self, name: str, start: int, end: int) -> None:
        if name == "vec":
            following = re.compile(r"\s*(?:\\left|\\[bB]igg?l?)?\s*[(\[]").match(self.characters, end)
            if not following:
                self.accent(name, start, end)
                return
        if name == "arg" and (limit := re.compile(r"(?:\s|\\[,;:! ])*\\(min|max|sup|inf)(?![A-Za-z])").match(self.characters, end)):
            self.position = end = limit.end()
            self.limit("arg" + limit[1], start, end)
            return
        self.atom("WORD", name, start, end, style="")

    def limit(self, name: str, start: int, end: int) -> None:
        kind = "WORD" if self.in_argument else "LIMOP"
        self.atom(kind, commands.LIMIT_SPELLINGS.get(name, name), start, end, style="")

    def big_operator(self, name: str, start: int, end: int) -> None:
        self.atom("BIGOP", name, start, end, style="")

    def infix_operator(self, name: str, start: int, end: int) -> None:
        self.operator("OP", commands.OPERATORS[name], start, end)

    def infix_sign(self, name: str, start: int, end: int) -> None:
        self.operator("SIGN", commands.SIGNS[name], start, end)

    def infix_relation(self, name: str, start: int, end: int) -> None:
        if name in ("perp", "ast", "star") and self.in_argument:  # `V^\perp`
            self.symbol(name, start, end)
            return
        if name.startswith("x") and name[1:] in ("rightarrow", "leftarrow", "longequal", "Rightarrow"):
            self.position = end = self.past_arguments(end, 1)
        if name == "mid":
            self.bar("|", start, end, "mid")
            return
        self.relation(commands.RELATIONS[name], start, end)

    def negation(self, name: str, start: int, end: int) -> None:
        following = re.compile(r"\s*(?:([=<>|])|\\([A-Za-z]+))").match(self.characters, end)
        value = following and (following[1] or commands.RELATIONS.get(following[2] or ""))
        if not value or not following:
            self.error("`\\not` stands before no relation sign", start, end)
            return
        self.position = following.end()
        self.relation(commands.NEGATED.get(value, "\\not" + value), start, following.end())

    def dots(self, name: str, start: int, end: int) -> None:
        self.atom("DOTS", commands.DOTS[name], start, end)

    def accent(self, name: str, start: int, end: int) -> None:
        self.prefix("ACCENT", commands.ACCENTS.get(name, name), 1, start, end)

    def prefix(self, kind: str, value: str, arguments: int, start: int, end: int) -> None:
        """A command that takes arguments; the alphabet in force goes on into them."""
        style = self.pending
        self.emit(kind, value, start, end)
        self.pending = style
        self.wanted.append(arguments)

    def brace(self, name: str, start: int, end: int) -> None:
        self.prefix("BRACE", commands.BRACES[name], 1, start, end)

    def box(self, name: str, start: int, end: int) -> None:
        dollar = re.compile(r"\s*\{\s*\$").match(self.characters, end)
        if dollar:  # a box of text around a formula
            stop = argument_end(self.characters, end + self.characters[end : dollar.end()].index("{"))
            if stop and self.characters[dollar.end() : stop].count("$") == 1:
                self.boxed_formula(name, start, dollar.end(), stop)
                return
        self.prefix("BOX", commands.BOXES[name], 1, start, end)

    def boxed_formula(self, name: str, start: int, inner: int, stop: int) -> None:
        self.prefix("BOX", commands.BOXES[name], 1, start, inner)
        self.open("LBRACE", "{", inner, inner, style="")
        inside = self.characters.index("$", inner)
        nested = _Lexer(self.text)
        nested.characters = self.characters[:inside]
        nested.position = inner
        self.tokens.extend(nested.run())
        self.position = stop
        self.close("RBRACE", "}", inside, stop)

    def stack(self, name: str, start: int, end: int) -> None:
        self.prefix("STACK", commands.STACKS[name], 2, start, end)

    def fraction(self, name: str, start: int, end: int) -> None:
        optional = re.compile(r"\s*\[[lcr]\]").match(self.characters, end)
        if name == "cfrac" and optional:
            self.position = end = optional.end()
        self.prefix("FRAC", "frac", 2, start, end)

    def general_fraction(self, name: str, start: int, end: int) -> None:
        first = re.compile(r"\s*\{([^{}]*)\}\s*\{([^{}]*)\}\s*\{([^{}]*)\}\s*\{[^{}]*\}").match(self.characters, end)
        if first is None or (first[1] + first[2]) not in ("", "()"):
            self.error("this `\\genfrac` is not known", start, end)
            return
        self.position = first.end()
        bare = bool(re.fullmatch(r"\s*0\s*[a-z]*\s*", first[3]))
        self.prefix("BINOM" if bare and first[1] else "FRAC", "frac", 2, start, first.end())

    def binomial(self, name: str, start: int, end: int) -> None:
        self.prefix("BINOM", "binom", 2, start, end)

    def root(self, name: str, start: int, end: int) -> None:
        degree = re.compile(r"\s*\[").match(self.characters, end)
        if degree is None:
            self.prefix("SQRT", "sqrt", 1, start, end)
            return
        self.position = degree.end()
        self.roots += 1
        self.emit("ROOT", "[", start, degree.end())
        self.wanted.append(-1)

    def infix(self, name: str, start: int, end: int) -> None:
        self.emit("INFIX", commands.INFIX[name], start, end)

    def style(self, name: str, start: int, end: int) -> None:
        style = commands.STYLES[name]
        brace = re.compile(r"\s*\{").match(self.characters, end)
        if brace is None:
            self.pending, self.pending_start = style, start if self.pending_start < 0 else self.pending_start
            return
        stop = argument_end(self.characters, brace.end() - 1)
        content = self.characters[brace.end() : stop - 1] if stop else ""
        token = text_token(content, style, mathematics=True) if stop and stop - brace.end() < 60 else None
        if token is not None and stop is not None:
            self.position = stop
            self.word(token, start, stop)
            return
        self.position = brace.end()
        self.open("LSTYLE", style, start, brace.end(), style=style)

    def word(self, token: tuple[str, str, str] | None, start: int, end: int) -> None:
        """A name or words that were read as one."""
        if token is None:
            self.error("empty text", start, end)
            return
        kind, value, style = token
        if kind == "LIMOP" and self.in_argument:
            kind = "WORD"
        self.atom(kind, value, start, end, style=style)

    def switch(self, name: str, start: int, end: int) -> None:
        self.styles[-1] = commands.SWITCHES[name]

    def words(self, name: str, start: int, end: int) -> None:
        brace = re.compile(r"\s*\{").match(self.characters, end)
        if brace is None:
            self.pending, self.pending_start = commands.TEXTS[name], start
            return
        stop = argument_end(self.characters, brace.end() - 1)
        if stop is None:
            self.error("this text never closes", start, brace.end())
            self.position = brace.end()
            return
        content = self.characters[brace.end() : stop - 1]
        self.position = stop
        if not content.strip(" ~\\,;:\t\r\n"):
            return
        self.word(text_token(content, commands.TEXTS[name]), start, stop)

    def operator_name(self, name: str, start: int, end: int) -> None:
        brace = re.compile(r"\*?\s*(?:\{|([A-Za-z])(?![A-Za-z]))").match(self.characters, end)
        stop = argument_end(self.characters, brace.end() - 1) if brace and not brace[1] else None
        if brace and brace[1]:
            self.position = brace.end()
            self.atom("SYMBOL", brace[1], start, brace.end(), style="roman")
            return
        content = self.characters[brace.end() : stop - 1] if stop and brace else ""
        plain = re.sub(r"\\[,;:! ]|~|\s|\\(?:rm|mathrm|text|operatorname|bf|mathbf)(?![A-Za-z])|[{}]", "", content)
        if stop is None or not re.fullmatch(r"[A-Za-z0-9*.-]+", plain):
            self.error("the name of this operator cannot be read", start, stop or end)
            self.position = stop or end
            return
        self.position = stop
        token = text_token(plain, "roman")
        if token and token[0] == "PROSE":
            token = ("WORD", plain, "")
        self.word(token, start, stop)

    def quiet(self, name: str, start: int, end: int) -> None:
        if re.compile(r"\*").match(self.characters, end):
            self.position = end + 1

    def quiet_with_arguments(self, name: str, start: int, end: int) -> None:
        count = commands.QUIET_ARGUMENTS[name]
        if count:
            self.position = self.past_arguments(end, count)
        elif length := re.compile(_LENGTH).match(self.characters, end):
            self.position = length.end()
        if name in commands.WIDE_SPACES:
            self.emit("QUAD", "\\quad", start, self.position)

    def past_arguments(self, position: int, count: int) -> int:
        """The place behind a command's optional and mandatory arguments, which are not mathematics of the row."""
        for _ in range(count):
            head = re.compile(r"\*?\s*(?:\[[^\]]*\]\s*)?\{").match(self.characters, position)
            stop = argument_end(self.characters, head.end() - 1) if head else None
            if stop is None:
                return position
            position = stop
        return position

    def wide_space(self, name: str, start: int, end: int) -> None:
        self.emit("QUAD", "\\quad", start, end)

    def note(self, name: str, start: int, end: int) -> None:
        stop = self.past_arguments(end, 1)
        self.position = stop
        self.emit("TAG", self.characters[start:stop], start, stop)

    def connective(self, name: str, start: int, end: int) -> None:
        self.emit("PROSE", commands.CONNECTIVES[name], start, end)

    def quantifier(self, name: str, start: int, end: int) -> None:
        self.emit("PREFIX", commands.PREFIXES[name], start, end)

    def delimiter(self, name: str, start: int, end: int) -> None:
        value, way = commands.BRACKETS["\\" + name]
        if value in ("|", "\\|"):
            self.bar(value, start, end, ("", "big open", "big close")[way])
        else:
            self.bracket("LPAR" if way > 0 else "RPAR", value, start, end, "")

    def environment(self, name: str, start: int, end: int) -> None:
        head = re.compile(r"\s*\{\s*([A-Za-z]+)\*?\s*\}").match(self.characters, end)
        if head is None or head[1] not in commands.LAYOUTS | commands.MATRICES:
            self.error("this environment is not known", start, head.end() if head else end)
            self.position = head.end() if head else end
            return
        self.position = head.end()
        if name == "end":
            self.close("END", head[1], start, self.position)
            return
        options = re.compile(r"\s*\[[tbc]\]").match(self.characters, self.position)
        self.position = options.end() if options else self.position
        self.position = self.past_arguments(self.position, commands.ENVIRONMENT_ARGUMENTS.get(head[1], 0))
        self.open("BEGIN", head[1], start, self.position, style=self.styles[-1])

    def braced_rows(self, name: str, start: int, end: int) -> None:
        brace = re.compile(r"\s*\{").match(self.characters, end)
        if brace is None:
            self.error(f"`\\{name}` has no rows", start, end)
            return
        self.position = brace.end()
        self.open("BEGIN", commands.BRACED_ROWS[name], start, brace.end(), style=self.styles[-1], note="braced")

    def unknown(self, name: str, start: int, end: int) -> None:
        """A command of the author's whose definition was not pasted."""
        brace = re.compile(r"\*?\s*\{").match(self.characters, end)
        stop = argument_end(self.characters, brace.end() - 1) if brace else None
        if brace and stop:
            stop = self.past_arguments(stop, 5)
            inside = self.characters[brace.end() : stop - 1]
            self.position = stop
            if "$" in inside or len(re.findall(r"(?<![\\A-Za-z])[A-Za-z]{2,}(?=[\s.,])", inside)) > 3:
                self.emit("PROSE", inside, start, stop)  # only text is written so
                return
            self.error(f"`\\{name}` takes arguments, and its meaning is not known", start, stop)
        elif brace:
            self.error(f"`\\{name}` is not known", start, end)
        else:
            self.emit("SYMBOL", "\\" + name, start, end, style=self.pending or self.styles[-1], note="unknown")
            self.complete()


_Action = Callable[[_Lexer, str, int, int], None]
# The first table that holds the name says what the command does.
_ACTIONS: tuple[tuple[frozenset[str] | dict[str, str] | dict[str, int], _Action], ...] = (
    (frozenset(commands.SYMBOLS) | frozenset(commands.SYMBOL_ALIASES), _Lexer.symbol),
    (commands.FRACTIONS, _Lexer.fraction),
    (commands.STYLES, _Lexer.style),
    (frozenset(name[1:] for name in commands.BRACKETS if name[1:].isalpha()), _Lexer.delimiter),
    (commands.BIG_OPERATORS, _Lexer.big_operator),
    (commands.TEXTS, _Lexer.words),
    (commands.ACCENTS.keys() - {"vec"}, _Lexer.accent),
    (commands.OPERATORS, _Lexer.infix_operator),
    (commands.SIGNS, _Lexer.infix_sign),
    (commands.RELATIONS, _Lexer.infix_relation),
    (commands.DOTS, _Lexer.dots),
    (commands.NAMED, _Lexer.function),
    (commands.LIMIT_OPERATORS, _Lexer.limit),
    (commands.OPERATOR_NAMES, _Lexer.operator_name),
    (frozenset({"begin", "end"}), _Lexer.environment),
    (commands.BRACED_ROWS, _Lexer.braced_rows),
    (frozenset({"sqrt"}), _Lexer.root),
    (commands.BINOMIALS, _Lexer.binomial),
    (commands.BRACES, _Lexer.brace),
    (commands.BOXES, _Lexer.box),
    (commands.STACKS, _Lexer.stack),
    (commands.INFIX, _Lexer.infix),
    (commands.SWITCHES, _Lexer.switch),
    (commands.QUIET_ARGUMENTS, _Lexer.quiet_with_arguments),
    (commands.WIDE_SPACES, _Lexer.wide_space),
    (commands.NOTES, _Lexer.note),
    (commands.QUIET, _Lexer.quiet),
    (commands.CONNECTIVES, _Lexer.connective),
    (commands.PREFIXES, _Lexer.quantifier),
    (frozenset({"not"}), _Lexer.negation),
    (frozenset({"genfrac"}), _Lexer.general_fraction),
)
assert ENDS_OPERAND
