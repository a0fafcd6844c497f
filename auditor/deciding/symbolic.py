"""SymPy in a child process, for closed forms of scalar calculus: the one module that imports it, and only in the child.

The child is started by the first question. It counts its own function calls and gives up beyond a fixed number, so
that the same question always gets the same answer; should it hang all the same, it is killed, and the next question
starts another one. What it says is an opinion: the judge that asks confirms it by numbers of its own.
"""

from __future__ import annotations

import atexit
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from auditor.deciding.limits import OutOfBudget

CALLS = 1_500_000  # function calls of the child for one question
SECONDS = 20.0  # after which a child counts as hanging
MEMORY = 2 << 30
DIGITS = 40
BUDGET = "out of budget"

# What SymPy is asked about: ["add", tree, …], ["symbol", "x"], ["number", "2/3"], …
Tree: TypeAlias = "list[str | Tree]"


@dataclass(frozen=True)
class Question:
    """Two sides, the assumptions on their symbols, and points at which their values are wanted."""

    left: Tree
    right: Tree
    assumptions: Mapping[str, Sequence[str]]
    points: Sequence[Mapping[str, Fraction]]


@dataclass(frozen=True)
class Answer:
    """Whether SymPy finds the sides equal (None: it cannot tell), and their values where it has any."""

    equal: bool | None
    values: tuple[tuple[str | None, str | None], ...]
    closed: tuple[str, str] = ("", "")


def ask(question: Question) -> Answer | None:
    """SymPy's answer; None where it has none. Raises OutOfBudget."""
    points = [{name: str(value) for name, value in point.items()} for point in question.points]
    text = json.dumps([question.left, question.right, dict(question.assumptions), points])
    reply = _CHILD.ask(text)
    found: dict[str, Any] = json.loads(reply) if reply is not None else {"failure": BUDGET}
    if "failure" in found:
        if found["failure"] == BUDGET:
            raise OutOfBudget(BUDGET)
        return None
    return Answer(found["equal"], tuple((left, right) for left, right in found["values"]), tuple(found["closed"]))


# --- the parent's side --------------------------------------------------------------------------------------------


class _Child:
    """The process, started when first needed and again after it had to be killed."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[str] | None = None
        self.replies: queue.Queue[str | None] = queue.Queue()
        self.lock = threading.Lock()

    def ask(self, text: str) -> str | None:
        with self.lock:
            process = self._running()
            try:
                assert process.stdin is not None
                process.stdin.write(text + "\n")
                process.stdin.flush()
                reply = self.replies.get(timeout=SECONDS)
            except (OSError, queue.Empty):
                reply = None
            if reply is None:
                self.stop()
            return reply

    def _running(self) -> subprocess.Popen[str]:
        if self.process is None or self.process.poll() is not None:
            self._start()
        assert self.process is not None
        return self.process

    def _start(self) -> None:
        # Fixed hashes: SymPy's choices may follow the order of its sets.
        environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self.process = subprocess.Popen(
            [sys.executable, "-c", f"from {__name__} import serve; serve()"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment,
        )  # fmt: skip
        self.replies = queue.Queue()
        threading.Thread(target=_listen, args=(self.process, self.replies), daemon=True).start()

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


def _listen(process: subprocess.Popen[str], replies: queue.Queue[str | None]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        replies.put(line)
    replies.put(None)


_CHILD = _Child()
atexit.register(_CHILD.stop)


# --- the child's side ---------------------------------------------------------------------------------------------


class _TooManyCalls(BaseException):
    """Not an Exception: SymPy must not catch it."""


def serve() -> None:
    """Answer questions from standard input until it ends."""
    _limit_memory()
    import sympy  # noqa: F401  (imported before calls are counted)

    for line in sys.stdin:
        print(json.dumps(_counted(lambda line=line: _answer(*json.loads(line)))), flush=True)  # type: ignore[misc]


def _limit_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, ValueError, OSError):
        return


def _counted(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The result of some work, or a failure where it takes too many calls or goes wrong."""
    from sympy.core.cache import clear_cache

    clear_cache()  # what was asked before must not make a difference
    left = CALLS

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal left
        if event == "call":
            left -= 1
            if left < 0:
                sys.setprofile(None)
                raise _TooManyCalls

    sys.setprofile(count)
    try:
        return work()
    except _TooManyCalls:
        return {"failure": BUDGET}
    except (Exception, RecursionError, MemoryError) as error:
        return {"failure": type(error).__name__}
    finally:
        sys.setprofile(None)


def _answer(left: Tree, right: Tree, assumptions: dict[str, list[str]], points: list[dict[str, str]]) -> dict[str, Any]:
    builder = _Builder(assumptions)
    sides = [_settled(builder.built(side)) for side in (left, right)]
    equal = _equal(*sides) if all(map(_is_closed, sides)) else None
    values = [[_value(side, builder, point) for side in sides] for point in points]
    return {"equal": equal, "values": values, "closed": [str(side) for side in sides]}


