"""The grammar, its table, and the cache that the table is kept in."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from trees import formula

from auditor.parsing import syntax as s
from auditor.parsing import tables
from auditor.parsing.building import BUILDERS


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    tables.table.cache_clear()
    yield tmp_path / "auditor"
    tables.table.cache_clear()


@pytest.fixture(scope="module")
def built() -> tables.Table:
    return tables.from_data(tables.build(tables.grammar_path("latex").read_text(encoding="utf-8")))


def test_the_grammar_has_no_conflicts_and_a_conflict_is_refused() -> None:
    with pytest.raises(Exception, match=r"[Cc]onflict|[Cc]ollision"):
        tables.build("start: a | b\na: X\nb: X\n%declare X\n")


def test_every_rule_has_its_builder_and_every_builder_its_rule(built: tables.Table) -> None:
    assert {production.action for production in built.productions} - {"", "_"} == set(BUILDERS)


EXAMPLES = r"""
x 1 \log \text{a~b} \hat{x} x_i {}_ix \frac{a}{b} \binom{n}{k} \sqrt{x} {x} (x) |x| \left.x\right|_0 \sum_ix
\begin{matrix}x\end{matrix} \dots \boxed{x} n! xy x+y x,y \sum_{i=1}x \neg{x}
""".split()


def test_every_construct_of_the_syntax_comes_out_of_some_rule() -> None:
    seen: set[type[s.Node]] = set()
    for example in EXAMPLES:
        tree = formula(example).syntax
        assert tree is not None, example
        seen.update(type(node) for node in s.walk(tree))
    assert seen == set(s.Node.__subclasses__())


def test_a_table_is_kept_and_found_again(cache: Path, built: tables.Table, monkeypatch: pytest.MonkeyPatch) -> None:
    assert tables.table("latex") == built
    (kept,) = cache.iterdir()
    assert stat.S_IMODE(cache.stat().st_mode) & 0o022 == 0
    tables.table.cache_clear()
    monkeypatch.setattr(tables, "build", lambda grammar: pytest.fail("built although it was kept"))
    assert tables.table("latex") == built
    assert kept.exists()


DAMAGE = {
    "empty": b"",
    "cut": None,
    "noise": b"\x00\xff" * 100,
    "another's": b"0" * 64 + b"\n" + json.dumps({"states": []}).encode(),
    "pickle": b"cos\nsystem\n(S'false'\ntR.",
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_cache_is_built_anew(cache: Path, built: tables.Table, damage: bytes | None) -> None:
    tables.table("latex")
    (kept,) = cache.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole[: len(whole) // 2] if damage is None else damage)
    tables.table.cache_clear()
    assert tables.table("latex") == built
    assert kept.read_bytes() == whole


def test_no_cache_can_be_written(cache: Path, built: tables.Table) -> None:
    cache.write_text("a file where the folder should be")
    assert tables.table("latex") == built


def test_the_folder_of_another_user_is_not_used(
    cache: Path, built: tables.Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not hasattr(os, "getuid"):
        pytest.skip("no users here")
    monkeypatch.setattr(os, "getuid", lambda: 12345678)
    assert tables.table("latex") == built
    assert list(cache.iterdir()) == []


def test_processes_that_start_together_agree(tmp_path: Path) -> None:
    code = "from auditor.parsing.tables import table; print(len(table('latex').states))"
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path)}
    running = [
        subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert len({process.communicate()[0] for process in running}) == 1
    assert [process.returncode for process in running] == [0, 0, 0]
    assert [path.suffix for path in (tmp_path / "auditor").iterdir()] == [".json"]


def test_lark_is_not_needed_once_the_table_is_kept(tmp_path: Path) -> None:
    code = "import sys; from auditor.parsing.tables import table; table('latex'); print('lark' in sys.modules)"
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path)}
    seen = [subprocess.check_output([sys.executable, "-c", code], env=environment, text=True) for _ in range(2)]
    assert seen == ["True\n", "False\n"]


def test_a_grammar_stands_beside_the_package_or_inside_it() -> None:
    path = tables.grammar_path("latex")
    assert path.parent.name == "grammars"
    with pytest.raises(FileNotFoundError):
        tables.grammar_path("none")
