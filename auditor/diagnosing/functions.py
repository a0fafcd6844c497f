"""Functions and products of another kind than the one that belongs: traces, norms, entrywise products."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from auditor.diagnosing.edits import Edit, Subject, is_operand
from auditor.diagnosing.trees import Place, covering, fenced, inverse_of, inverts, number, product, summed, times
from auditor.elaborating.names import spell, strip
from auditor.parsing.syntax import (
    Bars,
    BigOperator,
    Fence,
    Fraction,
    Node,
    Number,
    Product,
    Scripts,
    Sequence,
    Sum,
    Symbol,
    Word,
)
from auditor.source import Span

# Words that are mistaken for one another.
KIN = (
    ("tr", "det"), ("sin", "cos"), ("sinh", "cosh"), ("log", "exp"), ("max", "min"), ("tanh", "tan"),
    ("diag", "tr"), ("vec", "diag"),
)  # fmt: skip
RUNS = {"sum": "prod", "prod": "sum"}
WRAPS = ("tr", "det", "diag", "vec", "log", "exp")
TRACES = frozenset({"tr", "Tr", "trace", "Trace"})


def lost_trace(subject: Subject) -> Iterator[Edit]:
    """`tr` put around the whole, a term, a factor or a stretch of factors."""
    word = _word("tr", subject)
    for place in subject.places:
        if place.role in ("whole", "term", "factor", "body") and _may_be_matrix(place.node, subject):
            new = _applied(word, place.node)
            yield Edit("E315", place.put(new), place.span, (("operand", place.node),), place.node, new)
        if isinstance(place.node, Product):
            yield from _around_runs(place, word, subject)


def _may_be_matrix(node: Node, subject: Subject) -> bool:
    return is_operand(node) and not subject.is_number(node)


def _around_runs(place: Place, word: Node, subject: Subject) -> Iterator[Edit]:
    node = place.node
    assert isinstance(node, Product)
    count = len(node.factors)
    for start in range(count):
        for end in range(start + 2, count + 1):
            if (start, end) != (0, count) and not any(node.operators[start : end - 1]):
                run = product(
                    node.factors[start:end], node.operators[start : end - 1], covering(node.factors[start:end])
                )
                signs = (*node.operators[:start], *node.operators[end - 1 :])
                if subject.is_number(run):
                    continue
                inside = _applied(word, run)
                new = Product((*node.factors[:start], inside, *node.factors[end:]), signs, span=node.span)
                yield Edit("E315", place.put(flat(new)), run.span, (("operand", run),), run, inside)


def flat(node: Product) -> Node:
    return product(node.factors, node.operators, node.span)


def _applied(word: Node, argument: Node) -> Node:
    return Product((word, fenced(argument)), ("",), span=argument.span)


def _word(name: str, subject: Subject) -> Node:
    """The word in the author's spelling."""
    from auditor.parsing.syntax import walk

    for formula in (subject.root, *subject.around):
        for node in walk(formula):
            if isinstance(node, Word) and (node.name == name or (name == "tr" and node.name in TRACES)):
                return replace(node, span=subject.root.span)
    return Word(name, span=subject.root.span)


def scalar_for_matrix(subject: Subject) -> Iterator[Edit]:
    """A trace, a determinant or a norm of a matrix where the matrix itself belongs; a number where `I` belongs."""
    for place in subject.places:
        match place.node:
            case Product(factors=factors, operators=operators):
                for k, one in enumerate(factors[:-1]):
                    name = spell(one)
                    if isinstance(strip(one), Word) and (name in TRACES or name == "det"):
                        argument = _bare(factors[k + 1])
                        rest = (*factors[:k], argument, *factors[k + 2 :])
                        signs = (*operators[:k], *operators[k + 1 :])
                        new = product(rest, signs, place.span)
                        taken = product((one, factors[k + 1]), ("",), one.span.cover(argument.span))
                        fields = (("written", taken), ("intended", argument))
                        yield Edit("E314", place.put(new), taken.span, fields, taken, argument)
            case Bars(body=body) as bars:
                inside = fenced(body) if isinstance(body, Sum | Product) else body
                yield Edit("E314", place.put(inside), place.span, (("written", bars), ("intended", body)), bars, inside)
            case Scripts(base=Bars(body=body)) as bars:
                inside = fenced(body) if isinstance(body, Sum | Product) else body
                yield Edit("E314", place.put(inside), place.span, (("written", bars), ("intended", body)), bars, inside)


def _bare(argument: Node) -> Node:
    """A letter without the brackets that it was the argument in."""
    body = argument.body if isinstance(argument, Fence) else None
    return body if isinstance(body, Symbol | Scripts) else argument


def mistaken_function(subject: Subject) -> Iterator[Edit]:
    """A function made one that it is easily taken for: a determinant for a trace, a sine for a cosine."""
    for place in subject.places:
        node = place.node
        if isinstance(node, Word):
            names = {"tr" if node.name in TRACES else node.name}
            for pair in KIN:
                for other in set(pair) - names if names <= set(pair) else ():
                    yield _operation(place, place.put(_word(other, subject)), _word(other, subject))
        if isinstance(node, BigOperator) and node.kind in RUNS:
            new = replace(node, kind=RUNS[node.kind])
            yield _operation(place, place.put(new), new)


