"""Letters with their accents, scripts and primes: symbols, entries, powers, transposes, constants."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from auditor.elaborating import families, indices, partials
from auditor.elaborating.conforming import is_column, is_row, square
from auditor.elaborating.names import is_atom, letter_class, spell, strip
from auditor.elaborating.problems import unsupported
from auditor.elaborating.scope import Scope
from auditor.elaborating.sizes import dimension_of
from auditor.elaborating.usage import Survey, axes_of, index_parts, is_one
from auditor.elaborating.vocabulary import HERMITIANS, PSEUDO_INVERSES, STARS, TRANSPOSES, WORDS_OF_TEXT
from auditor.parsing.syntax import (
    Accent,
    Fence,
    Node,
    Number,
    Product,
    Scripts,
    Sum,
    Symbol,
    Word,
)
from auditor.source import Span
from auditor.terms import term as t
from auditor.terms.dimension import ONE, Dimension
from auditor.terms.term import Term

ONES = frozenset(
    [r"\mathbf{1}", r"\mathbb{1}", r"\vec{1}", r"\mathbf{e}", r"\vec{\mathbf{1}}", r"\overrightarrow{\mathbf{1}}"]
)
ZEROS = frozenset([r"\mathbf{0}", r"\mathbb{0}", r"\vec{0}", r"\mathbf{O}"])
IDENTITIES = frozenset(
    ["I", r"\mathbf{I}", r"\mathbb{I}", r"\mathrm{I}", r"\mathcal{I}", "Id", r"\mathbb{1}", r"\mathbf{Id}"]
)


# Expectation, probability, variance: nothing is known of them yet.
SINGLE_ENTRY_MATRICES = frozenset(["J", "E", r"\mathbf{J}", r"\mathbf{E}", "e"])
OPAQUE_LETTERS = frozenset(
    [r"\mathbb{E}", r"\mathbb{P}", r"\mathbb{V}", r"\mathbb{R}", r"\mathbb{C}", r"\mathbb{N}", r"\mathbb{Z}"]
)


def letter_term(node: Node, scope: Scope) -> Term:
    """The meaning of a letter, or of anything that carries scripts."""
    match node:
        case Symbol() | Accent() | Word():
            return _plain(node, scope)
        case Scripts() if partials.is_partial(node, scope):
            return partials.partial(node, scope)
        case Scripts(base=base) if is_atom(base):
            return _scripted_letter(node, scope)
        case Scripts(base=base, sup=sup, sub=None) if is_one(base) and spell(sup) in TRANSPOSES:
            return t.transpose(ones(node.span, scope))
        case Scripts():
            return _scripted(scope.term(node.base), node, scope, node.sub)
    raise unsupported(node.span, "this formula")


# --- bare letters ---------------------------------------------------------------------------------------------------


def _plain(node: Node, scope: Scope) -> Term:
    name = spell(node)
    if not name or (name in (OPAQUE_LETTERS | WORDS_OF_TEXT) and not scope.is_declared(name)):
        raise unsupported(node.span, name or "this symbol")
    if name in scope.bound or name in scope.free:
        return t.index(scope.index(name))
    if special := _special(name, node.span, scope):
        return special
    return named(name, scope, node.span)


def named(name: str, scope: Scope, span: Span) -> Term:
    """The symbol of this name: a size where the text uses it as one, else a variable."""
    known = scope.known(name)
    is_size = name in scope.context.sizes and (known is None or known.kind in ("", "size", "scalar", "index"))
    is_size = is_size and not scope.context.usage.of(name).transposed
    if is_size and name not in scope.definitions and (known is None or not known.shape):
        return t.size(Dimension.of(name))
    return scope.symbol(name)


def _special(name: str, span: Span, scope: Scope) -> Term | None:
    """Letters that have a meaning of their own unless the text gives them another one."""
    known = scope.known(name)
    own = known is not None and (
        "identity" in known.properties
        or (known.shape is None and bool(set(known.properties) & {"ones", "zero", "zeros"}))
    )
    if name in IDENTITIES and (size := _identity_size(name, scope)) is not None:
        return t.identity(size)
    weights = name == r"\pi" and (known is None or known.indexed or known.shape is None)  # π_k, and the number π
    if weights and scope.context.usage.of(name).doubled:
        return t.make("constant", parameters=("pi",))
    if not own and (scope.is_declared(name) or scope.name(name) in scope.definitions):
        return None
    if name in IDENTITIES and _is_identity(name, scope):
        side = known.shape[0] if known and known.shape and own else scope.unknown(f"I@{span.start}")
        return t.identity(side)
    if name in ONES:
        return ones(span, scope)
    if name in ZEROS:
        return t.number(0)
    if name == r"\pi" and not scope.context.usage.of(name).applied:
        return t.make("constant", parameters=("pi",))
    if name == "e" and _is_euler(scope):
        return t.make("constant", parameters=("e",))
    if name in (r"\infty", r"\nabla", r"\partial", r"\emptyset"):
        raise unsupported(span, name)
    return None


def _identity_size(name: str, scope: Scope) -> Dimension | None:
    r"""The size of an I of which the text says its space alone, `I \in \mathbb{R}^{m\times m}`."""
    known = scope.known(name)
    if known is None or known.shape is None or len(known.shape) != 2 or known.shape[0] != known.shape[1]:
        return None
    if known.properties or scope.name(name) in scope.definitions or not _is_identity(name, scope):
        return None
    return known.shape[0] if scope.choose("identity", name, ("identity", "matrix")) == "identity" else None


def _is_identity(name: str, scope: Scope) -> bool:
    return not scope.context.usage.of(name).arities


def _is_euler(scope: Scope) -> bool:
    """e is 2.718… where it carries exponents; where it also stands alone, only if letters are among them."""
    usage = scope.context.usage.of("e")
    exponents = usage.exponents - TRANSPOSES - {"'"}
    if usage.alone:
        exponents = {exponent for exponent in exponents if not exponent.lstrip("-").isdigit() and exponent != "?"}
    inverted = usage.inverted and not usage.alone and not scope.context.usage.vectors
    return (bool(exponents) or inverted or scope.context.usage.euler) and not usage.transposed and not usage.arities


def ones(span: Span, scope: Scope) -> Term:
    """The column of ones that fits."""
    return t.ones((scope.unknown(f"1@{span.start}"), ONE))


# --- letters with scripts -------------------------------------------------------------------------------------------


def _scripted_letter(node: Scripts, scope: Scope) -> Term:
    base, sub, sup, primes = node.base, node.sub, node.sup, node.primes
    name = spell(base)
    kronecker = name == r"\delta" and sub is not None and sup is None and not scope.is_declared(name)
    if kronecker and sub is not None and (found := indices.delta(sub, scope)) is not None:
        return found
    if name in LEVI_CIVITA and len(index_parts(sub)) == 3:
        raise unsupported(node.span, "the Levi-Civita symbol")
    if name in IDENTITIES and sub is not None and (found := _sized_identity(node, scope)) is not None:
        return _scripted(found, node, scope, None)
    if name in COMMUTATIONS and sub is not None and (found := _commutation(name, sub, scope)) is not None:
        return _scripted(found, node, scope, None)
    if sub is not None and (found := _single_entry(replace(node, sup=None), scope)) is not None:
        return _scripted(found, node, scope, None)
    if sub is None and (found := _single_entry(node, scope)) is not None:
        return found
    if (found := families.member(node, scope)) is not None:
        return _scripted(found, Scripts(base, None, None, primes, span=node.span), scope, None)
    if (found := families.line(node, scope)) is not None:
        return _scripted(found, Scripts(base, None, sup, primes, span=node.span), scope, None)
    if name in (*ONES, *ZEROS) and sub is not None and not scope.is_declared(name):
        found = _sized_column(name, sub, scope)
        return _scripted(found, node, scope, None)
    label = label_of(node, scope)
    if name == "e" and label == name and sub is not None and _is_unit(sub, scope):
        return _scripted(_unit(sub, node.span, scope), node, scope, None)
    raised = name == "e" and label == name and sub is None and sup is not None and not scope.is_declared(name)
    if raised and _is_euler(scope) and spell(sup) not in TRANSPOSES:
        return exponential(scope.term(sup), scope, node.span)
    if label != name:
        left_sub = None if _labels_by_subscript(node, scope) else sub
        left_sup = None if _labels_by_superscript(node, scope) else sup
        rest = Scripts(base, left_sub, left_sup, 0 if _prime_is_label(node, scope) else primes, span=node.span)
        return _scripted(_letter(label, node, scope), rest, scope, left_sub)
    return _scripted(_letter(name, node, scope), node, scope, sub)


def _letter(name: str, node: Scripts, scope: Scope) -> Term:
    if name in scope.bound or name in scope.free:
        return t.index(scope.index(name))
    whole = _whole_of_entries(name, node, scope)
    if whole is not None:
        return whole
    if node.sub is None and (special := _special(name, node.base.span, scope)):
        return special
    return named(name, scope, node.span)


def _whole_of_entries(name: str, node: Scripts, scope: Scope) -> Term | None:
    r"""a_ij as the entries of A, x_i as those of \mathbf{x}: an indexed letter that stands nowhere by itself."""
    owner = owner_of_entries(name, node.sub, scope)
    return None if owner is None else named(owner, scope, node.span)


def owner_of_entries(name: str, sub: Node | None, scope: Scope) -> str | None:
    """The letter whose entries an indexed letter names, where that is another letter."""
    parts = index_parts(sub)
    if not parts or scope.name(name) in scope.definitions:
        return None
    if scope.is_declared(name) and not (_is_size(name, scope) and len(parts) == 2):
        return None
    return _owner(name, len(parts), scope)


def _is_size(name: str, scope: Scope) -> bool:
    """A letter that counts may name entries as well: the m×n matrix M = (m_{ij})."""
    known = scope.known(name)
    return name in scope.context.sizes and (known is None or known.kind in ("", "size"))


def owner_of_letter(name: str, scope: Scope) -> str:
    """The letter whose entries this one names wherever it is indexed; itself where it is none."""
    arities = scope.context.usage.of(name).arities
    if not arities or scope.is_declared(name):
        return name
    return _owner(name, max(arities), scope) or name


def _owner(name: str, order: int, scope: Scope) -> str | None:
    usage = scope.context.usage
    beside = usage.written[scope.position] if scope.position < len(usage.written) else frozenset()
    for whole in _wholes(name, order):
        if whole in beside and whole == _bold(name):
            return whole
    if usage.of(name).alone and not _is_size(name, scope):
        return None
    if name in usage.entries:
        return usage.entries[name]
    for whole in _wholes(name, order):
        known = usage.letters.get(whole)
        if (known is not None and (known.alone or known.transposed)) or scope.is_declared(whole):
            return whole
    return None


def _bold(name: str) -> str:
    opening, letter, closing = _dissected(name)
    return rf"{opening}\mathbf{{{letter}}}{closing}"


def _wholes(name: str, order: int) -> tuple[str, ...]:
    """The letters whose entries an indexed letter may be: upper case for two indices, bold for any number."""
    opening, letter, closing = _dissected(name)
    candidates = [_bold(name)]
    if order == 2 and letter.islower() and not letter.startswith("\\"):
        candidates += [opening + letter.upper() + closing, rf"{opening}\mathbf{{{letter.upper()}}}{closing}"]
    return tuple(candidate for candidate in candidates if candidate != name)


def _dissected(name: str) -> tuple[str, str, str]:
    r"""`\hat{x}` as `\hat{`, `x`, `}`; styles are taken off."""
    for style in (r"\mathbf{", r"\mathit{", r"\mathsf{"):
        if name.startswith(style):
            return "", name[len(style) : -1], ""
    if name.endswith("}") and "{" in name and not name.startswith(r"\math"):
        head, inner = name.split("{", 1)
        return head + "{", inner[:-1], "}"
    return "", name, ""


def label_of(node: Scripts, scope: Scope) -> str:
    """The name that scripts give a letter: `W_{1}`, `x^{*}`, `C_{xx}`; the letter alone where they are no labels."""
    name = spell(node.base)
    if node.sub is not None and _labels_by_subscript(node, scope):
        name += f"_{{{spell(node.sub)}}}"
    if node.sup is not None and _labels_by_superscript(node, scope):
        name += f"^{{{spell(node.sup)}}}"
    if _prime_is_label(node, scope):
        name += "'" * node.primes
    return name


def _labels_by_subscript(node: Scripts, scope: Scope) -> bool:
    """Whether the subscript is part of the name."""
    if node.sub is None:
        return False
    name, sub = spell(node.base), spell(node.sub)
    full = f"{name}_{{{sub}}}"
    if scope.context.known.get(full):
        return True
    parts = index_parts(node.sub)
    if not parts or not _are_indices(name, parts, scope):
        return True
    numeric = all(isinstance(strip(part), Number) for part in parts)
    if numeric and name in scope.context.partitioned:
        return True
    usage = scope.context.usage.of(name)
    if numeric:
        entries = bool(usage.arities) or (bool(usage.bare) and scope.kind(name) != "scalar")
        zero = any(spell(part) == "0" for part in parts)
        options = ("index", "label") if entries and not zero else ("label", "index")
        return scope.choose("subscript", name, options) == "label"
    known = scope.known(name)
    if known is not None and known.shape and len(parts) <= len(known.shape) + known.indexed:
        line = len(parts) == 1 and len(known.shape) == 2 and ONE not in known.shape and not known.indexed
        return line and scope.choose("subscript", name, ("index", "label")) == "label"  # A_k, near A
    if (owner := owner_of_entries(name, node.sub, scope)) is not None and scope.is_declared(owner):
        return False
    if known is not None and known.shape == () and not known.indexed:
        return scope.choose("subscript", name, ("label", "index")) == "label"
    return scope.choose("subscript", name, ("index", "label")) == "label"


def _are_indices(name: str, parts: tuple[Node, ...], scope: Scope) -> bool:
    """All parts can be indices; odd letters among as many as the letter takes elsewhere are too.

    Of an entry such as m_{ij}, `m_{xy}` is another one; of a matrix the two letters may well be a label, as in Σ_{xy}.
    """
    likely = [indices.is_index(part, scope) for part in parts]
    if all(likely):
        return True
    usual = len(parts) in scope.context.usage.of(name).arities and (
        any(likely) or (len(parts) == 2 and letter_class(name) == "lowercase")
    )
    return usual and all(isinstance(strip(part), Symbol) for part in parts)


def _labels_by_superscript(node: Scripts, scope: Scope) -> bool:
    """`x^{(i)}`, `a^{[l]}`, `x^*`, `W^{new}`: superscripts that name rather than operate."""
    if node.sup is None:
        return False
    sup = strip(node.sup)
    spelled = spell(sup)
    if spelled == "2":
        return square_is_a_symbol(spell(node.base), scope)
    if spelled in PSEUDO_INVERSES and _names_a_matrix(spell(node.base), scope):
        return False
    if spelled in STARS:
        return not (spelled in HERMITIANS and scope.choose("star", "", _readings_of_a_star(scope)) == "adjoint")
    match sup:
        case Fence(open="(" | "[", body=body):
            order = strip(body)
            return not (
                isinstance(order, Number) and scope.choose("(n)", spell(node.base), ("label", "derivative")) != "label"
            )
        case Word():
            return spelled not in TRANSPOSES
        case Symbol() if spelled in scope.context.usage.bound:
            return not scope.context.usage.of(spell(node.base)).alone
    return scope.context.known.get(f"{spell(node.base)}^{{{spelled}}}") is not None


def square_is_a_symbol(name: str, scope: Scope) -> bool:
    r"""`\sigma^2` where the text defines or differentiates by it, and never writes σ itself."""
    usage = scope.context.usage
    letter = usage.of(name)
    return name in usage.squares and letter.exponents == {"2"} and not letter.alone and not scope.is_declared(name)


_ADJOINT = re.compile(r"\b(?:adjoints?|conjugate transposes?|hermitian)\b", re.IGNORECASE)


def _readings_of_a_star(scope: Scope) -> tuple[str, str]:
    said = _ADJOINT.search(scope.context.reading.prose) is not None
    return ("adjoint", "label") if said else ("label", "adjoint")


def _names_a_matrix(name: str, scope: Scope) -> bool:
    """X in X^+: the pseudo-inverse of a matrix, where x^+ is another letter."""
    known = scope.known(name)
    if known is not None and known.shape is not None:
        return len(known.shape) == 2 and ONE not in known.shape
    return letter_class(name).endswith("uppercase")


def _prime_is_label(node: Scripts, scope: Scope) -> bool:
    return bool(node.primes) and prime_reading(node, scope) == "label"


_LET = re.compile(r"\b(?:let|define|denote|put|write)\b", re.IGNORECASE)


def _introduces_a_primed(scope: Scope) -> bool:
    """`Let $f'(x) = …`: a function of its own."""
    return any(
        statement.relations and heads[0] is not None and "'" in heads[0].latex and _LET.search(statement.lead)
        for statement in scope.context.reading.statements
        if (heads := statement.operands)
    )


def prime_reading(node: Scripts, scope: Scope) -> str:
    """What `'` means in this document: transpose, derivative, or part of a name."""
    usage = scope.context.usage
    functions = {name for name in usage.primed_functions if not is_variable(name, scope)}
    if any(scope.name(name) in scope.definitions for name in functions) and not _introduces_a_primed(scope):
        return scope.choose("prime", "", ("derivative", "transpose"))  # f is defined: f' is no new letter
    declared = any(
        "'" in letter.exponents and (known := scope.known(name)) is not None and known.kind == "function"
        for name, letter in usage.letters.items()
    )
    if usage.transposes or functions or declared or _depends_on_one(usage, scope):
        options: tuple[str, ...] = ("derivative", "label", "transpose")
    elif usage.primes_after_brackets or any(
        "'" in letter.exponents and letter.bare for letter in usage.letters.values()
    ):
        options = ("transpose", "derivative", "label")
    else:
        options = ("transpose", "label", "derivative")
    return scope.choose("prime", "", options)


def _depends_on_one(usage: Survey, scope: Scope) -> bool:
    """Every letter that carries a prime is said to depend on one other letter."""
    primed = [scope.known(name) for name, letter in usage.letters.items() if "'" in letter.exponents]
    return bool(primed) and all(known is not None and len(known.arguments) == 1 for known in primed)


def is_variable(name: str, scope: Scope) -> bool:
    """The text says that a letter is a vector or a matrix: then x'(A + B)x is a product."""
    known = scope.known(name)
    return known is not None and bool(known.shape) and known.kind != "function"


