"""Unicode mathematics as LaTeX: one table of characters, and the runs (scripts, accents, alphabets) it cannot hold."""

from __future__ import annotations

import unicodedata
from functools import cache

_PAIRS = r"""
− - | – - | ∂ \partial | ∇ \nabla | ∞ \infty | ∑ \sum | ∏ \prod | ∫ \int | ∬ \iint | ∮ \oint | · \cdot | ⋅ \cdot
× \times | ÷ \div | ∗ * | ∘ \circ | ⊗ \otimes | ⊙ \odot | ⊕ \oplus | ⊖ \ominus | ± \pm | ∓ \mp | ⋆ \star | • \bullet
≤ \le | ≥ \ge | ⩽ \le | ⩾ \ge | ≠ \ne | ≈ \approx | ≡ \equiv | ∼ \sim | ≃ \simeq | ≅ \cong | ∝ \propto | ≜ \triangleq
≔ := | ≕ =: | ≪ \ll | ≫ \gg | ≺ \prec | ≻ \succ | ⪯ \preceq | ⪰ \succeq | ≼ \preceq | ≽ \succeq | ⟂ \perp | ⊥ \perp
∈ \in | ∉ \notin | ∋ \ni | ⊂ \subset | ⊆ \subseteq | ⊃ \supset | ⊇ \supseteq | ∪ \cup | ∩ \cap | ∖ \setminus
→ \to | ⟶ \to | ← \gets | ⇒ \Rightarrow | ⟹ \Longrightarrow | ⇐ \Leftarrow | ⇔ \Leftrightarrow
⟺ \Leftrightarrow | ↔ \leftrightarrow | ↦ \mapsto | ⟼ \mapsto | ∴ \therefore | ∵ \because | ∀ \forall | ∃ \exists
¬ \neg | ∧ \wedge | ∨ \vee | ∅ \emptyset | ⟨ \langle | ⟩ \rangle | 〈 \langle | 〉 \rangle | ‖ \| | ∥ \| | ∣ \mid
⌊ \lfloor | ⌋ \rfloor | ⌈ \lceil | ⌉ \rceil | ⟦ \llbracket | ⟧ \rrbracket | … \dots | ⋯ \cdots | ⋮ \vdots | ⋱ \ddots
ℝ \mathbb{R} | ℂ \mathbb{C} | ℕ \mathbb{N} | ℤ \mathbb{Z} | ℚ \mathbb{Q} | ℙ \mathbb{P} | 𝔼 \mathbb{E} | 𝟙 \mathbf{1}
ℓ \ell | ℒ \mathcal{L} | ℋ \mathcal{H} | ℱ \mathcal{F} | ℛ \mathcal{R} | ℳ \mathcal{M} | ℬ \mathcal{B} | ℰ \mathcal{E}
ℐ \mathcal{I} | ℜ \Re | ℑ \Im | ℏ \hbar | ℎ h | ′ ' | ″ '' | ‴ ''' | ’ ' | ½ \tfrac12 | ¼ \tfrac14 | ¾ \tfrac34
⅓ \tfrac13 | ⅔ \tfrac23 | ⁄ / | ∕ / | † \dagger | ‡ \ddagger | ⏟ | ⏞ | ϵ \epsilon | ϕ \phi | ϑ \vartheta | ϱ \varrho
α \alpha | β \beta | γ \gamma | δ \delta | ε \varepsilon | ζ \zeta | η \eta | θ \theta | ι \iota | κ \kappa
λ \lambda | μ \mu | µ \mu | ν \nu | ξ \xi | π \pi | ρ \rho | σ \sigma | ς \varsigma | τ \tau | υ \upsilon | φ \varphi
χ \chi | ψ \psi | ω \omega | Γ \Gamma | Δ \Delta | ∆ \Delta | Θ \Theta | Λ \Lambda | Ξ \Xi | Π \Pi | Σ \Sigma | Φ \Phi
Ψ \Psi | Ω \Omega | Α A | Β B | Ε E | Ζ Z | Η H | Ι I | Κ K | Μ M | Ν N | Ο O | Ρ P | Τ T | Υ Y | Χ X | ο o
（ ( | ） ) | ［ [ | ］ ] | ｛ \{ | ｝ \} | ＝ = | ＋ + | － - | ， , | ： : | ； ; | ｜ | ＊ * | ／ / | ＜ < | ＞ >
"""


