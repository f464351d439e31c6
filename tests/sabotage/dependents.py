"""Which modules of ours can hold anything of a given one: all that name it, and who names those.

Read from the sources and not from what the modules hold, since a constant taken over by name shows
no origin. An import inside a function counts as well.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

_OURS = "desktop"
_TABLES = "desktop.store.schema"  # they know one another by their names: all of them or none
_FROM = re.compile(r"^[ \t]*from (desktop[\w.]*) import (\([^)]*\)|[^\n]*)", re.MULTILINE)
_PLAIN = re.compile(r"^[ \t]*import (desktop[\w., ]*)", re.MULTILINE)
_NAME = re.compile(r"\w+")


def ours() -> list[str]:
    """Those of our modules that are loaded."""
    return [name for name in sys.modules if name.partition(".")[0] == _OURS]


def named_in(source: str) -> Iterator[str]:
    """Whatever may be a module of ours among the names that this source imports."""
    for module, names in _FROM.findall(source):
        yield module
        yield from (f"{module}.{name}" for name in _NAME.findall(names))
    for modules in _PLAIN.findall(source):
        yield from (name.strip() for name in modules.split(","))


def dependents(root: Path) -> dict[str, set[str]]:
    """For each loaded module of ours: who names it."""
    found: dict[str, set[str]] = {name: set() for name in ours()}
    for name in found:
        file = sys.modules[name].__file__
        if file is None or not Path(file).is_relative_to(root):
            continue
        for named in named_in(Path(file).read_text(encoding="utf8")):
            if named in found:
                found[named].add(name)
        if name.startswith(_TABLES):
            found[name].update(one for one in found if one.startswith(_TABLES))
    return found


def forget(damaged: str, known: dict[str, set[str]]) -> None:
    """Unload the module and all that can hold anything of it, so that they are loaded anew."""
    gone: set[str] = set()
    ahead = [damaged]
    while ahead:
        name = ahead.pop()
        if name not in gone:
            gone.add(name)
            ahead += known.get(name, ())
    loaded = {name: sys.modules.pop(name) for name in gone & sys.modules.keys()}
    for name in loaded:
        package, _, own = name.rpartition(".")
        if package in sys.modules:
            # `from package import own` would else find the former module in its package.
            vars(sys.modules[package]).pop(own, None)
