"""A hundred thousand sealed cases in a scratch store, made in bulk and always the same.

They are written through the store's own seals and tables, not through the services: those would
take an hour. Names and places are made up.
"""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from desktop import paths
from desktop.domain.roles import Role
from desktop.domain.states import END_STATES, CaseState
from desktop.services.desk import Desk, NewPerson, OfficeSettings, Surroundings
from desktop.store.parts import PART_AREA
from desktop.store.schema.base import JST
from desktop.store.schema.casework import CaseRow, CounterRow, PartRow, PauseRow, UnitRow
from desktop.store.schema.infrastructure import RecordKeyRow
from desktop.store.vault.crypto import context, seal
from desktop.store.vault.vault import wrap_key

NOW = datetime(2026, 11, 10, 9, 0, tzinfo=JST)
PASSPHRASE = "a long secret of the bench"
_BATCH = 2000
_OPEN_DAYS = 45
_FAMILIES = ("架空", "見本", "仮野", "例示", "髙橋", "渡邊", "試山", "雛形", "仮川", "模擬沢")
_READINGS = (
    *("カクウ", "ミホン", "カリノ", "レイジ", "タカハシ"),
    *("ワタナベ", "シヤマ", "ヒナガタ", "カリカワ", "モギサワ"),
)
_GIVEN = ("太郎", "花子", "次郎", "さくら", "みのる", "ひかり", "一郎", "あおい", "誠", "明美")
_GIVEN_READ = (
    *("タロウ", "ハナコ", "ジロウ", "サクラ", "ミノル"),
    *("ヒカリ", "イチロウ", "アオイ", "マコト", "アケミ"),
)
_TOWNS = ("若葉町", "緑町", "中央", "みどり台", "本町", "旭ケ丘", "桜台", "東町")
_ENDED = sorted(END_STATES)
_OPEN = sorted(frozenset(CaseState) - END_STATES - {CaseState.RECEIVED})


@dataclass(frozen=True)
class Office:
    """The desk of the scratch store, and the number of its cases."""

    desk: Desk
    cases: int

    def sign_in(self):
        return self.desk.people.sign_in("c01", PASSPHRASE, NOW)


def make_office(folder: Path, cases: int, seed: int) -> Office:
    surroundings = Surroundings(paths.resources(), paths.forms(), kdf_light=True)
    people = [
        NewPerson(login, name, role, PASSPHRASE)
        for login, name, role in (
            ("c01", "架空 太郎", Role.CLERK),
            ("c02", "見本 花子", Role.CLERK),
            ("c03", "仮野 次郎", Role.CLERK),
            ("s01", "例示 誠", Role.SUPERVISOR),
            ("a01", "雛形 明", Role.ADMINISTRATOR),
        )
    ]
    settings = OfficeSettings(office_name="みどり野電力")
    desk, _words = Desk.set_up(str(folder), surroundings, settings, people, NOW)
    office = Office(desk, cases)
    office.sign_in()
    clerks = [one.id for one in desk.people.roster() if one.role is Role.CLERK]
    _write(desk, cases, random.Random(seed), clerks)
    return office


def _write(desk: Desk, cases: int, chance: random.Random, clerks: list[str]) -> None:
    vault, database = desk.premises.vault, desk.premises.database
    made = _cases(cases, chance, clerks)
    for start in range(0, cases, _BATCH):
        rows: dict[type, list[dict[str, object]]] = {
            one: [] for one in (RecordKeyRow, CaseRow, UnitRow, PartRow, PauseRow)
        }
        with database.transaction() as session:
            number, epoch_key = vault.epoch_key(session)
            for _ in range(min(_BATCH, cases - start)):
                case, person = next(made)
                fresh = vault.generate()
                unit, part = _id(chance), _id(chance)
                wrapped = wrap_key(epoch_key, fresh.key_id, number, fresh.secret)
                text = json.dumps(person, ensure_ascii=False, separators=(",", ":")).encode()
                blob = seal(fresh.secret, text, context(part, "person", PART_AREA))
                rows[CaseRow].append(case)
                rows[RecordKeyRow].append({"id": fresh.key_id, "epoch": number, "wrapped": wrapped})
                rows[UnitRow].append(_unit(unit, case, fresh.key_id))
                rows[PartRow].append(_part(part, unit, case, blob))
                if case["state"] in (CaseState.AWAITING_CORRECTION, CaseState.AWAITING_FEE):
                    rows[PauseRow].append(_pause(_id(chance), case))
            for table, lines in rows.items():
                if lines:
                    session.execute(insert(table), lines)
    with database.transaction() as session:
        session.add(CounterRow(name="case-change", value=cases))


