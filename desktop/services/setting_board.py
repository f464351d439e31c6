"""設定 as a board: in force, waiting for a signature, to come, and what was (DESIGN §1)."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from desktop.domain.errors import NotFound
from desktop.domain.reasons import reason_from_policy_letter
from desktop.domain.requests import Reason
from desktop.domain.roles import ROLE_LABELS, Capability
from desktop.domain.wording import LetterDefinition, with_own_texts
from desktop.letters.library import Library, load_library
from desktop.letters.render import render_letter
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.administration import Administration
from desktop.services.letter_pictures import draw_pages
from desktop.services.office_settings import WrongSetting, read_value, write_value
from desktop.services.people import People
from desktop.services.premises import Premises
from desktop.services.setting_kinds import Editor, SettingKind, setting_kinds
from desktop.store import settings

_ROLES = "roles."
_DPI = 110
_LARGEST = 1_000_000  # bytes: fourteen reasons
_WAITING, _COMING, _NOW, _BEFORE = "署名待ち", "予定", "現行", "以前"
_DROPPED, _FORGED = "取下げ", "署名不一致"


@dataclass(frozen=True, slots=True)
class SettingEntry:
    """One wish or one signed value of a setting, with who stands for it."""

    id: str
    value: object
    effective_from: date
    state: str
    proposed_by: str
    proposed_at: datetime
    signed_by: str = ""
    signed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SettingLine:
    """A setting with its value of today; `waiting` and `coming` in the order of their days."""

    kind: SettingKind
    value: object
    waiting: tuple[SettingEntry, ...] = ()
    coming: tuple[SettingEntry, ...] = ()

    @property
    def words(self) -> str:
        return self.kind.words(self.value)


class SettingBoard:
    def __init__(self, premises: Premises, people: People, administration: Administration) -> None:
        self._premises = premises
        self._people = people
        self._administration = administration

    @cached_property
    def library(self) -> Library:
        return load_library(self._premises.surroundings.forms)

    @cached_property
    def kinds(self) -> tuple[SettingKind, ...]:
        """Every setting that may be proposed, letters in the newest of their versions."""
        codes = dict.fromkeys(letter.code for letter in self.library.letters)
        return setting_kinds(self.library.latest_letter(code) for code in codes)

    def lines(self, today: date) -> tuple[SettingLine, ...]:
        """The whole board, in the order of the screen."""
        now = self._administration.settings(today)
        with self._premises.database.reading() as session:
            # Signed today it holds from today on, however long it has waited.
            waiting = [
                replace(one, effective_from=max(one.effective_from, today))
                for one in settings.unsigned(session)
            ]
            coming = [one for one in settings.signed(session) if one.holds_from > today]
        roles = self._roles([one for one in waiting if one.name.startswith(_ROLES)])
        return tuple(
            SettingLine(
                kind,
                roles[kind] if kind in roles else now.value_of(kind.name),
                tuple(self._entry(one, _WAITING) for one in waiting if one.name == kind.name),
                tuple(self._entry(one, _COMING) for one in coming if one.name == kind.name),
            )
            for kind in (*roles, *self.kinds)
        )

    def _roles(self, waiting: Sequence[settings.Setting]) -> Mapping[SettingKind, str]:
        """The people whose role waits for a signature, as lines of the board, each with the role
        that they have until then: "" of somebody new."""
        people = {one.id: one for one in self._people.roster()}
        found = ((one.name, people.get(one.name.removeprefix(_ROLES))) for one in waiting)
        return {
            SettingKind(
                name,
                "利用者の役割",
                f"{person.login}　{person.name}",
                Editor.CHOICE,
                choices=tuple((role.value, label) for role, label in ROLE_LABELS.items()),
            ): person.role.value if person.signed else ""
            for name, person in found
            if person is not None
        }

    def history(self, name: str, today: date) -> tuple[SettingEntry, ...]:
        """Everything ever proposed under the name, the latest first.

        A table that was set up whole is behind each of its lines.
        """
        table, _, line = name.partition(".")
        with self._premises.database.reading() as session:
            own = settings.history(session, name)
            whole = [
                replace(one, value=one.value[line])
                for one in (settings.history(session, table) if line else ())
                if isinstance(one.value, Mapping) and line in one.value
            ]
            proper = {one.id: place for place, one in enumerate(settings.signed(session))}
        found = [*own, *whole]
        held = [one for one in found if one.id in proper and one.holds_from <= today]
        current = max(held, key=lambda one: proper[one.id], default=None)
        return tuple(
            self._entry(one, _state(one, proper, today, current))
            for one in sorted(found, key=lambda one: (one.proposed_at, one.id), reverse=True)
        )

    def kind(self, name: str) -> SettingKind:
        found = next((kind for kind in self.kinds if kind.name == name), None)
        if found is None:
            raise NotFound("この設定はありません。", "設定の画面を開き直してください。")
        return found

    def propose(self, act: Act, name: str, typed: str, effective_from: date) -> None:
        """Wish for what was typed; the same as now is no wish."""
        kind = self.kind(name)
        value = write_value(read_value(name, kind.read(typed)))
        then = self._administration.settings(effective_from).value_of(name)
        if value == (kind.shipped if then in ("", None) else then):
            raise WrongSetting(
                "いまの定めと同じ値です。", "変える値を入れてから申請してください。", field="value"
            )
        self._administration.propose_setting(act, name, value, effective_from)

    def preview(self, name: str, typed: str, today: date) -> tuple[bytes, ...]:
        """A letter with its sample data as the words would make it: pictures, nothing is kept."""
        read_value(name, self.kind(name).read(typed))
        table, _, line = name.partition(".")
        now = self._administration.settings(today)
        tables = {
            "letter_texts": dict(now.letter_texts),
            "reason_texts": dict(now.reason_texts),
            "reason_bases": dict(now.reason_bases),
        }
        tables[table][line] = typed.strip()
        code = line.partition("/")[0] if table == "letter_texts" else "D-06"
        letter = with_own_texts(
            self.library.latest_letter(code),
            tables["letter_texts"],
            tables["reason_texts"],
            tables["reason_bases"],
        )
        shown = letter if table == "letter_texts" else _refusing(letter, Reason(line))
        return draw_pages(
            render_letter(shown, shown.sample, self._premises.surroundings.fonts), _DPI
        )

    def import_reasons(self, act: Act, file: Path, effective_from: date) -> int:
        """Propose the reason texts of a CSV (符号, 文, 根拠); how many texts changed.

        The letter may be as the policy's own file has it: 「イ)」, or the hiragana 「へ」 for ヘ.
        A file with a wrong line proposes nothing.
        """
        rights.require(act, Capability.PROPOSE_SETTING)
        then = self._administration.settings(effective_from)
        wanted: dict[str, str] = {}
        for code, text, basis in _reason_rows(_text(file)):
            wanted[f"reason_texts.{code.value}"] = text
            if basis:
                wanted[f"reason_bases.{code.value}"] = basis
        changed = {
            name: text
            for name, text in wanted.items()
            if text != (then.value_of(name) or self.kind(name).shipped)
        }
        for name, text in changed.items():
            read_value(name, text)
        for number, (name, text) in enumerate(changed.items()):
            one = replace(act, command=f"{act.command[:28]}{number:04d}")
            self._administration.propose_setting(one, name, text, effective_from)
        return len(changed)

    def _entry(self, one: settings.Setting, state: str) -> SettingEntry:
        name = self._people.name_of
        return SettingEntry(
            one.id,
            one.value,
            one.holds_from,
            state,
            name(one.proposed_by),
            one.proposed_at,
            name(one.signed_by) if one.signed_by else "",
            one.signed_at,
        )


def _state(
    one: settings.Setting,
    proper: Collection[str],
    today: date,
    current: settings.Setting | None,
) -> str:
    if one.dropped_by is not None:
        return _DROPPED
    if one.signed_by is None:
        return _WAITING
    if one.id not in proper:
        return _FORGED
    if one.holds_from > today:
        return _COMING
    return _NOW if current is not None and one.id == current.id else _BEFORE


def _refusing(letter: LetterDefinition, code: Reason) -> LetterDefinition:
    """The sample refuses for this reason, so that its words are seen."""
    decisions = tuple(
        replace(one, granted=False, reason=code) if one.reason else one
        for one in letter.sample.decisions
    )
    return replace(letter, sample=replace(letter.sample, decisions=decisions))


def _reason_rows(text: str) -> Sequence[tuple[Reason, str, str]]:
    try:
        rows = list(csv.reader(io.StringIO(text)))
    except csv.Error as problem:
        raise WrongSetting(
            "CSVとして読めないファイルです。",
            "符号、文、根拠の三列のCSVか確かめてください。",
            field="file",
        ) from problem
    found = []
    for number, cells in enumerate(rows, 1):
        letter, words, basis = (*(cell.strip() for cell in cells), "", "", "")[:3]
        if not letter or letter in ("符号", "code"):
            continue
        if not words:
            raise WrongSetting(
                f"{number}行目に理由の文がありません。",
                "二列目に文を入れてください。",
                field="file",
            )
        code = Reason(letter) if letter in Reason.__members__ else None
        found.append((code or reason_from_policy_letter(letter), words, basis))
    if not found:
        raise WrongSetting(
            "理由の行がありません。", "符号、文、根拠の三列のCSVか確かめてください。", field="file"
        )
    return found


def _text(file: Path) -> str:
    try:
        data = file.read_bytes()
    except OSError as problem:
        raise WrongSetting(
            "理由の文のファイルを開けません。",
            "ファイルがあるか、読み取りの権限があるかを確かめてください。",
            field="file",
        ) from problem
    if len(data) > _LARGEST:
        raise WrongSetting(
            "理由の文のファイルが大きすぎます。",
            "符号、文、根拠の三列のCSVか確かめてください。",
            field="file",
        )
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WrongSetting(
        "理由の文のファイルの文字コードが読めません。",
        "UTF-8かシフトJISで保存し直してください。",
        field="file",
    )
