"""How the author writes what a printed term writes in one way only: transposes, and powers of e."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from auditor.diagnosing.trees import is_transpose, mapped, product
from auditor.elaborating.names import spell, strip
from auditor.parsing.syntax import Fence, Node, Product, Scripts, Sequence, Sum, Symbol, Word, walk


@dataclass(frozen=True)
class Manner:
    """The author's marks; None and False where no formula shows them."""

    mark: Node | None = None  # of a transpose
    powers_of_e: bool = False

    def put(self, node: Node) -> Node:
        """The formula as the author would write it."""
        return mapped(node, self._changed)

    def _changed(self, node: Node) -> Node | None:
        match node:
            case Scripts(sup=sup) if self.mark is not None and is_transpose(sup):
                return self._turned(replace(node, base=self.put(node.base)))
            case Scripts(sup=Sum(signs=("-",), terms=(mark,))) if is_transpose(mark) and not _is_prime(self.mark):
                turned = Sum(("-",), (self.mark or mark,), span=node.span)
                return replace(node, base=self.put(node.base), sup=turned)
            case Product() if self.powers_of_e:
                return self._with_powers(node)
        return None

    def _turned(self, node: Scripts) -> Node:
        return replace(node, sup=None, primes=1) if _is_prime(self.mark) else replace(node, sup=self.mark)

    def _with_powers(self, node: Product) -> Node | None:
        r"""`\exp(u)` in a product as `e^u`."""
        for k, (head, argument) in enumerate(zip(node.factors, node.factors[1:], strict=False)):
            body = argument.body if isinstance(argument, Fence) else None
            if isinstance(head, Word) and head.name == "exp" and body is not None and not isinstance(body, Sequence):
                power = Scripts(Symbol("e", span=head.span), sup=self.put(body), span=head.span)
                factors = (*node.factors[:k], power, *node.factors[k + 2 :])
                signs = (*node.operators[:k], *node.operators[k + 1 :])
                return self.put(product(factors, signs[: len(factors) - 1], node.span))
        return None


@dataclass(frozen=True)
class Shown:
    """What formulas show of their author's manner."""

    mark: Node | None = None  # the first transpose
    powers: bool = False  # a power of e stands in one
    words: bool = False  # `\exp` does

    def manner(self, further: Shown) -> Manner:
        """The manner, by these formulas and then by others."""
        powers, words = self.powers or further.powers, self.words or further.words
        return Manner(self.mark or further.mark, powers and not words)


def shown_by(formulas: Iterable[Node]) -> Shown:
    """What these formulas show, the nearest first."""
    mark: Node | None = None
    powers, words = False, False
    for formula in formulas:
        for node in walk(formula):
            if isinstance(node, Scripts):
                if mark is None and node.sup is not None and is_transpose(node.sup):
                    mark = node.sup
                powers = powers or (spell(strip(node.base)) == "e" and node.sup is not None)
            words = words or (isinstance(node, Word) and node.name == "exp")
    return Shown(mark, powers, words)


def _is_prime(mark: Node | None) -> bool:
    return isinstance(mark, Symbol) and mark.name == "'"
