"""The history of a case as a person reads it: sentences, no codes (issue 5, item 9)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from case_path import Track
from desk_office import Office

from desktop.domain.states import Action
from desktop.services.audit_labels import ACTION_LABELS
from desktop.services.case_history import _SAID
from desktop.services.history_views import HistoryKind, HistoryLine

_CODE = re.compile(r"[A-Z]{3,}|[a-z]+\.[a-z_]+|[0-9a-f]{16,}")


@pytest.fixture
def track(registered: None, office: Office, tmp_path: Path) -> Track:
    return Track(office, tmp_path)


def history(track: Track, case_id: str) -> list[HistoryLine]:
    found = track.office.desk.cases.history(track.office.by("c01"), case_id)
    return list(reversed(found))


def test_the_way_of_a_case_is_told_in_sentences(track: Track) -> None:
    case_id = track.to_completed()
    told = [(line.who, line.sentence) for line in history(track, case_id)]
    assert told[:4] == [
        ("架空 太郎", "郵便物を案件として受け付けました"),
        ("架空 太郎", "請求書の形式を確認しました"),
        ("架空 太郎", "ご本人であることを確認しました"),
        ("架空 太郎", "対象の情報を決めました"),
    ]
    assert ("例示 誠", "決裁しました") in told
    assert ("見本 花子", "封入を確認しました") in told
    assert told[-1] == ("架空 太郎", "案件を完了しました。書類の保存期間が始まりました")


def test_what_changed_is_told_by_the_names_of_fields_and_states(track: Track) -> None:
    case_id = track.to_investigation()
    lines = {line.sentence: line.more for line in history(track, case_id)}
    assert lines["請求書の形式を確認しました"] == (
        "請求の種類と対象・回答の方法・代理人",
        "形式確認 → 本人確認",
    )
    assert lines["届いた手数料を記録しました"] == ("切手 220円",)
    case_id = track.file().case_id
    form = track.get(case_id).documents[0].pages[0].id
    track.office.desk.verification.correct(track.act("c01"), case_id, form, "kana", "カリヤマ")
    last = history(track, case_id)[-1]
    assert last.sentence == "読み取りを直しました"
    assert last.more == ("フリガナ", "1ページ 請求書")
    assert (last.kind, last.link.kind, last.link.id) == (HistoryKind.PAGE, "PAGE", form)


def test_a_letter_is_told_by_its_title_and_leads_to_it(track: Track) -> None:
    case_id = track.to_approval()
    letter = track.get(case_id).letters[-1]
    line = next(one for one in history(track, case_id) if one.link and one.link.kind == "LETTER")
    assert letter.title in line.sentence
    assert line.link.id == letter.id


def test_a_new_clerk_is_told_by_name(track: Track) -> None:
    case_id = track.file().case_id
    office = track.office
    office.desk.casework.assign(track.act("c01"), case_id, office.id_of("c02"))
    assert history(track, case_id)[-1].sentence == "担当を 見本 花子 に替えました"


def test_no_code_and_no_id_is_ever_shown(track: Track) -> None:
    case_id, other = track.to_completed(), track.file().case_id
    form, card = (one.pages[0].id for one in track.get(other).documents)
    desk = track.office.desk
    desk.cases.picture(track.act("c01"), card)
    desk.verification.correct(track.act("c01"), other, form, "unknown_field", "値")
    desk.kept_notes.keep(track.act("c01"), other, "説明：途中の文")
    for line in history(track, case_id) + history(track, other):
        for words in (line.sentence, *line.more):
            assert not _CODE.search(words), words
        assert line.sentence


def test_values_are_not_told(track: Track) -> None:
    case_id = track.file().case_id
    form = track.get(case_id).documents[0].pages[0].id
    track.office.desk.verification.correct(track.act("c01"), case_id, form, "name", "仮山 一郎")
    said = " ".join((line.sentence + "".join(line.more)) for line in history(track, case_id))
    assert "仮山" not in said
    assert "仮川" not in said


_OF_A_CASE = ("case.", "letter.", "hold.", "retention.")


def test_every_act_on_a_case_has_its_sentence() -> None:
    acts = {f"case.{action.value.lower()}" for action in Action}
    acts |= {name for name in ACTION_LABELS if name.startswith(_OF_A_CASE)}
    acts -= {"case.handed_over"}  # an act on many cases; each of them tells its own new clerk
    assert acts <= _SAID.keys()
