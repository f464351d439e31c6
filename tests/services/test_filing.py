"""Filing: an envelope becomes a case wholly or not at all (DOMAIN §8 guard 1; DESIGN §4)."""

from __future__ import annotations

from datetime import date

import pytest
from case_path import Track
from desk_office import Office
from mail_bag import ICHIRO, form_page, lay_in, licence, page

from desktop.domain.errors import NotFound, Refused, SamePerson
from desktop.domain.reading import PageKind
from desktop.domain.requests import Item, RequestType
from desktop.domain.retention import RetentionClass
from desktop.domain.states import CaseState
from desktop.store.numbers import raise_to


@pytest.fixture
def track(office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def test_the_form_opens_a_case_with_its_person_and_its_wish(track: Track):
    filed = track.file(form_page(ticks=("type.DISCLOSE", "item.K1", "item.K3", "method.CDR")))
    case = track.get(filed.case_id)
    assert (filed.number, filed.joined) == ("26-0001", False)
    assert case.line.state is CaseState.FORM_CHECK
    assert case.applicant.name == "仮川 一郎"
    assert case.applicant.kana == "カリカワ イチロウ"
    assert case.applicant.address == "埼玉県みどり野市若葉町2丁目14-6 コーポ若葉 203"
    assert case.wanted == {RequestType.DISCLOSE: (Item.K1, Item.K3)}
    assert (case.method, case.agent) == ("CDR", False)
    assert case.enclosures == ("請求書", "運転免許証の写し")


def test_third_party_records_go_under_their_own_type(track: Track):
    ticks = ("type.DISCLOSE", "type.DISCLOSE_3P", "item.K5", "item.K8")
    case = track.get(track.file(form_page(ticks=ticks)).case_id)
    assert case.wanted == {
        RequestType.DISCLOSE: (Item.K5,),
        RequestType.DISCLOSE_3P: (Item.K8,),
    }


def test_the_shelf_of_the_ten_thousandth_case_of_a_year_is_the_newest(track: Track):
    with track.office.desk.premises.database.transaction() as session:
        raise_to(session, "case-26", 9998)
    filed = [track.file(shelf=place).number for place in ("棚1", "棚2")]
    assert filed == ["26-9999", "26-10000"]
    assert track.office.desk.filing.last_shelf() == "棚2"


def test_a_new_case_s_paper_goes_where_it_was_said_and_the_next_is_offered_the_same(track: Track):
    filing = track.office.desk.filing
    assert filing.last_shelf() == ""
    first = track.file(shelf="棚3  箱12")
    assert track.get(first.case_id).special.shelf == "棚3 箱12"
    assert filing.last_shelf() == "棚3 箱12"
    track.file(licence(), join_case=first.number, shelf="棚9")  # goes to its case's own box
    assert track.get(first.case_id).special.shelf == "棚3 箱12"
    track.file()
    assert filing.last_shelf() == "棚3 箱12"
    for wrong in ("仮川　一郎の箱", "棚" * 41, "123456789018"):
        with pytest.raises(Refused) as refused:
            track.file(shelf=wrong)
        assert refused.value.field == "shelf"
        (left,) = track.office.desk.intake.unfiled()
        track.office.desk.intake.discard(track.act("c01"), left.id, "RESCAN")


def test_numbers_run_through_the_year(track: Track):
    assert [track.file().number for _ in range(3)] == ["26-0001", "26-0002", "26-0003"]


def test_papers_get_the_class_that_dies_with_them(track: Track):
    pages = (form_page(), licence(), page(PageKind.POWER), page(PageKind.STAMPS))
    case = track.get(track.file(*pages).case_id)
    assert [(document.kind, document.unit_class) for document in case.documents] == [
        (PageKind.FORM, RetentionClass.B),
        (PageKind.DL, RetentionClass.A),
        (PageKind.POWER, RetentionClass.A),
        (PageKind.STAMPS, RetentionClass.B),
    ]
    assert {unit.cls for unit in case.units} == {RetentionClass.A, RetentionClass.B}


def test_both_sides_of_a_card_are_one_document(track: Track):
    case = track.get(track.file(form_page(), licence(), page(PageKind.DL_BACK)).case_id)
    assert [len(document.pages) for document in case.documents] == [1, 2]


def test_after_filing_the_envelope_and_its_spool_files_are_gone(track: Track):
    track.file()
    assert track.office.desk.intake.unfiled() == ()
    assert not list((track.office.folder / "spool").glob("*.page"))


def test_one_opener_named_twice_does_not_file(track: Track):
    envelope = lay_in(track.office, "c01", [form_page()])
    one = track.office.id_of("c01")
    with pytest.raises(SamePerson):
        track.office.desk.filing.file(track.act("c01"), envelope, track.facts(openers=(one, one)))
    assert [one.id for one in track.office.desk.intake.unfiled()] == [envelope]


def test_an_unknown_opener_does_not_file(track: Track):
    envelope = lay_in(track.office, "c01", [form_page()])
    openers = (track.office.id_of("c01"), "nobody")
    with pytest.raises(Refused, match="開封者"):
        track.office.desk.filing.file(track.act("c01"), envelope, track.facts(openers=openers))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"purge_checked": False}, "除去の確認"),
        ({"enclosures": ()}, "同封物"),
        ({"enclosures": (" ",)}, "同封物"),
        ({"arrived_on": date(2026, 11, 11)}, "到達日"),
    ],
)
def test_what_is_not_recorded_at_the_opening_is_refused_and_nothing_filed(
    track: Track, changes: dict[str, object], words: str
):
    envelope = lay_in(track.office, "c01", [form_page()])
    with pytest.raises(Refused, match=words):
        track.office.desk.filing.file(track.act("c01"), envelope, track.facts(**changes))
    assert track.office.desk.cases.by_number("26-0001") is None
    assert len(track.office.desk.intake.unfiled()[0].pages) == 1


