"""The stage itself: a consistent reading is searched for by shapes, then every formula gets its meaning under it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from auditor.elaborating import dependencies
from auditor.elaborating.steps import Pass
from auditor.elaborating.context import Context, Known, build
from auditor.elaborating.elaboration import TypedStep, Elaboration, Side
from auditor.elaborating.expressions import elaborate as term_of
from auditor.elaborating.scope import Key, Scope
from auditor.elaborating.worlds import layouts, symbols, world_of
from auditor.parsing.statements import Reading
from auditor.terms.replacing import with_sizes
from auditor.terms.term import Term

TRIALS = 60  # attempts at a better reading, per document


@dataclass
class Attempt:
    """A reading tried out: its steps, and how badly it fits."""

    scope: Scope
    found: Pass

    @property
    def misfits(self) -> tuple[int, int]:
        """Ill-formed steps, and steps without a meaning."""
        broken = sum(_is_broken(step) for step in self.found.steps)
        unread = sum(not _is_broken(step) and _is_unread(step) for step in self.found.steps)
        return broken, unread


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


def attempt(context: Context, choices: Mapping[Key, str] | None = None) -> Attempt:
    """Give every formula its meaning twice: once to learn the sizes and shapes, once with all that is known."""
    scope = Scope(context, term_of, dict(choices or {}))
    first = Pass(scope)
    first.run()
    scope.settle()
    dependencies.introduce(scope)
    scope.inferring = False
    scope.asked = dict(scope.asked)
    second = Pass(scope)
    second.run()
    return Attempt(scope, second)


def search(context: Context) -> Attempt:
    """Vary the readings consulted by steps that do not fit, keeping what fits better."""
    best = attempt(context)
    tried: set[tuple[tuple[Key, str], ...]] = set()
    trials = 0
    improved = True
    while improved and best.misfits > (0, 0) and trials < TRIALS:
        improved = False
        for changes in _changes(best):
            choices = {**best.scope.choices, **changes}
            mark = tuple(sorted(choices.items()))
            if mark in tried:
                continue
            tried.add(mark)
            trials += 1
            candidate = attempt(context, choices)
            if candidate.misfits < best.misfits:
                best, improved = candidate, True
                break
            if trials >= TRIALS:
                break
    return best


def _changes(current: Attempt) -> Iterator[dict[Key, str]]:
    """Changes of a reading, those that most misfits consulted first: single ones, then a section used afresh with one."""
    single = list(_single_changes(current))
    yield from single
    for section in (change for change in single if next(iter(change))[0] == "section"):
        start = next(iter(section))[1]
        for change in single:
            (notation, subject), option = next(iter(change.items()))
            if notation in ("kind", "value", "application"):
                yield {**section, (notation, f"{subject}@{start}"): option}


def _single_changes(current: Attempt) -> Iterator[dict[Key, str]]:
    weight: dict[Key, int] = {}
    for step in current.found.steps:
        if _is_broken(step) or _is_unread(step):
            for key in step.consulted:
                weight[key] = weight.get(key, 0) + 1
    for key in sorted(weight, key=lambda key: (-weight[key], key)):
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
    names = _final_names(scope)

    def settled(term: Term | None) -> Term | None:
        return None if term is None else with_sizes(term, lambda d: scope.unifier.resolve(d).replace(names))

    def side(one: Side) -> Side:
        shape = None if one.shape is None else tuple(d.replace(names) for d in scope.resolve(one.shape))
        return replace(one, term=settled(one.term), shape=shape)

    steps = tuple(replace(step, left=side(step.left), right=side(step.right)) for step in best.found.steps)
    definitions = {name: found for name, term in scope.definitions.items() if (found := settled(term)) is not None}
    return Elaboration(
        steps=steps,
        chains=tuple(tuple(chain) for chain in best.found.chains),
        world=world_of(context, scope, definitions, steps),
        symbols=symbols(scope, names),
        layouts=layouts(scope),
        choices=dict(scope.choices),
        asked=dict(scope.asked),
    )


def _final_names(scope: Scope) -> dict[str, object]:
    from auditor.elaborating.worlds import final_names

    return final_names(scope)
