"""Classic mistakes, smallest first: each row names one and the local edits that undo it."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.diagnosing import (
    chance,
    fields,
    functions,
    indices,
    laws,
    mirrors,
    orders,
    results,
    rules,
    signs,
    terms,
    transposes,
    uniform,
)
from auditor.diagnosing.edits import Maker


@dataclass(frozen=True)
class Mistake:
    """A way to go wrong, and how to put it right."""

    name: str
    edits: Maker
    most: int  # edits tried of it in one formula
    slight: bool = False  # so slight that it is looked for on either side of a step, and together with another one
    reshapes: bool = False  # it may turn a number into an array, or an array into a number


# fmt: off
MISTAKES = (
    Mistake("repeated summation index", indices.repeated_index, 6),
    Mistake("wrong sign", signs.wrong_sign, 24, slight=True),
    Mistake("wrong number of primes", mirrors.wrong_prime, 12),
    Mistake("swapped index", indices.swapped_index, 12, slight=True),
    Mistake("extra transpose", transposes.extra_transpose, 12, slight=True),
    Mistake("reversed product", orders.reversed_product, 12, slight=True),
    Mistake("misplaced transpose", transposes.misplaced_transpose, 16, slight=True),
    Mistake("dropped transpose", transposes.dropped_transpose, 20, slight=True),
    Mistake("inverse of a sum", functions.inverse_of_sum, 4),
    Mistake("forgotten quotient rule", rules.forgotten_quotient_rule, 1),
    Mistake("lost parentheses", orders.lost_parentheses, 24, slight=True),
    Mistake("lost sum", indices.lost_sum, 16, reshapes=True),
    Mistake("wrong bound", indices.wrong_bound, 16),
    Mistake("symmetric case for the general one", terms.symmetric_case, 24),
    Mistake("wrong factor", signs.wrong_factor, 60),
    Mistake("forgotten product rule, or lost term", rules.missing_terms, 6),
    Mistake("wrong exponent", signs.wrong_exponent, 48, slight=True),
    Mistake("swapped order", orders.swapped_order, 32, slight=True),
    Mistake("product of the derivatives", fields.product_of_derivatives, 4),
    Mistake("power rule for numbers", fields.power_rule_for_numbers, 4),
    Mistake("missing link of the chain rule", fields.missing_link, 12),
    Mistake("wrong size", mirrors.wrong_size, 12),
    Mistake("exchanged letters", mirrors.exchanged_letters, 16),
    Mistake("product rule, the other term forgotten", mirrors.mirrored_term, 24),
    Mistake("forgotten chain rule", rules.forgotten_chain_rule, 40, reshapes=True),
    Mistake("mistaken function", functions.mistaken_function, 12),
    Mistake("several slips on the way to a result that is near", results.near_result, 2),
    Mistake("lost trace", functions.lost_trace, 24, reshapes=True),
    Mistake("scalar for matrix", functions.scalar_for_matrix, 12, reshapes=True),
    Mistake("elementwise product", functions.elementwise_product, 16),
    Mistake("extra term", terms.extra_term, 12),
    Mistake("undifferentiated factor", rules.undifferentiated, 24),
    Mistake("forgotten product rule", rules.forgotten_product_rule, 1),
    Mistake("factor for exponent", signs.factor_for_exponent, 24),
    Mistake("lost inverse of a product", laws.inverted_run, 24),
    Mistake("several extra factors", laws.extra_factors, 16),
    Mistake("product for its factor", laws.inner_letter, 12),
    Mistake("lost divisor", laws.lost_divisor, 40),
    Mistake("lost partner", laws.lost_partner, 8),
    Mistake("quotient for difference", laws.quotient_for_difference, 8),
    Mistake("exponents everywhere", laws.exponents_alike, 6),
    Mistake("collapsed sum", indices.kept_sum, 16, reshapes=True),
    Mistake("exchanged indices", indices.exchanged_indices, 16, slight=True),
    Mistake("wrong index", indices.wrong_index, 32),
    Mistake("extra factor", terms.extra_factor, 16),
    Mistake("extra sum", indices.extra_sum, 4, reshapes=True),
    Mistake("function of a sum or product taken apart", functions.split_function, 8),
    Mistake("power of a sum", laws.power_of_sum, 4),
    Mistake("everything cancels", laws.nothing_or_unit, 3),
    Mistake("the same mistake everywhere", uniform.everywhere, 60),
    Mistake("sum for product", functions.sum_for_product, 12),
    Mistake("expectation taken apart", chance.split_expectation, 12),
    Mistake("another moment or density", chance.wrong_application, 40),
    Mistake("a term without its twin", chance.letters_exchanged, 8),
    Mistake("lost moment or density", chance.lost_application, 60),
    Mistake("crossed factors", orders.crossed_factors, 40),
    Mistake("wrong operation", functions.wrong_operation, 60),
    Mistake("wrong symbol", terms.wrong_symbol, 90),
    Mistake("wrong factor of another kind", terms.wrong_factor_around, 48),
    Mistake("lost factor", terms.lost_factor, 160, reshapes=True),
    Mistake("lost term", terms.lost_term, 110),
)
# fmt: on