def _cases(
    cases: int, chance: random.Random, clerks: list[str]
) -> Iterator[tuple[dict[str, object], dict[str, str]]]:
    """Five years of mail: nearly all of it ended, of the last six weeks most still at work."""
    first = NOW.date() - timedelta(days=5 * 365)
    days = (NOW.date() - first).days
    in_year: dict[int, int] = {}
    for number in range(1, cases + 1):
        day = first + timedelta(days=(number - 1) * days // cases)
        in_year[day.year] = in_year.get(day.year, 0) + 1
        at_work = (NOW.date() - day).days <= _OPEN_DAYS and chance.random() < 0.8
        state = chance.choice(_OPEN if at_work else _ENDED)
        yield (
            {
                "id": _id(chance),
                "version": 1,
                "number": f"{day.year % 100:02d}-{in_year[day.year]:04d}",
                "state": state,
                "waits_from": "",
                "wanted": chance.choice(('{"DISCLOSE": ["K1"]}', '{"CORRECT": ["K2"]}')),
                "method": "PAPER",
                "agent": False,
                "agent_ok": False,
                "arrived_on": day,
                "registered_on": day,
                "created_at": datetime(day.year, day.month, day.day, 1, tzinfo=UTC),
                "opener_a": clerks[0],
                "opener_b": clerks[1],
                "enclosures_listed": True,
                "purge_checked": True,
                "assigned": chance.choice((*clerks, None)),
                "identity_ok": False,
                "identity_level": "",
                "identity_which": "",
                "identity_needs_second": False,
                "outcome": "",
                "completed_on": None if at_work else day + timedelta(days=10),
                "mail": "",
                "change": number,
            },
            _person(chance),
        )


def _person(chance: random.Random) -> dict[str, str]:
    family, given = chance.randrange(len(_FAMILIES)), chance.randrange(len(_GIVEN))
    return {
        "name": f"{_FAMILIES[family]} {_GIVEN[given]}",
        "kana": f"{_READINGS[family]} {_GIVEN_READ[given]}",
        "birth": (date(1940, 1, 1) + timedelta(days=chance.randrange(23_000))).isoformat(),
        "phone": f"090-{chance.randrange(10_000):04d}-{chance.randrange(10_000):04d}",
        "postal": f"350-99{chance.randrange(100):02d}",
        "prefecture": "埼玉県",
        "city": "みどり野市",
        "town": f"{chance.choice(_TOWNS)}{chance.randrange(1, 9)}丁目",
        "block": f"{chance.randrange(1, 40)}-{chance.randrange(1, 30)}",
        "building": chance.choice(("", "コーポ若葉", "メゾン緑")),
        "room": str(chance.randrange(101, 510)),
    }


def _unit(unit: str, case: dict[str, object], key: str) -> dict[str, object]:
    return {
        "id": unit,
        "version": 1,
        "case_id": case["id"],
        "cls": "B",
        "key_id": key,
        "state": "ACTIVE",
        "created_at": case["created_at"],
        "sheets": 0,
        "destroyed_method": "",
        "destroyed_hash": "",
    }


def _part(part: str, unit: str, case: dict[str, object], blob: bytes) -> dict[str, object]:
    return {
        "id": part,
        "version": 1,
        "case_id": case["id"],
        "unit_id": unit,
        "kind": "person",
        "slot": "",
        "rows": 0,
        "blob": blob,
    }


def _pause(pause: str, case: dict[str, object]) -> dict[str, object]:
    start = case["registered_on"]
    assert isinstance(start, date)
    return {
        "id": pause,
        "case_id": case["id"],
        "start": start + timedelta(days=1),
        "end": None,
        "why": "FEE" if case["state"] == CaseState.AWAITING_FEE else "CORRECTION",
        "notices": 1,
        "answer_by": start + timedelta(days=15),
    }


def _id(chance: random.Random) -> str:
    return uuid.UUID(int=chance.getrandbits(128), version=4).hex
