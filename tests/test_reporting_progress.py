"""The bar that shows how far a long document is."""

from io import StringIO

from auditor.pipeline import audit
from auditor.progress import LONG, tell, watched

LONG_TEXT = "Let $a$ be a real number.\n\n" + "".join(f"$$a + {k} = {k} + a$$\n\n" for k in range(LONG + 5))


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_long_document_is_watched_and_the_bar_is_wiped_away() -> None:
    screen = Terminal()
    with watched(screen):
        audit(LONG_TEXT)
    lines = screen.getvalue().split("\r")
    assert any(f"{LONG + 5} of {LONG + 5} steps" in line for line in lines)
    assert lines[-1] == ""
    assert lines[-2].strip() == ""


def test_short_documents_and_pipes_see_none() -> None:
    screen, pipe = Terminal(), StringIO()
    with watched(screen):
        audit("$$1 + 1 = 2$$")
    with watched(pipe):
        audit(LONG_TEXT)
    assert screen.getvalue() == ""
    assert pipe.getvalue() == ""


def test_nobody_need_watch() -> None:
    tell("deciding", 1, 2 * LONG)
