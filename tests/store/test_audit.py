from __future__ import annotations

import json
import random
import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from begun_store import NOW, Begun
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from desktop.store import audit
from desktop.store.audit import Filter
from desktop.store.audit_log import Entry, to_lines, verify_lines
from desktop.store.errors import AuditBroken
from desktop.store.schema.infrastructure import PersonRow
from desktop.store.vault.keys import make_keys


@pytest.fixture
def log(begun: Begun) -> Begun:
    """Ten entries, a signed head over seven, an anchor over eight."""
    with begun.database.transaction() as session:
        for person in (begun.clerk, begun.supervisor):
            public = person.public()
            session.add(
                PersonRow(
                    id=public.person_id,
                    login=public.person_id,
                    role="CLERK",
                    active=True,
                    name_key_id=None,
                    sealed_name=None,
                    agreement_public=public.agreement,
                    signing_public=public.signing,
                    wrapped_private=b"",
                    failed_attempts=0,
                    locked_until=None,
                    created_at=NOW,
                    ended_at=None,
                )
            )
        for number in range(7):
            entry(begun, session, number)
        audit.sign_head(session, begun.supervisor, NOW)
        entry(begun, session, 7)
        audit.anchor(session, NOW, "supervisor", "folder-1")
        entry(begun, session, 9)
    return begun


def entry(begun: Begun, session: Any, number: int) -> int:
    return audit.append(
        session,
        NOW + timedelta(minutes=number),
        "clerk",
        "page.view" if number % 2 else "case.open",
        case_id=f"case-{number % 3}",
        subject=f"page-{number}",
        fields=("birth", "address"),
        detail={"number": number, "kind": "DL"},
    )


def tamper(begun: Begun, statement: str) -> None:
    """As somebody with the database in hand: the triggers go first."""
    with begun.database.engine.begin() as connection:
        if begun.database.on_postgresql:
            connection.execute(text("SET session_replication_role = replica"))
        else:
            for verb in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER audit_entry_no_{verb}"))
        connection.execute(text(statement))


def problems(begun: Begun, outside: tuple[int, bytes] | None = None) -> tuple[str, ...]:
    with begun.database.reading() as session:
        found = audit.verify(session, outside)
    assert found.ok is (not found.problems)
    return found.problems


def exported(begun: Begun) -> list[str]:
    with begun.database.reading() as session:
        return list(audit.export(session))


def test_entries_come_back_with_the_latest_first(log: Begun) -> None:
    with log.database.reading() as session:
        assert audit.count(session) == 10
        latest = audit.entries(session, limit=2)
        assert [e.seq for e in latest] == [10, 9]
        assert latest[0] == Entry(
            10,
            1,
            NOW + timedelta(minutes=9),
            "clerk",
            "page.view",
            "case-0",
            "page-9",
            ("birth", "address"),
            {"number": 9, "kind": "DL"},
        )
        assert [e.seq for e in audit.entries(session, offset=8)] == [2, 1]
        assert audit.count(session, Filter(case_id="case-0", action="case.open")) == 2
        assert audit.count(session, Filter(actor="supervisor")) == 1


def test_an_untouched_log_verifies_in_the_store_and_outside_it(log: Begun) -> None:
    with log.database.reading() as session:
        inside = audit.verify(session)
        head = audit.head(session)
    outside = verify_lines(exported(log))
    assert inside.ok
    assert outside.ok
    assert (inside.size, inside.root) == (outside.size, outside.root) == (10, head.root)
    assert (inside.heads, outside.heads) == (1, 1)


def test_the_log_refuses_every_change(log: Begun) -> None:
    for statement in (
        "UPDATE audit_entry SET actor = 'nobody' WHERE seq = 3",
        "DELETE FROM audit_entry WHERE seq = 10",
        "DELETE FROM audit_head",
        "UPDATE audit_anchor SET size = 1",
    ):
        with pytest.raises(DBAPIError), log.database.engine.begin() as connection:
            connection.execute(text(statement))
    assert problems(log) == ()


