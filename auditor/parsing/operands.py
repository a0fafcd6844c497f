"""Operands: the tokens between two relations made into a tree, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.findings import Finding, finding
from auditor.parsing.building import BUILDERS
from auditor.parsing.commands import PARTNERS
from auditor.parsing.lexing import lex
from auditor.parsing.nesting import paired, resolved
from auditor.parsing.parts import Part, Unread, governing, is_unscripted, unread
from auditor.parsing.statements import Written
from auditor.parsing.syntax import Annotated, Group, Node, Product, Sum, Symbol
from auditor.parsing.tables import Table, table
from auditor.parsing.tokens import LAYOUT, Token, depths, text_of
from auditor.source import Span, Text

# How many unfinished constructs may stand inside one another; far beyond what anybody writes by hand.
DEPTH_LIMIT = 80
LENGTH_LIMIT = 100_000


def operand(text: Text) -> Written:
    """A formula without relations, read by itself."""
    if len(text) > LENGTH_LIMIT:
        return Written(text, None, finding("N901", text.span(), reason="the formula is too long"))
    tokens = resolved(paired(lex(text))[0])
    kept = [token for token, depth in zip(tokens, depths(tokens), strict=True) if depth or token.kind not in LAYOUT]
    if len(kept) == 1 and kept[0].kind == "REL":
        return spoken_of(kept[0])
    return written(kept, []) if kept else Written(text, None, _nothing(text.span()))


def written(tokens: Sequence[Token], findings: list[Finding], *, related: bool = False) -> Written:
    r"""The operand that the tokens make up; `related`: it stands beside a relation, where a bare `\nabla` says nothing.

    One round or square bracket that is never closed is closed at the end, and a finding says so.
    """
    text = text_of(tokens)
    tokens, repair = _closed(tokens)
    try:
        node = syntax(tokens)
        if related:
            _check_related(node)
    except Unread as error:
        return Written(text, None, error.finding)
    findings.extend(repair)
    return Written(text, node)


def missing(relation: Token) -> Written:
    """What should stand between a relation and the one before it."""
    return Written(relation.text.slice(relation.start, relation.start), None, _nothing(relation.span))


def spoken_of(relation: Token) -> Written:
    """A relation sign by itself, which a sentence speaks of."""
    text = text_of([relation])
    return Written(text, Symbol(relation.value, span=text.span()))


def _nothing(span: Span) -> Finding:
    return finding("N901", span, reason="nothing stands here")


def _closed(tokens: Sequence[Token]) -> tuple[Sequence[Token], list[Finding]]:
    """The tokens with the one bracket closed that the author forgot to close."""
    wrong = [place for place, token in enumerate(tokens) if token.kind in ("UNCLOSED", "ERROR")]
    if len(wrong) != 1 or tokens[wrong[0]].kind == "ERROR":
        return tokens, []
    opener, last = tokens[wrong[0]], tokens[-1]
    bracket = PARTNERS[opener.value]
    closer = Token("RPAR", bracket, last.text, last.end, last.end)
    mended = [*tokens[: wrong[0]], opener.becomes("LPAR"), *tokens[wrong[0] + 1 :], closer]
    return mended, [finding("W114", opener.span, bracket=bracket)]


def syntax(tokens: Sequence[Token]) -> Node:
    """The tree of a formula; raises Unread where the tokens make none."""
    grammar = table("latex")
    states, productions = grammar.states, grammar.productions
    state = grammar.start
    stack, parts = [state], []  # type: list[int], list[Part | list[Part]]
    end = _end(tokens[-1])
    for token in (*tokens, end):
        kind = token.kind
        while True:
            goal = states[state].get(kind)
            if goal is None:
                raise _unexpected(token, tokens)
            if goal >= 0:
                state = goal
                stack.append(state)
                parts.append(token)
                if len(stack) > DEPTH_LIMIT:
                    raise unread("the formula is nested too deeply", token.span)
                break
            production = productions[-1 - goal]
            size, action = production.size, production.action
            if size == 1 and not action:
                below = stack[-2]
                reached = _CHAINS.get((below, state, kind))
                state = stack[-1] = _renamed(grammar, below, state, kind) if reached is None else reached
            else:
                if size == 1:
                    part = parts[-1]
                    flat = part if isinstance(part, list) else [part]
                    parts[-1] = flat if action == "_" else BUILDERS[action](flat)
                elif action:
                    flat = _flat(parts[-size:])
                    parts[-size:] = [flat if action == "_" else BUILDERS[action](flat)]
                if size:
                    del stack[-size:]
                state = states[stack[-1]][production.name]
                stack.append(state)
            if token is end and state == grammar.end:
                result = parts[0]
                assert isinstance(result, Node)
                return result
    raise AssertionError("the end of the tokens ends the formula")


# Where a chain of rules that only pass their one part on ends, for the state below, the state and the next terminal.
_CHAINS: dict[tuple[int, int, str], int] = {}


def _renamed(grammar: Table, below: int, state: int, kind: str) -> int:
    """The state after all rules `a: b` that apply one after the other."""
    reached = state
    while reached != grammar.end and (goal := grammar.states[reached].get(kind)) is not None and goal < 0:
        production = grammar.productions[-1 - goal]
        if production.size != 1 or production.action:
            break
        reached = grammar.states[below][production.name]
    _CHAINS[below, state, kind] = reached
    return reached


def _flat(parts: list[Part | list[Part]]) -> list[Part]:
    """Two or more parts with those of auxiliary rules among them; the first list grows in place, so that lists cost no
    more than their length."""
    first = parts[0]
    flat = first if isinstance(first, list) else [first]
    for part in parts[1:]:
        if isinstance(part, list):
            flat.extend(part)
        else:
            flat.append(part)
    return flat


def _end(last: Token) -> Token:
    return Token("$END", "", last.text, last.end, last.end)


def _unexpected(token: Token, tokens: Sequence[Token]) -> Unread:
    if token.kind in ("ERROR", "UNCLOSED"):
        return unread(token.note, token.span)
    if token.kind == "$END":
        return unread(f"something is missing behind `{tokens[-1].written}`", tokens[-1].span)
    return unread(f"`{token.written}` cannot stand here", token.span)


def _check_related(node: Node) -> None:
    """No term of the side of a relation ends with an operator that acts on nothing."""
    for term in node.terms if isinstance(node, Sum) else (node,):
        last = term.factors[-1] if isinstance(term, Product) else term
        governing(last)
        if is_unscripted(last, "\\nabla"):
            raise unread("`\\nabla` has nothing to act on", last.span)
        if isinstance(last, Annotated) and isinstance(last.body, Group) and last.body.body is None:
            raise unread("nothing stands in this brace", last.span)
