"""What the field's words and signs mean: tables, no logic."""

from __future__ import annotations

# Superscripts that transpose, as spelled by names.spell.
TRANSPOSES = frozenset(
    [
        "T",
        r"\top",
        r"\intercal",
        r"\mathsf{T}",
        "⊤",
        "ᵀ",
        r"\mathbf{T}",
        r"\mathtt{T}",
        r"\mathsf{\top}",
        r"\mathcal{T}",
    ]
)
HERMITIANS = frozenset(["H", r"\mathsf{H}", r"\mathbf{H}", r"\dagger", "*"])
PSEUDO_INVERSES = frozenset(["+", r"\dagger"])
STARS = frozenset(["*", r"\ast", r"\star", r"\circ", r"\dagger", r"\prime", "+", "-"])

# One-argument words on matrices, with the operation that they name.
MATRIX_FUNCTIONS = {
    "tr": "trace", "Tr": "trace", "trace": "trace", "Trace": "trace", "TR": "trace", "sp": "trace",
    "det": "det", "Det": "det",
    "adj": "adjugate", "Adj": "adjugate",
    "expm": "expm", "logm": "logm", "pinv": "pseudo_inverse",
    "vec": "vec", "Vec": "vec", "devec": "devec", "unvec": "devec", "mat": "devec",
    "diag": "diag", "Diag": "diag", "ddiag": "diagonal", "inv": "inverse",
    "sym": "sym", "skew": "skew",
    "sum": "total",
}  # fmt: skip

# Entrywise named functions, as the evaluator knows them.
SCALAR_FUNCTIONS = {
    "exp": "exp", "log": "log", "ln": "log", "sqrt": "sqrt",
    "sin": "sin", "cos": "cos", "tan": "tan", "sinh": "sinh", "cosh": "cosh", "tanh": "tanh",
    "arctan": "arctan", "atan": "arctan", "arcsin": "arcsin", "arccos": "arccos",
    "abs": "abs", "sign": "sign", "sgn": "sign", "relu": "relu", "ReLU": "relu", "Relu": "relu",
    "sigmoid": "sigmoid", "softplus": "softplus", "erf": "erf", "max": "max", "min": "min",
}  # fmt: skip

# Words that are composed of other operations.
COMPOSED_FUNCTIONS = frozenset({"softmax", "logsumexp", "LSE", "lse", "CE"})

# Words whose meaning depends on a convention that no shape can settle: never a symbol, never a verdict.
OPAQUE_WORDS = frozenset(
    ["E", "Var", "Cov", "P", "Pr", "KL", "rank", "span", "null", "ker", "dim", "arg", "argmin", "argmax", "col", "row",
     "range", "dom", "supp", "Null", "Range", "Re", "Im", "mod", "gcd", "eig", "cond"]
)  # fmt: skip

USUAL_INDICES = frozenset("ijklpqrst")

# Letters that stand for a function when followed by a bracket, unless declared otherwise.
FUNCTION_LETTERS = frozenset(
    ["f", "g", "h", "l", "F", "G", "H", "J", "L", "E", "Q", "V", "p", "q", "u", r"\phi", r"\varphi", r"\psi", r"\sigma",
     r"\ell", r"\mathcal{L}", r"\mathcal{J}", r"\mathbf{f}", r"\mathbf{g}", r"\mathbf{h}", r"\Phi", r"\Psi", r"\rho",
     r"\mathbf{F}", r"\mathbf{G}", r"\varrho", "T", "C", "R", "D", "S", r"\kappa", r"\Gamma", r"\mathcal{F}",
     r"\mathbf{\sigma}"]
)  # fmt: skip
# Functions that act entry by entry unless the text says otherwise.
ACTIVATIONS = frozenset([r"\sigma", r"\mathbf{\sigma}", r"\phi", r"\varphi", r"\rho"])
# Letters of scalar-valued objectives.
OBJECTIVES = frozenset(
    ["L", "J", "E", r"\mathcal{L}", r"\mathcal{J}", r"\mathcal{E}", r"\ell", "l", "f", "g", r"\phi", r"\varphi", "C"]
)
# Upper-case letters that count rather than hold a matrix.
COUNTS = frozenset(["N", "M", "K", "D", "T", "C"])
VECTOR_LETTERS = frozenset("xyzwuvbcgheadrpqst")
SCALAR_LETTERS = frozenset("tkmnijlp")
MATRIX_GREEK = frozenset(
    [r"\Sigma", r"\Lambda", r"\Omega", r"\Phi", r"\Psi", r"\Gamma", r"\Theta", r"\Delta", r"\Pi", r"\Xi"]
)
VECTOR_GREEK = frozenset([r"\mu", r"\theta", r"\beta", r"\delta", r"\nu", r"\xi", r"\eta", r"\epsilon", r"\omega"])

# Words that people write into mathematics without marking them as text.
WORDS_OF_TEXT = frozenset(
    """column columns row rows entry entries vector matrix term terms where with and for all when otherwise else then
    since because similarly hence thus therefore of the""".split()
)
# Said of square matrices only.
MATRIX_WORDS = frozenset(
    ["positive definite", "positive semidefinite", "negative definite", "symmetric", "skew-symmetric", "orthogonal",
     "diagonal", "lower triangular", "upper triangular", "idempotent", "invertible"]
)  # fmt: skip
