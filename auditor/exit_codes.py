"""What the command's exit code says."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Of several files, the highest code counts."""

    NOTHING_WRONG = 0
    WRONG_STEP = 1  # an asserted step is refuted, ill-formed or conditional; with --strict also one without a proof
    USAGE = 2  # bad usage, or a file that cannot be read
    FAILURE = 3  # a mistake of the auditor's own
