"""Every Japanese word that desktop/ui shows goes through Qt's translation (COMMON rules, STYLE)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import desktop.ui

UI = Path(desktop.ui.__file__).parent
JAPANESE = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff]")
TRANSLATING = {"tr", "_tr", "translate", "QT_TRANSLATE_NOOP"}
# What others wrote is looked at with these, not shown.
LOOKING = {"startswith", "endswith", "removeprefix", "removesuffix", "split", "partition"}


def untranslated(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, words) of the literals that reach a screen as they stand in the source."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
        and isinstance(node.body[0].value, ast.Constant)
    }

    def walk(node: ast.AST) -> Iterator[tuple[int, str]]:
        if id(node) in docstrings or isinstance(node, ast.Compare):
            return
        if isinstance(node, ast.Call) and name_of(node.func) in TRANSLATING | LOOKING:
            inner: list[ast.AST] = [node.func]  # `tr("…").format(x)` may hold words in x
        elif isinstance(node, ast.Dict):
            inner = list(node.values)  # keys are looked up, not shown
        elif isinstance(node, ast.Subscript):
            inner = [node.value]
        else:
            inner = list(ast.iter_child_nodes(node))
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if JAPANESE.search(node.value):
                yield node.lineno, node.value
            return
        for child in inner:
            yield from walk(child)

    yield from walk(tree)


def name_of(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def found_in(source: str) -> list[str]:
    return [words for _line, words in untranslated(ast.parse(source))]


def test_no_word_of_the_window_goes_past_the_translation() -> None:
    files = sorted(UI.rglob("*.py"))
    assert len(files) > 150
    past = [
        f"{file.relative_to(UI)}:{line} {words}"
        for file in files
        for line, words in untranslated(ast.parse(file.read_text("utf-8")))
    ]
    assert past == []


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('label("氏名")', ["氏名"]),
        ('Cell(f"{n}件")', ["件"]),
        ('label(self.tr("氏名"))', []),
        ('label(self.tr("{0}様").format("架空"))', ["架空"]),
        ('"""窓口."""\nX = {"日": 1}\nlabel(X["日"])', []),
        ('if word.startswith("文書") or word == "決裁": pass', []),
    ],
)
def test_a_word_past_the_translation_is_seen(source: str, words: list[str]) -> None:
    assert found_in(source) == words