def test_a_repeated_filing_makes_one_case(track: Track):
    envelope = lay_in(track.office, "c01", [form_page()])
    act = track.act("c01")
    first = track.office.desk.filing.file(act, envelope, track.facts())
    again = track.office.desk.filing.file(act, envelope, track.facts())
    assert first == again
    assert track.office.desk.cases.by_number("26-0002") is None


def test_an_envelope_is_filed_only_once(track: Track):
    envelope = lay_in(track.office, "c01", [form_page()])
    track.office.desk.filing.file(track.act("c01"), envelope, track.facts())
    with pytest.raises(NotFound):
        track.office.desk.filing.file(track.act("c01"), envelope, track.facts())


def test_a_reply_slip_joins_its_case(track: Track):
    case = track.file()
    slip = page(PageKind.SLIP, form="SLIP", form_version=1, case_number=case.number)
    joined = track.file(slip, page(PageKind.JUM))
    assert (joined.case_id, joined.joined) == (case.case_id, True)
    kinds = [document.kind for document in track.get(case.case_id).documents]
    assert kinds == [PageKind.FORM, PageKind.DL, PageKind.SLIP, PageKind.JUM]


def test_a_slip_of_an_unknown_case_is_not_filed_by_itself(track: Track):
    slip = page(PageKind.SLIP, form="SLIP", form_version=1, case_number="26-0099")
    with pytest.raises(Refused, match="返信票"):
        track.file(slip)


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"purge_checked": False}, "除去の確認"), ({"enclosures": ()}, "同封物")],
    ids=["purge", "enclosures"],
)
def test_a_reply_is_opened_with_the_same_care_as_a_first_letter(
    track: Track, changes: dict[str, object], words: str
):
    case = track.file()
    with pytest.raises(Refused, match=words):
        track.file(licence(), join_case=case.number, **changes)
    assert len(track.get(case.case_id).documents) == 2


def _state(track: Track, case_id: str) -> CaseState:
    return track.get(case_id).line.state


def test_new_identity_papers_lead_back_to_the_check_and_the_case_goes_on_from_there(track: Track):
    case_id = track.with_register().to_fee()
    track.file(licence(), join_case=track.get(case_id).line.number)
    assert _state(track, case_id) is CaseState.ID_CHECK
    track.office.desk.verification.confirm(track.act("c01"), case_id, 0, seen=track.seen(case_id))
    assert _state(track, case_id) is CaseState.SCOPING


def test_an_approved_answer_made_from_older_papers_does_not_leave(track: Track):
    case_id = track.with_register().to_approved()
    letter = track.get(case_id).letters[-1].id
    track.file(licence(), join_case=track.get(case_id).line.number)
    assert _state(track, case_id) is CaseState.ID_CHECK
    with pytest.raises(Refused, match="取り消された文書"):
        track.office.desk.correspondence.save_copy(track.act("c01"), letter, track.folder)


def test_papers_that_come_with_the_fee_end_the_wait_and_are_checked(track: Track):
    case_id = track.with_register().to_fee()
    track.office.desk.casework.ask_fee(track.act("c01"), case_id)
    track.file(licence(), join_case=track.get(case_id).line.number)
    assert _state(track, case_id) is CaseState.ID_CHECK


def test_papers_that_come_after_the_posting_change_nothing_of_the_answer(track: Track):
    case_id = track.with_register().to_dispatched()
    track.file(licence(), join_case=track.get(case_id).line.number)
    assert _state(track, case_id) is CaseState.DISPATCHED
    assert track.get(case_id).identity.ok


def test_nothing_joins_a_case_that_has_ended(track: Track):
    case = track.file()
    track.office.desk.casework.withdraw(track.act("c01"), case.case_id, "取下書 受領")
    with pytest.raises(Refused, match="終わって"):
        track.file(form_page(), join_case=case.number)


def test_mail_after_closing_time_is_registered_on_the_next_business_day(track: Track):
    track.office.now = track.office.now.replace(hour=18, minute=30)
    case = track.get(track.file(arrived_on=date(2026, 11, 10)).case_id)
    assert case.registered_on == date(2026, 11, 11)


def test_the_auditor_cannot_file(track: Track):
    envelope = lay_in(track.office, "c01", [form_page()])
    with pytest.raises(Refused, match="権限"):
        track.office.desk.filing.file(track.act("k01"), envelope, track.facts())


def test_a_page_without_its_spool_file_files_nothing(track: Track):
    envelope = lay_in(track.office, "c01", [form_page(), licence(ICHIRO)])
    next((track.office.folder / "spool").glob("*.page")).unlink()
    with pytest.raises(NotFound):
        track.office.desk.filing.file(track.act("c01"), envelope, track.facts())
    assert track.office.desk.cases.by_number("26-0001") is None
    assert len(track.office.desk.intake.unfiled()[0].pages) == 2
