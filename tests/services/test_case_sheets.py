"""I-02 起案・決裁票 and I-03 封入確認票: who decided what, and what went into the envelope."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pypdfium2
import pytest
from case_path import Track, grant, refuse
from desk_office import Office

from desktop.domain.errors import NotAllowed, Refused
from desktop.domain.requests import Item, RequestType

BOTH = {RequestType.DISCLOSE: (Item.K1, Item.K3)}


@pytest.fixture
def track(registered: None, office: Office, tmp_path: Path) -> Track:
    return Track(office, tmp_path)


def told(track: Track, case_id: str, code: str, login: str = "c01") -> str:
    file = track.office.desk.sheets.save_copy(track.act(login), case_id, code, track.folder)
    document = pypdfium2.PdfDocument(file)
    try:
        words = "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return "".join(words.split()).replace("09:00", "9:00")


def letter_hash(track: Track, case_id: str) -> str:
    (letter,) = [one for one in track.get(case_id).letters if one.code == "D-05"]
    pdf = track.office.desk.correspondence.letter_pdf(track.act("c01"), letter.id)
    return hashlib.sha256(pdf).hexdigest()


def test_the_decision_sheet_lists_what_was_decided_for_each_item_and_by_whom(track: Track):
    case_id = track.to_approved(grant(Item.K1), refuse(Item.K3), wanted=BOTH, amount=440)
    words = told(track, case_id, "I-02")
    assert "受付番号26-0001" in words
    assert "開示契約者情報開示する—" in words
    assert "開示料金・請求・入金開示しない" in words
    assert "結論一部開示" in words
    assert "請求と根拠開示33条1項" in words
    assert "起案架空太郎令和8年11月10日9:00" in words
    assert "決裁例示誠令和8年11月10日9:00" in words
    assert letter_hash(track, case_id) in words
    assert "架空太郎受付、形式確認、本人確認、手数料、調査、起案、提出" in words
    exports = track.office.desk.correspondence.exports(track.office.by("c01"))
    assert [one.label for one in exports] == ["起案・決裁票"]


def test_before_the_approval_the_sheet_says_that_nobody_approved(track: Track):
    case_id = track.to_approval(refuse())
    words = told(track, case_id, "I-02")
    assert "決裁未決裁" in words
    assert "例示誠" not in words


def test_a_sheet_of_what_has_not_happened_yet_is_refused_with_what_is_lacking(track: Track):
    case_id = track.to_draft()
    with pytest.raises(Refused, match="起案の記録がありません"):
        told(track, case_id, "I-02")
    track.decide(case_id, grant())
    with pytest.raises(Refused, match="封入の記録がありません"):
        told(track, case_id, "I-03")
    with pytest.raises(NotAllowed):
        told(track, case_id, "I-03", "k01")


def test_the_enclosure_sheet_names_letter_printer_checker_and_post(track: Track):
    case_id = track.to_dispatched()
    words = told(track, case_id, "I-03")
    assert "受付番号26-0001" in words
    assert letter_hash(track, case_id) in words
    assert "印刷架空太郎令和8年11月10日9:00" in words
    assert "封入確認見本花子令和8年11月10日9:00" in words
    assert "送り方本人限定受取" in words
    assert "本人確認で確かめた住所です" in words
    assert "若葉町" not in words  # the address itself stands on the letter alone


def test_the_enclosure_sheet_of_a_printed_letter_says_what_is_still_to_come(track: Track):
    case_id = track.to_approved()
    (letter,) = [one for one in track.get(case_id).letters if one.code == "D-05"]
    track.office.desk.correspondence.save_copy(track.act("c01"), letter.id, track.folder)
    words = told(track, case_id, "I-03")
    assert "封入確認まだです" in words
    assert "発送まだです" in words


def test_a_sheet_that_leaves_is_a_line_of_the_case_and_says_which(track: Track):
    case_id = track.to_dispatched()
    told(track, case_id, "I-03")
    told(track, case_id, "I-02")
    history = track.office.desk.cases.history(track.office.by("c01"), case_id)
    lines = [(line.sentence, line.more) for line in history if line.sentence.startswith("社内票")]
    assert lines == [
        ("社内票の写しを保存しました", ("起案・決裁票",)),
        ("社内票の写しを保存しました", ("封入確認票",)),
    ]


def test_the_enclosure_sheet_outlives_the_copy_of_what_was_disclosed(track: Track):
    """C6 goes after six months, the decision and its sheets after two years (DOMAIN §10)."""
    case_id, batch_id = track.to_batch_approved()
    track.execute(batch_id)
    words = told(track, case_id, "I-03")
    assert "開示決定通知書廃棄済" in words
    assert "封入確認見本花子" in words
