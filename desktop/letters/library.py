"""The shipped forms and wordings, read from the folder `forms/` that the caller names."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from desktop.domain.annex_layouts import AnnexLayout, parse_annex
from desktop.domain.form_set import FormSet
from desktop.domain.forms import FormDefinition, FormProblem
from desktop.domain.forms import parse as parse_form
from desktop.domain.letters import LetterProblem
from desktop.domain.wording import LetterDefinition, parse_letter, parse_reasons

SLIP = "SLIP"
_REASONS = "reasons.toml"


@dataclass(frozen=True, slots=True)
class Library:
    """Every version of every form and letter; which one holds is a question of the day."""

    forms: tuple[FormDefinition, ...]
    letters: tuple[LetterDefinition, ...]

    def form(self, code: str, version: int = 0) -> FormDefinition:
        """The form of that code and version, or its newest."""
        form = FormSet(self.forms).form(code, version)
        if form is None:
            raise FormProblem(
                f"様式 {code} の定義がありません。", "様式の番号と版を確かめてください。"
            )
        return form

    def letter(self, code: str, on: date) -> LetterDefinition:
        """The letter's wording in force on a day (DESIGN §1: never retroactive)."""
        found = [w for w in self.letters if w.code == code and w.effective_from <= on]
        if not found:
            raise LetterProblem(
                f"文書 {code} の文面のうち、この日に有効なものがありません。",
                "文書の番号と日付を確かめてください。",
            )
        return max(found, key=lambda w: (w.effective_from, w.version))

    def letter_of_case(self, code: str, arrived_on: date) -> LetterDefinition:
        """The wording of a case's 到達日 (DESIGN §1); of one from before the first, the first."""
        first = min((w.effective_from for w in self.letters if w.code == code), default=arrived_on)
        return self.letter(code, max(arrived_on, first))

    def latest_letter(self, code: str) -> LetterDefinition:
        """The newest wording, for a preview."""
        return self.letter(code, date.max)


def load_library(forms_dir: Path) -> Library:
    """Read `requests/*.toml`, `letters/*.toml` and `annex/*.toml`; an error names the file and
    the key. What lies there unchanged is read once."""
    files = sorted(forms_dir.rglob("*.toml"))
    state = tuple((one.stat().st_mtime_ns, one.stat().st_size) for one in files)
    return _read_library(forms_dir, tuple(files), state)


@lru_cache(maxsize=4)
def _read_library(
    forms_dir: Path, _files: tuple[Path, ...], _state: tuple[tuple[int, int], ...]
) -> Library:
    forms = tuple(
        parse_form(_read(path), path.name)
        for path in sorted((forms_dir / "requests").glob("*.toml"))
    )
    slip = FormSet(forms).form(SLIP)
    wordings = forms_dir / "letters"
    reasons = parse_reasons(_read(wordings / _REASONS), _REASONS)
    layouts = load_annex(forms_dir)
    letters = tuple(
        replace(
            parse_letter(_read(path), path.name, reasons=reasons, slip=slip),
            annex_layouts=layouts,
        )
        for path in sorted(wordings.glob("*.toml"))
        if path.name != _REASONS
    )
    return Library(forms, letters)


def load_annex(forms_dir: Path) -> Mapping[str, AnnexLayout]:
    """The layout of each item's tables, by its code."""
    found = [
        parse_annex(_read(path), path.name) for path in sorted((forms_dir / "annex").glob("*.toml"))
    ]
    return {layout.code: layout for layout in found}


def _read(path: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise LetterProblem(
            f"定義ファイル {path.name} がありません。", "プログラムを入れ直してください。"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LetterProblem(
            f"定義ファイル {path.name} を読めません（{error}）。",
            "ファイルの書き方を直してください。",
        ) from error
