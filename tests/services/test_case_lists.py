"""Lists, search, pictures and history: who sees what, and what looking leaves (DESIGN §4, §6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from case_path import Track
from desk_office import Office, everything_kept
from mail_bag import ICHIRO, form_page, lay_in, licence

from desktop.domain.errors import NotAllowed
from desktop.domain.reading import PageKind
from desktop.domain.states import Action, CaseState
from desktop.services.case_views import CaseFilter
from desktop.store.errors import VaultLocked

TAKAHASHI = replace(ICHIRO, number="1000000003", name="髙橋 例子", family_kana="タカハシ")


@pytest.fixture
def track(registered: None, office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def test_today_orders_the_cases_by_the_nearer_clock(track: Track):
    first = track.file().case_id
    track.later(days=7)
    second = track.file(arrived_on=date(2026, 11, 17)).case_id
    desk, by = track.office.desk, track.office.by("c01")
    today = desk.cases.today(by, track.office.now)
    assert [line.id for line in today.this_week] == [first]  # the mark of 11-09 is 11-20
    assert [line.id for line in today.later] == [second]
    assert {day.label: day.count for day in today.forecast}["20"] == 1
    track.later(days=4)
    today = desk.cases.today(by, track.office.now)
    assert [line.id for line in today.overdue] == [first]
    assert (today.forecast[0].label, today.forecast[0].count) == ("超過", 1)


def test_unfiled_mail_is_counted(track: Track):
    lay_in(track.office, "c01", [form_page(), licence()])
    today = track.office.desk.cases.today(track.office.by("c01"), track.office.now)
    assert (today.envelopes, today.pages) == (1, 2)


def test_a_case_is_found_by_number_name_kana_phone_and_address(track: Track):
    case_id = track.file().case_id
    track.file(form_page(replace(ICHIRO, name="別名 花代", family_kana="ベツナ")))
    find = track.office.desk.cases.search
    by, now = track.office.by("c01"), track.office.now
    for text in ("26-0001", "仮川", "仮川 一郎", "ｶﾘｶﾜ", "26‐0001"):
        assert [line.id for line in find(by, text, now)] == [case_id], text
    assert len(find(by, "0900000 1234", now)) == 2
    assert len(find(by, "若葉町", now)) == 2
    assert find(by, "", now) == ()
    assert find(by, "該当なし", now) == ()


def test_a_variant_character_is_found_by_the_plain_one(track: Track):
    case_id = track.file(form_page(TAKAHASHI)).case_id
    found = track.office.desk.cases.search(track.office.by("c01"), "高橋", track.office.now)
    assert [line.id for line in found] == [case_id]


def test_the_search_follows_a_corrected_reading(track: Track):
    case_id = track.file().case_id
    cases = track.office.desk.cases
    assert cases.load_index() == 1
    form = track.get(case_id).documents[0].pages[0].id
    track.office.desk.verification.correct(track.act("c01"), case_id, form, "name", "仮山 一郎")
    by, now = track.office.by("c01"), track.office.now
    assert [line.id for line in cases.search(by, "仮山", now)] == [case_id]
    assert cases.search(by, "仮川", now) == ()


def test_at_the_lock_the_opened_search_fields_are_forgotten(track: Track):
    track.file()
    cases = track.office.desk.cases
    assert cases.load_index() == 1
    track.office.desk.people.lock(track.office.by("c01"), track.office.now)
    assert len(cases._index) == 0
    with pytest.raises(VaultLocked):
        cases.load_index()


def test_the_list_is_counted_and_paged_newest_first(track: Track):
    for _ in range(3):
        track.file()
    cases, by = track.office.desk.cases, track.office.by("c01")
    wanted = CaseFilter(states=frozenset({CaseState.FORM_CHECK}))
    assert cases.count(by, wanted, track.office.now) == 3
    page = cases.page(by, wanted, 1, 2, track.office.now)
    assert [line.number for line in page] == ["26-0002", "26-0001"]
    assert (
        cases.count(by, CaseFilter(states=frozenset({CaseState.APPROVAL})), track.office.now) == 0
    )
    assert cases.count(by, CaseFilter(text="26-0003"), track.office.now) == 1
    assert cases.count(by, CaseFilter(text="該当なし"), track.office.now) == 0


def test_the_administrator_sees_no_case(track: Track):
    case_id = track.file().case_id
    cases, by = track.office.desk.cases, track.office.by("a01")
    for look in (
        lambda: cases.today(by, track.office.now),
        lambda: cases.get(by, case_id, track.office.now),
        lambda: cases.page(by, CaseFilter(), 0, 10, track.office.now),
        lambda: cases.count(by, CaseFilter(), track.office.now),
        lambda: cases.search(by, "26", track.office.now),
        lambda: cases.history(by, case_id),
    ):
        with pytest.raises(NotAllowed):
            look()
    assert cases.counts(by, track.office.now) == {}


def test_a_look_at_an_identity_paper_is_recorded_and_at_a_form_not(track: Track):
    case_id = track.file().case_id
    form, card = (document.pages[0].id for document in track.get(case_id).documents)
    cases = track.office.desk.cases
    assert cases.picture(track.act("k01"), form).reading.kind is PageKind.FORM
    before = len(cases.history(track.office.by("c01"), case_id))
    picture = cases.picture(track.act("k01"), card)
    assert picture.image.startswith(b"\xff\xd8")
    history = cases.history(track.office.by("c01"), case_id)
    assert len(history) == before + 1
    assert (history[0].who, history[0].what) == ("試山 守", "本人確認書類の閲覧")


def test_the_administrator_sees_no_picture(track: Track):
    case_id = track.file().case_id
    for document in track.get(case_id).documents:
        with pytest.raises(NotAllowed):
            track.office.desk.cases.picture(track.act("a01"), document.pages[0].id)
        with pytest.raises(NotAllowed):
            track.office.desk.cases.thumbnail(track.office.by("a01"), document.pages[0].id)


def test_the_history_tells_the_steps_in_words(track: Track):
    case_id = track.to_scoping()
    lines = track.office.desk.cases.history(track.office.by("c01"), case_id)
    assert [(line.who, line.what) for line in reversed(lines)] == [
        ("架空 太郎", "案件の受付"),
        ("架空 太郎", "形式の確認"),
        ("架空 太郎", "本人の確認"),
    ]


def test_the_actions_fit_the_state_and_the_role(track: Track):
    case_id = track.to_approval()
    cases = track.office.desk.cases
    clerk = cases.get(track.office.by("c01"), case_id, track.office.now).actions
    supervisor = cases.get(track.office.by("s01"), case_id, track.office.now).actions
    auditor = cases.get(track.office.by("k01"), case_id, track.office.now).actions
    assert Action.APPROVE not in clerk
    assert {Action.APPROVE, Action.SEND_BACK} <= set(supervisor)
    assert auditor == ()


def test_the_rail_counts_mail_cases_approvals_and_what_is_due(track: Track):
    track.to_approval()
    lay_in(track.office, "c01", [form_page()])
    counts = track.office.desk.cases.counts(track.office.by("c01"), track.office.now)
    assert counts == {"intake": 1, "cases": 1, "approvals": 1, "keeping": 0, "settings": 0}


def test_nothing_about_the_person_stands_in_clear_in_the_store(track: Track):
    track.to_completed()
    secrets = [
        text.encode(code)
        for text in (ICHIRO.name, "若葉町", "コーポ若葉", "0000-1234", "カリカワ", "架空 太郎")
        for code in ("utf-8", "utf-16-le", "cp932")
    ]
    for file in track.folder.glob("*.csv"):
        file.unlink()
    for name, data in everything_kept(track.office):
        for secret in secrets:
            assert secret not in data, name