class _Builder:
    """SymPy expressions from trees."""

    def __init__(self, assumptions: dict[str, list[str]]) -> None:
        self.assumptions = assumptions
        self.symbols: dict[str, Any] = {}

    def symbol(self, name: str) -> Any:
        import sympy

        if name not in self.symbols:
            known = dict.fromkeys(self.assumptions.get(name, ["real"]), True)
            self.symbols[name] = sympy.Symbol(name, **known)
        return self.symbols[name]

    def built(self, tree: Tree) -> Any:
        import sympy

        head, *rest = tree
        if head == "number":
            return sympy.Rational(rest[0])
        if head == "symbol":
            return self.symbol(str(rest[0]))
        if head == "limit":
            side, *parts = rest
            body, variable, point = map(self.built, parts)  # type: ignore[arg-type]
            return sympy.Limit(body, variable, point, side or "+-")
        parts = [self.built(part) for part in rest]  # type: ignore[arg-type]
        return _CONSTRUCTORS[str(head)](sympy, *parts)


_CONSTRUCTORS: dict[str, Callable[..., Any]] = {
    "pi": lambda sympy: sympy.pi,
    "e": lambda sympy: sympy.E,
    "infinity": lambda sympy: sympy.oo,
    "add": lambda sympy, *terms: sympy.Add(*terms),
    "multiply": lambda sympy, *factors: sympy.Mul(*factors),
    "power": lambda sympy, base, exponent: sympy.Pow(base, exponent),
    "factorial": lambda sympy, n: sympy.factorial(n),
    "binomial": lambda sympy, n, k: sympy.binomial(n, k),
    "derivative": lambda sympy, body, variable: sympy.Derivative(body, variable),
    "substitute": lambda sympy, body, variable, value: sympy.Subs(body, variable, value),
    "integral": lambda sympy, body, variable, lower, upper: sympy.Integral(body, (variable, lower, upper)),
    "sum": lambda sympy, body, index, lower, upper: sympy.Sum(body, (index, lower, upper)),
    "product": lambda sympy, body, index, lower, upper: sympy.Product(body, (index, lower, upper)),
    "abs": lambda sympy, u: sympy.Abs(u),
    "relu": lambda sympy, u: sympy.Max(0, u),
    "max": lambda sympy, *terms: sympy.Max(*terms),
    "min": lambda sympy, *terms: sympy.Min(*terms),
    "sigmoid": lambda sympy, u: 1 / (1 + sympy.exp(-u)),
    "softplus": lambda sympy, u: sympy.log(1 + sympy.exp(u)),
    "log2": lambda sympy, u: sympy.log(u) / sympy.log(2),
    "log10": lambda sympy, u: sympy.log(u) / sympy.log(10),
    **{
        name: lambda sympy, u, called=called: getattr(sympy, called)(u)
        for name, called in {
            "exp": "exp", "log": "log", "sqrt": "sqrt", "sin": "sin", "cos": "cos", "tan": "tan", "cot": "cot",
            "sec": "sec", "csc": "csc", "sinh": "sinh", "cosh": "cosh", "tanh": "tanh", "arctan": "atan",
            "arcsin": "asin", "arccos": "acos", "erf": "erf", "sign": "sign",
        }.items()
    },
}  # fmt: skip
NAMES = frozenset(_CONSTRUCTORS)


def _settled(expression: Any) -> Any:
    """Limits, integrals and sums carried out, each where it converges."""
    import sympy

    return expression.doit().replace(
        lambda part: isinstance(part, sympy.Piecewise) and _is_unsettled(part.args[-1][0]),
        lambda part: part.args[0][0] if len(part.args) == 2 else part,
    )


def _is_unsettled(expression: Any) -> bool:
    import sympy

    return bool(expression.has(sympy.Integral, sympy.Sum, sympy.Limit, sympy.Product, sympy.Derivative))


def _is_closed(expression: Any) -> bool:
    """A finite closed form."""
    import sympy

    odd = (sympy.nan, sympy.oo, -sympy.oo, sympy.zoo, sympy.AccumBounds, sympy.Piecewise)
    return not _is_unsettled(expression) and not expression.has(*odd)


def _equal(left: Any, right: Any) -> bool | None:
    import sympy

    difference = left - right
    for way in (sympy.expand, sympy.simplify, lambda one: sympy.simplify(one.rewrite(sympy.exp)), sympy.expand_func):
        difference = way(difference)
        if difference == 0:
            return True
    if difference.is_number and abs(sympy.N(difference, 30)) > 1e-12:
        return False
    return None


def _value(side: Any, builder: _Builder, point: dict[str, str]) -> str | None:
    """The real value at a point, in decimals."""
    import sympy

    at = {builder.symbol(name): sympy.Rational(value) for name, value in point.items()}
    try:
        number = sympy.N(side.subs(at), DIGITS)
    except (ArithmeticError, ValueError, TypeError, NotImplementedError, AttributeError):
        return None
    return str(number) if number.is_Float or number.is_Integer or number.is_Rational else None
