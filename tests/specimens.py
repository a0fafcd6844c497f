"""Reports built by hand, for the tests of renderings: one that holds every verdict, and ones that mean harm."""

from __future__ import annotations

from dataclasses import replace

from auditor.findings import RULES, Finding, Label, Suggestion, finding
from auditor.reading.document import Repair
from auditor.reporting.report import Report
from auditor.source import Source, Span
from auditor.verdicts import (
    Conclusion,
    Counterexample,
    DeclaredSymbol,
    Evidence,
    Layout,
    LayoutChoice,
    Method,
    Operand,
    Relation,
    Stance,
    Step,
    Verdict,
)

TEXT = r"""Here $X$ is an $m \times n$ matrix and $A$ is square.

The loss is

L = \frac{1}{m}\sum*{i=1}^m |(XR)_{ij}|^2

\frac{dL}{dR} = \frac{1}{m}\sum_{k=1}^n X_{ik}\frac{d}{dR}(R_{kj})
= \frac{1}{m}\sum_{k=1}^n X_{ik}\delta_{kj}
= \frac{2}{m}X^T(XR - Y)

Moreover $(AB)^T = A^TB^T$ and $x^TAx = x^TA^Tx$ hold.

Is it true that $x^2 \ge 2x - 1$? With $C = C^T$, \det(A) = \prod_i \lambda_i.
"""


def at(text: str, part: str, nth: int = 0) -> Span:
    """The span of the nth occurrence of a part."""
    place = -1
    for _ in range(nth + 1):
        place = text.index(part, place + 1)
    return Span(place, place + len(part))


def operand(text: str, part: str, shape: tuple[str, ...] | None, nth: int = 0) -> Operand:
    return Operand(part, at(text, part, nth), shape)


def step(
    number: int,
    left: Operand,
    right: Operand,
    verdict: Verdict,
    evidence: Evidence,
    *findings: Finding,
    sign: str = "=",
    derivation: int = 1,
    stance: Stance = Stance.ASSERTED,
    conditions: tuple[str, ...] = (),
    carried_forward: bool = False,
) -> Step:
    """A step whose relation sign stands just before its right operand."""
    place = Span(max(0, right.span.start - 1 - len(sign)), max(len(sign), right.span.start - 1))
    span = left.span.cover(right.span) if left.span.start < right.span.start else right.span.cover(place)
    return Step(
        number, derivation, stance, span, Relation(sign, place), left, right, verdict, evidence, conditions,
        carried_forward, findings,
    )  # fmt: skip


COUNTEREXAMPLE = Counterexample(
    sizes=(("n", 2),),
    values=(("A", [["1", "0"], ["0", "1/2"]]), ("B", [["0", "1"], ["0", "0"]])),
    left=[["0", "0"], ["1", "0"]],
    right=[["0", "0"], ["1/2", "0"]],
    entry=(2, 1),
)
EXACT = Evidence(
    Method.SAMPLED, "Z/p", 6, 3.2e-41, None, ((("m", 3), ("n", 4)), (("m", 5), ("n", 2))), "drawn", facts=(1,)
)


