"""設定 › 文面: documents in the office's own words, dated, under two signatures."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from case_path import Track, refuse
from desk_office import MORNING, Office, passphrase
from pypdfium2 import PdfDocument

from desktop.domain.errors import DeskError, NotAllowed, Refused
from desktop.domain.own_texts import REASONS
from desktop.services.document_views import DocumentLine
from desktop.services.documents import Documents
from desktop.services.office_settings import WrongSetting
from desktop.services.reason_file import read_reasons
from desktop.store.cases import case_row

TODAY = MORNING.date()
OPENING = "D-06/1/opening/0"
HE = f"{REASONS}/0/text/R_HE"
NEW = "このたびのご請求について、次のとおりお答えいたします。"


def documents(office: Office) -> Documents:
    return office.desk.documents


def line(office: Office, code: str) -> DocumentLine:
    return next(one for one in documents(office).listing(office.now.date()) if one.code == code)


def wish(office: Office, code: str, texts: dict[str, str], day=TODAY) -> str:
    office.now += timedelta(minutes=1)
    documents(office).propose(office.act("a01"), code, texts, day)
    found = documents(office).open(code, office.now.date()).wish
    assert found is not None
    return found.id


def put(office: Office, code: str, texts: dict[str, str], day=TODAY) -> None:
    """Proposed by the administrator and signed by the supervisor."""
    setting = wish(office, code, texts, day)
    office.desk.administration.sign_setting(office.act("s01"), setting, passphrase("s01"))


@pytest.fixture
def track(registered: None, office: Office, tmp_path: Path) -> Track:
    return Track(office, tmp_path)


def letter_text(track: Track, case_id: str) -> str:
    letter = track.get(case_id).letters[-1].id
    pdf = track.office.desk.correspondence.letter_pdf(track.act("c01"), letter)
    with PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return "".join("".join(pages).split())


def address_of(track: Track, case_id: str, left: float) -> str:
    """What stands in the window's height, from so many millimetres of the sheet's left edge on."""
    letter = track.get(case_id).letters[-1].id
    pdf = track.office.desk.correspondence.letter_pdf(track.act("c01"), letter)
    with PdfDocument(pdf) as document:
        mm, page = 72 / 25.4, document[0].get_textpage()
        box = {"bottom": (297 - 50) * mm, "top": (297 - 15) * mm, "right": 110 * mm}
        return page.get_text_bounded(left=left * mm, **box)


def set_up(office: Office, name: str, value: object) -> None:
    office.now += timedelta(minutes=1)
    desk = office.desk.administration
    one = desk.propose_setting(office.act("a01"), name, value, TODAY)
    desk.sign_setting(office.act("s01"), one.id, passphrase("s01"))


def test_the_window_is_tried_before_it_is_signed(office: Office) -> None:
    office.now += timedelta(minutes=1)
    office.desk.administration.propose_setting(office.act("a01"), "window_x", 15, TODAY)
    with PdfDocument(office.desk.document_prints.window_pdf(TODAY)) as document:
        said = document[0].get_textpage().get_text_bounded()
    assert "用紙の左端から15mm" in "".join(said.split())
    assert office.desk.administration.settings(TODAY).window_x == 22
    for name, value in (("window_x", 9), ("window_width", 106), ("window_height", 24)):
        with pytest.raises(WrongSetting) as refused:
            office.desk.administration.propose_setting(office.act("a01"), name, value, TODAY)
        assert "mm" in refused.value.next_step


def test_a_case_keeps_the_words_of_its_arrival_and_the_next_has_the_new_ones(track: Track) -> None:
    """到達 2026-11-09; the words hold from the 10th on, reasons, letter and all."""
    office = track.office
    set_up(office, "window_x", 30)
    set_up(office, "phone", "0570-000-999")
    put(office, "D-06", {OPENING: NEW, "D-06/1/title/0": "ご請求に応じられない旨の通知書"})
    put(office, REASONS, {HE: "業務に支障が出ることが確かなため"})
    case_id = track.to_approval(refuse())
    before = letter_text(track, case_id)
    assert address_of(track, case_id, left=32) == address_of(track, case_id, left=0) != ""
    assert "時下ますますご清栄" in before
    assert "0570-000-999" in before  # where to ask is no rule of the case: it is as of today
    assert NEW not in before
    assert "業務に支障が出ることが確かなため" not in before
    with office.desk.premises.database.transaction() as session:
        case_row(session, case_id).arrived_on = TODAY
    track.decide(case_id, refuse())
    office.desk.casework.submit(track.act("c01"), case_id)
    after = letter_text(track, case_id)
    assert NEW in after
    assert "時下ますますご清栄" not in after
    assert "ご請求に応じられない旨の通知書" in after
    assert "業務に支障が出ることが確かなため" in after


def test_words_wait_for_the_signature_then_for_their_day_and_old_ones_stay_to_read(
    office: Office,
) -> None:
    later = TODAY + timedelta(days=20)
    with pytest.raises(NotAllowed):
        documents(office).propose(office.act("s01"), "D-06", {OPENING: NEW}, TODAY)
    waiting = wish(office, "D-06", {OPENING: NEW}, later)
    assert (line(office, "D-06").waiting, line(office, "D-06").own) == (1, False)
    view = documents(office).open("D-06", TODAY)
    ((place, old, new),) = view.changes
    assert (place.label, new) == ("本文 1", NEW)
    assert old.startswith("拝啓　時下ますます")
    with pytest.raises(WrongSetting, match="署名を待っている"):
        documents(office).propose(office.act("a01"), "D-06", {OPENING: "別の文"}, TODAY)
    office.desk.administration.sign_setting(office.act("s01"), waiting, passphrase("s01"))
    assert line(office, "D-06").coming == later
    with pytest.raises(WrongSetting, match="過去"):
        documents(office).propose(
            office.act("a01"), "D-06", {OPENING: "別の文"}, TODAY - timedelta(days=1)
        )
    versions = documents(office).open("D-06", later).versions
    assert [(one.words, one.state) for one in versions] == [
        ("第1-1版", "現行"),
        ("第1版", "以前"),
    ]
    assert versions[0].texts[OPENING] == NEW
    assert versions[1].texts[OPENING].startswith("拝啓　時下ますます")
    assert (versions[0].proposed_by, versions[0].signed_by) != ("", "")


def test_the_shipped_words_come_back_as_a_wish_like_any_other(office: Office) -> None:
    put(office, "D-06", {OPENING: NEW})
    assert line(office, "D-06").own
    shipped = documents(office).open("D-06", TODAY).versions[-1].texts
    with pytest.raises(WrongSetting, match="同じ"):
        documents(office).propose(office.act("a01"), "D-06", {OPENING: NEW}, TODAY)
    put(office, "D-06", dict(shipped))
    assert (line(office, "D-06").own, line(office, "D-06").version) == (False, "第1版")
    put(office, "D-06", {OPENING: NEW})
    assert line(office, "D-06").version == "第1-3版"  # a number is never given twice


WRONG = (
    ("D-06", "D-06/1/title/0", " ", "空です"),
    (REASONS, HE, " ", "空です"),
    ("D-06", OPENING, "あ" * 1001, "長すぎます"),
    ("D-06", OPENING, "{発送日}にお送りします。", "差込項目は、この文書では使えません"),
    ("D-06", OPENING, "{手数料の額}円です。", "差込項目は、この文書では使えません"),
    ("D-06", OPENING, "{到達日（和暦）に届きました。", "波括弧の組"),
    ("D-06", OPENING, "<b>重要</b>なお知らせ", "書式の印"),
    ("D-06", OPENING, "番号は 123456789018 です。", "個人番号の可能性"),
    ("D-06", OPENING, "絵文字\U0001f600です。", "印刷用の書体にありません"),
    ("D-06", OPENING, "逆向き\u202eの文", "制御文字"),
    ("D-06", "D-06/1/title/0", "表題\n二行目", "一行で印刷"),
    (REASONS, HE, "{事業者名}の業務のため", "差込項目は使えません"),
    ("SLIP", "SLIP/1/captions/3", "手数料は{unit}円です。", "この文書では使えません"),
    ("F-01", "F-01/1/captions/17", "・" + "長" * 120, "枠に収まりません"),
)


def test_words_that_cannot_be_are_told_beside_their_text_and_never_proposed(
    office: Office,
) -> None:
    for code, place, text, told in WRONG:
        found = documents(office).preview(code, {place: text}, "", TODAY)
        assert told in found.faults[place], (place, text)
        assert found.pages == ()
        with pytest.raises(WrongSetting, match=told) as refused:
            documents(office).propose(office.act("a01"), code, {place: text}, TODAY)
        assert refused.value.field == place
    assert office.desk.administration.proposals() == ()


def test_placeholders_are_typed_by_the_names_people_read(office: Office) -> None:
    view = documents(office).open("D-06", TODAY)
    typed = "{到達日（和暦）}のご請求につき、{arrived_on}付で承りました。"
    assert "到達日（和暦）" in view.fillings.names.values()
    put(office, "D-06", {OPENING: typed})
    text = documents(office).open("D-06", TODAY).now[OPENING]
    assert text == "{arrived_on}のご請求につき、{arrived_on}付で承りました。"
    assert view.fillings.shown(text).count("{到達日（和暦）}") == 2


def test_the_preview_is_the_page_as_it_would_be_printed(office: Office) -> None:
    plain = documents(office).preview("D-06", {}, "", TODAY).pages
    other = documents(office).preview("D-06", {OPENING: NEW}, "", TODAY).pages
    assert plain[0].startswith(b"\x89PNG")
    assert plain[0] != other[0]
    printed = documents(office).printed("D-06", {OPENING: NEW}, "", TODAY)
    with PdfDocument(printed) as document:
        said = "".join(document[0].get_textpage().get_text_bounded().split())
    assert NEW in said
    assert office.desk.administration.settings(TODAY).office_name in said
    assert office.desk.administration.proposals() == ()


def test_a_blank_form_has_the_office_s_words_and_facts(office: Office) -> None:
    settings = office.desk.administration.settings(TODAY)
    put(office, "GUIDE", {"GUIDE/1/captions/2": "{desk}は、番号を受け取れません。"})
    pdf = office.desk.document_prints.form("F-01", TODAY)
    with PdfDocument(pdf) as document:
        said = ["".join(p.get_textpage().get_text_bounded().split()) for p in document]
    assert f"{settings.office_name}{settings.department}宛" in said[0]
    assert "番号を受け取れません" in said[1]
    assert settings.office_address.replace(" ", "") in said[1]
    with pytest.raises(WrongSetting, match="返信票"):
        office.desk.document_prints.form("SLIP", TODAY)


def test_every_document_has_its_sample_and_the_words_that_are_tried_are_on_it(
    office: Office,
) -> None:
    """DOMAIN §9: the letters, the reasons, the forms, and the office's own papers."""
    listed = {one.code for one in documents(office).listing(TODAY)}
    assert listed >= {f"D-{number:02d}" for number in range(1, 15)} | {REASONS, "SLIP", "GUIDE"}
    assert listed >= {"F-01", "F-02", "F-03", "F-04", "F-05", "FORM_COVER", "INQUIRY"}
    assert listed >= {f"I-{number:02d}" for number in range(1, 11)} | {"DAY_SHEET"}
    mark = "ここだけの文です。"
    shares = ("opening", "closing", "text", "captions")
    for code in sorted(listed):
        view = documents(office).open(code, TODAY)
        place = next(
            one for one in view.places if not one.when and one.place.split("/")[2] in shares
        )
        pdf = documents(office).printed(code, {place.place: mark}, "R_I" * (code == REASONS), TODAY)
        with PdfDocument(pdf) as document:
            said = "".join(page.get_textpage().get_text_bounded() for page in document)
        assert mark in "".join(said.split()), code
        if code in ("I-01", "I-05", "I-07"):  # the tables as they lie on the paper
            heads = (one.head for one in documents(office).shelf.paper(code).columns)
            assert all(head in said for head in heads), code


