r"""Named inequalities as data: each row is a small document that the auditor reads like any other.

`given` declares what the letters of the row stand for, which is what anything put in their place must be seen to be;
`where` lists numbers that must not be negative. The tests try every row on random instances, and refute its opposite.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from auditor.terms.term import Term, subterms
from auditor.terms.world import World

ASCENDING = frozenset(["<", r"\le", r"\prec", r"\preceq"])
DESCENDING = frozenset([">", r"\ge", r"\succ", r"\succeq"])
STRICT = frozenset(["<", ">", r"\prec", r"\succ"])
LOEWNER = frozenset([r"\prec", r"\succ", r"\preceq", r"\succeq"])


@dataclass(frozen=True)
class Row:
    """A theorem as it is written."""

    name: str
    given: str
    claim: str
    where: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The document: declarations, side conditions, and the claim last."""
        conditions = [rf"$$ {condition} \ge 0 $$" for condition in self.where]
        return "\n\n".join([self.given, *conditions, f"$$ {self.claim} $$"])


@dataclass(frozen=True)
class Theorem:
    """lower ≤ upper (or <, or in the Loewner order), for symbols with the properties that the world says."""

    name: str
    lower: Term
    upper: Term
    strict: bool
    loewner: bool
    world: World
    where: tuple[Term, ...]

    @property
    def operations(self) -> frozenset[str]:
        return operations(self.lower, self.upper)


def operations(*terms: Term) -> frozenset[str]:
    """The operations and functions that make terms what they are."""
    found = {part.operation for term in terms for part in subterms(term)}
    named = {part for term in terms for part in subterms(term) if part.operation in ("apply", "norm")}
    return frozenset(found | {str(part.parameters[0]) for part in named}) - COMMON


# Say nothing about what a theorem speaks of.
COMMON = frozenset(
    ["symbol", "number", "size", "index", "add", "multiply", "power", "rearrange", "matmul", "apply", "norm", "entry",
     "identity", "zeros", "constant"]
)  # fmt: skip

X = r"Let $x$ be a real number."
XY = r"Let $x$ and $y$ be real numbers."
AB_POSITIVE = r"Let $a > 0$ and $b > 0$."
T_BETWEEN = r"Let $t \in [0, 1]$."
VECTORS = r"Let $x, y \in \mathbb{R}^n$."
MATRIX = r"Let $A \in \mathbb{R}^{m\times n}$."
PAIR = r"Let $A, B \in \mathbb{R}^{m\times n}$."
PRODUCT = r"Let $A \in \mathbb{R}^{m\times n}$ and $B \in \mathbb{R}^{n\times p}$."
SPECTRAL = r"$\|A\|_2$ is the largest singular value."
DEFINITE = r"Let $A$ be symmetric positive definite of order $n$."
SEMIDEFINITE = r"Let $A$ be positive semidefinite of order $n$."
TWO_SEMIDEFINITE = r"Let $A$ and $B$ be positive semidefinite of order $n$."
SEQUENCES = r"Let $a, b \in \mathbb{R}^n$."
POSITIVE_SEQUENCE = r"Let $a \in \mathbb{R}^n$ be positive."
WEIGHTS = r"Let $a \in \mathbb{R}^n$ be positive and let $p \in \mathbb{R}^n$ be a probability vector."
CONVEX = r"Let $f: \mathbb{R}^n \to \mathbb{R}$ be convex and $x, y \in \mathbb{R}^n$."

