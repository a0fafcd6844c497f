"""Declarations in running text: what sentences say of symbols, and what they do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.parsing import parse
from auditor.parsing.declaring.chances import CHANCE
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
    made = parse(read(Source("text.md", text))).declarations
    return [said(text, one) for one in made if one.kind != CHANCE]


# Sentences with the facts that they declare.
FACTS: list[tuple[str, list[str]]] = [
    # Letters in relation to others
    (r"Let $a$ be a number that does not depend on the $n$-vector $x$.",
     ["a: scalar constant constant in x", "x: vector (n)"]),
    (r"Let $a$ and $b$ be constant vectors of the same length $n$ as $x$.",
     ["a: vector (n) constant", "b: vector (n) constant", "x: vector (n)"]),
    (r"Let $v(x)$ be a scalar function of the $n$-vector $x$ and $a$ a constant $m$-vector.",
     ["v: function scalar-valued depends on x", "x: vector (n)", "a: vector (m) constant"]),
    (r"Let the number $v(x)$ and the $m$-vector $u(x)$ both depend on $x \in \mathbb{R}^n$.",
     ["v(x): scalar", "u(x): vector (m)"]),
    (r"Let $u$ and $v$ be $m$-vectors that depend on the $n$-vector $x$.",
     ["u: vector (m) depends on x", "v: vector (m) depends on x", "x: vector (n)"]),
    (r"Let $f$ and $g$ map $\mathbb{R}^n$ to $\mathbb{R}^m$.",
     ["f: function \\mathbb{R}^n -> \\mathbb{R}^m", "g: function \\mathbb{R}^n -> \\mathbb{R}^m"]),
    (r"Let $P$ be an orthogonal projection in $\mathbb{R}^n$.",
     ["P: matrix (n, n) projection, symmetric"]),
    (r"Let $A$ be constant and symmetric of order $m$.",
     ["A: matrix (m, m) constant, symmetric"]),
    (r"Let $X$ be $m\times n$ with rows $x_i^T$ and $\sigma$ the logistic function.",
     ["x: line row, transposed depends on X", "X: matrix (m, n)", "\\sigma: function elementwise, sigmoid"]),
    (r"Let $a_j$ denote the $j$th column of $A$.",
     ["a: line column depends on A"]),
    (r"Let $A$ and $B$ be commuting $n\times n$ matrices.",
     ["A: called commuting", "A: matrix (n, n)", "B: called commuting", "B: matrix (n, n)"]),
    (r"Let $B$ be the inverse of $A$.",
     ["B: called inverse"]),
    (r"The rows of $A$ add up to one.",
     ["A: called rows"]),
    (r"Let $A = U\Sigma V^T$ be the singular value decomposition.",
     ["U: orthonormal columns, thin or square", "\\Sigma: diagonal, nonnegative",
      "V: orthonormal columns, thin or square"]),
    (r"Let $A$ be an $n\times n$ matrix, not assumed to commute with $B$.",
     ["A: matrix (n, n)"]),
    (r"Let $Y$ be $m\times p$ with rows that sum to one.",
     ["Y: matrix (m, p) sums to one"]),
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
    (
        r"a simple eigenvalue $\lambda$ with unit eigenvector $v$",
        [r"\lambda: scalar eigenvalue", "v: vector unit, eigenvector"],
    ),
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
    ("y and ε are vectors of size n, and β is a vector of size p.",
     ["y: vector (n)", "ε: vector (n)", "β: vector (p)"]),
    ("X is an NxD matrix, W is DxC.", ["X: matrix (N, D)", "W: matrix (D, C)"]),
    ("if a is a scalar and x a vector", ["a: scalar", "x: vector"]),
    ("with ' for the transpose as in matlab", ["': operation transpose"]),
    # Lists as people write them in answers
    ("- $X \\in \\mathbb{R}^{n \\times p}$: the design matrix\n- $\\beta$: a $p$-dimensional vector",
     ["X: matrix (n, p)", r"\beta: vector (p)"]),
    ("**$W$**: weight matrix of shape $(k, d)$", ["W: matrix (k, d)"]),
    ("where\nA: an n×n matrix\nb: an n-vector", ["A: matrix (n, n)", "b: vector (n)"]),
    # Turns of phrase
    (r"with $\vec X$ and $A$ being a $n \times 1$ and a $n \times m$ matrix, respectively",
     [r"\vec X: matrix (n, 1)", "A: matrix (n, m)"]),
    (r"when we have $A$ and $X$, both in $\mathbb R^{n\times n}$", ["A: matrix (n, n)", "X: matrix (n, n)"]),
    (r"$x, a$ in $\mathbb R^n$", ["x: vector (n)", "a: vector (n)"]),
    (r"Let $X$ be an $n \times p$ matrix of rank $p$.", ["X: matrix (n, p) full column rank"]),
    (r"$\mu$ is the mean vector and $\Sigma$ the covariance matrix of $x$.",
     [r"\mu: vector", r"\Sigma: matrix symmetric, positive semidefinite"]),
    (r"The vector of outcome variables $\mathbf{Y}$ is a $n \times 1$ matrix", [r"\mathbf{Y}: matrix (n, 1)"]),
    (r"$X$ and $Y$ have dimensions $m\times n$ and $m \times p$.", ["X: matrix (m, n)", "Y: matrix (m, p)"]),
    (r"With respect to $x$, $A$ and $b$ are constant.", ["A: constant", "b: constant"]),
    (r"For each $i$, $x_i$ and $y_i$ are vectors.", ["x_i: vector", "y_i: vector"]),
    (r"We treat $b$ as a constant.", ["b: constant"]),
    (r"Assume $A$ to be symmetric.", ["A: symmetric"]),
    (r"In what follows $x$ is a column vector.", ["x: vector"]),
    (r"Note that $A$ is not a square matrix, but $B$ is square.", ["B: square"]),
    (r"$v$ is a $3$-vector and $w$ is 3-dimensional.", ["v: vector (3)", "w: vector (3)"]),
    (r"$e_i$ is the $i$-th standard basis vector.", ["e_i: vector"]),
    (r"$L$ is a $m, m$ lower triangular matrix.", ["L: matrix (m, m) lower triangular"]),
    (r"the cost function $J(\theta)$", ["J: function scalar-valued"]),
    (r"Let $P = X(X^TX)^{-1}X^T$ be the projection matrix.", ["P: matrix defined as projection"]),
    (r"Suppose $A = A(t)$ is an invertible matrix.", ["A: matrix invertible depends on t"]),
    (r"Let $\{x_i\}_{i=1}^n$ be vectors in $\mathbb{R}^d$.", ["x_i: vector (d) 1..n"]),
    (r"All matrices are square of order $n$.", ["<every matrix>: matrix (n, n) square"]),
    (r"Vectors are always written as boldface lower-case letters and matrices as upper case boldface letters.",
     ["<bold lowercase>: vector", "<bold uppercase>: matrix"]),
    (r"we denote the transpose of $A$ by $A'$", ["A': operation transpose"]),
    (r"$x$, $\mathbf{x}$ and $\mathbf{X}$ denote scalar, vector and matrix, respectively.",
     ["<lowercase>: scalar", "x: scalar", "<bold lowercase>: vector", r"\mathbf{x}: vector",
      "<bold uppercase>: matrix", r"\mathbf{X}: matrix"]),
    (r"where $K_{mn}$ is the commutation matrix", ["K_{mn}: operation commutation matrix"]),
    (r"Under these assumptions ($A$ is symmetric) it works.", ["A: symmetric"]),
    (r"Let $f:\mathbb R^n\ni x\mapsto Ax\in\mathbb R^m$.", [r"f: function \mathbb R^n -> \mathbb R^m"]),
    (r"Let $(x, y) \in \mathbb{R}^n \times \mathbb{R}^m$.", ["x: vector (n)", "y: vector (m)"]),
    (r"Let $A$, $B \in \mathbb{R}^{n\times n}$.", ["A: matrix (n, n)", "B: matrix (n, n)"]),
    (r"Note that $y, dy \in \mathbb{R}^m$.", ["y: vector (m)"]),
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
    r"The gradient of outcome variables $y$ is a matrix.",
    r"The Hessian of $f$ is symmetric.",
    r"The first column of $A$ is a unit vector.",
    r"$A$ times $x$ is a vector.",
    r"If $A$ were symmetric, we would have more.",
    r"Assume for contradiction that $A$ is singular.",
    r"The set of symmetric matrices $S$ is convex.",
    r"This makes $A$ symmetric.",
    r"We want $x$ to be a unit vector.",
    r"$A$ must be square for this to work.",
    r"$x^T$ is a row vector.",
    r"which shows that $P$ is idempotent",
    r"$F(x)$ is homogeneous of order $n$.",
    r"measured from the positive $x$-axis",
    r"$(g-y)^T \in \mathbb{R}^{1\times m}$ and $dy^T(g-y) \in \mathbb{R}$",
    r"$\frac{\partial L}{\partial M} \in \mathbb{R}^{n\times m}$",
    r"every element $x_i \in [1,m]$",
    "The matrix A B is symmetric and A'A is n x n.",
    "the derivative of the identity $I(x) = x$",
]


@pytest.mark.parametrize(("text", "facts"), FACTS)
def test_a_sentence_declares_its_facts(text: str, facts: list[str]) -> None:
    assert declared(text) == facts


@pytest.mark.parametrize("text", NOTHING)
def test_a_sentence_declares_nothing(text: str) -> None:
    assert declared(text) == []


def force(text: str) -> list[tuple[str, int, int | None]]:
    """The subjects of a text's declarations, each with the statements between which it is in force."""
    made = [one for one in parse(read(Source("text.md", text))).declarations if one.kind != CHANCE]
    return [(written(text, one.subject) if one.subject else "", one.position, one.until) for one in made]


