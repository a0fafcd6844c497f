"""The words of declarations, as tables: a row is `phrase | phrase … = what they say`; a row may go on behind a bar.

Hyphens in a text count as spaces. A plural is made with "s" unless the phrases for it stand behind a slash.
"""

from __future__ import annotations

# Adjectives and their like: the properties that they state.
PROPERTIES = """
symmetric | symmetrical = symmetric
skew symmetric | skewsymmetric | antisymmetric | anti symmetric | skew = skew-symmetric
hermitian | self adjoint | selfadjoint = hermitian
positive definite | pos def | pd = positive definite
positive semidefinite | positive semi definite | nonnegative definite | non negative definite | psd |
    p.s.d. = positive semidefinite
symmetric positive definite | spd | s.p.d. = symmetric, positive definite
symmetric positive semidefinite | symmetric positive semi definite | symmetric psd | spsd =
    symmetric, positive semidefinite
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
toeplitz = toeplitz
hankel = hankel
circulant = circulant
vandermonde = vandermonde
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
constant | fixed | that does not depend on the variables | that do not depend on the variables |
    does not depend on the variables | do not depend on the variables | independent of the variables |
    held constant | held fixed | kept fixed | kept constant | deterministic = constant
positive | strictly positive | small and positive = positive
negative | strictly negative = negative
nonnegative | non negative = nonnegative
nonpositive | non positive = nonpositive
nonzero | non zero = nonzero
integral | integer valued = integer
binary | boolean = binary
stochastic | row stochastic = stochastic
doubly stochastic = doubly stochastic
centered | centred | mean centered | mean centred | zero mean = centred
standardized | standardised = centred
full rank | of full rank | with full rank = full rank
full column rank | of full column rank | with full column rank | linearly independent columns |
    with linearly independent columns | with independent columns = full column rank
full row rank | of full row rank | with full row rank | linearly independent rows |
    with linearly independent rows = full row rank
orthonormal columns | with orthonormal columns = orthonormal columns
orthonormal rows | with orthonormal rows = orthonormal rows
rank one | rank 1 | of rank one | of rank 1 = rank one
low rank | of low rank = low rank
unit | unit norm | unit length | of unit norm | of unit length | with unit norm | with unit length | of norm one |
    of norm 1 | of length one | normalized to unit norm | normalised to unit norm | normalized to unit length |
    normalised to unit length = unit
unit trace | of unit trace | with unit trace | of trace one = unit trace
one hot | one hot encoded | onehot = one-hot
elementwise | element wise | entrywise | entry wise | componentwise | component wise | coordinatewise |
    coordinate wise | pointwise | point wise | element by element | entry by entry | component by component |
    to each element | to each entry | to each component | to every element | to every entry | applied elementwise |
    applied element wise | applied entrywise | applied entry wise | applied componentwise | applied component wise |
    applied pointwise | applied to each element | applied to each entry | applied to each component |
    applied to every element | applied to every entry = elementwise
differentiable | everywhere differentiable | continuously differentiable | smooth | infinitely differentiable =
    differentiable
twice differentiable | twice continuously differentiable = twice differentiable
convex | strictly convex | strongly convex = convex
concave | strictly concave = concave
affine = affine
independent | mutually independent | statistically independent | pairwise independent = independent
sum to one | sums to one | sum to 1 | sums to 1 | summing to one | summing to 1 | with entries summing to one |
    with entries summing to 1 | with entries that sum to one | with entries that sum to 1 | entries that sum to one |
    entries that sum to 1 | entries summing to one | entries summing to 1 | whose entries sum to one |
    whose entries sum to 1 | rows that sum to one | rows that sum to 1 | rows summing to one | rows summing to 1 |
    with rows that sum to one | with rows that sum to 1 | with rows summing to one | with rows summing to 1 |
    whose rows sum to one | whose rows sum to 1 = sums to one
"""