def test_the_office_s_own_papers_have_its_words(office: Office, tmp_path: Path) -> None:
    put(office, "I-09", {"I-09/1/opening/0": "当社で受け払いした切手等です。"})
    office.desk.stamp_ledger.export(office.act("c01"), tmp_path / "I-09.pdf", None)
    with PdfDocument((tmp_path / "I-09.pdf").read_bytes()) as document:
        said = document[0].get_textpage().get_text_bounded()
    assert "当社で受け払いした切手等です。" in "".join(said.split())


def test_a_form_that_would_print_a_blank_is_not_printed(office: Office) -> None:
    set_up(office, "phone", "")
    with pytest.raises(Refused, match="電話"):
        office.desk.document_prints.form("F-01", TODAY)


def test_what_counsel_looked_at_is_marked_and_other_words_are_not(office: Office) -> None:
    assert line(office, "D-06").counsel.missing
    documents(office).tell_counsel(office.act("a01"), "D-06", "顧問弁護士", TODAY)
    view = documents(office).open("D-06", TODAY)
    assert view.counsel_wish is not None
    assert view.line.counsel.missing  # told is not signed
    sign = office.desk.administration.sign_setting
    sign(office.act("s01"), view.counsel_wish.id, passphrase("s01"))
    told = line(office, "D-06").counsel
    assert (told.missing, told.by, told.on) == (False, "顧問弁護士", TODAY)
    put(office, "D-06", {OPENING: NEW})
    assert line(office, "D-06").counsel.missing
    my_number = "弁護士 1234-5678-9018"
    for by, day in (("", TODAY), (my_number, TODAY), ("弁護士", TODAY + timedelta(days=1))):
        with pytest.raises(DeskError):
            documents(office).tell_counsel(office.act("a01"), "D-06", by, day)


