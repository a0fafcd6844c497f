"""Writing a certified instance down: sizes, values of all symbols, both sides, and where they differ."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from auditor.deciding.arithmetic import Array
from auditor.deciding.claims import Setting
from auditor.deciding.evaluating import Evaluation, Sides
from auditor.deciding.sizes import as_evidence
from auditor.verdicts import Counterexample, Numbers

Place: TypeAlias = tuple[tuple[int, ...], tuple[int, ...]]  # lead axes with the draw, tensor axes
Write: TypeAlias = Callable[[Any], str]


def nested(values: Any, write: Write) -> Numbers:
    """Lists in lists, numbers as strings."""
    if isinstance(values, np.ndarray) and values.ndim:
        return [nested(part, write) for part in values]
    return write(values.item() if isinstance(values, np.ndarray) else values)


def pack(
    setting: Setting, run: Evaluation, exact: Evaluation, sides: Sides, place: Place, write: Write
) -> Counterexample:
    """`run` computed the sides; `exact` gives the values of the same draw as fractions."""
    lead, entry = place
    sizes = {name: run.point.sizes[name] for name in setting.features.sizes}
    return Counterexample(
        sizes=as_evidence(sizes),
        values=tuple(_values(setting, run, exact)),
        left=nested(sides.left[lead], write),
        right=nested(sides.right[lead], write),
        entry=tuple(axis + 1 for axis in entry),
        indices=_indices(setting, run, lead),
    )


def _indices(setting: Setting, run: Evaluation, lead: tuple[int, ...]) -> tuple[tuple[str, int], ...]:
    """The first free index has the last lead axis; nothing depends on those whose axes are missing at the front."""
    frames = run.free_frames(setting.claim.left, setting.claim.right)
    places = [*reversed(lead[:-1]), *(0 for _ in frames)]
    found = []
    for frame, place in zip(frames, places, strict=False):
        assert frame.running is not None
        assert frame.index is not None
        found.append((frame.index.name, int(frame.running.ravel()[place])))
    return tuple(sorted(found))


def _values(setting: Setting, run: Evaluation, exact: Evaluation) -> list[tuple[str, Numbers]]:
    """Symbols, then their perturbations, then the coefficients of unknown functions."""
    from auditor.deciding.flint_arithmetic import fraction

    found: list[tuple[str, Numbers]] = []
    for name, shape in sorted(run.used.items()):
        found.append((name, nested(_single(exact.drawn(name, shape)[0]), fraction)))
    for name in sorted(run.perturbed):
        found.append((f"d{name}", nested(_single(exact.perturbation(name, run.used[name])[0]), fraction)))
    coefficients: dict[str, list[Numbers]] = {}
    for tag in run.point.drawn:
        name, _, part = tag.partition("()/")
        if part:
            numbers = exact.field.quotients(run.point.drawn[tag], run.point.denominator)
            coefficients.setdefault(name, []).append(nested(numbers[0], fraction))
    found += [(name, parts[0] if len(parts) == 1 else list(parts)) for name, parts in sorted(coefficients.items())]
    for name, number in sorted(run.point.wholes.items()):
        if name not in run.used and name not in setting.features.sizes:
            found.append((name, str(number)))
    return found


def _single(values: Array) -> Array:
    """The only draw."""
    single: Array = values[0]
    return single
