"""Feedback for one student: what earned marks, what to look at again, and what the teacher still looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from auditor.grading import page
from auditor.grading.assessed import Piece, Step
from auditor.grading.grades import Grade, points
from auditor.grading.rubric import Rubric
from auditor.reporting.as_markdown import code, escaped

_NOTHING = "This could not be marked: "
_UNREAD = "The formulas here were not followed; your teacher looks at them. They cost nothing so far."


def as_html(grade: Grade, rubric: Rubric) -> str:
    title = f"Feedback for {grade.name}"
    parts = [f"<h1>{page.text(title)}</h1>\n"]
    if rubric.title:
        parts.append(f"<p>{page.text(rubric.title)}</p>\n")
    parts.append(f'<p class="score">{page.text(_score(grade))}</p>\n')
    if grade.assessed.note:
        parts.append(f"<p>{page.text(_NOTHING + grade.assessed.note)}</p>\n")
    if grade.note:
        parts.append(f'<p class="teacher">{page.text(grade.note)}</p>\n')
    if grade.items:
        parts.append(page.section("Marks", page.table(("", "points", ""), _rows(grade))))
    parts.append(page.section("To look at again", "".join(map(_slip, grade.slips))))
    carried = page.listed(_html_step(step) for step in grade.carried)
    before = "<p>These lines are off only because of the above. They cost nothing.</p>\n"
    parts.append(page.section("What follows from that", before + carried if carried else ""))
    undecided = page.listed(_html_step(step) for step in grade.undecided)
    parts.append(page.section("Not decided", f"<p>{_UNREAD}</p>\n{undecided}" if undecided else ""))
    parts.append(page.section("Letters", page.listed(map(page.text, _letters(grade)))))
    return page.page(title, "".join(parts))


def _rows(grade: Grade) -> Iterator[tuple[str, str, str]]:
    for item in grade.items:
        what = page.name(item.name)
        if item.value:
            what += f'<br><span class="faint">yours, line {item.line}:</span> {page.formula(item.value)}'
        yield what, f'<span class="number">{points(item.points)} / {points(item.out_of)}</span>', page.text(item.reason)


def _slip(step: Step) -> str:
    said = "".join(f"<p>{line}</p>\n" for line in _messages(step, page.name, page.text))
    excerpt = f"<pre>{chr(10).join(map(page.text, step.excerpt))}</pre>\n" if step.excerpt else ""
    helps = "".join(f'<p class="help">{line}</p>\n' for line in _html_helps(step))
    shown = page.equation(step.left, step.relation, step.right)
    return f'<div class="slip"><p><b>{page.text(_where(step))}</b> {shown}</p>\n{said}{excerpt}{helps}</div>\n'


def _html_step(step: Step) -> str:
    return f"{page.text(_where(step))}: {page.equation(step.left, step.relation, step.right)}"


def _html_helps(step: Step) -> Iterator[str]:
    for found in step.findings:
        if found["help"]:
            yield page.text(_sentence(found["help"]))
        if found["suggestion"]:
            yield f"This would hold: {page.formula(found['suggestion']['latex'])}"


# --- Markdown -------------------------------------------------------------------------------------------------------


def as_markdown(grade: Grade, rubric: Rubric) -> str:
    return "\n".join(_lines(grade, rubric)) + "\n"


def _lines(grade: Grade, rubric: Rubric) -> Iterator[str]:
    yield f"# Feedback for {escaped(grade.name)}"
    if rubric.title:
        yield from ("", escaped(rubric.title))
    yield from ("", f"**{_score(grade)}**")
    if grade.assessed.note:
        yield from ("", escaped(_NOTHING + grade.assessed.note))
    if grade.note:
        yield from ("", f"> {escaped(grade.note)}")
    if grade.items:
        yield from ("", "## Marks", "")
    for item in grade.items:
        yours = f"; yours, line {item.line}: {code(item.value)}" if item.value else ""
        yield f"- {_named(item.name)}: {points(item.points)} / {points(item.out_of)}, {escaped(item.reason)}{yours}"
    yield from _section("To look at again", grade.slips, "")
    for step in grade.slips:
        yield f"- {_where(step)}: {code(step.formula)}"
        yield from (f"  - {line}" for line in _messages(step, _named, escaped))
        for found in step.findings:
            if found["suggestion"]:
                yield f"  - This would hold: {code(found['suggestion']['latex'])}"
    yield from _section("What follows from that", grade.carried, "These lines are off only because of the above.")
    yield from (f"- {_where(step)}: {code(step.formula)}" for step in grade.carried)
    yield from _section("Not decided", grade.undecided, _UNREAD)
    yield from (f"- {_where(step)}: {code(step.formula)}" for step in grade.undecided)
    letters = list(_letters(grade))
    if letters:
        yield from ("", "## Letters", "", *(f"- {escaped(line)}" for line in letters))


def _section(title: str, steps: Sequence[Step], said: str) -> Iterator[str]:
    if steps:
        yield from ("", f"## {title}", "")
        if said:
            yield from (said, "")


def _named(name: str) -> str:
    return code(name) if any(mark in name for mark in "\\^_") else escaped(name)


# --- words ----------------------------------------------------------------------------------------------------------


def _score(grade: Grade) -> str:
    if grade.score is None:
        return f"no marks yet, of {points(grade.max_score)}"
    return f"{points(grade.score)} of {points(grade.max_score)} points"


def _where(step: Step) -> str:
    return f"line {step.line}" if step.cell is None else f"cell {step.cell}, line {step.line}"


def _messages(step: Step, quoted: Callable[[str], str], prose: Callable[[str], str]) -> Iterator[str]:
    """What is wrong with a step, in sentences."""
    for pieces in step.words:
        yield "".join(quoted(piece.text) if piece.quoted else prose(piece.text) for piece in _as_sentence(pieces))
    if not step.words:
        yield prose(_sentence(step.reason or "the two sides are not equal"))


def _as_sentence(pieces: Sequence[Piece]) -> Iterator[Piece]:
    for number, piece in enumerate(pieces):
        text = piece.text
        if not number and not piece.quoted:
            text = text[:1].upper() + text[1:]
        yield Piece(text, piece.quoted)
    if pieces and not pieces[-1].text.endswith((".", "!", "?")):
        yield Piece(".")


def _sentence(said: str) -> str:
    said = said[:1].upper() + said[1:] if said[:1].isascii() and not said.startswith(("\\", "`")) else said
    return said if said.endswith((".", "!", "?")) else f"{said}."


def _letters(grade: Grade) -> Iterator[str]:
    for theirs, problem in grade.assessed.letters:
        yield f"{theirs} was read as the {problem} of the problem"