def _is_unit(sub: Node, scope: Scope) -> bool:
    return (
        (not scope.is_declared("e") or _speaks_of_bases(scope))
        and "e" not in scope.definitions
        and scope.choose("e_i", "", ("unit", "entry") if _speaks_of_bases(scope) else ("entry", "unit")) == "unit"
    )


def _speaks_of_bases(scope: Scope) -> bool:
    return (
        re.search(r"\b(?:basis|unit|coordinate) vectors?\b|\bstandard basis\b", scope.context.reading.prose) is not None
    )


def _unit(sub: Node, span: Span, scope: Scope) -> Term:
    place = indices.index_term(sub, scope)
    side = scope.unknown(f"e@{span.start}")
    indices.check_range(place, side, scope, span, "e")
    return t.make("unit", (place,), shape=(side, ONE))


def _sized_identity(node: Scripts, scope: Scope) -> Term | None:
    """`I_n`, `I_{m\\times m}`; `I_M` where M is a matrix takes whatever size fits."""
    known = scope.known(spell(node.base))
    told = known is not None and "identity" in known.properties and bool(known.indexed)  # "the identity $I_r$"
    declared = not told and scope.is_declared(spell(node.base)) and _identity_size(spell(node.base), scope) is None
    if declared or node.sub is None:
        return None
    parts = index_parts(node.sub)
    axes = axes_of(node.sub)
    sizes = scope.context.sizes
    entries = len(parts) == 2 and len(axes) == 1 and all(indices.is_index(part, scope) for part in parts)
    if entries and spell(node.sub) not in sizes and not all(spell(part) in sizes for part in parts):
        return indices.delta(node.sub, scope)
    dimension = dimension_of(axes[0])
    if dimension is None:
        return None
    named_like_matrix = any(_is_matrix(name, scope) for name in dimension.symbols)
    if named_like_matrix:
        lower = dimension.replace({name: Dimension.of(name.lower()) for name in dimension.symbols})
        dimension = lower if set(lower.symbols) <= scope.context.sizes else scope.unknown(f"I@{node.span.start}")
    return t.identity(dimension)


