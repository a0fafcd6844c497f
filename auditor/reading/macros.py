r"""Author macros expanded, with spans intact.

A definition is in force from its place on; a use before any definition takes the first one that follows. What the
document does not define is looked up in the table of usual author macros. Expansion cannot run away: within what a
macro put in, the macro itself is not expanded again, and the size of the result is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from auditor.reading.author_macros import AUTHOR_MACROS, SUPERSCRIPT_MACROS
from auditor.reading.definitions import SIZE_LIMIT, SPACE, Macro, Macros, group
from auditor.reading.notation import DISPLAY_ENVIRONMENTS, base_name
from auditor.source import Text

_DEPTH_LIMIT = 40

_COMMAND = re.compile(r"\\(?:([A-Za-z@]+)|(begin|end)\s*\{([A-Za-z@]+\*?)\}|(.))", re.DOTALL)
_NAMED = re.compile(r"\\([A-Za-z@]+|.)", re.DOTALL)
_USUAL = SUPERSCRIPT_MACROS.keys() | AUTHOR_MACROS.keys()
_ARGUMENT = re.compile(r"\\(?:[A-Za-z]+\*?|.)|.", re.DOTALL)


def expand(text: Text, macros: Macros) -> Text:
    """The text of a formula with every macro of the document, and every usual one it does not define, expanded.

    A formula that grows too long is left as it stands: what is expanded by half says nothing.
    """
    if not macros.by_name and _USUAL.isdisjoint(_NAMED.findall(text.characters)):
        return text
    before = len(macros.overflow)
    expanded = _Expansion(macros, lambda macro: True, builtin=True).run(text, frozenset(), 0)
    return expanded if len(macros.overflow) == before else text


def expand_displays(text: Text, macros: Macros) -> Text:
    """The document with the macros expanded that open or close displays; others wait until their formula is read."""
    opens = re.compile(r"\\(?:begin|end)\s*\{([A-Za-z]+\*?)\}|\\\[|\\\]|\$\$")

    def displays(macro: Macro, seen: frozenset[str] = frozenset()) -> bool:
        names = [match[1] for match in opens.finditer(macro.body.characters)]
        if any(name is None or base_name(name) in DISPLAY_ENVIRONMENTS for name in names):
            return True
        inner = (macros.by_name.get(match[1]) for match in re.finditer(r"\\([A-Za-z@]+)", macro.body.characters))
        return len(seen) < 5 and any(
            displays(found[-1], seen | {macro.name}) for found in inner if found and found[-1].name not in seen
        )

    wanted = {name for name, found in sorted(macros.by_name.items()) if any(map(displays, found))}
    if not wanted:
        return text
    return _Expansion(macros, lambda macro: macro.name in wanted, builtin=False, limit=None).run(text, frozenset(), 0)


class _Expansion:
    def __init__(
        self, macros: Macros, wanted: Callable[[Macro], bool], *, builtin: bool, limit: int | None = SIZE_LIMIT
    ) -> None:
        self.macros, self.wanted, self.builtin = macros, wanted, builtin
        self.budget = limit if limit is not None else 10**9

    def run(self, text: Text, active: frozenset[str], depth: int) -> Text:
        parts: list[Text] = []
        position, characters = 0, text.characters
        while match := _COMMAND.search(characters, position):
            replaced = self.use(text, match, active, depth, parts)
            if replaced is None:
                parts.append(text.slice(position, match.end()))
                position = match.end()
                continue
            result, end = replaced
            parts.append(text.slice(position, match.start()))
            parts.append(result)
            position = end
        parts.append(text.slice(position))
        return Text.join(parts)

    def use(
        self, text: Text, match: re.Match[str], active: frozenset[str], depth: int, before: list[Text]
    ) -> tuple[Text, int] | None:
        name = match[1] or match[4]
        if match[1] in ("begin", "end"):
            environment = re.compile(r"\s*\{([A-Za-z@]+\*?)\}").match(text.characters, match.end())
            if environment is None:
                return None
            found = self.macros.find(f"{match[1]} {environment[1]}", text.starts[match.start()])
            if found is None or found.name in active or not self.wanted(found):
                return None
            return self.apply(found, text, match.start(), environment.end(), active, depth)
        if name is None or name in active:
            return None
        macro = self.macros.find(name, text.starts[match.start()])
        if macro is not None:
            return self.apply(macro, text, match.start(), match.end(), active, depth) if self.wanted(macro) else None
        return self.usual(name, text, match, active, depth, before) if self.builtin else None

    def usual(
        self, name: str, text: Text, match: re.Match[str], active: frozenset[str], depth: int, before: list[Text]
    ) -> tuple[Text, int] | None:
        if name in SUPERSCRIPT_MACROS:
            return _superscript(name, text, match)
        for spec, body in AUTHOR_MACROS.get(name, ()):
            inserted = Text.inserted(body, text.span(*match.span()))
            macro = Macro(name, tuple(spec), inserted)
            if (done := self.apply(macro, text, match.start(), match.end(), active, depth)) is not None:
                return done
        return None

    def apply(
        self, macro: Macro, text: Text, start: int, position: int, active: frozenset[str], depth: int
    ) -> tuple[Text, int] | None:
        """The use that begins at `start` replaced by its meaning; None where its arguments are not there."""
        taken = _arguments(macro, text, position)
        if taken is None:
            return None
        arguments, end = taken
        if depth > _DEPTH_LIMIT or len(macro.body) > self.budget:
            self.macros.overflow.append(text.span(start, end))
            return None
        arguments = [self.run(argument, active, depth + 1) if argument else argument for argument in arguments]
        result = self.substitute(macro, text, start, end, arguments)
        if result is None:
            return None
        if not macro.frozen:
            result = self.run(result, active | {macro.name}, depth + 1)
        return _apart(result, text, end), end

    def substitute(self, macro: Macro, text: Text, start: int, end: int, arguments: list[Text | None]) -> Text | None:
        whole, parts, position = text.span(start, end), [], 0
        pattern = re.compile(r"#(\d)")
        for match in pattern.finditer(macro.body.characters):
            parts.append(Text.inserted(macro.body.characters[position : match.start()], whole))
            position = match.end()
            number = int(match[1]) - 1
            argument = arguments[number] if number < len(arguments) else None
            if argument is not None:
                parts.append(argument)
        parts.append(Text.inserted(macro.body.characters[position:], whole))
        size = sum(map(len, parts))
        if size > self.budget:
            self.macros.overflow.append(whole)
            return None
        self.budget -= size
        return _separated(parts)


def _separated(parts: list[Text]) -> Text:
    """Join, keeping a command and the letter of an argument behind it apart: `\\partial` + `x`."""
    out: list[Text] = []
    for part in parts:
        if out and part.characters[:1].isalpha() and re.search(r"\\[A-Za-z]+$", out[-1].characters):
            out.append(Text.inserted(" ", part.span(0, 1)))
        if len(part):
            out.append(part)
    return Text.join(out)


def _apart(result: Text, text: Text, end: int) -> Text:
    follows = text.characters[end : end + 1]
    if follows.isalpha() and re.search(r"\\[A-Za-z]+$", result.characters):
        return Text.join((result, Text.inserted(" ", result.span(len(result) - 1))))
    return result


def _superscript(name: str, text: Text, match: re.Match[str]) -> tuple[Text, int]:
    mark, at = SUPERSCRIPT_MACROS[name], text.span(*match.span())
    before = text.characters[max(0, match.start() - 12) : match.start()]
    raised = re.search(r"\^\s*(\{[^{}]*)?$", before)
    body = f"^{{{mark}}}" if not raised else mark if raised[1] else f"{{{mark}}}"
    return Text.inserted(body, at), match.end()


def _arguments(macro: Macro, text: Text, position: int) -> tuple[list[Text | None], int] | None:
    characters = text.characters
    arguments: list[Text | None] = []
    for index, kind in enumerate(macro.spec):
        start = SPACE.match(characters, position).end()  # type: ignore[union-attr]
        match kind:
            case "s":
                arguments.append(None)
                position = start + 1 if characters.startswith("*", start) else position
                continue
            case "o":
                bracket = re.compile(r"\[((?:[^\[\]{}]|\{[^{}]*\})*)\]").match(characters, start)
                if bracket is None and macro.default is None and macro.place == 0 and index == 0:
                    return None  # a variant of the table that is not the one used here
                arguments.append(text.slice(*bracket.span(1)) if bracket else macro.default)
                position = bracket.end() if bracket else position
                continue
            case "m" | "g":
                braced = group(characters, start)
                if braced is None and kind == "g":
                    return None
                if braced is None:
                    taken = _literal_delimited(macro, index, characters, start)
                    if taken is None:
                        return None
                    arguments.append(text.slice(*taken))
                    position = taken[1]
                    continue
                arguments.append(text.slice(*braced))
                position = braced[1] + 1
            case literal:
                if not characters.startswith(literal, start):
                    return None
                position = start + len(literal)
    return arguments, position


def _literal_delimited(macro: Macro, index: int, characters: str, start: int) -> tuple[int, int] | None:
    r"""An argument without braces: one token, or everything up to the literal that follows it in a \def."""
    literal = macro.spec[index + 1] if index + 1 < len(macro.spec) else "m"
    if literal not in "mogs":
        close = characters.find(literal, start, start + 500)
        return (start, close) if close >= 0 else None
    token = _ARGUMENT.match(characters, start)
    if token is None or token.group() in "}&" or token.group() == r"\\":
        return None
    return token.span()
