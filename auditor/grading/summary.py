"""The class at a glance: how the marks are spread, what went wrong most often, and where the teacher is needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

from auditor.findings import RULES
from auditor.grading import page
from auditor.grading.assessed import Step
from auditor.grading.grades import Grade, points
from auditor.grading.likeness import signs
from auditor.grading.rubric import Rubric

_BARS = 10
_MOST_SLIPS = 12
_EXAMPLES = 3
_MOST_LINES = 200


def render(grades: Sequence[Grade], rubric: Rubric, files: Mapping[str, str]) -> str:
    """The file `summary.html`; `files` names the feedback of each submission."""
    title = f"Summary: {rubric.title}" if rubric.title else "Summary"
    body = (
        f"<h1>{page.text(title)}</h1>\n<p>{page.text(_counts(grades))}</p>\n",
        page.section("Distribution of scores", distribution(grades, rubric)),
        page.section("For the teacher", page.listed(_open(grades, files))),
        page.section("Most frequent slips", "".join(_slips(grades, files))),
        page.section("The same slip at the same step", page.listed(_shared(grades, files))),
        page.section("Submissions", page.table(_HEAD, (_row(grade, files) for grade in grades))),
    )
    return page.page(title, "".join(body))


def _counts(grades: Sequence[Grade]) -> str:
    scores = [grade.score for grade in grades if grade.score is not None]
    said = [f"{len(grades)} {'submission' if len(grades) == 1 else 'submissions'}"]
    if scores:
        ordered = sorted(scores)
        middle = len(ordered) // 2
        median = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
        said.append(f"mean {points(sum(scores) / len(scores))}, median {points(median)}")
    without = len(grades) - len(scores)
    said += [f"{without} without marks"] if without else []
    return "; ".join(said)


# --- distribution ---------------------------------------------------------------------------------------------------


def distribution(grades: Sequence[Grade], rubric: Rubric) -> str:
    """A bar chart of the scores, as SVG."""
    scores = [grade.score for grade in grades if grade.score is not None]
    best = max([rubric.max_score, *scores], default=0)
    if not scores or not best:
        return ""
    counts = [0] * _BARS
    for score in scores:
        counts[min(_BARS - 1, int(_BARS * score / best))] += 1
    width, height, left, top = 640, 200, 30, 20
    step = (width - left) / _BARS
    highest = max(counts)
    parts = []
    for number, count in enumerate(counts):
        tall = height * count / highest
        x, y = left + number * step, top + height - tall
        low, high = best * number / _BARS, best * (number + 1) / _BARS
        parts.append(f'<rect x="{x + 2:.1f}" y="{y:.1f}" width="{step - 4:.1f}" height="{tall:.1f}">'
                     f"<title>{points(low)} to {points(high)}: {count}</title></rect>")  # fmt: skip
        parts.append(f'<text x="{x + step / 2:.1f}" y="{top + height + 16}" text-anchor="middle">{points(low)}</text>')
        if count:
            parts.append(f'<text x="{x + step / 2:.1f}" y="{y - 5:.1f}" text-anchor="middle">{count}</text>')
    axis = f'<line x1="{left}" y1="{top + height}" x2="{width}" y2="{top + height}"></line>'
    label = f"Scores from 0 to {points(best)}: " + ", ".join(map(str, counts))
    return (
        f'<svg viewBox="0 0 {width} {top + height + 24}" role="img" aria-label="{page.text(label)}">'
        f"{axis}{''.join(parts)}</svg>\n"
    )


# --- what the teacher looks at --------------------------------------------------------------------------------------


def _open(grades: Iterable[Grade], files: Mapping[str, str]) -> Iterator[str]:
    shown = 0
    for grade in grades:
        if not grade.graded:
            yield f"{_link(grade, files)}: {page.text(grade.assessed.status.value)}; {page.text(grade.assessed.note)}"
            continue
        yield from (f"{_link(grade, files)}: {page.text(remark)}" for remark in grade.assessed.remarks)
        for theirs, problem in grade.assessed.letters:
            yield f"{_link(grade, files)}: {page.name(theirs)} was read as the problem's {page.name(problem)}"
        for item in grade.items:
            if item.standing is not None and item.standing.value == "undecided":
                yield f"{_link(grade, files)}: {page.name(item.name)}: {page.text(item.reason)}"
        for step in grade.undecided:
            shown += 1
            if shown <= _MOST_LINES:
                yield f"{_link(grade, files)}, line {step.line}: {_equation(step)} {_why(step)}"
        if grade.overridden:
            yield f"{_link(grade, files)}: decided by the teacher: {page.text('; '.join(grade.overridden))}"
    if shown > _MOST_LINES:
        yield f"and {shown - _MOST_LINES} more lines, listed in grades.json"


def _why(step: Step) -> str:
    said = "; ".join(found["message"] for found in step.findings) or step.reason
    return f'<span class="faint">{page.text(said)}</span>' if said else ""


# --- slips ----------------------------------------------------------------------------------------------------------


def _slips(grades: Iterable[Grade], files: Mapping[str, str]) -> Iterator[str]:
    found: dict[str, list[tuple[Grade, Step]]] = defaultdict(list)
    for grade in grades:
        for step in grade.slips:
            found[_kind(step)].append((grade, step))
    ranked = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    for kind, slips in ranked[:_MOST_SLIPS]:
        examples = page.listed(
            f"{_link(grade, files)}, line {step.line}: {_equation(step)}" for grade, step in slips[:_EXAMPLES]
        )
        yield f"<h3>{page.text(kind)}: {len(slips)}</h3>\n{examples}"


def _kind(step: Step) -> str:
    """The name of a slip, in words: `dropped transpose`."""
    code = step.findings[0]["code"] if step.findings else ""
    return RULES[code].name.replace("-", " ") if code in RULES else step.reason or step.verdict


def _shared(grades: Iterable[Grade], files: Mapping[str, str]) -> Iterator[str]:
    """Submissions whose first slip is the same one, with the same formula behind it."""
    groups: dict[tuple[str, ...], list[tuple[Grade, Step]]] = defaultdict(list)
    for grade in grades:
        if grade.slips:
            step = grade.slips[0]
            groups[(_kind(step), *signs(step.right))].append((grade, step))
    for key, members in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        if len(members) > 1:
            who = ", ".join(_link(grade, files) for grade, _ in members)
            yield f"{page.text(key[0])}, {_equation(members[0][1])}: {who}"


# --- everybody ------------------------------------------------------------------------------------------------------

_HEAD = ("name", "score", "final answer", "slips", "carried", "not decided", "")


def _row(grade: Grade, files: Mapping[str, str]) -> tuple[str, ...]:
    score = "" if grade.score is None else f"{points(grade.score)} / {points(grade.max_score)}"
    return (
        _link(grade, files),
        f'<span class="number">{score}</span>',
        page.text(grade.final_answer.value),
        *(page.text(", ".join(map(str, lines)))
          for lines in (grade.wrong_lines, grade.carried_lines, grade.undecided_lines)),
        page.text("" if grade.graded else grade.assessed.status.value),
    )  # fmt: skip


def _link(grade: Grade, files: Mapping[str, str]) -> str:
    target = quote(f"feedback/{files[grade.name]}.html")
    return f'<a href="{page.text(target)}">{page.text(grade.name)}</a>'


def _equation(step: Step) -> str:
    return page.equation(step.left, step.relation, step.right)
