r"""What each TeX command is: tables, no logic. Spellings are folded here, so that one thing has one name."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _folded(text: str) -> dict[str, str]:
    """`spelling=folded` and plain spellings, which stand for themselves."""
    pairs = (item.partition("=>") for item in text.split())
    return {name: folded or "\\" + name for name, _, folded in pairs}


# Letters and what stands as one. `\mathbf{\nabla}` is bold like any letter.
SYMBOLS = dict.fromkeys(
    _words(
        r"""alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu nu xi pi
        varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega digamma Gamma Delta Theta Lambda Xi Pi
        Sigma Upsilon Phi Psi Omega varGamma varDelta varTheta varLambda varXi varPi varSigma varUpsilon varPhi varPsi
        varOmega partial nabla infty ell hbar hslash imath jmath Re Im aleph beth wp eth mho complement top bot
        intercal dagger ddagger prime backprime emptyset varnothing angle degree square Box Diamond triangle
        bigtriangleup flat natural sharp checkmark clubsuit diamondsuit heartsuit spadesuit S P copyright pounds
        lozenge blacksquare bigstar Finv Game Bbbk"""
    )
)

# Names of functions that are commands of their own, or bare words wherever they stand.
NAMED = frozenset(
    _words(
        """log ln lg exp sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan arccot arcsinh arccosh
        arctanh det dim ker deg gcd lcm hom Pr arg bmod tr Tr trace Trace diag Diag rank vec Vec vech devec unvec span
        sgn sign"""
    )
)
BARE_WORDS = NAMED | frozenset(
    _words(
        """max min sup inf lim argmax argmin sqrt inv pinv adj cof norm abs grad div curl rot hess Hess jac
        softmax sigmoid relu ReLU tanh softplus logsumexp LSE GELU gelu erf logit
        Var Cov Corr var cov MSE RSS SSE ELBO KL CE NLL loss cost const constant null range blkdiag diagonal
        sum prod int dot conj real imag round floor ceil sym skew expm logm vecop mat reshape circ toeplitz if otherwise
        subject minimize maximize where and for with"""
    )
)
# A name of these with a letter in front: `dtr(X)` is d of the trace.
DIFFERENTIABLE_WORDS = frozenset(_words("tr Tr trace vec det log ln exp diag"))

# Signs that govern what stands to their right, with bounds above and below.
BIG_OPERATORS = frozenset(
    _words(
        """sum prod coprod int iint iiint iiiint oint oiint bigcup bigcap bigsqcup bigoplus bigotimes bigodot bigvee
        bigwedge biguplus intop smallint"""
    )
)
# Names that do so when they carry a bound, and are plain functions otherwise.
LIMIT_OPERATORS = frozenset(
    _words("lim limsup liminf varlimsup varliminf max min sup inf argmax argmin argsup arginf esssup injlim projlim")
)
LIMIT_SPELLINGS = {"varlimsup": "limsup", "varliminf": "liminf", "minimize": "min", "maximize": "max"}

# Operators between factors.
OPERATORS = _folded(
    r"""cdot times otimes odot circ oplus ominus wedge vee bullet=>\bullet star ast=>* div cap cup setminus backslash
    smallsetminus=>\setminus bigcirc oslash uplus sqcap sqcup amalg wr boxtimes boxplus boxminus boxdot ltimes rtimes
    diamond dotplus colon=>: centerdot=>\cdot cdotp=>\cdot circledast circledcirc circleddash barwedge
    veebar land=>\wedge
    lor=>\vee slash=>/ divslash=>/ triangleleft triangleright bigtriangledown"""
)
# Those read as one where a name or a script has them alone.
SIGNS = {"pm": "\\pm", "mp": "\\mp"}

RELATIONS = _folded(
    r"""ne neq=>\ne le leq=>\le leqslant=>\le leqq=>\le ge geq=>\ge geqslant=>\ge geqq=>\ge lt=>< gt=>> ll gg lll=>\ll
    ggg=>\gg approx approxeq=>\approx thickapprox=>\approx sim thicksim=>\sim simeq cong equiv propto varpropto=>\propto
    triangleq=>:= coloneqq=>:= coloneq=>:= eqqcolon=>=: eqcolon=>=: Coloneqq=>:= doteq=>:= doteqdot=>:=
    in notin ni owns=>\ni subset subseteq supset supseteq subsetneq supsetneq nsubseteq sqsubseteq sqsupseteq
    to rightarrow=>\to longrightarrow=>\to xrightarrow=>\to hookrightarrow=>\to twoheadrightarrow=>\to
    rightharpoonup=>\to gets leftarrow=>\gets longleftarrow=>\gets xleftarrow=>\gets mapsto longmapsto=>\mapsto
    leadsto=>\to implies Rightarrow=>\implies Longrightarrow=>\implies impliedby Leftarrow=>\impliedby
    Longleftarrow=>\impliedby iff Leftrightarrow=>\iff Longleftrightarrow=>\iff leftrightarrow=>\leftrightarrow
    rightleftharpoons succ succeq succcurlyeq=>\succeq succsim prec preceq preccurlyeq=>\preceq precsim nprec nsucc
    perp parallel nparallel mid=>\mid nmid models vdash dashv Vdash vDash asymp bowtie lesssim gtrsim lessgtr gtrless
    lessapprox gtrapprox nless ngtr nleq=>\nleq ngeq=>\ngeq xlongequal=>= eq=>= fallingdotseq=>:= risingdotseq=>=:
    bumpeq circeq eqsim unlhd unrhd trianglelefteq trianglerighteq"""
)
NEGATED = {
    "=": "\\ne",
    "\\in": "\\notin",
    "\\le": "\\nleq",
    "\\ge": "\\ngeq",
    "\\mid": "\\nmid",
    "\\subseteq": "\\nsubseteq",
}
STATEMENT_RELATIONS = frozenset({"\\implies", "\\impliedby", "\\iff"})

DOTS = _folded(
    r"""dots=>dots ldots=>dots dotsc=>dots dotso=>dots hdots=>dots mathellipsis=>dots cdots=>cdots dotsb=>cdots
    dotsm=>cdots dotsi=>cdots vdots=>vdots ddots=>ddots iddots=>ddots adots=>ddots"""
)

ACCENTS = _folded(
    r"""hat=>hat widehat=>hat tilde=>tilde widetilde=>tilde bar=>bar widebar=>bar overline=>overline
    underline=>underline vec=>vec overrightarrow=>vec overleftarrow=>overleftarrow dot=>dot ddot=>ddot dddot=>dddot
    check=>check widecheck=>check breve=>breve acute=>acute grave=>grave mathring=>ring underbar=>underline
    utilde=>undertilde overleftrightarrow=>overleftrightarrow underrightarrow=>underrightarrow"""
)
# Marks that say something about what they surround; `\underbrace` and its like carry their label as a script.
BRACES = _folded("underbrace=>underbrace overbrace=>overbrace underbracket=>underbracket overbracket=>overbracket")
BOXES = _folded(
    """boxed=>boxed fbox=>boxed framebox=>boxed cancel=>cancel bcancel=>cancel xcancel=>cancel sout=>cancel
    circled=>boxed ensuremath=>ensuremath mathclap=>mathclap mathllap=>mathclap mathrlap=>mathclap smash=>smash"""
)
STACKS = _folded("overset=>overset underset=>underset stackrel=>overset accentset=>overset underaccent=>underset")
FRACTIONS = frozenset(_words("frac dfrac tfrac cfrac sfrac nicefrac flatfrac"))
BINOMIALS = frozenset(_words("binom dbinom tbinom"))
INFIX = {"over": "over", "choose": "choose", "atop": "atop", "above": "over"}

STYLES = {
    **dict.fromkeys(_words("mathbf bm boldsymbol pmb bold symbf mathbold mathbfit symbfit"), "bold"),
    **dict.fromkeys(_words("mathbb Bbb mathds mathbbm symbb"), "blackboard"),
    **dict.fromkeys(_words("mathcal mathscr symcal symscr mathpzc"), "calligraphic"),
    **dict.fromkeys(_words("mathfrak frak symfrak"), "fraktur"),
    **dict.fromkeys(_words("mathsf symsf"), "sans"),
    **dict.fromkeys(_words("mathrm mathup symup symrm"), "roman"),
    **dict.fromkeys(_words("mathtt symtt"), "typewriter"),
    **dict.fromkeys(_words("mathit mathnormal"), ""),
}
# Old-style switches, in force to the end of their group.
SWITCHES = {
    "rm": "roman", "bf": "bold", "it": "", "sl": "", "sf": "sans", "tt": "typewriter", "cal": "calligraphic", "em": "",
    "bfseries": "bold", "rmfamily": "roman", "mit": "", "boldmath": "bold",
}  # fmt: skip
TEXTS = {
    **dict.fromkeys(
        _words("text mbox hbox textrm textnormal textup textmd textsc intertext shortintertext mathtext"), "roman"
    ),
    **dict.fromkeys(_words("textbf"), "bold"),
    **dict.fromkeys(_words("textit textsl emph"), ""),
    **dict.fromkeys(_words("texttt"), "typewriter"),
    **dict.fromkeys(_words("textsf"), "sans"),
}
OPERATOR_NAMES = frozenset(_words("operatorname operatornamewithlimits mathoperator"))

# Brackets: the folded spelling, and whether it opens (1), closes (-1) or is a bar (0).
BRACKETS = {
    "(": ("(", 1), ")": (")", -1), "[": ("[", 1), "]": ("]", -1),
    "\\{": ("\\{", 1), "\\}": ("\\}", -1), "\\lbrace": ("\\{", 1), "\\rbrace": ("\\}", -1),
    "\\lbrack": ("[", 1), "\\rbrack": ("]", -1), "\\lparen": ("(", 1), "\\rparen": (")", -1),
    "\\langle": ("\\langle", 1), "\\rangle": ("\\rangle", -1), "\\lang": ("\\langle", 1), "\\rang": ("\\rangle", -1),
    "\\lfloor": ("\\lfloor", 1), "\\rfloor": ("\\rfloor", -1), "\\lceil": ("\\lceil", 1), "\\rceil": ("\\rceil", -1),
    "\\llbracket": ("\\llbracket", 1), "\\rrbracket": ("\\rrbracket", -1),
    "\\lgroup": ("(", 1), "\\rgroup": (")", -1), "\\lmoustache": ("(", 1), "\\rmoustache": (")", -1),
    "|": ("|", 0), "\\vert": ("|", 0), "\\mvert": ("|", 0),
    "\\|": ("\\|", 0), "\\Vert": ("\\|", 0),
    "\\lvert": ("|", 1), "\\rvert": ("|", -1), "\\lVert": ("\\|", 1), "\\rVert": ("\\|", -1),
}  # fmt: skip
PARTNERS = {
    "(": ")", "[": "]", "\\{": "\\}", "\\langle": "\\rangle", "\\lfloor": "\\rfloor", "\\lceil": "\\rceil",
    "\\llbracket": "\\rrbracket",
}  # fmt: skip

# Spacing that keeps formulas apart, and commands that leave no mark on the meaning.
WIDE_SPACES = frozenset(_words("quad qquad enspace enskip hfill hfil hspace hskip qqquad"))
QUIET = frozenset(
    _words(
        """displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits displaylimits mathop mathrel mathbin
        mathord mathopen mathclose mathinner mathpunct nobreak noindent indent allowbreak linebreak small large Large
        LARGE huge Huge normalsize footnotesize scriptsize tiny nonumber notag hline thinspace negthinspace medspace
        negmedspace thickspace negthickspace protect relax null strut mathstrut centering upright
        normalfont unboldmath par newline break bigskip medskip smallskip qedhere leavevmode toprule midrule
        bottomrule noalign"""
    )
)
# Quiet commands that take arguments along: how many.
QUIET_ARGUMENTS = {
    "label": 1, "phantom": 1, "hphantom": 1, "vphantom": 1, "vspace": 1, "color": 1, "textcolor": 1, "pagecolor": 1,
    "rule": 2, "cline": 1, "hspace": 1, "mspace": 1, "colorbox": 1, "fcolorbox": 2, "class": 1, "cssId": 1, "style": 1,
    "href": 1, "require": 1, "kern": 0, "mkern": 0, "hskip": 0, "mskip": 0, "setlength": 2, "addtolength": 2,
    "htmlClass": 1, "thispagestyle": 1, "index": 1, "hdotsfor": 1,
}  # fmt: skip
NOTES = frozenset(_words("tag ref eqref cref Cref autoref pageref cite citep citet footnote eqno leqno qed hfill"))

# Environments that only lay out rows: at the outside their rows are the rows of the formula.
LAYOUTS = frozenset(
    _words(
        """align aligned alignat alignedat flalign xalignat gather gathered multline multlined equation eqnarray split
        displaymath math dmath dgroup IEEEeqnarray subequations eqalign eqalignno leqalignno displaylines darray
        empheq"""
    )
)
MATRICES = frozenset(
    _words(
        """matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix array cases dcases rcases substack subarray
        tabular bsmallmatrix psmallmatrix numcases bordermatrix"""
    )
)
# Plain TeX spellings `\pmatrix{a & b \cr c & d}`, and what wraps rows in braces.
BRACED_ROWS = {
    "matrix": "matrix", "pmatrix": "pmatrix", "bmatrix": "bmatrix", "vmatrix": "vmatrix", "cases": "cases",
    "substack": "substack", "eqalign": "aligned", "eqalignno": "aligned", "displaylines": "gathered",
    "bordermatrix": "matrix", "smallmatrix": "smallmatrix", "Bmatrix": "Bmatrix", "Vmatrix": "Vmatrix",
}  # fmt: skip
ENVIRONMENT_ARGUMENTS = {
    "array": 1,
    "tabular": 1,
    "subarray": 1,
    "alignat": 1,
    "alignedat": 1,
    "xalignat": 1,
    "darray": 1,
}

PREFIXES = {"neg": "neg", "lnot": "neg", "forall": "forall", "exists": "exists", "nexists": "nexists"}
CONNECTIVES = {"therefore": "therefore", "because": "because", "Therefore": "therefore", "since": "since"}

# Words in text that begin a condition on what stands before them; any other text announces a claim of its own.
CONDITION_WORDS = frozenset(
    _words(
        """if for all any every each when whenever unless as over otherwise on forall whether while until only
        element entry entries component elements times else"""
    )
)
# Words that begin a remark beside a row: what follows is its reason.
REASON_WORDS = frozenset(
    _words("from since because by using as note recall where with given let via due e.g cf see applying definition")
)
JOINING_WORDS = frozenset(_words("and or und et y , ;"))
ALTERNATIVE_WORDS = frozenset(_words("or oder"))  # those between items of which one holds
# Text of one word that is never the name of a function or a variable.
PROSE_WORDS = frozenset(
    _words(
        """and or if for all any every each when whenever unless as otherwise where with from by since because so thus
        hence then therefore that is are the a an of in on to we have let given using subject such s.t. st. i.e. e.g.
        w.r.t. wrt also but not both which implies gives iff only while until here note now suppose assume assuming
        else constant const. independent elementwise element-wise symmetric invertible fixed likewise similarly
        respectively etc etc. und oder mit et ou avec y o con thus, so, hence, therefore,"""
    )
) - {"a", "y", "o"}
