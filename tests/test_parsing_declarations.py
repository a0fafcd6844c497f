"""Declarations in running text: what sentences say of symbols, and what they do not."""

from __future__ import annotations

import pytest

from auditor.parsing import parse
from auditor.parsing.statements import Declaration
from auditor.parsing.syntax import Node
from auditor.reading import read
from auditor.source import Source


def written(text: str, node: Node) -> str:
    return text[node.span.start : node.span.end]


def said(text: str, made: Declaration) -> str:
    """A declaration on one line: `A: matrix (m, n) symmetric`."""
    parts = [made.kind]
    if made.shape is not None:
        parts.append("(" + ", ".join(written(text, size) for size in made.shape) + ")")
    parts.append(", ".join(made.properties))
    if made.function is not None:
        domains, codomain = made.function
        parts.append(" x ".join(written(text, domain) for domain in domains) + " -> " + written(text, codomain))
    if made.index_range is not None:
        parts.append("..".join(written(text, bound) for bound in made.index_range))
    parts += [f"depends on {written(text, other)}" for other in made.depends_on]
    parts += [f"constant in {written(text, other)}" for other in made.constant_in]
    subject = written(text, made.subject) if made.subject else f"<{made.subject_class}>"
    return f"{subject}: " + " ".join(part for part in parts if part)


def declared(text: str) -> list[str]:
    return [said(text, made) for made in parse(read(Source("text.md", text))).declarations]


