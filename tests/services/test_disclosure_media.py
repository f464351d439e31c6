"""開示の媒体: written on purpose, read back by another person, and sealed only as approved."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest
from case_path import Track, grant, write_answer_file
from desk_office import NAMES, Office
from mail_bag import ICHIRO

from desktop.domain.errors import Refused, SamePerson
from desktop.domain.half_hours import SLOTS
from desktop.domain.letters import CsvEncoding, LetterProblem
from desktop.domain.office_papers import ENCLOSURE
from desktop.domain.printing import Again
from desktop.domain.requests import FeeMeans, Item, RequestType
from desktop.domain.states import CaseState
from desktop.services.exports import ExportNotWritten
from desktop.store import audit

K1_K5 = {RequestType.DISCLOSE: (Item.K1, Item.K5)}
POSTED = "123-45-67890-1"


@pytest.fixture
def carry() -> Callable[[Track], dict[str, str]]:
    """One case that waits for its answers on a CD-R, one on paper: made once for all tests."""
    return two_cases


def two_cases(track: Track) -> dict[str, str]:
    track.with_register()
    return {method: to_investigation(track, method) for method in ("CDR", "PAPER")}


@pytest.fixture
def track(office: Office, tmp_path: Path) -> Track:
    return Track(office, tmp_path)


def to_investigation(track: Track, method: str) -> str:
    case_id, desk = track.file().case_id, track.office.desk
    desk.casework.confirm_form(track.act("c01"), case_id, K1_K5, method, agent=False)
    desk.verification.confirm(track.act("c01"), case_id, 0, seen=track.seen(case_id))
    desk.casework.scope(track.act("c01"), case_id, K1_K5)
    desk.casework.record_fee(track.act("c01"), case_id, FeeMeans.STAMPS, 440)
    return case_id


def half_hours(track: Track, case_id: str, *lines: tuple[str, str]):
    file = track.folder / "k5.csv"
    known = [ICHIRO.number, ICHIRO.supply_point, "K5"]
    write_answer_file(file, [[*known, *line, "需給管理課", "2026-11-10"] for line in lines])
    return track.office.desk.casework.import_answers(track.act("c01"), case_id, file)


def days(count: int) -> list[tuple[str, str]]:
    first = date(2026, 10, 1)
    values = " ".join(["0.25"] * SLOTS)
    return [((first + timedelta(days=n)).isoformat(), values) for n in range(count)]


def to_draft(track: Track, method: str = "CDR") -> str:
    case_id = track.office.told[method]
    track.answers(case_id, [Item.K1])
    half_hours(track, case_id, *days(2), ("2026-10-04 10:00", "1.5"))
    track.office.desk.casework.finish_investigation(track.act("c01"), case_id)
    track.decide(case_id, grant(Item.K1), grant(Item.K5))
    return case_id


def to_approved(track: Track, method: str = "CDR") -> str:
    case_id = to_draft(track, method)
    track.office.desk.casework.submit(track.act("c01"), case_id)
    track.approve(case_id)
    return case_id


def disc(track: Track, name: str = "disc") -> Path:
    folder = track.folder / name
    folder.mkdir()
    return folder


def logged(track: Track, case_id: str) -> list[str]:
    """What the operation log says of the medium, oldest first: who did what."""
    people = {track.office.id_of(login): login for login in ("c01", "c02")}
    with track.office.desk.premises.database.reading() as session:
        found = audit.entries(session, audit.Filter(case_id=case_id), limit=1000)
    lines = [f"{people.get(one.actor, '?')} {one.action}" for one in reversed(found)]
    return [line for line in lines if "medium." in line]


def words_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return "".join("".join(pages).split())


def test_what_is_wrong_with_half_hours_is_told_and_a_gap_is_counted(track: Track):
    case_id = track.office.told["PAPER"]
    short = ("2026-10-02", " ".join(["0.25"] * 46))
    report = half_hours(track, case_id, *days(1), short, ("2026-10-01 09:00", "0.3"))
    assert [(one.line, one.column) for one in report.rejected] == [(3, "value"), (4, "label")]
    assert "46個" in report.rejected[0].reason
    assert track.get(case_id).answers == ()
    report = half_hours(track, case_id, *days(1), ("2026-10-03 00:00", "0.3"), ("計器番号", "A12"))
    assert (report.rows, report.lacking) == (3, 48 + 47)
    (answer,) = track.get(case_id).answers
    assert (answer.rows, answer.lacking) == (3, 95)
    assert [line.label for line in answer.lines] == ["2026-10-01", "2026-10-03", "計器番号"]


def test_a_disc_is_written_by_one_compared_by_another_and_goes_with_its_answer(track: Track):
    case_id, desk = to_approved(track), track.office.desk
    medium = track.get(case_id).medium
    assert medium is not None
    assert [(one.name, one.records) for one in medium.files] == [
        ("26-0001_K1.csv", 2),
        ("26-0001_K5.csv", 97),
    ]
    letter_id = medium.letter_id
    printed = words_of(desk.correspondence.letter_pdf(track.act("c01"), letter_id))
    assert all(one.sha256 in printed for one in medium.files)
    assert "0.25" not in printed  # the values are in the file
    desk.correspondence.save_copy(track.act("c01"), letter_id, track.folder)
    with pytest.raises(Refused, match="媒体の照合が済んでいません"):
        track.tick(letter_id)

    # What cannot be written is not written, and only what was is a copy in the open.
    blocked = disc(track, "blocked")
    (blocked / "26-0001_K5.csv").mkdir()
    with pytest.raises(ExportNotWritten):
        desk.media.write(track.act("c01"), case_id, blocked)
    view = track.get(case_id).medium
    assert view is not None
    assert view.written_by == ""
    (left,) = [
        one for one in desk.correspondence.exports(track.office.by("c01")) if one.kind == "MEDIUM"
    ]
    assert Path(left.place) == blocked / "26-0001_K1.csv"
    desk.correspondence.close_export(track.act("c01"), left.id)

    folder = disc(track)
    stranger = folder / "someone_else.csv"
    stranger.write_text("別の方", encoding="utf8")
    with pytest.raises(Refused, match="この回答のものでないファイル"):
        desk.media.write(track.act("c01"), case_id, folder)
    stranger.unlink()
    with pytest.raises(Refused, match="まだ書き出していません"):
        desk.media.check(track.act("c02"), case_id, folder)
    desk.media.write(track.act("c01"), case_id, folder)
    listed = desk.correspondence.exports(track.office.by("c01"))
    there = {Path(one.place).name for one in listed if one.kind == "MEDIUM"}
    assert there == {one.name for one in medium.files}
    _heads, first, *_rest = csv.reader(
        io.StringIO((folder / "26-0001_K5.csv").read_text(encoding="utf-8-sig"))
    )
    assert first == ["2026/10/01", "00:00", "00:30", "0.25", ""]
    assert hashlib.sha256((folder / "26-0001_K5.csv").read_bytes()).hexdigest() in printed

    with pytest.raises(SamePerson):
        desk.media.check(track.act("c01"), case_id, folder)
    whole = (folder / "26-0001_K5.csv").read_bytes()
    (folder / "26-0001_K5.csv").write_bytes(whole.replace(b"0.25", b"0.26", 1))
    with pytest.raises(Refused, match="決裁を受けた内容と違います"):
        desk.media.check(track.act("c02"), case_id, folder)
    (folder / "26-0001_K5.csv").unlink()
    with pytest.raises(Refused, match="がありません"):
        desk.media.check(track.act("c02"), case_id, folder)
    (folder / "26-0001_K5.csv").write_bytes(whole)
    stranger.write_text("別の方", encoding="utf8")
    with pytest.raises(Refused, match="この回答のものでない"):
        desk.media.check(track.act("c02"), case_id, folder)
    stranger.unlink()
    (folder / "System Volume Information").mkdir()  # an operating system's own
    checked = desk.media.check(track.act("c02"), case_id, folder).medium
    assert checked is not None
    assert (checked.written_by, checked.checked_by) == (NAMES["c01"][0], NAMES["c02"][0])
    track.tick(letter_id)
    saved = desk.sheets.save_copy(track.act("c02"), case_id, ENCLOSURE, track.folder)
    sheet = words_of(saved.read_bytes())
    assert all(one.name in sheet and one.sha256 in sheet for one in medium.files)
    # A disc that is written once more after its check is another disc.
    spare = disc(track, "spare")
    desk.media.write(track.act("c01"), case_id, spare)
    with pytest.raises(Refused, match="媒体の照合が済んでいません"):
        desk.correspondence.dispatch(track.act("c01"), case_id, "HONNIN_GENTEI", POSTED)
    track.office.now += timedelta(minutes=1)
    desk.media.write(track.act("c01"), case_id, spare)
    with pytest.raises(Refused, match="媒体の照合が済んでいません"):
        track.tick(letter_id)
    desk.media.check(track.act("c02"), case_id, spare)
    with pytest.raises(Refused, match="一覧が変わりました"):  # the first one was seen inside
        desk.correspondence.dispatch(track.act("c01"), case_id, "HONNIN_GENTEI", POSTED)
    track.tick(letter_id)
    spare.rename(track.folder / "into the envelope")
    desk.correspondence.dispatch(track.act("c01"), case_id, "HONNIN_GENTEI", POSTED)
    listed = desk.correspondence.exports(track.office.by("c01"))
    still = [Path(one.place).parent for one in listed if one.kind == "MEDIUM"]
    assert still == [folder, folder]  # the first disc still lies here

    saved = desk.sheets.save_copy(track.act("c02"), case_id, ENCLOSURE, track.folder)
    sheet = words_of(saved.read_bytes())
    assert f"媒体への書出し{NAMES['c01'][0]}".replace(" ", "") in sheet
    assert f"媒体の照合{NAMES['c02'][0]}".replace(" ", "") in sheet

    # What came back stays sealed: the second envelope gets a disc of its own.
    desk.correspondence.record_return(track.act("c01"), case_id, date(2026, 11, 10))
    desk.correspondence.save_copy(track.act("c01"), letter_id, track.folder, Again.RETURNED)
    with pytest.raises(Refused, match="媒体の照合が済んでいません"):
        track.tick(letter_id)
    again = disc(track, "again")
    desk.media.write(track.act("c01"), case_id, again)
    desk.media.check(track.act("c02"), case_id, again)
    track.tick(letter_id)
    sent = desk.correspondence.resend(track.act("c01"), case_id, "HONNIN_GENTEI", "22345678901")
    assert sent.line.state is CaseState.DISPATCHED
    assert logged(track, case_id) == [
        *["c01 medium.write", "c01 medium.not_written", "c01 medium.write"],
        *["c02 medium.mismatch"] * 3,
        *["c02 medium.check", "c01 medium.write"],
        *["c01 medium.write", "c02 medium.check"] * 2,
    ]


def test_an_answer_on_paper_has_no_disc_and_prints_every_value(track: Track):
    case_id, desk = to_approved(track, "PAPER"), track.office.desk
    view = track.get(case_id)
    assert view.medium is None
    with pytest.raises(Refused, match="媒体に収めて送る回答がありません"):
        desk.media.write(track.act("c01"), case_id, disc(track))
    letter = next(one for one in view.letters if one.code == "D-05")
    printed = words_of(desk.correspondence.letter_pdf(track.act("c01"), letter.id))
    assert printed.count("0.25") == 96
    track.enclose(case_id)


def test_a_sign_that_shift_jis_lacks_stops_the_submission_and_keeps_the_draft(track: Track):
    case_id, desk = track.office.told["CDR"], track.office.desk
    track.answers(case_id, [Item.K1])
    half_hours(track, case_id, *days(1), ("計器の名", "𠮷"))
    desk.casework.finish_investigation(track.act("c01"), case_id)
    track.decide(case_id, grant(Item.K1), grant(Item.K5))
    desk.media.choose(track.act("c01"), case_id, CsvEncoding.CP932)
    with pytest.raises(LetterProblem, match="𠮷"):
        desk.casework.submit(track.act("c01"), case_id)
    assert track.get(case_id).line.state is CaseState.DRAFTED
