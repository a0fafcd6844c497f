"""Surface syntax written out as LaTeX that reads back as the same tree."""

from __future__ import annotations

from auditor.parsing.commands import BIG_OPERATORS
from auditor.parsing.syntax import (
    Accent,
    Annotated,
    Bars,
    BigOperator,
    Binomial,
    Chain,
    Dots,
    Evaluation,
    Factorial,
    Fence,
    Fraction,
    Group,
    Matrix,
    Negated,
    Node,
    Number,
    Prescript,
    Product,
    Prose,
    Root,
    Scripts,
    Sequence,
    Sum,
    Symbol,
    Word,
)

_ALPHABETS = {
    "": "{}", "bold": r"\mathbf{{{}}}", "blackboard": r"\mathbb{{{}}}", "calligraphic": r"\mathcal{{{}}}",
    "fraktur": r"\mathfrak{{{}}}", "sans": r"\mathsf{{{}}}", "roman": r"\mathrm{{{}}}", "typewriter": r"\mathtt{{{}}}",
}  # fmt: skip
_ARGUMENTS = {"array": "{{{}}}", "subarray": "{{{}}}", "tabular": "{{{}}}"}


def latex(node: Node | None) -> str:
    """The formula in canonical spelling: every argument in braces, every bracket with `\\left` and `\\right`."""
    match node:
        case None:
            return ""
        case Number(text=text):
            return text
        case Symbol(name=name, style=style, known=known):
            return _ALPHABETS[style].format(name.partition("@")[0]) + (
                "" if known else r"\,"
            )  # no brace behind it is its argument
        case Word(name=name):
            return name.replace("_", r"\_") if "_" in name else rf"\operatorname{{{name}}}"
        case Prose(text=text):
            return rf"\text{{ {text}}}"
        case Dots(kind=kind):
            return rf"\{kind}"
        case Group(body=body):
            return f"{{{latex(body)}}}"
        case Fence() | Bars() | Evaluation():
            return _bracketed(node)
        case Scripts() | Prescript() | BigOperator() | Factorial():
            return _scripted(node)
        case Product() | Sum() | Sequence() | Chain():
            return _joined(node)
    return _command(node)


def _bracketed(node: Fence | Bars | Evaluation) -> str:
    match node:
        case Fence(open=opener, close=closer, body=body):
            return rf"\left{opener or '.'} {latex(body)} \right{closer or '.'}"
        case Bars(double=double, body=body):
            bar = r"\|" if double else "|"
            return rf"\left{bar} {latex(body)} \right{bar}"
        case Evaluation(body=None, sub=sub, sup=sup):
            return r"\big|" + _scripts(sub, sup)
        case Evaluation(body=body, sub=sub, sup=sup):
            return rf"\left. {latex(body)} \right|" + _scripts(sub, sup)


def _scripted(node: Scripts | Prescript | BigOperator | Factorial) -> str:
    match node:
        case Scripts(base=base, sub=sub, sup=sup, primes=primes, sup_first=sup_first):
            marks = _scripts(None, sup) + _scripts(sub, None) if sup_first else _scripts(sub, sup)
            return latex(base) + "'" * primes + marks
        case Prescript(sub=sub, sup=sup):
            return "{}" + _scripts(sub, sup)
        case BigOperator(kind=kind, lower=lower, upper=upper):
            sign = rf"\{kind}" if kind in BIG_OPERATORS else rf"\operatorname*{{{kind}}}"
            return sign + _scripts(lower, upper)
        case Factorial(body=body):
            return f"{latex(body)}!"


def _scripts(sub: Node | None, sup: Node | None) -> str:
    return (f"_{{{latex(sub)}}}" if sub is not None else "") + (f"^{{{latex(sup)}}}" if sup is not None else "")


def _joined(node: Product | Sum | Sequence | Chain) -> str:
    match node:
        case Product(factors=parts, operators=marks) | Sequence(items=parts, separators=marks):
            spelled = [r"\middle\|" if mark == r"\|" else mark for mark in marks]
            marked = zip(("", *spelled), parts, strict=True)
            return " ".join(f"{mark} {latex(part)}".strip() for mark, part in marked)
        case Sum(signs=signs, terms=terms):
            written = " ".join(f"{sign} {latex(term)}" for sign, term in zip(signs, terms, strict=True))
            needs_sign = len(terms) == 1 or isinstance(terms[0], Sum)
            return written if needs_sign else written.removeprefix("+ ")
        case Chain(operands=operands, relations=relations):
            related = zip(operands, (*relations, ""), strict=True)
            return " ".join(f"{latex(operand)} {relation}".strip() for operand, relation in related)


def _command(node: Node) -> str:
    match node:
        case Fraction(numerator=above, denominator=below):
            return rf"\frac{{{latex(above)}}}{{{latex(below)}}}"
        case Binomial(upper=above, lower=below):
            return rf"\binom{{{latex(above)}}}{{{latex(below)}}}"
        case Root(radicand=radicand, degree=degree):
            index = f"[{latex(degree)}]" if degree is not None else ""
            return rf"\sqrt{index}{{{latex(radicand)}}}"
        case Accent(kind=kind, body=body):
            return rf"\{kind}{{{latex(body)}}}"
        case Annotated(kind="overset" | "underset" as kind, body=body, label=label):
            return rf"\{kind}{{{latex(label)}}}{{{latex(body)}}}"
        case Annotated(kind=kind, body=body, label=label):
            argument = latex(body.body) if isinstance(body, Group) else latex(body)
            script = _scripts(None, label) if kind.startswith("over") else _scripts(label, None)
            return rf"\{kind}{{{argument}}}{script}"
        case Negated(kind=kind, body=body):
            return rf"\{kind} {latex(body)}"
        case Matrix(environment=environment, rows=rows):
            columns = "c" * max(map(len, rows))
            cells = r" \\ ".join(" & ".join(map(latex, row)) for row in rows)
            ending = r" \\" if len(rows) > 1 and rows[-1] == (None,) else ""
            argument = _ARGUMENTS.get(environment, "").format(columns)
            return rf"\begin{{{environment}}}{argument} {cells}{ending} \end{{{environment}}}"
    raise TypeError(f"{type(node).__name__} is no surface syntax")