def test_replacing_an_entry_is_refused_too(log: Begun) -> None:
    statement = (
        "INSERT INTO audit_entry SELECT 3, segment, at, 'nobody', action, case_id, subject,"
        " fields_json, detail_json, leaf FROM audit_entry WHERE seq = 4"
    )
    if log.database.on_postgresql:
        statement += " ON CONFLICT (seq) DO UPDATE SET actor = 'nobody'"
    else:
        statement = statement.replace("INSERT", "INSERT OR REPLACE", 1)
    with pytest.raises(DBAPIError), log.database.engine.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'nobody'",
        "action = 'page.print'",
        "case_id = NULL",
        "subject = 'page-0'",
        """fields_json = '["birth"]'""",
        """detail_json = '{"kind":"PP_NEW"}'""",
        "at = '2026-11-02 03:00:00'",
        "segment = 2",
    ],
)
def test_a_changed_entry_is_named(log: Begun, change: str) -> None:
    tamper(log, f"UPDATE audit_entry SET {change} WHERE seq = 3")
    assert "3件目の内容が書き換えられています。" in problems(log)


@pytest.mark.parametrize("column", ["detail_json", "fields_json"])
def test_an_entry_that_can_no_longer_be_read_is_named_and_the_rest_is_still_verified(
    log: Begun, column: str
) -> None:
    tamper(log, f"UPDATE audit_entry SET {column} = '7 (broken' WHERE seq = 3")
    with log.database.reading() as session:
        found = audit.verify(session)
        with pytest.raises(AuditBroken):
            audit.entries(session)
    assert not found.ok
    assert found.problems == ("3件目の内容が壊れていて読めません。",)


def test_a_changed_entry_with_its_hash_made_to_fit_is_found(log: Begun) -> None:
    with log.database.reading() as session:
        real = next(e for e in audit.entries(session) if e.seq == 3)
    forged = Entry(3, 1, real.at, "nobody", real.action, "case-2", real.subject, real.fields, {})
    tamper(
        log,
        "UPDATE audit_entry SET actor = 'nobody', detail_json = '{}', leaf = "
        + ("decode('{}', 'hex')" if log.database.on_postgresql else "x'{}'").format(
            forged.leaf().hex()
        )
        + " WHERE seq = 3",
    )
    assert problems(log) == (
        "7件時点の署名された記録と合いません。それより前の記録が変えられています。",
        "8件時点の控えと合いません。それより前の記録が変えられています。",
    )


def test_an_entry_taken_out_of_the_middle_is_found(log: Begun) -> None:
    tamper(log, "DELETE FROM audit_entry WHERE seq = 5")
    assert problems(log)[0] == "5件目の番号が6です。抜けか差し込みがあります。"


def test_a_tail_cut_below_the_last_head_is_found(log: Begun) -> None:
    tamper(log, "DELETE FROM audit_entry WHERE seq > 6")
    assert "署名された記録は7件ですが、記録は6件です。末尾が失われています。" in problems(log)


def test_only_an_anchor_outside_shows_what_was_cut_after_the_last_head(log: Begun) -> None:
    with log.database.reading() as session:
        carried = audit.head(session)
    tamper(log, "DELETE FROM audit_entry WHERE seq > 9")
    assert problems(log) == ()
    assert problems(log, (carried.size, carried.root)) == (
        "控えは10件ですが、記録は9件です。末尾が失われています。",
    )


def test_an_anchor_says_how_far_it_reaches(log: Begun) -> None:
    with log.database.reading() as session:
        carried = audit.head(session)
    with log.database.transaction() as session:
        entry(log, session, 10)
    with log.database.reading() as session:
        found = audit.verify(session, (carried.size, carried.root))
    assert (found.ok, found.size, found.anchored) == (True, 11, 10)


def test_a_wrong_anchor_is_a_problem(log: Begun) -> None:
    assert problems(log, (8, bytes(32))) == (
        "8件時点の控えと合いません。それより前の記録が変えられています。",
    )


def test_a_head_signed_by_a_stranger_is_found(log: Begun) -> None:
    stranger = make_keys("supervisor")
    with log.database.transaction() as session:
        audit.sign_head(session, stranger, NOW)
    assert problems(log) == ("10件時点の署名は、登録のない鍵によるものです。",)


