"""Slips in inequalities: numbers, exponents, terms and factors of a bound, in small steps only.

Almost any inequality holds once a side is made large enough, and that would help nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction as Rational
from itertools import islice

from auditor.diagnosing import functions, signs
from auditor.diagnosing.edits import Edit, Subject, is_operand
from auditor.diagnosing.trees import length, number, summed, times
from auditor.elaborating.names import spell, strip
from auditor.parsing.syntax import Bars, BigOperator, Node, Number, Product, Root, Scripts, Sum, Symbol, walk

FACTORS = tuple(map(Rational, ("1/2", "2", "1/4", "4", "1/3", "3")))
UNITS = frozenset({"I", "1"})


def slips(subject: Subject) -> Iterator[tuple[int, Edit]]:
    """Edits of one side of an inequality, each with a rank: the slighter its kind, the lower."""
    seen: set[Node] = {subject.root}
    for rank, makers in enumerate(RANKS):
        for maker, most in makers:
            for edit in islice(maker(subject), most):
                if edit.node not in seen:
                    seen.add(edit.node)
                    yield rank, edit


def _throughout(subject: Subject) -> Iterator[Edit]:
    """All terms with half, or twice, their factors."""
    root = subject.root
    if not isinstance(root, Sum):
        return
    for factor in FACTORS:
        terms = tuple(signs.scaled(term, factor) for term in root.terms)
        new = summed(root.signs, terms, root.span)
        shown = signs.rational(factor, root.span)
        if all(length(one) <= length(term) for one, term in zip(terms, root.terms, strict=True)):
            yield Edit("E309", new, root.span, (("factor", shown),), root, new)


def _factors(subject: Subject) -> Iterator[Edit]:
    for edit in signs.wrong_factor(subject):
        if not (isinstance(edit.intended, Sum) and edit.intended.signs == ("-",)):
            yield edit


def _counted(subject: Subject) -> Iterator[Edit]:
    """The number that a term begins with one less, or one more."""
    for place in subject.places:
        match place.node:
            case Product(factors=(Number(text=text) as first, *_)) as node if text.isdigit():
                for value in (int(text) - 1, int(text) + 1):
                    if value > 0:
                        new = times(number(value, first.span), *node.factors[1:])
                        yield Edit(
                            "E309", place.put(new), place.span, (("factor", number(value, first.span)),), node, new
                        )


def _last_term(subject: Subject) -> Iterator[Edit]:
    """The last term of the bound left out, as one more of a series."""
    root = subject.root
    if isinstance(root, Sum) and len(root.terms) > 2:
        new = summed(root.signs[:-1], root.terms[:-1], root.span)
        yield Edit("E311", new, root.terms[-1].span, (("term", root.terms[-1]),), root, new)


def _without_minus(subject: Subject) -> Iterator[Edit]:
    """A term that was taken away is added; the other way round a side would only be made negative."""
    for edit in signs.wrong_sign(subject):
        if isinstance(edit.written, Sum) and edit.written.signs == ("-",):
            yield edit


def _lower(subject: Subject) -> Iterator[Edit]:
    """An exponent that is left out or made a smaller one: what a bound loses when a square slips in."""
    for edit in signs.wrong_exponent(subject):
        if edit.written is not None and edit.intended is not None and length(edit.intended) < length(edit.written):
            yield edit


def _runs(subject: Subject) -> Iterator[Edit]:
    for edit in functions.mistaken_function(subject):
        if isinstance(edit.written, BigOperator):
            yield edit


def _roots_of_sizes(subject: Subject) -> Iterator[Edit]:
    """The root of a size put in front."""
    for size in subject.sizes:
        root = Root(Symbol(str(size), span=subject.root.span), span=subject.root.span)
        new = times(root, subject.root)
        yield Edit("E328", new, subject.root.span, (("factor", root),), subject.root, new)


def _lost_norms(subject: Subject) -> Iterator[Edit]:
    """The norm of a letter that the other side has and this one lacks, in bars like those that stand here or there."""
    letters = {part for part in walk(subject.root) if isinstance(part, Symbol)}
    if subject.other is None:
        return
    standing = (part for one in (subject.other, subject.root) for part in walk(one))
    bars = [part for part in standing if isinstance(bare := _bare(part), Bars) and bare.double]
    own = [place.node for place in subject.places if isinstance(_bare(place.node), Bars)]
    lacking = dict.fromkeys(part for part in walk(subject.other) if isinstance(part, Symbol) and part not in letters)
    for letter in (one for one in lacking if is_operand(one) and one.name.isalpha()):
        for like in dict.fromkeys(_with_body(one, letter) for one in bars if own):
            new = times(subject.root, like)
            yield Edit("E328", new, subject.root.span, (("factor", like),), subject.root, new)


def _bare(node: Node) -> Node:
    return node.base if isinstance(node, Scripts) else node


def _with_body(node: Node, letter: Node) -> Node:
    if isinstance(node, Scripts):
        return replace(node, base=_with_body(node.base, letter))
    assert isinstance(node, Bars)
    return replace(node, body=letter)


def _absolute(subject: Subject) -> Iterator[Edit]:
    """The absolute value of a whole side that is a number and may be negative."""
    root = subject.root
    if isinstance(root, Sum) and subject.is_number(root):
        new = Bars(False, root, span=root.span)
        yield Edit("E331", new, root.span, (("written", root), ("intended", new)), root, new)


def _units(subject: Subject) -> Iterator[Edit]:
    """A number, or the identity, that stands alone made 0, and a multiple of the identity the identity itself."""
    root = subject.root
    if spell(strip(root)) in UNITS:
        new = number(0, root.span)
        yield Edit("E330", new, root.span, (("written", root), ("intended", new)), root, new)


Maker = Callable[[Subject], Iterator[Edit]]
# The slightest kinds first, each maker with the most edits of it that are looked at.
RANKS: tuple[tuple[tuple[Maker, int], ...], ...] = (
    ((_throughout, 6),),
    ((_counted, 12), (_factors, 60), (_without_minus, 6), (_lower, 16), (_runs, 2)),
    ((_lost_norms, 4), (_roots_of_sizes, 2), (_absolute, 1), (_units, 1)),
    ((_last_term, 2),),
)
