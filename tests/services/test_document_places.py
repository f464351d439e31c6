"""Paragraphs left out and added, words carried to a newer shipped version, and who is to sign."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from desk_office import MORNING, Office, passphrase
from pypdfium2 import PdfDocument

from desktop import paths
from desktop.domain.own_texts import letter_places
from desktop.services.document_shelf import DocumentShelf
from desktop.services.document_words import fingerprint
from desktop.services.office_settings import WrongSetting

TODAY = MORNING.date()
LAW = "個人情報の保護に関する法律第33条第3項"
BODY, END, ADDED = "D-06/1/opening/1", "D-06/1/closing/0", "D-06/1/more/closing"
OWN_BODY = "ご請求について検討し、下記の理由によりお応えしないこととしました。"
OWN_END = "お問い合わせは、担当までお寄せください。"


def wish(office: Office, code: str, texts: dict[str, str]) -> str:
    office.now += timedelta(minutes=1)
    office.desk.documents.propose(office.act("a01"), code, texts, TODAY)
    found = office.desk.documents.open(code, TODAY).wish
    assert found is not None
    return found.id


def put(office: Office, code: str, texts: dict[str, str]) -> None:
    setting = wish(office, code, texts)
    office.desk.administration.sign_setting(office.act("s01"), setting, passphrase("s01"))


def said(office: Office, code: str) -> str:
    """The letter's own page in the words of today, as its sample is printed."""
    documents = office.desk.documents
    texts = dict(documents.open(code, TODAY).now)
    with PdfDocument(documents.printed(code, texts, "", TODAY)) as document:
        return "".join(document[0].get_textpage().get_text_range().split())


def test_a_text_may_be_left_out_and_one_added_and_the_law_is_told(office: Office) -> None:
    shipped = said(office, "D-06")
    assert "裁判所に訴えを提起することができます。" in shipped
    waiting = wish(office, "D-06", {BODY: "", END: "", ADDED: "この書面は大切に保管してください。"})
    view = office.desk.documents.open("D-06", TODAY)
    assert {place.place: (old != "", new) for place, old, new in view.changes} == {
        BODY: (True, ""),
        END: (True, ""),
        ADDED: (False, "この書面は大切に保管してください。"),
    }
    # The notice of the refusal is the law's, the words about a suit are the office's courtesy.
    assert view.warned.keys() == {BODY}
    assert LAW in view.warned[BODY]
    office.desk.administration.sign_setting(office.act("s01"), waiting, passphrase("s01"))
    told = said(office, "D-06")
    assert "慎重に検討いたしましたが" not in told
    assert "裁判所に" not in told
    assert "お応えできない情報とその理由" in told
    assert told.index("この書面は大切に保管してください。") < told.index("以上")
    with PdfDocument(office.desk.documents.printed("D-05", {}, "", TODAY)) as document:
        assert "大切に保管" not in document[0].get_textpage().get_text_range()


def test_an_entry_whose_text_is_emptied_goes_with_its_label_and_number(office: Office) -> None:
    before = said(office, "D-01")
    assert "1ご請求開示" in before
    assert "2今後のお手続き" in before
    put(office, "D-01", {"D-01/1/entries/0": ""})
    after = said(office, "D-01")
    assert "ご請求開示" not in after
    assert "1今後のお手続き" in after
    put(office, "D-01", {"D-01/1/more/entries": "平日の昼は電話が混み合います。"})
    added = said(office, "D-01")
    assert "2その他平日の昼は電話が混み合います。" in added
    put(office, "D-01", {"D-01/1/more/label": "お電話"})
    assert "2お電話平日の昼は電話が混み合います。" in said(office, "D-01")


def test_not_all_may_be_left_out(office: Office) -> None:
    documents = office.desk.documents
    places = [one.place for one in documents.open("D-04", TODAY).places]
    body = {one: "" for one in places if one.split("/")[2] == "opening"}
    preview = documents.preview("D-04", body, "", TODAY)
    assert preview.pages == ()
    assert "少なくとも一つの文" in preview.faults["D-04/1/opening/0"]
    with pytest.raises(WrongSetting, match="すべて省かれています"):
        documents.propose(office.act("a01"), "D-04", body, TODAY)
    assert documents.preview("D-04", body | {"D-04/1/more/opening": "お待ちください。"}, "", TODAY)
    for place in ("D-04/1/title/0", "D-04/1/labels/0"):
        assert "空です" in documents.preview("D-04", {place: " "}, "", TODAY).faults[place]
    warned = documents.preview("D-06", {BODY: ""}, "", TODAY).warnings
    assert warned.keys() == {BODY}


