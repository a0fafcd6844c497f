"""Evidence in words: how strong it is, always in the same terms, and an instance as NumPy."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.verdicts import Counterexample, Evidence, Method, Numbers, Step, Verdict

SMALLEST_BOUND = "1e-300"


def describe(step: Step) -> str:
    """The evidence of a step as one phrase that says how strong it is."""
    if step.verdict is Verdict.GIVEN:
        return "introduced here: nothing to check but the shape"
    limited = step.verdict is Verdict.CONDITIONAL and step.evidence.method in _POSITIVE
    return f"under that condition: {_strength(step)}" if limited else _strength(step)


_POSITIVE = frozenset({Method.IDENTICAL, Method.PROVED, Method.RULE, Method.SYMBOLIC, Method.SAMPLED})


def _strength(step: Step) -> str:
    evidence, verdict = step.evidence, step.verdict
    match evidence.method:
        case Method.IDENTICAL:
            return "both sides are the same term"
        case Method.PROVED:
            return (
                "proved for all sizes" if evidence.sizes_covered != "drawn" else f"proved for {sizes_drawn(evidence)}"
            )
        case Method.RULE:
            return f"by theorem: {evidence.note}" if evidence.note else "by a named theorem"
        case Method.SYMBOLIC:
            return "by scalar calculus, confirmed numerically" if evidence.draws else "by scalar calculus"
        case Method.SAMPLED:
            return _sampled(evidence, verdict)
        case Method.SHAPE:
            return _shapes(step)
        case Method.COUNTEREXAMPLE:
            instance = evidence.counterexample
            return f"counterexample: {instance_in_words(instance)}" if instance else "counterexample"
    return "not decided" if verdict is Verdict.UNKNOWN else "no evidence"


def brief(step: Step) -> str:
    """The evidence in a few words, for a table."""
    evidence = step.evidence
    match evidence.method:
        case Method.PROVED | Method.IDENTICAL:
            return evidence.method.value
        case Method.SAMPLED if step.verdict is not Verdict.UNKNOWN:
            return f"{evidence.draws} exact draws" if evidence.field == "Z/p" else f"{evidence.draws} real points"
        case Method.COUNTEREXAMPLE if evidence.counterexample and evidence.counterexample.sizes:
            return "counterexample " + assignments(evidence.counterexample.sizes)
        case Method.COUNTEREXAMPLE:
            return "counterexample"
        case Method.RULE:
            return "theorem"
        case Method.SYMBOLIC:
            return "scalar calculus"
        case Method.SHAPE:
            return "shapes"
    return ""


def _sampled(evidence: Evidence, verdict: Verdict) -> str:
    drawn = sizes_drawn(evidence)
    if verdict is Verdict.UNKNOWN:
        return f"not refuted in {evidence.draws} instances" + (f", {drawn}" if drawn else "")
    if evidence.field == "Z/p":
        what = f"agrees on {_count(evidence.draws, 'exact draw')} modulo p (error bound {bound(evidence.error_bound)})"
    else:
        digits = f" to {evidence.digits} digits" if evidence.digits is not None else ""
        what = f"agrees at {_count(evidence.draws, 'real point')}{digits}"
    covered = ", which covers all sizes" if evidence.sizes_covered == "all" else ""
    return what + (f", {drawn}" if drawn else "") + covered


def sizes_drawn(evidence: Evidence) -> str:
    """`sizes drawn m=3, n=4; m=5, n=2`, each once."""
    drawn = dict.fromkeys(assignments(sizes) for sizes in evidence.sizes if sizes)
    return f"sizes drawn {'; '.join(drawn)}" if drawn else ""


def bound(value: float | None) -> str:
    """An error bound rounded up to one digit; what underflows is never printed as zero."""
    if value is None:
        return "unknown"
    if value < float(SMALLEST_BOUND):
        return f"below {SMALLEST_BOUND}"
    rounded = f"{value:.0e}"
    if float(rounded) < value:
        digit, exponent = rounded.split("e")
        rounded = f"{float(f'{int(digit) + 1}e{exponent}'):.0e}"
    return rounded


def _shapes(step: Step) -> str:
    left, right = shape(step.left.shape), shape(step.right.shape)
    if step.verdict is Verdict.VERIFIED:
        return "the shapes agree, for all sizes"
    if step.left.shape is None or step.right.shape is None:
        return "by shape: no reading gives it a meaning"
    return f"by shape: {left} on the left, {right} on the right"


def shape(axes: Iterable[str] | None) -> str:
    """A shape in the words of the field: `scalar`, `n-vector`, `m×n matrix`, `m×n×p array`."""
    if axes is None:
        return "unknown shape"
    match tuple(axes):
        case ():
            return "scalar"
        case (size,):
            return f"{_factor(size)}-vector"
        case (rows, columns):
            return f"{_factor(rows)}×{_factor(columns)} matrix"
        case more:
            return "×".join(_factor(size) for size in more) + " array"


def _factor(size: str) -> str:
    return f"({size})" if any(sign in size for sign in "+- ") else size


def assignments(pairs: Iterable[tuple[str, object]]) -> str:
    return ", ".join(f"{name}={value}" for name, value in pairs)


def instance_in_words(instance: Counterexample) -> str:
    """Sizes, values, and both sides of a counterexample, on one line."""
    given = [*instance.sizes, *instance.indices]
    parts = [f"{name}={value}" for name, value in given]
    parts += [f"{name}={numbers(value)}" for name, value in instance.values]
    sides = f"left {numbers(instance.left)}, right {numbers(instance.right)}"
    where = f" (first difference at entry {', '.join(map(str, instance.entry))})" if instance.entry else ""
    return f"{', '.join(parts)} gives {sides}{where}" if parts else sides + where


def numbers(value: Numbers) -> str:
    """Nested lists as they are typed: `[[1,0],[1/2,3]]`."""
    return value if isinstance(value, str) else f"[{','.join(numbers(item) for item in value)}]"


def as_numpy(instance: Counterexample) -> str:
    """The instance as a NumPy session sets it up; what each side comes to stands in comments."""
    lines = ["import numpy as np", ""]
    lines += [f"{_identifier(name)} = {value}" for name, value in instance.sizes]
    lines += [f"{_identifier(name)} = {_array(value)}" for name, value in instance.values]
    lines += [f"# at {assignments(instance.indices)}"] if instance.indices else []
    lines += [f"# left side:  {numbers(instance.left)}", f"# right side: {numbers(instance.right)}"]
    return "\n".join(" ".join(line.splitlines()) for line in lines) + "\n"


def _array(value: Numbers) -> str:
    return value if isinstance(value, str) else f"np.array({numbers(value)})"


def _identifier(name: str) -> str:
    r"""A symbol as a Python name: `\hat{x}_1` is `hat_x_1`."""
    spelled = "".join(character if character.isalnum() else "_" for character in name.replace("'", "_prime"))
    parts = "_".join(part for part in spelled.split("_") if part)
    return parts if parts.isidentifier() else f"symbol_{parts}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