# Sentences with the facts that they declare.
FACTS: list[tuple[str, list[str]]] = [
    # Being
    (r"$A$ is symmetric.", ["A: symmetric"]),
    (r"$A$ and $B$ are invertible.", ["A: invertible", "B: invertible"]),
    (r"$A$ is $m\times n$, $B$ is $n\times p$ and $C$ is $p\times m$.",
     ["A: matrix (m, n)", "B: matrix (n, p)", "C: matrix (p, m)"]),
    (r"$A$ is a real $n\times n$ matrix and $x$ is an $n$-vector.", ["A: matrix (n, n) real", "x: vector (n)"]),
    (r"Let $A$ be a symmetric positive definite $n\times n$ matrix.",
     ["A: matrix (n, n) symmetric, positive definite"]),
    (r"Let $A$ be a (real) symmetric $n \times n$ matrix.", ["A: matrix (n, n) real, symmetric"]),
    (r"Let $A$ be $n\times n$ and $C$ be $k\times k$, both invertible, $U$ be $n \times k$.",
     ["A: matrix (n, n) invertible", "C: matrix (k, k) invertible", "U: matrix (n, k)"]),
    (r"Let $A$, $B$, $C$ all be $m\times n$.", ["A: matrix (m, n)", "B: matrix (m, n)", "C: matrix (m, n)"]),
    (r"Let $A$, $B$ and $X$ be invertible and of order $n$.",
     ["A: matrix (n, n) invertible", "B: matrix (n, n) invertible", "X: matrix (n, n) invertible"]),
    (r"where $X$ is $m\times n$, $y$ is an $m \times 1$ column vector and $c$ is a scalar.",
     ["X: matrix (m, n)", "y: vector (m)", "c: scalar"]),
    (r"Here $b$ is a row vector and $a$ is a $1 \times n$ vector.", ["b: row vector", "a: row vector (1, n)"]),
    (r"Assume that $Q$ is orthogonal and that $D$ is diagonal.", ["Q: orthogonal", "D: diagonal"]),
    (r"Suppose $P$ is an idempotent matrix of order $n$.", ["P: matrix (n, n) idempotent"]),
    (r"$L$ is lower triangular and $U$ is upper-triangular.", ["L: lower triangular", "U: upper triangular"]),
    (r"$K$ is skew-symmetric.", ["K: skew-symmetric"]),
    (r"The matrix $S$ is positive semi-definite.", ["S: matrix positive semidefinite"]),
    (r"$M$ is non-singular.", ["M: invertible"]),
    (r"$V$ is unitary.", ["V: unitary"]),
    (r"$W$ is a diagonal matrix with positive entries.", ["W: matrix diagonal"]),
    (r"$x$ is $n$-dimensional.", ["x: vector (n)"]),
    (r"$x$ is an $n$-dimensional column vector.", ["x: vector (n)"]),
    (r"$y$ is a vector of length $m$.", ["y: vector (m)"]),
    (r"$y$ is a vector with $m$ entries.", ["y: vector (m)"]),
    (r"$b$ is a vector in $\mathbb{R}^m$.", ["b: vector (m)"]),
    (r"The vector $x$ lies in $\mathbb{R}^n$.", ["x: vector (n)"]),
    (r"$A$ is of size $m\times n$.", ["A: matrix (m, n)"]),
    (r"$W$ is a weight matrix of size $(k, d)$.", ["W: matrix (k, d)"]),
    (r"$A$ has dimensions $m\times n$.", ["A: matrix (m, n)"]),
    (r"$B$ is a square matrix of size $n$.", ["B: matrix (n, n) square"]),
    (r"$A$ has $m$ rows and $n$ columns.", ["A: matrix (m, n)"]),
    (r"$A$ is a matrix with $n$ columns and $m$ rows.", ["A: matrix (m, n)"]),
    (r"$x$ is constant.", ["x: constant"]),
    (r"$p$ is a probability vector.", ["p: vector stochastic"]),
    (r"$y$ is a one-hot vector.", ["y: vector one-hot"]),
    (r"$u$ is a unit vector.", ["u: vector unit"]),
    (r"Let $u$ be of unit norm.", ["u: unit"]),
    (r"where $\sigma$ is the standard deviation.", [r"\sigma: scalar positive"]),
    (r"$\Sigma$ is the covariance matrix.", [r"\Sigma: matrix symmetric, positive semidefinite"]),
    (r"$X$ has full column rank.", ["X: full column rank"]),
    (r"$X$ is assumed to be of full rank.", ["X: full rank"]),
    (r"$Q$ has orthonormal columns.", ["Q: orthonormal columns"]),
    (r"Suppose that the matrix $A$, which is $n \times n$, is given.", ["A: matrix (n, n)"]),
    (r"Let $A$, an $m\times n$ matrix, be constant.", ["A: matrix (m, n) constant"]),
    (r"$\hat y$ is a vector of the same size as the vector $y \in \mathbb{R}^m$.",
     [r"\hat y: vector", r"y: vector (m)"]),
    (r"$y \in \mathbb{R}^m$ and $z$ is a vector of the same dimension.", ["y: vector (m)", "z: vector (m)"]),
    (r"$A$ and $B$ are $m\times n$ and $n \times p$ matrices, respectively.",
     ["A: matrix (m, n)", "B: matrix (n, p)"]),
    (r"$X$ is treated as constant.", ["X: constant"]),
    (r"$\Lambda$ is symmetric positive definite (its entries treated as independent), $S$ symmetric, both $n\times n$, "
     r"and $N$ a positive integer.",
     [r"\Lambda: matrix (n, n) symmetric, positive definite", "S: matrix (n, n) symmetric",
      "N: scalar positive, integer"]),
    (r"Let $\mathbf{a}$ be a constant $n$-vector and $\mathbf{x}$ an $n$-vector.",
     [r"\mathbf{a}: vector (n) constant", r"\mathbf{x}: vector (n)"]),
    (r"Let $A$ denote an $m$-by-$n$ matrix.", ["A: matrix (m, n)"]),
    (r"Since $A$ is symmetric, this simplifies.", ["A: symmetric"]),
    (r"$A$ is symmetric, because it is a Hessian.", ["A: symmetric"]),
    (r"I think $K$ is symmetric.", ["K: symmetric, hedged"]),
    # Apposition
    (r"for constants $a$, $b$", ["a: constant", "b: constant"]),
    (r"For column vectors $a\in\mathbb{R}^m$ and $b\in\mathbb{R}^n$,", ["a: vector (m)", "b: vector (n)"]),
    (r"We multiply the symmetric matrix $A$ by the vector $b$.", ["A: matrix symmetric", "b: vector"]),
    (r"and the scalar $\lambda$ is added", [r"\lambda: scalar"]),
    (r"an $n$-dimensional vector $x$", ["x: vector (n)"]),
    (r"For any vectors $u$ and $v$ we have this.", ["u: vector", "v: vector"]),
    (r"for positive integers $m,n$", ["m: scalar positive, integer", "n: scalar positive, integer"]),
    (r"For an invertible real matrix $A$ of order $n \ge 2$, the determinant of the adjugate is",
     ["A: matrix (n, n) invertible, real", r"n: \ge 2"]),
    (r"For nonzero $x$ it follows.", ["x: nonzero"]),
    (r"with a constant $\lambda > 0$", [r"\lambda: positive, constant"]),
    (r"the design matrix $X \in \mathbb{R}^{n\times p}$", ["X: matrix (n, p)"]),
    (r"Take a differentiable function $f$.", ["f: function differentiable"]),
    (r"with an elementwise function $\sigma$", [r"\sigma: function elementwise"]),
    (r"the loss function $L$", ["L: function scalar-valued"]),
    (r"a simple eigenvalue $\lambda$ with unit eigenvector $v$", [r"\lambda: scalar", "v: vector unit"]),
    (r"with the identity matrix $I$", ["I: matrix identity"]),
    # Without a verb
    (r"with $A$ symmetric", ["A: symmetric"]),
    (r"Take $A$ symmetric and $B$ invertible.", ["A: symmetric", "B: invertible"]),
    (r"with $Q \in \mathbb{R}^{n\times n}$ symmetric positive definite, $c \in \mathbb{R}^n$, "
     r"$A \in \mathbb{R}^{m\times n}$ of full row rank, $b \in \mathbb{R}^m$.",
     ["Q: matrix (n, n) symmetric, positive definite", "c: vector (n)", "A: matrix (m, n) full row rank",
      "b: vector (m)"]),
    (r"Let $X_{m\times m}$ be a symmetric matrix of variables.", ["X: matrix (m, m) symmetric"]),
    (r"where $B_{m\times m}$ is a symmetric matrix of constants.", ["B: matrix (m, m) symmetric, constant"]),
    (r"where $I$ is the identity", ["I: matrix identity"]),
    (r"and $I$ the identity", ["I: matrix identity"]),
    (r"$\mathbf{1}$ is the vector of ones.", [r"\mathbf{1}: vector ones"]),
    (r"Let $W$ ($k \times d$) and $b$ ($k \times 1$) be the parameters.", ["W: matrix (k, d)", "b: (k, 1)"]),
    # Membership
    (r"Let $A\in\mathbb{R}^{m\times n}$.", ["A: matrix (m, n)"]),
    (r"Let $A \in \mathbb{R}^{m \times m}$ be invertible, $B \in \mathbb{R}^{m \times n}$.",
     ["A: matrix (m, m) invertible", "B: matrix (m, n)"]),
    (r"Let $y, z \in \mathbb{R}^n$ be arbitrary.", ["y: vector (n)", "z: vector (n)"]),
    (r"$x \in \mathbb{R}^n\setminus\{0\}$", ["x: vector (n) nonzero"]),
    (r"$\alpha \in \mathbb{R}$ and $n \in \mathbb{N}$", [r"\alpha: scalar ()", "n: scalar () positive, integer"]),
    (r"Let $Q \in O(n)$.", ["Q: matrix (n, n) orthogonal"]),
    (r"Let $X \in \mathbb{S}^n_{++}$.", ["X: matrix (n, n) symmetric, positive definite"]),
    (r"$W^j\in\mathbb{R}^{n\times n}$ for $1\leq j \leq N-1$", ["W^j: matrix (n, n)", "j: index 1..N-1"]),
    (r"$x_i \in \mathbb{R}^d$ for $i=1,\dots,n$", ["x_i: vector (d)", "i: index 1..n"]),
    (r"$i \in \{1,\dots,n\}$", ["i: index () integer 1..n"]),
    (r"Let $A = A^T \in\mathbb{R}^{n\times n}$.", ["A: matrix (n, n) symmetric"]),
    (r"Let $X\in\mathbb{R}^{m\times n}$, $m>n$, have full column rank.",
     ["X: matrix (m, n) full column rank", "m: > n"]),
    (r"Let $X \in \mathbb{R}^{m\times n}$ and let $A \in \mathbb{R}^{n\times n}$ be symmetric.",
     ["X: matrix (m, n)", "A: matrix (n, n) symmetric"]),
    (r"Let $X \in \mathbb{R}^{m\times n}$ and $A \in \mathbb{R}^{n\times n}$ be symmetric.",
     ["X: matrix (m, n)", "A: matrix (n, n) symmetric"]),
    # Functions
    (r"Let $f: \mathbb{R}^{m\times n} \to \mathbb{R}$.", [r"f: function \mathbb{R}^{m\times n} -> \mathbb{R}"]),
    (r"If $F:\mathbb R^p \to \mathbb R^q$ is differentiable at a point $z$, then",
     [r"F: function differentiable \mathbb R^p -> \mathbb R^q"]),
    (r"$\sigma$ is an element-wise activation function.", [r"\sigma: function elementwise"]),
    (r"$f$ is applied elementwise.", ["f: function elementwise"]),
    (r"$\phi$ acts componentwise.", [r"\phi: function elementwise"]),
    (r"$l$ is a loss function.", ["l: function scalar-valued"]),
    (r"Let $f$ be a scalar function of the vector $x$.", ["f: function scalar-valued depends on x"]),
    (r"$y$ is a function of $x$.", ["y: function depends on x"]),
    (r"where $K$ is an $n\times n$ matrix that depends on $p$", ["K: matrix (n, n) depends on p"]),
    (r"$A$ does not depend on $x$.", ["A: constant constant in x"]),
    (r"Here $b$ is independent of $w$.", ["b: constant constant in w"]),
    # Sizes
    (r"where $m$ and $n$ are the dimensions of $A$",
     ["A: matrix (m, n)", "m: size integer, positive", "n: size integer, positive"]),
    (r"where $m$ and $n$ are the dimensions of the matrix $A$",
     ["A: matrix (m, n)", "m: size integer, positive", "n: size integer, positive"]),
    (r"The size of $A$ is $m \times n$.", ["A: matrix (m, n)"]),
    (r"where $N$ is the number of samples", ["N: size integer, positive"]),
    (r"Let $A$ be $m\times m$ and $B$ be $n \times n$ with $m \ne n$.",
     ["A: matrix (m, m)", "B: matrix (n, n)", r"m: \ne n"]),
    # Conditions
    (r"where $\lambda > 0$", [r"\lambda: positive"]),
    (r"with $A \succ 0$", ["A: symmetric, positive definite"]),
    (r"for $v \neq 0$", ["v: nonzero"]),
    (r"Assume $\|x\| = 1$.", ["x: unit"]),
    (r"because $W = W^T$", ["W: symmetric"]),
    (r"Suppose $n \ge 2$.", [r"n: \ge 2"]),
    # Compounds
    (r"$X$ and $A$ are $n\times n$ and $X+A$ is nonsingular.",
     ["X: matrix (n, n)", "A: matrix (n, n)", "X+A: invertible"]),
    (r"where $dA$ is symmetric", ["dA: symmetric"]),
    # Signs
    (r"$\circ$ is the Hadamard product.", [r"\circ: operation hadamard product"]),
    (r"Let $\odot$ denote the Hadamard product.", [r"\odot: operation hadamard product"]),
    (r"$\otimes$ refers to the Kronecker product.", [r"\otimes: operation kronecker product"]),
    (r"Let $X \in \mathbb{R}^{m \times n}$, $\odot$ elementwise.",
     ["X: matrix (m, n)", r"\odot: operation hadamard product"]),
    (r"where $A^T$ denotes the transpose of $A$", ["A^T: operation transpose"]),
    (r"Let $e^A$ be the matrix exponential.", ["e^A: operation matrix exponential"]),
    (r"Let $\delta_{ij}$ denote the Kronecker delta, $i,j = 1,\dots,n$.",
     [r"\delta_{ij}: operation kronecker delta", "i: index 1..n", "j: index 1..n"]),
    # Conventions
    (r"Uppercase letters are matrices.", ["<uppercase>: matrix"]),
    (r"I use uppercase letters for matrices, lowercase letters for vectors, and Greek letters for scalars.",
     ["<uppercase>: matrix", "<lowercase>: vector", "<greek>: scalar"]),
    (r"Matrices are denoted by bold capital letters.", ["<bold uppercase>: matrix"]),
    (r"Bold lower-case letters denote vectors.", ["<bold lowercase>: vector"]),
    (r"All inverses are assumed to exist.", ["<inverses>: exist"]),
    (r"$A$ is square; all inverses below are assumed to exist.", ["A: square", "<inverses>: exist"]),
    # Undelimited
    ("where X, Y, R are matrices, can you explain this?", ["X: matrix", "Y: matrix", "R: matrix"]),
    ("Let A be an n x n matrix and let b be an n-vector.", ["A: matrix (n, n)", "b: vector (n)"]),
    ("where K is a n×n matrix that depends on p.", ["K: matrix (n, n) depends on p"]),
    ("where m and n are the dimensions of the matrix A.",
     ["A: matrix (m, n)", "m: size integer, positive", "n: size integer, positive"]),
    ("Note: I think K is symmetric.", ["K: symmetric, hedged"]),
    ("Here X is m by n and A is symmetric.", ["X: matrix (m, n)", "A: symmetric"]),
    ("y = Xb + e where X is n x k, b is k x 1 and e is n x 1.", ["X: matrix (n, k)", "b: (k, 1)", "e: (n, 1)"]),
    ("with I the identity matrix", ["I: matrix identity"]),
    ("the vector x and the matrix A", ["x: vector", "A: matrix"]),
]  # fmt: skip