def wrong_operation(subject: Subject) -> Iterator[Edit]:
    """A function left out, or put in."""
    for place in subject.places:
        node = place.node
        if isinstance(node, Product):
            for k, one in enumerate(node.factors[:-1]):
                if isinstance(strip(one), Word) and spell(one) not in TRACES:
                    signs = (*node.operators[:k], *node.operators[k + 1 :])
                    new = product((*node.factors[:k], *node.factors[k + 1 :]), signs, place.span)
                    yield _operation(place, place.put(new), new)
    for name in WRAPS[1:]:
        word = _word(name, subject)
        for place in subject.places:
            if place.role in ("whole", "term", "factor", "body") and is_operand(place.node):
                if isinstance(strip(place.node), Number):
                    continue
                if name == "det" and subject.is_number(place.node):
                    continue
                new = _applied(word, place.node)
                yield _operation(place, place.put(new), new)
    for place in subject.places:
        if place.role in ("whole", "term", "factor") and is_operand(place.node) and not isinstance(place.node, Bars):
            norm = Bars(
                True,
                place.node.body if isinstance(place.node, Fence) and place.node.body else place.node,
                span=place.span,
            )
            yield _operation(place, place.put(norm), norm)
            squared = Scripts(norm, sup=number(2, place.span), span=place.span)
            yield _operation(place, place.put(squared), squared)


def _operation(place: Place, root: Node, new: Node) -> Edit:
    return Edit("E331", root, place.span, (("written", place.node), ("intended", new)), place.node, new)


# --- products -------------------------------------------------------------------------------------------------------

PRODUCTS = {r"\odot": ("", r"\otimes"), r"\circ": ("", r"\otimes"), "": (r"\odot", r"\otimes"),
            r"\otimes": ("", r"\odot"), ":": ("",), r"\cdot": (r"\odot",), "/": ("",), "*": (r"\odot",)}  # fmt: skip


def elementwise_product(subject: Subject) -> Iterator[Edit]:
    """The sign of a product made another one: matrix product, entrywise product, Kronecker product."""
    for place in subject.places:
        if isinstance(place.node, Product):
            node = place.node
            for k, sign in enumerate(node.operators):
                if not is_operand(node.factors[k]) or (not sign and not is_operand(node.factors[k + 1])):
                    continue
                for other in PRODUCTS.get(sign, ()):
                    new = Product(node.factors, (*node.operators[:k], other, *node.operators[k + 1 :]), span=node.span)
                    fields = (("written", node), ("intended", new))
                    entrywise = sign in (r"\odot", r"\circ")
                    yield Edit("E321" if entrywise else "E331", place.put(new), place.span, fields, node, new)


# --- functions that are not additive --------------------------------------------------------------------------------


def inverse_of_sum(subject: Subject) -> Iterator[Edit]:
    """A sum of inverses made the inverse of the sum."""
    for place in subject.places:
        if isinstance(place.node, Sum) and len(place.node.terms) > 1:
            inner = [_uninverted(term) for term in place.node.terms]
            if all(one is not None for one in inner):
                total = summed(place.node.signs, tuple(one for one in inner if one is not None), place.span)
                fraction = any(isinstance(term, Fraction) for term in place.node.terms)
                new = Fraction(number(1, place.span), total, span=place.span) if fraction else inverse_of(total)
                fields = (("function", "inverse"), ("operand", total))
                yield Edit("E322", place.put(new), place.span, fields, place.node, new)


def _uninverted(node: Node) -> Node | None:
    match node:
        case Fraction(numerator=Number(text="1"), denominator=below):
            return below
        case Scripts(base=base) if inverts(node) and spell(node.sup) == "-1":
            return base
    return None


def split_function(subject: Subject) -> Iterator[Edit]:
    """f(A)f(B) or f(A) + f(B) made f(AB) or f(A + B)."""
    for place in subject.places:
        parts: list[Node] = []
        match place.node:
            case Sum(terms=terms) if len(terms) == 2:
                parts = list(terms)
            case Product(factors=(word, one, word_too, two), operators=("", "", "")) if word == word_too:
                parts = [times(word, one), times(word_too, two)]
        arguments = [_argument(part) for part in parts]
        if len(arguments) == 2 and all(arguments):
            (word, one), (other, two) = (found for found in arguments if found is not None)
            if word == other:
                for inside in (product((one, two), ("",), place.span), summed(("+", "+"), (one, two), place.span)):
                    new = _applied(word, inside)
                    yield _operation(place, place.put(new), new)


def sum_for_product(subject: Subject) -> Iterator[Edit]:
    """Two terms multiplied instead of added, and the other way round."""
    for place in subject.places:
        match place.node:
            case Sum(signs=("+", "+"), terms=(one, two)):
                yield _operation(place, place.put(times(one, two)), times(one, two))
            case Product(factors=factors, operators=operators) if len(factors) > 1 and not isinstance(
                strip(factors[0]), Number
            ):
                for cut in range(1, len(factors)):
                    if not operators[cut - 1] and is_operand(factors[cut - 1]):
                        one = product(factors[:cut], operators[: cut - 1], covering(factors[:cut]))
                        two = product(factors[cut:], operators[cut:], covering(factors[cut:]))
                        new = summed(("+", "+"), (one, two), place.span)
                        yield _operation(place, place.put(new), new)


def _argument(node: Node) -> tuple[Node, Node] | None:
    match node:
        case Product(factors=(word, Fence(body=Node() as body)), operators=("",)) if isinstance(strip(word), Word):
            return None if isinstance(body, Sequence) else (word, body)
        case Product(factors=(word, Symbol() as letter), operators=("",)) if isinstance(strip(word), Word):
            return word, letter
    return None


def at(span: Span) -> Span:
    return Span(span.start, span.start)
