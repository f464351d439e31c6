"""The three-way check: proposed by the desk, confirmed by people (DOMAIN §5, §7)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from case_path import Track
from desk_office import Office
from mail_bag import (
    ELSEWHERE,
    ICHIRO,
    form_page,
    licence,
    page,
    register_line,
    residence_record,
    seal_certificate,
)

from desktop.address.names import Outcome
from desktop.domain.errors import NotAllowed, Refused, SamePerson, Stale
from desktop.domain.reading import PageKind, ScreenedPage
from desktop.domain.states import CaseState

OTHER_ROOM = replace(ICHIRO, room="205")
OLD_SEAL = page(
    PageKind.INK, {"name": ICHIRO.name, "address": ICHIRO.address, "issued": "2026-08-01"}
)


@pytest.fixture
def track(office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def _view(track: Track, case_id: str, candidate: int | None = None):
    return track.office.desk.verification.view(track.office.by("c01"), case_id, candidate)


def _confirm(track: Track, case_id: str, login: str = "c01", candidate: int = 0):
    return track.office.desk.verification.confirm(
        track.act(login), case_id, candidate, seen=track.seen(case_id, candidate)
    )


def _ask_second(track: Track, case_id: str, login: str = "c01"):
    return track.office.desk.verification.ask_second(
        track.act(login), case_id, 0, seen=track.seen(case_id, 0), note="転居を住民票で確認"
    )


def test_three_equal_addresses_pass_and_a_clerk_confirms(track: Track):
    case_id = track.with_register().to_identity()
    shown = _view(track, case_id)
    assert (shown.proposal, shown.candidate, len(shown.candidates)) == ("PASS", 0, 1)
    assert {row.outcome for row in shown.rows if row.component != "postal"} == {Outcome.EQUAL}
    case = _confirm(track, case_id)
    assert case.line.state is CaseState.SCOPING
    assert (case.identity.ok, case.identity.which) == (True, "R1")
    assert case.identity.confirmed_by == "架空 太郎"


def test_each_reading_stands_where_it_is_on_its_page(track: Track):
    case_id = track.with_register().to_identity()
    documents = track.get(case_id).documents
    form, card = (document.pages[0].id for document in documents)
    rows = {row.component: row for row in _view(track, case_id).rows}
    town = rows["town"]
    assert town.form is not None
    assert (town.form.page_id, town.form.text) == (form, "若葉町2丁目")
    assert town.identity is not None
    assert (town.identity.page_id, town.identity.text) == (card, "若葉町2丁目")
    assert town.identity.box is not None
    # 埼玉県みどり野市 (8 characters) stands left of it in the one line of the card.
    whole = len(ICHIRO.address)
    assert town.identity.box[0] == 100 + 400 * 8 // whole
    assert rows["postal"].identity is None
    assert rows["postal"].missing_on == "運転免許証"
    assert rows["postal"].form is not None
    assert (rows["postal"].form.text, rows["postal"].register) == ("350-9942", "350-9942")


def test_an_unseen_component_is_not_confirmed(track: Track):
    case_id = track.with_register().to_identity()
    seen = track.seen(case_id) - {"room"}
    with pytest.raises(Refused, match="まだ見ていない"):
        track.office.desk.verification.confirm(track.act("c01"), case_id, 0, seen=seen)


def test_another_room_is_not_a_pass(track: Track):
    track.with_register(register_line(OTHER_ROOM))
    case_id = track.to_identity()
    shown = _view(track, case_id)
    assert shown.proposal == "CORRECTION"
    assert "部屋番号" in shown.headline
    with pytest.raises(Refused):
        _confirm(track, case_id)
    with pytest.raises(Refused):
        _ask_second(track, case_id)


def test_the_supply_place_alone_passes_and_is_noted(track: Track):
    line = register_line(ICHIRO, address=ELSEWHERE.address, postal="350-9945")
    case_id = track.with_register(line).to_identity()
    assert _view(track, case_id).proposal == "PASS"
    assert _confirm(track, case_id).identity.which == "R2"


def test_a_former_address_on_another_paper_explains_nothing(track: Track):
    """DOMAIN §7: 前住所 counts on 住民票, 附票 and the back of a licence."""
    track.with_register(register_line(ELSEWHERE))
    record = residence_record(ICHIRO, ELSEWHERE).reading
    card = page(
        PageKind.MNC, {one.key: one.text for one in record.fields} | {"expires": "2030-01-01"}
    )
    case_id = track.to_identity(form_page(), card)
    assert _view(track, case_id, 0).proposal == "CORRECTION"


def test_a_former_name_on_the_residence_record_goes_to_a_second_clerk(track: Track):
    track.with_register(register_line(replace(ICHIRO, name="例示 一郎")))
    record = residence_record(ICHIRO, ELSEWHERE).reading
    fields = {one.key: one.text for one in record.fields}
    papers = (page(PageKind.JUM, {**fields, "former_name": "例示"}), seal_certificate(ICHIRO))
    case_id = track.to_identity(form_page(), *papers)
    shown = _view(track, case_id, 0)
    assert shown.proposal == "SECOND_CLERK"
    assert "旧姓で一致" in shown.rows[0].note


def test_each_row_brings_its_evidence_once_a_candidate_is_picked(track: Track):
    track.with_register(register_line(OTHER_ROOM))
    rows = {row.component: row for row in _view(track, track.to_identity()).rows}
    assert "書類・登録、請求書・登録：部屋番号が違います" in rows["room"].evidence
    assert not rows["room"].explained_by_reading


def test_a_move_proven_by_the_residence_record_needs_a_second_clerk(track: Track):
    track.with_register(register_line(ELSEWHERE))
    papers = (residence_record(ICHIRO, ELSEWHERE), seal_certificate(ICHIRO))
    case_id = track.to_identity(form_page(), *papers)
    shown = _view(track, case_id)
    assert shown.proposal == "SECOND_CLERK"
    with pytest.raises(Refused, match="一人では"):
        _confirm(track, case_id)
    asked = _ask_second(track, case_id)
    assert (asked.line.state, asked.line.work) == (CaseState.ID_CHECK, "第二確認")
    assert (asked.identity.ok, asked.identity.needs_second) == (False, True)
    case = track.agree(case_id, "c02", "同意")
    assert case.line.state is CaseState.SCOPING
    assert case.identity.ok
    assert case.identity.second_by == "見本 花子"


def test_the_former_address_that_carried_the_match_is_shown_where_it_stands(track: Track):
    track.with_register(register_line(ELSEWHERE))
    papers = (residence_record(ICHIRO, ELSEWHERE), seal_certificate(ICHIRO))
    case_id = track.to_identity(form_page(), *papers)
    shown = _view(track, case_id)
    (link,) = shown.former
    assert (link.a, link.b) == ("住民票の写しの前住所", "登録 R1 契約者・請求先の住所")
    rows = {row.component: row for row in shown.rows}
    block = rows["block"]
    (read,) = block.former
    assert (read.a, read.b, block.by_former) == ("9-1", "9-1", True)
    record = track.get(case_id).documents[1].pages[0].id
    cell = block.former_cell
    assert cell is not None
    assert (cell.page_id, cell.key, cell.text) == (record, "previous_address", "9-1")
    assert rows["city"].former_cell is None
    (code,) = rows["postal"].former
    assert code.b == "350-9942"  # as on an envelope, though the register keeps bare digits


def test_the_approver_reads_which_former_address_carried_the_match(track: Track):
    track.with_register(register_line(ELSEWHERE))
    papers = (residence_record(ICHIRO, ELSEWHERE), seal_certificate(ICHIRO))
    case_id = track.to_identity(form_page(), *papers)
    _ask_second(track, case_id)
    track.agree(case_id, "c02", "同意")
    shown = track.office.desk.approvals.view(track.office.by("s01"), case_id, track.office.now)
    assert shown.former == ("住民票の写しの前住所 ＝ 登録 R1 契約者・請求先の住所",)
    assert {one.label for one in shown.rows if one.by_former} == {"町・丁目", "番地"}


def test_a_plain_match_keeps_no_former_address(track: Track):
    case_id = track.with_register().to_scoping()
    shown = track.office.desk.approvals.view(track.office.by("s01"), case_id, track.office.now)
    assert shown.former == ()
    assert not any(one.by_former for one in shown.rows)


def test_the_clerk_who_asked_is_not_the_second_clerk(track: Track):
    track.with_register(register_line(ELSEWHERE))
    papers = (residence_record(ICHIRO, ELSEWHERE), seal_certificate(ICHIRO))
    case_id = track.to_identity(form_page(), *papers)
    _ask_second(track, case_id)
    for agrees in (True, False):
        with pytest.raises(SamePerson):
            track.office.desk.verification.second(track.act("c01"), case_id, agrees)
    assert track.get(case_id).identity.needs_second


def test_a_second_clerk_who_disagrees_leaves_the_identity_unproven(track: Track):
    track.with_register(register_line(ELSEWHERE))
    papers = (residence_record(ICHIRO, ELSEWHERE), seal_certificate(ICHIRO))
    case_id = track.to_identity(form_page(), *papers)
    _ask_second(track, case_id)
    case = track.office.desk.verification.second(track.act("c02"), case_id, False, "不鮮明")
    assert case.line.state is CaseState.ID_CHECK
    assert not case.identity.ok
    with pytest.raises(Refused, match="待っている案件"):
        track.agree(case_id, "c03")


def test_a_second_check_needs_a_note(track: Track):
    case_id = track.with_register().to_identity()
    with pytest.raises(Refused, match="文が書かれて"):
        track.office.desk.verification.ask_second(
            track.act("c01"), case_id, 0, seen=track.seen(case_id), note=""
        )


def test_several_hits_are_never_picked_by_the_desk(track: Track):
    twin = replace(ICHIRO, number="1000000002", supply_point="0300000000000000000002")
    track.with_register(register_line(ICHIRO), register_line(twin))
    case_id = track.to_identity()
    shown = _view(track, case_id)
    assert (shown.candidate, shown.proposal, shown.verdict) == (-1, "NO_CANDIDATE", None)
    assert all(row.register is None for row in shown.rows)
    assert len(shown.candidates) == 2
    assert _view(track, case_id, 1).proposal == "PASS"


def test_who_is_not_registered_has_no_candidate(track: Track):
    stranger = replace(
        ICHIRO,
        number="1000000009",
        name="別名 花代",
        family_kana="ベツナ",
        given_kana="ハナヨ",
        town="青葉台",
        block="1-1",
        building="",
        room="",
        phone="080-0000-9999",
        postal="350-9900",
    )
    case_id = track.with_register(register_line(stranger)).to_identity()
    shown = _view(track, case_id)
    assert (shown.candidates, shown.proposal) == ((), "NO_CANDIDATE")
    with pytest.raises(Refused):
        _confirm(track, case_id)


def test_an_expired_licence_proves_nothing(track: Track):
    card = licence(expires="2026-11-08")  # it arrived on the 9th
    case_id = track.with_register().to_identity(form_page(), card)
    shown = _view(track, case_id)
    assert shown.proposal == "CORRECTION"
    assert "有効期限が切れて" in shown.explanation
    assert "有効期限が切れて" in track.get(case_id).identity.paper_problems[0]
    with pytest.raises(Refused):
        _confirm(track, case_id)


def test_one_corrected_reading_changes_the_verdict(track: Track):
    track.with_register(register_line(OTHER_ROOM))
    case_id = track.to_identity(form_page(OTHER_ROOM), licence(address=ICHIRO.address))
    assert _view(track, case_id).proposal == "CORRECTION"
    card = track.get(case_id).documents[1].pages[0].id
    track.office.desk.verification.correct(
        track.act("c01"), case_id, card, "address", OTHER_ROOM.address
    )
    assert _view(track, case_id).proposal == "PASS"


def test_a_corrected_form_corrects_the_person(track: Track):
    case_id = track.with_register().to_identity()
    form = track.get(case_id).documents[0].pages[0].id
    track.office.desk.verification.correct(track.act("c01"), case_id, form, "room", "204")
    assert track.get(case_id).applicant.address.endswith("コーポ若葉 204")
    assert _view(track, case_id).proposal == "CORRECTION"


def test_a_correction_undoes_what_was_confirmed_from_the_old_reading(track: Track):
    case_id = track.with_register().to_identity()
    _ask_second(track, case_id)
    form = track.get(case_id).documents[0].pages[0].id
    track.office.desk.verification.correct(track.act("c01"), case_id, form, "phone", "1")
    with pytest.raises(Refused, match="待っている案件"):
        track.agree(case_id, "c02")


def test_a_my_number_cannot_be_typed(track: Track):
    case_id = track.with_register().to_identity()
    form = track.get(case_id).documents[0].pages[0].id
    for text in ("123456789018", "1234 5678 9018", "１２３４５６７８９０１８"):
        with pytest.raises(Refused, match="個人番号"):
            track.office.desk.verification.correct(track.act("c01"), case_id, form, "phone", text)


def test_a_check_confirmed_after_the_register_changed_is_not_the_one_that_was_seen(track: Track):
    """Another customer may stand at the index the clerk picked."""
    case_id = track.with_register().to_identity()
    shown = _view(track, case_id, 0)
    track.with_register(register_line(replace(ICHIRO, number="1000000002")))
    with pytest.raises(Stale):
        track.office.desk.verification.confirm(
            track.act("c01"), case_id, 0, seen=shown.to_see, basis=shown.basis
        )
    assert track.get(case_id).line.state is CaseState.ID_CHECK
    now = _view(track, case_id, 0)
    case = track.office.desk.verification.confirm(
        track.act("c01"), case_id, 0, seen=now.to_see, basis=now.basis
    )
    assert case.line.state is CaseState.SCOPING


def test_readings_are_not_changed_after_the_check(track: Track):
    case_id = track.with_register().to_scoping()
    form = track.get(case_id).documents[0].pages[0].id
    with pytest.raises(Refused):
        track.office.desk.verification.correct(track.act("c01"), case_id, form, "room", "1")


def test_an_agents_case_goes_through_the_agent_check(track: Track):
    agent_card = licence(
        replace(ICHIRO, name="代理 進", building="", room="", town="桜町", block="3-3")
    )
    pages = (form_page(), page(PageKind.POWER), seal_certificate(ICHIRO), agent_card)
    case_id = track.with_register().to_identity(*pages, agent=True)
    assert _view(track, case_id).paper_labels == ("印鑑登録証明書",)
    assert _confirm(track, case_id).line.state is CaseState.AGENT_CHECK
    with pytest.raises(Refused):
        track.office.desk.casework.agent_ok(track.act("c01"), case_id, "")
    case = track.office.desk.casework.agent_ok(
        track.act("c01"), case_id, "委任状の実印と印鑑登録証明書を照合"
    )
    assert case.line.state is CaseState.SCOPING


def _to_agent_check(track: Track, *papers: ScreenedPage) -> str:
    """The principal's own licence proves who asks; `papers` are to show the agent's power."""
    case_id = track.with_register().to_identity(form_page(), licence(), *papers, agent=True)
    assert _confirm(track, case_id).line.state is CaseState.AGENT_CHECK
    return case_id


@pytest.mark.parametrize(
    ("papers", "words"),
    [
        ((), "代理権を示す書類が届いていません"),
        ((page(PageKind.POWER),), "印鑑登録証明書がありません"),
        ((seal_certificate(ICHIRO),), "委任状がありません"),
        ((page(PageKind.POWER), OLD_SEAL), "3か月以内"),
    ],
    ids=["nothing", "no seal", "no power", "old seal"],
)
def test_without_the_papers_of_the_power_no_agent_is_confirmed(
    track: Track, papers: tuple[ScreenedPage, ...], words: str
):
    case_id = _to_agent_check(track, *papers)
    with pytest.raises(Refused, match=words) as refusal:
        track.office.desk.casework.agent_ok(track.act("c01"), case_id, "電話で確認")
    assert "補正" in refusal.value.next_step
    assert track.get(case_id).line.state is CaseState.AGENT_CHECK


def test_a_parent_shows_the_power_by_the_family_register(track: Track):
    register = page(PageKind.KOS, {"name": ICHIRO.name, "issued": "2026-10-21"})
    case_id = _to_agent_check(track, register)
    case = track.office.desk.casework.agent_ok(track.act("c01"), case_id, "戸籍で親権を確認")
    assert case.line.state is CaseState.SCOPING


def test_papers_that_arrive_at_the_agent_check_are_checked_and_then_suffice(track: Track):
    case_id = _to_agent_check(track, page(PageKind.POWER))
    track.file(seal_certificate(ICHIRO), join_case=track.get(case_id).line.number)
    assert track.get(case_id).line.state is CaseState.ID_CHECK
    assert _confirm(track, case_id).line.state is CaseState.AGENT_CHECK
    case = track.office.desk.casework.agent_ok(track.act("c01"), case_id, "実印を照合")
    assert case.line.state is CaseState.SCOPING


def test_without_a_power_of_attorney_the_seal_certificate_is_not_enough(track: Track):
    pages = (form_page(), seal_certificate(ICHIRO))
    case_id = track.with_register().to_identity(*pages, agent=True)
    assert _view(track, case_id).proposal == "CORRECTION"


def test_a_second_clerk_asked_about_the_old_papers_says_nothing_of_new_ones(track: Track):
    track.with_register(register_line(ELSEWHERE))
    papers = (residence_record(ICHIRO, ELSEWHERE), seal_certificate(ICHIRO))
    case_id = track.to_identity(form_page(), *papers)
    _ask_second(track, case_id)
    track.file(licence(), join_case=track.get(case_id).line.number)
    with pytest.raises(Refused, match="第二確認を待っている"):
        track.agree(case_id, "c02")
    assert track.get(case_id).line.state is CaseState.ID_CHECK


def test_a_supervisor_may_be_the_second_but_not_the_first(track: Track):
    track.with_register(register_line(ELSEWHERE))
    papers = (residence_record(ICHIRO, ELSEWHERE), seal_certificate(ICHIRO))
    case_id = track.to_identity(form_page(), *papers)
    with pytest.raises(NotAllowed):
        _ask_second(track, case_id, "s01")
    _ask_second(track, case_id)
    case = track.agree(case_id, "s01")
    assert case.line.state is CaseState.SCOPING


def test_the_administrator_sees_no_check(track: Track):
    case_id = track.with_register().to_identity()
    with pytest.raises(NotAllowed):
        track.office.desk.verification.view(track.office.by("a01"), case_id)