def _single_entry(node: Scripts, scope: Scope) -> Term | None:
    """J^{ij}, E_{ij}: the matrix with a single one."""
    script = node.sup if node.sub is None else node.sub if node.sup is None else None
    parts = index_parts(script)
    if len(parts) != 2 or node.primes or not all(indices.is_index(part, scope) for part in parts):
        return None
    if spell(node.base) not in SINGLE_ENTRY_MATRICES:
        return None
    shape = _single_entry_shape(node, parts, scope)
    if shape is None:
        return None
    places = [indices.index_term(part, scope) for part in parts]
    for place, size in zip(places, shape, strict=True):
        indices.check_range(place, size, scope, node.span, spell(node.base))
    row, column = (t.make("unit", (place,), shape=(size, ONE)) for place, size in zip(places, shape, strict=True))
    return t.matmul(row, t.transpose(column))


def _single_entry_shape(node: Scripts, parts: tuple[Node, ...], scope: Scope) -> tuple[Dimension, Dimension] | None:
    """As the text declares J^{ij} or J^{ji}; whatever fits where it says nothing of a J that has such superscripts."""
    base, mark = spell(node.base), "^" if node.sub is None else "_"
    first, second = (spell(part) for part in parts)
    for one, other in ((first, second), (second, first)):
        known = scope.known(f"{base}{mark}{{{one}{other}}}")
        if known is not None and known.shape is not None and len(known.shape) == 2:
            rows, columns = known.shape
            return (rows, columns) if one == first else (columns, rows)
    known = scope.known(base)
    if known is not None and "single entry" in known.properties and known.shape is not None and len(known.shape) == 2:
        return known.shape[0], known.shape[1]
    usage = scope.context.usage.of(base)
    if mark == "_" or base == "e" or scope.is_declared(base) or usage.alone or usage.arities:
        return None
    return scope.unknown(f"{base}@{node.span.start}:rows"), scope.unknown(f"{base}@{node.span.start}:columns")


