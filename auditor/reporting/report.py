"""What an audit says of one document: everything that the renderings print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from auditor.exit_codes import ExitCode
from auditor.findings import Finding, finding
from auditor.reading.document import Repair
from auditor.reporting import as_json
from auditor.source import Source
from auditor.verdicts import Conclusion, DeclaredSymbol, Layout, Method, Stance, Step, Verdict

# What `strict` accepts as a proof; shapes are derived for all sizes, so a shape claim counts.
PROOFS = frozenset({Method.IDENTICAL, Method.PROVED, Method.RULE, Method.SHAPE})


@dataclass(frozen=True)
class Report:
    """One verdict per step, what was assumed on the way, and what was found wrong."""

    source: Source
    layout: Layout = field(default_factory=Layout)
    declarations: tuple[DeclaredSymbol, ...] = ()
    repairs: tuple[Repair, ...] = ()
    findings: tuple[Finding, ...] = ()  # those that belong to no step
    steps: tuple[Step, ...] = ()
    conclusions: tuple[Conclusion, ...] = ()

    @property
    def made_repairs(self) -> tuple[Repair, ...]:
        """The repairs that the reading rests on."""
        return tuple(repair for repair in self.repairs if repair.applied)

    @property
    def loose_findings(self) -> tuple[Finding, ...]:
        """Findings that belong to no step, among them the repairs that are only proposed; in order of the document."""
        proposals = tuple(as_finding(repair) for repair in self.repairs if not repair.applied)
        return tuple(sorted(self.findings + proposals, key=_place))

    @property
    def all_findings(self) -> tuple[tuple[Finding, Step | None], ...]:
        """Every finding with the step that it belongs to, in order of the document."""
        filed: list[tuple[Finding, Step | None]] = [(found, None) for found in self.loose_findings]
        filed += [(found, step) for step in self.steps for found in step.findings]
        return tuple(sorted(filed, key=lambda pair: _place(pair[0])))

    @property
    def unexplained_steps(self) -> tuple[Step, ...]:
        """Wrong steps that no finding explains, and that are not wrong for an earlier step's sake."""
        return tuple(s for s in self.steps if s.verdict.flagged and not s.findings and not s.carried_forward)

    @property
    def summary(self) -> dict[str, int]:
        """The number of steps, and of steps with each verdict."""
        counts = dict.fromkeys(Verdict, 0)
        for step in self.steps:
            counts[step.verdict] += 1
        return {"steps": len(self.steps)} | {verdict.value: counts[verdict] for verdict in Verdict}

    def exit_code(self, strict: bool = False) -> ExitCode:
        """0 where no asserted step is wrong, else 1; `strict` asks for a proof of every asserted step."""
        asserted = (step for step in self.steps if step.stance is Stance.ASSERTED)
        wrong = any(step.verdict.flagged or (strict and not _proved(step)) for step in asserted)
        return ExitCode.WRONG_STEP if wrong else ExitCode.NOTHING_WRONG

    def to_dict(self) -> dict[str, Any]:
        """The JSON object that `auditor schema` describes."""
        return as_json.as_object(self)

    def _repr_html_(self) -> str:
        from auditor.reporting import as_html

        return as_html.fragment(self)

    def derivations(self) -> Iterator[tuple[int, tuple[Step, ...], Conclusion | None]]:
        """Derivations by number, with their steps and their conclusion where they have one."""
        concluded = {conclusion.derivation: conclusion for conclusion in self.conclusions}
        grouped: dict[int, list[Step]] = {}
        for step in self.steps:
            grouped.setdefault(step.derivation, []).append(step)
        for number, steps in grouped.items():
            yield number, tuple(steps), concluded.get(number)


def as_finding(repair: Repair) -> Finding:
    """A repair as a finding under its rule."""
    return finding(repair.rule, repair.span, before=repair.before, after=repair.after)


def _proved(step: Step) -> bool:
    return step.verdict is Verdict.GIVEN or (step.verdict is Verdict.VERIFIED and step.evidence.method in PROOFS)


def _place(found: Finding) -> tuple[int, int, str]:
    return found.span.start, found.span.end, found.rule.code