# Nouns: the kind of thing that they name, and properties. A "part" is a number within something larger.
NOUNS = """
matrix / matrices = matrix
square matrix / square matrices = matrix, square
vector | column vector = vector
row vector = row vector
scalar | number | real number | real scalar = scalar
real / reals = scalar
complex number = scalar, complex
integer = scalar, integer
natural number = scalar, integer, positive
constant = , constant
constant matrix / constant matrices = matrix, constant
matrix of constants / matrices of constants = matrix, constant
vector of constants / vectors of constants = vector, constant
matrix of variables | matrix of unknowns / matrices of variables | matrices of unknowns = matrix
vector of variables | vector of unknowns / vectors of variables | vectors of unknowns = vector
probability vector | probability distribution | stochastic vector = vector, stochastic
stochastic matrix | transition matrix | markov matrix / stochastic matrices = matrix, stochastic
one hot vector | one hot label | one hot encoding | one hot label vector | one hot target = vector, one-hot
unit vector = vector, unit
unit eigenvector | normalized eigenvector | normalised eigenvector = vector, unit, eigenvector
eigenvector = vector, nonzero, eigenvector
standard basis vector | canonical basis vector | basis vector = vector
singular vector = vector, unit, singular vector
eigenvalue = scalar, eigenvalue
singular value = scalar, singular value
identity matrix | identity / identity matrices | identities = matrix, identity
zero matrix | null matrix / zero matrices = matrix, zero
zero vector | null vector = vector, zero
vector of ones | vector of all ones | all ones vector | ones vector | all one vector / vectors of ones = vector, ones
matrix of ones | all ones matrix / matrices of ones = matrix, ones
vector of zeros | vector of zeroes / vectors of zeros = vector, zero
permutation matrix / permutation matrices = matrix, permutation, orthogonal
rotation matrix / rotation matrices = matrix, special orthogonal
orthogonal projection | orthogonal projector | orthogonal projection matrix / orthogonal projections =
    matrix, projection, symmetric
projection | projector | projection matrix / projections | projectors | projection matrices = matrix, projection
covariance matrix | variance matrix | covariance | dispersion matrix | variance covariance matrix /
    covariance matrices = matrix, symmetric, positive semidefinite
precision matrix / precision matrices = matrix, symmetric, positive definite
gram matrix | kernel matrix / gram matrices | kernel matrices = matrix, symmetric, positive semidefinite
standard deviation | temperature | bandwidth = scalar, positive
variance = scalar, positive
probability = scalar, probability
probabilities = probability
learning rate | step size | stepsize | regularization parameter | regularisation parameter |
    regularization strength | regularization coefficient | regularisation coefficient | penalty parameter |
    ridge parameter = scalar
loss | cost | objective | energy = scalar
function | map | mapping | functional = function
scalar function | real function | scalar field | real valued function | scalar valued function =
    function, scalar-valued
loss function | cost function | objective function | error function | energy function | risk function |
    likelihood function | log likelihood function | log likelihood = function, scalar-valued
vector function | vector field | vector valued function = function, vector-valued
matrix function | matrix valued function = function, matrix-valued
logistic function | sigmoid function | logistic sigmoid | logistic sigmoid function | sigmoid |
    sigmoid activation = function, elementwise, sigmoid
softplus function | softplus = function, elementwise, softplus
relu function | relu | rectifier | rectified linear unit = function, elementwise, relu
hyperbolic tangent = function, elementwise, tanh
activation function | nonlinearity | activation / activation functions | nonlinearities = function
index / indices | indexes = index
variable | parameter | unknown | quantity | value | weight | argument | input | output | hyperparameter | multiplier |
    lagrange multiplier | random variable | independent variable | dependent variable /
    variables | parameters | unknowns | quantities | values | weights | arguments | inputs | outputs | multipliers |
    random variables | independent variables | dependent variables = ,
coefficient | entry | element | term | coordinate | component / coefficients = part
random vector = vector
random matrix / random matrices = matrix
"""

