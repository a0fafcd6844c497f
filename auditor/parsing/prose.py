"""The words around a formula: what leads up to it, and how the author puts it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.reading.document import Mathematics, Prose
from auditor.verdicts import Stance

_LEAD_LIMIT = 80
_FORMULA = re.compile(r"\$[^$]*\$")
_SENTENCE_END = re.compile(
    r"(?:[.!?](?:[\"')*_\]]*)(?=\s|$)|\n\s*\n|\n[ \t]*(?:[-*+•][ \t]|\d+[.)][ \t])"
    r"|^[ \t]*[-*+•][ \t]|\\item\b|(?:^|\s)\#{1,6}\s|\s---\s)",
    re.MULTILINE,
)
_ABBREVIATIONS = re.compile(
    r"(?:\b(?:i\.e|e\.g|eq|eqs|fig|resp|cf|vs|wrt|w\.r\.t|s\.t|etc|al|no|thm|sec|ch)|\b[A-Z])\.$", re.IGNORECASE
)

_ASKS = re.compile(
    r"\b(?:what(?:'s| is| are| does| would)|why (?:is|are|does|do|would|can|the)"
    r"|how (?:is|are|does|do|come|can|would|to)|whether|is it (?:true|correct|right|possible)|am i right"
    r"|is (?:this|that|the following|my)\b.{0,40}\b(?:true|correct|right|valid))\b"
    r"|^\W*(?:(?:and|but|so|or|then|now)\W+)*(?:does|do|is|are|can|could|should|would|will|did|isn't|aren't|doesn't)\b",
    re.IGNORECASE | re.DOTALL,
)
_ASKS_OF_NEXT = re.compile(
    r"\b(?:is|are|am|was|does|do|can|could|why)\b[^.?!]{0,80}\b(?:correct|right|true|valid|wrong|holds?|following)\b[^.?!]{0,40}\?[\s*_]*$",
    re.IGNORECASE,
)
_ASKS_ALWAYS = re.compile(
    r"\b(?:is it (?:true|correct|right)(?: that)?|why does|why is it that|prove or disprove|true or false|whether)\b"
    r"[^.?!;]*$",
    re.IGNORECASE | re.DOTALL,
)
_SUPPOSES = re.compile(
    r"\b(?:suppose|supposing|assume|assuming|provided(?: that)?|in case|under the assumption(?: that)?|unless|if|when"
    r"|whenever|such that|s\.t\.|satisfying|subject to)(?:\b|(?<=\.))(?P<rest>[^;]*)$",
    re.IGNORECASE | re.DOTALL,
)
_COUNTERFACTUAL = re.compile(
    r"\bif (?:it|this|that|they|we|one|so)\b(?: were| was| could| did| would| had| can)\b[^.;]{0,40}$",
    re.IGNORECASE | re.DOTALL,
)
_CLAUSE_END = re.compile(r",|\bthen\b|\bwe\b|\bit follows\b")
_DENIES_AFTER = re.compile(
    r"^[\s,;:)]*(?:(?:this|that|which|it)\s+)?"
    r"(?:is|are|was|would be|seems|does|do|can|cannot|can't|fails|doesn't|isn't)?\s*"
    r"(?:also\s+|simply\s+|clearly\s+|just\s+|obviously\s+|in general\s+)?"
    r"(?:not (?:true|correct|right|hold|valid|equal|work|the case)|wrong|false|incorrect|invalid|nonsense|fails?\b"
    r"|never (?:true|holds)|n't (?:true|hold|work|correct))",
    re.IGNORECASE,
)
_DENIES_BEFORE = re.compile(
    r"\b(?:it is (?:not|false|wrong|incorrect)(?: (?:true|the case|correct))?(?: that)?|not true that|isn't true that"
    r"|(?:is|are) not (?:equal|the same)|cannot (?:be|simplif)\w*(?: \w+)*|can't be|wrong(?:ly)?(?: \w+)?(?: that)?"
    r"|incorrect(?:ly)?|mistaken(?:ly)?|you can(?:not|'t) (?:say|write|conclude|use)(?: that)?"
    r"|does not (?:mean|imply|follow)(?: that)?"
    r"|doesn't (?:mean|imply|follow)(?: that)?|instead of)\s*[:,]?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Surroundings:
    """The sentence around a formula, formulas in it as `$…$`: what stands before, and what follows."""

    before: str
    after: str
    earlier: str = ""  # the end of the sentence before, where this one begins with the formula
    title: bool = False  # the formula stands in a first line that is a question

    @property
    def lead(self) -> str:
        """The words directly before, at most some 80 characters."""
        words = _FORMULA.sub(_shortened, " ".join(self.before.split()))
        if len(words) <= _LEAD_LIMIT:
            return words
        kept = words[-_LEAD_LIMIT:].partition(" ")[2]
        return kept.partition("$")[2].lstrip() if kept.count("$") % 2 else kept


def _shortened(formula: re.Match[str]) -> str:
    return formula.group() if len(formula.group()) <= 20 else "$…$"


def surroundings(pieces: Sequence[Prose | Mathematics], number: int) -> Surroundings:
    """What the sentence says before and after the piece of that number."""
    before, earlier = "", ""
    for place in range(number - 1, max(number - 12, -1), -1):
        piece = pieces[place]
        if isinstance(piece, Mathematics):
            if piece.display:
                break
            before = f"${' '.join(piece.text.characters.split())}${before}"
            continue
        text = piece.text.characters[-400:]
        if place == number - 1 and not _TITLE.search(text) and _is_display(pieces[number]):
            text = text.rstrip()  # a blank line before a display does not end the sentence
        end = _last_end(text)
        before = text[end:] + before
        earlier = text[:end] if place == number - 1 else ""
        if end or len(before) > 400:
            break
    return Surroundings(before.strip(), _after(pieces, number), earlier, _in_title(pieces, number))


# A heading, a list item or a line in bold is the last before the formula.
_TITLE = re.compile(r"(?:^|\n)[ \t]*(?:\#{1,6}\s[^\n]*|\*\*[^\n]*\*\*|(?:---|===)[^\n]*)\s*$")


def _is_display(piece: Prose | Mathematics) -> bool:
    return isinstance(piece, Mathematics) and piece.display


def _last_end(text: str) -> int:
    end = 0
    for match in _SENTENCE_END.finditer(text):
        if match.group()[0] == "." and _ABBREVIATIONS.search(text[: match.start() + 1][-8:]):
            continue
        end = match.end()
    return end


def _after(pieces: Sequence[Prose | Mathematics], number: int) -> str:
    after = ""
    for piece in pieces[number + 1 : number + 12]:
        if isinstance(piece, Mathematics):
            if piece.display:
                break
            after += f"${' '.join(piece.text.characters.split())}$"
            continue
        text = piece.text.characters[:400]
        for match in _SENTENCE_END.finditer(text):
            if match.group()[0] != "." or not _ABBREVIATIONS.search(text[: match.start() + 1][-8:]):
                return after + text[: match.end()]
        after += text
        if len(after) > 400:
            break
    return after


LONGEST_TITLE = 100  # pieces


def _in_title(pieces: Sequence[Prose | Mathematics], number: int) -> bool:
    """The first line of the document, where it is one plain question and a blank line follows."""
    if number > LONGEST_TITLE:
        return False
    if any("\n" in piece.text.characters.strip("\n") for piece in pieces[:number] if isinstance(piece, Prose)):
        return False
    line = ""
    for piece in pieces[number + 1 : number + LONGEST_TITLE]:
        if isinstance(piece, Prose):
            text, end, rest = piece.text.characters.partition("\n")
            line += text
            if end:
                return _is_plain_question(line) and (not rest.strip() or rest.lstrip(" \t").startswith("\n"))
    return _is_plain_question(line)


def _is_plain_question(line: str) -> bool:
    return line.rstrip().endswith("?") and not re.search(r"[,;:.]\s", line)


def stance(around: Surroundings) -> Stance:
    """How the sentence puts what the formula claims."""
    before, after = around.before, around.after
    if _DENIES_AFTER.match(after) or _DENIES_BEFORE.search(before):
        return Stance.DENIED
    question = after.rstrip("\"')*_] ").endswith("?")
    if (question and _is_asked(around)) or _ASKS_ALWAYS.search(before):
        return Stance.ASKED
    if not before and _ASKS_OF_NEXT.search(around.earlier):
        return Stance.ASKED
    if _COUNTERFACTUAL.search(before):
        return Stance.SUPPOSED
    supposed = _SUPPOSES.search(before)
    if supposed and not _CLAUSE_END.search(_without_formulas(supposed["rest"])):
        return Stance.SUPPOSED
    if _UP_TO_THEN.search(before) and _THEN.search(after):
        return Stance.SUPPOSED
    return Stance.ASSERTED


# "If there is no noise, $Q = 0$, and A is invertible, then …": all that stands before "then" is supposed.
_UP_TO_THEN = re.compile(r"\bif\b(?:(?!\bthen\b)[^.;])*$", re.IGNORECASE)
_THEN = re.compile(r"^[^.;]*\bthen\b", re.IGNORECASE)


def _is_asked(around: Surroundings) -> bool:
    """The question is about the formula: the words that ask stand before it, or the mark directly behind it."""
    if around.title or not re.search(r"\w", around.after):
        return True
    last_clause = re.split(r"[,;](?=\s)", _without_formulas(around.before))[-1]
    return _ASKS.search(last_clause) is not None


def _without_formulas(text: str) -> str:
    return _FORMULA.sub("$", text)
