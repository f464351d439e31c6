"""Every place in the program that writes to the operation log, found in the source itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("desktop/services", "desktop/store")

# What writes a line: the log itself, and the shorthands of the services that end in it.
WRITERS = {"note", "look", "record", "_log", "_log_failure", "_log_forbidden"}
OWN_NOTES = {"correspondence.py", "register.py"}  # in casework.py a note is a sealed part

INNER = {"work", "alongside", "look"}  # the transaction's own function inside a method


@dataclass(frozen=True, slots=True)
class AuditWrite:
    """One statement that logs: `name` is its file, its function and what it logs."""

    name: str
    file: str
    guard: str
    lines: tuple[int, int]


def audit_writes() -> tuple[AuditWrite, ...]:
    """All of them, in the order of the source."""
    found = []
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*.py")):
            found += _writes_of(file)
    return tuple(found)


def without(source: str, write: AuditWrite) -> str:
    """The source with that one statement doing nothing."""
    lines = source.splitlines(keepends=True)
    first, last = write.lines
    indent = lines[first - 1][: len(lines[first - 1]) - len(lines[first - 1].lstrip())]
    return "".join((*lines[: first - 1], f"{indent}pass\n", *lines[last:]))


def _writes_of(file: Path) -> list[AuditWrite]:
    source = file.read_text(encoding="utf8")
    name = file.relative_to(ROOT).as_posix()
    found: list[AuditWrite] = []
    for function, call in _statements(ast.parse(source), ()):
        if not _logs(call.func, file.name):
            continue
        place = f"{file.stem}.{function}{_action(call)}"
        count = sum(one.name.split("#")[0] == place for one in found)
        found.append(
            AuditWrite(
                f"{place}#{count + 1}" if count else place,
                name,
                ast.get_source_segment(source, call) or "",
                (call.lineno, call.end_lineno or call.lineno),
            )
        )
    return found


def _statements(node: ast.AST, within: tuple[str, ...]) -> Iterator[tuple[str, ast.Call]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            yield from _statements(child, (*within, child.name))
        elif isinstance(child, ast.Expr) and isinstance(child.value, ast.Call):
            own = [name for name in within if name not in INNER and not name[0].isupper()]
            yield (own or within or ("module",))[-1], child.value
        else:
            yield from _statements(child, within)


def _logs(called: ast.expr, file: str) -> bool:
    if isinstance(called, ast.Name):
        return called.id == "append" and file == "audit.py"
    if not isinstance(called, ast.Attribute):
        return False
    if called.attr == "append":
        return isinstance(called.value, ast.Name) and called.value.id == "audit"
    return called.attr in WRITERS or (called.attr == "_note" and file in OWN_NOTES)


def _action(call: ast.Call) -> str:
    words = [
        one.value
        for one in call.args
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and "." in one.value
    ]
    return f":{words[0]}" if words else ""


if __name__ == "__main__":
    for one in audit_writes():
        print(one.name, one.lines)
