"""I-08 内部監査報告書 and I-10 マスキング記録: counted by hand here, and without a name."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest
from case_path import Track, grant, refuse
from desk_office import Office
from mail_bag import ICHIRO, form_page, lay_in, licence, page, residence_record

from desktop.domain.clocks import Pause, days_taken
from desktop.domain.errors import NotAllowed, Refused
from desktop.domain.reading import (
    BlockedPage,
    Forbidden,
    ForbiddenFound,
    MaskProposal,
    MaskReason,
    PageKind,
)
from desktop.domain.requests import Item, RequestType
from desktop.domain.roles import Role
from desktop.services.audit import about_in, verify_exported
from desktop.services.findings import NewFinding
from desktop.services.mail_keeping import MailKeeping

BOTH = {RequestType.DISCLOSE: (Item.K1, Item.K3)}
DOMICILE = (300, 500, 400, 40)
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


@pytest.fixture
def track(registered: None, office: Office, tmp_path: Path) -> Track:
    return Track(office, tmp_path)


def words_of(file: Path) -> str:
    document = pypdfium2.PdfDocument(file)
    try:
        words = "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return "".join(words.split())


def report(
    track: Track, code: str = "I-08", login: str = "k01", first: date = FIRST, last: date = LAST
) -> str:
    file = track.folder / f"{code}.pdf"
    track.office.desk.audit_reports.save(track.act(login), code, first, last, file)
    return words_of(file)


def posted(track: Track, case_id: str) -> None:
    track.enclose(case_id)
    track.office.desk.correspondence.dispatch(
        track.act("c01"), case_id, "HONNIN_GENTEI", "123-45-67890-1"
    )


def masked_mail(track: Track) -> str:
    """A case of whose certificate the 本籍 was blacked out, and a page that was not kept."""
    made = residence_record(ICHIRO, ICHIRO)
    code = ForbiddenFound(Forbidden.RESIDENT_CODE, (300, 300, 90, 20))
    reading = replace(
        made.reading,
        proposed=(MaskProposal(DOMICILE, MaskReason.DOMICILE),),
        forbidden=(code,),
        masked=((298, 298, 94, 24), (300, 700, 90, 20), (300, 740, 90, 20)),
    )
    number = BlockedPage(PageKind.MNC_BACK, (ForbiddenFound(Forbidden.MY_NUMBER),))
    office = track.office
    envelope = lay_in(office, "c01", (form_page(), replace(made, reading=reading)))
    MailKeeping(office.desk.premises, track.act("c01")).purge(envelope, 3, number)
    (mail,) = office.desk.intake.unfiled()
    office.desk.masking.apply(track.act("c01"), mail.pages[1].id, [DOMICILE, (10, 10, 40, 40)])
    return office.desk.filing.file(track.act("c01"), envelope, track.facts()).case_id


def test_the_report_counts_what_came_what_was_answered_and_why_not(track: Track) -> None:
    answered = track.to_approved(grant(Item.K1), refuse(Item.K3), wanted=BOTH, amount=440)
    track.later(days=7)
    posted(track, answered)
    track.to_identity(form_page(), licence())
    track.later(days=20)
    told = report(track)
    assert "受け付けた案件2件" in told
    assert "回答した案件1件" in told
    # 開示: two came, none wholly granted, one in part, none refused, none ended, one open.
    assert "開示201001" in told
    assert "合計（案件）201001" in told
    assert "受付から14日以内1件" in told
    assert "到達から2週間以内1件" in told
    assert "R_HE" in told
    # Arrived on 2026-11-09, asked again on 11-17; the mark of the 9th is the 20th and the 23rd is
    # a holiday: the case that came on the 9th and has no answer is told with its number.
    assert "26-0002令和8年11月9日令和8年11月20日未回答" in told
    assert "26-0001令和" not in told
    assert "本人確認1件" in told
    assert "決裁1件" in told
    assert "記録は正しくつながっています" in told
    assert ICHIRO.name.replace(" ", "") not in told
    assert "若葉町" not in told


def test_corrections_and_the_months_stand_in_the_report(track: Track) -> None:
    posted(track, track.to_approved(grant(Item.K1)))
    office, day = track.office, track.office.now.date()
    new = NewFinding(
        "DAILY", day, day + timedelta(days=9), office.id_of("c01"), "施錠の記録がありません。"
    )
    office.desk.findings.add(track.act("s01"), new)
    told = report(track, first=date(2026, 9, 1))
    assert "月ごとの受付（単位件）" in told
    assert "月ごとの回答（単位件）" in told
    # Two months without a letter, and one with one: no line stands between whole numbers.
    assert told.count("09月") == told.count("010月") == told.count("111月") == 2
    assert "0.2" not in told
    # One answer within the week, and no other: the first of the four bars alone has a length.
    assert "7日以内1件8〜14日0件15〜30日0件31日以上0件" in told
    assert "是正中1件うち期限を過ぎたもの0件" in told
    assert "CA26-001施錠の記録がありません。架空太郎" in told
    assert "月ごとの受付" not in report(track)  # one month alone needs no chart


def test_an_outsider_proves_a_disposal_from_its_certificate_and_the_exported_log(
    track: Track,
) -> None:
    """The certificate's number and its two printed values, and a log; neither store nor keys."""
    _case, batch = track.to_batch_approved()
    track.execute(batch)
    office, pdf, log = track.office, track.folder / "I-07.pdf", track.folder / "log.jsonl"
    office.desk.disposal.save_certificate(track.act("c01"), batch, pdf)
    office.desk.audit.export(track.act("k01"), log)
    printed = words_of(pdf)
    found = re.search(r"記録数([0-9,]+)", printed)
    assert found is not None
    root = re.search(r"(?:[0-9a-f]{64})", printed[found.end() :])
    assert root is not None
    proved = verify_exported(log, (found[1], root[0]))
    assert proved.ok
    told = about_in(log, re.search(r"[0-9]{4}-H[0-9]{3}", printed)[0])
    assert [one.action for one in told if one.seq <= proved.anchors] == [
        *("disposal.propose", "disposal.approve", "disposal.execute", "disposal.keys_destroyed"),
    ]
    lines = [line for line in log.read_text("utf-8").splitlines() if "disposal.approve" not in line]
    log.write_text("\n".join(lines), "utf-8")
    assert not verify_exported(log, (found[1], root[0])).ok