def test_a_declaration_is_in_force_from_its_own_statement_on() -> None:
    assert force(r"We have $u = v$. Let $A$ be symmetric. Then $u = w$.") == [("A", 1, None)]


def test_a_trailing_clause_is_in_force_from_the_beginning_of_its_sentence() -> None:
    assert force("We have $$u = Av,$$ where $A$ is symmetric.") == [("A", 0, None)]
    assert force("First $a = b$. Then $$u = Av$$\nWhere $A$ is symmetric.") == [("A", 1, None)]


def test_a_condition_on_a_known_symbol_holds_for_its_sentence_only() -> None:
    assert force(r"We get $2Ax$. If $A$ is symmetric, then $x = y$. And $y = z$.") == [("A", 1, 3)]
    assert force(r"The rule is $\nabla(x^TMx) = 2Mx$ for symmetric $M$. Then $x = y$.") == [("M", 0, 2)]


def test_a_condition_that_introduces_a_symbol_stays() -> None:
    assert force(r"If $A$ is an $m\times n$ matrix, then $x = y$. And $y = z$.") == [("A", 0, None)]


def test_a_membership_that_is_inferred_declares_only_new_symbols() -> None:
    assert declared(r"Let $y = Mx$. Hence $y \in \mathbb{R}^m$.") == []
    assert declared(r"Hence $z \in \mathbb{R}^m$.") == ["z: vector (m)"]