# What a sign can stand for.
OPERATIONS = """
hadamard product | elementwise product | element wise product | entrywise product | entry wise product |
    componentwise product | component wise product | pointwise product | schur product | elementwise multiplication |
    element wise multiplication | entrywise multiplication | hadamard multiplication | pointwise multiplication =
    hadamard product
kronecker product | tensor product = kronecker product
frobenius inner product | frobenius product | trace inner product | double dot product = frobenius product
inner product | dot product | scalar product = inner product
outer product = outer product
matrix product | matrix multiplication = matrix product
transpose | transposition | matrix transpose | transposes | transposed = transpose
conjugate transpose | hermitian transpose | adjoint | hermitian adjoint = conjugate transpose
matrix exponential = matrix exponential
matrix logarithm = matrix logarithm
moore penrose inverse | moore penrose pseudoinverse | moore penrose pseudo inverse | pseudoinverse | pseudo inverse |
    generalized inverse = pseudo-inverse
frobenius norm = frobenius norm
euclidean norm | l2 norm | 2 norm = euclidean norm
spectral norm | operator norm | largest singular value = spectral norm
nuclear norm = nuclear norm
trace | trace operator = trace
determinant = determinant
vec operator | vectorization | vectorisation | vectorization operator | vec operation = vectorization
kronecker delta = kronecker delta
commutation matrix = commutation matrix
duplication matrix = duplication matrix
composition | function composition = composition
gradient operator = gradient
"""

# Adjectives and nouns before a noun that add nothing which could be used.
MODIFIERS = """
    arbitrary general generic given known unknown new second third first other another simple small large suitable
    appropriate certain possible data design weight weights input output parameter coefficient feature response target
    label random observed usual standard corresponding resulting following dense sparse finite nonlinear linear variable
    free dependent single particular original predicted error residual bias hidden noise state control search direction
    mean sample observation underlying true desired upstream incoming learnable trainable distinct
"""

# Words that set the mood of what follows them, up to the next such word.
LEADS = {
    "let": """let suppose assume assuming consider given take fix define denote write writing choose say recall remember
        note knowing now regard treat treating regarding considering viewing view hold holding keep keeping
        in_what_follows in_the_following henceforth throughout""",
    "clause": "where whose here having wherein in_which such_that since because",
    "condition": "if when whenever provided in_case should as_long_as",
    "denied": """whether unless neither nor cannot without rather_than instead_of unlike for_contradiction
        for_a_contradiction by_contradiction even_if only_if as_if iff""",
    "derived": """
        thus hence therefore so then consequently implies implying imply follows conclude concludes shows show showing
        prove proves proved proving deduce gives give giving get gets obtain obtains obtaining makes make making would
        means_that mean_that yields yield see sees find finds verify check claim claims want wants need needs require
        requires required wish try trying becomes expect ensures ensure guarantees guarantee such_as must_have lead
        leads result results seems_like accordingly
    """,
    "hedged": """think believe guess suspect presumably probably maybe perhaps seems seem apparently hopefully imagine
        likely""",
}

ARTICLES = {
    "the": "the",
    "this": "this",
    "these": "this",
    "those": "this",
    **dict.fromkeys("a an some any every two three four several many its their our your my his".split(), "a"),
}

# Closed-class words: a noun before one of them is the head of its phrase; before any other word it is not.
CLOSED = """
    of in on at by to from with without within into onto over under between among through via per about against as than
    for and or but nor so yet if when while where whereas whose which who whom that because since although though unless
    until i we you he she it they them us me him her this these those there here itself themselves is are be been being
    was were am has have had having do does did done can could may might must shall should will would cannot not never
    only even too very quite rather now then once often usually sometimes let consider suppose assume given define
    defined denote denotes denoted called named satisfies satisfying satisfy containing contains contain consisting
    consists depending depends representing represents corresponding gives give given yields yield becomes become
    follows follow holds hold exists exist above below such no more most less what how why e.g. i.e. s.t. w.r.t. wrt
    etc. cf. vs. say namely instead except multiplied multiplying times plus minus equal equals acting acts obtained
    formed built taken using
"""
PREPOSITIONS = """
    of to by in from on at over under between than via through per onto into upon w.r.t. wrt about against along until
    times plus minus
"""
# Adverbs that change nothing of what a sentence declares.
SKIPPED = "also just simply clearly obviously always indeed itself themselves still already actually again"