def test_words_that_an_earlier_program_signed_one_by_one_still_hold(office: Office) -> None:
    single = {"letter_texts.D-06/1/opening/0": NEW, "reason_texts.R_HE": "旧い理由"}

    def on_the_board() -> set[str]:
        """One of them that waits yet is signed or dropped among the rules."""
        return single.keys() & {one.kind.name for one in office.desk.setting_board.lines(TODAY)}

    for name, text in single.items():
        office.now += timedelta(minutes=1)
        waiting = office.desk.administration.propose_setting(office.act("a01"), name, text, TODAY)
        assert on_the_board() == {name}
        sign = office.desk.administration.sign_setting
        sign(office.act("s01"), waiting.id, passphrase("s01"))
        assert on_the_board() == set()
    assert line(office, "D-06").own
    assert documents(office).open("D-06", TODAY).now[OPENING] == NEW
    assert documents(office).open(REASONS, TODAY).now[HE] == "旧い理由"
    put(office, "D-06", {"D-06/1/opening/0": "まったく別の書き出しです。"})
    assert documents(office).open("D-06", TODAY).now[OPENING] == "まったく別の書き出しです。"


def test_the_policy_s_file_gives_its_texts_by_place(tmp_path: Path) -> None:
    """The policy's list is lettered イロハニホ\u3078ト: the sixth is the hiragana U+3078."""
    file = tmp_path / "reasons.csv"
    file.write_text(
        "符号,文,根拠\nニ),対象に当たらないため,\n\u3078,業務に著しい支障があるため,法33条2項2号\n",
        encoding="cp932",
    )
    assert read_reasons(file) == {
        f"{REASONS}/0/text/R_NI": "対象に当たらないため",
        HE: "業務に著しい支障があるため",
        f"{REASONS}/0/basis/R_HE": "法33条2項2号",
    }
    for wrong in ("チ,そのような符号はない,\n", "R_HE," + "あ" * 200_000, "R_HE,あ\n" * 200_000):
        file.write_text(wrong, encoding="utf-8")
        with pytest.raises(DeskError):
            read_reasons(file)
