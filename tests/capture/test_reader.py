"""Reading children answer in order, are replaced when lost, and go when the desk says so."""

from __future__ import annotations

import os
import select
import signal
import sys

import pytest
from drawn_pages import filled, licence, paper, pixels

from desktop.capture.pixels import Pixels
from desktop.capture.reader import Reader, ReadingFailed
from desktop.domain.forms import FormDefinition
from desktop.domain.reading import BlockedPage, Forbidden, PageKind, ScreenedPage

Forms = tuple[FormDefinition, ...]
NUMBER_SIDE = ((30.0, 40.0, "個人番号", 4.0), (60.0, 40.0, "1234 5678 9018", 6.5))


def test_a_page_comes_back_through_the_child(reader: Reader, request_form: FormDefinition) -> None:
    answer = reader.screen(pixels(filled(request_form, {"room": "203", "item.K1": "1"})))
    assert isinstance(answer, ScreenedPage)
    assert answer.image.startswith(b"\xff\xd8")
    room, ticked = answer.reading.field("room"), answer.reading.field("item.K1")
    assert room is not None
    assert ticked is not None
    assert (room.text, ticked.text) == ("203", "1")
    assert answer.reading.seconds > 0


def test_of_a_forbidden_page_only_its_kind_comes_back(reader: Reader) -> None:
    answer = reader.screen(pixels(paper(*NUMBER_SIDE)))
    assert isinstance(answer, BlockedPage)
    assert answer.kind is PageKind.MNC_BACK
    assert {found.kind for found in answer.forbidden} == {Forbidden.MY_NUMBER}
    assert "5678" not in repr(answer)
    assert not any(isinstance(getattr(answer, name), bytes) for name in answer.__slots__)


def test_many_pages_are_answered_each_with_its_own(forms: Forms) -> None:
    with Reader(forms, workers=2) as two:
        asked = [two.submit(pixels(paper((60, 60, f"第{n}葉", 8)))) for n in range(1, 6)]
        answers = [future.result() for future in asked]
        assert len(two.child_pids) == 2
    texts = [a.reading.lines[0].text for a in answers if isinstance(a, ScreenedPage)]
    assert texts == ["第1葉", "第2葉", "第3葉", "第4葉", "第5葉"]


def test_closing_drops_the_pages_that_still_wait(forms: Forms) -> None:
    reader = Reader(forms, workers=1)
    asked = [reader.submit(pixels(paper())) for _ in range(30)]
    asked[0].result()
    reader.close()
    assert any(future.cancelled() for future in asked)
    assert all(future.done() for future in asked)


@pytest.mark.skipif(sys.platform == "win32", reason="kills as Unix does")
def test_a_lost_child_is_replaced_and_the_page_is_read(reader: Reader) -> None:
    reader.screen(pixels(paper()))
    (before,) = reader.child_pids
    os.kill(before, signal.SIGKILL)
    answer = reader.screen(pixels(licence()))
    assert isinstance(answer, ScreenedPage)
    assert answer.reading.kind is PageKind.DL
    assert reader.child_pids != (before,)


def test_a_page_that_takes_too_long_is_given_up(forms: Forms) -> None:
    with Reader(forms, workers=1, seconds=0.05) as hasty, pytest.raises(ReadingFailed) as failure:
        hasty.screen(pixels(licence()))
    assert failure.value.next_step


def test_a_page_that_cannot_be_read_fails_alone(reader: Reader) -> None:
    impossible = Pixels(pixels(paper()).array[:0], 200)
    with pytest.raises(ReadingFailed):
        reader.screen(impossible)
    assert isinstance(reader.screen(pixels(paper())), ScreenedPage)


@pytest.mark.skipif(sys.platform != "linux", reason="watches the process as Linux does")
def test_closing_the_reader_ends_its_children(forms: Forms) -> None:
    with Reader(forms, workers=1) as reader:
        reader.screen(pixels(paper()))
        (pid,) = reader.child_pids
        watch = os.pidfd_open(pid)
    try:
        ended, _, _ = select.select([watch], [], [], 20)
        assert ended
    finally:
        os.close(watch)


@pytest.mark.skipif(sys.platform != "linux", reason="watches the process as Linux does")
def test_an_idle_child_ends_by_itself_and_the_next_page_is_read_all_the_same(
    forms: Forms,
) -> None:
    with Reader(forms, workers=1, idle_seconds=1) as reader:
        reader.screen(pixels(paper()))
        watch = os.pidfd_open(reader.child_pids[0])
        try:
            ended, _, _ = select.select([watch], [], [], 20)
        finally:
            os.close(watch)
        assert ended
        assert isinstance(reader.screen(pixels(paper())), ScreenedPage)


def test_no_child_is_started_before_a_page_comes(forms: Forms) -> None:
    with Reader(forms) as idle:
        assert idle.child_pids == ()