# Participles that leave "is … symmetric" as good as "is symmetric".
TAKEN = """
    assumed supposed considered taken treated known chosen said held kept regarded defined understood viewed given
    applied being_applied required
"""
WRITTEN = "denoted written represented typeset printed set indicated shown displayed"

MEASURES = {
    "order": "order",
    "rank": "rank",
    "length": "length",
    "lengths": "length",
    **dict.fromkeys("size sizes dimension dimensions dimensionality shape shapes format".split(), "size"),
    "number of rows and columns": "rows and columns",
    "numbers of rows and columns": "rows and columns",
    "number of rows": "rows",
    "number of columns": "columns",
    "number of entries": "length",
    "number of elements": "length",
    "number of components": "length",
}

# Classes of letters, by the words for them; "" says nothing of the letters.
CASES = {
    **dict.fromkeys(("uppercase", "upper case", "capital"), "uppercase"),
    **dict.fromkeys(("lowercase", "lower case"), "lowercase"),
    **dict.fromkeys(("bold", "boldface", "boldfaced", "bold face", "bold faced"), "bold"),
    **dict.fromkeys(("calligraphic", "script"), "calligraphic"),
    **dict.fromkeys(("sans serif", "sans"), "sans"),
    **dict.fromkeys(("latin", "roman"), "latin"),
    **dict.fromkeys(("italic", "italics", "italicized"), ""),
    "greek": "greek",
}
LETTERS = "letters letter symbols symbol characters font fonts type typeface face"
# Words that tell a kind of letter only beside others that do.
PLAIN_CASES = {
    "small": "lowercase",
    "large": "uppercase",
    **dict.fromkeys(("normal", "plain", "regular", "light", "ordinary"), ""),
}

# Phrases with a part of their own in the grammar: phrase, terminal, note.
GRAMMAR_WORDS = """
    and SEP and | & SEP and | or SEP and | as well as SEP and | along with SEP and | both EACH | all EACH | each EACH
    of OF preposition | in IN preposition | by BY preposition | using BY | as AS | for FOR clause | with WITH clause
    not CLOSED not | respectively RESPECTIVELY | resp. RESPECTIVELY | same SAME | that THAT | which THAT
    square free MODIFIER | number of COUNT | dimensional DIMENSIONAL | has HAVE singular | have HAVE plural
    column LINES column | columns LINES column | row LINES row | rows LINES row | entries ENTRIES | elements ENTRIES
    components ENTRIES | coordinates ENTRIES | capitals LETTERS uppercase | inverses INVERSES
    matrix inverses INVERSES | inverse matrices INVERSES | inverse INVERSES | exist EXIST | exists EXIST
    is well defined EXIST | are well defined EXIST | is assumed to exist EXIST | are assumed to exist EXIST
    depends on DEPEND depends | depend on DEPEND depends | depending on DEPEND depends | varies with DEPEND depends
    does not depend on DEPEND independent | do not depend on DEPEND independent | doesn't depend on DEPEND independent
    don't depend on DEPEND independent | independent of DEPEND independent | not depending on DEPEND independent
    constant with respect to DEPEND independent | constant w.r.t. DEPEND independent | constant in DEPEND independent
    lies in LIES singular | lie in LIES plural | lives in LIES singular | live in LIES plural
    belongs to LIES singular | belong to LIES plural | to be VERB plural | to denote VERB plural
    denotes VERB singular | denote VERB plural | represents VERB singular | represent VERB plural
    designates VERB singular | designate VERB plural | means VERB singular | stands for VERB singular
    stand for VERB plural | refers to VERB singular | refer to VERB plural | acts VERB singular | act VERB plural
    operates VERB singular | operate VERB plural | remains VERB singular | remain VERB plural | stays VERB singular
    stay VERB plural
"""