def test_a_letter_can_be_declared_anew() -> None:
    text = r"Let $x \in \mathbb{R}^n$. Then $x = y$. Now let $x \in \mathbb{R}^m$."
    assert declared(text) == ["x: vector (n)", "x: vector (m)"]
    assert [position for _, position, _ in force(text)] == [0, 2]


def test_the_span_covers_what_is_said() -> None:
    text = r"Here $A$ is a symmetric matrix, as before."
    (made,) = parse(read(Source("text.md", text))).declarations
    assert text[made.span.start : made.span.end] == "A$ is a symmetric matrix"


def test_comments_code_and_links_are_no_content() -> None:
    assert declared("<!-- Let $A$ be symmetric. --> See `A = np.zeros(n)` and [the matrix](http://a.b/c-d).") == []


@given(st.lists(st.sampled_from([*(text for text, _ in FACTS), *NOTHING, "(", ")", "$", "\n\n", ".", "- ", "'", "`"])))
def test_any_text_can_be_read(parts: list[str]) -> None:
    for declaration in parse(read(Source("text.md", " ".join(parts)))).declarations:
        assert declaration.span.start <= declaration.span.end


@pytest.mark.parametrize("noise", ["data ", "$A$ is ", "n x ", "gradient of ", "( $A$ ", "symmetric "])
def test_word_salad_declares_little_and_ends(noise: str) -> None:
    parse(read(Source("text.md", noise * 300)))
