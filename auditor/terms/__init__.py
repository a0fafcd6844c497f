"""Terms and proofs about them.

To read in this order: `dimension`, `term`, `world` say what a term is; `latex` prints it. `networks` and `places` say
what a term becomes when its indices are written out; `expansion` and `expanding_*` get there, `simplifying` and
`canonical` bring it into normal form, `rewriting` uses what is known of symbols and inverses; `powers`, `exponentials`,
`elementary`, `matrices`, `products`, `calls` know the functions, `variation` their derivatives. `normal_form` proves,
`rebuild` and `gradients` lead back to terms.
"""
