"""Every code has a row and a page, every page runs, and call sites fill their messages."""

import ast
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from string import Formatter

import pytest

import auditor
from auditor.findings import RULES, Rule, Severity
from auditor.rules import SECTIONS, page

PACKAGE = Path(auditor.__file__).parent
PAGES = sorted(path.stem for path in (PACKAGE / "rules").glob("*.md"))
PIPELINE = find_spec("auditor.pipeline") is not None

# Pages whose example does not come out yet; each is listed until it does, and then fails here.
# E326: a division by what is always zero is `unknown` so far, as there is no point at which the step has a value.
PENDING: frozenset[str] = frozenset({"E326"})


def fields(rule: Rule) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(rule.message) if name is not None}


# Rows


def test_codes_and_names_are_used_once() -> None:
    assert len({rule.name for rule in RULES.values()}) == len(RULES)


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_rows(rule: Rule) -> None:
    assert re.fullmatch(r"(E[123]|W[14]|N[19])\d\d", rule.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.name)
    assert not re.search(r"invalid|should|must|use-|avoid", rule.name)
    assert not rule.message.endswith(".")
    assert re.match(r"[a-z{`]", rule.message)
    assert not re.search(r"\b(you|your|please|author)\b", rule.message)
    assert all(name.isidentifier() for name in fields(rule))
    assert (rule.severity is Severity.ERROR) == rule.code.startswith("E")
    assert rule.severity is Severity.NOTE or not rule.code.startswith("N")


# Pages


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert sorted(RULES) == PAGES


@pytest.mark.parametrize("code", PAGES)
def test_pages(code: str) -> None:
    shown = page(code)
    assert shown.title == f"{code} {RULES[code].name}"
    assert re.fullmatch(r"[A-Z].*\.", shown.summary)
    assert len(shown.summary) <= 120
    assert all(shown.text.count(f"\n## {section}\n") == 1 for section in SECTIONS)
    assert shown.meaning
    assert shown.limits
    assert shown.example.strip()
    assert shown.mended.strip()
    assert shown.example != shown.mended
    assert shown.besides <= set(RULES) - {code}
    assert set(re.findall(r"\b[EWN]\d{3}\b", shown.text)) <= set(RULES)


def test_a_code_without_a_page_is_a_key_error() -> None:
    for code in ("E999", "", "../findings", "E203.md"):
        with pytest.raises(KeyError):
            page(code)


# Call sites


def filings() -> Iterator[tuple[str, ast.Call, str]]:
    """Every call that files a finding by a literal code: the place, the call, the code."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                code = node.args[0].value
                if name in ("finding", "ill_formed") and isinstance(code, str):
                    yield f"{path.relative_to(PACKAGE)}:{node.lineno}", node, code


def test_call_sites_fill_their_messages() -> None:
    wrong = []
    for place, call, code in filings():
        given = {keyword.arg for keyword in call.keywords} - {"help", "labels"}
        if code not in RULES:
            wrong.append(f"{place}: there is no code {code}")
        elif None not in given and given != fields(RULES[code]):
            wrong.append(f"{place}: {code} needs {sorted(fields(RULES[code]))}, and gets {sorted(map(str, given))}")
    assert wrong == []


@pytest.mark.skipif(not PIPELINE, reason="the pipeline is not there yet: nothing files findings")
def test_every_code_is_filed_somewhere() -> None:
    sources = [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py") if path.name != "findings.py"]
    named = {code for source in sources for code in re.findall(r"""["']([EWN]\d{3})["']""", source)}
    assert set(RULES) - named - PENDING == set()


# Pages as tests


def found(text: str) -> set[str]:
    from auditor.pipeline import audit

    report = audit(text, name="page.md")
    return {repair.rule for repair in report.repairs} | {finding.rule.code for finding, _ in report.all_findings}


@pytest.mark.skipif(not PIPELINE, reason="auditor/pipeline.py is not there yet: the pages' documents cannot be run")
@pytest.mark.parametrize(
    "code", [pytest.param(c, marks=pytest.mark.xfail(strict=True)) if c in PENDING else c for c in PAGES]
)
def test_examples_produce_their_code_and_mended_ones_nothing(code: str) -> None:
    shown = page(code)
    assert found(shown.example) == {code} | shown.besides
    assert found(shown.mended) == set()
