"""The words of declarations: what each phrase of running text means, as tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class Entry:
    """What a phrase means: its terminal in `declarations.lark`, the kind of thing it names, and properties."""

    terminal: str
    kind: str = ""
    properties: tuple[str, ...] = ()
    plural: bool = False
    note: str = ""  # the word's role within its terminal: "singular" verbs, "the", the mood of a lead, a measure


# Properties: phrases (alternatives between bars), then what they say. Hyphens count as spaces.
_PROPERTIES = """
symmetric | symmetrical = symmetric
skew symmetric | skewsymmetric | antisymmetric | anti symmetric | skew = skew-symmetric
hermitian | self adjoint | selfadjoint = hermitian
positive definite | pos def | pd = positive definite
positive semidefinite | positive semi definite | nonnegative definite | non negative definite | psd | p.s.d. = positive semidefinite
symmetric positive definite | spd | s.p.d. = symmetric, positive definite
symmetric positive semidefinite | symmetric positive semi definite | symmetric psd | spsd = symmetric, positive semidefinite
negative definite = negative definite
negative semidefinite | negative semi definite = negative semidefinite
indefinite = indefinite
invertible | nonsingular | non singular | regular | non degenerate | nondegenerate = invertible
singular | noninvertible | non invertible = singular
orthogonal = orthogonal
orthonormal = orthonormal
unitary = unitary
normal = normal
semi orthogonal | semiorthogonal = orthonormal columns
diagonal = diagonal
diagonalizable | diagonalisable = diagonalizable
tridiagonal | tri diagonal = tridiagonal
block diagonal = block diagonal
lower triangular = lower triangular
upper triangular = upper triangular
strictly lower triangular = lower triangular, zero diagonal
strictly upper triangular = upper triangular, zero diagonal
unit lower triangular = lower triangular, unit diagonal
unit upper triangular = upper triangular, unit diagonal
triangular = triangular
idempotent = idempotent
involutory = involutory
nilpotent = nilpotent
square = square
real = real
real valued = real-valued
complex = complex
complex valued = complex-valued
scalar valued = scalar-valued
vector valued = vector-valued
matrix valued = matrix-valued
constant | fixed | held constant | held fixed | kept fixed | kept constant | a constant | deterministic = constant
positive | strictly positive = positive
negative | strictly negative = negative
nonnegative | non negative = nonnegative
nonpositive | non positive = nonpositive
nonzero | non zero = nonzero
small and positive | small positive = positive
integral | integer valued = integer
binary | boolean = binary
stochastic | row stochastic = stochastic
doubly stochastic = doubly stochastic
centered | centred | mean centered | mean centred | zero mean = centered
standardized | standardised = centered
full rank | of full rank | with full rank | full ranked = full rank
full column rank | of full column rank | with full column rank | full rank columns = full column rank
full row rank | of full row rank | with full row rank = full row rank
linearly independent columns | with linearly independent columns | with independent columns = full column rank
linearly independent rows | with linearly independent rows = full row rank
orthonormal columns | with orthonormal columns | with orthogonal unit columns = orthonormal columns
orthonormal rows | with orthonormal rows = orthonormal rows
rank one | rank 1 | of rank one | of rank 1 = rank one
low rank | of low rank = low rank
unit | unit norm | unit length | of unit norm | of unit length | with unit norm | with unit length | of norm one | of norm 1 | of length one | normalized to unit norm | normalised to unit norm | normalized to unit length = unit
unit trace | of unit trace | with unit trace | of trace one = unit trace
one hot | one hot encoded | onehot = one-hot
elementwise | element wise | entrywise | entry wise | componentwise | component wise | coordinatewise | coordinate wise | pointwise | point wise | element by element | entry by entry | component by component | to each element | to each entry | to each component | to every element | to every entry | applied elementwise | applied element wise | applied entrywise | applied componentwise | applied component wise | applied pointwise | applied to each element | applied to each entry | applied to every entry = elementwise
differentiable | everywhere differentiable = differentiable
continuously differentiable | smooth | infinitely differentiable = differentiable
twice differentiable | twice continuously differentiable = twice differentiable
convex | strictly convex | strongly convex = convex
concave | strictly concave = concave
affine = affine
independent | mutually independent | statistically independent | pairwise independent = independent
sum to one | sums to one | sum to 1 | sums to 1 | summing to one | summing to 1 | with entries summing to one | with entries summing to 1 = sum-to-one
""".strip()

# Nouns: phrases, then kind and properties. A plural is made with "s" unless it stands after a slash.
_NOUNS = """
matrix / matrices = matrix
square matrix / square matrices = matrix, square
vector = vector
column vector = vector
column / columns! = column
row vector = row vector
scalar = scalar
number = scalar
real number | real scalar = scalar
real / reals! = scalar
complex number = scalar, complex
integer = scalar, integer
natural number = scalar, integer, positive
constant = , constant
constant matrix / constant matrices = matrix, constant
matrix of constants / matrices of constants = matrix, constant
vector of constants = vector, constant
matrix of variables | matrix of unknowns / matrices of variables | matrices of unknowns = matrix
vector of variables | vector of unknowns = vector
design matrix | data matrix | feature matrix | model matrix / design matrices | data matrices = matrix
probability vector | probability distribution | stochastic vector = vector, stochastic
stochastic matrix | transition matrix | markov matrix / stochastic matrices = matrix, stochastic
one hot vector | one hot label | one hot encoding | one hot label vector | one hot target = vector, one-hot
unit vector = vector, unit
unit eigenvector | normalized eigenvector | normalised eigenvector = vector, unit
eigenvector = vector, nonzero
standard basis vector | canonical basis vector | basis vector = vector
singular vector = vector, unit
eigenvalue | singular value = scalar
identity matrix | identity / identity matrices | identities = matrix, identity
zero matrix | null matrix / zero matrices = matrix, zero
zero vector | null vector = vector, zero
vector of ones | vector of all ones | all ones vector | ones vector | all one vector | vector of 1s = vector, ones
matrix of ones | all ones matrix = matrix, ones
vector of zeros | vector of zeroes = vector, zero
permutation matrix / permutation matrices = matrix, permutation, orthogonal
rotation matrix / rotation matrices = matrix, orthogonal
orthogonal projection | orthogonal projector | orthogonal projection matrix / orthogonal projections = matrix, projection, symmetric
projection | projector | projection matrix / projections | projectors | projection matrices = matrix, projection
covariance matrix | variance matrix | covariance | dispersion matrix | variance covariance matrix / covariance matrices = matrix, symmetric, positive semidefinite
precision matrix / precision matrices = matrix, symmetric, positive definite
gram matrix | kernel matrix / gram matrices | kernel matrices = matrix, symmetric, positive semidefinite
commutation matrix / commutation matrices = matrix, commutation matrix
duplication matrix / duplication matrices = matrix, duplication matrix
standard deviation = scalar, positive
variance = scalar, positive
probability / probabilities = scalar, nonnegative
temperature | bandwidth = scalar, positive
learning rate | step size | stepsize | regularization parameter | regularisation parameter | regularization strength | regularization coefficient | regularisation coefficient | penalty parameter | ridge parameter = scalar
hyperparameter | multiplier | lagrange multiplier = ,
loss | cost | objective | energy = scalar
function | map | mapping | functional = function
scalar function | real function | scalar field | real valued function | scalar valued function = function, scalar-valued
loss function | cost function | objective function | error function | energy function | risk function = function, scalar-valued
likelihood function | log likelihood function | log likelihood = function, scalar-valued
vector function | vector field | vector valued function = function, vector-valued
matrix function | matrix valued function = function, matrix-valued
activation function | nonlinearity | activation / activation functions | nonlinearities = function
index / indices | indexes = index
variable | parameter | unknown | quantity | value | weight | argument | input | output = ,
coefficient | entry | element | term | coordinate | component / coefficients = part
random variable = ,
random vector = vector
random matrix / random matrices = matrix
""".strip()

# Signs of operations and fixed quantities: they declare what a sign stands for.
_OPERATIONS = """
hadamard product | elementwise product | element wise product | entrywise product | entry wise product | componentwise product | component wise product | pointwise product | schur product | elementwise multiplication | element wise multiplication | entrywise multiplication | hadamard multiplication | pointwise multiplication = hadamard product
kronecker product | tensor product = kronecker product
frobenius inner product | frobenius product | trace inner product | double dot product = frobenius product
inner product | dot product | scalar product = inner product
outer product = outer product
matrix product | matrix multiplication = matrix product
transpose | transposition | matrix transpose = transpose
conjugate transpose | hermitian transpose | adjoint | hermitian adjoint = conjugate transpose
matrix exponential = matrix exponential
matrix logarithm = matrix logarithm
moore penrose inverse | moore penrose pseudoinverse | moore penrose pseudo inverse | pseudoinverse | pseudo inverse | generalized inverse = pseudo-inverse
frobenius norm = frobenius norm
euclidean norm | l2 norm | 2 norm = euclidean norm
spectral norm | operator norm | largest singular value = spectral norm
nuclear norm = nuclear norm
trace | trace operator = trace
determinant = determinant
vec operator | vectorization | vectorisation | vectorization operator | vec operation = vectorization
kronecker delta = kronecker delta
composition | function composition = composition
gradient operator = gradient
""".strip()

# Words that carry a phrase without saying anything of the symbol.
_MODIFIERS = """
arbitrary general generic given known unknown new second third first other another simple small large suitable appropriate certain possible
data design weight weights input output parameter coefficient feature response target label random observed usual standard
corresponding resulting following dense sparse finite nonlinear linear variable free dependent independent scalar-like fixed-size
single particular original predicted error residual bias hidden noise state control search direction mean sample observation
original underlying true desired so-called upstream incoming learnable trainable simple distinct real-life
""".split()

# Words at which the stance of what follows changes.
_LEADS = {
    "let": """let suppose assume assuming consider given take fix define denote choose say recall remember note knowing now regard treat
        treating regarding considering viewing view hold holding keep keeping in_what_follows in_the_following henceforth throughout""",
    "clause": "where with whose here having wherein in_which such_that since because as for",
    "condition": "if when whenever provided in_case should as_long_as",
    "denied": "whether unless neither nor cannot without rather_than instead_of unlike even_if only_if as_if iff",
    "derived": """thus hence therefore so then consequently implies implying imply follows conclude concludes shows show showing
        prove proves proved proving deduce gives give giving get gets obtain obtains obtaining makes make making means_that mean_that yields yield
        see sees find finds verify check claim claims want wants need needs require requires required wish try trying becomes expect
        ensures ensure guarantees guarantee such_as must_have lead leads result results seems_like therefore accordingly""",
    "hedged": "think believe guess suspect presumably probably maybe perhaps seems seem apparently hopefully imagine likely",
}

_DETERMINERS = (
    "a an the some any every this that these those two three four several many its their our your my his no_other"
)
_EACH = "both all each"
_SINGULAR = "is was 's has remains stays represents denotes designates means equals lies lives belongs"

# Closed-class words: a noun before one of them is the head of its phrase; before any other word it only modifies it.
_CLOSED = """
of in on at by to from with without within into onto over under between among through via per about against as than for
and or but nor so yet if when while where whereas whose which who whom that because since although though unless until
i we you he she it they them us me him her this these those there here itself themselves
is are be been being was were am has have had having do does did done can could may might must shall should will would cannot
not never also only just even still already too very quite rather now then again once always often usually sometimes
let consider suppose assume given define defined denote denotes denoted called named satisfies satisfying satisfy
containing contains contain consisting consists depending depends representing represents corresponding whose
gives give given yields yield becomes become follows follow holds hold exists exist above below respectively
such same other another each every all any both either neither no more most less what how why
e.g. i.e. s.t. w.r.t. resp. etc. cf. vs. say namely e.g i.e w.r.t s.t iff instead except
multiplied multiplying times plus minus equal equals acting acts obtained formed built taken using by
"""

_PREPOSITIONS = frozenset(
    "of to by in from on at over under between than via through per onto into upon w.r.t. wrt about against along until".split()
)
# Adverbs that change nothing of what a sentence declares.
SKIPPED = frozenset("also just simply clearly obviously always indeed itself themselves still already actually again".split())


def _rows(table: str) -> list[tuple[str, str]]:
    rows = (row.rsplit("=", 1) for row in table.splitlines())
    return [(left.strip(), right.strip()) for left, right in rows]


def _phrases(alternatives: str) -> list[tuple[str, ...]]:
    return [tuple(phrase.split()) for phrase in alternatives.split("|") if phrase.strip()]


def _said(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


@lru_cache(maxsize=1)
def entries() -> dict[tuple[str, ...], Entry]:
    """All phrases, by their words in lower case."""
    table: dict[tuple[str, ...], Entry] = {}
    for word in _CLOSED.split():
        table[(word,)] = Entry("CLOSED", note="preposition" if word in _PREPOSITIONS else "")
    for word in _PREPOSITIONS:
        table[(word,)] = Entry("CLOSED", note="preposition")
    for word in SKIPPED:
        table[(word,)] = Entry("CLOSED")
    for word in _MODIFIERS:
        table[(word,)] = Entry("MODIFIER")
    _add_nouns(table)
    for alternatives, operation in _rows(_OPERATIONS):
        for phrase in _phrases(alternatives):
            table[phrase] = Entry("NOUN", "operation", (operation,))
    for alternatives, said in _rows(_PROPERTIES):
        for phrase in _phrases(alternatives):
            table[phrase] = Entry("PROPERTY", "", _said(said))
    _add_leads(table)
    _add_verbs(table)
    _add_grammar_words(table)
    return table


def _add_nouns(table: dict[tuple[str, ...], Entry]) -> None:
    for alternatives, said in _rows(_NOUNS):
        singular, _, plural = alternatives.partition("/")
        kind, *properties = [word.strip() for word in said.split(",")]
        told = tuple(word for word in properties if word)
        terminal = {"function": "FUNCTION", "column": "LINES"}.get(kind, "NOUN")
        for phrase in _phrases(singular):
            table[phrase] = Entry(terminal, kind, told)
            if not plural.strip():
                table[(*phrase[:-1], phrase[-1] + "s")] = Entry(terminal, kind, told, plural=True)
                if phrase[0] in ("matrix", "vector") and "of" in phrase:
                    del table[(*phrase[:-1], phrase[-1] + "s")]
                    table[(phrase[0] + "s", *phrase[1:])] = Entry(terminal, kind, told, plural=True)
        for phrase in _phrases(plural.replace("!", "")):
            table[phrase] = Entry(terminal, kind, told, plural=True)


def _add_leads(table: dict[tuple[str, ...], Entry]) -> None:
    for mood, words in _LEADS.items():
        for word in words.split():
            table[tuple(word.split("_"))] = Entry("LEAD", note=mood)


def _add_verbs(table: dict[tuple[str, ...], Entry]) -> None:
    taken = """assumed supposed considered taken treated known chosen said held kept regarded defined understood viewed given
        applied being_applied required""".split()
    for be in "is are be being was were remains remain stays stay".split():
        note = "singular" if be in _SINGULAR.split() else "plural"
        table[(be,)] = Entry("VERB", note=note)
        if be in ("remains", "remain", "stays", "stay"):
            continue
        for participle in taken:
            words = (be, *participle.split("_"))
            table[words] = table[(*words, "to", "be")] = table[(*words, "as")] = Entry("VERB", note=note)
            table[(*words, "as", "a")] = Entry("VERB", note=note)
            del table[(*words, "as", "a")]
        for written in "denoted written represented typeset printed set indicated shown displayed".split():
            for preposition in "by in with as using".split():
                for how in ("", "always", "usually", "typically", "generally", "often", "normally"):
                    words = (be, how, written, preposition) if how else (be, written, preposition)
                    table[words] = table[("will", *words)] = Entry("WRITTEN", note=note)
        table[(be, "in")] = Entry("LIES", note=note)
        table[(be, "an", "element", "of")] = table[(be, "elements", "of")] = Entry("LIES", note=note)
        table[(be, "independent", "of")] = Entry("DEPEND", note="independent")
        table[(be, "constant", "with", "respect", "to")] = Entry("DEPEND", note="independent")
        table[(be, "constant", "in")] = Entry("DEPEND", note="independent")
        table[(be, "a", "function", "of")] = table[(be, "functions", "of")] = Entry("DEPEND", note="function")
        table[(be, "dependent", "on")] = Entry("DEPEND", note="depends")
        table[(be, "assumed", "to", "exist")] = Entry("EXIST")
        table[(be, "well", "defined")] = Entry("EXIST")
    table[("to", "be")] = Entry("VERB", note="plural")
    for verb in "denotes denote represents represent designates designate means stands_for stand_for refers_to refer_to to_denote acts act operates operate".split():
        note = "singular" if verb.split("_")[0].endswith("s") else "plural"
        table[tuple(verb.split("_"))] = Entry("VERB", note=note)
    for verb in "lies_in lie_in lives_in live_in belongs_to belong_to".split():
        table[tuple(verb.split("_"))] = Entry("LIES", note="singular" if verb.split("_")[0].endswith("s") else "plural")
    table[("has",)] = Entry("HAVE", note="singular")
    table[("have",)] = Entry("HAVE", note="plural")
    for phrase in ("depends on", "depend on", "depending on", "varies with"):
        table[tuple(phrase.split())] = Entry("DEPEND", note="depends")
    for phrase in ("does not depend on", "do not depend on", "doesn't depend on", "don't depend on", "independent of",
                   "constant with respect to", "constant in", "not depending on"):  # fmt: skip
        table[tuple(phrase.split())] = Entry("DEPEND", note="independent")
    for phrase in ("exist", "exists", "exist and are finite"):
        table[tuple(phrase.split())] = Entry("EXIST")


def _add_grammar_words(table: dict[tuple[str, ...], Entry]) -> None:
    for word in _DETERMINERS.split():
        table[(word,)] = Entry("DETERMINER", note="the" if word == "the" else "this" if word in ("this", "these", "that", "those") else "a")
    for word in _EACH.split():
        table[(word,)] = Entry("EACH")
    table[("the", "only")] = Entry("CLOSED")
    for word in "and & or".split():
        table[(word,)] = Entry("SEP", note="and")
    table[("as", "well", "as")] = Entry("SEP", note="and")
    table[("along", "with")] = Entry("SEP", note="and")
    table[("not",)] = Entry("CLOSED", note="not")
    table[("of",)] = Entry("OF", note="preposition")
    table[("in",)] = Entry("IN", note="preposition")
    table[("with",)] = Entry("WITH", note="clause")
    table[("for",)] = Entry("FOR", note="clause")
    table[("by",)] = Entry("BY", note="preposition")
    table[("as",)] = Entry("AS", note="")
    table[("using",)] = Entry("BY")
    table[("respectively",)] = table[("resp.",)] = Entry("RESPECTIVELY")
    table[("same",)] = Entry("SAME")
    table[("rank",)] = Entry("MEASURE", note="rank")
    table[("that",)] = Entry("THAT")
    table[("which",)] = Entry("THAT")
    for word in "order size sizes dimension dimensions dimensionality shape shapes length lengths format".split():
        table[(word,)] = Entry("MEASURE", note="order" if word == "order" else "length" if "length" in word else "size")
    for phrase, note in (
        ("number of rows and columns", "rows and columns"),
        ("numbers of rows and columns", "rows and columns"),
        ("number of rows", "rows"),
        ("number of columns", "columns"),
        ("number of entries", "length"),
        ("number of elements", "length"),
        ("number of components", "length"),
    ):
        table[tuple(phrase.split())] = Entry("MEASURE", note=note)
    table[("number", "of")] = Entry("COUNT")
    for word in "rows row".split():
        table[(word,)] = Entry("LINES", "row")
    for word in "entries elements components coordinates".split():
        table[(word,)] = Entry("ENTRIES", plural=True)
    table[("dimensional",)] = Entry("DIMENSIONAL")
    for word in "uppercase upper_case capital lowercase lower_case bold boldface boldfaced bold_face greek latin roman calligraphic script bold_faced sans_serif sans italic italics italicized".split():
        table[tuple(word.split("_"))] = Entry("CASE", note=_CASES[word])
    table[("capitals",)] = Entry("LETTERS", note="uppercase")
    for word in "letters letter symbols symbol characters font fonts type typeface face".split():
        table[(word,)] = Entry("LETTERS")
    for phrase in ("inverses", "matrix inverses", "inverse matrices", "inverse"):
        table[tuple(phrase.split())] = Entry("INVERSES")


_CASES = {
    "uppercase": "uppercase",
    "upper_case": "uppercase",
    "capital": "uppercase",
    "lowercase": "lowercase",
    "lower_case": "lowercase",
    "bold": "bold",
    "boldface": "bold",
    "boldfaced": "bold",
    "bold_face": "bold",
    "greek": "greek",
    "latin": "latin",
    "roman": "latin",
    "calligraphic": "calligraphic",
    "script": "calligraphic",
    "bold_faced": "bold",
    "sans_serif": "sans",
    "sans": "sans",
    "italic": "",
    "italics": "",
    "italicized": "",
}


@lru_cache(maxsize=1)
def longest() -> dict[str, int]:
    """The number of words in the longest phrase that begins with a word."""
    table: dict[str, int] = {}
    for words in entries():
        table[words[0]] = max(table.get(words[0], 1), len(words))
    return table
