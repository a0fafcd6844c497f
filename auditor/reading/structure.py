"""Where a document turns to something new: headings, rules, answers, chat turns, list items."""

from __future__ import annotations

import re

from auditor.source import Text

_BREAK = re.compile(
    r"""
    (?m:^[ \t>]*\#{1,6}[ \t]+\S)                                    # a heading
  | (?<=\s)\#{2,6}[ ](?=\S)                                         # … inside a line of a crawled page
  | (?m:^[ \t]*(?:-[ ]?){3,}[ \t]*$|^[ \t]*(?:\*[ ]?){3,}[ \t]*$|^[ \t]*_{3,}[ \t]*$|^[ \t]*={3,}[ \t]*$)
  | (?<=\s)---(?=\s)
  | (?m:^[ \t>]*\*\*[^*\n\r]{1,90}\*\*[ \t:.]*$)                     # a bold line stands for a heading
  | (?m:^[ \t>*_]*(?:Answer|Edit|Update|Solution|Question|Proof|Attempt|Addendum|Comment|Response|Prompt
      |Exercise|Problem)
      (?:[ ]\d{1,2})?[*_]*[ ]?(?:[:.][*_]*(?=\s|$)|[ \t]*$))
  | (?m:^[ \t>*_\#]*(?:User|Human|Assistant|ChatGPT|GPT-?4\w*|Claude|Gemini|Bing|Copilot
      |DeepSeek|You)(?:[ ]said)?[*_ ]*:)
  | (?m:^[ \t]*(?:\d+[ ])?On[ ]BEST[ ]ANSWER)
  | \\(?:chapter|section|subsection|subsubsection|paragraph|item)(?![A-Za-z])
  | \\begin\{(?:theorem|lemma|proposition|corollary|proof|example|exercise|problem|solution|question|definition
      |remark)\*?\}
    """,
    re.VERBOSE,
)


def breaks(text: Text, covered: list[tuple[int, int]]) -> tuple[int, ...]:
    """Offsets in the original at which a section, answer or turn begins; none lies inside a covered stretch."""
    found, stretch = [], iter((*covered, (len(text), len(text))))
    current = next(stretch)
    for match in _BREAK.finditer(text.characters):
        place = match.start() + len(match.group()) - len(match.group().lstrip())
        while current[1] <= place and current[0] < len(text):
            current = next(stretch)
        if place < current[0]:
            found.append(text.starts[place])
    return tuple(dict.fromkeys(found))