def test_what_counsel_looked_at_stays_so_where_nothing_was_added(office: Office) -> None:
    """Documents that counsel looked at before paragraphs could be added are the same documents."""
    letter = office.desk.documents.shelf.letter("D-06")
    texts = {one.place: one.shipped for one in letter_places(letter)}
    before = {place: text for place, text in texts.items() if "/more/" not in place}
    assert fingerprint(texts) == fingerprint(before)
    assert fingerprint(texts | {ADDED: "追記"}) != fingerprint(before)
    assert fingerprint(texts | {END: ""}) != fingerprint(before)


@pytest.fixture
def newer(office: Office, tmp_path: Path) -> Office:
    """The office's own words, and then a program with a second version of the letter: one sentence
    more before them, and another end."""
    put(office, "D-06", {BODY: OWN_BODY, END: OWN_END, ADDED: "追って書きです。"})
    shutil.copytree(paths.forms(), tmp_path / "newer")
    folder = tmp_path / "newer" / "letters"
    text = (folder / "D-06.toml").read_text(encoding="utf-8")
    text = text.replace("letter.version = 1", "letter.version = 2")
    text = text.replace("opening = [\n", 'opening = [\n  { text = "新しい書き出しです。" },\n')
    text = text.replace(
        "この決定にご不服がある場合は、下記の", "この決定にご異議のある場合は、下記の"
    )
    (folder / "D-06-2.toml").write_text(text, encoding="utf-8")
    office.desk.documents.shelf = DocumentShelf(tmp_path / "newer")
    return office


def test_own_words_are_offered_to_a_newer_shipped_version(newer: Office) -> None:
    documents = newer.desk.documents
    view = documents.open("D-06", TODAY)
    assert view.line.behind
    assert (view.line.own, view.line.version) == (False, "第2版")
    # Where its sentence stands now, where its number stands, and what was added.
    assert view.carried.texts == {
        "D-06/2/opening/2": OWN_BODY,
        "D-06/2/closing/0": OWN_END,
        "D-06/2/more/closing": "追って書きです。",
    }
    assert view.carried.lost == ()
    (old, shipped) = view.versions
    assert (old.words, old.state, old.texts["D-06/2/closing/0"]) == ("第1-1版", "以前", OWN_END)
    assert (shipped.words, shipped.state) == ("第2版", "現行")
    put(newer, "D-06", dict(view.carried.texts))
    view = documents.open("D-06", TODAY)
    assert not view.line.behind
    assert not view.carried
    assert (view.line.own, view.line.version) == (True, "第2-2版")
    assert OWN_END in said(newer, "D-06")


def test_an_office_may_take_the_newer_words_as_they_are(newer: Office) -> None:
    documents = newer.desk.documents
    shipped = {one.place: one.shipped for one in documents.open("D-06", TODAY).places}
    put(newer, "D-06", shipped)
    line = documents.open("D-06", TODAY).line
    assert (line.behind, line.own, line.version) == (False, False, "第2版")


def test_a_text_without_a_place_in_the_newer_version_is_told(newer: Office, tmp_path: Path) -> None:
    shutil.copytree(tmp_path / "newer", tmp_path / "shorter")
    folder = tmp_path / "shorter" / "letters"
    text = (folder / "D-06-2.toml").read_text(encoding="utf-8")
    begin, end = text.index("closing = ["), text.index("# 見本の記載")
    (folder / "D-06-2.toml").write_text(text[:begin] + text[end:], encoding="utf-8")
    newer.desk.documents.shelf = DocumentShelf(tmp_path / "shorter")
    carried = newer.desk.documents.open("D-06", TODAY).carried
    assert carried.lost == (OWN_END,)
    assert "D-06/2/closing/0" not in carried.texts


def test_what_waits_for_a_signature_stands_on_today_and_beside_the_settings(office: Office) -> None:
    desk = office.desk

    def told() -> dict[str, str]:
        tasks = desk.cases.today(office.by("s01"), office.now).red_tasks
        return {one.code: one.sentence for one in tasks if one.code.startswith("WISH")}

    def beside(login: str) -> int:
        return desk.cases.counts(office.by(login), office.now).get("settings", 0)

    assert (told(), beside("s01")) == ({}, 0)
    waiting = wish(office, "D-06", {END: OWN_END})
    desk.administration.propose_setting(office.act("a01"), "fee_unit", 230, TODAY)
    assert told().keys() == {"WISH_WORDS", "WISH_RULES"}
    assert "1件" in told()["WISH_WORDS"]
    assert "11月10日" in told()["WISH_WORDS"]
    assert (beside("s01"), beside("c01"), beside("a01")) == (2, 0, 0)
    tasks = desk.cases.today(office.by("s01"), office.now + timedelta(days=8)).red_tasks
    assert {one.late for one in tasks if one.code.startswith("WISH")} == {True}
    tasks = desk.cases.today(office.by("s01"), office.now).red_tasks
    assert {one.late for one in tasks if one.code.startswith("WISH")} == {False}
    desk.administration.sign_setting(office.act("s01"), waiting, passphrase("s01"))
    assert told().keys() == {"WISH_RULES"}
    assert beside("s01") == 1