def _table() -> dict[str, str]:
    rows = (row.strip() for row in _PAIRS.replace("\n", " | ").split(" | "))
    table = {row[0]: row[1:].strip() for row in rows if row}
    return table | {"｜": "|", "\u22a4": r"\top", "\u22ba": r"\intercal"}


SYMBOLS = _table()
SUPERSCRIPTS = dict(
    zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵀᵗⁿⁱᵏᵐʲˡᵖᵃᵇᶜᵈᵉˣʸᶻᴴᴺᴹᴷᴸᴰ⁎", "0123456789+-=()TtnikmjlpabcdexyzHNMKLD*", strict=True)
)
SUPERSCRIPTS |= {"\u1d40": "T", "\u02e2": "s", "\u02b3": "r", "\u02b0": "h", "\u1d39": "M", "\u1d42": "W", "ʷ": "w"}
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥᵦᵧᵨᵩᵪ", "0123456789+-=()aeoxhklmnpstijruvβγρφχ", strict=True))
COMBINING = {
    "\u0302": "hat", "\u0304": "bar", "\u0305": "bar", "\u0303": "tilde", "\u0307": "dot", "\u0308": "ddot",
    "\u20d7": "vec", "\u030c": "check", "\u0332": "underline",
}  # fmt: skip
INVISIBLE = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff\u00ad\ufe0e\ufe0f\u202a\u202c"
)
SPACES = frozenset("\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000")

_ALPHABETS = (  # the longest name that fits wins
    ("SANS-SERIF BOLD ITALIC", "boldsymbol"), ("SANS-SERIF BOLD", "mathbf"), ("SANS-SERIF ITALIC", "mathsf"),
    ("SANS-SERIF", "mathsf"), ("BOLD ITALIC", "boldsymbol"), ("BOLD SCRIPT", "mathcal"), ("BOLD FRAKTUR", "mathfrak"),
    ("BOLD", "mathbf"), ("DOUBLE-STRUCK", "mathbb"), ("SCRIPT", "mathcal"), ("FRAKTUR", "mathfrak"),
    ("MONOSPACE", "mathtt"), ("ITALIC", ""),
)  # fmt: skip

# What marks a line as mathematics although it holds no TeX: not the marks that prose uses too.
SIGNS = frozenset(
    symbol for symbol in (*SYMBOLS, *SUPERSCRIPTS, *SUBSCRIPTS) if symbol not in "–’…·•½¼¾†‡‴|µ→←（）［］｛｝，：；"
)


@cache
def as_latex(character: str) -> str | None:
    """The LaTeX that a single character stands for, or None where it stands for itself."""
    if character < "\x80":
        return None
    if character in SYMBOLS:
        return SYMBOLS[character]
    if "\U0001d400" <= character <= "\U0001d7ff":
        return _styled(character)
    return _accented(character)


def _styled(character: str) -> str | None:
    """Mathematical alphanumerics: the letter within its alphabet's command."""
    name = unicodedata.name(character, "").removeprefix("MATHEMATICAL ")
    plain = unicodedata.normalize("NFKD", character)
    command = next((command for alphabet, command in _ALPHABETS if name.startswith(alphabet + " ")), None)
    if command is None or len(plain) != 1:
        return None
    letter = SYMBOLS.get(plain, plain)
    if command == "mathbf" and plain > "\x7f":
        command = "boldsymbol"
    return f"\\{command}{{{letter}}}" if command else letter


def _accented(character: str) -> str | None:
    """`ŷ` is a letter with its accent."""
    parts = unicodedata.normalize("NFD", character)
    if len(parts) == 2 and parts[0].isascii() and parts[0].isalpha() and parts[1] in COMBINING:
        return f"\\{COMBINING[parts[1]]}{{{parts[0]}}}"
    return None