LEVI_CIVITA = frozenset([r"\epsilon", r"\varepsilon"])
COMMUTATIONS = frozenset(["K", r"\mathbf{K}", "C", "T"])


def _commutation(name: str, sub: Node, scope: Scope) -> Term | None:
    """K_mn with K_mn vec(A) = vec(Aᵀ) for m×n matrices A, in texts that use vec and sizes as its subscripts."""
    parts = index_parts(sub)
    declared = any(
        spelling.startswith(name + "_") and "commutation" in " ".join(properties)
        for spelling, properties in scope.context.operations.items()
    )
    if len(parts) != 2 or not (declared or (name in ("K", r"\mathbf{K}") and scope.context.usage.vecs)):
        return None
    sizes = [dimension_of(part) for part in parts]
    if any(size is None or not (declared or set(size.symbols) <= scope.context.sizes) for size in sizes):
        return None
    rows, columns = (size for size in sizes if size is not None)
    return t.make("commutation", parameters=(rows, columns), shape=(rows * columns, rows * columns))


def _is_matrix(name: str, scope: Scope) -> bool:
    known = scope.known(name)
    return known is not None and known.shape is not None and len(known.shape) == 2


def _sized_column(name: str, sub: Node, scope: Scope) -> Term:
    axes = [dimension_of(axis) for axis in axes_of(sub)]
    if any(axis is None for axis in axes):
        raise unsupported(sub.span, "this subscript")
    shape = tuple(axis for axis in axes if axis is not None)
    shape = (shape[0], ONE) if len(shape) == 1 else shape
    return t.ones(shape) if name in ONES else t.zeros(shape)


