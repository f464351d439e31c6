"""The certificate says how far a disposal came, and never more (TRUST §2, DOMAIN §10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from printed_pages import page_count, plain, qr_texts, text_of

from desktop import paths
from desktop.domain.disposal import DisposalMethod, DisposalStage
from desktop.domain.errors import Refused
from desktop.domain.own_texts import OwnWords
from desktop.letters.certificate import CertificateData, ClassCount, certificate
from desktop.letters.office_forms import load_office_form, office_places, paper_in_own_words
from desktop.letters.writing import MissingGlyph

JST = timezone(timedelta(hours=9))
FORM = load_office_form(paths.forms(), "I-07")
LIST_HASH = "3f9a61c07be4d21508af4c93e6b71d0295d820fea34bc6715e1c8b90f42d77a6"
ROOT = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
NEVER = "復元不可能とは述べません"


@pytest.fixture
def data() -> CertificateData:
    return CertificateData(
        number="2027-H001",
        office="みどり野電力株式会社",
        issued_on=date(2027, 6, 10),
        stage=DisposalStage.KEYS_DESTROYED_LIVE,
        list_hash=LIST_HASH,
        counts=(ClassCount("A 本人確認書類", 8, 9, 14), ClassCount("C6 開示資料控", 6, 3, 0)),
        keys=14,
        proposed_by="見本 花子",
        proposed_at=datetime(2027, 6, 8, 16, 42, tzinfo=JST),
        approved_by="例示 誠",
        approved_at=datetime(2027, 6, 9, 9, 5, tzinfo=JST),
        executor="見本 花子",
        witness="仮野 次郎",
        executed_at=datetime(2027, 6, 10, 10, 30, tzinfo=JST),
        method=DisposalMethod.SHREDDING,
        place="本社2階 文書室",
        anchor_size=412,
        anchor_root=ROOT,
    )


def test_it_names_who_did_what_when_and_how(data, fonts_dir):
    printed = text_of(certificate(FORM, data, fonts_dir))
    for words in (
        "番号　2027-H001",
        "令和9年6月10日",
        "見本 花子　令和9年6月8日 16:42",
        "例示 誠　令和9年6月9日 09:05",
        "見本 花子　令和9年6月10日 10:30",
        "仮野 次郎",
        "裁断",
        "消去（暗号鍵破棄）",
        "本社2階 文書室",
        "14個",
    ):
        assert words in printed, words


def test_it_counts_records_paper_and_pictures_and_their_sum(data, fonts_dir):
    printed = plain(text_of(certificate(FORM, data, fonts_dir)))
    assert "A本人確認書類8914" in printed
    assert "C6開示資料控630" in printed
    assert "合計141214" in printed


@pytest.mark.parametrize(
    "stage",
    [
        DisposalStage.CONTENT_ERASED,
        DisposalStage.KEYS_DESTROYED_LIVE,
        DisposalStage.STICK_A,
        DisposalStage.STICK_B,
    ],
)
def test_before_the_last_stage_it_does_not_speak_of_irreversible(data, fonts_dir, stage):
    printed = plain(text_of(certificate(FORM, replace(data, stage=stage), fonts_dir)))
    assert NEVER in printed
    assert "復元不可能です" not in printed
    # Besides that sentence the words stand only under the step that is not done.
    assert printed.count("復元不可能") == 2


def test_only_the_last_stage_is_called_irreversible(data, fonts_dir):
    last = replace(data, stage=DisposalStage.IRREVERSIBLE)
    printed = plain(text_of(certificate(FORM, last, fonts_dir)))
    assert "この一覧の内容は復元不可能です。" in printed
    assert NEVER not in printed
    assert "未了" not in printed


@pytest.mark.parametrize(
    ("stage", "done"),
    [
        (DisposalStage.CONTENT_ERASED, 1),
        (DisposalStage.KEYS_DESTROYED_LIVE, 2),
        (DisposalStage.STICK_A, 3),
        (DisposalStage.STICK_B, 4),
        (DisposalStage.IRREVERSIBLE, 5),
    ],
)
def test_the_steps_show_as_many_done_as_are_proven(data, fonts_dir, stage, done):
    lines = text_of(certificate(FORM, replace(data, stage=stage), fonts_dir)).replace("\u3000", " ")
    words = lines.replace("\n", " ").split()
    assert words.count("済") == done
    assert words.count("未了") == 5 - done


@pytest.mark.parametrize("stage", [DisposalStage.PROPOSED, DisposalStage.APPROVED])
def test_nothing_is_certified_before_it_was_done(data, fonts_dir, stage):
    with pytest.raises(Refused):
        certificate(FORM, replace(data, stage=stage), fonts_dir)


def test_the_anchor_can_be_typed_and_scanned(data, fonts_dir):
    pdf = certificate(FORM, data, fonts_dir)
    printed = plain(text_of(pdf))
    assert ROOT in printed
    assert LIST_HASH in printed
    assert "記録数412" in printed
    assert qr_texts(pdf) == [f"MDG1|ANCHOR|412|{ROOT}"]


def test_paper_without_a_method_for_paper_is_not_certified(data, fonts_dir):
    by_keys = replace(data, method=DisposalMethod.KEY_ERASURE)
    printed = plain(text_of(certificate(FORM, by_keys, fonts_dir)))
    assert "紙12枚の廃棄は、この証明に含みません。" in printed


def test_without_paper_nothing_is_said_of_it(data, fonts_dir):
    images = replace(data, counts=(ClassCount("A 本人確認書類", 1, 0, 2),))
    assert "紙0枚" not in plain(text_of(certificate(FORM, images, fonts_dir)))


def test_the_same_batch_gives_the_same_bytes(data, fonts_dir):
    assert certificate(FORM, data, fonts_dir) == certificate(FORM, data, fonts_dir)


def test_many_classes_stay_within_numbered_pages(data, fonts_dir):
    counts = tuple(ClassCount(f"区分{n}", n, n, n) for n in range(60))
    pdf = certificate(FORM, replace(data, counts=counts), fonts_dir)
    assert page_count(pdf) >= 2
    assert f"1／{page_count(pdf)}" in text_of(pdf, 1)
    assert any("操作記録" in text_of(pdf, page + 1) for page in range(page_count(pdf)))


def test_a_place_with_an_unknown_character_is_refused(data, fonts_dir):
    with pytest.raises(MissingGlyph):
        certificate(FORM, replace(data, place="倉庫\U0003134a"), fonts_dir)


def test_whoever_took_the_paper_is_named_with_the_number_of_their_own_certificate(data, fonts_dir):
    handed = replace(
        data,
        method=DisposalMethod.DISSOLUTION,
        vendor="みどり野溶解サービス株式会社",
        vendor_number="溶-2027-118",
    )
    pdf = certificate(FORM, handed, fonts_dir)
    assert page_count(pdf) == 1
    printed = plain(text_of(pdf))
    assert "委託先・証明書の番号みどり野溶解サービス株式会社溶-2027-118" in printed
    assert "紙12枚は、実施者と立会者の2名が数量を確かめ、上記の委託先に引き渡して" in printed
    without = plain(text_of(certificate(FORM, data, fonts_dir)))
    assert "委託先" not in without
    assert "実施者と立会者の2名で行いました" in without


def test_it_says_what_its_file_says_and_no_office_changes_what_is_proven(data, fonts_dir):
    printed = plain(text_of(certificate(FORM, data, fonts_dir)))
    for words in (FORM.title, FORM.opening, FORM.closing, *FORM.heads):
        assert plain(words) in printed
    places = {one.place: "別の文です。" for one in office_places(FORM)}
    own = paper_in_own_words(FORM, OwnWords(1, places))
    changed = plain(text_of(certificate(own, data, fonts_dir)))
    assert changed.count("別の文です。") == 2
    assert NEVER in changed
