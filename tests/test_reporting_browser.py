"""The page in a real browser: verdicts are read, findings opened, steps filtered, and nothing is complained of."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from auditor.pipeline import audit
from auditor.reporting.rendering import Format, render
from auditor.reporting.report import Report

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
CHAT_ANSWER = Path(__file__).parents[1] / "corpus" / "derivations" / "gradient_of_frobenius_loss.md"
LONG = "Let $A$ and $B$ be $n \\times n$ matrices.\n\n" + "".join(
    f"$$A + {k}B = {k}B + A$$\n\n" if k % 10 else "$$AB = BA$$\n\n" for k in range(1, 201)
)


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    with playwright.sync_playwright() as started:
        try:
            opened = started.chromium.launch()
        except Exception:
            own = shutil.which("chromium") or shutil.which("google-chrome")
            if own is None:
                pytest.skip("no browser is installed: `playwright install chromium` gets one")
            opened = started.chromium.launch(executable_path=own, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def answer() -> Report:
    return audit(CHAT_ANSWER.read_text(encoding="utf-8"), "answer.md")


@pytest.fixture(scope="module")
def long() -> Report:
    return audit(LONG, "long.md")


@pytest.fixture
def complaints() -> list[str]:
    return []


def shown(browser: "Browser", report: Report, complaints: list[str], tmp_path: Path, **options: Any) -> "Page":
    """The report in a page that may not reach the network."""
    file = tmp_path / "report.html"
    file.write_text(render([report], Format.HTML), encoding="utf-8")
    page = browser.new_page(**options)
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: request.url.startswith("file:") or complaints.append(request.url))
    page.goto(file.as_uri())
    return page


@pytest.mark.parametrize("name", ["answer", "long"])
def test_verdicts_are_those_of_the_report(
    browser: "Browser", name: str, complaints: list[str], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    report: Report = request.getfixturevalue(name)
    page = shown(browser, report, complaints, tmp_path)
    verdicts = page.eval_on_selector_all(".step", "steps => steps.map(step => step.dataset.verdict)")
    assert verdicts == [step.verdict.value for step in report.steps]
    assert complaints == []


def test_formulas_are_mathematics(browser: "Browser", answer: Report, complaints: list[str], tmp_path: Path) -> None:
    page = shown(browser, answer, complaints, tmp_path)
    assert page.locator(".step math").count() >= len(answer.steps)
    assert page.locator(".step math mfrac").first.bounding_box() is not None


def test_evidence_opens(browser: "Browser", answer: Report, complaints: list[str], tmp_path: Path) -> None:
    page = shown(browser, answer, complaints, tmp_path)
    details = page.locator('.step[data-verdict="refuted"] details').last
    assert not details.evaluate("one => one.open")
    details.locator("summary").click()
    assert details.evaluate("one => one.open")
    assert complaints == []


def test_a_verdict_is_filtered_away_and_comes_back(
    browser: "Browser", long: Report, complaints: list[str], tmp_path: Path
) -> None:
    page = shown(browser, long, complaints, tmp_path)
    verified = page.locator('.step[data-verdict="verified"]')
    button = page.locator('button[data-shows="verified"]')
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    assert not verified.first.is_visible()
    assert page.locator('.step[data-verdict="refuted"]').first.is_visible()
    button.click()
    assert verified.first.is_visible()
    assert complaints == []


def test_keys_go_through_the_wrong_steps(
    browser: "Browser", long: Report, complaints: list[str], tmp_path: Path
) -> None:
    page = shown(browser, long, complaints, tmp_path)
    wrong = [f"r1-step-{step.id}" for step in long.steps if step.verdict.flagged]
    visited = []
    for _ in range(3):
        page.keyboard.press("n")
        visited.append(page.evaluate("document.activeElement.id"))
    assert visited == wrong[:3]
    page.keyboard.press("p")
    assert page.evaluate("document.activeElement.id") == wrong[1]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1200])
def test_no_theme_and_no_width_hides_anything(
    browser: "Browser", answer: Report, complaints: list[str], tmp_path: Path, theme: str, width: int
) -> None:
    page = shown(browser, answer, complaints, tmp_path, color_scheme=theme, viewport={"width": width, "height": 800})
    colours = page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]")
    assert colours[0] != colours[1]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.screenshot(path=str(tmp_path / f"{theme}-{width}.png"), full_page=True)
    assert complaints == []


def test_print_opens_all_evidence(browser: "Browser", answer: Report, complaints: list[str], tmp_path: Path) -> None:
    page = shown(browser, answer, complaints, tmp_path)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.eval_on_selector_all("details", "all => all.every(one => one.open)")