# --- what scripts do to a term --------------------------------------------------------------------------------------


def _scripted(base: Term, node: Scripts, scope: Scope, sub: Node | None) -> Term:
    name = spell(node.base)
    if node.sup_first and sub is not None:
        base = _raised(base, node.sup, scope, node.span)
        return _primed(indices.indexed(base, sub, scope, node.span, name), node, scope)
    if sub is not None and _of_inverse(node, scope, base):
        return indices.indexed(_raised(base, node.sup, scope, node.span), sub, scope, node.span, name)
    if sub is not None:
        base = indices.indexed(base, sub, scope, node.span, name)
    if node.sup is not None and node.sup is not _label(node, scope):
        base = _raised(base, node.sup, scope, node.span)
    return _primed(base, node, scope)


def _label(node: Scripts, scope: Scope) -> Node | None:
    return node.sup if is_atom(node.base) and _labels_by_superscript(node, scope) else None


def _of_inverse(node: Scripts, scope: Scope, base: Term) -> bool:
    """`A_{kl}^{-1}`, `A^T_{ij}`: two indices on a matrix mean the entry of the inverse, not an inverted entry."""
    parts = index_parts(node.sub)
    operates = spell(node.sup) in TRANSPOSES or spell(node.sup).startswith("-1") or spell(node.sup) in PSEUDO_INVERSES
    return operates and len(parts) == 2 and len(scope.shape(base)) == 2


