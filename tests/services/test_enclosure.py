"""封入確認 line by line, and the way an answer is posted (DOMAIN §8 guard 7, delivery class)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
from case_path import Track
from desk_office import Office, passphrase

from desktop.domain.errors import Refused
from desktop.domain.payments import Payment, Piece, SendBack
from desktop.domain.posting import AnotherWay
from desktop.domain.printing import Again
from desktop.domain.requests import FeeMeans
from desktop.domain.states import CaseState
from desktop.services.enclosure import EnclosureList
from desktop.store import audit
from desktop.store.cases import dispatch_of
from desktop.store.letters import letter_row


@pytest.fixture
def carry() -> Callable[[Track], tuple[str, str, str]]:
    """An approved answer and its cover sheet, taken out by c01: made once for all tests."""
    return taken_out


def taken_out(track: Track) -> tuple[str, str, str]:
    case_id = track.with_register().to_approved()
    cover = track.office.desk.casework.notices.cover_answer(track.act("c01"), case_id)
    (letter,) = (one.id for one in track.get(case_id).letters if one.code == "D-05")
    for one in (letter, cover.id):
        track.office.desk.correspondence.save_copy(track.act("c01"), one, track.folder)
    return case_id, letter, cover.id


@pytest.fixture
def track(office: Office, tmp_path: Path) -> Track:
    return Track(office, tmp_path)


@pytest.fixture
def case_id(track: Track) -> str:
    return track.office.told[0]


@pytest.fixture
def letter(track: Track) -> str:
    return track.office.told[1]


def listed(track: Track, letter: str) -> EnclosureList:
    return track.office.desk.enclosure.listed(track.office.by("c02"), letter)


def send(track: Track, case_id: str, delivery: str, why: str = "") -> CaseState:
    posted = track.office.desk.correspondence.dispatch(
        track.act("c01"), case_id, delivery, "12345678903", why
    )
    return posted.line.state


def test_every_line_is_ticked_before_the_envelope_is_shut(track: Track, letter: str):
    lines = listed(track, letter).lines
    assert [(one.what, one.detail) for one in lines] == [
        ("開示決定通知書", "窓第26-0001号-1"),
        ("送付状", "窓第26-0001号-2"),
    ]
    enclosure = track.office.desk.enclosure
    for ticked in ((), (lines[0].key,)):
        with pytest.raises(Refused, match="確かめていないもの") as caught:
            enclosure.check(track.act("c02"), letter, ticked)
        assert caught.value.field == "ticks"
    with pytest.raises(Refused, match="一覧が変わりました"):
        enclosure.check(track.act("c02"), letter, [one.key for one in lines] + ["another"])
    assert not listed(track, letter).checked
    enclosure.check(track.act("c02"), letter, [one.key for one in lines])
    assert listed(track, letter).checked


def test_a_list_that_changed_after_the_tick_is_ticked_anew(track: Track, case_id: str, letter: str):
    track.tick(letter)
    with track.office.desk.premises.database.transaction() as session:
        letter_row(session, letter).enclosed = ""  # as a store of before keeps it
    assert not listed(track, letter).checked
    with pytest.raises(Refused, match="一覧が変わりました"):
        send(track, case_id, "HONNIN_GENTEI")
    assert track.get(case_id).line.state is CaseState.APPROVED
    (track.folder / "again").mkdir()
    track.tick(letter)
    with pytest.raises(Refused, match="印刷していない"):
        track.tick(letter)  # what stands is not ticked twice
    track.office.now += timedelta(minutes=1)
    track.office.desk.correspondence.save_copy(
        track.act("c01"), track.office.told[2], track.folder / "again", Again.SPOILED
    )  # another sheet than the one that was seen
    with pytest.raises(Refused, match="一覧が変わりました"):
        send(track, case_id, "HONNIN_GENTEI")
    track.tick(letter)
    notices = track.office.desk.casework.notices
    notices.take_back(track.act("c01"), case_id, track.office.told[2])
    with pytest.raises(Refused, match="一覧が変わりました"):
        send(track, case_id, "HONNIN_GENTEI")
    track.tick(letter)
    assert send(track, case_id, "HONNIN_GENTEI") is CaseState.DISPATCHED


def test_money_that_goes_back_with_the_answer_is_a_line_of_its_own(
    track: Track, case_id: str, letter: str
):
    fees = track.office.desk.fees
    fees.record(track.act("c01"), case_id, Payment(FeeMeans.STAMPS, (Piece(110, 2),)))
    fees.send_back(
        *(track.act("c01"), case_id, FeeMeans.STAMPS, [Piece(110, 2)], SendBack.ENCLOSED),
        *("", "c02", passphrase("c02")),
    )
    lines = listed(track, letter).lines
    assert [(one.what, one.detail) for one in lines[2:]] == [("お返しする切手", "110円×2")]


def test_another_way_than_is_usual_has_its_reason_in_the_log(
    track: Track, case_id: str, letter: str
):
    track.tick(letter)
    assert track.get(case_id).way == "HONNIN_GENTEI"
    with pytest.raises(Refused) as caught:
        send(track, case_id, "KAN_I_KAKITOME")
    assert caught.value.field == "why"
    with pytest.raises(Refused, match="封入確認の前に記録"):  # less sure, and nobody saw it
        send(track, case_id, "KAN_I_KAKITOME", AnotherWay.NO_PAPERS)
    track.office.desk.lesser_way.decide(
        track.act("c01"), case_id, "KAN_I_KAKITOME", AnotherWay.NO_PAPERS
    )
    track.tick(letter)
    assert send(track, case_id, "KAN_I_KAKITOME", AnotherWay.NO_PAPERS) is CaseState.DISPATCHED
    with track.office.desk.premises.database.reading() as session:
        (entry,) = audit.entries(session, audit.Filter(action="case.dispatch"))
        row = dispatch_of(session, case_id)
        assert row is not None
        assert row.why == entry.detail["another"] == "DELIVERY_NO_PAPERS"
    told = track.office.desk.cases.history(track.office.by("c01"), case_id)
    assert any("本人確認を受けられない" in str(one) for one in told)
    (sheet,) = track.office.desk.sheets.save_copy(
        track.act("c01"), case_id, "I-03", track.folder
    ).parent.glob("I-03*.pdf")
    with pypdfium2.PdfDocument(sheet.read_bytes()) as document:
        words = "".join(document[0].get_textpage().get_text_range().split())
    assert "簡易書留（受取人が郵便局で本人確認を受けられない" in words


def test_the_usual_way_keeps_no_reason_and_a_doubtful_number_is_taken_but_no_my_number(
    track: Track, case_id: str, letter: str
):
    track.tick(letter)
    post = track.office.desk.correspondence
    with pytest.raises(Refused, match="個人番号の可能性"):
        post.dispatch(track.act("c01"), case_id, "HONNIN_GENTEI", "123456789018")
    post.dispatch(track.act("c01"), case_id, "HONNIN_GENTEI", "12345678901", AnotherWay.ASKED)
    with track.office.desk.premises.database.reading() as session:
        row = dispatch_of(session, case_id)
        assert row is not None
        assert (row.tracking, row.why) == ("12345678901", "")


def test_the_sheet_of_the_envelope_names_the_money_that_went_with_it(
    track: Track, case_id: str, letter: str
):
    fees = track.office.desk.fees
    fees.record(track.act("c01"), case_id, Payment(FeeMeans.STAMPS, (Piece(110, 2),)))
    fees.send_back(
        *(track.act("c01"), case_id, FeeMeans.STAMPS, [Piece(110, 2)], SendBack.ENCLOSED),
        *("", "c02", passphrase("c02")),
    )
    track.tick(letter)
    send(track, case_id, "HONNIN_GENTEI")
    track.office.now += timedelta(minutes=1)
    assert ("お返しする切手", "110円×2") in [
        (one.what, one.detail) for one in listed(track, letter).lines
    ]
    sheet = track.office.desk.sheets.save_copy(track.act("c01"), case_id, "I-03", track.folder)
    with pypdfium2.PdfDocument(sheet.read_bytes()) as document:
        words = "".join(document[0].get_textpage().get_text_range().split())
    assert "お返しする金券切手110円×2" in words
    # What lay in the envelope that came back lies there still, and not in the next one.
    track.later(days=2)
    post, day = track.office.desk.correspondence, track.office.now.date()
    post.record_return(track.act("c01"), case_id, day)
    assert not [one for one in listed(track, letter).lines if "お返し" in one.what]
