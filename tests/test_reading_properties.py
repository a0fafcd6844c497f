"""What holds of reading for any text whatever."""

from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.reading import Mathematics, Prose, normalize, read
from auditor.source import Source

FRAGMENTS = st.sampled_from(
    r"""$ $$ \( \) \[ \] \\( \\] ` ``` ~~~ $` `$ > # [ ] { } ( ) | * _ ^ = & % - ' \ \\ \\\\ <!-- --> <em> &lt;
    \begin{align} \end{align} \begin{bmatrix} \end{bmatrix} \newcommand{\a}[1]{#1x} \def\b#1{\a{#1}} \a{y} \b z \let\c\a
    \frac \sum*{i} X*{ij} |A|*F \alpha \partial \text{if $x$} \item \section{S} .. :: math ×  ᵀ ² ∂ Σ 𝐗 ′ −1 K−1K x_i
    words and the Answer: 5 10""".split()
)
SPACES = st.sampled_from([" ", "\n", "\n\n", "\r\n", "\t", "\u200b"])
TEXTS = st.lists(st.one_of(FRAGMENTS, SPACES, st.text(max_size=3)), max_size=40).map("".join)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_any_text_is_read_into_ordered_pieces_with_exact_places(text: str) -> None:
    document = read(Source("x.md", text))
    reached = 0
    for piece in document.pieces:
        span = piece.span if isinstance(piece, Mathematics) else piece.text.span()
        assert reached <= span.start <= span.end <= len(text)
        reached = span.end
        traced = piece.text
        assert len(traced.characters) == len(traced.starts) == len(traced.ends)
        for start, end in zip(traced.starts, traced.ends, strict=True):
            assert 0 <= start <= end <= len(text)
    for repair in document.repairs:
        assert 0 <= repair.span.start <= repair.span.end <= len(text)
    assert all(0 <= place <= len(text) for place in document.breaks)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_prose_is_the_original(text: str) -> None:
    for piece in read(Source("x.md", text)).pieces:
        if isinstance(piece, Prose):
            for character, start, end in zip(piece.text.characters, piece.text.starts, piece.text.ends, strict=True):
                assert end - start != 1 or text[start] == character or text[start] in "\t\n\r\x08\x0c"


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_any_text_is_normalized(text: str) -> None:
    assert isinstance(normalize(read(Source("x.md", text))), str)


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_arbitrary_characters_never_fail(text: str) -> None:
    read(Source("x.tex", text))
    read(Source("x.md", text))