def _primed(base: Term, node: Scripts, scope: Scope) -> Term:
    if not node.primes or (is_atom(node.base) and _prime_is_label(node, scope)):
        return base
    reading = prime_reading(node, scope)
    if reading == "transpose" and node.primes == 1 and scope.shape(base):
        return transposed(base, scope, node.span)
    if reading == "transpose":
        raise unsupported(node.span, "a prime on a number")
    if reading == "derivative":
        return derivative_by_parameter(base, node.primes, scope, node.span)
    raise unsupported(node.span, "this prime")


def derivative_by_parameter(base: Term, times: int, scope: Scope, span: Span) -> Term:
    """(KK^{-1})': the derivative by a parameter on which everything may depend."""
    arguments = {
        sub.arguments[0]
        for sub in _with_definitions(base, scope)
        if sub.operation == "call" and len(sub.arguments) == 1 and sub.arguments[0].operation == "symbol"
    }
    parameter = arguments.pop() if len(arguments) == 1 else None
    for _ in range(times):
        base = t.differential(base) if parameter is None or parameter.shape else t.derivative(base, parameter)
    return base


def _with_definitions(base: Term, scope: Scope) -> Iterator[Term]:
    """The subterms, and what their symbols are defined as."""
    for sub in t.subterms(base):
        yield sub
        if sub.operation == "symbol" and sub.parameters[0] in scope.definitions:
            yield scope.definitions[sub.parameters[0]]


