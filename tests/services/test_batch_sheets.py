"""I-05 廃棄申請書 and I-06 廃棄承認・実施記録: what is to go, who agreed, who did it."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from case_path import Track
from desk_office import Office

from desktop.domain.errors import Refused


@pytest.fixture
def track(registered: None, office: Office, tmp_path: Path) -> Track:
    return Track(office, tmp_path)


def told(track: Track, batch_id: str, code: str) -> str:
    file = track.folder / f"{code}.pdf"
    track.office.desk.disposal.sheets.save_copy(track.act("c01"), batch_id, code, file)
    document = pypdfium2.PdfDocument(file)
    try:
        words = "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return "".join(words.split())


def test_the_proposal_lists_every_unit_with_its_class_case_and_day_and_no_name(track: Track):
    _, batch_id = track.to_batch_approved()
    batch = track.office.desk.disposal.batch(track.office.by("c01"), batch_id)
    words = told(track, batch_id, "I-05")
    assert f"廃棄番号{batch.number}" in words
    assert batch.list_hash in words
    assert words.count("26-0001") == batch.units
    assert words.count("記録なし") == 1  # one paper, and nobody said where it stands
    assert f"数量{batch.units}件紙{batch.paper}枚・画像{batch.pages}枚" in words
    assert "申請架空太郎令和" in words
    assert "仮川" not in words
    exports = track.office.desk.correspondence.exports(track.office.by("c01"))
    assert "廃棄申請書" in [one.label for one in exports]


def test_the_record_names_approver_executor_witness_method_and_place(track: Track):
    _, batch_id = track.to_batch_approved()
    words = told(track, batch_id, "I-06")
    assert "承認例示誠令和" in words
    assert "実施した人未実施" in words
    track.execute(batch_id)
    words = told(track, batch_id, "I-06")
    assert "実施した人架空太郎令和" in words
    assert "立ち会った人見本花子" in words
    assert "場所本社3階文書室" in words
    assert "画像・記録の方法消去（暗号鍵破棄）" in words
    assert "委託先（紙を委託したときに記入" in words  # by hand, until it is told
    ends = track.office.desk.disposal.paper_ends
    ends.note(track.act("c01"), batch_id, "みどり野溶解サービス株式会社", "溶-118")
    words = told(track, batch_id, "I-06")
    assert "委託先みどり野溶解サービス株式会社" in words
    assert "証明書の番号溶-118" in words


def test_before_the_approval_there_is_no_record(track: Track):
    track.to_due()
    desk = track.office.desk
    batch = desk.disposal.propose(track.act("c01"), track.due_units())
    assert "申請架空太郎" in told(track, batch.id, "I-05")
    with pytest.raises(Refused, match="まだ承認されていない"):
        told(track, batch.id, "I-06")