# Words that say more of a letter than is modelled, by themselves or with the letter that they are relative to.
ARBITRARY = "arbitrary"  # of a letter that the text brings in afresh, without what it said of it before
CALLED = "called "  # before such a word, as a property
DEFINED = "defined as "  # before what is said of a letter beside its definition, from which it then follows
SPECIAL = """
    commute commutes commuting commutative anticommute anticommutes anticommuting linear bilinear multilinear
    homogeneous even odd periodic monotone increasing decreasing nondecreasing harmonic holomorphic analytic additive
    multiplicative
    unimodular traceless companion householder hadamard hilbert cauchy givens laplacian laplace adjacency incidence
    hurwitz metzler primitive irreducible bidiagonal hessenberg persymmetric centrosymmetric bisymmetric conformal
    quaternion quaternions dual conjugate orthogonalized whitened eigenbasis equicorrelation banded pauli walsh fourier
    dft haar wishart stiefel lipschitz contractive isometric isometry distinct
    eigenvectors eigenvector eigenvalues eigenvalue
    perpendicular parallel coplanar collinear coprime prime
"""
RELATIONAL = """
    inverse inverses reciprocal root roots
    mean average centroid median sum product difference quotient ratio
    solution solutions minimizer minimiser maximizer maximiser optimum minimum maximum largest smallest supremum infimum
    limit gradient derivative jacobian hessian integral adjugate cofactor complement basis
    factor factors cholesky svd decomposition factorization factorisation normalization normalisation projection
    reflection rotation image restriction composition softmax exponential logarithm
    similar congruent equivalent proportional
"""
RELATING = """
    satisfies satisfying satisfy solves solving diagonalizes diagonalises minimizes minimises maximizes maximises spans
"""
# Words that say something of rows, columns or entries.
MEASURED = """
    sum sums add adds zero one unit norm mean average equal equals least most orthonormal orthogonal same
    positive negative nonnegative bounded between integer integers normalized normalised centered centred standardized
    standardised positive 0 1
"""
# Decompositions: how they are called, and what their factors are.
DECOMPOSITIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        r"\b(?:thin|compact|reduced|economy|truncated)\W+(?:singular value decomposition|svd)\b",
        ("orthonormal columns", "diagonal, nonnegative", "orthonormal columns"),
    ),
    (
        r"\bfull\W+(?:singular value decomposition|svd)\b|\borthogonal\b.*\b(?:singular value decomposition|svd)\b"
        r"|\b(?:singular value decomposition|svd)\b.*\borthogonal\b",
        ("orthogonal", "rectangular diagonal, nonnegative", "orthogonal"),
    ),
    (
        r"\b(?:singular value decomposition|svd)\b",
        ("orthonormal columns, thin or square", "diagonal, nonnegative", "orthonormal columns, thin or square"),
    ),
    (
        r"\b(?:eigen ?decomposition|eigenvalue decomposition|spectral decomposition|diagonali[sz]ation)\b",
        ("orthogonal", "diagonal", "orthogonal"),
    ),
    (
        r"\bcholesky\b",
        ("lower triangular, positive diagonal, invertible", "lower triangular, positive diagonal, invertible"),
    ),
    (r"\bqr (?:decomposition|factori[sz]ation)\b", ("orthonormal columns", "upper triangular")),
    (r"\blu (?:decomposition|factori[sz]ation)\b", ("lower triangular", "upper triangular")),
    (r"\b(?:decomposition|factori[sz]ation)\b", ()),
)
