"""I-01 三者照合票: what was proposed and confirmed, on paper for the file (DOMAIN §7, §9)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from case_path import Track
from desk_office import Office
from mail_bag import (
    ELSEWHERE,
    ICHIRO,
    SUPPLY,
    form_page,
    licence,
    register_line,
    residence_record,
    seal_certificate,
)

from desktop.domain.errors import NotAllowed, Refused
from desktop.services.check_record import CHECK
from desktop.store.parts import get_part, put_part


@pytest.fixture
def track(office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def _words(file: Path) -> str:
    document = pypdfium2.PdfDocument(file)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def _slip(track: Track, case_id: str, login: str = "c01") -> str:
    file = track.office.desk.sheets.save_copy(track.act(login), case_id, "I-01", track.folder)
    return "".join(_words(file).split())


def test_the_slip_of_a_match_names_proposal_register_people_and_time(track: Track):
    case_id = track.with_register().to_scoping()
    told = _slip(track, case_id)
    assert "住所三者照合票" in told
    assert "26-0001" in told
    assert "提案：本人と一致（契約者・請求先の住所）" in told
    assert "R1契約者・請求先の住所" in told
    assert "架空太郎令和8年11月10日9:00" in told.replace("09:00", "9:00")
    assert "郵便番号記載なし本人確認書類に記載なし請求書・登録：一致個別に確認" in told
    assert "部屋番号一致三者とも一致目視" in told
    assert "運転免許証—令和11年6月6日" in told
    export = track.office.desk.correspondence.exports(track.office.by("c01"))
    assert [one.label for one in export] == ["三者照合票"]


def test_the_slip_prints_no_address_and_no_number_of_a_paper_or_a_place(track: Track):
    """DOMAIN §3, §5: outcomes and the kinds and days of papers, nothing that stands on them."""
    case_id = track.with_register(register_line(ELSEWHERE)).to_identity(
        form_page(), residence_record(ICHIRO, ELSEWHERE), seal_certificate(ICHIRO)
    )
    track.office.desk.verification.ask_second(
        track.act("c01"), case_id, 0, seen=track.seen(case_id), note="住民票で転居を確かめた"
    )
    waiting = _slip(track, case_id)
    assert "第二確認の依頼架空太郎" in waiting
    assert "第二確認未確認（提案のみ）" in waiting
    track.agree(case_id, note="同意する")
    told = _slip(track, case_id, "c02")
    assert "第二確認見本花子" in told
    assert "第二確認者の記録同意する" in told
    assert "前住所で一致" in told
    for never in (ICHIRO.town, ELSEWHERE.block, ICHIRO.building, "1980", SUPPLY, "みどり野市若葉"):
        assert never not in told


def test_the_slip_of_a_mismatch_says_that_nobody_confirmed_it(track: Track):
    track.with_register(register_line(replace(ICHIRO, room="205")))
    case_id = track.to_identity(form_page(), licence())
    told = _slip(track, case_id)
    assert "提案：不一致（部屋番号の相違）" in told
    assert "確認未確認（提案のみ）" in told
    assert "205" not in told
    assert "203" not in told


def test_before_the_identity_check_there_is_no_slip_and_an_auditor_takes_none_away(track: Track):
    filed = track.with_register().file()
    with pytest.raises(Refused, match="照合の記録がありません"):
        _slip(track, filed.case_id)
    with pytest.raises(NotAllowed):
        _slip(track, filed.case_id, "k01")


def test_a_check_kept_before_it_named_its_people_is_not_called_unconfirmed(track: Track):
    """What an earlier version sealed: the outcomes alone."""
    case_id = track.with_register().to_scoping()
    premises = track.office.desk.premises
    with premises.database.transaction() as session:
        kept = get_part(session, premises.vault, case_id, CHECK) or {}
        rows = [one[:3] for one in kept["rows"]]
        older = {"note": "", "rows": rows, "seen": kept["seen"]}
        put_part(session, premises.vault, case_id, "C", CHECK, older, track.office.now)
    told = _slip(track, case_id)
    assert "架空太郎令和8年11月10日" in told
    assert "提案のみ" not in told
