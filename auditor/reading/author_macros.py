r"""Macros that authors define again and again: what they mean where a document uses them without defining them.

A row is `name spec body [spec body …]`. A spec lists the parameters: `m` mandatory, `o` optional in brackets, `g`
optional in braces, `s` optional star. Of several specs the first whose arguments are all there wins.
"""

from __future__ import annotations

from auditor.reading.notation import words

_ROWS = r"""
R - \mathbb{R}
RR - \mathbb{R}
Reals - \mathbb{R}
reals - \mathbb{R}
real - \mathbb{R}
N - \mathbb{N}
NN - \mathbb{N}
Z - \mathbb{Z}
ZZ - \mathbb{Z}
C - \mathbb{C}
CC - \mathbb{C}
complex - \mathbb{C}
Q - \mathbb{Q}
F - \mathbb{F}
E - \mathbb{E}
EE - \mathbb{E}
Ex - \mathbb{E}
Prob - \mathbb{P}
PP - \mathbb{P}
one - \mathbf{1}
ones - \mathbf{1}
bone - \mathbf{1}
zeros - \mathbf{0}
bzero - \mathbf{0}
eye - I
loss - \mathcal{L}
Loss - \mathcal{L}
cL - \mathcal{L}
tr - \operatorname{tr}
Tr - \operatorname{Tr}
trace - \operatorname{tr}
Trace - \operatorname{tr}
diag - \operatorname{diag}
Diag - \operatorname{Diag}
rank - \operatorname{rank}
rk - \operatorname{rank}
vecop - \operatorname{vec}
vectorize - \operatorname{vec}
Vec - \operatorname{vec}
vech - \operatorname{vech}
mvec - \operatorname{vec}
unvec - \operatorname{unvec}
blkdiag - \operatorname{blkdiag}
sgn - \operatorname{sgn}
sign - \operatorname{sign}
Var - \operatorname{Var}
var - \operatorname{Var}
Cov - \operatorname{Cov}
cov - \operatorname{Cov}
softmax - \operatorname{softmax}
sigmoid - \operatorname{sigmoid}
relu - \operatorname{ReLU}
ReLU - \operatorname{ReLU}
KL - \operatorname{KL}
Span - \operatorname{span}
spn - \operatorname{span}
Null - \operatorname{null}
range - \operatorname{range}
argmin - \operatorname*{argmin}
argmax - \operatorname*{argmax}
minimize - \operatorname*{minimize}
maximize - \operatorname*{maximize}
sym - \operatorname{sym}
erf - \operatorname{erf}
grad - \nabla
Hess - \nabla^2
eps - \epsilon
half - \tfrac12
defeq - :=
eqdef - :=
given - \mid
kron - \otimes
hada - \odot
hadamard - \odot
had - \odot
norm sm \lVert #2\rVert
Norm sm \lVert #2\rVert
nrm m \lVert #1\rVert
abs sm \lvert #2\rvert
Abs sm \lvert #2\rvert
inner smg \langle #2, #3\rangle sm \langle #2\rangle
inp mg \langle #1, #2\rangle m \langle #1\rangle
ip mg \langle #1, #2\rangle m \langle #1\rangle
innerproduct mg \langle #1, #2\rangle m \langle #1\rangle
dotp mg \langle #1, #2\rangle m \langle #1\rangle
dotprod mg \langle #1, #2\rangle m \langle #1\rangle
angles m \langle #1\rangle
set m \{#1\}
braces m \{#1\}
paren m \left(#1\right)
parens m \left(#1\right)
pqty m \left(#1\right)
bqty m \left[#1\right]
bracks m \left[#1\right]
ceil m \lceil #1\rceil
floor m \lfloor #1\rfloor
pd mg \frac{\partial #1}{\partial #2} m \frac{\partial}{\partial #1}
pder mg \frac{\partial #1}{\partial #2} m \frac{\partial}{\partial #1}
pdv omg \frac{\partial^{#1} #2}{\partial #3^{#1}} om \frac{\partial^{#1}}{\partial #2^{#1}}
pdv mgg \frac{\partial^2 #1}{\partial #2 \partial #3} mg \frac{\partial #1}{\partial #2} m \frac{\partial}{\partial #1}
partialderivative mg \frac{\partial #1}{\partial #2}
pderiv mg \frac{\partial #1}{\partial #2} m \frac{\partial}{\partial #1}
pfrac mg \frac{\partial #1}{\partial #2}
fpp mg \frac{\partial #1}{\partial #2}
parfrac mg \frac{\partial #1}{\partial #2}
dv omg \frac{d^{#1} #2}{d #3^{#1}} om \frac{d^{#1}}{d #2^{#1}} mg \frac{d #1}{d #2} m \frac{d}{d #1}
od mg \frac{d #1}{d #2} m \frac{d}{d #1}
deriv mg \frac{d #1}{d #2} m \frac{d}{d #1}
dfdx mg \frac{d #1}{d #2}
dd g d #1 - d
diff g d #1 - d
mat m \mathbf{#1}
matr m \mathbf{#1}
matx m \mathbf{#1}
mtx m \mathbf{#1}
vect m \mathbf{#1}
vectr m \mathbf{#1}
vecr m \mathbf{#1}
vb sm \mathbf{#2}
va sm \vec{#2}
vu sm \hat{#2}
bs m \boldsymbol{#1}
bsym m \boldsymbol{#1}
mb m \mathbf{#1}
mbf m \mathbf{#1}
mc m \mathcal{#1}
bb m \mathbb{#1}
bmat m \begin{bmatrix}#1\end{bmatrix}
pmat m \begin{pmatrix}#1\end{pmatrix}
bmqty m \begin{bmatrix}#1\end{bmatrix}
pmqty m \begin{pmatrix}#1\end{pmatrix}
mqty m \begin{matrix}#1\end{matrix}
eval m \left.#1\right|
"""
# Marks of the transpose, inverse, …: written `A^\T` or `A\T`, so that the caret is put in where it is not there.
SUPERSCRIPT_MACROS = {
    **dict.fromkeys(words("T tp tran transp transpose Tp tpose trp tps"), r"\top"),
    **dict.fromkeys(words("inv inverse Inv"), "-1"),
    **dict.fromkeys(words("pinv pinverse"), "+"),
    **dict.fromkeys(words("H herm hermitian ct"), r"\mathsf{H}"),
}


def _parse(row: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    name, rest = row.split(" ", 1)
    variants: list[tuple[str, str]] = []
    for part in rest.split(" "):
        if set(part) <= set("mogs") or part == "-":
            variants.append((part.strip("-"), ""))
        else:
            spec, body = variants[-1]
            variants[-1] = (spec, f"{body} {part}".strip())
    return name, tuple(variants)


def _table() -> dict[str, tuple[tuple[str, str], ...]]:
    table: dict[str, tuple[tuple[str, str], ...]] = {}
    for name, variants in map(_parse, _ROWS.strip().splitlines()):
        table[name] = table.get(name, ()) + variants
    return table


AUTHOR_MACROS = _table()