def test_the_report_bears_an_anchor_of_the_log_with_its_own_line(track: Track) -> None:
    report(track)
    entries = track.office.desk.audit.entries(track.office.by("k01"), 0, 2)
    assert [one.action for one in entries] == ["audit.anchor", "audit.report"]
    assert entries[1].detail == {"code": "I-08", "from": "2026-11-01", "to": "2026-11-30"}
    anchored = entries[0].detail["size"]
    assert anchored == entries[1].seq
    assert f"記録数{anchored}ルート値" in words_of(track.folder / "I-08.pdf")
    exports = track.office.desk.correspondence.exports(track.office.by("c01"))
    assert [one.label for one in exports] == ["内部監査報告書"]


def test_roles_resets_and_forbidden_numbers_are_counted_in_the_report(track: Track) -> None:
    masked_mail(track)
    track.office.give_role("c02", Role.AUDITOR)
    told = report(track)
    assert "個人番号100" in told
    assert "担当者によるページの黒塗り1件" in told
    assert "役割を受付担当から監査へ変更" in told
    assert "見本花子" in told


def test_the_masking_record_tells_kind_paper_page_and_person_and_no_number(track: Track) -> None:
    masked_mail(track)
    told = report(track, "I-10", "s01")
    assert "保存せずに止めたページ1件" in told
    assert "26-0001マイナンバーカード（裏）3頁個人番号架空太郎" in told
    assert "26-0001住民票の写し2頁本籍・担当者が選んだ場所（2か所）架空太郎" in told
    # What the reader blacked out by itself: a 住民票コード, and two places of no forbidden kind.
    assert "自動で塗りつぶした番号1件" in told
    assert "26-0001住民票の写し2頁住民票コード（1か所）架空太郎" in told
    assert "読み取りのときに自動で塗りつぶした欄1件" in told
    assert "26-0001住民票の写し2頁書類の番号・性別等（2か所）架空太郎" in told
    assert "登録後に見つけて消去したページ0件" in told
    assert ICHIRO.name.replace(" ", "") not in told
    assert "保存せずに止めたページ0件" in report(track, "I-10", first=date(2026, 10, 1), last=FIRST)


