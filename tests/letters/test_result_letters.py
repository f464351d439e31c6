"""D-07 to D-10, notices on the way, and several kinds of request in one letter (DOMAIN §1, §9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from printed_pages import page_count, plain, qr_texts, text_of

from desktop.domain.letters import AnnexRow, Decision, LetterProblem
from desktop.domain.requests import Reason, RequestType
from desktop.domain.result_letters import result_letters
from desktop.letters.render import render_letter

DAY = date(2026, 11, 13)
CHANGED = Decision(
    "訂正", "契約者情報", True, before="埼玉県旧町1番", after="埼玉県新町2番", done_on=DAY
)
STOPPED = Decision("利用停止", "同意・配信設定", True, text="ご案内の送付をやめました", done_on=DAY)
INSTEAD = Decision(
    "第三者提供の停止", "第三者提供の停止", False, Reason.X_ALT, "提供先に使用をやめるよう求めます"
)
KEPT = Decision("消去", "料金・請求・入金", False, Reason.X_KEEP, "帳簿の保存期間の内にあります")
ABSENT = Decision("第三者提供記録の開示", "第三者提供記録", False, Reason.R_NI, "記録がありません")
SHOWN = Decision("開示", "契約者情報", True)


@pytest.fixture(scope="module")
def printed(library, fonts_dir):
    """The words of a letter made of these parts, the first one leading."""

    def make(*parts: tuple[str, tuple[Decision, ...]], page: int = 1) -> str:
        joined = []
        requests = tuple(dict.fromkeys(one.request for _code, found in parts for one in found))
        for code, decisions in parts:
            definition = library.latest_letter(code)
            annex = (AnnexRow("契約者情報", "氏名", "架空 太郎", "営業部", DAY),)
            data = replace(
                definition.sample,
                requests=requests,
                decisions=decisions,
                annex=annex if code == "D-05" else (),
            )
            joined.append((definition, data))
        (definition, data), *others = joined
        return plain(text_of(render_letter(definition, data, fonts_dir, joined=others), page))

    return make


K, A = RequestType, Reason

# By hand from DOMAIN §1 and §9: what was asked and why it was refused (None: granted).
LETTERS = [
    ([(K.DISCLOSE, None)], ["D-05"]),
    ([(K.DISCLOSE, None), (K.DISCLOSE_3P, A.R_NI)], ["D-05"]),
    ([(K.DISCLOSE, A.R_HE)], ["D-06"]),
    ([(K.DISCLOSE, A.R_HE), (K.DISCLOSE_3P, A.R_NI)], ["D-06"]),
    ([(K.DISCLOSE, A.R_I)], ["D-06"]),
    ([(K.DISCLOSE, A.R_NI)], ["D-07"]),
    ([(K.DISCLOSE_3P, A.R_NI)], ["D-07"]),
    ([(K.PURPOSE, None)], ["D-08"]),
    ([(K.PURPOSE, A.X_PURP)], ["D-08"]),
    ([(K.CORRECT, None), (K.ADD, A.X_NEED)], ["D-09"]),
    ([(K.DELETE, A.X_FACT)], ["D-09"]),
    ([(K.CORRECT, A.R_NI)], ["D-09"]),
    ([(K.STOP_USE, None), (K.ERASE, A.X_KEEP), (K.STOP_3P, A.X_ALT)], ["D-10"]),
    ([(K.PURPOSE, None), (K.DISCLOSE, None)], ["D-05", "D-08"]),
    ([(K.STOP_3P, None), (K.DISCLOSE, A.R_NI), (K.CORRECT, None)], ["D-07", "D-09", "D-10"]),
]


@pytest.mark.parametrize(("asked", "codes"), LETTERS)
def test_each_request_is_answered_by_its_own_letter(asked, codes):
    assert [code for code, _found in result_letters(asked, lambda one: one)] == codes


def test_a_joint_letter_tells_every_decision_once():
    asked = [(K.DISCLOSE, None), (K.STOP_USE, A.X_GRND), (K.DISCLOSE_3P, A.R_NI)]
    told = [one for _code, found in result_letters(asked, lambda one: one) for one in found]
    assert sorted(told, key=str) == sorted(asked, key=str)


def test_a_correction_tells_old_and_new_and_the_day(printed):
    words = printed(("D-09", (CHANGED,)))
    assert words.index("訂正前埼玉県旧町1番") < words.index("訂正後埼玉県新町2番")
    assert "実施日令和8年11月13日" in words
    assert "訂正等を行わない" not in words
    assert "訴え" not in words


def test_an_addition_and_a_deletion_name_the_one_thing_that_changed(printed):
    added = replace(CHANGED, request="追加", before="")
    deleted = replace(CHANGED, request="削除", after="")
    words = printed(("D-09", (added, deleted)))
    assert "追加した内容埼玉県新町2番" in words
    assert "削除した内容埼玉県旧町1番" in words
    assert "訂正前" not in words


@pytest.mark.parametrize(
    "said_too_little", [replace(CHANGED, before="", after=""), replace(CHANGED, done_on=None)]
)
def test_a_correction_without_content_or_day_is_not_printed(printed, said_too_little):
    with pytest.raises(LetterProblem):
        printed(("D-09", (said_too_little,)))


def test_a_refused_correction_prints_no_value(printed):
    refused = replace(CHANGED, granted=False, reason=Reason.X_FACT, text="事実と異ならないため")
    words = printed(("D-09", (refused,)))
    assert "訂正等を行わない旨の決定" in words
    assert "旧町" not in words
    assert "新町" not in words
    assert "裁判所に訴えを提起する" in words


def test_a_measure_in_place_of_a_stop_stands_apart_from_what_is_refused(printed):
    words = printed(("D-10", (STOPPED, KEPT, INSTEAD)))
    done, measure, refused = (
        words.index(head)
        for head in ("利用停止等を行った情報", "代えて行う措置", "利用停止等を行わない情報")
    )
    assert done < words.index("ご案内の送付をやめました") < measure
    assert measure < words.index("提供先に使用をやめるよう求めます") < refused
    assert refused < words.index("帳簿の保存期間の内にあります")


def test_a_measure_alone_is_no_bare_refusal(printed):
    words = printed(("D-10", (INSTEAD,)))
    assert "代えて行う措置" in words
    assert "行わない情報とその理由" not in words


def test_what_is_not_there_is_called_so(printed):
    words = printed(("D-07", (ABSENT,)))
    assert "不存在" in words
    assert "不開示" not in words


def test_the_purposes_are_told_and_no_suit_is_named_where_the_law_names_none(printed):
    told = Decision("利用目的の通知", "契約者情報", True, text="料金の請求のため")
    refused = Decision("利用目的の通知", "30分値", False, Reason.X_PURP, "明らかなため")
    words = printed(("D-08", (told, refused)))
    assert "料金の請求のため" in words
    assert "明らかなため" in words
    assert "訴え" not in words


def test_several_kinds_of_request_stand_in_one_letter_with_one_numbering(printed):
    words = printed(("D-05", (SHOWN, ABSENT)), ("D-09", (CHANGED,)), ("D-10", (KEPT,)))
    assert "個人情報に関するご請求についての決定通知書" in words
    assert words.count("ご請求開示、第三者提供記録の開示、訂正、消去") == 1
    heads = ("1ご請求", "2開示する情報", "3開示の方法", "4開示しない情報", "5訂正等を行った")
    places = [words.index(head) for head in (*heads, "6利用停止等を行わない情報")]
    assert places == sorted(places)


def test_the_annex_follows_a_joint_letter(printed):
    parts = (("D-05", (SHOWN,)), ("D-08", (replace(SHOWN, text="契約の履行のため"),)))
    assert "架空太郎" in printed(*parts, page=2)


def test_the_change_of_the_way_carries_the_slip_of_its_case(library, fonts_dir):
    definition = library.latest_letter("D-11")
    pdf = render_letter(definition, definition.sample, fonts_dir)
    assert page_count(pdf) == 2
    assert qr_texts(pdf, 2) == ["MDG1|SLIP|1|1|26-0016"]


def test_the_letter_on_the_way_tells_when_the_answer_comes_and_nothing_held(library, fonts_dir):
    definition = library.latest_letter("D-04")
    data = replace(definition.sample, annex=(AnnexRow("K", "氏名", "秘密", "営業部", DAY),))
    words = plain(text_of(render_letter(definition, data, fonts_dir)))
    assert "令和8年12月2日までに発送する予定です。" in words
    assert "秘密" not in words


def test_what_goes_back_is_listed_with_its_reason(library, fonts_dir):
    definition = library.latest_letter("D-13")
    data = replace(definition.sample, returned=("郵便切手 220円分", "住民票の写し（原本）1通"))
    words = plain(text_of(render_letter(definition, data, fonts_dir)))
    assert "(1)郵便切手220円分" in words
    assert "(2)住民票の写し（原本）1通" in words
    assert "手数料を要しない" in words
