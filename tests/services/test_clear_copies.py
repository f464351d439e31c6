"""Clear copies leave only on purpose (DESIGN §4): whoever writes a file outside the store is known.

Read from the source: a new place that writes goes through `Exports.write`, which lists the copy
until it is destroyed, or stands in the table below with the reason why it holds nobody's data.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.services.exports import KIND_LABELS

ROOT = Path(__file__).resolve().parents[2] / "desktop"
SEALED = ("store", "capture")
"""What these write is sealed, or lies in a folder of the child's own on a memory disk."""

KNOWN = {
    "services/exports.py:write": "the one way out: listed until it is destroyed",
    "services/audit.py:_writing": "the log and its anchors hold ids and counts, and are to be kept",
    "services/print_choice.py:_write": "printers and trays of this machine",
    "services/document_prints.py:save_form": "a blank form",
    "services/watched_places.py:mark": "an empty file",
    "services/watched_places.py:_check_writable": "an empty file",
    "letters/text_book.py:text_book": "in memory",
    "cli/paper.py:_leave": "blank forms and letters with sample data",
    "ui/own_printing.py:device_for": "a printer of the system, and no file",
    "composition.py:write_log": "what the program says of itself, without anybody's data",
    "tour/journey.py:travel": "the tour of the sample office, whose people are made up",
    "tour/mail_acts.py:_as_scanned": "the tour of the sample office, whose people are made up",
}
_ATTRIBUTES = {"write_bytes", "write_text", "setOutputFileName", "hardlink_to"}
_COPIERS = {"copy", "copy2", "copyfile", "copytree", "move"}
_CLASSES = {
    *("QFile", "QSaveFile", "QTemporaryFile", "QPdfWriter", "QPrinter", "ZipFile"),
    *("NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "mkstemp", "FileHandler"),
}


def writers(source: str, where: str) -> Iterator[str]:
    """「file:function」 of every statement in the source that may write a file."""
    for function, call in _calls(ast.parse(source), "module"):
        if _writes(call):
            yield f"{where}:{function}"


def _calls(node: ast.AST, function: str) -> Iterator[tuple[str, ast.Call]]:
    for child in ast.iter_child_nodes(node):
        inside = child.name if isinstance(child, ast.FunctionDef) else function
        if isinstance(child, ast.Call):
            yield function, child
        yield from _calls(child, inside)


def _writes(call: ast.Call) -> bool:
    name, owner = _name(call.func)
    words = {one.value for one in ast.walk(call) if isinstance(one, ast.Constant)}
    if name in _ATTRIBUTES or name in _CLASSES:
        return True
    if name == "touch":
        return not call.args  # with an argument it is of the desk's own rows
    if owner == "shutil":
        return name in _COPIERS
    if owner == "os" and name == "open":
        flags = {one.attr for one in ast.walk(call) if isinstance(one, ast.Attribute)}
        return bool(flags & {"O_WRONLY", "O_RDWR", "O_CREAT"})
    if name in ("open", "fdopen"):
        modes = {one for one in words if isinstance(one, str) and 0 < len(one) <= 3}
        return any(set(mode) & set("wax+") for mode in modes if set(mode) <= set("rwaxbt+"))
    return False


def _name(function: ast.expr) -> tuple[str, str]:
    if isinstance(function, ast.Attribute):
        owner = function.value
        return function.attr, owner.id if isinstance(owner, ast.Name) else ""
    return (function.id, "") if isinstance(function, ast.Name) else ("", "")


def _found() -> set[str]:
    found = set()
    for file in sorted(ROOT.rglob("*.py")):
        where = file.relative_to(ROOT).as_posix()
        if not where.startswith(SEALED):
            found |= set(writers(file.read_text(encoding="utf8"), where))
    return found


def test_only_known_places_write_a_file_outside_the_store() -> None:
    assert _found() == set(KNOWN)


@pytest.mark.parametrize(
    "statement",
    [
        "Path('x').write_bytes(pdf)",
        "file.write_text('x')",
        "open(file, 'w')",
        "file.open('ab')",
        "os.fdopen(handle, 'wb')",
        "os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)",
        "file.touch()",
        "shutil.copy(a, b)",
        "QSaveFile(name).open()",
        "tempfile.NamedTemporaryFile()",
        "printer.setOutputFileName(name)",
    ],
)
def test_a_new_writer_would_be_found(statement: str) -> None:
    source = f"def leak(file):\n    if file:\n        {statement}\n"
    assert set(writers(source, "x.py")) == {"x.py:leak"}


@pytest.mark.parametrize(
    "statement",
    ["open(file)", "file.open('rb')", "dialog.open()", "shutil.which('lp')", "book.save(out)"],
)
def test_a_reader_is_no_writer(statement: str) -> None:
    assert not set(writers(f"def read(file):\n    {statement}\n", "x.py"))


def test_every_kind_of_copy_has_its_words_and_is_noted_before_it_is_written() -> None:
    """Each service that writes a copy notes it; each kind that is noted is told in words."""
    kinds: set[str] = set()
    for file in sorted((ROOT / "services").glob("*.py")):
        source = file.read_text(encoding="utf8")
        if "self._exports.write(" in source:
            assert "self._exports.note(" in source, file.name
        if "_exports.note(" in source or "open_export(" in source:
            kinds |= {
                one.value
                for one in ast.walk(ast.parse(source))
                if isinstance(one, ast.Constant) and one.value in KIND_LABELS
            }
    assert kinds == set(KIND_LABELS)