def transposed(base: Term, scope: Scope, span: Span) -> Term:
    shape = scope.shape(base)
    if len(shape) > 2:
        raise unsupported(span, "the transpose of a tensor")
    return t.transpose(base)


def _raised(base: Term, sup: Node | None, scope: Scope, span: Span) -> Term:
    """The term with a superscript that operates: ^T, ^{-1}, ^{-T}, ^2, ^+, ^{1/2}, ^{\\circ 2}."""
    node = strip(sup)
    if node is None:
        return base
    spelled = spell(node)
    if (spelled in TRANSPOSES and not _counts(spelled, scope)) or (spelled == "t" and _t_transposes(scope)):
        return transposed(base, scope, span)
    if spelled.startswith("-") and spelled[1:] in TRANSPOSES:
        return t.transpose(t.inverse(square(base, scope, span, "inverse")))
    if spelled in PSEUDO_INVERSES and base.shape:
        return t.make("pseudo_inverse", (base,), shape=(base.shape[1], base.shape[0]))
    if spelled in HERMITIANS and base.shape:
        return transposed(base, scope, span)  # over the reals
    match node:
        case (
            Product(factors=(Symbol(name=r"\circ" | r"\odot"), exponent))
            | Product(factors=(exponent,), operators=(r"\circ",))
        ):
            return t.power(base, scope.term(exponent))
        case Sum(signs=("-",), terms=(Number(text="1"),)) if base.shape:
            return t.inverse(square(base, scope, span, "inverse"))
    return raised_to(base, scope.term(node), scope, span)


