"""Settings that nobody can put in force alone, by table lines, and their words on a letter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

import pytest
from case_path import Track, refuse
from desk_office import MORNING, OFFICE, Office, passphrase
from pypdfium2 import PdfDocument
from sqlalchemy.orm import object_session

from desktop.domain.errors import NotFound, Refused
from desktop.domain.requests import Item, RequestType
from desktop.domain.roles import Role
from desktop.services.act import SignedIn
from desktop.services.office_settings import WrongSetting
from desktop.store import settings
from desktop.store.cases import case_row
from desktop.store.schema.infrastructure import PersonKeyRow, PersonRow, SettingRow

TODAY = MORNING.date()
People = Mapping[str, SignedIn]
Forgery = Callable[[SettingRow, People], None]


def put(office: Office, name: str, value: object, day: date = TODAY) -> str:
    """Proposed by the administrator, signed by the supervisor, a minute after the last."""
    office.now += timedelta(minutes=1)
    desk = office.desk.administration
    proposal = desk.propose_setting(office.act("a01"), name, value, day)
    desk.sign_setting(office.act("s01"), proposal.id, passphrase("s01"))
    return proposal.id


def _another_value(row: SettingRow, _people: People) -> None:
    row.value_json = "1"


def _an_earlier_day(row: SettingRow, _people: People) -> None:
    row.effective_from = TODAY - timedelta(days=30)


def _signed_alone(row: SettingRow, people: People) -> None:
    """The administrator's own sound signature over the own wish."""
    _sign(row, people["a01"])


def _proposed_and_signed(row: SettingRow, people: People) -> None:
    """A supervisor alone: the own wish under the own, sound signature."""
    row.proposed_by = people["s01"].person_id
    _sign(row, people["s01"])


def _signed_by_a_clerk(row: SettingRow, people: People) -> None:
    _sign(row, people["c01"])


def _signed_by_a_self_made_supervisor(row: SettingRow, people: People) -> None:
    """The administrator's own row says supervisor, as a role of their own hand does."""
    session, me = object_session(row), people["a01"].person_id
    session.get_one(PersonRow, me).role = Role.SUPERVISOR
    role = session.query(SettingRow).filter_by(name=settings.role_name(me)).one()
    role.value_json, role.proposed_by = '"SUPERVISOR"', people["c01"].person_id
    _sign(role, people["a01"])
    session.delete(role)
    row.proposed_by = people["c01"].person_id
    _sign(row, people["a01"])


def _sign(row: SettingRow, by: SignedIn) -> None:
    row.signed_by = by.person_id
    one = settings.by_id(object_session(row), row.id)
    assert one is not None
    assert one.signed_at is not None
    row.signature = by.keys.sign(settings.statement(one, by.person_id, one.signed_at))


FORGERIES = (
    _another_value,
    _an_earlier_day,
    _signed_alone,
    _proposed_and_signed,
    _signed_by_a_clerk,
    _signed_by_a_self_made_supervisor,
)


@pytest.mark.parametrize("forge", FORGERIES)
def test_what_was_forged_in_the_database_is_not_in_force(office: Office, forge: Forgery) -> None:
    put(office, "fee_unit", 330)
    later = put(office, "fee_unit", 440)
    people = {login: office.by(login) for login in ("c01", "a01", "s01")}
    with office.desk.premises.database.transaction() as session:
        forge(session.get_one(SettingRow, later), people)
    office.reopen()
    office.by("s01")
    assert office.desk.administration.settings(TODAY).fee_unit == 330
    with office.desk.premises.database.reading() as session:
        assert settings.forged(session) == ("fee_unit",)
    found = office.desk.audit.verify()
    assert not found.ok
    assert found.problems == ("設定「手数料（1項目・税込）」の署名が合いません。",)


def test_a_role_of_the_own_hand_makes_nobody_a_supervisor(office: Office) -> None:
    """Whoever has the database alone: their row, their role and its signature say supervisor."""
    people = {login: office.by(login) for login in ("c01", "a01", "s01")}
    me = people["a01"].person_id
    with office.desk.premises.database.transaction() as session:
        session.get_one(PersonRow, me).role = Role.SUPERVISOR
        role = session.query(SettingRow).filter_by(name=settings.role_name(me)).one()
        role.value_json, role.proposed_by = '"SUPERVISOR"', people["c01"].person_id
        _sign(role, people["a01"])
        session.flush()
        assert set(settings.supervisors(session).terms) == {people["s01"].person_id}
        assert settings.role_of(session, me, TODAY) is None
        session.delete(role)
        session.flush()
        assert settings.role_of(session, me, TODAY) is None


