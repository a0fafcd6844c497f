"""Lines: letters that the text gives to the rows or columns of a matrix ("X has rows $x_i^T$")."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.parsing.declaring.symbols import is_name
from auditor.parsing.declaring.words import Token
from auditor.parsing.extents import bare
from auditor.parsing.statements import Declaration
from auditor.parsing.syntax import Dots, Node, Scripts, Sequence, Symbol

_WHOLES = frozenset({"NAME", "MEMBER", "DEFINITION"})
_TRANSPOSES = frozenset({"T", r"\top", r"\intercal"})


_PRONOUNS = frozenset({"them", "these", "those"})


def lines(tokens: list[Token], before: list[Token]) -> Iterator[Declaration]:
    """Declarations of the kind "line": of a letter x, with "row" or "column", and with X as what it depends on.

    `before` is the sentence before, whose letters pronouns mean.
    """
    for place, here in enumerate(tokens):
        if here.type != "LINES":
            continue
        whole, members = _parts(tokens, place)
        if members is not None and members.text in _PRONOUNS:
            members = next((token for token in reversed(before) if _letter(_formula(token))), None)
        letter = _letter(_formula(members))
        matrix = whole.mention.facts[0].subject if whole is not None and whole.mention and whole.mention.facts else None
        if whole is not None and members is not None and letter is not None and is_name(matrix) and matrix:
            span = whole.span.cover(members.span)
            words = (here.note, *(["transposed"] if letter[1] else []))
            yield Declaration(letter[0], "", "line", None, words, span, here.at, depends_on=(matrix,))


def _parts(tokens: list[Token], place: int) -> tuple[Token | None, Token | None]:
    """The matrix, and the formula that names its lines."""
    before, after = tokens[:place], tokens[place + 1 :]
    if before and (before[-1].type in ("WITH", "HAVE") or before[-1].text == "whose"):
        whole = next((token for token in reversed(before) if token.type in _WHOLES), None)
        rest = after[1:] if after and after[0].type == "VERB" else after
        return whole, rest[0] if rest else None
    if len(after) > 2 and after[0].type == "OF" and after[1].type in ("PREFIX", "DETERMINER", "MODIFIER"):
        after = [after[0], *after[2:]]  # "of the matrix X"
    if len(after) < 2 or after[0].type != "OF" or after[1].type not in _WHOLES:
        return None, None
    if (members := _arranged(before)) is not None:
        return after[1], members
    if len(after) > 3 and after[2].type == "VERB":  # "the rows of X are x_i"
        return after[1], after[3]
    verb = next((k for k in range(place - 1, -1, -1) if tokens[k].type == "VERB"), 0)
    between = {token.type for token in tokens[verb + 1 : place]}
    if verb and between <= {"DETERMINER", "MODIFIER", "OTHER", "NAME"}:  # "x_i is the i-th row of X"
        return after[1], tokens[verb - 1]
    return None, None


def _arranged(before: list[Token]) -> Token | None:
    """x_i in "stack the x_i as the rows": the formula right before the word, which nothing else stands beside."""
    while before and before[-1].type in ("DETERMINER", "MODIFIER"):
        before = before[:-1]
    if len(before) < 2 or before[-1].type != "AS":
        return None
    return before[-2] if before[-2].type in (*_WHOLES, "FORMULA") or before[-2].text in _PRONOUNS else None


def _formula(token: Token | None) -> Node | None:
    return token.mention.node if token is not None and token.mention else None


def _letter(node: Node | None) -> tuple[Node, bool] | None:
    """x in `x_i`, `x_i^T` and `x_1, …, x_n`, and whether it is written with a transpose."""
    match bare(node):
        case Sequence(items=items):
            found = [_letter(item) for item in items if not isinstance(item, Dots)]
            return found[0] if found and all(one == found[0] for one in found) else None
        case Scripts(base=base, sub=sub, sup=sup, primes=0) if is_name(base) and sub is not None:
            power = bare(sup)
            transposed = isinstance(power, Symbol) and power.name in _TRANSPOSES
            inner = bare(base)
            return (inner, transposed) if inner is not None and (sup is None or transposed) else None
    return None
