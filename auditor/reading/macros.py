r"""Author macros: collect their definitions anywhere in a document, and expand their uses with spans intact.

A definition is in force from its place on; a use before any definition takes the first one that follows. What the
document does not define is looked up in the table of usual author macros. Expansion cannot run away: within what a macro
put in, the macro itself is not expanded again, and the size of the result is bounded.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from auditor.reading.author_macros import AUTHOR_MACROS, SUPERSCRIPT_MACROS
from auditor.reading.notation import DISPLAY_ENVIRONMENTS, base_name
from auditor.source import Span, Text

SIZE_LIMIT = 20_000  # characters in one expanded formula
_DEPTH_LIMIT = 40

_DEFINITION = re.compile(
    r"(?<!\\)\\{1,2}(?:(?:global|long|protected)\s*\\{1,2})?(?P<command>def|gdef|edef|xdef|let|newcommand|renewcommand"
    r"|providecommand|DeclareRobustCommand|newcommandx|DeclareMathOperator|DeclarePairedDelimiter|NewDocumentCommand"
    r"|RenewDocumentCommand|ProvideDocumentCommand|DeclareDocumentCommand|newenvironment|renewenvironment)(?![A-Za-z])(?P<star>\*?)"
)
_NAME = re.compile(r"\s*\{\s*\\{1,2}([A-Za-z@]+|[^\sA-Za-z])\s*\}|\s*\\{1,2}([A-Za-z@]+|[^\sA-Za-z])")
_PLAIN_NAME = re.compile(r"\s*\{\s*([A-Za-z@]+\*?)\s*\}")
_SPACE = re.compile(r"\s*")
_COMMAND = re.compile(r"\\(?:([A-Za-z@]+)|(begin|end)\s*\{([A-Za-z@]+\*?)\}|(.))", re.DOTALL)
_ARGUMENT = re.compile(r"\\(?:[A-Za-z]+\*?|.)|.", re.DOTALL)


@dataclass(frozen=True)
class Macro:
    """`spec` lists the parameters: m, o, g, s as in author_macros; other characters are matched literally."""

    name: str
    spec: tuple[str, ...]
    body: Text
    default: Text | None = None
    place: int = 0
    frozen: bool = False  # made by \let from a command that was no macro then: the body is never expanded


@dataclass
class Macros:
    """The definitions of a document."""

    by_name: dict[str, list[Macro]] = field(default_factory=dict)
    overflow: list[Span] = field(default_factory=list)  # uses that had to be left unexpanded

    def add(self, macro: Macro) -> None:
        self.by_name.setdefault(macro.name, []).append(macro)

    def find(self, name: str, place: int) -> Macro | None:
        """The definition in force at an offset of the original."""
        macros = self.by_name.get(name)
        if not macros:
            return None
        index = bisect_right([macro.place for macro in macros], place)
        return macros[max(index - 1, 0)]


# Definitions


def collect(text: Text, allowed: Iterable[tuple[int, int]] = ()) -> tuple[Macros, Text, list[tuple[int, int]]]:
    """The document's definitions, the text without them, and where they stood; none is sought in `allowed`' gaps."""
    macros, kept, cuts, position = Macros(), [], [], 0
    skipped = iter((*allowed, (len(text), len(text))))
    skip = next(skipped)
    for match in _DEFINITION.finditer(text.characters):
        while skip[1] <= match.start() and skip[0] < len(text):
            skip = next(skipped)
        if match.start() < position or skip[0] <= match.start() < skip[1]:
            continue
        end = _define(text, match, macros)
        if end is None:
            continue
        kept.append(text.slice(position, match.start()))
        cuts.append((match.start(), end))
        position = end
    return macros, Text.join((*kept, text.slice(position))), cuts


def _define(text: Text, match: re.Match[str], macros: Macros) -> int | None:
    """Read one definition; the place behind it, or None where it is not one after all."""
    command, characters, position = match["command"], text.characters, match.end()
    if command.endswith("environment"):
        return _define_environment(text, match, macros)
    name_match = _NAME.match(characters, position)
    if name_match is None:
        return None
    name, position = name_match[1] or name_match[2], name_match.end()
    place = text.starts[match.start()]
    match command:
        case "let":
            return _let(text, position, name, place, macros)
        case "def" | "gdef" | "edef" | "xdef":
            parameters = re.compile(r"[^{}\n]{0,60}").match(characters, position)
            spec, default = tuple(re.findall(r"#\d|\S", parameters.group())) if parameters else (), None
            spec = tuple("m" if part.startswith("#") else part for part in spec)
            position = parameters.end() if parameters else position
        case "DeclareMathOperator":
            return _operator(text, position, name, place, bool(match["star"]), macros)
        case "DeclarePairedDelimiter":
            return _delimiters(text, position, name, place, macros)
        case _ if "Document" in command:
            spec_range = _group(characters, position)
            if spec_range is None:
                return None
            kinds = re.sub(r"\{[^{}]*\}|\s", "", characters[spec_range[0] : spec_range[1]]).replace("O", "o")
            spec, default, position = tuple(kinds), None, spec_range[1] + 1
        case _:
            spec, default, position = _newcommand_spec(text, position)
    body = _group(characters, position)
    if body is None:
        return None
    macros.add(Macro(name, spec, text.slice(*body), default, place))
    return body[1] + 1


def _newcommand_spec(text: Text, position: int) -> tuple[tuple[str, ...], Text | None, int]:
    match = re.compile(r"\s*\[(\d)\]").match(text.characters, position)
    if match is None:
        return (), None, position
    count, position, default = int(match[1]), match.end(), None
    optional = re.compile(r"\s*\[([^\[\]]*)\]").match(text.characters, position)
    if optional and count:
        default, position = text.slice(*optional.span(1)), optional.end()
        return ("o", *"m" * (count - 1)), default, position
    return ("m",) * count, None, position


def _let(text: Text, position: int, name: str, place: int, macros: Macros) -> int | None:
    match = re.compile(r"\s*=?\s*(\\[A-Za-z@]+|\\.|\S)").match(text.characters, position)
    if match is None:
        return None
    target = macros.find(match[1][1:], place) if match[1].startswith("\\") else None
    if target is not None:
        macros.add(Macro(name, target.spec, target.body, target.default, place, target.frozen))
    else:
        macros.add(Macro(name, (), text.slice(*match.span(1)), None, place, frozen=True))
    return match.end()


def _operator(text: Text, position: int, name: str, place: int, star: bool, macros: Macros) -> int | None:
    body = _group(text.characters, position)
    if body is None:
        return None
    at = text.span(body[0], body[1])
    head, tail = Text.inserted(r"\operatorname*{" if star else r"\operatorname{", at), Text.inserted("}", at)
    macros.add(Macro(name, (), Text.join((head, text.slice(*body), tail)), None, place))
    return body[1] + 1


def _delimiters(text: Text, position: int, name: str, place: int, macros: Macros) -> int | None:
    left = _group(text.characters, position)
    right = _group(text.characters, left[1] + 1) if left else None
    if left is None or right is None:
        return None
    argument = Text.inserted(" #2", text.span(*left))
    macros.add(Macro(name, ("s", "m"), Text.join((text.slice(*left), argument, text.slice(*right))), None, place))
    return right[1] + 1


def _define_environment(text: Text, match: re.Match[str], macros: Macros) -> int | None:
    name = _PLAIN_NAME.match(text.characters, match.end())
    if name is None:
        return None
    spec, default, position = _newcommand_spec(text, name.end())
    head = _group(text.characters, position)
    tail = _group(text.characters, head[1] + 1) if head else None
    if head is None or tail is None:
        return None
    place = text.starts[match.start()]
    macros.add(Macro("begin " + name[1], spec, text.slice(*head), default, place))
    macros.add(Macro("end " + name[1], (), text.slice(*tail), None, place))
    return tail[1] + 1


def _group(characters: str, position: int, limit: int = SIZE_LIMIT) -> tuple[int, int] | None:
    """The inside of the brace group that begins here, after white space."""
    start = _SPACE.match(characters, position).end()  # type: ignore[union-attr]
    if not characters.startswith("{", start):
        return None
    depth = 0
    for match in re.compile(r"\\.|[{}]", re.DOTALL).finditer(characters, start, start + limit):
        depth += {"{": 1, "}": -1}.get(match.group(), 0)
        if depth == 0:
            return start + 1, match.start()
    return None


# Uses


def expand(text: Text, macros: Macros) -> Text:
    """The text of a formula with every macro of the document, and every usual one it does not define, expanded."""
    if "\\" not in text.characters:
        return text
    expanded = _Expansion(macros, lambda macro: True, builtin=True).run(text, frozenset(), 0)
    return expanded


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
    def __init__(self, macros: Macros, wanted, *, builtin: bool, limit: int | None = SIZE_LIMIT) -> None:  # type: ignore[no-untyped-def]
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

    def substitute(
        self, macro: Macro, text: Text, start: int, end: int, arguments: list[Text | None]
    ) -> Text | None:
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
    characters, arguments = text.characters, []
    for index, kind in enumerate(macro.spec):
        start = _SPACE.match(characters, position).end()  # type: ignore[union-attr]
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
                group = _group(characters, start)
                if group is None and kind == "g":
                    return None
                if group is None:
                    taken = _literal_delimited(macro, index, characters, start)
                    if taken is None:
                        return None
                    arguments.append(text.slice(*taken))
                    position = taken[1]
                    continue
                arguments.append(text.slice(*group))
                position = group[1] + 1
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