def test_a_key_put_into_the_database_signs_for_nobody(office: Office) -> None:
    """The administrator's own key, as if it were a second one of the supervisor's."""
    mine, supervisor = office.by("a01").keys, office.by("s01").person_id
    wish = office.desk.administration.propose_setting(office.act("a01"), "fee_unit", 1, TODAY)
    with office.desk.premises.database.transaction() as session:
        public = mine.public()
        session.add(
            PersonKeyRow(
                id="forged",
                person_id=supervisor,
                agreement_public=public.agreement,
                signing_public=public.signing,
                valid_from=MORNING - timedelta(days=1),
                valid_until=None,
            )
        )
        one = settings.by_id(session, wish.id)
        assert one is not None
        signature = mine.sign(settings.statement(one, supervisor, office.now))
        settings.sign(session, wish.id, supervisor, office.now, signature)
    assert office.desk.administration.settings(TODAY).fee_unit == 220
    assert office.desk.audit.verify().problems == (
        "操作記録にない利用者の鍵が1件あります。",
        "設定「手数料（1項目・税込）」の署名が合いません。",
    )


def test_a_signed_setting_that_was_taken_out_of_the_database_is_missed(office: Office) -> None:
    for number, name in enumerate(("fee_unit", "limit_days")):
        signed = put(office, name, 20)
        with office.desk.premises.database.transaction() as session:
            row = session.get_one(SettingRow, signed)
            if number:
                row.signed_by = row.signed_at = row.signature = None
            else:
                session.delete(row)
    assert office.desk.audit.verify().problems == (
        "署名された設定「手数料（1項目・税込）」がなくなっています。",
        "署名された設定「回答の限度（受付から）」がなくなっています。",
    )


def test_what_is_signed_late_holds_from_its_signature_on(office: Office) -> None:
    """Proposed to begin today, signed three days later: until then the old value held."""
    desk, late = office.desk, TODAY + timedelta(days=3)
    desk.setting_board.propose(office.act("a01"), "target_days", "12", TODAY)
    office.now += timedelta(days=3)
    (line,) = (one for one in desk.setting_board.lines(late) if one.kind.name == "target_days")
    (wish,) = line.waiting
    assert wish.effective_from == late
    desk.administration.sign_setting(office.act("s01"), wish.id, passphrase("s01"))
    days = [desk.administration.settings(TODAY + timedelta(days=n)).target_days for n in range(4)]
    assert days == [14, 14, 14, 12]
    was = desk.setting_board.history("target_days", late)
    assert [(one.value, one.effective_from) for one in was if one.state == "現行"] == [(12, late)]


def test_the_office_s_own_words_can_be_given_up_for_the_shipped_ones(office: Office) -> None:
    board = office.desk.setting_board
    put(office, "reason_texts.R_HE", "別の文")
    shipped = board.kind("reason_texts.R_HE").shipped
    board.propose(office.act("a01"), "reason_texts.R_HE", shipped, TODAY)
    (wish,) = office.desk.administration.proposals()
    assert wish.value == shipped


def test_of_two_signed_at_one_moment_the_one_signed_later_holds(office: Office) -> None:
    desk = office.desk.administration
    office.now += timedelta(minutes=1)
    first, second, third = (
        desk.propose_setting(office.act("a01"), "fee_unit", yen, TODAY) for yen in (330, 440, 550)
    )
    for one in (third, second, first):
        desk.sign_setting(office.act("s01"), one.id, passphrase("s01"))
    assert desk.settings(TODAY).fee_unit == 330
    history = office.desk.setting_board.history("fee_unit", TODAY)
    assert [one.value for one in history if one.state == "現行"] == [330]


def test_a_forged_setting_is_a_red_task_until_it_is_signed_anew(office: Office) -> None:
    forged = put(office, "limit_days", 20)
    with office.desk.premises.database.transaction() as session:
        session.get_one(SettingRow, forged).value_json = "300"

    def red() -> list[str]:
        view = office.desk.cases.today(office.by("c01"), office.now)
        return [one.sentence for one in view.red_tasks if one.code == "SETTING"]

    (told,) = red()
    assert "回答の限度" in told
    office.now += timedelta(minutes=1)
    put(office, "limit_days", 20)
    assert red() == []
    assert office.desk.administration.settings(TODAY).limit_days == 20


def test_an_office_whose_name_was_forged_still_opens_and_says_so(office: Office) -> None:
    with office.desk.premises.database.transaction() as session:
        row = session.query(SettingRow).filter_by(name="office_name").one()
        row.value_json = '"にせもの電力"'
    office.reopen()
    assert (
        office.desk.administration.settings(TODAY).office_name == "（事業者名が決まっていません）"
    )


def test_one_line_of_a_table_is_signed_by_itself_from_its_day_on(office: Office) -> None:
    start = TODAY + timedelta(days=10)
    put(office, "retention_months.A", 12, start)
    put(office, "retention_months.B", 36)
    desk = office.desk.administration
    before, after = desk.settings(start - timedelta(days=1)), desk.settings(start)
    assert (before.retention_months["A"], before.retention_months["B"]) == (6, 36)
    assert (after.retention_months["A"], after.retention_months["B"]) == (12, 36)
    assert after.retention_months["C"] == 24


