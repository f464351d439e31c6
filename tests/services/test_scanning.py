"""A stack through the feeder: envelopes, counts, stops, and the way on after each."""

from __future__ import annotations

import threading
from concurrent.futures import Future

import pytest
from desk_office import Office
from paper_feeder import PaperFeeder, ScanDesk, scan_desk
from paper_reader import CARD_BACK, FORM, LICENCE, SEPARATOR, PaperReader

from desktop.capture.pixels import Pixels
from desktop.capture.reader import Result
from desktop.domain.errors import NotAllowed, Refused
from desktop.domain.reading import Forbidden
from desktop.domain.scanning import Fault, Feed, ScanProfile, SourceKind
from desktop.services.scan_faults import FAULTS
from desktop.services.scanning import (
    MOST_WAITING,
    BlockAnswer,
    RunState,
    Scanning,
    ScanReport,
    ScanStep,
    StepKind,
)


def start(
    desk: ScanDesk, expected: int | None = None, envelope: str | None = None
) -> tuple[ScanReport, list[ScanStep]]:
    steps: list[ScanStep] = []
    act = desk.office.act("c01")
    done = threading.Event()
    report = desk.scanning.scan(act, desk.profile.id, expected, envelope, steps.append, done)
    return report, steps


def go_on(desk: ScanDesk, run_id: str) -> ScanReport:
    act = desk.office.act("c01")
    return desk.scanning.resume(act, run_id, lambda _step: None, threading.Event())


def pages(office: Office) -> list[int]:
    return [len(one.pages) for one in office.desk.intake.unfiled()]


def test_a_stack_comes_in_as_one_envelope(office: Office) -> None:
    report, steps = start(scan_desk(office, [FORM, LICENCE, FORM]), 3)
    assert (report.run.state, report.pages, len(report.envelopes)) == (RunState.DONE, 3, 1)
    assert pages(office) == [3]
    kept = [step for step in steps if step.kind is StepKind.PAGE]
    assert [step.sheet for step in kept] == [1, 2, 3]
    assert [step.sheets for step in kept] == [1, 2, 3]


def test_a_page_is_told_as_kept_only_when_it_is_there(office: Office) -> None:
    desk = scan_desk(office, [FORM, LICENCE])
    there: list[bool] = []

    def look(step: ScanStep) -> None:
        if step.kind is StepKind.PAGE:
            ids = [one.id for e in office.desk.intake.unfiled() for one in e.pages]
            there.append(step.page_id in ids)

    act = office.act("c01")
    desk.scanning.scan(act, desk.profile.id, None, None, look, threading.Event())
    assert there == [True, True]


def test_separators_part_the_stack_and_count_as_sheets(office: Office) -> None:
    stack = [SEPARATOR, FORM, LICENCE, SEPARATOR, SEPARATOR, FORM]
    report, _ = start(scan_desk(office, stack), 6)
    assert report.run.state is RunState.DONE
    assert (report.pages, report.run.sides, report.run.sheets) == (3, 3, 6)
    assert pages(office) == [2, 1]


@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_has_its_sentence_and_a_way_on(office: Office, fault: Fault) -> None:
    desk = scan_desk(office, [FORM, LICENCE, fault])
    report, steps = start(desk, 4)
    assert (report.run.state, report.run.fault) == (RunState.STOPPED, fault)
    assert (report.run.sentence, report.run.next_step) == FAULTS[fault]
    assert report.run.so_far == "4枚中2枚を取り込み済み。3枚目から読み直してください。"
    assert steps[-1].kind is StepKind.FAULT
    desk.load(FORM, LICENCE)
    after = go_on(desk, report.run.id)
    assert (after.run.state, after.run.sheets) == (RunState.DONE, 4)
    assert pages(office) == [4]


def test_a_forbidden_number_stops_the_run_and_leaves_nothing_of_the_sheet(office: Office) -> None:
    desk = scan_desk(office, [FORM, CARD_BACK, LICENCE, FORM])
    report, steps = start(desk, 4)
    run = report.run
    assert (run.state, run.blocked, run.sheets) == (RunState.BLOCKED, Forbidden.MY_NUMBER, 1)
    assert run.sentence == "2枚目に個人番号らしい番号があり、給紙を止めました。"
    assert len(list((office.folder / "spool").glob("*.page"))) == 1
    assert steps[-1].kind is StepKind.BLOCKED
    with pytest.raises(Refused):
        go_on(desk, run.id)


def test_a_sheet_that_was_blacked_out_is_read_again_in_its_place(office: Office) -> None:
    desk = scan_desk(office, [FORM, CARD_BACK, LICENCE])
    run = start(desk, 3)[0].run
    told = desk.scanning.answer_block(office.act("c01"), run.id, BlockAnswer.BLACKED_OUT)
    assert told.so_far == "3枚中1枚を取り込み済み。2枚目から読み直してください。"
    assert office.desk.sources.tasks() == ()
    desk.load(LICENCE, LICENCE)
    assert go_on(desk, run.id).run.state is RunState.DONE
    (envelope,) = office.desk.intake.unfiled()
    assert sum(page.blocked is None for page in envelope.pages) == 3


def test_behind_a_returned_sheet_the_run_goes_on(office: Office) -> None:
    desk = scan_desk(office, [FORM, CARD_BACK, LICENCE])
    run = start(desk, 3)[0].run
    told = desk.scanning.answer_block(office.act("c01"), run.id, BlockAnswer.RETURNED)
    assert (told.sheets, told.sides) == (2, 1)
    desk.load(LICENCE)
    assert go_on(desk, run.id).run.state is RunState.DONE


