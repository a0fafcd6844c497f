"""What holds of the reading of every case of the corpus."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import CORPUS, cases
from test_parsing_properties import _PASSED_OVER
from trees import formula

from auditor.parsing import parse
from auditor.parsing.lexing import lex
from auditor.parsing.printing import latex
from auditor.reading import read
from auditor.reading.document import Mathematics
from auditor.source import Source

FILES = sorted(CORPUS.glob("*/*.md"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_character_of_mathematics_is_dropped(file: Path) -> None:
    seen = set()
    for case in cases(file):
        for piece in read(Source(file.name, case.text)).pieces:
            if not isinstance(piece, Mathematics) or piece.text.characters in seen:
                continue
            row, reached = piece.text.characters, 0
            seen.add(row)
            for token in lex(piece.text):
                assert _PASSED_OVER.fullmatch(row[reached : token.start]), row[reached : token.start]
                reached = max(reached, token.end)
            assert _PASSED_OVER.fullmatch(row[reached:]), row[reached:]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_is_read_is_printed_and_read_back(file: Path) -> None:
    trees = {}
    for case in cases(file):
        for statement in parse(read(Source(file.name, case.text))).statements:
            for operand in statement.operands:
                if operand is not None and operand.syntax is not None:
                    trees[latex(operand.syntax)] = operand.syntax
    assert trees
    for printed, tree in trees.items():
        assert formula(printed).syntax == tree, printed
