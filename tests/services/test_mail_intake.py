"""Taking in mail: pages screened, safe, told; blocked pages purged; bad files named."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pytest
from desk_office import MORNING, Office, everything_kept, passphrase
from paper_reader import (
    BROKEN,
    CARD_BACK,
    FORM,
    INSURANCE,
    LICENCE,
    NAME,
    SLIP,
    PaperReader,
    scan,
)
from PIL import Image

from desktop.domain.errors import NotAllowed, NotFound, Refused
from desktop.domain.reading import Forbidden, PageKind, Quality
from desktop.services.act import Act
from desktop.services.intake import DiscardReason, EnvelopeView, ImportReport, ImportStep
from desktop.services.mail_import import MailImport
from desktop.store.errors import VaultLocked


def take_in(office: Office, *paths: Path, act: Act | None = None) -> ImportReport:
    run = MailImport(
        office.desk.premises, act or office.act("c01"), lambda _step: None, threading.Event()
    )
    return run.run(paths, PaperReader())  # type: ignore[arg-type]


def only_envelope(office: Office) -> EnvelopeView:
    (envelope,) = office.desk.intake.unfiled()
    return envelope


def page_of(office: Office, kind: PageKind) -> str:
    return next(page.id for page in only_envelope(office).pages if page.kind is kind)


def actions(office: Office) -> list[str]:
    lines = office.desk.audit.entries(office.by("k01"), 0, 100)
    return [line.action for line in reversed(lines) if not line.action.startswith("sign")]


def spooled(office: Office) -> list[Path]:
    return sorted((office.folder / "spool").glob("*.page"))


def test_pages_come_in_as_one_envelope_in_their_order(office: Office, tmp_path: Path) -> None:
    report = take_in(office, scan(tmp_path / "mail.tif", (FORM, LICENCE, FORM)))
    assert (report.pages, report.envelopes, report.cancelled) == (3, 1, False)
    envelope = only_envelope(office)
    assert envelope.number == 1
    assert [page.seq for page in envelope.pages] == [1, 2, 3]
    assert [page.kind for page in envelope.pages] == [PageKind.FORM, PageKind.DL, PageKind.FORM]
    first = envelope.pages[0]
    assert (first.form, first.unsure, first.quality) == ("F-01", 1, (Quality.FAINT,))
    assert len(spooled(office)) == 3


def test_every_page_is_told_only_when_it_is_there(office: Office, tmp_path: Path) -> None:
    there: list[bool] = []

    def progress(step: ImportStep) -> None:
        if step.kind == "PAGE":
            ids = [page.id for page in only_envelope(office).pages]
            there.append(step.page_id in ids and len(spooled(office)) == len(ids))

    run = MailImport(office.desk.premises, office.act("c01"), progress, threading.Event())
    run.run([scan(tmp_path / "mail.tif", (FORM, LICENCE, FORM))], PaperReader())  # type: ignore[arg-type]
    assert there == [True, True, True]


def test_envelopes_are_numbered_through_the_day(office: Office, tmp_path: Path) -> None:
    take_in(office, scan(tmp_path / "a.tif", (FORM,)), scan(tmp_path / "b.tif", (FORM,)))
    office.now = MORNING.replace(hour=15)
    take_in(office, scan(tmp_path / "c.tif", (FORM,)))
    office.now = MORNING.replace(day=11)
    take_in(office, scan(tmp_path / "d.tif", (FORM,)))
    assert [envelope.number for envelope in office.desk.intake.unfiled()] == [1, 2, 3, 1]


def test_the_original_stays_as_it_was(office: Office, tmp_path: Path) -> None:
    file = scan(tmp_path / "mail.tif", (FORM, CARD_BACK))
    before = (file.read_bytes(), file.stat().st_mtime_ns)
    take_in(office, file)
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before


def test_a_page_with_a_my_number_is_never_kept(office: Office, tmp_path: Path) -> None:
    report = take_in(office, scan(tmp_path / "mail.tif", (FORM, CARD_BACK, LICENCE)))
    assert (report.pages, report.files[0].blocked) == (2, 1)
    envelope = only_envelope(office)
    assert envelope.blocked == (Forbidden.MY_NUMBER,)
    shown = [(page.seq, page.kind, page.blocked) for page in envelope.pages]
    assert shown[1] == (2, PageKind.MNC_BACK, Forbidden.MY_NUMBER)
    assert len(spooled(office)) == 2
    with pytest.raises(NotFound):
        office.desk.intake.picture(office.act("c01"), envelope.pages[1].id)


def test_a_purged_page_leaves_kind_time_and_person_in_the_log(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, scan(tmp_path / "mail.tif", (FORM, CARD_BACK)))
    (line,) = office.desk.audit.entries(office.by("k01"), 0, 5, action="forbidden.purge")
    assert (line.who, line.at) == ("架空 太郎", MORNING)
    assert line.detail == {"kind": "MY_NUMBER", "paper": "MNC_BACK", "page": 2}


def test_the_source_stays_a_red_task_until_its_deletion_is_confirmed(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, scan(tmp_path / "mail.tif", (CARD_BACK, CARD_BACK)))
    (task,) = office.desk.sources.tasks()
    assert (task.kind, task.at, task.envelope_number) == (Forbidden.MY_NUMBER, MORNING, 1)
    (tmp_path / "mail.tif").unlink()
    office.desk.sources.confirm(office.act("c01"), [task.id])
    assert office.desk.sources.tasks() == ()
    assert actions(office)[-1] == "source.deleted"


def test_a_number_burnt_out_of_a_kept_page_leaves_a_red_task_too(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, scan(tmp_path / "mail.tif", (INSURANCE,)))
    assert [page.masked for page in only_envelope(office).pages] == [1]
    assert [task.kind for task in office.desk.sources.tasks()] == [Forbidden.INSURANCE]
    assert "forbidden.mask" in actions(office)


def test_a_reply_slip_names_the_envelopes_case(office: Office, tmp_path: Path) -> None:
    take_in(office, scan(tmp_path / "mail.tif", (SLIP, LICENCE)))
    assert only_envelope(office).case_number == "26-0007"


def test_every_page_is_logged_in_its_own_transaction(office: Office, tmp_path: Path) -> None:
    take_in(office, scan(tmp_path / "mail.tif", (FORM, LICENCE)))
    assert actions(office)[-3:] == ["envelope.open", "page.take_in", "page.take_in"]


def test_a_page_that_cannot_be_read_is_told_and_the_others_stay(
    office: Office, tmp_path: Path
) -> None:
    bad, good = (
        scan(tmp_path / "bad.tif", (FORM, BROKEN, LICENCE)),
        scan(tmp_path / "good.tif", (FORM,)),
    )
    report = take_in(office, bad, good)
    assert [(one.pages, bool(one.problem)) for one in report.files] == [(2, True), (1, False)]


def test_bad_files_are_named_and_the_rest_of_the_batch_goes_on(
    office: Office, tmp_path: Path
) -> None:
    good = scan(tmp_path / "b-good.tif", (FORM,))
    (tmp_path / "a-empty.pdf").write_bytes(b"")
    (tmp_path / "c-text.pdf").write_text("just a letter")
    (tmp_path / "d-cut.tif").write_bytes(good.read_bytes()[:100])
    report = take_in(office, tmp_path, tmp_path / "e-absent.pdf")
    named = {one.label: (one.pages, bool(one.problem), bool(one.next_step)) for one in report.files}
    assert named == {
        "a-empty.pdf": (0, True, True),
        "b-good.tif": (1, False, False),
        "c-text.pdf": (0, True, True),
        "d-cut.tif": (0, True, True),
        "e-absent.pdf": (0, True, True),
    }
    assert len(office.desk.intake.unfiled()) == 1
    assert len({one.problem for one in report.files}) >= 4
    assert (tmp_path / "c-text.pdf").read_text() == "just a letter"


def test_a_cancelled_import_keeps_what_was_told_and_names_the_rest(
    office: Office, tmp_path: Path
) -> None:
    cancelled = threading.Event()
    told: list[str] = []

    def progress(step: ImportStep) -> None:
        if step.kind == "PAGE":
            told.append(step.page_id)
            cancelled.set()

    files = [scan(tmp_path / "a.tif", (FORM,) * 12), scan(tmp_path / "b.tif", (FORM,))]
    run = MailImport(office.desk.premises, office.act("c01"), progress, cancelled)
    report = run.run(files, PaperReader())  # type: ignore[arg-type]
    assert report.cancelled
    assert [page.id for page in only_envelope(office).pages] == told
    assert len(told) < 12
    assert [one.problem for one in report.files] == ["途中で取りやめました。"] * 2


def test_a_repeated_command_takes_no_page_in_twice(office: Office, tmp_path: Path) -> None:
    files = scan(tmp_path / "a.tif", (FORM, CARD_BACK)), scan(tmp_path / "b.tif", (FORM,))
    act = office.act("c01")
    first = take_in(office, *files, act=act)
    pages = [page for envelope in office.desk.intake.unfiled() for page in envelope.pages]
    again = take_in(office, *files, act=act)
    assert again == first
    assert [page for envelope in office.desk.intake.unfiled() for page in envelope.pages] == pages
    assert len(spooled(office)) == 2


def test_a_repeated_command_does_not_bring_back_discarded_mail(
    office: Office, tmp_path: Path
) -> None:
    file, act = scan(tmp_path / "a.tif", (FORM,)), office.act("c01")
    take_in(office, file, act=act)
    envelope = only_envelope(office)
    office.desk.intake.discard(office.act("c01"), envelope.id, DiscardReason.DUPLICATE)
    take_in(office, file, act=act)
    assert office.desk.intake.unfiled() == ()
    assert spooled(office) == []


def test_an_unfinished_envelope_reappears_after_a_restart(office: Office, tmp_path: Path) -> None:
    take_in(office, scan(tmp_path / "mail.tif", (FORM, LICENCE)))
    before = office.desk.intake.unfiled()
    office.reopen()
    assert office.desk.intake.unfiled() == before
    reading = office.desk.intake.reading(office.by("c02"), page_of(office, PageKind.FORM))
    assert reading.field("name") is not None


def test_picture_thumbnail_and_reading_come_back_as_they_were(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, scan(tmp_path / "mail.tif", (FORM,)))
    page_id = page_of(office, PageKind.FORM)
    picture = office.desk.intake.picture(office.act("c01"), page_id)
    assert picture.startswith(b"\xff\xd8")
    thumbnail = office.desk.intake.thumbnail(office.by("c01"), page_id)
    sizes = [Image.open(io.BytesIO(one)).size for one in (picture, thumbnail)]
    assert sizes == [(60, 80), (30, 40)]
    name = office.desk.intake.reading(office.by("c01"), page_id).field("name")
    assert name is not None
    assert (name.text, name.box) == (NAME, (1, 2, 3, 4))


def test_looking_at_an_identity_paper_is_recorded_and_at_a_form_is_not(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, scan(tmp_path / "mail.tif", (FORM, LICENCE)))
    before = actions(office)
    office.desk.intake.picture(office.act("c01"), page_of(office, PageKind.FORM))
    assert actions(office) == before
    licence = page_of(office, PageKind.DL)
    office.desk.intake.picture(office.act("c02"), licence)
    (line,) = office.desk.audit.entries(office.by("k01"), 0, 5, action="identity.view")
    assert (line.who, line.subject) == ("見本 花子", licence)


def test_a_correction_is_sure_and_keeps_its_place(office: Office, tmp_path: Path) -> None:
    take_in(office, scan(tmp_path / "mail.tif", (FORM,)))
    page_id = page_of(office, PageKind.FORM)
    reading = office.desk.intake.correct(office.act("c01"), page_id, "name", "架空 次郎")
    name = reading.field("name")
    assert name is not None
    assert (name.text, name.sure, name.confidence, name.box) == (
        "架空 次郎",
        True,
        1.0,
        (1, 2, 3, 4),
    )
    office.desk.intake.correct(office.act("c01"), page_id, "phone", "090-0000-1112")
    assert only_envelope(office).pages[0].unsure == 0
    office.desk.intake.correct(office.act("c01"), page_id, "room", "203")
    office.reopen()
    again = office.desk.intake.reading(office.by("c01"), page_id)
    assert [(f.key, f.text) for f in again.fields] == [
        ("name", "架空 次郎"),
        ("phone", "090-0000-1112"),
        ("room", "203"),
    ]


def test_the_log_names_the_corrected_field_never_its_text(office: Office, tmp_path: Path) -> None:
    take_in(office, scan(tmp_path / "mail.tif", (FORM,)))
    page_id = page_of(office, PageKind.FORM)
    office.desk.intake.correct(office.act("c01"), page_id, "name", "架空 次郎")
    (line,) = office.desk.audit.entries(office.by("k01"), 0, 5, action="page.correct")
    assert (line.fields, line.subject, line.detail) == (("name",), page_id, {})


def test_a_my_number_cannot_be_typed_in(office: Office, tmp_path: Path) -> None:
    take_in(office, scan(tmp_path / "mail.tif", (FORM,)))
    page_id = page_of(office, PageKind.FORM)
    for typed in ("123456789018", "番号 1234-5678-9018 です", "１２３４５６７８９０１８"):
        with pytest.raises(Refused) as refused:
            office.desk.intake.correct(office.act("c01"), page_id, "phone", typed)
        assert "9018" not in str(refused.value)
    name = office.desk.intake.reading(office.by("c01"), page_id).field("phone")
    assert name is not None
    assert name.text == "090-0000-1111"


def test_a_page_can_be_said_to_be_another_paper(office: Office, tmp_path: Path) -> None:
    take_in(office, scan(tmp_path / "mail.tif", (LICENCE,)))
    page_id = page_of(office, PageKind.DL)
    assert (
        office.desk.intake.set_kind(office.act("c01"), page_id, PageKind.INK).kind is PageKind.INK
    )
    assert only_envelope(office).pages[0].kind is PageKind.INK


def test_discarded_mail_goes_with_its_keys_and_files(office: Office, tmp_path: Path) -> None:
    take_in(office, scan(tmp_path / "mail.tif", (FORM, LICENCE)))
    envelope = only_envelope(office)
    office.desk.intake.discard(office.act("c01"), envelope.id, DiscardReason.RESCAN)
    assert office.desk.intake.unfiled() == ()
    assert spooled(office) == []
    with pytest.raises(NotFound):
        office.desk.intake.reading(office.by("c01"), envelope.pages[0].id)
    with pytest.raises(NotFound):
        office.desk.intake.discard(office.act("c01"), envelope.id, DiscardReason.RESCAN)
    assert actions(office)[-1] == "envelope.discard"


def test_mail_is_discarded_for_a_listed_reason_only(office: Office, tmp_path: Path) -> None:
    take_in(office, scan(tmp_path / "mail.tif", (FORM,)))
    with pytest.raises(Refused):
        office.desk.intake.discard(office.act("c01"), only_envelope(office).id, "架空さんの依頼")
    assert len(office.desk.intake.unfiled()) == 1


def test_auditor_and_administrator_do_not_open_mail(office: Office, tmp_path: Path) -> None:
    take_in(office, scan(tmp_path / "mail.tif", (LICENCE,)))
    envelope, intake = only_envelope(office), office.desk.intake
    page_id = envelope.pages[0].id
    for login in ("a01", "k01"):
        act, by = office.act(login), office.by(login)
        for attempt in (
            lambda act=act: intake.import_files(act, [], lambda _: None, threading.Event()),
            lambda act=act: intake.picture(act, page_id),
            lambda by=by: intake.reading(by, page_id),
            lambda by=by: intake.thumbnail(by, page_id),
            lambda act=act: intake.correct(act, page_id, "name", "x"),
            lambda act=act: intake.set_kind(act, page_id, PageKind.DL),
            lambda act=act: intake.discard(act, envelope.id, DiscardReason.RESCAN),
            lambda act=act: office.desk.sources.confirm(act, ["0"]),
        ):
            with pytest.raises(NotAllowed):
                attempt()


def test_the_lock_stops_an_import_between_two_pages(office: Office, tmp_path: Path) -> None:
    clerk = office.by("c01")

    def progress(step: ImportStep) -> None:
        if step.kind == "PAGE":
            office.desk.people.lock(clerk, MORNING)

    run = MailImport(office.desk.premises, office.act("c01"), progress, threading.Event())
    with pytest.raises(VaultLocked):
        run.run([scan(tmp_path / "mail.tif", (FORM, LICENCE))], PaperReader())  # type: ignore[arg-type]
    office.desk.people.sign_in("c01", passphrase("c01"), MORNING)
    assert len(only_envelope(office).pages) == 1


def test_nothing_that_was_read_stands_in_clear(office: Office, tmp_path: Path) -> None:
    take_in(office, scan(tmp_path / "架空さんの手紙.tif", (FORM, LICENCE)))
    office.desk.intake.correct(
        office.act("c01"), page_of(office, PageKind.FORM), "name", "架空 次郎"
    )
    for place, held in everything_kept(office):
        for word in ("架空", "太郎", "次郎", "090-0000", "手紙", "JFIF"):
            assert word.encode() not in held, place
            assert word.encode("unicode_escape") not in held or word.isascii(), place