@pytest.mark.parametrize(("expected", "missing"), [(5, 2), (2, -1)])
def test_another_count_is_told_and_not_dropped(office: Office, expected: int, missing: int) -> None:
    desk = scan_desk(office, [FORM, LICENCE, FORM])
    run = start(desk, expected)[0].run
    assert (run.state, run.missing) == (RunState.DIFFERS, missing)
    assert f"{expected}枚のはずが、3枚" in run.sentence
    assert [one.id for one in desk.scanning.unfinished_runs()] == [run.id]
    closed = desk.scanning.close_run(office.act("c01"), run.id)
    assert closed.state is RunState.CLOSED
    assert desk.scanning.unfinished_runs() == ()


def test_two_sides_are_one_sheet(office: Office) -> None:
    desk = scan_desk(office, [FORM, LICENCE] * 3, Feed.FEEDER_DUPLEX)
    run = start(desk, 3)[0].run
    assert (run.state, run.sheets, run.sides) == (RunState.DONE, 3, 6)


def test_of_a_sheet_with_a_number_on_its_back_the_front_is_not_kept_either(office: Office) -> None:
    desk = scan_desk(office, [FORM, LICENCE, LICENCE, CARD_BACK], Feed.FEEDER_DUPLEX)
    run = start(desk)[0].run
    assert (run.state, run.sheets, run.sides) == (RunState.BLOCKED, 1, 2)


def test_no_more_than_twenty_pages_wait(office: Office) -> None:
    gate = threading.Event()
    full = threading.Event()

    class SlowReader(PaperReader):
        def submit(self, page: Pixels) -> Future[Result]:
            gate.wait(30)
            return super().submit(page)

    desk = scan_desk(office, [FORM] * 30)
    slow = Scanning(office.desk.premises, office.desk.intake, lambda _kind: desk.feeder, SlowReader)
    kinds: list[StepKind] = []
    waiting: list[int] = []

    def look(step: ScanStep) -> None:
        kinds.append(step.kind)
        waiting.append(step.waiting)
        if step.kind is StepKind.PAUSED and not full.is_set():
            full.set()
            pulled.append(desk.feeder.pulled)
            gate.set()

    pulled: list[int] = []
    report = slow.scan(office.act("c01"), desk.profile.id, 30, None, look, threading.Event())
    assert report.run.state is RunState.DONE
    assert pulled == [MOST_WAITING]
    assert max(waiting) == MOST_WAITING
    assert StepKind.RESUMED in kinds


def test_a_cancelled_run_keeps_what_was_through_and_can_go_on(office: Office) -> None:
    desk = scan_desk(office, [FORM] * 12)
    cancelled = threading.Event()

    def stop(step: ScanStep) -> None:
        if step.kind is StepKind.PAGE:
            cancelled.set()

    report = desk.scanning.scan(office.act("c01"), desk.profile.id, 12, None, stop, cancelled)
    assert (report.run.state, report.run.fault) == (RunState.STOPPED, None)
    assert report.run.sheets == desk.feeder.pulled == pages(office)[0]
    assert report.cancelled
    assert go_on(desk, report.run.id).run.sheets == 12


def test_a_repeated_act_pulls_no_paper(office: Office) -> None:
    desk = scan_desk(office, [FORM, FORM])
    act = office.act("c01")
    wish = (desk.profile.id, None, None, lambda _step: None, threading.Event())
    first = desk.scanning.scan(act, *wish)
    desk.load(FORM)
    again = desk.scanning.scan(act, *wish)
    assert (again.run, again.pages) == (first.run, 0)
    assert desk.feeder.pulled == 2


def test_a_new_run_can_add_to_an_envelope(office: Office) -> None:
    desk = scan_desk(office, [FORM])
    envelope = start(desk)[0].envelopes[0]
    desk.load(LICENCE, LICENCE)
    start(desk, envelope=envelope)
    assert pages(office) == [3]


def test_the_profile_that_scanned_last_comes_first(office: Office) -> None:
    desk = scan_desk(office, [FORM])
    other = ScanProfile("", "あ 複合機", SourceKind.ESCL, "192.168.0.9:80/eSCL")
    desk.scanning.save_profile(office.act("c01"), other)
    start(desk)
    first, second = desk.scanning.profiles()
    assert (first, second.name) == (desk.profile, "あ 複合機")
    desk.scanning.remove_profile(office.act("c01"), second.id)
    assert desk.scanning.profiles() == (first,)


def test_only_who_opens_mail_scans(office: Office) -> None:
    desk = scan_desk(office, [FORM])
    with pytest.raises(NotAllowed):
        desk.scanning.scan(
            office.act("k01"), desk.profile.id, None, None, lambda _s: None, threading.Event()
        )
    assert desk.feeder.pulled == 0


def test_a_cut_off_image_is_no_page(office: Office) -> None:
    class CuttingFeeder(PaperFeeder):
        def scan(self, profile, cancelled):  # type: ignore[no-untyped-def]
            for image in super().scan(profile, cancelled):
                cut = image.data if image.number == 1 else image.data[: len(image.data) // 2]
                yield type(image)(image.number, cut)

    desk = scan_desk(office, [])
    feeder = CuttingFeeder([FORM, LICENCE])
    scanning = Scanning(office.desk.premises, office.desk.intake, lambda _kind: feeder, PaperReader)
    report = scanning.scan(
        office.act("c01"), desk.profile.id, None, None, lambda _s: None, threading.Event()
    )
    assert (report.run.fault, report.run.sheets) == (Fault.LOST_PAGE, 1)
