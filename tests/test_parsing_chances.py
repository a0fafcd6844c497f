"""What sentences say of random letters."""

from __future__ import annotations

import pytest

from auditor.elaborating.names import spell
from auditor.parsing import parse
from auditor.parsing.declaring.chances import CHANCE
from auditor.reading import read
from auditor.source import Source

FACTS: list[tuple[str, set[str]]] = [
    (r"Let $X$ be a random variable.", {"X random variable", "X random"}),
    (r"Let $X$ and $Y$ be independent random variables.",
     {"X random variable", "Y random variable", "X random", "Y random", "X independent X,Y", "Y independent X,Y"}),
    (r"The random vector $x$ has mean $\mu$ and covariance matrix $\Sigma$.",
     {"x random", r"x mean \mu", r"x covariance \Sigma"}),
    (r"Let $z$ be a standard normal vector.", {"z random", "z normal", "z mean 0", "z covariance 1"}),
    (r"The noise $e$ has zero mean and is independent of $x$.",
     {"e random", "e mean 0", "e independent e,x", "x independent e,x"}),
    (r"Let $X$ be normally distributed with mean $\mu$ and standard deviation $\sigma$.",
     {"X random", "X normal", r"X mean \mu", r"X deviation \sigma"}),
    (r"$X$ and $Y$ are uncorrelated.", {"X random", "Y random", "X uncorrelated", "Y uncorrelated"}),
    (r"Here $x$ is random and $a$ is a constant vector.", {"x random"}),
    # What is no chance, or not understood
    (r"Let $a$ and $b$ be linearly independent vectors.", set()),
    (r"$X$ and $Y$ are random variables that are not independent.",
     {"X random variable", "Y random variable", "X random", "Y random"}),
    (r"Let $x$ be a random vector with independent entries.", {"x random", "x opaque"}),
    (r"The columns of $X$ have mean $m$.", set()),
    (r"Is $X$ a random variable?", set()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "facts"), FACTS)
def test_a_sentence_states_its_chances(text: str, facts: set[str]) -> None:
    made = [one for one in parse(read(Source("text.md", text))).declarations if one.kind == CHANCE]
    said = ([spell(one.subject), *one.properties, ",".join(map(spell, one.depends_on))] for one in made)
    assert {" ".join(words).strip() for words in said} == facts