def _counts(spelled: str, scope: Scope) -> bool:
    """`A^T` beside `A^{T+1}`: a power, for a number T of the text."""
    known = scope.known(spelled)
    number = spelled in scope.context.sizes or (known is not None and known.kind in ("scalar", "size"))
    superscripts = (
        [strip(node) for nodes in scope.context.usage.superscripts.values() for node in nodes] if number else ()
    )
    if not any(isinstance(node, Sum) and spelled in map(spell, node.terms) for node in superscripts):
        return False
    return scope.choose("exponent", spelled, ("power", "transpose")) == "power"


def _t_transposes(scope: Scope) -> bool:
    """`M^t`: the transpose where the text says so, or where t has no other use."""
    usage = scope.context.usage
    said = (words for notation, words in scope.context.operations.items() if notation.endswith("^{t}"))
    if any("transpose" in words for words in said):
        return True
    return (
        not usage.transposes and not usage.of("t").bare and scope.choose("t", "", ("transpose", "power")) == "transpose"
    )


def raised_to(base: Term, exponent: Term, scope: Scope, span: Span) -> Term:
    """A power: of scalars, of square matrices; the square of a vector is its squared norm only where declared so."""
    shape = scope.shape(base)
    if exponent.shape:
        raise unsupported(span, "an exponent that is no scalar")
    if not shape:
        return scalar_power(base, exponent)
    if is_column(shape) or is_row(shape):
        raise unsupported(span, "a power of a vector")
    square(base, scope, span, "power")
    if exponent.operation == "number" and exponent.parameters[0] == -1:
        return t.inverse(base)
    if exponent.operation == "number" and exponent.parameters[0].denominator == 2:
        root = t.make("sqrtm", (base,), shape=base.shape)
        twice = t.number(exponent.parameters[0] * 2)
        return root if twice.parameters[0] == 1 else t.matrix_power(root, twice)
    return t.matrix_power(base, exponent)


def scalar_power(base: Term, exponent: Term) -> Term:
    """A power of scalars; the square of a norm is taken without the root."""
    if base.operation == "power" and _is_half(base.arguments[1]) and exponent.operation == "number":
        inside, value = base.arguments[0], exponent.parameters[0]
        if value % 2 == 0 and _is_sum_of_squares(inside):
            return inside if value == 2 else t.power(inside, t.number(value / 2))
    if exponent.operation == "number" and exponent.parameters[0] == 1:
        return base
    return t.power(base, exponent)


def _is_half(exponent: Term) -> bool:
    return exponent.operation == "number" and exponent.parameters[0] * 2 == 1


def _is_sum_of_squares(term: Term) -> bool:
    """x·x or tr(AᵀA): never negative, so that (√s)² = s."""
    match term.operation:
        case "matmul":
            left, right = term.arguments
            return left is t.transpose(right) or right is t.transpose(left)
        case "trace":
            return _is_sum_of_squares(term.arguments[0])
    return False


def exponential(exponent: Term, scope: Scope, span: Span) -> Term:
    """e^x, or the matrix exponential of a square matrix."""
    shape = scope.shape(exponent)
    if not shape:
        return t.apply("exp", exponent)
    if is_column(shape) or is_row(shape):
        raise unsupported(span, "the exponential of a vector")
    return t.make("expm", (square(exponent, scope, span, "exponential"),), shape=exponent.shape)
