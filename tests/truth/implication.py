"""What a truth table says of an implication: letters that satisfy its premise, and what is true of its conclusion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from truth.identity import AGREE, DIFFER, Instance, distance, evaluate
from truth.instances import instances

Pair = tuple[str, str]
DRAWS = 4


@dataclass(frozen=True)
class Wrong:
    """A spoilt implication, with letters that satisfy its premise, where others than the parent's are needed."""

    conclusion: tuple[Pair, ...]
    letters: Mapping[str, str] | None = None
    premise: Pair | None = None
    backward: bool = False  # what fails is that the premise follows from the conclusion


@dataclass(frozen=True)
class Implication:
    """`premise ⟹ conclusion` over instances to which letters are added, in order, that satisfy the premise.

    Of several equations in the conclusion one holds. `back` are letters that satisfy the conclusion, where the premise
    follows from it.
    """

    specification: str
    letters: Mapping[str, str]
    premise: Pair
    conclusion: tuple[Pair, ...]
    back: Mapping[str, str] | None
    mutants: Mapping[str, Wrong] = field(default_factory=dict)

    def truth(self) -> str:
        """`holds`, in both directions where both are claimed."""
        forward = judge(self.specification, self.letters, (self.premise,), self.conclusion)
        if forward != "holds" or self.back is None:
            return forward
        return judge(self.specification, self.back, self.conclusion, (self.premise,))

    def spoilt(self, name: str) -> str:
        """What is true of a mutant."""
        wrong = self.mutants[name]
        letters = self.letters if wrong.letters is None else wrong.letters
        premise, conclusion = (wrong.premise or self.premise,), wrong.conclusion
        if wrong.backward:
            assert judge(self.specification, self.letters, premise, conclusion) == "holds"
            premise, conclusion = conclusion, premise
        return judge(self.specification, letters, premise, conclusion)


def judge(
    specification: str, letters: Mapping[str, str], premise: tuple[Pair, ...], conclusion: tuple[Pair, ...]
) -> str:
    """`holds` where the conclusion does at every draw; `refuted` where it fails at some; `ill-formed`."""
    verdicts = {_judged(instance, premise, conclusion) for instance in _extended(specification, letters)}
    return "refuted" if verdicts == {"refuted", "holds"} else verdicts.pop() if len(verdicts) == 1 else "ill-formed"


def _extended(specification: str, letters: Mapping[str, str]) -> Iterator[Instance]:
    for instance in instances(specification, DRAWS):
        values = dict(instance)
        for name, value in letters.items():
            values[name] = evaluate(value, values)
        yield values


def _judged(instance: Instance, premise: tuple[Pair, ...], conclusion: tuple[Pair, ...]) -> str:
    met = [distance(evaluate(one, instance), evaluate(other, instance)) for one, other in premise]
    assert min(met) < AGREE, f"{premise} is not met"
    try:
        gaps = [distance(evaluate(one, instance), evaluate(other, instance)) for one, other in conclusion]
    except (ValueError, IndexError):
        return "ill-formed"
    assert min(gaps) < AGREE or min(gaps) > DIFFER, f"{conclusion}: {gaps}"
    return "holds" if min(gaps) < AGREE else "refuted"


def implied(
    specification: str,
    letters: Mapping[str, str],
    premise: Pair,
    *conclusion: Pair,
    back: Mapping[str, str] | None = None,
    **mutants: str | Wrong,
) -> Implication:
    """A row of a truth table. A mutant given as a string spoils the last side of the conclusion."""
    rows = {
        name.replace("_", "-"): Wrong(((conclusion[0][0], row),)) if isinstance(row, str) else row
        for name, row in mutants.items()
    }
    return Implication(specification, letters, premise, conclusion, back, rows)
