"""設定 as a board: in force, waiting for a signature, to come, and what was (DESIGN §1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from sqlalchemy.orm import Session

from desktop.domain.errors import NotFound
from desktop.domain.roles import ROLE_LABELS
from desktop.letters.library import Library, load_library
from desktop.services.act import Act
from desktop.services.administration import Administration
from desktop.services.office_settings import WrongSetting, read_value, write_value
from desktop.services.people import People
from desktop.services.premises import Premises
from desktop.services.setting_kinds import Editor, SettingKind, setting_kinds
from desktop.store import settings

_ROLES = "roles."
_WORDS = frozenset({"letter_texts", "reason_texts", "reason_bases"})
WAITING, COMING, NOW = "署名待ち", "予定", "現行"
BEFORE = "以前"
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
        """The board in the order of the screen. The words of documents stand on their own page; a
        text that an earlier program signed by itself is here while something about it is open."""
        now = self._administration.settings(today)
        with self._premises.database.reading() as session:
            # Signed today it holds from today on, however long it has waited.
            waiting = [
                replace(one, effective_from=max(one.effective_from, today))
                for one in settings.unsigned(session)
            ]
            coming = [one for one in settings.signed(session) if one.holds_from > today]
        roles = self._roles([one for one in waiting if one.name.startswith(_ROLES)])
        lines = (
            SettingLine(
                kind,
                roles[kind] if kind in roles else now.value_of(kind.name),
                tuple(self._entry(one, WAITING) for one in waiting if one.name == kind.name),
                tuple(self._entry(one, COMING) for one in coming if one.name == kind.name),
            )
            for kind in (*roles, *self.kinds)
        )
        return tuple(
            one
            for one in lines
            if one.waiting or one.coming or one.kind.name.partition(".")[0] not in _WORDS
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
        return self.histories((name,), today)[name]

    def histories(
        self, names: Collection[str], today: date
    ) -> Mapping[str, tuple[SettingEntry, ...]]:
        """The same of several names, their signatures looked at once."""
        with self._premises.database.reading() as session:
            proper = {one.id: place for place, one in enumerate(settings.signed(session))}
            return {name: self._history(session, name, proper, today) for name in names}

    def _history(
        self, session: Session, name: str, proper: Mapping[str, int], today: date
    ) -> tuple[SettingEntry, ...]:
        table, _, line = name.partition(".")
        own = settings.history(session, name)
        whole = [
            replace(one, value=one.value[line])
            for one in (settings.history(session, table) if line else ())
            if isinstance(one.value, Mapping) and line in one.value
        ]
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
        return WAITING
    if one.id not in proper:
        return _FORGED
    if one.holds_from > today:
        return COMING
    return NOW if current is not None and one.id == current.id else BEFORE
