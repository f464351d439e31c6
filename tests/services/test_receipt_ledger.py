"""受付簿 (I-04): of any days, as paper, workbook or CSV, without a name; each an open export."""

from __future__ import annotations

import io
from datetime import date
from zipfile import ZipFile

import pypdfium2
import pytest
from case_path import Track, refuse
from desk_office import Office
from mail_bag import ICHIRO

from desktop.domain.errors import NotAllowed, Refused
from desktop.services.ledger import Period, fiscal_year, year_of
from desktop.store.cases import dispatch_of
from desktop.store.schema.casework import DispatchRow

SECRETS = (ICHIRO.name, "若葉町", ICHIRO.phone, ICHIRO.number)
THIS = year_of(2026)


@pytest.fixture
def track(registered: None, office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def test_the_ledger_holds_no_name_and_no_address_in_any_of_its_shapes(track: Track):
    track.to_dispatched(refuse())
    desk, by = track.office.desk, track.office.by("c01")
    files = {kind: track.folder / f"ledger.{kind}" for kind in ("csv", "xlsx", "pdf")}
    for file in files.values():
        assert desk.receipt_ledger.export(track.act("c01"), file, THIS) == 1
    csv = files["csv"].read_text("utf-8-sig")
    assert "26-0001,2026-11-09,2026-11-10,開示,1,220,220,発送済,不開示,2026-11-10,0," in csv
    with ZipFile(io.BytesIO(files["xlsx"].read_bytes())) as packed:
        workbook = "".join(packed.read(name).decode() for name in packed.namelist())
    with pypdfium2.PdfDocument(files["pdf"].read_bytes()) as document:
        paper = "".join(page.get_textpage().get_text_range() for page in document)
    root = desk.audit.verify().root
    for shape in (csv, workbook, paper):
        assert "26-0001" in shape
        assert not any(secret in shape for secret in SECRETS)
    assert root[:8] not in csv
    listed = [one for one in desk.correspondence.exports(by) if one.label == "受付簿"]
    assert sorted(one.place for one in listed) == sorted(map(str, files.values()))


def test_the_ledger_is_of_the_days_asked_for(track: Track):
    track.file()
    ledger, by = track.office.desk.receipt_ledger, track.office.by("c01")
    registered = date(2026, 11, 10)
    assert [one.number for one in ledger.rows(by, THIS)] == ["26-0001"]
    assert ledger.rows(by, year_of(2025)) == ()
    assert len(ledger.rows(by, Period(registered, registered))) == 1
    assert ledger.rows(by, Period(date(2026, 11, 11), date(2026, 11, 30))) == ()
    assert ledger.rows(by, Period(date(2026, 11, 1), date(2026, 11, 9))) == ()


def test_a_second_posting_after_a_return_is_no_later_answer(track: Track):
    case_id, office = track.to_dispatched(refuse()), track.office
    with office.desk.premises.database.transaction() as session:
        first = dispatch_of(session, case_id)
        assert first is not None
        again = {"letter_id": first.letter_id, "delivery": first.delivery, "by": first.by}
        later = date(2026, 11, 20)
        session.add(
            DispatchRow(
                id="0" * 32, case_id=case_id, seq=2, tracking="", dispatched_on=later, **again
            )
        )
    (row,) = office.desk.receipt_ledger.rows(office.by("c01"), THIS)
    assert (row.answered_on, row.days) == (date(2026, 11, 10), 0)


def test_a_file_of_another_kind_and_days_the_wrong_way_round_are_refused(track: Track):
    ledger, act = track.office.desk.receipt_ledger, track.act("c01")
    with pytest.raises(Refused, match="PDF・XLSX・CSV"):
        ledger.export(act, track.folder / "ledger.docx", THIS)
    with pytest.raises(Refused, match="期間の終わり"):
        ledger.export(
            act, track.folder / "ledger.pdf", Period(date(2026, 11, 2), date(2026, 11, 1))
        )
    assert track.office.desk.correspondence.exports(track.office.by("c01")) == ()


def test_the_auditor_reads_the_ledger_and_carries_nothing_out(track: Track):
    track.file()
    ledger = track.office.desk.receipt_ledger
    assert len(ledger.rows(track.office.by("k01"), THIS)) == 1
    with pytest.raises(NotAllowed):
        ledger.export(track.act("k01"), track.folder / "ledger.pdf", THIS)
    with pytest.raises(NotAllowed):
        ledger.rows(track.office.by("a01"), THIS)


def test_a_fiscal_year_runs_from_april_to_march():
    assert fiscal_year(date(2026, 3, 31)) == 2025
    assert fiscal_year(date(2026, 4, 1)) == 2026
    assert THIS.words() == "2026年度（令和8年4月1日から令和9年3月31日まで）"
    assert "年度" not in Period(date(2026, 4, 1), date(2026, 4, 30)).words()
