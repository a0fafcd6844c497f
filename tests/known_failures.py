"""What the corpus shows that cannot be done yet: `python tests/known_failures.py` writes the list in `LIMITS.md`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cases import CORPUS, KNOWN_FAILURE, Case, cases

LIMITS = Path(__file__).parents[1] / "LIMITS.md"
HEADING = "## Known failures of the corpus"


def known_failures() -> Iterator[Case]:
    """The cases that are marked so, in the order of the files."""
    for file in sorted(CORPUS.glob("*/*.md")):
        yield from (case for case in cases(file) if KNOWN_FAILURE in case.attributes)


def listed() -> str:
    """The list as it stands in `LIMITS.md`: file by file, each case with its reason."""
    lines: list[str] = []
    file = None
    for case in known_failures():
        if case.file != file:
            file = case.file
            lines += ["", f"`{file.relative_to(CORPUS).as_posix()}`", ""]
        lines.append(f"- {case.name}: {case.attributes[KNOWN_FAILURE]}")
    return "\n".join(lines) + "\n"


def main() -> None:
    text = LIMITS.read_text(encoding="utf-8")
    start = text.index(HEADING) + len(HEADING)
    before, after = text[:start], text[start:]
    following = after.find("\n## ")
    rest = after[following:] if following >= 0 else ""
    LIMITS.write_text(f"{before}\n{listed()}{rest}", encoding="utf-8")


if __name__ == "__main__":
    main()
