"""What results depend on besides documents and options: this very code, and what it computes with."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from pathlib import Path

import auditor

_DEPENDENCIES = ("lark", "numpy", "python-flint", "sympy")


@cache
def version() -> str:
    """The package's version, and a digest of its files and of the versions that it stands on."""
    root = Path(auditor.__file__).parent
    modules = [(path.relative_to(root).as_posix(), path) for path in root.rglob("*.py")]
    grammars = [(path.name, path) for folder in (root, root.parent) for path in folder.glob("grammars/*.lark")]
    found = hashlib.sha256()
    for name, path in sorted(modules) + sorted(grammars):
        data = path.read_bytes()
        found.update(f"{name} {len(data)}\n".encode() + data)
    for name in _DEPENDENCIES:
        found.update(f"{name} {_installed(name)}\n".encode())
    return f"{auditor.__version__}+{found.hexdigest()[:12]}"


def _installed(name: str) -> str:
    try:
        return installed(name)
    except PackageNotFoundError:
        return "unknown"
