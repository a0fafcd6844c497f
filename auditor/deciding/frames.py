"""Scopes of evaluation: named indices, derivative levels and bindings, one inside the other.

A frame for an index or for a derivative by all entries of a variable adds one lead axis in front of the arrays; arrays
made in an outer frame lack it and broadcast. A frame remembers the values computed in it, and where (lead axes, draws)
something had no value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from auditor.deciding.arithmetic import Integers, Mask, any_along
from auditor.deciding.jets import Jet
from auditor.terms.term import Index, Term


@dataclass(slots=True, eq=False)
class Frame:
    """The outermost scope, or one that only keeps what has no value apart."""

    parent: Frame | None = None
    depth: int = 0  # lead axes, those of outer frames included
    levels: int = 0  # derivative levels, likewise
    values: dict[Term, Jet] = field(default_factory=dict)
    children: dict[tuple[object, ...], Frame] = field(default_factory=dict)
    undefined: Mask | None = None

    def flag(self, mask: Mask) -> None:
        self.undefined = mask if self.undefined is None else self.undefined | mask

    def outward(self) -> Iterator[Frame]:
        frame: Frame | None = self
        while frame is not None:
            yield frame
            frame = frame.parent

    def leave(self) -> None:
        """Tell the outer frame where something had no value."""
        if self.undefined is not None and self.parent is not None:
            self.parent.flag(self._outside())

    def _outside(self) -> Mask:
        assert self.undefined is not None
        return self.undefined


@dataclass(slots=True, eq=False)
class GuardFrame(Frame):
    """What is multiplied by a bracket: it need have a value only where the bracket is not 0."""

    mask: Mask | None = None

    def _outside(self) -> Mask:
        assert self.undefined is not None
        assert self.mask is not None
        return self.undefined & self.mask


@dataclass(slots=True, eq=False)
class AxisFrame(Frame):
    """A scope with a lead axis of its own."""

    def _outside(self) -> Mask:
        assert self.undefined is not None
        return any_along(self.undefined, 0) if self.undefined.ndim == self.depth + 1 else self.undefined


@dataclass(slots=True, eq=False)
class IndexFrame(AxisFrame):
    """An index running through its range; `within` cuts the range where it depends on other indices."""

    index: Index | None = None
    running: Integers | None = None  # along this frame's axis
    within: Mask | None = None

    def _outside(self) -> Mask:
        assert self.undefined is not None
        if self.within is not None:
            cut = self.undefined & self.within
            return any_along(cut, 0)
        return any_along(self.undefined, 0) if self.undefined.ndim == self.depth + 1 else self.undefined


@dataclass(slots=True, eq=False)
class Varied:
    """A symbol moves along `seed` at the level `bit`."""

    name: str
    bit: int
    seed: Jet


@dataclass(slots=True, eq=False)
class PartialFrame(AxisFrame):
    """A derivative by all entries of one symbol."""

    varied: Varied | None = None


@dataclass(slots=True, eq=False)
class DirectionFrame(Frame):
    """A derivative along one direction in one symbol."""

    varied: Varied | None = None


@dataclass(slots=True, eq=False)
class DifferentialFrame(Frame):
    """A derivative along one perturbation of all variables together."""

    bit: int = 0


@dataclass(slots=True, eq=False)
class BindingFrame(Frame):
    """Symbols that have the given values."""

    bound: dict[str, Jet] = field(default_factory=dict)
