"""The stage itself: a consistent reading is searched for by shapes, then every formula gets its meaning under it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from auditor.elaborating import dependencies, kinds, propositions, sections
from auditor.elaborating.context import Context, Known, build
from auditor.elaborating.conventions import quantified
from auditor.elaborating.elaboration import Constraint, Elaboration, Side, TypedStep
from auditor.elaborating.expressions import elaborate as term_of
from auditor.elaborating.names import plain
from auditor.elaborating.restating import Settled
from auditor.elaborating.scope import Key, Scope
from auditor.elaborating.steps import Pass
from auditor.elaborating.varying import letters_behind, with_varying
from auditor.elaborating.worlds import final_names, layouts, symbols, world_of
from auditor.findings import Finding
from auditor.parsing.statements import Reading
from auditor.terms.dimension import ONE, Dimension
from auditor.terms.replacing import with_sizes
from auditor.terms.term import Term, subterms

TRIALS = 80  # attempts at a better reading, per document
SETTLED = frozenset(
    {"stated layout", "dependence", "factorisation"}
)  # the text decides; another reading of it makes a step conditional at most
ENOUGH = 6  # changes that help, before the best of them is taken
ONE_ENTRY = 1.2
UNREAD = 0.7  # a step without a meaning weighs less than an ill-formed one


@dataclass
class Attempt:
    """A reading tried out: its steps, and how badly it fits."""

    scope: Scope
    found: Pass

    @property
    def misfit(self) -> float:
        """Ill-formed steps, steps without a meaning, and how strange the readings are, in one figure."""
        strange = sum(self.strangeness(key, option) for key, option in self.scope.choices.items())
        return misfits(self.found.steps) + strange + ONE_ENTRY * self.vectors_of_one_entry

    @property
    def vectors_of_one_entry(self) -> int:
        """Letters taken for vectors or matrices whose sizes come out as 1: a strange thing to write."""
        return sum(
            any(size.unknown and self.scope.unifier.resolve(size) == ONE for size in shape)
            for shape in self.scope.shapes.values()
        )

    def strangeness(self, key: Key, option: str) -> float:
        options = self.scope.asked.get(key, ())
        if option not in options:
            return 0.0
        if key[0] == "kind":
            return kinds.strangeness(option, options, self.scope.context.usage.of(plain(key[1])))
        return kinds.STRANGENESS[min(options.index(option), 2)]


def misfits(steps: Iterable[TypedStep]) -> float:
    return sum(1.0 if _is_broken(step) else UNREAD if _is_unread(step) else 0.0 for step in steps)


def elaborate(
    reading: Reading,
    extra: Iterable[Known] = (),
    options: Mapping[str, str] | None = None,
    choices: Mapping[Key, str] | None = None,
) -> Elaboration:
    """The meaning of a document; `choices` fixes readings, which are else searched for.

    `extra` are declarations given by option, `options` layouts given by option (axis -> value).
    """
    context = build(reading, extra, options)
    best = attempt(context, choices) if choices is not None else search(context)
    return _finished(best, context)


def attempt(context: Context, choices: Mapping[Key, str] | None = None, like: Attempt | None = None) -> Attempt:
    """Give every formula its meaning twice: once to learn the sizes and shapes, once with all that is known.

    Another attempt that it is likely to be like saves it a look at the sections.
    """
    scope = _inferred(context, choices or {}, like.scope.renewing if like is not None else {})
    scope.settle()
    dependencies.introduce(scope)
    scope.inferring = False
    scope.asked = dict(scope.asked)
    second = Pass(scope)
    second.run()
    return Attempt(scope, second)


def _inferred(context: Context, choices: Mapping[Key, str], renewing: dict[int, frozenset[str]]) -> Scope:
    """The scope after a first pass; where sections turn out to define letters anew, after a pass that knows it."""
    for _ in range(3):
        scope = Scope(context, term_of, dict(choices), renewing=renewing)
        Pass(scope).run()
        found = sections.renewing(scope)
        if found == renewing:
            break
        renewing = found
    if not _used_before_defined(scope):
        return scope
    again = Scope(context, term_of, dict(choices), renewing=renewing, definitions=scope.definitions)
    Pass(again).run()
    return again


def _used_before_defined(scope: Scope) -> bool:
    """Some letter was given a kind before its definition said what it is: "df = …, where f = vec(F)"."""
    kinds_of: dict[str, int] = {}
    for key in scope.shapes:
        name = key.split(" ", 1)[0]
        kinds_of[name] = kinds_of.get(name, 0) + 1
    return any(count > 1 and name in scope.definitions for name, count in kinds_of.items())


def search(context: Context) -> Attempt:
    """Vary the readings consulted by steps that do not fit, taking the changes that help, until none does."""
    best = attempt(context)
    trials = 0
    while misfits(best.found.steps) and trials < TRIALS:
        helping: list[tuple[Attempt, Mapping[Key, str]]] = []
        for changes in _changes(best):
            if not _promising(best, changes):
                continue
            trials += 1
            candidate = attempt(context, {**best.scope.choices, **changes}, best)
            if candidate.misfit < best.misfit:
                helping.append((candidate, changes))
            if trials >= TRIALS or len(helping) >= ENOUGH:
                break
        if not helping:
            break
        helping.sort(key=lambda one: one[0].misfit)
        if len(helping) > 1:  # changes that have nothing to do with each other help together
            together = {key: option for _, changes in reversed(helping) for key, option in changes.items()}
            helping.append((attempt(context, {**best.scope.choices, **together}, best), together))
        best = min((candidate for candidate, _ in helping), key=lambda candidate: candidate.misfit)
    return best


def _promising(current: Attempt, changes: Mapping[Key, str]) -> bool:
    """Whether fewer statements misfit under a change, of those that misfit and those that the change concerns."""
    if any(notation == "section" for notation, _ in changes):
        return True
    steps = current.found.steps
    places = {step.statement for step in steps if _is_broken(step) or _is_unread(step)}
    places |= {step.statement for step in steps if not step.consulted.isdisjoint(changes)}
    before = misfits(step for step in steps if step.statement in places)
    scope = current.scope.branch({**current.scope.choices, **changes})
    trial = Pass(scope, sides=dict(current.found.sides), frees=dict(current.found.frees))
    trial.run(sorted(places))
    return misfits(trial.steps) < before


def _changes(current: Attempt) -> Iterator[dict[Key, str]]:
    """Changes of a reading, the most consulted by misfits first: single ones, joint ones, a section used afresh with
    one."""
    single = list(_single_changes(current))
    yield from single
    yield from _joint_changes(current)
    yield from _letters_of_their_own(single)
    for section in single:
        (notation, start), reading = next(iter(section.items()))
        if notation != "section" or reading != "afresh":
            continue
        for change in single:
            (notation, subject), option = next(iter(change.items()))
            if notation in ("kind", "value", "application") and "@" not in subject:
                yield {**section, (notation, f"{subject}@{start}"): option}


def _letters_of_their_own(single: Iterable[Mapping[Key, str]]) -> Iterator[dict[Key, str]]:
    """Letters of which a later section speaks are others here: one by one and all of a section, of any kind."""
    names: dict[str, list[str]] = {}
    for change in single:
        for (notation, name), option in change.items():
            if notation == "stated later" and option == "of another":
                names.setdefault(name.rpartition("@")[2], []).append(name)
    for kind in (kinds.SCALAR, kinds.COLUMN, kinds.MATRIX):
        for found in names.values():
            for chosen in ([found] if len(found) > 1 else []) + [[name] for name in found]:
                yield {
                    **{("stated later", name): "of another" for name in chosen},
                    **{("kind", name): kind for name in chosen},
                }


def _joint_changes(current: Attempt) -> Iterator[dict[Key, str]]:
    """Letters of one misfit that change together: two become columns, as in `Ax = b`; all columns become numbers."""
    scope = current.scope
    for step in current.found.steps:
        if not (_is_broken(step) or _is_unread(step)):
            continue
        chosen = {
            key: scope.choices.get(key, options[0]) for key in sorted(step.consulted)
            if key[0] == "kind" and {kinds.COLUMN, kinds.SCALAR} <= set(options := scope.asked.get(key, ()))
        }  # fmt: skip
        numbers = [key for key, kind in chosen.items() if kind == kinds.SCALAR]
        yield from ({one: kinds.COLUMN, other: kinds.COLUMN} for one, other in combinations(numbers, 2))
        columns = [key for key, kind in chosen.items() if kind == kinds.COLUMN]
        yield from ([dict.fromkeys(columns, kinds.SCALAR)] if len(columns) > 1 else [])


def _single_changes(current: Attempt) -> Iterator[dict[Key, str]]:
    weight: dict[Key, int] = {}
    for step in current.found.steps:
        if _is_broken(step) or _is_unread(step):
            for key in step.consulted:
                weight[key] = weight.get(key, 0) + 1
    for key in sorted(weight, key=lambda key: (-weight[key], key)):
        if key[0] in SETTLED:
            continue
        options = current.scope.asked.get(key, ())
        chosen = current.scope.choices.get(key, options[0] if options else "")
        yield from ({key: option} for option in options if option != chosen)


def _is_broken(step: TypedStep) -> bool:
    return (step.problem is not None and step.problem.rule.code.startswith("E")) or any(
        side.ill_formed for side in (step.left, step.right)
    )


def _is_unread(step: TypedStep) -> bool:
    return any(side.problem is not None and not side.ill_formed for side in (step.left, step.right))


def _finished(best: Attempt, context: Context) -> Elaboration:
    """Claims with every size put in, and the world in which they are decided."""
    scope = best.scope
    names = final_names(scope)

    def settled(term: Term | None) -> Term | None:
        return None if term is None else with_sizes(term, lambda d: scope.unifier.resolve(d).replace(names))

    def side(one: Side) -> Side:
        shape = None if one.shape is None else tuple(d.replace(names) for d in scope.resolve(one.shape))
        return replace(one, term=settled(one.term), shape=shape, problem=_named(one.problem, scope, names))

    def constraint(one: Constraint) -> Constraint:
        return settled(one[0]) or one[0], one[1], settled(one[2]) or one[2]

    steps = tuple(
        replace(
            step,
            left=side(step.left),
            right=side(step.right),
            problem=_named(step.problem, scope, names),
            constraints=tuple(map(constraint, step.constraints)),
        )
        for step in best.found.steps
    )
    definitions = {name: found for name, term in scope.definitions.items() if (found := settled(term)) is not None}
    steps = with_varying(steps, best.found.chains, definitions, scope.functions, context)
    steps = tuple(_with_behind(step, definitions, scope) for step in steps)
    steps = propositions.joined(steps, context.reading.statements)
    return Elaboration(
        steps=steps,
        chains=tuple(tuple(chain) for chain in best.found.chains),
        world=world_of(context, scope, definitions, steps),
        symbols=symbols(scope, names),
        layouts=layouts(scope),
        choices=dict(scope.choices),
        asked=dict(scope.asked),
        unread=frozenset(scope.unread),
        restricted=frozenset(scope.restricted),
        same=dict(scope.same),
        parameters=context.chances.parameters
        | quantified(statement.annotation for statement in context.reading.statements),
        prose=context.reading.prose,
        settled=Settled(scope, names, best.found.frees),
    )


UNKNOWN_SIZE = re.compile(r"\?[^\s×,;+*-]+")


def _named(found: Finding | None, scope: Scope, names: Mapping[str, Dimension]) -> Finding | None:
    """The finding with the names that sizes have in the end."""
    if found is None or not any("?" in value for _, value in found.fields):
        return found

    def name(match: re.Match[str]) -> str:
        return str(scope.unifier.resolve(Dimension.of(match[0])).replace(names)).lstrip("?")

    fields = tuple(
        (key, UNKNOWN_SIZE.sub(name, value) if key.endswith(("shape", "claimed")) else value)
        for key, value in found.fields
    )
    return replace(found, fields=fields)


def _with_behind(step: TypedStep, definitions: Mapping[str, Term], scope: Scope) -> TypedStep:
    """The choices that a step rests on, those behind the definitions it uses among them."""
    keys = set(step.consulted)
    for side in (step.left, step.right):
        if side.term is not None:
            for sub in subterms(side.term):
                if sub.operation == "symbol" and sub.parameters[0] in definitions:
                    for name in letters_behind(sub.parameters[0], definitions):
                        keys |= scope.behind.get(name, frozenset())
    return replace(step, consulted=frozenset(keys))
