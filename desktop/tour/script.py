"""The order of the working days: who sits down when, and what they do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from desktop.tour import (
    case_acts,
    disposal_acts,
    document_acts,
    key_acts,
    mail_acts,
    money_acts,
    office_acts,
    paper_acts,
    register_acts,
    waiting_acts,
)
from desktop.tour.case_acts import state
from desktop.tour.sample_files import stem_of
from desktop.tour.traveller import Note, Traveller

FIRST_DAY = date(2026, 11, 10)
# The day after which nobody may answer any more what was asked on the first day.
DAY_OF_DELIVERY = date(2026, 11, 25)
# The same of what was asked a second time on that day.
DAY_OF_CLOSING = date(2026, 12, 10)
DAY_OF_DISPOSAL = date(2027, 6, 1)
# What lies in the envelopes of those who never answer, as the clerk counts it.
_STAMPS = {6: "110×4", 10: "110×2"}
_SHOWN = {1: "case01", 5: "case05", 6: "case06", 8: "case08", 9: "case09"}


def working_days(tour: Traveller) -> None:
    """All mail by its days, then deliveries, then, half a year later, the disposal."""
    day = FIRST_DAY
    for later, files in tour.files.posts:
        if not files:
            continue
        if later is not None:
            day = later
            _next_day(tour, day, f"clock-{day.isoformat()}")
        stems = list(dict.fromkeys(stem_of(file) for file in files))
        first = len(tour.notes)
        for stem in stems:
            names = [file.name for file in files if stem_of(file) == stem]
            tour.notes.append(Note(len(tour.notes) + 1, names))
        today = tour.notes[first:]
        _open_mail(tour, files, today, day)
        _work_cases(tour, today)
        _second_looks(tour, today)
        _drafts(tour, today)
        _sign(tour, day)
        _send(tour, [one for one in today if one.state == "APPROVED"])
    _deliver(tour, DAY_OF_DELIVERY, "clock-delivery")
    if tour.files.own_mail:
        _those_who_waited(tour)
        _deliver(tour, DAY_OF_CLOSING, "clock-closing")
        _close(tour)
    _look_at_the_end(tour)
    _dispose(tour)
    _prove(tour)


def _step(tour: Traveller, note: Note, name: str, work: Callable[[], None]) -> None:
    tour.timed(note, name, work)
    note.state = state(tour) or note.state


def _next_day(tour: Traveller, day: date, picture: str) -> None:
    """Time jumps; the desk asks, and the supervisor confirms the date on the screen."""
    tour.jump(office_acts.morning(day))
    tour.sign_in("s01")
    tour.stage.step("日付を確かめる", lambda: office_acts.confirm_clock(tour, picture))


def _open_mail(tour: Traveller, files: tuple[Path, ...], notes: list[Note], day: date) -> None:
    tour.sign_in("c01")
    name = f"intake-{day.isoformat()}"
    tour.stage.step("郵便を取り込む", lambda: mail_acts.take_in(tour, files, name))
    tour.stage.expect("どのファイルも封筒として並ぶこと", mail_acts.waiting(tour) == len(notes))
    tour.stage.step("元のファイルを消す", lambda: mail_acts.delete_sources(tour, f"sources-{day}"))
    for number, note in enumerate(notes, 1):
        picture = f"filing-{note.envelope:02d}" if note.envelope in (1, 4, 12) else ""
        tour.timed(
            note,
            "案件にする",
            lambda note=note, number=number, picture=picture: (  # type: ignore[misc]
                mail_acts.file_envelope(tour, note, number, _arrival(tour, note, day), picture)
            ),
        )
    office_acts.look_at_place(tour, 1, "intake_place", f"{name}-filed")


def _arrival(tour: Traveller, note: Note, day: date) -> date:
    """What is stamped on the envelope; else it came with the day's post."""
    return tour.files.stamped.get(stem_of(Path(note.files[0])), day)


def _work_cases(tour: Traveller, notes: list[Note]) -> None:
    """The first clerk carries every case as far as one person may."""
    for note in notes:
        picture = _SHOWN.get(note.envelope, "")
        _open(tour, note)
        if state(tour) == "AWAITING_CORRECTION":
            _step(tour, note, "再開", lambda: case_acts.resume(tour))
        if state(tour) == "FORM_CHECK":
            _step(
                tour,
                note,
                "形式確認",
                lambda note=note, picture=picture: case_acts.check_form(  # type: ignore[misc]
                    tour, note, picture and f"{picture}-form"
                ),
            )
        if note.envelope == 1:
            tour.timed(note, "お客様への連絡", lambda: paper_acts.notices(tour))
        if state(tour) == "ID_CHECK":
            _step(
                tour,
                note,
                "本人確認",
                lambda note=note, picture=picture: case_acts.check_identity(  # type: ignore[misc]
                    tour, note, picture and f"{picture}-check"
                ),
            )
        if state(tour) == "AGENT_CHECK":
            _agent(tour, note)
        _carry_on(tour, note, picture)


