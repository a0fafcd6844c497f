"""The words that all renderings share: verdicts, what was assumed, conclusions, counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from string import Formatter

from auditor.findings import Finding
from auditor.reading.document import Repair
from auditor.reporting import evidence
from auditor.reporting.report import Report
from auditor.source import Position, Source, Span
from auditor.verdicts import Conclusion, DeclaredSymbol, Layout, LayoutChoice, Stance, Step, Verdict

MARKS = {
    Verdict.GIVEN: "·",
    Verdict.VERIFIED: "✓",
    Verdict.CONDITIONAL: "~",
    Verdict.REFUTED: "✗",
    Verdict.ILL_FORMED: "✗",
    Verdict.UNKNOWN: "?",
}
MOST_LINES = 8  # listed for a repair that was made many times
NOTHING_READ = "no relation was read in this document, so nothing was checked"

_SCALAR_BY = {
    "variable": "the derivative of a scalar is shaped like its variable",
    "transposed": "the derivative of a scalar is shaped like the transpose of its variable",
    "mixed": "the layout of derivatives of scalars differs between sections",
}
_VECTOR_BY_VECTOR = {
    "numerator": "the derivative of a vector by a vector is in numerator layout",
    "denominator": "the derivative of a vector by a vector is in denominator layout",
    "mixed": "the layout of derivatives of vectors by vectors differs between sections",
}
_ORIGINS = {"option": "set by option", "default": "by default", "convention": "by convention"}
_HELD = (Verdict.GIVEN, Verdict.VERIFIED)


def message(found: Finding, wrap: Callable[[str], str], prose: Callable[[str], str]) -> str:
    """A finding's sentence with what the author wrote put through `wrap`, and the words of the rule through `prose`."""
    fields = dict(found.fields)
    parts = []
    for literal, name, _, _ in Formatter().parse(found.rule.message):
        parts.append(prose(literal.replace("`", "")))
        if name is not None:
            parts.append(wrap(fields.get(name, "…")))
    return "".join(parts)


def assumptions(report: Report) -> Iterator[tuple[str, str]]:
    """What was assumed, and where each assumption comes from."""
    yield from _layout(report.layout)
    for declared in report.declarations:
        yield _declared(declared), origin(declared, report.source)


def _layout(layout: Layout) -> Iterator[tuple[str, str]]:
    choices: tuple[tuple[LayoutChoice, dict[str, str]], ...] = (
        (layout.scalar_by, _SCALAR_BY),
        (layout.vector_by_vector, _VECTOR_BY_VECTOR),
    )
    for choice, sentences in choices:
        if choice.value in sentences:
            yield sentences[choice.value], _ORIGINS.get(choice.origin, choice.origin)


def _declared(declared: DeclaredSymbol) -> str:
    """`A: symmetric n×n matrix`, `m: positive integer`, `K: n×n matrix, perhaps symmetric`."""
    said = [word for word in declared.properties if word not in _OF_THE_AUTHOR]
    if declared.shape is None and said:
        return f"{declared.symbol}: {' '.join(sorted(said, key=_NOUNS.__contains__))}"
    if "hedged" in declared.properties and said:
        return f"{declared.symbol}: {evidence.shape(declared.shape)}, perhaps {' '.join(said)}"
    return f"{declared.symbol}: {' '.join((*said, evidence.shape(declared.shape)))}"


_OF_THE_AUTHOR = ("hedged",)  # how it is said rather than what
_NOUNS = frozenset({"integer"})


def origin(declared: DeclaredSymbol, source: Source) -> str:
    where = _ORIGINS.get(declared.origin, declared.origin)
    return f"{where}, {line(source, declared.span)}" if declared.span else where


def line(source: Source, span: Span) -> str:
    """Where a span begins: `line 3`, in a notebook `cell 2, line 3`, in an included file `part.tex, line 3`."""
    start, _ = source.place(span)
    return f"{_part(start, ', ')}line {start.line}"


def place(source: Source, span: Span) -> str:
    """Where a span begins: `3:14`, in a notebook `cell 2:3:14`, in an included file `part.tex:3:14`."""
    start, _ = source.place(span)
    return f"{_part(start, ':')}{start.line}:{start.column}"


def _part(position: Position, end: str) -> str:
    """The cell or the included file, if there is one."""
    if position.file is not None:
        return position.file + end
    return "" if position.cell is None else f"cell {position.cell}{end}"


def formula(step: Step) -> str:
    """The step on one line, as written."""
    return " ".join(part for part in (step.left.latex, step.relation.symbol, step.right.latex) if part)