ROWS = (
    # Functions of one number
    Row("exponential above its tangent", X, r"e^x \ge 1 + x"),
    Row("logarithm below its tangent", r"Let $x > 0$.", r"\log x \le x - 1"),
    Row("logarithm below its tangent", r"Let $x > -1$ be real.", r"\log(1+x) \le x"),
    Row("logarithm above a hyperbola", r"Let $x > 0$.", r"\log x \ge 1 - \frac1x"),
    Row("sine is bounded", X, r"|\sin x| \le 1"),
    Row("sine is bounded", X, r"\sin x \le 1"),
    Row("sine is bounded", X, r"\sin x \ge -1"),
    Row("cosine is bounded", X, r"|\cos x| \le 1"),
    Row("cosine is bounded", X, r"\cos x \le 1"),
    Row("cosine is bounded", X, r"\cos x \ge -1"),
    Row("sine below its argument", X, r"|\sin x| \le |x|"),
    Row("sine below its tangent", r"Let $x \ge 0$.", r"\sin x \le x"),
    Row("cosine above a parabola", X, r"\cos x \ge 1 - \frac{x^2}{2}"),
    Row("hyperbolic tangent is bounded", X, r"|\tanh x| < 1"),
    Row("hyperbolic tangent is bounded", X, r"\tanh x < 1"),
    Row("logistic function is bounded", X, r"\operatorname{sigmoid}(x) < 1"),
    Row("slope of the logistic function",
        X, r"\operatorname{sigmoid}(x)(1-\operatorname{sigmoid}(x)) \le \frac14"),
    Row("softplus above relu", X, r"\log(1+e^x) > x"),
    Row("Bernoulli's inequality", r"Let $x$ be real and let $n$ be a positive integer.", r"(1+x)^n \ge 1+nx", ("1+x",)),
    Row("hyperbolic cosine is at least 1", X, r"\cosh x \ge 1"),
    # Absolute values, maxima
    Row("a number is at most its absolute value", X, r"x \le |x|"),
    Row("a number is at most its absolute value", X, r"-x \le |x|"),
    Row("triangle inequality", XY, r"|x+y| \le |x|+|y|"),
    Row("triangle inequality", XY, r"|x-y| \le |x|+|y|"),
    Row("reverse triangle inequality", XY, r"||x|-|y|| \le |x-y|"),
    Row("reverse triangle inequality", XY, r"|x|-|y| \le |x-y|"),
    Row("reverse triangle inequality", XY, r"|x|-|y| \le |x+y|"),
    Row("triangle inequality", r"Let $a \in \mathbb{R}^n$.",
        r"\left|\sum_{i=1}^n a_i\right| \le \sum_{i=1}^n |a_i|"),
    Row("maximum", XY, r"\max(x,y) \ge x"),
    Row("maximum", XY, r"\max(x,y) \ge \frac{x+y}{2}"),
    Row("minimum", XY, r"\min(x,y) \le x"),
    Row("minimum", XY, r"\min(x,y) \le \max(x,y)"),
    # Means, Jensen
    Row("inequality of the means", AB_POSITIVE, r"\sqrt{ab} \le \frac{a+b}{2}"),
    Row("inequality of the means", AB_POSITIVE, r"\frac{2ab}{a+b} \le \sqrt{ab}"),
    Row("inequality of the means", AB_POSITIVE, r"\frac{2ab}{a+b} \le \frac{a+b}{2}"),
    Row("inequality of the means", r"Let $a$ and $b$ be real numbers.",
        r"\frac{a+b}{2} \le \sqrt{\frac{a^2+b^2}{2}}"),
    Row("inequality of the means", POSITIVE_SEQUENCE,
        r"\left(\prod_{i=1}^n a_i\right)^{1/n} \le \frac1n\sum_{i=1}^n a_i"),
    Row("a number and its reciprocal", r"Let $a > 0$.", r"a + \frac1a \ge 2"),
    Row("Jensen's inequality", AB_POSITIVE, r"\log\frac{a+b}{2} \ge \frac{\log a+\log b}{2}"),
    Row("Jensen's inequality", f"{AB_POSITIVE} {T_BETWEEN}", r"\log(ta+(1-t)b) \ge t\log a+(1-t)\log b"),
    Row("Jensen's inequality", WEIGHTS, r"\log\left(\sum_{i=1}^n p_ia_i\right) \ge \sum_{i=1}^n p_i\log a_i"),
    Row("Jensen's inequality", r"Let $a \in \mathbb{R}^n$ be positive.",
        r"\log\left(\frac1n\sum_{i=1}^n a_i\right) \ge \frac1n\sum_{i=1}^n \log a_i"),
    Row("Jensen's inequality", XY, r"e^{(x+y)/2} \le \frac{e^x+e^y}{2}"),
    Row("Jensen's inequality", f"{XY} {T_BETWEEN}", r"e^{tx+(1-t)y} \le te^x+(1-t)e^y"),
    Row("Jensen's inequality", f"{XY} {T_BETWEEN}", r"(tx+(1-t)y)^2 \le tx^2+(1-t)y^2"),
    Row("Jensen's inequality", f"{VECTORS} {T_BETWEEN}", r"\|tx+(1-t)y\|^2 \le t\|x\|^2+(1-t)\|y\|^2"),
    Row("Gibbs' inequality", r"Let $p, q \in \mathbb{R}^n$ be probability vectors.",
        r"\sum_{i=1}^n p_i\log\frac{p_i}{q_i} \ge 0"),
    # Cauchy–Schwarz and its relatives
    Row("Cauchy–Schwarz inequality", VECTORS, r"|x^Ty| \le \|x\|\,\|y\|"),
    Row("Cauchy–Schwarz inequality", VECTORS, r"x^Ty \le \|x\|\,\|y\|"),
    Row("Cauchy–Schwarz inequality", VECTORS, r"-x^Ty \le \|x\|\,\|y\|"),
    Row("Cauchy–Schwarz inequality", VECTORS, r"(x^Ty)^2 \le (x^Tx)(y^Ty)"),
    Row("Cauchy–Schwarz inequality", SEQUENCES,
        r"\left(\sum_{i=1}^n a_ib_i\right)^2 \le \left(\sum_{i=1}^n a_i^2\right)\left(\sum_{i=1}^n b_i^2\right)"),
    Row("Cauchy–Schwarz inequality", SEQUENCES,
        r"\left|\sum_{i=1}^n a_ib_i\right| \le \sqrt{\sum_{i=1}^n a_i^2}\sqrt{\sum_{i=1}^n b_i^2}"),
    Row("Cauchy–Schwarz inequality", SEQUENCES,
        r"\sum_{i=1}^n a_ib_i \le \sqrt{\sum_{i=1}^n a_i^2}\sqrt{\sum_{i=1}^n b_i^2}"),
    Row("Cauchy–Schwarz inequality", r"Let $a \in \mathbb{R}^n$.",
        r"\left(\sum_{i=1}^n a_i\right)^2 \le n\sum_{i=1}^n a_i^2"),
    Row("Cauchy–Schwarz inequality", f"{SEMIDEFINITE} {VECTORS}", r"(x^TAy)^2 \le (x^TAx)(y^TAy)"),
    Row("Cauchy–Schwarz inequality", f"{DEFINITE} {VECTORS}", r"(x^Ty)^2 \le (x^TAx)(y^TA^{-1}y)"),
    Row("Cauchy–Schwarz inequality", PAIR, r"|\operatorname{tr}(A^TB)| \le \|A\|_F\|B\|_F"),
    Row("Cauchy–Schwarz inequality", PAIR, r"\operatorname{tr}(A^TB) \le \|A\|_F\|B\|_F"),
    Row("Cauchy–Schwarz inequality", PAIR, r"\operatorname{tr}(A^TB)^2 \le \|A\|_F^2\|B\|_F^2"),
    Row("Cauchy–Schwarz inequality", r"Let $A \in \mathbb{R}^{n\times n}$.",
        r"\operatorname{tr}(A)^2 \le n\|A\|_F^2"),
    Row("Cauchy–Schwarz inequality", r"Let $A \in \mathbb{R}^{n\times n}$.",
        r"|\operatorname{tr}(A)| \le \sqrt{n}\,\|A\|_F"),
    Row("Hölder's inequality", VECTORS, r"|x^Ty| \le \|x\|_1\|y\|_\infty"),
    Row("Hölder's inequality", VECTORS, r"x^Ty \le \|x\|_1\|y\|_\infty"),
    # Norms
    Row("triangle inequality", VECTORS, r"\|x+y\| \le \|x\|+\|y\|"),
    Row("triangle inequality", VECTORS, r"\|x-y\| \le \|x\|+\|y\|"),
    Row("reverse triangle inequality", VECTORS, r"|\|x\|-\|y\|| \le \|x-y\|"),
    Row("reverse triangle inequality", VECTORS, r"\|x\|-\|y\| \le \|x-y\|"),
    Row("reverse triangle inequality", VECTORS, r"\|x\|-\|y\| \le \|x+y\|"),
    Row("triangle inequality", VECTORS, r"\|x+y\|_1 \le \|x\|_1+\|y\|_1"),
    Row("triangle inequality", VECTORS, r"\|x+y\|_\infty \le \|x\|_\infty+\|y\|_\infty"),
    Row("triangle inequality", PAIR, r"\|A+B\|_F \le \|A\|_F+\|B\|_F"),
    Row("triangle inequality", PAIR, r"\|A-B\|_F \le \|A\|_F+\|B\|_F"),
    Row("reverse triangle inequality", PAIR, r"|\|A\|_F-\|B\|_F| \le \|A-B\|_F"),
    Row("triangle inequality", f"{PAIR} {SPECTRAL}", r"\|A+B\|_2 \le \|A\|_2+\|B\|_2"),
    Row("triangle inequality", PAIR, r"\|A+B\|_* \le \|A\|_*+\|B\|_*"),
    Row("equivalence of norms", r"Let $x \in \mathbb{R}^n$.", r"\|x\|_\infty \le \|x\|_2"),
    Row("equivalence of norms", r"Let $x \in \mathbb{R}^n$.", r"\|x\|_2 \le \|x\|_1"),
    Row("equivalence of norms", r"Let $x \in \mathbb{R}^n$.", r"\|x\|_\infty \le \|x\|_1"),
    Row("equivalence of norms", r"Let $x \in \mathbb{R}^n$.", r"\|x\|_1 \le \sqrt{n}\,\|x\|_2"),
    Row("equivalence of norms", r"Let $x \in \mathbb{R}^n$.", r"\|x\|_2 \le \sqrt{n}\,\|x\|_\infty"),
    Row("equivalence of norms", r"Let $x \in \mathbb{R}^n$.", r"\|x\|_1 \le n\|x\|_\infty"),
    Row("an entry is at most the norm", r"Let $x \in \mathbb{R}^n$.", r"|x_i| \le \|x\|_2"),
    Row("an entry is at most the norm", r"Let $x \in \mathbb{R}^n$.", r"|x_i| \le \|x\|_\infty"),
    Row("submultiplicativity", f"{MATRIX} {SPECTRAL} Let $x \\in \\mathbb{{R}}^n$.", r"\|Ax\| \le \|A\|_2\|x\|"),
    Row("submultiplicativity", f"{MATRIX} Let $x \\in \\mathbb{{R}}^n$.", r"\|Ax\| \le \|A\|_F\|x\|"),
    Row("submultiplicativity", PRODUCT, r"\|AB\|_F \le \|A\|_F\|B\|_F"),
    Row("submultiplicativity", f"{PRODUCT} {SPECTRAL}", r"\|AB\|_2 \le \|A\|_2\|B\|_2"),
    Row("submultiplicativity", f"{PRODUCT} {SPECTRAL}", r"\|AB\|_F \le \|A\|_2\|B\|_F"),
    Row("submultiplicativity", f"{PRODUCT} {SPECTRAL}", r"\|AB\|_F \le \|A\|_F\|B\|_2"),
    Row("submultiplicativity", f"{MATRIX} {SPECTRAL} Let $x \\in \\mathbb{{R}}^m$ and $y \\in \\mathbb{{R}}^n$.",
        r"|x^TAy| \le \|A\|_2\|x\|\,\|y\|"),
    Row("spectral norm is at most the Frobenius norm", f"{MATRIX} {SPECTRAL}", r"\|A\|_2 \le \|A\|_F"),
    Row("Frobenius norm is at most √n times the spectral norm", f"{MATRIX} {SPECTRAL}",
        r"\|A\|_F \le \sqrt{n}\,\|A\|_2"),
    Row("Frobenius norm is at most √m times the spectral norm", f"{MATRIX} {SPECTRAL}",
        r"\|A\|_F \le \sqrt{m}\,\|A\|_2"),
    Row("Frobenius norm is at most √r times the spectral norm",
        rf"Let $A \in \mathbb{{R}}^{{m\times n}}$ have rank $r$. {SPECTRAL}", r"\|A\|_F \le \sqrt{r}\,\|A\|_2"),
    Row("Frobenius norm is at most the nuclear norm", MATRIX, r"\|A\|_F \le \|A\|_*"),
    Row("nuclear norm is at most √r times the Frobenius norm",
        r"Let $A \in \mathbb{R}^{m\times n}$ have rank $r$.", r"\|A\|_* \le \sqrt{r}\,\|A\|_F"),
    Row("nuclear norm is at most √n times the Frobenius norm", MATRIX, r"\|A\|_* \le \sqrt{n}\,\|A\|_F"),
    # Traces and determinants
    Row("trace of a product of semidefinite matrices", TWO_SEMIDEFINITE,
        r"\operatorname{tr}(AB) \le \operatorname{tr}(A)\operatorname{tr}(B)"),
    Row("trace of a square", SEMIDEFINITE, r"\operatorname{tr}(A^2) \le \operatorname{tr}(A)^2"),
    Row("trace against the spectral norm", f"{TWO_SEMIDEFINITE} {SPECTRAL}",
        r"\operatorname{tr}(AB) \le \|A\|_2\operatorname{tr}(B)"),
    Row("trace of a square against that of the Gram matrix", r"Let $A$ be a real matrix of order $n$.",
        r"\operatorname{tr}(A^2) \le \operatorname{tr}(A^TA)"),
    Row("trace and trace of the inverse", DEFINITE, r"\operatorname{tr}(A)\operatorname{tr}(A^{-1}) \ge n^2"),
    Row("form and form of the inverse", f"{DEFINITE} {VECTORS}", r"(x^TAx)(x^TA^{-1}x) \ge (x^Tx)^2"),
    Row("inequality of the means for eigenvalues", SEMIDEFINITE,
        r"\det(A)^{1/n} \le \frac{1}{n}\operatorname{tr}(A)"),
    Row("inequality of the means for eigenvalues", SEMIDEFINITE,
        r"\det(A) \le \left(\frac{\operatorname{tr}(A)}{n}\right)^n"),
    Row("logarithm below its tangent for eigenvalues", DEFINITE, r"\log\det(A) \le \operatorname{tr}(A) - n"),
    Row("Hadamard's determinant inequality", SEMIDEFINITE, r"\det(A) \le \prod_{i=1}^n A_{ii}"),
    Row("superadditivity of the determinant", TWO_SEMIDEFINITE, r"\det(A+B) \ge \det(A)+\det(B)"),
    Row("monotonicity of the determinant", TWO_SEMIDEFINITE, r"\det(A+B) \ge \det(A)"),
    Row("Minkowski's determinant inequality", TWO_SEMIDEFINITE,
        r"\det(A+B)^{1/n} \ge \det(A)^{1/n}+\det(B)^{1/n}"),
    Row("determinant above its first two terms", SEMIDEFINITE, r"\det(I+A) \ge 1+\operatorname{tr}(A)"),
    Row("concavity of log det", rf"Let $A$ and $B$ be positive definite of order $n$. {T_BETWEEN}",
        r"\log\det(tA+(1-t)B) \ge t\log\det(A)+(1-t)\log\det(B)"),
    # The Loewner order
    Row("trace bounds a semidefinite matrix", SEMIDEFINITE, r"A \preceq \operatorname{tr}(A)I"),
    Row("spectral norm bounds a symmetric matrix", rf"Let $A$ be symmetric of order $n$. {SPECTRAL}",
        r"A \preceq \|A\|_2I"),
    Row("norm bounds an outer product", r"Let $x \in \mathbb{R}^n$.", r"xx^T \preceq (x^Tx)I"),
    Row("a matrix and its inverse", DEFINITE, r"A + A^{-1} \succeq 2I"),
    # Convex functions
    Row("first-order condition of convexity", CONVEX, r"f(y) \ge f(x)+\nabla f(x)^T(y-x)"),
    Row("convexity", f"{CONVEX} {T_BETWEEN}", r"f(tx+(1-t)y) \le tf(x)+(1-t)f(y)"),
    Row("convexity", CONVEX, r"f\left(\frac{x+y}{2}\right) \le \frac{f(x)+f(y)}{2}"),
    Row("monotone gradient of a convex function", CONVEX, r"(\nabla f(x)-\nabla f(y))^T(x-y) \ge 0"),
)  # fmt: skip