def _agent(tour: Traveller, note: Note) -> None:
    """代理人確認: the call is looked up and written to the case, then the mandate is looked at."""
    picture = f"case{note.envelope:02d}-agent"
    _step(tour, note, "事前連絡", lambda: waiting_acts.log_call(tour, note, f"{picture}-call"))
    _open(tour, note)
    _step(tour, note, "代理人確認", lambda: waiting_acts.confirm_agent(tour, picture))


def _open(tour: Traveller, note: Note) -> None:
    case_acts.open_case(tour, note.case_number)
    note.state = state(tour)


def _carry_on(tour: Traveller, note: Note, picture: str) -> None:
    """From the identified person to the investigation that has all its answers."""
    if state(tour) == "SCOPING":
        _step(
            tour,
            note,
            "対象と手数料",
            lambda: case_acts.settle_scope_and_fee(tour, note, picture),
        )
    if state(tour) == "INVESTIGATION":
        _step(tour, note, "調査", lambda: case_acts.investigate(tour, note, picture))


def _second_looks(tour: Traveller, notes: list[Note]) -> None:
    """第二確認 is another clerk's work, and so is what follows."""
    for note in [one for one in notes if one.second_clerk]:
        tour.sign_in("c02")
        _open(tour, note)
        picture = f"case{note.envelope:02d}"
        _step(
            tour,
            note,
            "第二確認",
            lambda note=note, picture=picture: case_acts.second_look(  # type: ignore[misc]
                tour, note, f"{picture}-second"
            ),
        )
        _carry_on(tour, note, "")


def _drafts(tour: Traveller, notes: list[Note]) -> None:
    for note in [one for one in notes if one.state == "DRAFTED"]:
        tour.sign_in("c02")
        _open(tour, note)
        picture = f"case{note.envelope:02d}" if note.envelope in (1, 3, 11) else ""
        _step(
            tour,
            note,
            "起案",
            lambda note=note, picture=picture: case_acts.draft(  # type: ignore[misc]
                tour, note, picture
            ),
        )


def _sign(tour: Traveller, day: date) -> None:
    if not any(note.state == "APPROVAL" for note in tour.notes):
        return
    tour.sign_in("s01")
    picture = f"approvals-{day.isoformat()}"
    tour.stage.step("決裁する", lambda: _approve(tour, picture))
    for note in tour.notes:
        if note.state == "APPROVAL":
            note.state = "APPROVED"


def _approve(tour: Traveller, picture: str) -> None:
    waiting = sum(note.state == "APPROVAL" for note in tour.notes)
    signed = office_acts.approve_all(tour, picture)
    tour.stage.expect("待っていた起案をすべて決裁すること", signed == waiting)


def _send(tour: Traveller, notes: list[Note]) -> None:
    """One clerk prints, another looks into the envelope, the first posts it."""
    pictures = {note.envelope: f"send{note.envelope:02d}" for note in notes[:1]}
    acts = (
        ("c01", "印刷", office_acts.print_answer),
        ("c03", "封入確認", office_acts.check_enclosure),
    )
    for login, name, act in acts:
        for note in notes:
            tour.sign_in(login)
            picture = pictures.get(note.envelope, "")
            tour.timed(
                note,
                name,
                lambda act=act, note=note, picture=picture: act(  # type: ignore[misc]
                    tour, note.case_number, picture
                ),
            )
    for note in notes:
        tour.sign_in("c01")
        picture = pictures.get(note.envelope, "")
        _step(
            tour,
            note,
            "発送",
            lambda note=note, picture=picture: office_acts.dispatch(  # type: ignore[misc]
                tour, note.case_number, 1_000_000_000 + note.envelope, picture
            ),
        )


def _deliver(tour: Traveller, day: date, picture: str) -> None:
    sent = [note for note in tour.notes if note.state == "DISPATCHED"]
    if not sent:
        return
    _next_day(tour, day, picture)
    tour.sign_in("c01")
    for note in sent:
        picture = "case01" if note is tour.notes[0] else ""
        _step(
            tour,
            note,
            "配達と完了",
            lambda note=note, picture=picture: office_acts.deliver_and_complete(  # type: ignore[misc]
                tour, note.case_number, day - timedelta(days=1), picture
            ),
        )


def _those_who_waited(tour: Traveller) -> None:
    """Their day has passed: a late fee is taken, one is refused for ハ, one is asked once more."""
    waiting = _unanswered(tour)
    unpaid = [note for note in waiting if note.state == "AWAITING_FEE"]
    silent = [note for note in waiting if note.state == "AWAITING_CORRECTION"]
    tour.sign_in("c01")
    for note in unpaid:
        _open(tour, note)
        picture = f"case{note.envelope:02d}-late"
        _step(
            tour,
            note,
            "遅れた手数料",
            lambda picture=picture: waiting_acts.pay_late(  # type: ignore[misc]
                tour, DAY_OF_DELIVERY, picture
            ),
        )
        _carry_on(tour, note, "")
    for note in silent:
        _open(tour, note)
        _step(
            tour,
            note,
            "切手の返却",
            lambda note=note: money_acts.book_and_give_back(  # type: ignore[misc]
                tour, _STAMPS[note.envelope], 1_100_000_000 + note.envelope, "c02"
            ),
        )
    for note in [one for one in silent if not one.customer]:
        _open(tour, note)
        picture = f"case{note.envelope:02d}-again"
        _step(
            tour,
            note,
            "再度の通知",
            lambda picture=picture: waiting_acts.ask_again(tour, picture),  # type: ignore[misc]
        )
    tour.sign_in("c02")
    for note in [one for one in silent if one.customer]:
        _open(tour, note)
        picture = f"case{note.envelope:02d}-unanswered"
        _step(
            tour,
            note,
            "回答なしの起案",
            lambda picture=picture: waiting_acts.refuse_unanswered(  # type: ignore[misc]
                tour, picture
            ),
        )
    _drafts(tour, unpaid)
    _sign(tour, DAY_OF_DELIVERY)
    _send(tour, [one for one in waiting if one.state == "APPROVED"])


