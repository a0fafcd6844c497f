"""Which equations define their left side, and what they define: `L := …`, `f(x) = …`, `z_i = …`, `c^T = …`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from auditor.elaborating import (
    adjoints,
    decompositions,
    distributions,
    expectations,
    functions,
    letters,
    named_derivatives,
    partials,
)
from auditor.elaborating.conforming import matched, written_shape
from auditor.elaborating.names import bare_letter, is_atom, spell, strip
from auditor.elaborating.problems import Problem, ill_formed, unsupported
from auditor.elaborating.scope import Function, Scope
from auditor.elaborating.usage import entries_named, index_parts, letters_in
from auditor.elaborating.varying import letters_behind
from auditor.elaborating.vocabulary import STARS, TRANSPOSES
from auditor.parsing.statements import Statement
from auditor.parsing.syntax import (
    Accent,
    Annotated,
    BigOperator,
    Fence,
    Node,
    Product,
    Scripts,
    Sequence,
    Sum,
    Symbol,
    Word,
    walk,
)
from auditor.terms import term as t
from auditor.terms.dimension import ONE
from auditor.terms.term import Term
from auditor.verdicts import Stance

DEFINING = frozenset({":=", r"\equiv", r"\triangleq", r"\doteq", r"\coloneqq"})
INTRODUCING = re.compile(
    r"\b(?:let|define[ds]?|denote[ds]?|put|write|call|where|with|introduce"
    r"|abbreviate|set|notation|given by|consider)\b[^.]*$",
    re.IGNORECASE,
)
IMPOSING = re.compile(
    r"\b(?:set(?:ting|s)?|suppos\w*|assum\w*|subject to|s\.t\b|such that|constraint\w*|require\w*|satisf\w+|solv\w+|"
    r"at the optimum|optimality|stationar\w*|zero|vanish\w*|condition\w*|equate|equating|consider|given that|impos\w+|"
    r"solutions? (?:of|to)|"
    r"want to find|looking for|find|equation[s]?|system|must)\b",
    re.IGNORECASE,
)
# In running text a list of definitions may go on; before a display the word may join anything.
ADDING = re.compile(r"\band\b[^.]*$", re.IGNORECASE)
CONCLUDING = re.compile(
    r"\b(?:so|hence|thus|therefore|gives?|giving|we get|get|obtain\w*|yields?|conclu\w+|result\w*"
    r"|solution\w*|minimi[sz]er\w*|follows|implies|"
    r"is|are|becomes?|equals?|leads?|minimum|maximum|answer|expression)\b[^.]*$",
    re.IGNORECASE,
)


# Last words before what follows from a condition: "setting the gradient to zero gives".
INFERRING = re.compile(
    r"\b(?:so|hence|thus|therefore|gives?|giving|get|obtain\w*|yields?|follows|implies|leads? to|then)\b[^.$]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Subject:
    """What an equation could define."""

    form: str  # "symbol" | "function" | "entries" | "transposed"
    spelling: str
    node: Node
    arguments: tuple[Node, ...] = ()


def subject_of(node: Node | None, scope: Scope) -> Subject | None:
    """The symbol, function or entries at the left of a possible definition."""
    found = strip(node)
    if isinstance(found, Annotated):
        return subject_of(found.body, scope)
    match found:
        case Symbol() | Accent() | Word() if is_atom(found) and not functions.is_word_function(found):
            return Subject("symbol", spell(found), found)
        case Scripts(base=base) if is_atom(base) and not partials.is_partial(found, scope):
            return _scripted_subject(found, scope)
        case Product(factors=(head, fence), operators=("",)) if isinstance(strip(fence), Fence):
            return _function_subject(head, strip(fence), scope)  # type: ignore[arg-type]
    return None


def _scripted_subject(node: Scripts, scope: Scope) -> Subject | None:
    label = letters.label_of(node, scope)
    takes_sub = node.sub is None or letters._labels_by_subscript(node, scope)
    takes_sup = node.sup is None or letters._labels_by_superscript(node, scope)
    takes_primes = not node.primes or letters._prime_is_label(node, scope)
    if takes_sub and takes_sup and takes_primes:
        return Subject("symbol", label, node)
    if takes_sub and spell(node.sup) in TRANSPOSES and not node.primes:
        return Subject("transposed", label, node)
    if takes_sup and takes_primes and node.sub is not None:
        parts = index_parts(node.sub)
        plain = all(isinstance(part, Symbol) for part in parts) and len({spell(part) for part in parts}) == len(parts)
        if plain and all(spell(part) not in scope.context.sizes for part in parts):
            name = label if node.sup is not None else spell(node.base)
            return Subject("entries", letters.owner_of_entries(name, node.sub, scope) or name, node, parts)
    if takes_sub and spell(node.sup) == "2" and not node.primes:
        return Subject("squared", label, node)
    return None


def _function_subject(head: Node, fence: Fence, scope: Scope) -> Subject | None:
    name = functions.function_name(head, scope)
    body = strip(fence.body)
    arguments = body.items if isinstance(body, Sequence) else (body,)
    if expectations.is_mass(head, fence, scope) or partials.is_partial(head, scope):
        return None
    if expectations.is_operator(head, fence, scope) or distributions.gives_value(head, fence, scope):
        return None
    if name is None or fence.open != "(" or any(not _is_letter(argument) for argument in arguments):
        return None
    if isinstance(found := strip(head), Scripts) and found.primes:
        return None
    return Subject("function", name, head, tuple(argument for argument in arguments if argument is not None))


def says_dependence(statement: Statement, place: int) -> bool:
    """`y = y(x)`: the letter depends on x."""
    left, right = statement.operands[place], statement.operands[place + 1]
    if left is None or right is None or statement.relations[place].symbol != "=":
        return False
    match strip(right.syntax):
        case Product(factors=(head, fence), operators=("",)) if isinstance(strip(fence), Fence):
            return spell(head) == spell(left.syntax) != ""
    return False


def names_entries(statement: Statement, place: int) -> bool:
    """`A = (a_{ij})`: a name for the entries of A."""
    left, right = statement.operands[place], statement.operands[place + 1]
    if left is None or right is None or statement.relations[place].symbol != "=":
        return False
    return entries_named(left.syntax, right.syntax) is not None


def _is_letter(node: Node | None) -> bool:
    return node is not None and (is_atom(node) or (isinstance(strip(node), Scripts) and is_atom(bare_letter(node))))


def defines(statement: Statement, place: int, scope: Scope) -> Subject | None:
    """The subject that this relation of a statement introduces, or None where it claims something."""
    relation = statement.relations[place]
    left, right = statement.operands[place], statement.operands[place + 1]
    if left is None or right is None or left.syntax is None or right.syntax is None:
        return None
    if relation.symbol not in (*DEFINING, "=") or statement.continues is not None:
        return None
    subject = subject_of(left.syntax, scope)
    in_blocks = subject is not None and subject.spelling in scope.context.partitioned
    if subject is None or (is_within(subject, right.syntax) and not in_blocks):
        return None
    if _has_own_meaning(subject, scope) and not _is_integral(right.syntax):
        return None
    earlier = (operand for operand in statement.operands[:place] if operand is not None and operand.syntax is not None)
    if any(is_within(subject, operand.syntax) for operand in earlier if operand.syntax is not None):
        return None
    if subject.form == "squared" and not _stands_squared_only(subject, scope):
        return None
    defined = is_defined(subject, scope) and defined_at(subject, scope) < scope.position
    if relation.symbol in DEFINING:
        return None if defined and statement.stance is not Stance.ASSERTED else subject
    lead = lead_before(scope)
    introduced = _introduces(lead) or (not statement.display and ADDING.search(lead) is not None)
    introduced = introduced and not IMPOSING_ZERO.search(lead)
    if lead != statement.lead and _is_circular(subject, right.syntax, scope):
        introduced = False
    noted = scope.name(subject.spelling) in scope.same and defined_at(subject, scope) == scope.position
    if noted or (defined and decompositions.decomposes(right.syntax, scope)):
        return subject
    if defined:
        return subject if _defined_anew(statement, subject, scope) else None
    own = adjoints.introduces(statement) or _goes_with_variants(subject, right.syntax, statement)
    if is_variant(subject, scope) is not None and not own:
        return None
    if introduced or subject.form == "function":
        return subject
    return None if used_before(subject, statement, scope) or _is_size(subject, scope) else subject


def _introduces(lead: str) -> bool:
    """The words bring a letter in; "and therefore" draws a conclusion instead."""
    found = INTRODUCING.search(lead)
    return found is not None and _CONCLUSION.search(lead, found.start()) is None


_CONCLUSION = re.compile(r"\band,?\s+(?:so|hence|thus|therefore|then)\W*$", re.IGNORECASE)


def _goes_with_variants(subject: Subject, right: Node, statement: Statement) -> bool:
    r"""`with probabilities $p_* = \sigma(Xw_*)$`: what p is at w_*."""
    node = strip(subject.node)
    mark = spell(node.sub or node.sup) if isinstance(node, Scripts) else ""
    others = (inside for inside in walk(right) if isinstance(inside, Scripts))
    alike = any(mark in (spell(other.sub), spell(other.sup)) for other in others)
    return bool(mark) and alike and NAMING.search(statement.lead) is not None and not statement.display


def _stands_squared_only(subject: Subject, scope: Scope) -> bool:
    r"""`S^2 = …` of an S that never stands by itself; \sigma_X beside \sigma_Y counts as by itself."""
    usage = scope.context.usage.of(spell(bare_letter(subject.node)))
    indexed = isinstance(subject.node, Scripts) and subject.node.sub is not None
    return not (usage.bare if indexed else usage.alone)


def lead_before(scope: Scope) -> str:
    """The words before a statement; before the display, for one that has none between it and the last."""
    statements = scope.context.reading.statements
    position = scope.position
    while position and statements[position].display and not statements[position].lead:
        if statements[position - 1].block != statements[position].block:
            break
        position -= 1
    return statements[position].lead


def _is_circular(subject: Subject, right: Node, scope: Scope) -> bool:
    """The right side is made of what the subject defines: then it was solved for the subject."""
    return scope.name(subject.spelling) in _behind([right], scope)


def _has_own_meaning(subject: Subject, scope: Scope) -> bool:
    """The identity, a derivative and the like are not defined by what they are equated with."""
    if named_derivatives.named(subject.node, scope) is not None:
        return True
    return subject.spelling in letters.IDENTITIES and not scope.is_declared(subject.spelling)


def _is_integral(node: Node) -> bool:
    """`I = \\int …`: a name for the integral."""
    found = strip(node)
    while isinstance(found, Product | Sum):
        found = strip(found.factors[0] if isinstance(found, Product) else found.terms[0])
    return isinstance(found, BigOperator) and "int" in found.kind


STATIONARY = re.compile(
    r"\b(?:set|setting|equat\w+|put|putting|assign\w*)\b[^.$]{0,60}\b(?:zero|0)\b"
    r"|\bto zero\b|\bvanish\w*|\bstationar\w+"
    r"|\bfirst[- ]order condition|\bnormal equations?\b|\boptimality\b|\bminimi[sz]er?\b|\bat the (?:optimum|minimum)",
    re.IGNORECASE,
)
IMPOSING_ZERO = re.compile(r"\b(?:zero|vanish\w*)\b", re.IGNORECASE)


def _defined_anew(statement: Statement, subject: Subject, scope: Scope) -> bool:
    lead = statement.lead
    section = scope.context.section(scope.position)
    new_section = section > defined_at(subject, scope)
    opening = re.search(r"\b(?:let|define|now|suppose|consider|put|where)\b[^.]*$", lead, re.IGNORECASE) is not None
    repeated = re.search(r"\b(?:since|because|recall\w*|as|from|using|that)\s*$", lead, re.IGNORECASE) is not None
    anew = new_section and not statement.display and not _goes_on_with_known_letters(statement, section, scope)
    likely = (opening or anew) and not repeated
    if not likely and not new_section and not re.search(r"\w", lead_before(scope)):
        return False  # without a word between them, the second equation is a claim about the same letter
    options = ("yes", "no") if likely else ("no", "yes")
    return scope.choose("defined anew", f"{subject.spelling}@{scope.position}", options) == "yes"


def _goes_on_with_known_letters(statement: Statement, section: int, scope: Scope) -> bool:
    """All letters of an equation in a new section were written before that section, and its shapes fit as before."""
    written = scope.context.usage.written
    return written[scope.position] <= frozenset().union(*written[:section]) and _fits_as_a_claim(statement, scope)


def _fits_as_a_claim(statement: Statement, scope: Scope) -> bool:
    sides = [operand.syntax for operand in statement.operands[:2] if operand is not None and operand.syntax is not None]
    state = scope.unifier.mark()
    try:
        shapes = [scope.shape(scope.term(side)) for side in sides]
    except Problem:
        return False
    finally:
        scope.unifier.restore(state)
    return len(shapes) == 2 and shapes[0] == shapes[1]


def _is_size(subject: Subject, scope: Scope) -> bool:
    return subject.form == "symbol" and subject.spelling in scope.context.sizes


def is_defined(subject: Subject, scope: Scope) -> bool:
    name = scope.name(subject.spelling)
    return name in scope.definitions or name in scope.functions


def defined_at(subject: Subject, scope: Scope) -> int:
    """The statement that defines the subject; a later one than any for a letter that none defines."""
    return scope.defined_at.get(scope.name(subject.spelling), len(scope.context.reading.statements))


def is_variant(subject: Subject, scope: Scope) -> str | None:
    r"""x for `x^*`, `\hat{x}`, `x_{opt}`: a solution for a letter that the text varies."""
    node = strip(subject.node)
    base: str | None = None
    match node:
        case Scripts(base=inner, sup=sup) if sup is not None and spell(sup) in STARS | {
            "opt",
            "min",
            "max",
            r"\text{opt}",
        }:
            base = spell(inner)
        case Scripts(base=inner, sub=sub) if sub is not None and spell(sub) in (
            "opt",
            "min",
            "max",
            "ML",
            "MLE",
            "MAP",
            "LS",
            "OLS",
            "*",
            r"\star",
            "ridge",
        ):
            base = spell(inner)
        case Accent(kind="bar") if scope.is_declared(subject.spelling):
            base = None  # declared for itself: a mean, or the gradient by what is under the bar
        case Accent(kind="hat" | "tilde" | "bar" | "widehat", body=inner):
            base = spell(inner)
    if base is None:
        return None
    usage = scope.context.usage
    varied = (
        base in usage.gradients
        or any(below == base for _, below, _ in usage.derivatives)
        or base in usage.differentials
    )
    if not varied:
        varied = any(base in function.parameters for function in scope.functions.values())
    return base if varied else None


def used_before(subject: Subject, statement: Statement, scope: Scope) -> bool:
    """The letter has taken part in an earlier equation, so that an equation for it is a claim."""
    usage = scope.context.usage.letters.get(spell(bare_letter(subject.node)))
    if usage is None:
        return False
    introduced = _introduced_in(subject, statement, scope)
    names = {spell(bare_letter(subject.node)), subject.spelling}
    statements = scope.context.reading.statements
    return any(
        position not in introduced
        and names & scope.context.usage.written[position]
        and statements[position].relates
        and any(is_within(subject, operand) for operand in _operands(statements[position]))
        for position in range(scope.fresh_section(subject.spelling) or 0, scope.position)
    )


def _operands(statement: Statement) -> list[Node]:
    return [operand.syntax for operand in statement.operands if operand is not None and operand.syntax is not None]


_JOINING = re.compile(r"[\s,;]*(?:(?:and|where|with|for|as well as)\b[\s,:]*)*")


def _introduced_in(subject: Subject, statement: Statement, scope: Scope) -> frozenset[int]:
    """Earlier statements of a list such as `u = Kx + k, K = …, k = …` whose right sides bring the letter up.

    Where the new right side is made of what those statements claim of, the equation was solved for the letter instead.
    """
    statements = scope.context.reading.statements
    found: set[int] = set()
    position = scope.position
    while position and _goes_on(statements[position - 1], statements[position]):
        position -= 1
        left, *right = (operand.syntax if operand is not None else None for operand in statements[position].operands)
        if left is None or is_within(subject, left):
            return frozenset()
        if any(node is not None and is_within(subject, node) for node in right):
            found.add(position)
    own = _behind(_operands(statement)[1:], scope)
    claimed = _behind([_operands(statements[position])[0] for position in found], scope, through=False)
    return frozenset() if own & (claimed | {scope.name(subject.spelling)}) else frozenset(found)


def _goes_on(before: Statement, statement: Statement) -> bool:
    """The statement is the next one of a list, or the next row of a display."""
    if statement.continues is not None:
        return False
    if statement.display:
        return before.block == statement.block
    formulas, _, last = statement.lead.rpartition("$")
    return bool(formulas) and _JOINING.fullmatch(last) is not None


def _behind(nodes: list[Node], scope: Scope, *, through: bool = True) -> set[str]:
    """Internal names of the letters in formulas, and of those that their definitions are made of."""
    names = {scope.name(letter) for node in nodes for letter in letters_in(node)}
    return {name for one in names for name in letters_behind(one, scope.definitions)} if through else names


def is_functional(statement: Statement, place: int, scope: Scope) -> bool:
    """`V(x) = … + V(y)`, the first that is said of V: an equation that V is to satisfy."""
    left, right = statement.operands[place], statement.operands[place + 1]
    if place or left is None or right is None or left.syntax is None or right.syntax is None or statement.continues:
        return False
    subject = subject_of(left.syntax, scope)
    if subject is None or subject.form != "function" or is_defined(subject, scope):
        return False
    application = strip(left.syntax)
    if not isinstance(application, Product) or len(application.factors) != 2:
        return False
    head, argument = application.factors
    if not functions.takes_argument(head, argument, scope):
        return False
    if scope.is_declared(subject.spelling) or not is_within(subject, right.syntax):
        return False
    written = spell(left.syntax)
    return not any(spell(_operands(earlier)[0]) == written for earlier in _earlier_equations(scope))


def _earlier_equations(scope: Scope) -> list[Statement]:
    return [one for one in scope.context.reading.statements[: scope.position] if one.relations and _operands(one)]


def is_within(subject: Subject, node: Node) -> bool:
    """The letter of a subject stands in a formula."""
    own = spell(bare_letter(subject.node))
    whole = spell(subject.node) if subject.form == "symbol" else subject.spelling if subject.form == "entries" else own
    for inside in walk(node):
        if isinstance(inside, Scripts) and whole in (spell(inside), spell(_unraised(inside))):
            return True
        if is_atom(inside) and spell(inside) in (own, whole) and (whole == own or subject.form == "entries"):
            return True
    return False


def _unraised(node: Scripts) -> Scripts:
    r"""\sigma_X for `\sigma_X^2`."""
    return node if node.sub is None or spell(node.sup) != "2" else replace(node, sup=None)


# --- taking a definition into the scope -----------------------------------------------------------------------------


def begin_anew(subject: Subject, right: Node | None, scope: Scope) -> None:
    """Note that the subject is defined a second time; in another section, that section begins afresh."""
    before = defined_at(subject, scope)
    if is_defined(subject, scope) and before < scope.position:
        name, decomposed = scope.name(subject.spelling), right is not None and decompositions.decomposes(right, scope)
        scope.redefined.setdefault(subject.spelling, []).append(scope.position)
        if decomposed and (anew := scope.name(subject.spelling)) != name:
            scope.same[anew] = name
            return
        section = scope.context.section(scope.position)
        if section > before:
            scope.renewed.add(section)


# Words right before a formula that lay down what a letter stands for.
NAMING = re.compile(r"\b(?:let|define|put|write|with|where|set|denote|introduce|take|call)\b[^.$]*$", re.IGNORECASE)


def is_of_another(subject: Subject, value: Term, scope: Scope) -> bool:
    """The words introduce the letter, of which an earlier section said that it has another shape."""
    known = scope.known(subject.spelling)
    lead = scope.context.reading.statements[scope.position].lead
    if known is None or known.shape is None or known.origin != "stated" or NAMING.search(lead) is None:
        return False
    if scope.context.section(known.since) >= scope.context.section(scope.position):
        return False
    state = scope.unifier.mark()
    try:
        return matched(t.symbol("declared", known.shape), value, scope) is None
    finally:
        scope.unifier.restore(state)


def forget(subject: Subject, scope: Scope) -> None:
    """Let the subject be another letter from here on."""
    scope.anew[subject.spelling] = scope.position
    scope.redefined.setdefault(subject.spelling, []).append(scope.position)


def register(subject: Subject, value: Term, scope: Scope) -> None:
    """Let the subject be defined by a term; IllFormed where its declared shape differs."""
    spelling = subject.spelling
    bound = {spell(part) for part in subject.arguments} if subject.form == "entries" else set()
    if {index.name for index in value.indices} - bound:
        raise unsupported(subject.node.span, "a definition with an index that only its right side has")
    name = scope.name(spelling)
    scope.defined_at[name] = scope.position
    match subject.form:
        case "symbol":
            scope.definitions[name] = _of_shape(value, subject, scope)
        case "transposed":
            scope.definitions[name] = t.transpose(value)
        case "squared":
            scope.definitions[name] = t.power(value, t.number("1/2"))
        case "function":
            parameters = [scope.term(argument) for argument in subject.arguments]
            names = tuple(p.parameters[0] if p.operation == "symbol" else "" for p in parameters)
            value = _of_shape(value, subject, scope)
            scope.definitions[name] = value
            scope.functions[name] = Function(names, tuple(p.shape for p in parameters), value)
        case "entries":
            scope.definitions[name] = _from_entries(subject, value, scope)


def _of_shape(value: Term, subject: Subject, scope: Scope) -> Term:
    """The value in the shape that is declared of its subject, or of the values of its subject."""
    known = scope.known(subject.spelling)
    stated = None if known is None else known.shape if known.codomain is None else known.codomain
    if stated is None:
        return value
    pair = matched(t.symbol("declared", stated), value, scope)
    if pair is None:
        raise ill_formed(
            "E205",
            subject.node.span,
            left_shape=written_shape(stated),
            right_shape=written_shape(scope.shape(value)),
        )
    return pair[1]


def _from_entries(subject: Subject, value: Term, scope: Scope) -> Term:
    """The vector or matrix whose entries the right side gives."""
    indices = tuple(scope.index(spell(part)) for part in subject.arguments)
    known = scope.known(subject.spelling)
    if (
        known is not None
        and known.shape is not None
        and len(known.shape) - sum(d == ONE for d in known.shape) == len(indices)
    ):
        for index, dimension in zip(indices, (d for d in known.shape if d != ONE), strict=True):
            scope.unify(index.upper, dimension)
        indices = tuple(scope.resolved(index) for index in indices)
    whole = t.array(value, *indices)
    return t.rearrange(whole, (0, None)) if whole.order == 1 else whole
