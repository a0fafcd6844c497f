r"""MathML inside a web page: the TeX of its annotation where it has one, else its elements put into TeX."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_ANNOTATION = re.compile(r"(?:application/x-tex|latex|tex)\b", re.IGNORECASE)
_DEPTH = 200
_ACCENTS = {
    "^": "hat",
    "ˆ": "hat",
    "~": "tilde",
    "˜": "tilde",
    "¯": "bar",
    "‾": "bar",
    "→": "vec",
    "˙": "dot",
    "¨": "ddot",
}
_STYLES = {"bold": r"\mathbf", "double-struck": r"\mathbb", "script": r"\mathcal", "fraktur": r"\mathfrak"}
_SIGNS = {
    "−": "-", "⁢": "", "⁡": "", "⁣": "", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_",
    "∑": r"\sum", "∏": r"\prod", "∫": r"\int", "∂": r"\partial", "∇": r"\nabla", "⊤": r"\top", "‖": r"\|",
}  # fmt: skip
_FUNCTIONS = frozenset("sin cos tan exp log ln det tr max min sinh cosh tanh arctan arcsin arccos lim sup inf".split())


@dataclass
class Element:
    """An element of MathML: its tag, its text and what is inside."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)
    text: str = ""


@dataclass
class Formula:
    """A `math` element while it is being read."""

    display: bool
    start: int
    content: int  # where its content begins
    annotation: tuple[int, int] | None = None  # the place of its TeX in the file
    stack: list[Element] = field(default_factory=lambda: [Element("mrow")])
    annotating: int | None = None  # where the annotation that is open begins, if it is TeX
    skipped: int = 0  # annotations of another kind that are open

    def open(self, tag: str, attributes: dict[str, str], end: int) -> None:
        if tag.startswith("annotation"):
            if tag == "annotation" and _ANNOTATION.match(attributes.get("encoding", "")) and self.annotation is None:
                self.annotating = end
                self.annotation = (end, end)
            else:
                self.skipped += 1
        elif not self.skipped and self.annotating is None and len(self.stack) < _DEPTH:
            element = Element(tag, attributes)
            self.stack[-1].children.append(element)
            self.stack.append(element)

    def close(self, tag: str) -> None:
        if tag.startswith("annotation"):
            self.annotating = None
            self.skipped = max(0, self.skipped - 1)
        elif not self.skipped and any(element.tag == tag for element in self.stack[1:]):
            while self.stack.pop().tag != tag:
                pass

    def data(self, characters: str, start: int, end: int | None = None) -> None:
        end = start + len(characters) if end is None else end
        if self.annotating is not None and self.annotation is not None:
            self.annotation = (self.annotation[0], end)
        elif not self.skipped:
            self.stack[-1].text += characters

    def latex(self) -> str:
        """The formula in TeX."""
        return " ".join(_latex(self.stack[0]).split())


def _latex(element: Element) -> str:
    inside = [_latex(child) for child in element.children]
    match element.tag, inside:
        case "mi" | "mn" | "mo" | "mtext" | "ms", _:
            return _token(element)
        case "msup", [base, over]:
            return f"{_base(base)}^{{{over}}}"
        case "msub", [base, under]:
            return f"{_base(base)}_{{{under}}}"
        case "msubsup", [base, under, over]:
            return f"{_base(base)}_{{{under}}}^{{{over}}}"
        case "munderover", [base, under, over]:
            return f"{base}_{{{under}}}^{{{over}}}"
        case "munder", [base, under]:
            return f"{base}_{{{under}}}"
        case "mover", [base, over]:
            accent = _ACCENTS.get(element.children[1].text.strip())
            return rf"\{accent}{{{base}}}" if accent else f"{base}^{{{over}}}"
        case "mfrac", [above, below]:
            return rf"\frac{{{above}}}{{{below}}}"
        case "msqrt", _:
            return rf"\sqrt{{{' '.join(inside)}}}"
        case "mroot", [body, degree]:
            return rf"\sqrt[{degree}]{{{body}}}"
        case "mtable", _:
            rows = r" \\ ".join(inside)
            return rf"\begin{{matrix}}{rows}\end{{matrix}}"
        case (("mtr" | "mlabeledtr"), _):
            return " & ".join(inside)
        case "mfenced", _:
            opening, closing = element.attributes.get("open", "("), element.attributes.get("close", ")")
            return rf"\left{_sign(opening) or '.'} {', '.join(inside)} \right{_sign(closing) or '.'}"
        case "mspace" | "mphantom", _:
            return " "
    return " ".join(inside)


def _base(base: str) -> str:
    """Something that scripts can hang on."""
    return base if len(base) < 2 or re.fullmatch(r"\\[A-Za-z]+|\\math\w+\{[^{}]*\}", base) else f"{{{base}}}"


def _token(element: Element) -> str:
    text = " ".join(element.text.split())
    if element.tag in ("mtext", "ms"):
        return rf"\text{{{text}}}" if text else ""
    if element.tag == "mi" and len(text) > 1:
        return rf"\{text}" if text in _FUNCTIONS else rf"\operatorname{{{text}}}"
    style = _STYLES.get(element.attributes.get("mathvariant", ""))
    return f"{style}{{{text}}}" if style and element.tag == "mi" else _sign(text)


def _sign(text: str) -> str:
    return "".join(_SIGNS.get(character, character) for character in text)
