"""A full desk: the place opens at once and scrolls, with a thick envelope and many thin ones.

`pytest -n0 -s` prints the figures. They are of the window's own thread: how long it computes does
not grow with the machine's other work.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from mail_desk import form, licence, page
from mail_stand import Stand
from pytestqt.qtbot import QtBot
from stall_watch import StallWatch

from desktop.domain.reading import PageKind
from desktop.services.act import new_act
from desktop.services.mail_import import MailImport
from desktop.ui.context import Context
from desktop.ui.intake.place import IntakePlace
from desktop.ui.widgets.layout import column, panel

THICK, THIN = 100, 40


@pytest.mark.usefixtures("opened_window")
def test_a_full_desk_opens_at_once_and_scrolls(
    sign_in: Callable[[str], Context], qtbot: QtBot
) -> None:
    context = sign_in("c01")
    _lay_in(context)
    began = time.thread_time()
    place = IntakePlace(context)
    window = panel(column((place, 1), margins=(24, 8, 24, 16)), "canvas")
    qtbot.addWidget(window)
    window.resize(1190, 714)
    place.show_unfiled()
    with qtbot.waitExposed(window):
        window.show()
    opened = 1000 * (time.thread_time() - began)
    watch = StallWatch()
    watch.begin()
    Stand(context, place, qtbot).settle()
    tab = place.mail_tab
    assert tab is not None
    cards = tab.board.cards()
    assert [len(card.pages.thumbs()) for card in cards] == [THICK] + [1] * THIN
    assert all(thumb.image for card in cards for thumb in card.pages.thumbs())
    bar = tab.board.verticalScrollBar()
    assert bar.maximum() > 5 * tab.board.height()
    for part in range(1, 21):
        turns = len(watch.gaps)
        bar.setValue(bar.maximum() * part // 20)
        qtbot.waitUntil(lambda turns=turns: len(watch.gaps) > turns)  # type: ignore[misc]
    watch.end()
    print(f"a full desk: opened in {opened:.0f} ms of work; turns {watch.told()}")
    assert opened < 300
    assert watch.most_work_ms() < 100


def _lay_in(context: Context) -> None:
    act = new_act(context.signed_in, context.now())
    taking = MailImport(context.desk.premises, act, lambda _step: None, threading.Event())
    taking._labels = [f"{number}" for number in range(THIN + 1)]
    sheets = (form(), licence(), page(PageKind.STAMPS))
    for seq in range(1, THICK + 1):
        taking._keep(0, seq, sheets[seq % 3])
    for number in range(1, THIN + 1):
        taking._keep(number, 1, sheets[number % 3])