def test_the_masking_record_of_a_case_holds_that_case_alone(track: Track) -> None:
    case_id = masked_mail(track)
    other = track.file(form_page(), licence(), page(PageKind.JUM, {"name": "仮川 一郎"})).case_id
    desk = track.office.desk
    (found,) = [
        one.id
        for document in track.get(other).documents
        for one in document.pages
        if one.kind is PageKind.JUM
    ]
    desk.found_numbers.found(track.act("c01"), found, Forbidden.MY_NUMBER)
    own = words_of(desk.sheets.save_copy(track.act("c01"), case_id, "I-10", track.folder))
    assert "本籍・担当者が選んだ場所（2か所）" in own
    assert "住民票コード（1か所）" in own
    assert "性別等（2か所）" in own
    assert "2頁住民票の写し5か所" in own  # what is on the page that is kept
    assert "登録後に見つけて消去したページ0件" in own
    theirs = words_of(desk.sheets.save_copy(track.act("c01"), other, "I-10", track.folder))
    assert "登録後に見つけて消去したページ1件" in theirs
    assert "26-0002住民票の写し3頁個人番号架空太郎" in theirs
    assert "本籍" not in theirs


def test_that_a_page_told_of_an_illness_is_not_written_into_the_log(track: Track) -> None:
    made = page(PageKind.UNKNOWN)
    reading = replace(made.reading, proposed=(MaskProposal(DOMICILE, MaskReason.HEALTH),))
    lay_in(track.office, "c01", (replace(made, reading=reading),))
    (mail,) = track.office.desk.intake.unfiled()
    track.office.desk.masking.apply(track.act("c01"), mail.pages[0].id, [DOMICILE])
    (line,) = track.office.desk.audit.entries(track.office.by("k01"), 0, 1, action="page.mask")
    assert line.detail["kinds"] == "NOT_NEEDED"


def test_only_who_reads_the_log_makes_a_report_and_only_of_days_that_have_begun(
    track: Track,
) -> None:
    for login in ("c01", "a01"):
        with pytest.raises(NotAllowed):
            report(track, login=login)
    today = track.office.now.date()
    for first, last in ((LAST, FIRST), (today + timedelta(days=1), today + timedelta(days=9))):
        with pytest.raises(Refused):
            report(track, first=first, last=last)
    assert not (track.folder / "I-08.pdf").exists()


def test_the_days_of_an_answer_leave_out_what_was_waited_for() -> None:
    came, answered = date(2026, 11, 10), date(2026, 12, 10)
    assert days_taken(came, answered, ()) == 30
    waits = (Pause(date(2026, 11, 12), date(2026, 11, 20)), Pause(date(2026, 12, 5)))
    assert days_taken(came, answered, waits) == 30 - 8 - 5
    late = Pause(date(2026, 12, 1), date(2026, 12, 24))  # begun again by a later act
    assert days_taken(came, answered, (late,)) == 21


def test_how_long_confirmations_took_is_told_of_whole_months_with_enough_of_them(
    track: Track,
) -> None:
    """Five in November: nothing while it runs, or of a part of it; then the office's own."""
    desk = track.office.desk
    for seconds in (10, 20, 20, 100, 400):
        case_id = track.to_identity(form_page(), licence())
        desk.verification.confirm(
            *(track.act("c01"), case_id, 0),
            seen=track.seen(case_id),
            took=timedelta(seconds=seconds),
        )
    nothing = "確認が5件以上の月がないため"
    assert nothing in report(track)
    track.later(days=21)
    assert nothing in report(track, last=date(2026, 11, 29))
    told = report(track)
    assert nothing not in told
    assert "15秒未満115〜30秒230〜60秒01〜2分12〜5分05〜10分110分以上0" in told