@cache
def theorem(row: Row) -> Theorem | None:
    """The row as terms; None where it cannot be read, which a test forbids."""
    from auditor.elaborating.elaborate import elaborate
    from auditor.parsing import parse
    from auditor.reading import read
    from auditor.source import Source

    elaboration = elaborate(parse(read(Source(row.name, row.text))))
    steps = [step for step in elaboration.steps if step.relation.symbol in ASCENDING | DESCENDING]
    claim = steps[-1]
    left, right, sign = claim.left.term, claim.right.term, claim.relation.symbol
    if left is None or right is None or left.shape != right.shape:
        return None
    lower, upper = (left, right) if sign in ASCENDING else (right, left)
    where = tuple(step.left.term for step in steps[len(steps) - 1 - len(row.where) : -1] if step.left.term is not None)
    return Theorem(row.name, lower, upper, sign in STRICT, sign in LOEWNER, elaboration.world, where)


def relevant(lower: Term, upper: Term, *, loewner: bool) -> Iterator[Theorem]:
    """Theorems that speak of nothing but what the two sides hold."""
    held = operations(lower, upper)
    for row in ROWS:
        if not _may_concern(row, held):
            continue
        found = theorem(row)
        if found is not None and found.operations <= held and (loewner or not found.loewner):
            yield found


# A cheap first look at the LaTeX of a row, so that only rows that may matter are read.
MARKS: Mapping[str, str] = {
    r"\log": "log", r"\sin": "sin", r"\cos": "cos", r"\tanh": "tanh", "sigmoid": "sigmoid", r"\det": "det",
    r"\operatorname{tr}": "trace", r"\max": "max", r"\min": "min", r"\sum": "sum", r"\prod": "product",
    r"\cosh": "cosh", r"\|_*": "nuclear", r"\|_\infty": "inf", r"\|_1": "1", "f(": "call", "A^{-1}": "inverse",
}  # fmt: skip


def _may_concern(row: Row, held: frozenset[str]) -> bool:
    return all(operation in held for mark, operation in MARKS.items() if mark in row.claim)
