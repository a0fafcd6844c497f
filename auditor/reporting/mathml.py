r"""Formulas as MathML Core: one `match` over the surface syntax; everything that the author wrote is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from auditor.parsing import syntax
from auditor.parsing.syntax import Node
from auditor.reporting import terminal
from auditor.reporting.glyphs import ACCENTS, FENCES, FUNCTION_LIMITS, LARGE, UPRIGHT, character, styled
from auditor.source import Text

_OPEN_MATRIX = {
    "pmatrix": ("(", ")"),
    "bmatrix": ("[", "]"),
    "Bmatrix": ("{", "}"),
    "vmatrix": ("|", "|"),
    "Vmatrix": ("‖", "‖"),
    "cases": ("{", ""),
    "dcases": ("{", ""),
    "rcases": ("", "}"),
}
_DOTS = {"dots": "…", "cdots": "⋯", "vdots": "⋮", "ddots": "⋱"}
_PRIME = "′"


def mathml(latex: str) -> str:
    """A `math` element that shows the formula; what the parser cannot read stands as code."""
    node = _read(latex)
    return f"<math>{presentation(node)}</math>" if node else f"<code>{escape(terminal.printable(latex))}</code>"


def relation(symbol: str) -> str:
    """A relation sign as a formula of its own."""
    return f"<math>{_operator(symbol)}</math>"


def _read(latex: str) -> Node | None:
    # The parser's tables are loaded only where formulas are shown.
    from auditor.parsing.operands import operand

    return operand(Text.original(latex, 0)).syntax


def presentation(node: Node | None) -> str:
    """The MathML of a construct, as one element."""
    match node:
        case None:
            return "<mrow></mrow>"
        case syntax.Number(text=text):
            return _leaf("mn", text)
        case syntax.Symbol(name=name, style=style):
            return _symbol(name, style)
        case syntax.Word(name=name):
            return _leaf("mi", name, ' mathvariant="normal"' if len(name) == 1 else "")
        case syntax.Prose(text=text):
            return _leaf("mtext", f"\u00a0{text.strip()}\u00a0")
        case syntax.Group(body=body):
            return presentation(body)
        case syntax.Product() | syntax.Sum() | syntax.Sequence() | syntax.Chain() | syntax.Negated():
            return _row(_line(node))
        case syntax.Scripts() | syntax.Prescript() | syntax.Evaluation() | syntax.BigOperator():
            return _attached(node)
        case syntax.Fraction(numerator=over, denominator=under):
            return _element("mfrac", presentation(over), presentation(under))
        case syntax.Binomial(upper=over, lower=under):
            stacked = _element("mfrac", presentation(over), presentation(under), attributes=' linethickness="0"')
            return _fenced("(", stacked, ")")
        case syntax.Root(radicand=body, degree=None):
            return _element("msqrt", presentation(body))
        case syntax.Root(radicand=body, degree=degree):
            return _element("mroot", presentation(body), presentation(degree))
        case syntax.Factorial(body=body):
            return _row((presentation(body), _operator("!")))
        case syntax.Fence(open=opening, close=closing, body=body):
            return _fenced(FENCES.get(opening, opening), presentation(body), FENCES.get(closing, closing))
        case syntax.Bars(double=double, body=body):
            bar = "‖" if double else "|"
            return _fenced(bar, presentation(body), bar)
        case syntax.Matrix(environment=environment, rows=rows):
            return _matrix(environment, rows)
        case syntax.Dots(kind=kind):
            return _operator(_DOTS.get(kind, "…"))
        case syntax.Accent(kind=kind, body=body):
            return _accent(kind, body)
        case syntax.Annotated(kind=kind, body=body, label=label):
            return _annotated(kind, body, label)
        case _:
            return _leaf("mtext", type(node).__name__)


# Leaves


def _leaf(tag: str, text: str, attributes: str = "") -> str:
    return f"<{tag}{attributes}>{escape(terminal.printable(text))}</{tag}>"


def _operator(sign: str, attributes: str = "") -> str:
    return _leaf("mo", character(sign), attributes)


def _symbol(name: str, style: str) -> str:
    letter = character(name)
    upright = len(letter) == 1 and (style == "roman" or letter in UPRIGHT)
    return _leaf("mi", styled(letter, style), ' mathvariant="normal"' if upright and style in ("", "roman") else "")


# Rows


def _row(parts: Iterable[str]) -> str:
    return f"<mrow>{''.join(parts)}</mrow>"


def _element(tag: str, *parts: str, attributes: str = "") -> str:
    return f"<{tag}{attributes}>{''.join(parts)}</{tag}>"


def _fenced(opening: str, inside: str, closing: str) -> str:
    first = _operator(opening, ' form="prefix" stretchy="true"') if opening else ""
    last = _operator(closing, ' form="postfix" stretchy="true"') if closing else ""
    return _row((first, inside, last))


def _line(node: Node) -> Iterator[str]:
    """The parts of a construct whose parts stand side by side."""
    match node:
        case syntax.Product(factors=factors, operators=operators):
            yield from _interleaved(factors, operators)
        case syntax.Sum(signs=signs, terms=terms):
            for place, (sign, term) in enumerate(zip(signs, terms, strict=True)):
                if place or sign != "+" or len(terms) == 1:
                    yield _operator(sign, "" if place else ' form="prefix"')
                yield presentation(term)
        case syntax.Sequence(items=items, separators=separators):
            yield from _interleaved(items, separators)
        case syntax.Chain(operands=operands, relations=relations):
            yield from _interleaved(operands, relations)
        case syntax.Negated(kind=kind, body=body):
            yield _operator("\\" + kind, ' form="prefix"')
            yield presentation(body)


def _interleaved(parts: Sequence[Node | None], signs: Sequence[str]) -> Iterator[str]:
    for place, part in enumerate(parts):
        if place:
            sign = signs[place - 1]
            yield _operator(sign) if sign else _juxtaposed(parts[place - 1], part)
        if part is not None:
            yield presentation(part)


def _juxtaposed(left: Node | None, right: Node | None) -> str:
    """What stands between neighbours: a thin space behind a named function, else nothing that is seen."""
    while isinstance(left, syntax.Scripts) and left.base is not None:
        left = left.base
    named = isinstance(left, syntax.Word) or (isinstance(left, syntax.BigOperator) and left.kind not in LARGE)
    spaced = named and not isinstance(right, syntax.Fence)
    return '<mspace width="0.17em"></mspace>' if spaced else ""


# Scripts, bounds, accents


def _attached(node: Node) -> str:
    match node:
        case syntax.Scripts(base=base, sub=sub, sup=sup, primes=primes):
            return _scripts("m", presentation(base), _optional(sub), _raised(sup, primes))
        case syntax.Prescript(sub=sub, sup=sup):
            return _scripts("m", presentation(None), _optional(sub), _optional(sup))
        case syntax.Evaluation(body=body, sub=sub, sup=sup):
            bar = _operator("|", ' stretchy="true" form="postfix"')
            return _row((_optional(body) or "", _scripts("m", bar, _optional(sub), _optional(sup))))
        case syntax.BigOperator(kind=kind, lower=lower, upper=upper):
            if kind in LARGE:
                sign, beside = _operator(LARGE[kind]), kind.endswith("int")
            else:
                sign, beside = _leaf("mo", FUNCTION_LIMITS.get(kind, kind)), False
            return _scripts("m" if beside else "munder", sign, _optional(lower), _optional(upper))
    return presentation(None)


def _optional(node: Node | None) -> str | None:
    return None if node is None else presentation(node)


def _raised(sup: Node | None, primes: int) -> str | None:
    marks = _operator(_PRIME * primes) if primes else None
    if marks and sup is not None:
        return _row((marks, presentation(sup)))
    return marks or _optional(sup)


def _scripts(manner: str, base: str, sub: str | None, sup: str | None) -> str:
    """The base with what hangs on it, beside it ("m") or under and over it ("munder")."""
    both, low, high = ("msubsup", "msub", "msup") if manner == "m" else ("munderover", "munder", "mover")
    if sub is not None and sup is not None:
        return _element(both, base, sub, sup)
    if sub is not None:
        return _element(low, base, sub)
    return _element(high, base, sup) if sup is not None else base


def _accent(kind: str, body: Node) -> str:
    mark = _operator(ACCENTS.get(kind, "^"), ' stretchy="true"' if kind in ("overline", "underline") else "")
    if kind == "underline":
        return _element("munder", presentation(body), mark, attributes=' accentunder="true"')
    return _element("mover", presentation(body), mark, attributes=' accent="true"')


def _annotated(kind: str, body: Node, label: Node | None) -> str:
    shown, said = presentation(body), _optional(label)
    match kind:
        case "underbrace" | "overbrace":
            tag, brace = ("munder", "⏟") if kind == "underbrace" else ("mover", "⏞")
            braced = _element(tag, shown, _operator(brace, ' stretchy="true"'))
            return _element(tag, braced, said) if said else braced
        case "underset" if said:
            return _element("munder", shown, said)
        case "overset" | "stackrel" if said:
            return _element("mover", shown, said)
        case "phantom" | "hphantom" | "vphantom":
            return _element("mphantom", shown)
        case "boxed" | "fbox" | "cancel" | "bcancel":
            return _element("mrow", shown, attributes=f' class="{escape(kind)}"')
    return shown


def _matrix(environment: str, rows: tuple[tuple[Node | None, ...], ...]) -> str:
    opening, closing = _OPEN_MATRIX.get(environment, ("", ""))
    cells = ("".join(_element("mtd", presentation(cell)) for cell in row) for row in rows)
    table = "".join(_element("mtr", row) for row in cells)
    left = ' class="cases"' if "cases" in environment else ""
    return _fenced(opening, f"<mtable{left}>{table}</mtable>", closing)
