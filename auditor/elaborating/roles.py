r"""Letters in two roles: the step h in `f(x + h)`, and a function h(x) that another paragraph defines.

Where the statements in which a letter is a variable and those in which it is a function are others, the variable is a
letter of its own; it is renamed before anything is given a meaning.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from auditor.elaborating.alone import MARK
from auditor.elaborating.names import spell, strip
from auditor.elaborating.usage import Survey
from auditor.elaborating.vocabulary import TRANSPOSES
from auditor.parsing.statements import Reading, Statement
from auditor.parsing.syntax import Fence, Fraction, Node, Product, Scripts, Sum, Symbol, walk

FUNCTION, VARIABLE = "function", "variable"


def with_roles_apart(reading: Reading, usage: Survey) -> Reading:
    """The reading in which variables that elsewhere are functions have names of their own."""
    heads = [name for name, letter in usage.letters.items() if letter.heads and letter.alone]
    for name in heads:
        roles = [_role(statement, name) for statement in reading.statements]
        if VARIABLE in roles and FUNCTION in roles and None not in roles:
            reading = _renamed(reading, name, roles)
    return reading


def _renamed(reading: Reading, name: str, roles: list[str | None]) -> Reading:
    """The letter renamed in each statement in which it is a variable, or goes on to be one."""
    statements, role = [], ""
    for statement, own in zip(reading.statements, roles, strict=True):
        role = own or role
        statements.append(_with_name(statement, name) if role == VARIABLE else statement)
    return replace(reading, statements=tuple(statements))


def _with_name(statement: Statement, name: str) -> Statement:
    def marked(node: Node) -> Node | None:
        return replace(node, name=node.name + MARK) if isinstance(node, Symbol) and spell(node) == name else None

    return statement.rewritten(marked)


def _role(statement: Statement, name: str) -> str | None:
    """What a letter is in a statement; "" where that cannot be told, None where it is both."""
    found = {
        role
        for operand in statement.operands
        if operand is not None and operand.syntax is not None
        for node in walk(operand.syntax)
        for role in _roles(node, name)
    }
    return None if len(found) > 1 else next(iter(found), "")


def _roles(node: Node, name: str) -> Iterator[str]:
    match node:
        case Product(factors=factors, operators=operators):
            for head, following, sign in zip(factors, factors[1:], operators, strict=False):
                if not sign and isinstance(strip(following), Fence) and _is(head, name):
                    yield FUNCTION
                if not sign and spell(head).startswith((r"\nabla", "d", r"\partial")) and _is(following, name):
                    yield FUNCTION
        case Scripts(base=base, primes=primes, sup=sup) if _is(base, name):
            if primes:
                yield FUNCTION
            if spell(sup) in TRANSPOSES:
                yield VARIABLE
        case Fraction(numerator=above) if any(_is(part, name) for part in walk(above)) and _differentiates(above):
            yield FUNCTION
        case Fence(open="(", body=Sum(terms=terms)) if any(_is(term, name) for term in terms):
            yield VARIABLE


def _differentiates(node: Node) -> bool:
    first = node.factors[0] if isinstance(node, Product) else node
    return spell(first).startswith(("d", r"\partial"))


def _is(node: Node | None, name: str) -> bool:
    found = strip(node)
    return isinstance(found, Symbol) and spell(found) == name
