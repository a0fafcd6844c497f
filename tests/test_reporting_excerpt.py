"""Excerpts: the signs stand under what they mark, whatever the line holds."""

import pytest

from auditor.reporting.excerpt import Mark, excerpt
from auditor.reporting.terminal import Line, columns, painted, printable
from auditor.source import Source, Span


def rows(text: str, *marks: Mark, width: int = 100) -> list[str]:
    lines: list[Line] = excerpt(Source("a.md", text), marks, width=width)[0]
    return painted(lines, colour=False).splitlines()


def of(text: str, part: str, label: str = "", primary: bool = True) -> Mark:
    place = text.index(part)
    return Mark(Span(place, place + len(part)), label, primary)


def marked(shown: list[str]) -> str:
    """What the last row of signs stands under, by columns as a terminal shows them."""
    line, signs = shown[-2].split("| ", 1)[1], shown[-1].split("| ", 1)[1]
    start, end = signs.index("^"), signs.rindex("^") + 1
    found, column = "", 0
    for character in line:
        if start <= column < end:
            found += character
        column += columns(character)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "x = TARGET + y",
        "\tx\t= TARGET + y",
        "漢字 = TARGET + 字",
        "x\u0302\u0304 = TARGET",
        "\u0301x = TARGET",
        "𝐀 + 👍 = TARGET",
        "＝＝TARGET",
        "first\r\nsecond TARGET\rthird",
    ],
)
def test_signs_stand_under_what_is_marked(text: str) -> None:
    assert marked(rows(text, of(text, "TARGET"))) == "TARGET"


def test_control_characters_are_shown_and_keep_the_alignment() -> None:
    text = "a\x1b[31m\x00\u202e = TARGET"
    shown = rows(text, of(text, "TARGET"))
    assert marked(shown) == "TARGET"
    assert "␛[31m␀<U+202E>" in shown[-2]


def test_the_marked_characters_may_be_wide_or_hidden() -> None:
    text = "x = 漢\u200b字 y"
    assert marked(rows(text, of(text, "漢\u200b字"))) == "漢<U+200B>字"


def test_an_empty_span_gets_one_caret() -> None:
    shown = rows("abc", Mark(Span(3, 3), primary=True))
    assert shown[-1] == "  |    ^"


def test_lines_are_numbered_and_labels_stand_behind() -> None:
    text = "one\ntwo\nthree\n\nfive\n"
    shown = rows(text, of(text, "two", "here", primary=False), of(text, "five"))
    assert shown == ["  |", "2 | two", "  | --- here", "...", "5 | five", "  | ^^^^"]


def test_a_span_of_two_lines_is_marked_on_both() -> None:
    text = "a = b\n  = c\n"
    shown = rows(text, Mark(Span(4, len(text) - 1), "all of it", primary=True))
    assert shown == ["  |", "1 | a = b", "  |     ^", "2 |   = c", "  |   ^^^ all of it"]


def test_a_long_span_shows_its_ends() -> None:
    text = "".join(f"row {number}\n" for number in range(1, 31))
    shown = rows(text, Mark(Span(0, len(text) - 1), primary=True))
    assert [row.split("|")[0].strip() for row in shown] == ["", "1", "", "...", "30", ""]


@pytest.mark.parametrize("before", [0, 5, 60, 5000])
@pytest.mark.parametrize("after", [0, 5, 5000])
def test_long_lines_show_a_window_around_the_mark(before: int, after: int) -> None:
    text = "a" * before + "TARGET" + "b" * after
    shown = rows(text, of(text, "TARGET"), width=80)
    assert marked(shown) == "TARGET"
    assert all(columns(row) <= 80 for row in shown)
    assert ("…" in shown[-2]) == (before + after > 80)


def test_marks_far_apart_on_a_long_line_get_windows_of_their_own() -> None:
    text = "FIRST" + "x" * 3000 + "SECOND"
    shown = rows(text, of(text, "FIRST", primary=False), of(text, "SECOND"), width=80)
    assert [row[:1] for row in shown] == [" ", "1", " ", "1", " "]
    assert marked(shown) == "SECOND"


def test_a_mark_longer_than_the_window_is_cut() -> None:
    text = "x" * 5000
    shown = rows(text, Mark(Span(10, 4990), primary=True), width=80)
    assert all(columns(row) <= 80 for row in shown)


def test_printable_text_is_left_alone() -> None:
    plain = "\\frac{1}{2} ≤ 𝐀ᵀ é 漢"
    assert printable(plain) == plain