REFUSED = (
    ("retention_months.Z", 6),
    ("retention_months.A", "six"),
    ("fee_unit.A", 220),
    ("limit_days", 10_000),
    ("retention_months.A", 10_000),
    ("idle_lock_seconds", 0),
    ("idle_lock_seconds", 3_601),
    ("items", ["K9"]),
    ("items", []),
    ("articles.DISCLOSE", " "),
    ("articles.NOTHING", "33条"),
    ("reason_texts.R_XX", "理由"),
    ("letter_texts.D-06/1/opening/0", "{unknown}のとおりです。"),
    ("letter_texts.D-06/1/opening/0", "{arrived_onのとおりです。"),
    ("letter_texts.nowhere", "文"),
)


def test_a_value_that_cannot_be_is_refused_with_a_next_step(office: Office) -> None:
    for name, value in REFUSED:
        with pytest.raises(WrongSetting) as refused:
            office.desk.administration.propose_setting(office.act("a01"), name, value, TODAY)
        assert refused.value.sentence.endswith("。"), name
        assert refused.value.next_step.endswith("。"), name


def test_a_letter_has_the_signed_words_of_the_case_s_arrival(track: Track) -> None:
    """到達 2026-11-09. Words from the 10th on are for later cases only."""
    office, words = track.office, "あとから決めた理由の文"
    put(office, "reason_texts.R_HE", words)
    put(office, "articles.DISCLOSE", "40条1項")
    version = office.desk.casework.letters.library.letter("D-06", TODAY).version
    place = f"letter_texts.D-06/{version}/opening/0"
    put(office, place, "法第{articles}のご請求について申し上げます。")
    case_id = track.to_approval(refuse())
    before = _letter_text(track, case_id)
    assert words not in before
    assert "時下ますますご清栄" in before
    with office.desk.premises.database.transaction() as session:
        case_row(session, case_id).arrived_on = TODAY
    track.decide(case_id, refuse())
    office.desk.casework.submit(track.act("c01"), case_id)
    after = _letter_text(track, case_id)
    assert words in after
    assert "法第40条1項のご請求について申し上げます。" in after


def _letter_text(track: Track, case_id: str) -> str:
    letter = track.get(case_id).letters[-1].id
    pdf = track.office.desk.correspondence.letter_pdf(track.act("c01"), letter)
    document = PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_bounded() for page in document)


def test_an_item_that_is_not_offered_is_not_taken(track: Track) -> None:
    office = track.office
    wanted = {RequestType.DISCLOSE: (Item.K1, Item.K5)}
    case_id = track.file(arrived_on=TODAY).case_id
    put(office, "items", ["K1", "K2", "K3", "K4", "K6", "K7", "K8"])
    with pytest.raises(Refused, match="30分値"):
        office.desk.casework.confirm_form(track.act("c01"), case_id, wanted, "PAPER", agent=False)


@pytest.fixture
def track(registered: None, office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


# The board of 設定, and what is brought in from a file.


def test_the_board_tells_what_is_in_force_what_waits_what_comes_and_what_was(
    office: Office,
) -> None:
    desk, later = office.desk, TODAY + timedelta(days=30)
    office.now += timedelta(minutes=1)
    put(office, "target_days", 10, later)
    desk.setting_board.propose(office.act("a01"), "target_days", "12", TODAY)
    (line,) = (one for one in desk.setting_board.lines(TODAY) if one.kind.name == "target_days")
    assert (line.words, line.waiting[0].value, line.coming[0].value) == ("14日", 12, 10)
    states = [(one.value, one.state) for one in desk.setting_board.history("target_days", TODAY)]
    assert sorted(states) == [(10, "予定"), (12, "署名待ち"), (14, "現行")]
    states = [one.state for one in desk.setting_board.history("target_days", later)]
    assert sorted(states) == ["以前", "現行", "署名待ち"]
    desk.administration.drop_proposal(office.act("s01"), line.waiting[0].id)
    assert desk.administration.proposals() == ()
    with pytest.raises(NotFound):
        desk.administration.sign_setting(office.act("s01"), line.waiting[0].id, passphrase("s01"))
    (month,) = desk.setting_board.history("retention_months.A", TODAY)
    assert (month.value, month.state) == (6, "現行")


def test_what_is_in_force_already_is_no_wish(office: Office) -> None:
    board = office.desk.setting_board
    shipped = board.kind("reason_texts.R_HE").shipped
    for name, typed in (
        ("fee_unit", "220"),
        ("opens", "9:00"),
        ("office_postal", OFFICE.office_postal),
        ("reason_texts.R_HE", shipped),
        ("items", "k1 K2,K3 K4・K5 K6 K7 K8"),
    ):
        with pytest.raises(WrongSetting, match="同じ"):
            board.propose(office.act("a01"), name, typed, TODAY)