def verdict_note(step: Step) -> str:
    """The verdict with what limits it: `refuted (asked)`, `ill-formed (carried forward)`."""
    limits = [step.stance.value] if step.stance is not Stance.ASSERTED else []
    limits += ["carried forward"] if step.carried_forward else []
    return f"{step.verdict.value} ({', '.join(limits)})" if limits else step.verdict.value


def conditions(step: Step) -> str:
    return f"holds with {' and '.join(step.conditions)}" if step.conditions else ""


def facts(step: Step) -> str:
    """Which other steps the verdict rests on."""
    used = ", ".join(map(str, step.evidence.facts))
    return f"uses {'step' if len(step.evidence.facts) == 1 else 'steps'} {used}" if used else ""


def notes(step: Step) -> Iterator[str]:
    """Everything behind a verdict, one phrase each."""
    yield from filter(None, (conditions(step), evidence.describe(step), _remark(step), facts(step)))
    if step.carried_forward:
        yield "carried forward: the mistake stands in an earlier step, and is not counted twice"


def _remark(step: Step) -> str:
    """The note of the evidence, where `describe` has not used it."""
    note = step.evidence.note
    return "" if note in evidence.describe(step) else note


def conclusion(drawn: Conclusion, report: Report) -> str:
    """What a chain comes to: whether its two ends agree, and by which route."""
    first, last = drawn.first_step, drawn.last_step
    return f"{_outcome(drawn, report)} (steps {first} to {last})"


def _outcome(drawn: Conclusion, report: Report) -> str:
    holds = drawn.verdict in _HELD
    match drawn.route:
        case "invalid" if holds:
            return "right result by an invalid route"
        case "valid" if holds:
            return "right result by a valid route"
        case _ if holds:
            return "right result, by a route that is not decided"
        case "valid" if drawn.verdict is Verdict.UNKNOWN:
            return "every step holds, and the result as a whole is not decided"
        case "invalid" if _starts_wrong(drawn, report):
            return f"valid steps from a wrong start, {_RESULTS[drawn.verdict]}"
    return _RESULTS[drawn.verdict]


_RESULTS = {
    Verdict.CONDITIONAL: "the result holds only under an unstated condition",
    Verdict.REFUTED: "the result is wrong",
    Verdict.ILL_FORMED: "the result has no meaning",
    Verdict.UNKNOWN: "the result is not decided",
}


def _starts_wrong(drawn: Conclusion, report: Report) -> bool:
    """Only the first step of the chain makes a mistake of its own."""
    chain = [step for step in report.steps if step.derivation == drawn.derivation]
    chain = [step for step in chain if drawn.first_step <= step.id <= drawn.last_step]
    wrong = [step.id for step in chain if step.verdict.flagged and not step.carried_forward]
    return wrong == [drawn.first_step]


def summary(report: Report) -> str:
    """`12 steps: 7 verified, 2 given, 1 refuted, 2 ill-formed, 0 unknown`."""
    counts = report.summary
    shown = [Verdict.VERIFIED, Verdict.GIVEN, Verdict.CONDITIONAL, Verdict.REFUTED, Verdict.ILL_FORMED, Verdict.UNKNOWN]
    words = [f"{counts[verdict]} {verdict.value}" for verdict in shown if counts[verdict] or verdict in _ALWAYS]
    steps = counts["steps"]
    return f"{steps} {'step' if steps == 1 else 'steps'}: {', '.join(words)}"


_ALWAYS = frozenset(Verdict) - {Verdict.CONDITIONAL}


def helps(found: Finding, wrap: Callable[[str], str], prose: Callable[[str], str]) -> Iterator[str]:
    """What would make it right: advice, and the edit that was judged; `wrap` and `prose` as for `message`."""
    if found.help:
        yield prose(found.help)
    if found.suggestion:
        yield f"{wrap(found.suggestion.latex)} ({found.suggestion.verdict})"


def grouped_repairs(report: Report) -> Iterator[tuple[Repair, str]]:
    """Each kind of repair once, with the lines that it was made on."""
    groups: dict[tuple[str, str, str], list[Repair]] = {}
    for repair in report.made_repairs:
        groups.setdefault((repair.rule, repair.before, repair.after), []).append(repair)
    for repairs in groups.values():
        yield repairs[0], _lines(repairs, report.source)


def _lines(repairs: list[Repair], source: Source) -> str:
    starts = [source.place(repair.span)[0] for repair in repairs]
    numbers = list(dict.fromkeys((_part(start, ""), start.line) for start in starts))
    named = [f"{line} of {part}" if part else str(line) for part, line in numbers[:MOST_LINES]]
    shown = ", ".join(named) + (", …" if len(numbers) > MOST_LINES else "")
    times = f", {len(repairs)} times" if len(repairs) > len(named) else ""
    return f"{'line' if len(numbers) == 1 else 'lines'} {shown}{times}"