def every_verdict() -> Report:
    """A document with a step of each verdict, a repair, assumptions, a conclusion and findings of each severity."""
    text = TEXT
    derivative = operand(text, r"\frac{1}{m}\sum_{k=1}^n X_{ik}\frac{d}{dR}(R_{kj})", ("n", "n"))
    delta = operand(text, r"\frac{1}{m}\sum_{k=1}^n X_{ik}\delta_{kj}", ())
    gradient = operand(text, r"\frac{2}{m}X^T(XR - Y)", ("n", "n"))
    loss = operand(text, r"\frac{dL}{dR}", ("n", "n"))
    lost = finding(
        "E203",
        at(text, r"X_{ik}\delta_{kj}"),
        derivative="d/dR",
        help="keep the free indices of the derivative",
        labels=(Label(at(text, r"\frac{d}{dR}(R_{kj})"), "n×n matrix, one for each k, j"),),
    )
    reversed_product = replace(
        finding("E307", at(text, "A^TB^T"), product="A^TB^T"), suggestion=Suggestion("B^TA^T", "verified")
    )
    steps = (
        step(1, operand(text, "L", ()), operand(text, r"\frac{1}{m}\sum*{i=1}^m |(XR)_{ij}|^2", ()), Verdict.GIVEN,
             Evidence()),
        step(2, loss, derivative, Verdict.VERIFIED, EXACT, derivation=2),
        step(3, derivative, delta, Verdict.ILL_FORMED, Evidence(Method.SHAPE), lost, derivation=2),
        step(4, delta, gradient, Verdict.ILL_FORMED, Evidence(Method.SHAPE), derivation=2, carried_forward=True),
        step(5, operand(text, "(AB)^T", ("n", "n")), operand(text, "A^TB^T", ("n", "n")), Verdict.REFUTED,
             Evidence(Method.COUNTEREXAMPLE, "Q", counterexample=COUNTEREXAMPLE), reversed_product, derivation=3),
        step(6, operand(text, "x^TAx", ()), operand(text, "x^TA^Tx", ()), Verdict.VERIFIED,
             Evidence(Method.PROVED, sizes_covered="all"), derivation=4),
        step(7, operand(text, "x^2", ()), operand(text, "2x - 1", ()), Verdict.UNKNOWN,
             Evidence(Method.SAMPLED, "R", 400),
             finding("N909", at(text, r"x^2 \ge 2x - 1"), instances="400"), sign=r"\ge", derivation=5,
             stance=Stance.ASKED),
        step(8, operand(text, "C", ("n", "n")), operand(text, "C^T", ("n", "n")), Verdict.CONDITIONAL,
             Evidence(Method.PROVED, sizes_covered="all"),
             finding("W401", at(text, "C = C^T"), condition="C is symmetric"), derivation=6,
             conditions=("C symmetric",)),
        step(9, operand(text, r"\det(A)", ()), operand(text, r"\prod_i \lambda_i", ()), Verdict.VERIFIED,
             Evidence(Method.RULE, note="the determinant is the product of the eigenvalues"), derivation=7),
    )  # fmt: skip
    return Report(
        Source("answer.md", text),
        Layout(LayoutChoice("variable", "inferred"), LayoutChoice("numerator", "declared")),
        (
            DeclaredSymbol("X", ("m", "n"), (), "stated", Span(0, len(text)), at(text, "$X$ is")),
            DeclaredSymbol("A", ("n", "n"), ("invertible",), "option", Span(0, len(text)), None),
            DeclaredSymbol("t", None, (), "convention", Span(0, len(text)), None),
        ),
        (
            Repair(at(text, "*{i=1}"), "*{i=1}", "_{i=1}", "W101"),
            Repair(at(text, "|^2"), "|^2", "|^{2}", "W112", applied=False),
        ),
        (finding("E209", at(text, "$A$ is square"), symbol="A", first="n×n", second="m×n"),),
        steps,
        (
            Conclusion(2, "=", 2, 4, r"\frac{dL}{dR}", r"\frac{2}{m}X^T(XR - Y)", Verdict.VERIFIED, "invalid"),
            Conclusion(3, "=", 5, 5, "(AB)^T", "A^TB^T", Verdict.REFUTED, "invalid"),
        ),
    )


def nothing(text: str = "Just words.", name: str = "words.md") -> Report:
    """A document in which no mathematics was read."""
    return Report(Source(name, text))


def hostile(payload: str, name: str = "hostile.md") -> Report:
    """A report in which every string that a document can put there is the payload."""
    text = f"{payload} = {payload}"
    left = Operand(payload, Span(0, len(payload)), (payload,))
    right = Operand(payload, Span(len(payload) + 3, len(text)), (payload, payload))
    instance = Counterexample(((payload, 2),), ((payload, [[payload]]),), payload, [payload], (1,), ((payload, 1),))
    found = Finding(
        RULES["E202"],
        right.span,
        tuple((field, payload) for field in ("left", "right", "left_shape", "right_shape")),
        (Label(left.span, payload),),
        payload,
        Suggestion(payload, "verified"),
    )
    evidence = Evidence(Method.COUNTEREXAMPLE, "Q", sizes=(((payload, 2),),), counterexample=instance, note=payload)
    refuted = step(1, left, right, Verdict.REFUTED, evidence, found, sign=payload[:1] or "=", conditions=(payload,))
    silent = step(2, left, right, Verdict.ILL_FORMED, Evidence(Method.SHAPE, note=payload), sign=payload)
    return Report(
        Source(name, text),
        declarations=(DeclaredSymbol(payload, (payload,), (payload,), "stated", left.span, left.span),),
        repairs=(Repair(left.span, payload, payload, "W103"), Repair(left.span, payload, payload, "W112", False)),
        findings=(found,),
        steps=(refuted, silent),
        conclusions=(Conclusion(1, payload, 1, 2, payload, payload, Verdict.REFUTED, "invalid"),),
    )
