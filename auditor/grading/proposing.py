"""A rubric that nobody wrote: each quantity for which the reference solution states a value is a result."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.deciding.doubts import names_in
from auditor.elaborating.elaboration import Sort, TypedStep
from auditor.elaborating.names import spell
from auditor.grading.bridging import letters_of
from auditor.grading.examining import Examined, examine
from auditor.grading.likeness import fractions_in_a_row, signs
from auditor.grading.reference import nothing
from auditor.grading.rubric import ResultItem, Rubric
from auditor.grading.working import is_zero
from auditor.reading.document import Document
from auditor.terms.term import Term, subterms
from auditor.verdicts import Stance

MOST_RESULTS = 8
_SHARE_OF_RESULTS = 6.0  # points for all results together
_MOST_SIGNS = 24  # of something that can be a quantity
_REASON = re.compile(r"\b(?:since|because|as|using|recall|from)\b[^.]*$", re.IGNORECASE)
_BY = re.compile(r"\b(?:with respect to|w\.r\.t\.|by|for)\s+((?:\$[^$]+\$(?:\s*,\s*(?:and\s+)?|\s+and\s+)?)+)")
_TOP = frozenset({"rearrange", "multiply", "entry", "slice", "member"})


def proposed(problem: Document | None, reference: Document) -> Rubric:
    """The rubric that the reference solution suggests: each quantity for which it states a value."""
    examined = examine(reference, problem)
    given = examine(nothing(), problem) if problem is not None else None
    found: dict[str, tuple[str, str]] = {}
    solved_for: set[str] = set()
    for chain in _chains(examined):
        steps = _without_zero([examined.steps[k] for k in chain])
        statement = examined.reading.statements[steps[0].statement]
        if _REASON.search(statement.lead) and not statement.display:
            continue
        if (named := _quantity(steps, given, examined)) is not None:
            found.pop(named[0], None)
            found[named[0]] = named[1:]
            solved_for.add(steps[0].variant_of or "")
    if not found and (last := _last(examined)) is not None:
        found[""] = last
    results = [named for key, named in found.items() if key not in solved_for][-MOST_RESULTS:]
    weights = _weights(len(results))
    required, names = _required(results, problem), [left for left, _ in results]
    return Rubric(
        title=_title(problem if problem is not None else reference),
        results=tuple(
            ResultItem(
                name=left if names.index(left) == number else f"{left} ({number + 1})",
                latex=f"{left} = {right}",
                points=weight,
                final=number == len(results) - 1,
                required=required[number] or number == len(results) - 1,
            )
            for number, ((left, right), weight) in enumerate(zip(results, weights, strict=True))
        ),
    )


def _weights(count: int) -> list[float]:
    """Points in quarters: alike for all results, and what is left, twice as many or more, for the last one."""
    if not count:
        return []
    each = int(4 * _SHARE_OF_RESULTS / (count + 1)) / 4
    return [each] * (count - 1) + [_SHARE_OF_RESULTS - each * (count - 1)]


def _without_zero(steps: list[TypedStep]) -> list[TypedStep]:
    """The chain up to where its value is set to zero."""
    last = steps[-1].right.term
    return steps[:-1] if len(steps) > 1 and last is not None and is_zero(last) else steps


def _title(document: Document) -> str:
    """The first heading."""
    match = re.search(r"(?m)^#{1,6}[ \t]+(\S[^\r\n]*)$|\\(?:title|section)\*?\{([^{}]+)\}", document.source.text)
    return " ".join((match[1] or match[2]).split())[:100] if match else ""


def _chains(examined: Examined) -> Iterator[tuple[int, ...]]:
    own = set(examined.own)
    for chain in examined.elaboration.chains:
        steps = [examined.steps[k] for k in chain]
        if set(chain) <= own and all(step.relation.symbol in ("=", ":=") for step in steps):
            yield chain


def _quantity(steps: list[TypedStep], given: Examined | None, examined: Examined) -> tuple[str, str, str] | None:
    """A name for the quantity that a chain gives a value for, its LaTeX and that of the value."""
    left, right = steps[0].left, steps[-1].right
    if left.written is None or right.written is None or left.written.syntax is None:
        return None
    if any(step.stance is not Stance.ASSERTED for step in steps) or (right.term and is_zero(right.term)):
        return None
    shown = left.written.latex, right.written.latex
    if left.term is None:  # not understood: a quantity if it looks like one
        short = len(signs(left.written.latex)) <= _MOST_SIGNS and steps[0].sort is not Sort.DEFINITION
        return (spell(left.written.syntax) or left.written.latex, *shown) if short else None
    if not _is_quantity(left.term):
        return None
    if left.term.operation != "symbol":
        return repr(left.term), *shown
    letter = left.term.parameters[0]
    if right.term is None or letter in names_in(right.term, {}) or letter in _differentiated(examined):
        return None
    return (letter, *shown) if _is_asked(letter, steps[0], given) else None


def _is_asked(letter: str, step: TypedStep, given: Examined | None) -> bool:
    """A letter of the problem's, or a solution for one; where there is no problem, any result."""
    if given is None:
        return step.sort is not Sort.DEFINITION
    return step.variant_of is not None or letter in letters_of(given)


