"""Web pages: the TeX behind what they show, once and with its place."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import auditor
from auditor.cli import app
from auditor.decoding import Unreadable
from auditor.reading.formats import open_document, web_pages
from auditor.source import Span


def text(page: str) -> str:
    return web_pages.converted(page)[0].strip()


def katex(tex: str, shown: str, display: bool = False) -> str:
    block = ' display="block"' if display else ""
    made = (
        f'<span class="katex"><span class="katex-mathml"><math xmlns="http://www.w3.org/1998/Math/MathML"{block}>'
        f'<semantics><mrow><mi>q</mi></mrow><annotation encoding="application/x-tex">{tex}</annotation></semantics>'
        f'</math></span><span class="katex-html" aria-hidden="true"><span class="base">{shown}</span></span></span>'
    )
    return f'<span class="katex-display">{made}</span>' if display else made


@pytest.mark.parametrize(
    "page, read",
    [
        (f"<p>Let {katex('A = B', 'A=B')} hold.</p>", "Let $A = B$ hold."),
        (katex(r"a &lt; b", "a<b", display=True), "$$a < b$$"),
        (katex(r"a &amp;= b \\ &amp;= c", "abc", display=True), r"$$a &= b \\ &= c$$"),
        (
            '<span class="MathJax_Preview">y</span><span class="MathJax"><nobr>y=x</nobr></span>'
            '<script type="math/tex" id="e1">y = x < 2</script>',
            "$y = x < 2$",
        ),
        ('<script type="math/tex; mode=display">y = x</script>', "$$y = x$$"),
        ('<mjx-container data-latex="y = x"><mjx-math><mjx-mi>y</mjx-mi></mjx-math></mjx-container>', "$y = x$"),
        ('<img class="latex" alt="\\nabla f = 2x" src="f.png">', r"$\nabla f = 2x$"),
        ('<img alt="a photograph" src="f.png">', ""),
        (r"<p>Then \(y &lt; x\) and $z &amp;= 1$.</p>", r"Then \(y < x\) and $z &= 1$."),
        ("<p>x<sup>2</sup> + y<sub>1</sub></p>", "x^{2} + y_{1}"),
        ("<p>one</p><p>two<br>three</p>", "one\n\ntwo\nthree"),
        ("<h2>Answer</h2><p>text</p>", "## Answer\n\ntext"),
        ("<title>t = 1</title><style>p { a = b }</style><script>var c = 1;</script><p>seen</p>", "seen"),
        ("<p>a \n\n b</p>", "a\nb"),
        ("<pre>x = 1\n\ny = 2</pre>", "```\nx = 1\n\ny = 2\n```"),
        ("&copy; &#65; &nope; &lt;", "© A &nope; <"),
    ],
)
def test_the_text_of_a_page(page: str, read: str) -> None:
    assert text(page) == read


@pytest.mark.parametrize(
    "inner, latex",
    [
        ("<msup><mi>A</mi><mo>⊤</mo></msup><mi>x</mi><mo>=</mo><mi>b</mi>", r"A^{\top} x = b"),
        ("<mfrac><mn>1</mn><mi>n</mi></mfrac><msqrt><mi>x</mi></msqrt>", r"\frac{1}{n} \sqrt{x}"),
        (
            "<munderover><mo>∑</mo><mi>i</mi><mi>n</mi></munderover><msub><mi>x</mi><mi>i</mi></msub>",
            r"\sum_{i}^{n} x_{i}",
        ),
        ("<mover><mi>x</mi><mo>^</mo></mover><mo>∈</mo><mi>tr</mi>", r"\hat{x} ∈ \tr"),
        ("<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr></mtable>", r"\begin{matrix}1 & 0\end{matrix}"),
    ],
)
def test_mathml_without_tex_is_put_into_tex(inner: str, latex: str) -> None:
    assert text(f"<math><mrow>{inner}</mrow></math>") == f"${latex}$"


def test_places_point_into_the_file() -> None:
    page = "<html>\n<body>\n<p>Here " + katex(r"x &lt; y", "x<y") + " and $u = v$</p>"
    read, _, origin = web_pages.converted(page)
    start = read.index("x < y")
    first, last = origin.place(start, start + 5)
    assert page[first.offset : last.offset] == "x &lt; y"
    assert (first.line, page.splitlines()[2][first.column - 1 :][:4]) == (3, "x &l")
    start = read.index("u = v")
    first, last = origin.place(start, start + 5)
    assert page[first.offset : last.offset] == "u = v"
    assert len(origin.starts) == len(origin.ends) == len(read)
    assert all(0 <= a <= b <= len(page) for a, b in zip(origin.starts, origin.ends, strict=True))


def test_a_saved_chat_is_audited(tmp_path: Path) -> None:
    page = tmp_path / "chat.html"
    page.write_text(
        "<!DOCTYPE html><html><body><div class='message'><p>Let "
        + katex(r"A \in \mathbb{R}^{n\times n}", "A")
        + " and "
        + katex(r"x \in \mathbb{R}^{n}", "x")
        + ".</p>"
        + katex(r"\nabla (x^T A x) = (A + A^T) x", "…", display=True)
        + katex(r"\nabla (x^T A x) = 2 A x", "…", display=True)
        + "</div></body></html>"
    )
    result = CliRunner().invoke(app, ["check", str(page), "--format", "json"])
    assert result.exit_code == 1
    steps = json.loads(result.stdout)["steps"]
    assert [step["verdict"] for step in steps] == ["given", "given", "verified", "conditional"]
    offset = steps[3]["left"]["span"]["start"]["offset"]
    assert page.read_text()[offset:].startswith(r"\nabla (x^T A x) = 2 A x")


@pytest.mark.parametrize(
    "page",
    ["<math><mrow><mi>x", "<script type='math/tex'>x = 1", "<p><em>x", "</p></math></span>", "<math></math>", "<", "<p",
     "<div>" * 5_000 + "x = 1", "<math>" + "<mrow>" * 5_000 + "x", "&", "&#xffffffff;", "<annotation>x</annotation>"],
)  # fmt: skip
def test_broken_pages_are_read_as_far_as_they_go(page: str) -> None:
    read, _, origin = web_pages.converted(page)
    assert len(read) == len(origin.starts)
    origin.place(0, len(read))


def test_an_enormous_page_is_refused() -> None:
    with pytest.raises(Unreadable, match="too long"):
        web_pages.converted("<p>" + "x = 1 " * 400_000)


def test_a_page_from_standard_input_is_recognised() -> None:
    result = CliRunner().invoke(app, ["normalize", "-"], input="<!doctype html><p>$2 + 2 = 5$</p>")
    assert result.stdout.strip() == "$2 + 2 = 5$"


def test_markdown_that_holds_markup_stays_markdown(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("<html>\n\n$a = b$")
    assert open_document(str(file)).text == "<html>\n\n$a = b$"


def test_a_span_at_the_end_of_a_page() -> None:
    _, _, origin = web_pages.converted("<p>$x$</p>")
    assert origin.place(99, 99)[0].offset == len("<p>$x$</p>")
    assert Span(0, 0) in Span(0, 1)
    assert auditor.audit("", origin=origin).source.sha256
