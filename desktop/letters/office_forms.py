"""Papers of the office's own, declared in `forms/internal/*.toml`: ledgers and 調査依頼."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from desktop.domain.letters import LetterProblem
from desktop.domain.own_texts import OwnPlace, OwnWords
from desktop.domain.tables import Table, TableProblem
from desktop.letters.flow import LEFT, RIGHT

_ROOM = RIGHT - LEFT
_ROOM_ACROSS = 267.0  # of an A4 page on its side


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column: the fact it shows, its head and (on paper) its width in millimetres; numbers stand
    `right`."""

    key: str
    head: str
    width: float = 0.0
    right: bool = False


@dataclass(frozen=True, slots=True)
class OfficeForm:
    """Texts and columns of one paper. `more` are columns that only the spreadsheet has."""

    code: str
    title: str
    opening: str
    closing: str
    columns: tuple[FormColumn, ...]
    more: tuple[FormColumn, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, tuple[FormColumn, ...]] = field(default_factory=dict)
    """Further tables of the paper by name."""

    @property
    def heads(self) -> tuple[str, ...]:
        return tuple(column.head for column in self.columns)

    @property
    def widths(self) -> tuple[float, ...]:
        return tuple(column.width for column in self.columns)


def load_office_form(forms_dir: Path, code: str) -> OfficeForm:
    """The form of that code; an error names the file and the key."""
    path = forms_dir / "internal" / f"{code}.toml"
    try:
        return parse_office_form(tomllib.loads(path.read_text(encoding="utf-8")), path.name)
    except FileNotFoundError as error:
        raise LetterProblem(
            f"定義ファイル {path.name} がありません。", "プログラムを入れ直してください。"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LetterProblem(
            f"定義ファイル {path.name} を読めません（{error}）。",
            "ファイルの書き方を直してください。",
        ) from error


def office_places(form: OfficeForm) -> tuple[OwnPlace, ...]:
    """The sentences above and below the tables; their heads name what the program fills in."""
    base = f"{form.code}/1"
    return (
        OwnPlace(f"{base}/opening/0", "はじめの文", form.opening),
        OwnPlace(f"{base}/closing/0", "終わりの文", form.closing, face="sans-400", size=8.5),
    )


def paper_in_own_words(form: OfficeForm, words: OwnWords) -> OfficeForm:
    """The paper with the office's own sentences."""
    base = f"{form.code}/1"
    return replace(
        form,
        opening=words.texts.get(f"{base}/opening/0", form.opening),
        closing=words.texts.get(f"{base}/closing/0", form.closing),
    )


def parse_office_form(values: Mapping[str, object], name: str) -> OfficeForm:
    try:
        table = Table(values)
        table.only(
            *("code", "title", "opening", "closing", "columns", "more", "texts", "tables"),
            "landscape",
        )
        room = _ROOM_ACROSS if table.flag("landscape") else _ROOM
        words = table.table("texts", optional=True)
        further = table.table("tables", optional=True)
        form = OfficeForm(
            code=table.text("code"),
            title=table.text("title"),
            opening=table.text("opening"),
            closing=table.text("closing"),
            columns=_columns(table.rows("columns"), wide=True),
            more=_columns(table.rows("more"), wide=False),
            texts={key: words.text(key) for key in words.names()},
            tables={key: _columns(further.rows(key), wide=True) for key in further.names()},
        )
        for key, columns in (("columns", form.columns), *form.tables.items()):
            if sum(column.width for column in columns) > room:
                raise table.problem(key, f"幅の合計が{room:g}mmを超えています")
        return form
    except TableProblem as problem:
        raise LetterProblem(
            f"定義ファイル {name} の {problem.key} が正しくありません（{problem.why}）。",
            "ファイルの書き方を直してください。",
        ) from problem


def _columns(rows: Sequence[Table], *, wide: bool) -> tuple[FormColumn, ...]:
    found = []
    for row in rows:
        row.only(*(("key", "head", "width", "right") if wide else ("key", "head")))
        width = row.number("width") if wide else 0.0
        right = bool(wide and row.flag("right"))
        found.append(FormColumn(row.text("key"), row.text("head"), width, right))
    return tuple(found)