def _differentiated(examined: Examined) -> frozenset[str]:
    """The functions that are differentiated: to write one of them out is no result."""
    return frozenset(
        sub.arguments[0].parameters[0]
        for step in examined.steps
        for side in (step.left, step.right)
        for sub in (subterms(side.term) if side.term is not None else ())
        if sub.operation in ("derivative", "differential", "substitute") and sub.arguments[0].operation == "symbol"
    ) & set(examined.elaboration.world.definitions)


def _required(named: Sequence[tuple[str, str]], problem: Document | None) -> list[bool]:
    """Which quantities the problem asks for: those that it writes, and all of an order of which it writes none."""
    written = signs(fractions_in_a_row(problem.source.text)) if problem is not None else []
    asked = [_occurs(signs(fractions_in_a_row(left)), written) for left, _ in named]
    orders = [_order(left) for left, _ in named]
    letters = _named_letters(problem)
    if letters:  # "the gradients with respect to $W$ and $b$"
        asked = [
            found or _variable(left) in letters if _order(left) else found
            for found, (left, _) in zip(asked, named, strict=True)
        ]
    by_name = {order for order, found in zip(orders, asked, strict=True) if found}
    return [found or order not in by_name for order, found in zip(orders, asked, strict=True)]


def _named_letters(problem: Document | None) -> set[tuple[str, ...]]:
    """The letters by which the problem says that something is differentiated."""
    text = problem.source.text if problem is not None else ""
    lists = (match[1] for match in _BY.finditer(text))
    formulas = (formula for one in lists for formula in re.findall(r"\$([^$]*)\$", one))
    return {tuple(signs(letter)) for formula in formulas for letter in formula.split(",")}


def _variable(latex: str) -> tuple[str, ...]:
    """What a quantity is differentiated by, as written."""
    found = signs(fractions_in_a_row(latex))
    if r"\nabla" in found and "_" in found:
        return tuple(found[found.index("_") + 1 :][:1])
    if "/" not in found:
        return ()
    below = found[found.index("/") + 1 :]
    return tuple(below[1:]) if below[:1] in ([r"\partial"], ["d"]) else ()


def _order(latex: str) -> int:
    """How often a quantity differentiates, as written."""
    found = signs(latex)
    twice = any(
        found[k + 1 : k + 3] == ["^", "2"] for k, sign in enumerate(found) if sign in (r"\partial", r"\nabla", "d")
    )
    return 2 if twice else int(any(sign in (r"\partial", r"\nabla") for sign in found))


def _occurs(part: list[str], whole: list[str]) -> bool:
    return any(whole[start : start + len(part)] == part for start in range(len(whole) - len(part) + 1))


def _is_quantity(term: Term) -> bool:
    """A letter, a derivative, or a value of a function: not a formula made of several."""
    while term.operation in _TOP:
        tensors = [argument for argument in term.arguments if argument.operation != "number"]
        if term.operation == "multiply" and len(tensors) != 1:
            return False
        term = tensors[0] if term.operation == "multiply" else term.arguments[0]
    return term.operation in ("symbol", "derivative", "call", "det", "trace", "substitute", "integral", "limit")


def _last(examined: Examined) -> tuple[str, str] | None:
    for chain in reversed(list(_chains(examined))):
        left, right = examined.steps[chain[0]].left, examined.steps[chain[-1]].right
        if left.written is not None and right.written is not None:
            return left.written.latex, right.written.latex
    return None
