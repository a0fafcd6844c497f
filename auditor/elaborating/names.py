"""The names of symbols: one canonical spelling for each way of writing the same letter."""

from __future__ import annotations

import re
from collections.abc import Iterable

from auditor.parsing.syntax import (
    Accent,
    Annotated,
    Fence,
    Group,
    Node,
    Number,
    Product,
    Prose,
    Scripts,
    Sequence,
    Sum,
    Symbol,
    Word,
)

STYLES = {
    "": "{}",
    "bold": r"\mathbf{{{}}}",
    "blackboard": r"\mathbb{{{}}}",
    "calligraphic": r"\mathcal{{{}}}",
    "fraktur": r"\mathfrak{{{}}}",
    "sans": r"\mathsf{{{}}}",
    "roman": "{}",
    "typewriter": r"\mathtt{{{}}}",
}
# Labels that never vary: decorations which people hang on a symbol to name another one.
STARS = frozenset({"*", r"\ast", r"\star", r"\circ", r"\dagger", r"\prime"})


INVISIBLE = (Group, Annotated)  # a union would be made anew at every call, and there are very many


def strip(node: Node | None) -> Node | None:
    """The node without invisible braces and without annotations that say something about it."""
    while isinstance(node, INVISIBLE):
        node = node.body
    return node


def spell(node: Node | None) -> str:
    """The spelling of a label, an index list or a letter, on one line; "" for what cannot stand in a name."""
    if node is None:
        return ""
    kept = node.__dict__  # asked for again and again: a node remembers its spelling
    if SPELLING not in kept:
        kept[SPELLING] = _spelled(node)
    return str(kept[SPELLING])


SPELLING = "spelling"


def _spelled(node: Node) -> str:
    match strip(node):
        case Symbol(name=name, style=style):
            return STYLES.get(style, "{}").format(name)
        case Word(name=name) | Prose(text=name):
            return name.strip()
        case Number(text=text):
            return text
        case Accent(kind=kind, body=body):
            return rf"\{kind}{{{spell(body)}}}"
        case Fence(open=opening, close=closing, body=body):
            inside = spell(body)
            return f"{opening}{inside}{closing}" if inside else ""
        case Sequence(items=items, separators=separators):
            return _all_spelled("|" if set(separators) <= {"|", r"\mid"} else ",", items)
        case Product(factors=factors, operators=operators) if set(operators) <= {"", "*"}:
            return _all_spelled("", factors)
        case Sum(signs=signs, terms=terms):
            written = [sign + spell(term) for sign, term in zip(signs, terms, strict=True)]
            return "".join(written).removeprefix("+") if all(map(spell, terms)) else ""
        case Scripts(base=base, sub=sub, sup=sup, primes=primes):
            name = spell(base)
            name += f"_{{{spell(sub)}}}" if sub is not None else ""
            name += f"^{{{spell(sup)}}}" if sup is not None else ""
            return name + "'" * primes
    return ""


def _all_spelled(separator: str, nodes: Iterable[Node]) -> str:
    """The spellings joined; "" where one of them has none."""
    spelled = [spell(node) for node in nodes]
    return separator.join(spelled) if all(spelled) else ""


def letter_of(node: Node | None) -> Symbol | Word | None:
    """The letter under accents and scripts: x for \\hat{x}_i."""
    match strip(node):
        case Symbol() | Word() as letter:
            return letter
        case Accent(body=body):
            return letter_of(body)
        case Scripts(base=base):
            return letter_of(base)
    return None


def letter_class(spelling: str) -> str:
    """ "uppercase", "bold lowercase", "greek", …: the classes of which texts speak."""
    bold = spelling.startswith((r"\mathbf", r"\boldsymbol"))
    letter = plain_letter(spelling)
    name = "greek" if letter.startswith("\\") else "uppercase" if letter[:1].isupper() else "lowercase"
    return f"bold {name}" if bold else name


MARKS = re.compile(r"[#@][^{}^_]*")  # what tells letters of one spelling apart


def plain(name: str) -> str:
    """The spelling of an internal name."""
    return MARKS.sub("", name)


def plain_letter(spelling: str) -> str:
    """The letter without style, accent and labels: x for \\hat{\\mathbf{x}}_{1}."""
    letter = MARKS.sub("", spelling).split("_")[0].split("^")[0].rstrip("'")
    while "{" in letter:
        letter = letter[letter.index("{") + 1 :].rstrip("}")
    return letter


def bare_letter(node: Node | None) -> Node | None:
    """The letter with its accent, scripts taken off."""
    node = strip(node)
    return bare_letter(node.base) if isinstance(node, Scripts) else node


def is_atom(node: Node | None) -> bool:
    """A letter, possibly with an accent: what a subscript or superscript can hang on to make a name."""
    match strip(node):
        case Symbol(name=name):
            return name not in (r"\partial", r"\nabla", r"\infty")
        case Accent(body=body):
            return is_atom(body)
        case Word(name=name):
            return True
    return False


def written(node: Node | None) -> str:
    """The formula as it was written, for messages."""
    try:
        from auditor.parsing.printing import latex
    except ImportError:
        return spell(node)
    return latex(node) if node is not None else ""
