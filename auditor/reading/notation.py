"""Names that tell mathematics from words: environments, commands, functions, and the short words of prose."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


# Environments that delimit mathematics: stripped from the text and named beside it.
DISPLAY_ENVIRONMENTS = words(
    """align aligned alignat alignedat flalign xalignat gather gathered multline multlined equation eqnarray displaymath
    math split dmath dgroup IEEEeqnarray subequations empheq darray"""
)
# Those of them in which `\\` ends a row.
ROW_ENVIRONMENTS = DISPLAY_ENVIRONMENTS - {"equation", "math", "displaymath", "dmath", "subequations"} | words(
    """matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix array cases dcases rcases substack tabular"""
)
# Those that are no display inside `$$ … $$`: the formula around them may go on.
INNER_ENVIRONMENTS = words("aligned alignedat gathered split multlined darray")
# Environments that take a mandatory argument, or optional ones, before the mathematics.
ENVIRONMENT_ARGUMENT = words("alignat alignedat xalignat IEEEeqnarray darray empheq")
# Mathematics too, but a part of a formula rather than the whole.
PART_ENVIRONMENTS = words(
    "matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix array cases dcases rcases subarray"
)
VERBATIM_ENVIRONMENTS = words(
    "verbatim Verbatim lstlisting minted comment filecontents tikzpicture tabular thebibliography"
)

# Commands of running text: a line that holds only these is prose.
TEXT_COMMANDS = words(
    """item section subsection subsubsection paragraph subparagraph chapter part title author date maketitle textbf
    textit
    emph texttt textsc textsf textrm textmd textup underline href url cite citep citet ref eqref cref Cref autoref label
    footnote caption includegraphics usepackage documentclass begin end newpage clearpage pagebreak noindent indent par
    medskip bigskip smallskip vspace hspace vskip hskip centering large Large LARGE huge small footnotesize tiny
    normalsize input include bibliography bibliographystyle tableofcontents newtheorem theoremstyle hline toprule
    midrule bottomrule multicolumn linebreak newline qed qedhere LaTeX TeX today thanks and appendix bf it rm em sc tt
    footnotetext setlength setcounter addtocounter pagestyle thispagestyle geometry graphicspath hfill vfill
    ldots dots textquotedbl textbackslash S P copyright"""
)

# Commands by which a formula shows itself, and by which lost or doubled backslashes are recognised.
COMMANDS = words(
    r"""alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu nu xi pi
    varpi rho
    varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi
    Omega
    partial nabla infty ell hbar imath jmath Re Im aleph forall exists nexists neg emptyset varnothing prime
    frac dfrac tfrac cfrac binom dbinom tbinom sqrt over atop choose
    sum prod coprod int iint iiint oint bigcup bigcap bigoplus bigotimes bigodot bigvee bigwedge lim limsup liminf
    max min sup inf arg argmin argmax log ln exp sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan det
    dim
    ker deg gcd hom Pr tr Tr rank diag operatorname operatornamewithlimits
    left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm
    langle rangle lang rang lvert rvert lVert rVert vert Vert lfloor rfloor lceil rceil lbrace rbrace lbrack rbrack
    llbracket rrbracket lgroup rgroup
    cdot cdots times otimes odot oplus ominus circ bullet star ast div pm mp wedge vee cap cup setminus backslash
    ldots dots dotsc dotsb dotsm dotsi vdots ddots
    le leq leqslant ge geq geqslant ne neq equiv approx sim simeq cong propto doteq triangleq coloneqq eqqcolon
    ll gg prec succ preceq succeq in notin ni subset subseteq supset supseteq subsetneq perp parallel mid nmid
    to gets rightarrow leftarrow longrightarrow Rightarrow Leftarrow Longrightarrow leftrightarrow Leftrightarrow
    Longleftrightarrow mapsto longmapsto implies impliedby iff uparrow downarrow xrightarrow xleftarrow hookrightarrow
    therefore because top bot dagger ddagger intercal trans
    hat widehat bar tilde widetilde vec dot ddot dddot check breve acute grave overline underline mathring
    overbrace underbrace overset underset stackrel substack boxed fbox phantom hphantom vphantom smash cancel bcancel
    color
    textcolor colorbox mathbf mathrm mathbb mathcal mathsf mathit mathfrak mathscr mathtt boldsymbol bm pmb bold
    mathnormal
    Bbb cal frak textnormal text mbox hbox textrm textbf textit textsf
    quad qquad hspace vspace hfill limits nolimits displaystyle textstyle scriptstyle
    begin end tag notag nonumber label eqalign eqalignno displaylines cases matrix pmatrix bmatrix vmatrix array cr
    ensuremath mathop mathrel mathbin mathord mathopen mathclose mathstrut not bmod pmod mod"""
)

# Bare words that are parts of ASCII mathematics, not of a sentence.
FUNCTIONS = words(
    """tr Tr trace det vec devec diag Diag rank log ln exp sin cos tan tanh sinh cosh max min argmin argmax sqrt inv
    grad
    div curl sgn sign relu ReLU softmax sigmoid Var Cov dim ker norm abs sum prod int lim dot"""
)
ASCII_GREEK = {
    **{name: "\\" + name for name in COMMANDS if name[:1].islower() and name in words(
        "alpha beta gamma delta epsilon theta lambda sigma omega phi psi kappa rho tau eta zeta mu nu xi chi pi"
    )},
    "lam": r"\lambda", "eps": r"\epsilon", "Lambda": r"\Lambda", "Sigma": r"\Sigma", "Omega": r"\Omega",
    "Delta": r"\Delta", "Gamma": r"\Gamma", "Theta": r"\Theta", "Phi": r"\Phi", "Psi": r"\Psi",
    "nabla": r"\nabla", "partial": r"\partial", "infty": r"\infty", "inf": r"\infty",
}  # fmt: skip

# Words so short that they look like products of letters.
SHORT_WORDS = words(
    """am an as at be by do go he hi if in is it me my no of oh ok on or so to up us we vs cf pp st nd rd th nth mth kth
    jth ith wrt rhs lhs iff re ve ll etc eq eqs fig ie eg al de la le les et en un una der die das ist und du que por
    con des est los las el es no se da di il i.e e.g RHS LHS SVD SGD PCA MLE MAP KKT OLS MSE RNN CNN MLP GPU CPU QED PSD
    SPD AI ML NLP LLM IID OK PS FYI NB TODO CS HW PDF MIT II III IV VI VII VIII IX QR LU ID US UK USA AM PM GPT API CSS
    HTML TeX AMS NN LSTM ODE PDE RMS LHS TWO THREE ONE AND OR NOT IF"""
)


def base_name(environment: str) -> str:
    """An environment's name without its star."""
    return environment.rstrip("*")
