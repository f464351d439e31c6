"""Other people in an answer, wherever a department wrote them, and what was not asked about."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from case_path import Track, grant
from desk_office import Office
from mail_bag import ICHIRO
from openpyxl import Workbook
from pypdfium2 import PdfDocument

from desktop.domain.errors import Refused
from desktop.domain.inquiries import Period
from desktop.domain.requests import Item, RequestType
from desktop.services.answer_rows import COLUMNS, NAMES, AnswerFileWrong
from desktop.services.answers import Expected, read_answer_file
from desktop.services.investigation import Settled

HEADS = (*COLUMNS, *NAMES)
DAY = "2026-11-10"
ASKED = {item: ("", date(2026, 1, 1)) for item in Item}
EXPECTED = Expected(
    ICHIRO.number,
    ICHIRO.supply_point,
    frozenset(Item),
    date(2026, 11, 12),
    asked=ASKED,
    until=dict.fromkeys(Item, date(2026, 11, 9)),
)
BOTH = {RequestType.DISCLOSE: (Item.K1, Item.K6)}


def row(item: str, label: str, value: str, source: str = "お客さま相談課", *names: str):
    staff, third = (*names, "", "")[:2]
    return [ICHIRO.number, ICHIRO.supply_point, item, label, value, source, DAY, staff, third]


def csv_file(folder: Path, *rows: Sequence[str], name: str = "in.csv") -> Path:
    out = io.StringIO()
    csv.writer(out).writerows([HEADS, *rows])
    (folder / name).write_text(out.getvalue(), encoding="utf-8")
    return folder / name


def sheet_file(folder: Path, *rows: Sequence[object]) -> Path:
    book = Workbook()
    for one in (HEADS, *rows):
        book.worksheets[0].append(list(one))
    book.save(folder / "in.xlsx")
    return folder / "in.xlsx"


@pytest.fixture
def track(office: Office, tmp_path: Path) -> Track:
    return Track(office, tmp_path).with_register()


@pytest.mark.parametrize("made", [csv_file, sheet_file])
def test_a_declared_name_is_black_in_cells_where_nobody_expects_it(tmp_path: Path, made) -> None:
    sources = "お客さま相談課 見本花子", "契約管理課 例示　誠"
    file = made(
        tmp_path,
        row(
            *("K6", "2026年9月18日 見本 花子", "苦情。例示誠様の件"),
            sources[0],
            "見本 花子",
            "例示 誠",
        ),
        row("K1", "備考（見本花子）", "ﾚｲｼﾞ ﾏｺﾄ様と見本の話", "契約管理課", "", "レイジ マコト"),
        row("K1", "契約者氏名", "見本 一郎", sources[1]),
    )
    found = read_answer_file(file, EXPECTED)
    assert found.rejected == ()
    shown = {item: [(one.label, one.value) for one in found.lines[item]] for item in found.lines}
    assert shown == {
        Item.K6: [("2026年9月18日 ■■■", "苦情。■■■様の件")],
        # The whole name of another item's line goes, a family name that many bear stays.
        Item.K1: [("備考（■■■）", "■■■様と見本の話"), ("契約者氏名", "見本 一郎")],
    }
    assert found.sources == {Item.K6: "お客さま相談課 ■■■", Item.K1: "契約管理課 ■■■"}


def test_no_draft_is_begun_while_a_line_may_name_somebody(track: Track) -> None:
    desk = track.office.desk
    case_id = track.to_investigation(wanted=BOTH, amount=440)
    file = csv_file(
        track.folder,
        row("K1", "契約者氏名", ICHIRO.name, "契約管理課"),
        row("K6", "2026年9月18日", "仮川様より入電。見本 花子が応対、例示様の隣室の件"),
        row("K6", "2026年9月19日", "大和様式の照会"),
        row("K6", "2026年9月20日 担当：架空 太郎", "使用量の照会"),
    )
    desk.casework.import_answers(track.act("c01"), case_id, file)
    (answer,) = [one for one in track.get(case_id).answers if one.item is Item.K6]
    assert {(one.line, one.words) for one in answer.doubts} == {
        (0, "例示"),
        (0, "見本 花子"),
        (1, "大和"),
        (2, "架空 太郎"),
    }
    with pytest.raises(Refused, match="氏名かもしれない言葉が残っています：問い合わせ履歴"):
        desk.investigation.finish(track.act("c01"), case_id)
    for words in ("見本 花子", "例示"):
        desk.investigation.mask(track.act("c01"), case_id, Item.K6, 0, words)
    with pytest.raises(Refused, match="確かめる言葉はありません"):
        desk.investigation.let_be(track.act("c01"), case_id, Item.K6, 0, "仮川")
    desk.investigation.mask(track.act("c01"), case_id, Item.K6, 2, "架空 太郎")
    view = desk.investigation.let_be(track.act("c01"), case_id, Item.K6, 1, "大和")
    (answer,) = [one for one in view.answers if one.item is Item.K6]
    assert answer.doubts == ()
    assert answer.lines[0].value == "仮川様より入電。■■■が応対、■■■様の隣室の件"
    assert answer.lines[2].label == "2026年9月20日 担当：■■■"
    desk.investigation.finish(track.act("c01"), case_id)
    # What comes in later, over the draft, is held to the same.
    desk.casework.import_answers(track.act("c01"), case_id, file)
    track.decide(case_id, grant(Item.K1), grant(Item.K6))
    with pytest.raises(Refused, match="氏名かもしれない言葉"):
        desk.casework.submit(track.act("c01"), case_id)


def test_a_day_nobody_asked_about_is_named_and_goes_in_only_on_purpose(track: Track) -> None:
    desk = track.office.desk
    case_id = track.to_investigation(wanted=BOTH, amount=440)
    desk.investigation.ask(track.act("c01"), case_id, Period(date(2026, 1, 15), date(2026, 9, 30)))
    lines = (
        row("K6", "2025年12月28日", "料金の照会"),
        row("K6", "2026年1月3日", "使用量の照会"),
        row("K6", "2026年1月20日", "名義の照会"),
        row("K6", "2026年10月分", "請求書の再発行"),
        row("K6", "2026年9月分", "支払期日の照会"),
    )
    file = csv_file(track.folder, *lines)
    take = desk.casework.import_answers
    report = take(track.act("c01"), case_id, file)
    told = [(one.line, one.reason) for one in report.outside]
    assert told == [
        (2, "2025-12-28は、調べる期間の外です"),
        (3, "2026-01-03は、調べる期間の外です"),
        (5, "2026年10月は、調べる期間の外です"),
    ]
    assert (report.rows, track.get(case_id).answers) == (0, ())
    csv_file(track.folder, *lines, row("K6", "2026年2月1日", "別の照会"))
    settled = Settled(report.digest, frozenset({3}))
    with pytest.raises(Refused, match="確かめた後に変わりました"):
        take(track.act("c01"), case_id, file, settled)
    csv_file(track.folder, *lines)
    assert take(track.act("c01"), case_id, file, settled).rows == 3
    (answer,) = track.get(case_id).answers
    assert [one.label for one in answer.lines] == ["2026年1月3日", "2026年1月20日", "2026年9月分"]


def test_a_workbook_is_read_as_text_and_a_number_in_it_is_refused(tmp_path: Path) -> None:
    good = row("K4", "2026年5月分", "210kWh", "需給管理課")
    dated = [*good[:6], datetime(2026, 11, 10), "", ""]  # noqa: DTZ001  as a sheet has it
    found = read_answer_file(sheet_file(tmp_path, good, dated, [None] * 9), EXPECTED)
    assert (found.rejected, len(found.lines[Item.K4])) == ((), 2)
    assert found.as_of[Item.K4] == date(2026, 11, 10)
    wrong = (
        [int(ICHIRO.number), *good[1:]],
        [*good[:4], 210, *good[5:]],
        [*good[:4], "=1+1", *good[5:]],
        [*good, "もう一つ"],
    )
    found = read_answer_file(sheet_file(tmp_path, *wrong), EXPECTED)
    assert [(one.line, one.column) for one in found.rejected] == [
        (2, "customer_no"),
        (3, "value"),
        (4, "value"),
        (5, "item"),
    ]
    whole = (tmp_path / "in.xlsx").read_bytes()
    (tmp_path / "in.xlsx").write_bytes(whole[:300] + b"x" * 300 + whole[600:])
    with pytest.raises(AnswerFileWrong, match="XLSX"):
        read_answer_file(tmp_path / "in.xlsx", EXPECTED)


LPSTAT = "#!/bin/sh\necho Letters\n"
LP = """#!/bin/sh
for word in "$@"; do last=$word; done
/bin/cat > "{folder}/$last.pdf"
echo "request id is Letters-12 (0 file(s))"
"""


def test_inquiries_and_a_reminder_are_printed_and_logged(
    track: Track, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = tmp_path / "programs"
    shop.mkdir()
    for name, script in (("lpstat", LPSTAT), ("lp", LP)):
        (shop / name).write_text(script.replace("{folder}", str(shop)), encoding="utf-8")
        (shop / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(shop))
    desk = track.office.desk
    case_id = track.to_investigation(wanted=BOTH, amount=440)
    with pytest.raises(Refused, match="先に調査を依頼"):
        desk.investigation.sheets.print(track.act("c01"), case_id, "Letters")
    view = desk.investigation.ask(track.act("c01"), case_id)
    assert desk.investigation.sheets.print(track.act("c01"), case_id, "Letters") == 2
    assert sorted(one.name for one in shop.glob("*.pdf")) == ["26-0001-1.pdf", "26-0001-2.pdf"]
    second = shop / "26-0001-2.pdf"
    assert "催促" not in words_of(second)
    track.later(days=8)
    inquiry = view.inquiries[1].id
    desk.investigation.remind(track.act("c01"), case_id, inquiry)
    assert desk.investigation.sheets.print(track.act("c01"), case_id, "Letters", inquiry) == 1
    told = words_of(second)
    assert "催促" in told
    assert "お客さま相談課御中" in told
    assert ICHIRO.name.replace(" ", "") not in told
    entries = desk.audit.entries(track.office.by("s01"), 0, 50)
    names = [one.action for one in entries if one.action.startswith("case.inquiry")]
    assert sorted(names) == [
        "case.inquiry",
        "case.inquiry",
        "case.inquiry_printed",
        "case.inquiry_printed",
        "case.inquiry_printed",
        "case.inquiry_reminded",
    ]


def words_of(file: Path) -> str:
    document = PdfDocument(file)
    told = "".join(one.get_textpage().get_text_range() for one in document)
    document.close()
    return "".join(told.split())


def test_what_lies_in_the_departments_folder_is_offered_once_and_has_to_be_deleted(
    track: Track, tmp_path: Path
) -> None:
    desk, folder = track.office.desk, tmp_path / "回答"
    folder.mkdir()
    administration = desk.administration
    case_id = track.to_investigation(wanted=BOTH, amount=440)
    look = desk.investigation.folder.waiting
    assert look(track.act("c01"), case_id) is None
    wish = administration.propose_setting(
        track.act("a01"), "answer_folder", str(folder), track.office.now.date()
    )
    administration.sign_setting(track.act("s01"), wish.id, "s01 has a long secret")
    track.office.by("c01")
    good = csv_file(
        folder, row("K1", "契約者氏名", ICHIRO.name, "契約管理課"), name="26-0001_K1.csv"
    )
    csv_file(folder, row("K1", "氏名", "x"), name="26-0002_K1.csv")  # of another case
    csv_file(folder, row("K1", "氏名", "x"), name="K1.csv")
    (folder / "26-0001_K6.csv").symlink_to(tmp_path / "elsewhere.csv")
    found = look(track.act("c01"), case_id)
    assert [(one.item, one.file) for one in found] == [(Item.K1, good)]
    desk.casework.import_answers(track.act("c01"), case_id, good)
    assert look(track.act("c01"), case_id) == ()
    (left,) = desk.correspondence.exports(track.office.by("c01"))
    assert (left.label, left.place) == ("取り込んだ回答ファイル", str(good))
    # A correction that nobody has taken in yet lies under the very same name.
    taken = good.read_bytes()
    good.write_bytes(taken + b"\n")
    with pytest.raises(Refused, match="取り込んだ回答と違います"):
        desk.correspondence.close_export(track.act("c01"), left.id)
    assert [one.file for one in look(track.act("c01"), case_id)] == [good]
    good.write_bytes(taken)
    desk.correspondence.close_export(track.act("c01"), left.id)
    assert not good.exists()
    # A corrected file under the same name is another one.
    csv_file(folder, row("K1", "契約者", ICHIRO.name, "契約管理課"), name="26-0001_K1.csv")
    assert len(look(track.act("c01"), case_id)) == 1
