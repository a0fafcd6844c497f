"""The letters of a submission: the problem's own, or others in their place, as the text says or as its formulas show.

A letter of the submission that the problem does not know may stand for one of the problem's that the submission never
uses. Which one is tried out, one for one over the whole text: declared names first, then what formulas of the same form
suggest, then letters of the same shape and role. Names are only exchanged where that makes the submission agree better
with the reference, and it is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from itertools import islice, permutations

from auditor.elaborating.names import is_atom, plain, spell, strip
from auditor.grading.answering import Answer, answers
from auditor.grading.comparing import Comparison, Value
from auditor.grading.examining import Examined, examine
from auditor.grading.reference import Assignment, Reference
from auditor.parsing.syntax import Node, Scripts, walk
from auditor.reading.document import Document, Mathematics, Prose
from auditor.terms.dimension import ONE, Shape
from auditor.verdicts import Verdict

MOST_TRIALS = 16
_MOST_LETTERS = 6
_MOST_ORDERS = 24
_DECLARING = re.compile(
    r"\b(?:write|writing|wrote|use|using|call|calling|denote|denoting|rename|renaming)\b[^.$]*$", re.I
)
_IN_PLACE = re.compile(r"\s*(?:for|instead of|in place of|in the place of|rather than|as)\s*(?:the \w+ )?\s*")

_AND = re.compile(r"\s*(?:,|and|, and)\s*")

Names = tuple[tuple[str, str], ...]  # (the problem's letter, the submission's)


@dataclass(frozen=True, eq=False)
class Lettering:
    """A submission examined in its own letters."""

    examined: Examined
    comparison: Comparison
    answers: tuple[Answer, ...]
    names: Mapping[str, Node]  # the problem's letters -> what the submission writes for them

    @property
    def letters(self) -> Names:
        """Pairs of the submission's letter and the problem's."""
        return tuple(sorted((spell(node), old) for old, node in self.names.items()))

    @property
    def fit(self) -> tuple[int, int]:
        """How well it agrees with the reference: answers that are right, and steps that hold less those that do not."""
        right = sum(answer.value is Value.EQUAL for answer in self.answers)
        verdicts = [self.examined.decisions[number].verdict for number in self.examined.own]
        return right, sum(one is Verdict.VERIFIED for one in verdicts) - sum(one.flagged for one in verdicts)


def relettered(assignment: Assignment, document: Document) -> Lettering:
    """The submission in the letters in which it agrees best with the reference."""
    plain = _lettering(assignment, document, {})
    if assignment.problem is None:
        return plain
    strange = _strange(plain, assignment.in_letters(), document)
    if strange is None:
        return plain
    best = plain
    for names in islice(dict.fromkeys(strange.candidates()), MOST_TRIALS):
        trial = _lettering(assignment, document, {old: strange.nodes[new] for old, new in names})
        if trial.fit > best.fit:
            best = trial
        if all(answer.value is Value.EQUAL for answer in best.answers):
            break
    return best


def _lettering(assignment: Assignment, document: Document, names: Mapping[str, Node]) -> Lettering:
    examined = examine(document, assignment.problem, names=names)
    comparison = Comparison(examined, assignment.in_letters(names))
    return Lettering(examined, comparison, answers(comparison), names)


@dataclass(frozen=True, eq=False)
class _Strange:
    """Letters of a submission that the problem does not know, and letters of the problem that it does not use."""

    examined: Examined
    alone: Examined  # the submission without the problem
    reference: Reference
    document: Document
    nodes: Mapping[str, Node]  # the strange letters, as written
    idle: tuple[str, ...]

    def candidates(self) -> Iterator[Names]:
        declared = dict(self._declared())
        for names in (declared, *self._by_form()):
            if names:
                yield self._completed({**names, **declared})
                yield tuple(sorted({**names, **declared}.items()))
        yield from self._by_shape(declared)

    # --- what the text says --------------------------------------------------------------------------------------

    def _declared(self) -> Iterator[tuple[str, str]]:
        """`I write $w$ for $x$`: the problem's letter, and the one written for it."""
        pieces = self.document.pieces
        going_on = -1  # where a list of such names may go on
        for place, (before, one, between, other) in enumerate(
            zip(pieces, pieces[1:], pieces[2:], pieces[3:], strict=False)
        ):
            match before, one, between, other:
                case Prose(), Mathematics(), Prose(), Mathematics():
                    said, linking = before.text.characters, between.text.characters
                    begun = _DECLARING.search(said) or (place == going_on and _AND.fullmatch(said))
                    if not begun or not _IN_PLACE.fullmatch(linking):
                        continue
                    going_on = place + 4
                    new, old = self._letter(one), self._letter(other)
                    if linking.strip().startswith("as"):
                        new, old = old, new
                    if new in self.nodes and old in self.idle:
                        yield old, new

    def _letter(self, piece: Mathematics) -> str:
        from auditor.parsing import operand

        return spell(operand(piece.text).syntax)

    # --- what formulas show --------------------------------------------------------------------------------------

    def _by_form(self) -> Iterator[dict[str, str]]:
        """Formulas of the submission that are formulas of the problem or the reference in other letters."""
        theirs = [
            operand.syntax
            for statement in reversed(self.reference.examined.reading.statements)
            for operand in statement.operands
            if operand is not None and operand.syntax is not None and not is_atom(operand.syntax)
        ]
        for statement in self.examined.reading.statements:
            if statement.span.start < self.examined.start:
                continue
            for operand in statement.operands:
                for other in theirs if operand is not None and operand.syntax is not None else ():
                    names: dict[str, str] = {}
                    if operand is not None and self._same_form(operand.syntax, other, names) and names:
                        yield names

    def _same_form(self, own: object, theirs: object, names: dict[str, str]) -> bool:
        if isinstance(own, Node) and isinstance(theirs, Node):
            own, theirs = strip(own), strip(theirs)
            new, old = spell(own), spell(theirs)
            if new in self.nodes and old in self.idle:
                taken = {other for letter, other in names.items() if letter != old}
                return names.setdefault(old, new) == new and new not in taken
            if type(own) is not type(theirs):
                return False
            return all(
                self._same_form(getattr(own, field.name), getattr(theirs, field.name), names)
                for field in fields(own)  # type: ignore[arg-type]
                if field.compare
            )
        if isinstance(own, tuple) and isinstance(theirs, tuple):
            pairs = zip(own, theirs, strict=False)
            return len(own) == len(theirs) and all(self._same_form(one, other, names) for one, other in pairs)
        return own == theirs

    # --- what letters are ----------------------------------------------------------------------------------------

    def _by_shape(self, declared: Mapping[str, str]) -> Iterator[Names]:
        """The strange letters in the places of idle ones of the same shape and role, in order of appearance first."""
        new = [name for name in self.nodes if name not in declared.values()][:_MOST_LETTERS]
        old = [name for name in self.idle if name not in declared][:_MOST_LETTERS]
        if not new or not old:
            return
        count = min(len(new), len(old))
        found: list[tuple[int, int, Names]] = []
        for number, chosen in enumerate(islice(permutations(old, count), _MOST_ORDERS * 30)):
            pairs = list(zip(chosen, new[:count], strict=True))
            misfit = sum(self._misfit(*pair) for pair in pairs)
            if misfit < 10:
                found.append((misfit, number, tuple(sorted([*pairs, *declared.items()]))))
        yield from (names for _, _, names in sorted(found)[:_MOST_ORDERS])

    def _completed(self, names: dict[str, str]) -> Names:
        """The names with the letters that are left over in order of appearance, where only one way fits."""
        new = [name for name in self.nodes if name not in names.values()]
        for name in new:
            fitting = [old for old in self.idle if old not in names and not self._misfit(old, name)]
            if len(fitting) == 1:
                names[fitting[0]] = name
        return tuple(sorted(names.items()))

    def _misfit(self, old: str, new: str) -> int:
        """How badly a letter of the submission fits the role of one of the problem's; 10 where it cannot."""
        theirs, own = self.reference.examined.shapes.get(old), self.alone.shapes.get(new)
        defined = old in self.reference.examined.elaboration.world.definitions
        if defined != (new in self.alone.elaboration.world.definitions):
            return 10
        if theirs is None or own is None:
            return 1
        if len(theirs) != len(own):
            return 4  # a guess, where the submission declares nothing
        return 2 * (_pattern(theirs) != _pattern(own)) + (self._properties(old, self.reference.examined)
                                                          != self._properties(new, self.alone))  # fmt: skip

    def _properties(self, name: str, examined: Examined) -> frozenset[str]:
        return frozenset(examined.elaboration.world.properties.get(name, ()))


