"""Edits that cannot mend a step, told from the part that they change: its kind, and not the whole formula's meaning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from functools import cached_property

from auditor.elaborating.restating import Context, Kind, Restating
from auditor.parsing.syntax import Node


@dataclass(eq=False)
class Kinds:
    """A formula under repair, and the kinds of its parts where they stand."""

    restating: Restating
    root: Node
    fits: bool = True  # the formula, as it is written, conforms with the other side
    known: dict[int, Kind | None] = field(default_factory=dict)

    @cached_property
    def contexts(self) -> dict[int, Context]:
        return self.restating.contexts_in(self.root)

    def rules_out(self, node: Node) -> bool:
        """Whether an edited formula has no meaning, or is at odds with the other side just as the written one is."""
        for old, new in reversed(list(altered(self.root, node))[1:]):
            if id(old) in self.contexts:
                return self._rules_out(old, new)
        return False

    def _rules_out(self, old: Node, new: Node) -> bool:
        try:
            kind = self.restating.kind(new, self.contexts[id(old)])
        except Exception:  # an edited formula may be stranger than any that is written
            return True
        return kind is None or (not self.fits and kind == self._kind(old))

    def _kind(self, old: Node) -> Kind | None:
        if id(old) not in self.known:
            self.known[id(old)] = self.restating.kind(old, self.contexts[id(old)])
        return self.known[id(old)]


def altered(old: Node, new: Node) -> Iterator[tuple[Node, Node]]:
    """The parts of two formulas that differ, outside first; each pair holds all of the difference."""
    pair: tuple[Node, Node] | None = (old, new)
    while pair is not None:
        yield pair
        pair = _one_difference(*pair)


def _one_difference(old: Node, new: Node) -> tuple[Node, Node] | None:
    """The only parts in which two constructs of the same form differ; None where there are more, or other things."""
    if type(old) is not type(new):
        return None
    found: tuple[Node, Node] | None = None
    for name in _parts(old):
        for one, other in _paired(getattr(old, name), getattr(new, name)):
            if one is other or one == other:
                continue
            if found is not None or not isinstance(one, Node) or not isinstance(other, Node):
                return None
            found = one, other
    return found


def _parts(node: Node) -> tuple[str, ...]:
    form = type(node)
    if form not in _PARTS:
        _PARTS[form] = tuple(item.name for item in fields(form) if item.name != "span")
    return _PARTS[form]


_PARTS: dict[type[Node], tuple[str, ...]] = {}  # the parts of each construct, but for its place


def _paired(old: object, new: object) -> Iterator[tuple[object, object]]:
    """Parts side by side; tuples of different lengths differ as a whole."""
    if isinstance(old, tuple) and isinstance(new, tuple) and len(old) == len(new):
        for one, other in zip(old, new, strict=True):
            yield from _paired(one, other)
    else:
        yield old, new
