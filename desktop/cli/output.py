"""How a command answers: readable lines, or one JSON value whose shape is a contract."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any, NoReturn

import typer

from desktop.domain.errors import DeskError


def plain(value: Any) -> Any:
    """`value` as JSON types: dataclasses become objects, dates ISO text, sets sorted lists."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(plain(item) for item in value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, bytes | bytearray):
        raise TypeError("bytes are no part of an answer")
    return value


def say_json(value: Any, *, line: bool = False) -> None:
    """Write one JSON value; on one line where `line` is true (--jsonl)."""
    text = json.dumps(plain(value), ensure_ascii=False, indent=None if line else 2)
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def say_lines(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)


def json_lines(*wanted: str) -> Iterator[dict[str, Any]]:
    """Standard input as JSON objects, one a line; wrong use (2) at the first line that is none.

    `wanted` are the keys that must be there. A line that is only a text stands for the first.
    """
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except ValueError:
            _wrong_line(number, "JSON として読めません。")
        if isinstance(value, str) and len(wanted) == 1:
            value = {wanted[0]: value}
        if not isinstance(value, dict) or any(key not in value for key in wanted):
            keys = "・".join(wanted)
            _wrong_line(number, f"{keys} を持つオブジェクトではありません。" if keys else "")
        yield value


def answer_lines(*wanted: str, answer: Callable[[dict[str, Any]], Any]) -> None:
    """Answer each line of `json_lines` with one line, and the milliseconds it took."""
    for wish in json_lines(*wanted):
        started = time.perf_counter()
        shape = plain(answer(wish))
        say_json({**shape, "ms": round((time.perf_counter() - started) * 1000, 3)}, line=True)


def _wrong_line(number: int, what: str) -> NoReturn:
    typer.echo(f"{number}行目: {what or 'オブジェクトではありません。'}", err=True)
    raise typer.Exit(2)


def refuse(error: DeskError, *, as_json: bool) -> NoReturn:
    """End with exit code 1 and the reason: what happened and what to do next."""
    if as_json:
        say_json(
            {
                "refused": True,
                "code": error.code,
                "sentence": error.sentence,
                "next_step": error.next_step,
            }
        )
    else:
        typer.echo(f"{error.sentence}\n{error.next_step}".strip(), err=True)
    raise typer.Exit(1)
