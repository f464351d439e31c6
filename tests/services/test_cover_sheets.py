"""送付状 (D-12): in the envelope of an answer or by itself; what it lists and how it leaves."""

from __future__ import annotations

from datetime import date

import pypdfium2
import pytest
from case_path import K1, Track
from desk_office import Office

from desktop.domain.errors import Refused, SamePerson
from desktop.domain.letters import CsvEncoding
from desktop.domain.printing import Again
from desktop.domain.requests import FeeMeans, Item
from desktop.services.exports import ExportNotWritten
from desktop.store import audit

POSTED = "123-45-67890-1"


@pytest.fixture
def track(registered: None, office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def words_of(track: Track, letter_id: str) -> str:
    pdf = track.office.desk.correspondence.letter_pdf(track.act("c01"), letter_id)
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return "".join("".join(pages).split())


def to_approved_cd(track: Track) -> str:
    """An approved disclosure that was asked for on a CD-R."""
    case_id, desk = track.file().case_id, track.office.desk
    desk.casework.confirm_form(track.act("c01"), case_id, K1, "CDR", agent=False)
    desk.verification.confirm(track.act("c01"), case_id, 0, seen=track.seen(case_id))
    desk.casework.scope(track.act("c01"), case_id, K1)
    desk.casework.record_fee(track.act("c01"), case_id, FeeMeans.STAMPS, 220)
    track.answers(case_id, [Item.K1])
    desk.media.choose(track.act("c01"), case_id, CsvEncoding.CP932)
    desk.casework.finish_investigation(track.act("c01"), case_id)
    track.decide(case_id)
    desk.casework.submit(track.act("c01"), case_id)
    track.approve(case_id)
    return case_id


def states(track: Track, case_id: str) -> list[tuple[str, str]]:
    return [(one.code, one.state) for one in track.get(case_id).letters]


def test_a_cover_sheet_lists_the_answer_and_its_disc_and_is_posted_with_it_each_time(track: Track):
    case_id, desk = to_approved_cd(track), track.office.desk
    cover = desk.casework.notices.cover_answer(track.act("c01"), case_id)
    printed = words_of(track, cover.id)
    assert "(1)開示決定通知書（別紙を含む）1通" in printed
    assert "(2)開示する情報を収めたCD-R1枚" in printed
    assert "仮川一郎様" in printed
    assert "契約開始日" not in printed  # nothing of what is disclosed
    track.burn(case_id)
    letter = track.enclose(case_id)
    with pytest.raises(Refused, match="送付状が印刷されていません"):
        desk.correspondence.dispatch(track.act("c01"), case_id, "HONNIN_GENTEI", POSTED)
    desk.correspondence.save_copy(track.act("c01"), cover.id, track.folder)
    with pytest.raises(Refused, match="回答の封筒に入れる"):
        desk.correspondence.send(track.act("c01"), cover.id)
    track.tick(letter)  # what was not printed yet was not seen in the envelope
    desk.correspondence.dispatch(track.act("c01"), case_id, "HONNIN_GENTEI", POSTED)
    assert states(track, case_id) == [("D-05", "SENT"), ("D-12", "SENT")]
    sent = track.get(case_id)
    assert (sent.line.statutory, sent.line.target, sent.limit) == (None, None, None)
    # What came back goes in a second envelope, with its cover sheet again.
    desk.correspondence.record_return(track.act("c01"), case_id, date(2026, 11, 10))
    track.burn(case_id, "again")
    track.enclose(case_id)
    with pytest.raises(Refused, match="送付状が印刷されていません"):
        desk.correspondence.resend(track.act("c01"), case_id, "HONNIN_GENTEI", "22345678901")
    desk.correspondence.save_copy(track.act("c01"), cover.id, track.folder, Again.RETURNED)
    track.tick(letter)
    desk.correspondence.resend(track.act("c01"), case_id, "HONNIN_GENTEI", "22345678901")
    assert states(track, case_id) == [("D-05", "SENT"), ("D-12", "SENT")]


def test_a_cover_sheet_goes_no_further_than_its_answer(track: Track):
    case_id, desk = track.to_approval(), track.office.desk
    with pytest.raises(Refused, match="これから印刷する回答がありません"):
        desk.casework.notices.cover_answer(track.act("c01"), case_id)
    track.approve(case_id)
    first = desk.casework.notices.cover_answer(track.act("c01"), case_id)
    again = desk.casework.notices.cover_answer(track.act("c01"), case_id)
    assert "CD-R" not in words_of(track, again.id)
    desk.casework.notices.take_back(track.act("c01"), case_id, again.id)
    last = desk.casework.notices.cover_answer(track.act("c01"), case_id)
    assert {one.id: one.state for one in track.get(case_id).letters if one.code == "D-12"} == {
        first.id: "VOID",
        again.id: "VOID",
        last.id: "READY",
    }
    track.decide(case_id)  # the approved answer is taken back to the draft
    assert states(track, case_id)[-1] == ("D-12", "VOID")


def test_a_cover_sheet_by_itself_lists_what_a_clerk_writes_and_is_posted_alone(track: Track):
    case_id, desk = track.to_scoping(), track.office.desk
    notices = desk.casework.notices
    with pytest.raises(Refused, match="送るものが書かれていません"):
        notices.cover(track.act("c01"), case_id, [" "])
    with pytest.raises(Refused, match="12桁"):
        notices.cover(track.act("c01"), case_id, ["123456789018"])
    cover = notices.cover(track.act("c01"), case_id, ["住民票の写し（原本） 1枚", ""])
    printed = words_of(track, cover.id)
    assert "書類送付のご案内" in printed
    assert "(1)住民票の写し（原本）1枚" in printed
    assert "(2)" not in printed
    desk.correspondence.save_copy(track.act("c01"), cover.id, track.folder)
    assert desk.correspondence.send(track.act("c01"), cover.id).state == "SENT"


def test_the_cover_of_a_second_envelope_that_never_left_is_not_told_as_sent(track: Track):
    desk, given_up = track.office.desk, track.to_dispatched()
    desk.correspondence.record_return(track.act("c01"), given_up, date(2026, 11, 10))
    desk.casework.notices.cover_answer(track.act("c01"), given_up)  # for a second envelope
    track.later(days=30)
    desk.correspondence.give_up_return(track.act("c01"), given_up)
    assert states(track, given_up) == [("D-05", "SENT"), ("D-12", "VOID")]


def test_each_act_on_a_disc_leaves_its_line_and_only_what_was_compared_is_sealed(track: Track):
    case_id, desk = to_approved_cd(track), track.office.desk
    with pytest.raises(Refused, match="起案の間だけ"):  # the letter prints the hashes
        desk.media.choose(track.act("c01"), case_id, CsvEncoding.UTF8)
    folder, other = track.folder / "disc", track.folder / "other"
    (other / "26-0001_K1.csv").mkdir(parents=True)  # in the way of the file
    with pytest.raises(ExportNotWritten):
        desk.media.write(track.act("c01"), case_id, other)
    folder.mkdir()
    desk.media.write(track.act("c01"), case_id, folder)
    with pytest.raises(SamePerson):
        desk.media.check(track.act("c01"), case_id, folder)
    file = folder / "26-0001_K1.csv"
    whole = file.read_bytes()
    file.write_bytes(whole.replace("仮川".encode("cp932"), "仮山".encode("cp932")))
    with pytest.raises(Refused, match="決裁を受けた内容と違います"):
        desk.media.check(track.act("c02"), case_id, folder)
    file.write_bytes(whole)
    with pytest.raises(Refused, match="媒体の照合が済んでいません"):
        track.enclose(case_id)
    desk.media.check(track.act("c02"), case_id, folder)
    track.enclose(case_id)
    with desk.premises.database.reading() as session:
        found = audit.entries(session, audit.Filter(case_id=case_id), limit=100)
    assert [one.action for one in reversed(found) if one.action.startswith("medium.")] == [
        "medium.choose",
        "medium.write",
        "medium.not_written",
        "medium.write",
        "medium.mismatch",
        "medium.check",
    ]
