"""Whether what is put into a theorem is what the theorem asks for: positive, semidefinite, a probability, of rank r."""

from __future__ import annotations

from auditor.deciding.matching import Binding, Entry, instance
from auditor.deciding.properties import NEUTRAL
from auditor.deciding.signs import Signs
from auditor.deciding.theorems import Theorem
from auditor.terms import term as t
from auditor.terms.dimension import ONE
from auditor.terms.term import Term
from auditor.terms.world import World

RANK = "rank "


class Conditions:
    """Checks the declarations of a theorem's letters on what they stand for; what is not seen to hold does not."""

    def __init__(self, world: World, signs: Signs) -> None:
        self.world, self.signs = world, signs

    def hold(self, theorem: Theorem, binding: Binding) -> bool:
        for name, words in theorem.world.properties.items():
            for word in words:
                if word not in NEUTRAL and not self.holds(name, word, binding):
                    return False
        return all(self._is_nonnegative(condition, binding) for condition in theorem.where)

    def _is_nonnegative(self, condition: Term, binding: Binding) -> bool:
        made = instance(condition, binding)
        return made is not None and self.signs.nonnegative(made)

    def holds(self, name: str, word: str, binding: Binding) -> bool:
        if name in binding.functions:
            return word in self.world.properties.get(binding.functions[name], ())
        if name in binding.entries:
            return self.of_entry(word, binding.entries[name])
        if name in binding.symbols:
            if word.startswith(RANK):
                return self.of_rank(word.removeprefix(RANK), binding.symbols[name], binding)
            return self.of_term(word, binding.symbols[name])
        return True  # a letter that the theorem declares and does not use

    def of_term(self, word: str, term: Term) -> bool:
        match word:
            case "positive":
                return self.signs.entrywise_positive(term) if term.shape else self.signs.positive(term)
            case "nonnegative":
                return self.signs.entrywise_nonnegative(term)
            case "nonzero":
                return not term.shape and self.signs.nonzero(term)
            case "at most 1":
                return not term.shape and self.signs.nonnegative(t.subtract(t.number(1), term))
            case "symmetric":
                return self.signs.symmetric(term)
            case "positive definite":
                return self.signs.definite(term)
            case "positive semidefinite":
                return self.signs.semidefinite(term)
            case "integer" if term.operation in ("size", "number"):
                return term.operation == "size" or term.parameters[0].denominator == 1
        return term.operation == "symbol" and word in self.words(term)

    def words(self, symbol: Term) -> frozenset[str]:
        stated = self.world.properties.get(symbol.parameters[0], ())
        return self.signs.properties(symbol) | frozenset(stated)

    def of_entry(self, word: str, entry: Entry) -> bool:
        """Of a sequence: its general term, or the vector that it goes through from end to end."""
        match word:
            case "positive":
                return self.signs.positive(entry.body)
            case "nonnegative":
                return self.signs.nonnegative(entry.body)
        if entry.body.operation != "entry" or entry.body.arguments[1] is not t.index(entry.index):
            return False
        whole = entry.body.arguments[0]
        complete = entry.index.lower == ONE and entry.index.upper == whole.shape[0]
        return complete and whole.operation == "symbol" and word in self.words(whole)

    def of_rank(self, letter: str, matrix: Term, binding: Binding) -> bool:
        """The matrix is declared to have the rank that the letter stands for."""
        rank = binding.symbols.get(letter)
        if rank is None and letter in binding.sizes:
            rank = t.size(binding.sizes[letter])
        if rank is None or matrix.operation != "symbol":
            return False
        name = rank.parameters[0] if rank.operation == "symbol" else str(rank.parameters[0])
        return f"{RANK}{name}" in self.world.properties.get(matrix.parameters[0], ())