def _unanswered(tour: Traveller) -> list[Note]:
    """The cases that wait still: no reply has joined them."""
    answered = {note.case_number for note in tour.notes if note.joined}
    waits = ("AWAITING_FEE", "AWAITING_CORRECTION")
    return [one for one in tour.notes if one.state in waits and one.case_number not in answered]


def _close(tour: Traveller) -> None:
    """Asked twice, and no answer."""
    for note in _unanswered(tour):
        tour.sign_in("c01")
        _open(tour, note)
        picture = f"case{note.envelope:02d}-closed"
        _step(
            tour,
            note,
            "回答なしの終了",
            lambda picture=picture: waiting_acts.close_unanswered(  # type: ignore[misc]
                tour, picture
            ),
        )


def _look_at_the_end(tour: Traveller) -> None:
    """What the clerk's own screens show when the day is done; every waiting case's last state."""
    tour.sign_in("c01")
    joined = {note.case_number: note.state for note in tour.notes if note.joined}
    for note in tour.notes:
        note.state = joined.get(note.case_number, note.state)
    for note in [one for one in tour.notes if one.state != "COMPLETED"]:
        _open(tour, note)
    first = tour.notes[0].case_number
    case_acts.open_case(tour, first)
    case_acts.history(tour, "case-history")
    office_acts.look_at_place(tour, 2, "cases_place", "cases")
    office_acts.look_at_place(tour, 1, "intake_place", "today")
    office_acts.choose_tab(tour, "intake_tabs", 0)
    office_acts.look_at_exports(tour, "exports")
    tour.stage.step("登録情報を探す", lambda: register_acts.find(tour, "register"))
    office_acts.look_at_place(tour, 7, "settings_place", "settings")
    office_acts.choose_tab(tour, "settings_tabs", 2)
    tour.stage.picture("settings-duties")
    office_acts.choose_tab(tour, "settings_tabs", 3)
    tour.stage.picture("settings-documents")
    tour.stage.step("文書の見本を見る", lambda: document_acts.look_at_documents(tour))
    office_acts.search(tour, first, "search")
    tour.stage.step("離席して戻る", lambda: office_acts.lock_and_return(tour, "locked"))
    tour.stage.step("受付簿を書き出す", lambda: office_acts.export_ledger(tour))
    tour.stage.step("受払簿を書き出す", lambda: paper_acts.stamp_ledger(tour))
    tour.stage.step("社内票を保存する", lambda: paper_acts.case_sheets(tour, first, "case-sheets"))


def _dispose(tour: Traveller) -> None:
    """Half a year later class A is due."""
    if not any(note.state == "COMPLETED" for note in tour.notes):
        return
    _next_day(tour, DAY_OF_DISPOSAL, "clock-disposal")
    stage = tour.stage
    tour.sign_in("c01")
    stage.step("廃棄を申請する", lambda: disposal_acts.propose(tour, "disposal"))
    tour.sign_in("s02")
    stage.step("廃棄を承認する", lambda: disposal_acts.approve(tour, "disposal"))
    tour.sign_in("c02")
    stage.step("廃棄を実施する", lambda: disposal_acts.execute(tour, "c03", "disposal"))
    stage.step("証明書を保存する", lambda: disposal_acts.save_certificate(tour))
    stage.step("廃棄の書類を保存する", lambda: paper_acts.disposal_sheets(tour))
    tour.sign_in("s02")
    stage.step("鍵媒体を更新する", lambda: key_acts.write_sticks(tour, "keys-sticks"))
    tour.sign_in("c02")
    stage.step(
        "最後の証明書を保存する",
        lambda: disposal_acts.save_last_certificate(tour, "disposal-irreversible"),
    )
    done = next(note for note in tour.notes if note.state == "COMPLETED")
    case_acts.open_case(tour, done.case_number)
    stage.picture("case-after-disposal")


def _prove(tour: Traveller) -> None:
    """The auditor's proof over the whole log."""
    stage = tour.stage
    tour.sign_in("k01")
    stage.step("記録を検証する", lambda: _verify(tour))
    stage.step("記録を固定する", lambda: office_acts.anchor_and_export(tour, "audit-anchored"))
    stage.step("報告書を作る", lambda: paper_acts.reports(tour, "audit-report"))


def _verify(tour: Traveller) -> None:
    office_acts.verify_log(tour, "audit-verified")
