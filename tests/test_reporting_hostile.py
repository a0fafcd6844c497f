"""Nothing that a document holds reaches a terminal, a page, a forum or TeX as anything but text."""

import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from specimens import every_verdict, hostile

from auditor.reporting import as_html, as_latex, as_markdown, as_sarif, as_text
from auditor.reporting.rendering import Format, render
from auditor.reporting.report import Report

PAYLOADS = [
    "<script>alert(1)</script>",
    "</title></style></script><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x="',
    "']]><svg/onload=alert(1)>",
    "<!-- --> <!doctype html>",
    "&lt;b&gt; &amp; &#60;",
    r"\input{/etc/passwd}",
    r"\write18{rm -rf ~} \end{document} \catcode`\%=12 % ^^5cinput",
    "}}}{{{ $$ ## && __ ~~ \\\\",
    "\x1b[2J\x1b]0;title\x07 \x9b31m \x00 \x7f \r\n\t\v\f",
    "\u202e\u2066 \u200b \u2028 \ud800 \x85",
    "``` `` ` ~~~ **x** _y_ [a](javascript:alert(1)) ![i](http://x) | a | b |",
    "- a\n# b\n1. c\n> d\n===\n",
    "{0} {1} [link](1)",
    "[[1]]",
    "",
    "\\",
    "`",
    " ",
]
REPORTS = [hostile(payload, name) for payload in PAYLOADS for name in ("hostile.md", payload or "empty")]

# Text

CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.mark.parametrize("report", REPORTS)
def test_no_control_character_reaches_a_terminal(report: Report) -> None:
    assert not CONTROL.search(as_text.render([report], explain_steps=True))
    coloured = as_text.render([report], colour=True, explain_steps=True)
    assert not CONTROL.search(re.sub(r"\x1b\[[0-9;]*m", "", coloured))


# HTML

VOID = {"meta", "br", "img", "input", "link"}
ALLOWED = {
    "class", "id", "href", "type", "data-shows", "data-verdict", "aria-pressed", "aria-label", "tabindex", "lang",
    "charset", "name", "content", "http-equiv", "mathvariant", "form", "stretchy", "accent", "accentunder",
    "linethickness", "width", "xmlns", "display",
}  # fmt: skip


class Page(HTMLParser):
    """The elements and attributes of a page, checked for nesting."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: dict[str, int] = {}
        self.attributes: set[str] = set()
        self.links: set[str] = set()
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] = self.tags.get(tag, 0) + 1
        self.attributes |= {name for name, _ in attrs}
        self.links |= {value or "" for name, value in attrs if name in ("href", "src")}
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


HARMLESS = Page(as_html.render([every_verdict()]))


@pytest.mark.parametrize("report", REPORTS)
def test_a_page_holds_no_element_that_the_document_put_there(report: Report) -> None:
    page = Page(as_html.render([report]))
    assert page.tags["script"] == 1
    assert set(page.tags) <= set(HARMLESS.tags)
    assert page.attributes <= ALLOWED
    assert all(link.startswith("#") for link in page.links)


@pytest.mark.parametrize("report", REPORTS)
def test_a_fragment_holds_no_script(report: Report) -> None:
    page = Page(report._repr_html_())
    assert "script" not in page.tags
    assert set(page.tags) <= set(HARMLESS.tags)


# LaTeX

COMMANDS = {
    "documentclass", "usepackage", "definecolor", "setlength", "parindent", "newcommand", "auditstep", "begin", "end",
    "raggedright", "hfill", "footnotesize", "color", "par", "medskip", "sloppy", "section", "subsection", "item",
    "texttt", "textbf", "textwidth", "ensuremath", "checkmark", "times", "cdot", "allowbreak", "textbackslash",
    "textasciitilde", "textasciicircum",
}  # fmt: skip


@pytest.mark.parametrize("report", REPORTS)
def test_no_command_of_the_document_reaches_tex(report: Report) -> None:
    latex = as_latex.render([report])
    assert latex.isascii()
    assert set(re.findall(r"\\([A-Za-z]+)", latex)) <= COMMANDS
    assert "^^" not in latex
    assert latex.count("\\begin{document}") == latex.count("\\end{document}") == 1
    assert latex.endswith("\\end{document}\n")
    assert braces_balance(latex)
    body = latex.split("\\sloppy\n")[1]
    assert not re.search(r"(?<!\\)[$&#_%~^]", body)


def braces_balance(latex: str) -> bool:
    depth = 0
    for brace in re.findall(r"(?<!\\)(?:\\\\)*([{}])", latex):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


# Markdown


@pytest.mark.parametrize("report", REPORTS)
def test_markdown_shows_the_document_in_code_spans_only(report: Report) -> None:
    markdown = as_markdown.render([report])
    assert not CONTROL.search(markdown)
    for row in markdown.splitlines():
        assert re.fullmatch(r"|#{2,3} .+| *- .+|[A-Z0-9].*\.", row), row
        outside = re.sub(r"\\.", "", without_code_spans(row)).replace("**", "")
        assert not re.search(r"[<>&`*_~\[\]$|]", outside), row


def without_code_spans(row: str) -> str:
    """The row without what CommonMark takes for code: a run of backticks up to the next run of the same length."""
    kept, place = "", 0
    while match := re.compile(r"\\.|`+").search(row, place):
        kept += row[place : match.start()]
        place = match.end()
        if match[0].startswith("\\"):
            kept += match[0]
            continue
        closer = re.compile(rf"(?<!`){match[0]}(?!`)").search(row, place)
        assert closer, row
        place = closer.end()
    return kept + row[place:]


# SARIF


@pytest.mark.parametrize("report", REPORTS)
def test_sarif_messages_hold_no_placeholder_and_no_link(report: Report) -> None:
    run = json.loads(as_sarif.render([report]))["runs"][0]
    for result in run["results"]:
        text = result["message"]["text"]
        assert not re.search(r"[{}]", text.replace("{{", "").replace("}}", ""))
        assert not re.search(r"(?<!\\)\[[^\]]*\]\(", text)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec=None), max_size=30), st.text(max_size=10))
def test_anything_can_be_rendered_in_every_format(payload: str, name: str) -> None:
    report = hostile(payload, name)
    for format in Format:
        assert render([report], format) == render([report], format)
    assert not CONTROL.search(as_text.render([report]))
    Page(as_html.render([report]))