def _pattern(shape: Shape) -> tuple[int, ...]:
    """Which axes have size one, and which are equal: (n, n) is not (m, n)."""
    seen: dict[object, int] = {ONE: 0}
    return tuple(seen.setdefault(size, len(seen)) for size in shape)


def _strange(plain: Lettering, reference: Reference, document: Document) -> _Strange | None:
    known = _plain_names(reference.shared)
    written = _letters(plain.examined, own=True)
    asked = {result.letter for result in reference.results}
    ours = _letters(plain.examined, own=False)
    idle = tuple(name for name in ours if name in known and name not in written and name not in asked)
    if not idle:
        return None
    alone = examine(document)
    speaks_of = _plain_names(frozenset(alone.shapes)) | set(alone.elaboration.world.definitions)
    nodes = {name: node for name, node in written.items() if name not in known and name in speaks_of}
    return _Strange(plain.examined, alone, reference, document, nodes, idle) if nodes else None


def _plain_names(names: frozenset[str]) -> set[str]:
    return set(map(plain, names))


def _letters(examined: Examined, *, own: bool) -> dict[str, Node]:
    """The letters of the submission, or of the problem before it, in order of appearance; also with their labels."""
    found: dict[str, Node] = {}
    for statement in examined.reading.statements:
        if (statement.span.start >= examined.start) is not own or (own and not statement.relations):
            continue  # what is merely spoken of is not used
        for operand in statement.operands:
            for node in walk(operand.syntax) if operand is not None and operand.syntax is not None else ():
                if is_atom(node):
                    found.setdefault(spell(node), node)
                elif isinstance(node, Scripts) and node.sub is not None and is_atom(node.base):
                    labelled = Scripts(node.base, node.sub, None, 0, span=node.span)
                    found.setdefault(spell(labelled), labelled)
    return found
