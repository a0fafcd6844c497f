"""What the field's words and signs mean: tables, no logic."""

from __future__ import annotations

# Superscripts that transpose, as spelled by names.spell.
TRANSPOSES = frozenset({"T", r"\top", r"\intercal", r"\mathsf{T}", "⊤", "ᵀ", r"\mathbf{T}", r"\mathtt{T}", "tr", r"\mathsf{\top}"})
HERMITIANS = frozenset({"H", r"\mathsf{H}", r"\mathbf{H}"})
PSEUDO_INVERSES = frozenset({"+", r"\dagger"})

# One-argument words on square matrices, with the operation that they name.
MATRIX_FUNCTIONS = {
    "tr": "trace", "Tr": "trace", "trace": "trace", "Trace": "trace", "TR": "trace", "sp": "trace",
    "det": "det", "Det": "det",
    "adj": "adjugate", "Adj": "adjugate",
    "expm": "expm", "logm": "logm", "pinv": "pseudo_inverse",
    "vec": "vec", "Vec": "vec",
    "diag": "diag", "Diag": "diag", "ddiag": "diagonal",
    "inv": "inverse",
}  # fmt: skip

# Entrywise named functions, as the evaluator knows them.
SCALAR_FUNCTIONS = {
    "exp": "exp", "log": "log", "ln": "log", "sqrt": "sqrt",
    "sin": "sin", "cos": "cos", "tan": "tan", "sinh": "sinh", "cosh": "cosh", "tanh": "tanh",
    "arctan": "arctan", "atan": "arctan", "arcsin": "arcsin", "arccos": "arccos",
    "abs": "abs", "sign": "sign", "sgn": "sign", "relu": "relu", "ReLU": "relu", "Relu": "relu",
    "sigmoid": "sigmoid", "softplus": "softplus", "erf": "erf",
}  # fmt: skip

# Words that are composed of other operations; `functions.py` has a builder for each.
COMPOSED_FUNCTIONS = frozenset({"softmax", "logsumexp", "LSE", "lse", "dim", "rank", "CE"})

# Words whose meaning depends on a convention that no shape can settle: never a symbol, never a verdict.
OPAQUE_WORDS = frozenset({"E", "Var", "Cov", "P", "Pr", "KL", "rank", "span", "null", "ker", "dim", "const", "arg"})

# Letters that stand for an index unless the document says otherwise.
INDEX_LETTERS = frozenset("ijklpqrstuvabcmnxy")
USUAL_INDICES = frozenset("ijklpqrst")

# Letters that stand for a function when followed by a bracket, unless declared otherwise.
FUNCTION_LETTERS = frozenset(
    ["f", "g", "h", "l", "p", "q", "F", "G", "H", "J", "L", "E", "Q", "V", r"\phi", r"\varphi", r"\psi", r"\sigma", r"\ell",
     r"\mathcal{L}", r"\mathcal{J}", r"\mathbf{f}", r"\mathbf{g}", r"\mathbf{h}", r"\Phi", r"\Psi", r"\rho", r"\pi"]
)  # fmt: skip
# Letters of scalar-valued objectives.
OBJECTIVES = frozenset(["L", "J", "E", r"\mathcal{L}", r"\mathcal{J}", r"\mathcal{E}", r"\ell", "l", "f", "g", r"\phi", r"\varphi", "C"])
# Upper-case letters that count rather than hold a matrix.
COUNTS = frozenset(["N", "M", "K", "D", "T", "C"])
VECTOR_LETTERS = frozenset("xyzwuvbcgheadrpqst")
MATRIX_GREEK = frozenset([r"\Sigma", r"\Lambda", r"\Omega", r"\Phi", r"\Psi", r"\Gamma", r"\Theta", r"\Delta", r"\Pi", r"\Xi"])
VECTOR_GREEK = frozenset([r"\mu", r"\theta", r"\beta", r"\delta", r"\nu", r"\xi", r"\eta", r"\phi", r"\epsilon", r"\varepsilon", r"\omega"])
SIZE_LETTERS = frozenset(["m", "n", "p", "q", "r", "k", "d", "N", "M", "K", "D", "T"])
INDICATORS = frozenset([r"\mathbb{1}", r"\mathbf{1}", r"\mathbb{I}", r"\mathbf{I}", "1", r"\mathbf{e}"])
