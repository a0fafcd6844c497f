"""Scalar terms as trees that can be sent to SymPy, with what is assumed of their symbols."""

from __future__ import annotations

from auditor.deciding.limits import Undecided
from auditor.deciding.properties import closure
from auditor.deciding.symbolic import NAMES, Tree
from auditor.terms.dimension import Dimension
from auditor.terms.term import ENDLESS, Index, Term
from auditor.terms.world import World

# Properties of numbers, in SymPy's words.
ASSUMPTIONS = {"positive": "positive", "negative": "negative", "nonnegative": "nonnegative", "nonzero": "nonzero",
               "nonpositive": "nonpositive"}  # fmt: skip
LARGEST = 400  # nodes of a tree


class Trees:
    """Translates terms in one world; `assumptions` gathers what is known of the symbols met."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.assumptions: dict[str, list[str]] = {}
        self.left = LARGEST
        self._unfolding: set[str] = set()

    def of(self, term: Term) -> Tree:
        """The tree of a scalar term; Undecided where SymPy is not to be asked about it."""
        self.left -= 1
        if self.left < 0:
            raise Undecided("too large for a closed form")
        if term.shape:
            raise Undecided("no closed form is looked for in matrices")
        match term.operation:
            case "number":
                return ["number", str(term.parameters[0])]
            case "constant":
                return [term.parameters[0]]
            case "infinity":
                return ["infinity"]
            case "size":
                return self.dimension(term.parameters[0])
            case "index":
                return self.index(term.parameters[0])
            case "symbol":
                return self.symbol(term.parameters[0])
            case "add" | "multiply" | "power" | "factorial" | "binomial" | "derivative" | "integral":
                return [term.operation, *map(self.of, term.arguments)]
            case "apply" if term.parameters[0] in NAMES:
                return [term.parameters[0], *map(self.of, term.arguments)]
            case "limit":
                return ["limit", term.parameters[0], *map(self.of, term.arguments)]
            case "substitute":
                return self.substitute(term)
            case "sum" | "series" | "product":
                return self.over_index(term)
        raise Undecided(f"no closed form is looked for in {term.operation}")

    def symbol(self, name: str) -> Tree:
        definition = self.world.definitions.get(name)
        if definition is not None:
            if name in self._unfolding:
                raise Undecided(f"{name} is defined by itself")
            self._unfolding.add(name)
            tree = self.of(definition)
            self._unfolding.discard(name)
            return tree
        known = closure(frozenset(self.world.properties.get(name, ())))
        words = [ASSUMPTIONS[word] for word in sorted(known) if word in ASSUMPTIONS]
        self.assumptions[name] = ["integer", "nonnegative"] if "integer" in known else ["real", *words]
        return ["symbol", name]

    def whole(self, name: str) -> Tree:
        self.assumptions[name] = ["integer"]
        return ["symbol", name]

    def index(self, index: Index) -> Tree:
        return self.whole(f"index {index.name}")

    def dimension(self, dimension: Dimension) -> Tree:
        if dimension == ENDLESS:
            return ["infinity"]
        terms: list[Tree] = []
        for names, count in dimension.terms:
            factors: list[Tree] = [["number", str(count)]]
            for name in names:
                self.assumptions[f"size {name}"] = ["integer", "positive"]
                factors.append(["symbol", f"size {name}"])
            terms.append(["multiply", *factors])
        return ["add", *terms]

    def substitute(self, term: Term) -> Tree:
        body, *bindings = term.arguments
        if len(bindings) != 2:
            raise Undecided("no closed form is looked for in several substitutions")
        variable, value = bindings
        return ["substitute", self.of(body), ["symbol", variable.parameters[0]], self.of(value)]

    def over_index(self, term: Term) -> Tree:
        index: Index = term.parameters[0]
        kind = "product" if term.operation == "product" else "sum"
        bounds = self.dimension(index.lower), self.dimension(index.upper)
        return [kind, self.of(term.arguments[0]), self.index(index), *bounds]
