"""Edited formulas written out: what the author wrote stays as it was, and only what is new is spelled afresh."""

from __future__ import annotations

from auditor.parsing.operands import operand
from auditor.parsing.printing import latex
from auditor.parsing.statements import Written
from auditor.parsing.syntax import (
    Bars,
    Fence,
    Fraction,
    Group,
    Node,
    Product,
    Root,
    Scripts,
    Sequence,
    Sum,
    Symbol,
    Word,
)
from auditor.source import Span, Text

GLUED = frozenset({"", "+", "-"})


def parsed(text: str, span: Span) -> Node | None:
    """A formula given as LaTeX, standing at a place in the document."""
    return operand(Text.inserted(text, span)).syntax


def spelled(node: Node, author: tuple[Written, ...] = ()) -> str:
    """The formula in LaTeX that reads back as the same formula."""
    text = _Speller(author).text(node)
    return text if parsed(text, node.span) == node else latex(node)


class _Speller:
    def __init__(self, author: tuple[Written, ...]) -> None:
        self.own = {id(part): found for found in author if found.syntax for part in _all(found.syntax)}

    def text(self, node: Node | None) -> str:
        if node is None:
            return ""
        kept = self.verbatim(node)
        if kept is not None:
            return kept
        match node:
            case Product(factors=factors, operators=operators):
                return self.joined(factors, operators)
            case Sum(signs=signs, terms=terms):
                shown = "".join(f" {sign} {self.text(term)}" for sign, term in zip(signs, terms, strict=True)).strip()
                alone = len(terms) == 1
                return (shown[0] + shown[2:]) if shown[0] == "-" else shown if alone else shown.removeprefix("+ ")
            case Fence(open=opening, close=closing, body=body) if opening and closing:
                return self.fenced(opening, closing, body)
            case Bars(double=double, body=body):
                bar = r"\|" if double else "|"
                return f"{bar}{self.text(body)}{bar}"
            case Fraction(numerator=above, denominator=below):
                return rf"\frac{{{self.text(above)}}}{{{self.text(below)}}}"
            case Root(radicand=radicand, degree=None):
                return rf"\sqrt{{{self.text(radicand)}}}"
            case Scripts():
                return self.scripted(node)
            case Group(body=body):
                return f"{{{self.text(body)}}}"
            case Sequence(items=items, separators=separators):
                return self.text(items[0]) + "".join(
                    f"{mark} {self.text(item)}" for mark, item in zip(separators, items[1:], strict=True)
                )
            case Word(name=name) if name in _COMMANDS:
                return rf"\{name}"
        return latex(node)

    def verbatim(self, node: Node) -> str | None:
        """What the author wrote for this part, where it can be cut out of the text."""
        found = self.own.get(id(node))
        if found is None:
            return None
        text, span = found.text, node.span
        inside = [k for k in range(len(text)) if span.start <= text.starts[k] and text.ends[k] <= span.end]
        if not inside or inside[-1] - inside[0] + 1 != len(inside):
            return None
        cut = " ".join(text.characters[inside[0] : inside[-1] + 1].split())
        return cut if parsed(cut, span) == node else None

    def fenced(self, opening: str, closing: str, body: Node | None) -> str:
        inside = self.text(body)
        tall = any(word in inside for word in (r"\frac", r"\sum", r"\prod", r"\begin"))
        return rf"\left{opening}{inside}\right{closing}" if tall else f"{opening}{inside}{closing}"

    def scripted(self, node: Scripts) -> str:
        below = f"_{_braced(self.text(node.sub))}" if node.sub is not None else ""
        above = f"^{_braced(self.text(node.sup))}" if node.sup is not None else ""
        marks = above + below if node.sup_first else below + above
        return self.text(node.base) + "'" * node.primes + marks

    def joined(self, factors: tuple[Node, ...], operators: tuple[str, ...]) -> str:
        made = self.text(factors[0])
        for sign, factor in zip(operators, factors[1:], strict=True):
            text = self.text(factor)
            if sign:
                made += f" {sign} {text}" if sign.startswith("\\") else f"{sign}{text}"
            else:
                made += text if _stands_apart(made, text) else f" {text}"
        return made


_COMMANDS = frozenset(
    ["log", "ln", "exp", "sin", "cos", "tan", "sinh", "cosh", "tanh", "arctan", "arcsin", "arccos", "det", "max", "min"]
)


def _all(node: Node) -> list[Node]:
    found = [node]
    for child in node.children:
        found += _all(child)
    return found


def _braced(text: str) -> str:
    return text if len(text) == 1 else f"{{{text}}}"


def _stands_apart(before: str, behind: str) -> bool:
    """Whether two factors may touch: no command runs into a letter, no number into a number."""
    if before[-1:].isdigit() and behind[:1].isdigit():
        return False
    return not (behind[:1].isalpha() and _ends_with_command(before))


def _ends_with_command(text: str) -> bool:
    stem = text.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return stem.endswith("\\") and stem != text


def symbol(name: str, span: Span) -> Node:
    return Symbol(name, span=span)
