r"""Definitions of author macros, wherever in a document they stand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from auditor.source import Span, Text

SIZE_LIMIT = 20_000  # characters in one definition, argument or expanded formula
_DEFINITION = re.compile(
    r"(?<!\\)\\{1,2}(?:(?:global|long|protected)\s*\\{1,2})?(?P<command>def|gdef|edef|xdef|let|newcommand|renewcommand"
    r"|providecommand|DeclareRobustCommand|newcommandx|DeclareMathOperator|DeclarePairedDelimiter|NewDocumentCommand"
    r"|RenewDocumentCommand|ProvideDocumentCommand|DeclareDocumentCommand|newenvironment|renewenvironment)(?![A-Za-z])(?P<star>\*?)"
)
_NAME = re.compile(r"\s*\{\s*\\{1,2}([A-Za-z@]+|[^\sA-Za-z])\s*\}|\s*\\{1,2}([A-Za-z@]+|[^\sA-Za-z])")
_PLAIN_NAME = re.compile(r"\s*\{\s*([A-Za-z@]+\*?)\s*\}")
SPACE = re.compile(r"\s*")


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


def collect(text: Text, allowed: Iterable[tuple[int, int]] = ()) -> tuple[Macros, Text, list[tuple[int, int]]]:
    """The document's definitions, the text without them, and where they stood; none is sought in `allowed`' gaps."""
    macros, position = Macros(), 0
    kept: list[Text] = []
    cuts: list[tuple[int, int]] = []
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
        # A space holds the place, lest two dollars around a definition become one delimiter.
        kept += (text.slice(position, match.start()), Text.inserted(" ", text.span(match.start(), end)))
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
            spec_range = group(characters, position)
            if spec_range is None:
                return None
            kinds = re.sub(r"\{[^{}]*\}|\s", "", characters[spec_range[0] : spec_range[1]]).replace("O", "o")
            spec, default, position = tuple(kinds), None, spec_range[1] + 1
        case _:
            spec, default, position = _newcommand_spec(text, position)
    body = group(characters, position)
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
    body = group(text.characters, position)
    if body is None:
        return None
    at = text.span(body[0], body[1])
    head, tail = Text.inserted(r"\operatorname*{" if star else r"\operatorname{", at), Text.inserted("}", at)
    macros.add(Macro(name, (), Text.join((head, text.slice(*body), tail)), None, place))
    return body[1] + 1


def _delimiters(text: Text, position: int, name: str, place: int, macros: Macros) -> int | None:
    left = group(text.characters, position)
    right = group(text.characters, left[1] + 1) if left else None
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
    head = group(text.characters, position)
    tail = group(text.characters, head[1] + 1) if head else None
    if head is None or tail is None:
        return None
    place = text.starts[match.start()]
    macros.add(Macro("begin " + name[1], spec, text.slice(*head), default, place))
    macros.add(Macro("end " + name[1], (), text.slice(*tail), None, place))
    return tail[1] + 1


def group(characters: str, position: int, limit: int = SIZE_LIMIT) -> tuple[int, int] | None:
    """The inside of the brace group that begins here, after white space."""
    start = SPACE.match(characters, position).end()  # type: ignore[union-attr]
    if not characters.startswith("{", start):
        return None
    depth = 0
    for match in re.compile(r"\\.|[{}]", re.DOTALL).finditer(characters, start, start + limit):
        depth += {"{": 1, "}": -1}.get(match.group(), 0)
        if depth == 0:
            return start + 1, match.start()
    return None
