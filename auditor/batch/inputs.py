"""The files that inputs stand for: folders, patterns, tables and single documents, in a fixed order and each once."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from auditor.reading.formats.suffixes import *  # noqa
