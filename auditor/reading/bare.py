r"""Find mathematics that nobody delimited: bare LaTeX lines, formulas inside sentences, ASCII and Unicode mathematics.

A stretch of running text is cut into tokens. Words split it; what stands between two words is a run of letters,
numbers, brackets and signs. A run is a formula when it holds a relation with something to relate, or a TeX command, or
(on a line of its own) enough structure. Its edges are then trimmed to the formula: no bullets, labels, closing full
stops or brackets that belong to the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from auditor.reading.characters import COMBINING, SIGNS, SUBSCRIPTS, SUPERSCRIPTS
from auditor.reading.notation import (
    ASCII_GREEK,
    COMMANDS,
    FUNCTIONS,
    PART_ENVIRONMENTS,
    SHORT_WORDS,
    TEXT_COMMANDS,
    words,
)
from auditor.reading.scanning import Region

_UNICODE_LETTER = "α-ωΑ-Ω∂∇∞ℓℝℂℕℤ𝔼ℒ\u2100-\u214f\U0001d400-\U0001d7ffŷȳŵâẑẋȧ½¼¾⅓⅔"
_UNICODE_SCRIPT = "".join(map(re.escape, (*SUPERSCRIPTS, *SUBSCRIPTS, *COMBINING)))
_TOKEN = re.compile(
    rf"""
    (?P<environment>\\{{1,2}}begin\s*\{{(?P<name>{"|".join(sorted(PART_ENVIRONMENTS))})\*?\}}.{{0,4000}}?\\{{1,2}}end\s*\{{(?P=name)\*?\}})
  | (?P<url>\b(?:https?://|www\.)\S+|\b[\w.-]{{1,40}}@[\w-]{{1,40}}\.\w+|\b\w{{1,40}}\.(?:com|org|net|edu|py|md|tex|txt|html|pdf)\b)
  | (?P<textcmd>\\{{1,2}}(?:{"|".join(sorted(TEXT_COMMANDS - COMMANDS, key=len, reverse=True))})(?![A-Za-z])\*?)
  | (?P<text>\\{{1,2}}(?:text\w*|mbox|hbox|operatorname\*?|math(?:rm|bf|bb|cal|sf)|boldsymbol|bm)\s*\{{[^{{}}]*\}})
  | (?P<command>\\{{1,2}}[A-Za-z]+\*?|\\[|{{}},;:!>\ \\])
  | (?P<contraction>[A-Za-z]{{2,}}['’](?:s|t|re|ve|ll|d|m)\b|\bI['’](?:m|d|ll|ve)\b)
  | (?P<code>\b[A-Za-z_]\w{{0,40}}(?:\.[A-Za-z_]\w{{0,40}})+(?:\(|\b)
    |\b[A-Za-z]{{2,40}}_[A-Za-z]{{3,40}}\w{{0,40}}\b|\b\w{{1,40}}\(\)|&&|\+\+|;\s*$)
  | (?P<script>[_^](?:\{{(?:[^{{}}]|\{{(?:[^{{}}]|\{{[^{{}}]*\}})*\}})*\}})?
    |[{_UNICODE_SCRIPT}]+|['′″’](?!\s*[A-Za-z]{{4}}))
  | (?P<symbol>[{_UNICODE_LETTER}])
  | (?P<member>(?<=[A-Za-z0-9'}})])\s+in\s+(?=[RC]\^|ℝ|ℂ|\\mathbb))
  | (?P<letters>[A-Za-z]+)
  | (?P<foreign>[^\W\d_A-Za-z{_UNICODE_LETTER}]+)
  | (?P<number>\d+(?:[.,]\d+)*)
  | (?P<arrow>-->|->|<-|⟶|→|←|\.{(2,)})
  | (?P<relation><=>|<=|>=|==?>|!=|:=|=:|~=|==|[=≈≠≤≥≡∈∉⊂⊆≔≜∝≪≫≻≽⪰⪯⇒⟹⇔⟺]|(?<=\s)[<>](?=\s))
  | (?P<bracket>[()\[\]{{}}|‖∥⟨⟩⏟⏞])
  | (?P<operator>[-+*/−–·⋅×÷∘⊗⊙⊕±∓∑∏Σ∫√:&,<>∗∂∇⋯…!∣⟂⊤⟵~])
  | (?P<space>\s+)
  | (?P<stop>[.;?](?=\s|$)|—|"|“|”|`)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_RELATION_COMMANDS = re.compile(
    r"\\(?:le|leq|ge|geq|ne|neq|approx|equiv|sim|simeq|cong|propto|triangleq|coloneqq|in|notin|subset|subseteq|to"
    r"|rightarrow|Rightarrow|Longrightarrow|implies|iff|mapsto|succ|succeq|prec|preceq|leqslant|geqslant|doteq|ll|gg)(?![A-Za-z])"
)
_LINE_REST = re.compile(r"[ \t]*(?:[\r\n]|\Z)")
_WORDLIKE = ("textcmd", "url", "contraction", "code", "foreign", "stop", "other")
_CODE_LINE = re.compile(
    r"\s*(?:(?:def|import|from|return|class|print|while|elif|else|try|except|with|lambda|assert|const|function)\b(?!\s+=)"
    r"|for\b.*\bin\b.*:|if\b.*:\s*$|#include|//|>>>|\$ \w|@\w+"
    r"|[A-Za-z_]\w*\s*=\s*[A-Za-z_]\w*\.[A-Za-z_]\w)|.*\b(?:np|torch|tf|jnp|plt)\.\w"
)
_MARKER = re.compile(
    r"(?:[ \t]|>(?!=)|#{1,6}(?=[ \t])|\*\*(?=[^*])|[-*+•–](?=[ \t]+\S)|\d{1,3}[.)](?=[ \t])|\([0-9]{1,3}\)(?=[ \t])"
    r"|\([a-zA-Z]\)(?=[ \t]+[^\s=+*/^_<>-])|\((?:i{1,3}|iv|v|vi{1,3})\)(?=[ \t])|[a-z]\)(?=[ \t]))*"
)
_RELATION_SIGN = re.compile(r"[=<>≈≤≥≡∈]|\\(?:approx|leq?|geq?|equiv|in)(?![A-Za-z])")
_WORD = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{4,}")
_SUM_LINES = 12  # how far up a sum may begin
_COMMENT = re.compile(r"(?<=\s)%.*")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?\s*")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    start: int
    end: int
    text: str


def find(text: str, start: int, end: int, *, alone: bool) -> Iterator[Region]:
    """The formulas in running text between two offsets; `alone`: the stretch is a whole line.

    Beside delimited mathematics on the same line, an author is taken at their word: only runs with a relation between
    two operands, and TeX in it, count.
    """
    if alone and _CODE_LINE.match(text[start:end]):
        return
    begin = start + (_marker_length(text, start, end) if alone else 0)
    line_end, end = end, _comment_start(text, begin, end) if alone else end
    tokens = _tokens(text, begin, end)
    whole_line = alone and not any(token.kind == "word" for token in tokens)
    for run in _runs(tokens):
        for piece in _sentences(run):
            trimmed = _trim(piece, text, begin)
            if trimmed and _is_formula(trimmed, text, begin, whole_line=whole_line, alone=alone):
                first, last = trimmed[0].start, trimmed[-1].end
                fills = _fills(text, begin, end, first, last)
                stop = line_end if fills and line_end > end else last  # a comment belongs to its line
                yield Region(first, stop, (first, last), "bare", display=fills)


def _comment_start(text: str, start: int, end: int) -> int:
    """Where the TeX comment of a line of bare mathematics begins; its end where there is none."""
    comment = _COMMENT.search(text, start, end)
    if comment is None or "\\" not in text[start : comment.start()]:
        return end
    if any(token.kind == "word" for token in _tokens(text, start, comment.start())):
        return end
    return comment.start()


def _marker_length(text: str, start: int, end: int) -> int:
    """The length of the list mark, heading mark or label that a line begins with."""
    match = _MARKER.match(text, start, end)
    length = match.end() - start if match else 0
    return 0 if text[start : start + length].strip() in ("+", "-") and _is_summand(text, start, end) else length


def _is_summand(text: str, start: int, end: int) -> bool:
    """A line that begins with a sign and goes on with the sum of the line above, rather than an item of a list."""
    if _RELATION_SIGN.search(text, start, end):
        return False
    for _ in range(_SUM_LINES):
        end, start = start - 1, max(text.rfind("\n", 0, max(start - 1, 0)) + 1, 0)
        line = text[start : max(end, start)].strip()
        if not line.startswith(("+ ", "- ")):
            return bool(_RELATION_SIGN.search(line)) and "$" not in line and len(_WORD.findall(line)) == 0
        if _RELATION_SIGN.search(line) or start == 0:
            return False
    return False


def _fills(text: str, begin: int, end: int, first: int, last: int) -> bool:
    return not re.search(r"\w", text[begin:first]) and not re.search(
        r"\w", re.sub(r"\(\w{1,3}\)\s*$", "", text[last:end])
    )


def _tokens(text: str, start: int, end: int) -> list[_Token]:
    tokens: list[_Token] = []
    for match in _TOKEN.finditer(text, start, end):
        kind = match.lastgroup or "other"
        kind = {"name": "environment", "member": "relation"}.get(kind, kind)
        if kind == "letters":
            attached = tokens and tokens[-1].kind in ("script", "command") and tokens[-1].end == match.start()
            raised = text.startswith("^", match.end()) and len(match.group()) <= 3
            script = bool(attached and tokens[-1].text in "_^")
            kind = "letter" if raised or _mathematical(match.group(), script) else "word"
        elif kind in _WORDLIKE:
            kind = "stop" if kind in ("stop", "other") else "word"
        tokens.append(_Token(kind, match.start(), match.end(), match.group()))
    return tokens


def _mathematical(letters: str, script: bool) -> bool:
    """A run of letters that is a product, a function or a Greek name rather than a word."""
    if len(letters) == 1 or letters in FUNCTIONS or letters in ASCII_GREEK:
        return True
    if letters in SHORT_WORDS or (letters.lower() in SHORT_WORDS and not letters.isupper()):
        return False
    if script and len(letters) <= 3:
        return True
    if len(letters) == 2:
        return True
    if letters[0] == "d" and letters[1:2].isupper() and len(letters) <= 4:
        return True
    if len(letters) > 6:
        return False
    if letters[1:].islower():
        return not re.search(r"[aeiouy]", letters.lower()) and len(letters) <= 4
    return True


def _runs(tokens: list[_Token]) -> Iterator[list[_Token]]:
    """The stretches without words; a word that stands right before a relation is its left side."""
    run: list[_Token] = []
    word: _Token | None = None
    for token in (*tokens, None):
        if token is None or token.kind == "word":
            yield _named(word, run)
            word, run = token, []
        else:
            run.append(token)


def _named(word: _Token | None, run: list[_Token]) -> list[_Token]:
    """`loss = \\frac12 x^2`: the word names what the relation speaks of."""
    if word is None or not word.text.isalpha() or len(word.text) < 3 or len(run) < 3:
        return run
    if run[0].kind != "space" or not _is_relation(run[1]) or run[1].kind != "relation":
        return run
    structured = any(
        token.kind in ("command", "text", "environment", "symbol") or _is_script(token) for token in run[2:]
    )
    return [replace(word, kind="letter"), *run] if structured else run


def _is_script(token: _Token) -> bool:
    return token.kind == "script" and token.text[0] not in "'’"


def _sentences(run: list[_Token]) -> Iterator[list[_Token]]:
    """A run cut at full stops and at marks that no formula holds."""
    piece: list[_Token] = []
    depth = 0
    listed = sum(map(_is_relation, run)) > 1
    for index, token in enumerate(run):
        depth += (token.text in ("(", "[", "{")) - (token.text in (")", "]", "}"))
        dotted = (
            listed and token.text in ("·", "•") and {one.kind for one in run[index - 1 : index + 2 : 2]} == {"space"}
        )
        if dotted or (token.kind == "stop" and (depth <= 0 or token.text != ";")):
            yield piece
            piece, depth = [], 0
        else:
            piece.append(token)
    yield piece


_EDGE_LEFT = re.compile(r"[,:;.!*&)\]}~…/|]+|\.\.\.|\*\*|'|′|’|-->|->|→|–|×|·")
_EDGE_RIGHT = re.compile(r"[,:;.!*&(\[{~+/–-]+|\.\.\.")


def _trim(piece: list[_Token], text: str, begin: int) -> list[_Token]:
    """The piece without what belongs to the sentence around it."""
    while True:
        before = len(piece)
        while (piece and piece[0].kind == "space") or (piece and piece[0].text in ("\\ ", "\\\\", "\\,")):
            piece = piece[1:]
        while piece and (piece[-1].kind == "space" or piece[-1].text in ("\\ ", "\\\\", "\\,")):
            piece = piece[:-1]
        inside = bool(piece) and piece[0].start > begin and not _opens_bars(piece)
        if piece and (
            piece[0].text in (",", ";", ":", ".", "!", "&", "...") or (inside and _EDGE_LEFT.fullmatch(piece[0].text))
        ):
            piece = piece[1:]
        if piece and _EDGE_RIGHT.fullmatch(piece[-1].text) and not _ends_operator(piece):
            piece = piece[:-1]
        piece = _without_stray_brackets(piece)
        piece = _without_subject(_without_label(piece, text, begin), text)
        if len(piece) == before:
            return _unwrapped(piece)


_WORD_BEHIND = re.compile(r"[ \t]+[a-z]{3,}")


def _without_subject(piece: list[_Token], text: str) -> list[_Token]:
    """`f = x^T A x, A symmetric`: the letter behind the comma is what the words behind it speak of."""
    kept = [token for token in piece if token.kind != "space"]
    if len(kept) < 4 or kept[-2].text != "," or kept[-1].kind != "letter" or not any(map(_is_relation, kept)):
        return piece
    depth = sum((token.text in ("(", "[", "{")) - (token.text in (")", "]", "}")) for token in kept)
    if depth or _WORD_BEHIND.match(text, kept[-1].end) is None:
        return piece
    return piece[: piece.index(kept[-2])]


def _opens_bars(piece: list[_Token]) -> bool:
    return piece[0].text == "|" and sum(token.text == "|" for token in piece) % 2 == 0


def _ends_operator(piece: list[_Token]) -> bool:
    """A line may break behind an operator; only commas and their like are the sentence's."""
    return piece[-1].text in ("+", "-", "*") and len(piece) > 3 and piece[-2].kind == "space"


def _without_stray_brackets(piece: list[_Token]) -> list[_Token]:
    """Brackets at the edges that have no partner in the piece."""
    stack: list[int] = []
    stray: list[int] = []
    for index, token in enumerate(piece):
        if token.text in ("(", "[", "{"):
            stack.append(index)
        elif token.text in (")", "]", "}"):
            if stack:
                stack.pop()
            else:
                stray.append(index)
    last = len(piece) - 1
    while stray and stray[-1] == last:
        stray.pop()
        last -= 1
    first = 0
    if not any(token.kind == "command" and token.text.endswith("left") for token in piece):
        while first < len(stack) and stack[first] == first:
            first += 1
    return piece[first : last + 1]


_PAIRS = {"(": ")", "[": "]"}


def _unwrapped(piece: list[_Token]) -> list[_Token]:
    """`(x = y)` within a sentence: the brackets are the sentence's where a relation stands directly inside."""
    opening = next((k for k, token in enumerate(piece) if token.text == "(" and k and piece[k - 1].kind == "space"), 0)
    if opening and piece[-1].text == ")" and not any(map(_is_relation, piece[:opening])):
        inside = _unwrapped(piece[opening:])
        if len(inside) < len(piece) - opening:
            return inside
    if len(piece) < 3 or _PAIRS.get(piece[0].text) != piece[-1].text:
        return piece
    depth, relation = 0, False
    for index, token in enumerate(piece):
        depth += (token.text in ("(", "[", "{")) - (token.text in (")", "]", "}"))
        relation = relation or (depth == 1 and _is_relation(token))
        if depth == 0 and index < len(piece) - 1:
            return piece
    inner = piece[1:-1]
    while inner and inner[0].kind == "space":
        inner = inner[1:]
    while inner and inner[-1].kind == "space":
        inner = inner[:-1]
    spaced = piece[1].kind == "space" and piece[-2].kind == "space"
    return inner if relation or (spaced and any(token.kind in ("command", "text") for token in inner)) else piece


def _shape(token: _Token) -> str:
    """One character a token: s space, n number, x anything that is no mark."""
    if token.kind in ("space", "number"):
        return token.kind[0]
    return token.text if len(token.text) == 1 and token.kind != "letter" else "x"


def _without_label(piece: list[_Token], text: str, begin: int) -> list[_Token]:
    """Leading `3:` or `(1)`, trailing equation numbers, and the articles that look like letters."""
    shape = "".join(map(_shape, piece))
    if match := re.match(r"(?:n\s*[:)]|n\.)s+|\(n\)s+(?=[x(|\\])", shape):
        return piece[match.end() :]
    if match := re.search(r"(?<=[^s])s+\((?:n|n\.n|x)\)$", shape):
        label = text[piece[match.start()].start : piece[-1].end]
        if re.search(r"\s{2,}|\t", label) or (re.fullmatch(r"\s*\(\d{1,2}(?:\.\d+)?\)", label) and "=" in shape):
            return piece[: match.start()]
    if len(piece) > 2 and piece[0].text in _NOUNS and piece[1].kind == "space" and not _is_relation(piece[2]):
        return piece[2:]  # "the norm |A|"
    article = (
        len(piece) > 2 and piece[0].text == "a" and piece[1].kind == "space" and piece[2].kind in ("letter", "command")
    )
    if article and re.search(r"[A-Za-z]{2,}[ ]$", text[begin : piece[0].start]):
        return piece[2:]
    return piece


_NOUNS = words("norm trace rank sum int max min dot abs sign div curl lim prod inv inf")


def _is_relation(token: _Token) -> bool:
    return token.kind == "relation" or (
        token.kind == "command" and _RELATION_COMMANDS.fullmatch(token.text.replace("\\\\", "\\")) is not None
    )


def _is_operand(token: _Token) -> bool:
    if token.kind == "command":
        return token.text.lstrip("\\")[:1].isalpha() and not _is_relation(token)
    return token.kind in ("letter", "number", "symbol", "text", "environment") or token.text in "∂∇Σ∑∏√"


def _is_formula(piece: list[_Token], text: str, begin: int, *, whole_line: bool, alone: bool) -> bool:
    operands = [token for token in piece if _is_operand(token)]
    if not operands:
        return False
    relations = [index for index, token in enumerate(piece) if _is_relation(token)]
    commands = sum(token.kind in ("command", "environment", "text") for token in piece)
    named = any(token.kind == "text" or token.kind == "environment" or (token.kind == "command"
                and token.text.lstrip("\\") in COMMANDS) for token in piece)  # fmt: skip
    between = any(
        any(_is_operand(token) for token in piece[:index]) and any(_is_operand(token) for token in piece[index + 1 :])
        for index in relations
    )
    if not alone:
        return between and (commands > 0 or any(token.kind == "script" for token in piece))
    if named or (commands and relations):
        return len(operands) > 0
    letters = [token for token in operands if token.kind != "number"]
    if not letters:
        return False
    if relations:
        first_of_line = not text[begin : piece[0].start].strip()
        ends = _is_relation(piece[-1]) and _LINE_REST.match(text, piece[-1].end) is not None
        hanging = ends or (_is_relation(piece[0]) and not _is_relation(piece[-1]))
        return between or (hanging and (first_of_line or whole_line) and bool(operands))
    signs = sum(token.kind == "script" or (token.kind == "operator" and token.text not in ",:&!~") for token in piece)
    scripts = any((token.kind == "script" and token.text[0] != "'") or token.text in SIGNS for token in piece)
    applied = any(
        one.text in (")", "]", "|") and two.kind in ("script", "letter", "bracket") and one.end == two.start
        for one, two in pairwise(piece)
    )
    if whole_line:
        return signs >= 2 or (scripts and len(piece) > 1) or (signs >= 1 and applied)
    return scripts and _scripted(piece)


def _scripted(piece: list[_Token]) -> bool:
    """`X^T`, `|A|_F`, `x²`: a base with its script, in a sentence."""
    for one, two in pairwise(piece):
        if two.kind == "script" and two.text[0] != "'" and one.end == two.start:
            if two.text in "_^" and (two is piece[-1]):
                continue
            if (one.kind in ("letter", "symbol", "command") and len(one.text) <= 2) or one.text in (")", "|", "]", "}"):
                return True
    return any(token.kind == "symbol" and token.text in SIGNS for token in piece) and len(piece) > 1


# Lines


def is_table_rule(line: str) -> bool:
    return bool(_TABLE_RULE.fullmatch(line))


def open_brackets(line: str) -> int:
    r"""How many braces and environments the line leaves open."""
    depth = 0
    for match in re.finditer(r"\\\\|\\[{}]|\\(?:begin|end)(?=\s*\{)|[{}]|\\left(?![a-z])|\\right(?![a-z])", line):
        token = match.group()
        depth += {"{": 1, "}": -1, r"\begin": 1, r"\end": -1, r"\left": 1, r"\right": -1}.get(token, 0)
    return depth