def test_a_head_changed_after_signing_is_found(log: Begun) -> None:
    lines = exported(log)
    forged = [line.replace('"person":"supervisor"', '"person":"clerk"') for line in lines]
    assert verify_lines(forged).problems == ("7件時点の署名が正しくありません。",)


def test_every_kind_of_damage_to_an_exported_log_is_found(log: Begun) -> None:
    lines = exported(log)
    with log.database.reading() as session:
        head = audit.head(session)
    anchor = (head.size, head.root)
    title, first, *_ = lines
    damages = {
        "an entry left out": [line for line in lines if '"seq":5,' not in line],
        "an entry twice": [title, first, *lines[1:]],
        "two entries swapped": [title, lines[2], lines[1], *lines[3:]],
        "the end cut": lines[:8],
        "no title": lines[1:],
        "a word changed": [line.replace("case-1", "case-2") for line in lines],
        "not JSON": [*lines, "here the file is torn"],
        "JSON of another kind": [*lines, '{"type": "note"}', "[]"],
        "empty": [],
    }
    assert verify_lines(lines, anchor).ok
    for name, damaged in damages.items():
        assert not verify_lines(damaged, anchor).ok, name


@given(st.integers(0, 10_000))
def test_no_single_changed_character_passes_with_an_anchor(seed: int) -> None:
    chance = random.Random(seed)
    entries = [
        Entry(n, 1, NOW, "clerk", "case.open", "c", f"p-{n}", ("name",), {"n": n})
        for n in range(1, 6)
    ]
    lines = list(to_lines("store-one", entries, (), ()))
    whole = verify_lines(lines)
    number = chance.randrange(1, len(lines))
    place = chance.randrange(len(lines[number]))
    changed = chr(33 + (ord(lines[number][place]) - 33 + chance.randrange(1, 94)) % 94)
    forged = [*lines]
    forged[number] = lines[number][:place] + changed + lines[number][place + 1 :]
    found = verify_lines(forged, (whole.size, whole.root))
    same = _meaning(forged[number]) == _meaning(lines[number])
    assert found.ok is same


def _meaning(line: str) -> object:
    try:
        raw = json.loads(line)
        return {**raw, "at": datetime.fromisoformat(raw["at"])}
    except (ValueError, KeyError):
        return line


def test_nothing_but_codes_gets_into_the_log(begun: Begun) -> None:
    for words in (
        {"subject": "架空 太郎"},
        {"detail": {"name": "架空 太郎"}},
        {"fields": ("氏名",)},
        {"case_id": "x" * 201},
        {"subject": "two\nlines"},
    ):
        with pytest.raises(ValueError), begun.database.transaction() as session:  # noqa: PT011
            audit.append(session, NOW, "clerk", "case.open", **words)
    with begun.database.reading() as session:
        assert audit.count(session) == 0


def test_an_entry_is_written_with_its_change_or_not_at_all(begun: Begun) -> None:
    def change_their_mind() -> None:
        with begun.database.transaction() as session:
            begun.vault.new_key(session)
            audit.append(session, NOW, "clerk", "case.open")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_their_mind()
    with begun.database.reading() as session:
        assert audit.count(session) == 0


def test_entries_of_many_threads_stand_in_one_row(begun: Begun) -> None:
    errors: list[BaseException] = []

    def work(name: str) -> None:
        try:
            for _ in range(15):
                with begun.database.transaction() as session:
                    audit.append(session, NOW, name, "case.open")
        except BaseException as error:  # noqa: BLE001  # handed to the test's own thread
            errors.append(error)

    threads = [threading.Thread(target=work, args=(f"t{i}",)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with begun.database.reading() as session:
        found = audit.verify(session)
    assert (found.ok, found.size) == (True, 60)


def test_the_last_signed_head_is_given(log: Begun) -> None:
    with log.database.reading() as session:
        signed = audit.last_signed(session)
        (kept,) = audit.anchors(session)
    assert signed is not None
    assert (signed.size, signed.person_id, signed.at) == (7, "supervisor", NOW)
    assert (kept.size, kept.place) == (8, "folder-1")