# Sentences that declare nothing.
NOTHING = [
    r"$A$ is not symmetric.",
    r"$A$ isn't invertible.",
    r"$A$ need not be symmetric.",
    r"$A$ is not necessarily square.",
    r"Is $A$ symmetric?",
    r"Why is $A$ invertible?",
    r"Can I conclude that $A$ is symmetric?",
    r"I do not know whether $A$ is symmetric.",
    r"It fails unless $A$ is invertible.",
    r"Therefore $A$ is symmetric.",
    r"It follows that $x$ is a unit vector.",
    r"Show that $P$ is idempotent.",
    r"$A$ is invertible if and only if its determinant is not zero.",
    r"The derivative of $y$ with respect to $x$ is a matrix.",
    r"The gradient of $f$ is a vector.",
    r"The product of $A$ and $B$ is symmetric.",
    r"The inverse of $A$ is symmetric.",
    r"The entries of $R$ are independent variables.",
    r"$AB$ is symmetric.",
    r"$X^TX$ is an $n \times n$ matrix.",
    r"$f(x)$ is a scalar.",
    r"The result is a scalar instead of a matrix.",
    r"$\frac{\partial y}{\partial x}$ is a matrix.",
    r"$V$ is a vector space.",
    r"$y$ is a matrix-vector product.",
    r"$B$ is a scalar multiple of $C$.",
    r"$\|\cdot\|$ is a matrix norm.",
    r"$A$ is the product of two symmetric matrices.",
    r"Multiply $A$ by $x$.",
    r"I am a student. A friend has the same question.",
    r"A matrix is symmetric when it equals its transpose.",
    r"A vector is a column.",
    r"This is a scalar equation.",
    r"We set the gradient to zero and solve for $x$.",
    r"Then $(g-y)^T dy \in \mathbb{R}$.",
    r"The rows are vectors and the columns are vectors too.",
    r"Let $L = \|x\|^2$.",
    r"Rewrite this in matrix form.",
    r"The matrix calculus calculator gives $A$.",
    r"$A$ could be singular.",
    r"Neither $A$ nor $B$ is symmetric.",
    r"The matrix is positive definite.",
    r"Uppercase letters look nicer.",
    r"The inverse does not exist.",
    r"We get $x > 0$.",
    r"$\nabla f$ is a column vector.",
]


@pytest.mark.parametrize(("text", "facts"), FACTS)
def test_a_sentence_declares_its_facts(text: str, facts: list[str]) -> None:
    assert declared(text) == facts


@pytest.mark.parametrize("text", NOTHING)
def test_a_sentence_declares_nothing(text: str) -> None:
    assert declared(text) == []
