"""The reason texts of an office's policy from a CSV: 符号, 文, 根拠 (DOMAIN §3)."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from desktop.domain.own_texts import REASONS
from desktop.domain.reasons import reason_from_policy_letter
from desktop.domain.requests import Reason
from desktop.services.office_settings import WrongSetting

_LARGEST = 1_000_000  # bytes: fourteen reasons


def read_reasons(file: Path) -> Mapping[str, str]:
    """The texts of the file by their places in the document of the reasons.

    The letter may be as the policy's own file has it: 「イ)」, or the hiragana 「へ」 for ヘ. A
    file with a wrong line gives nothing.
    """
    found: dict[str, str] = {}
    for code, text, basis in _reason_rows(_text(file)):
        found[f"{REASONS}/0/text/{code.value}"] = text
        if basis:
            found[f"{REASONS}/0/basis/{code.value}"] = basis
    return found


def _reason_rows(text: str) -> Sequence[tuple[Reason, str, str]]:
    try:
        rows = list(csv.reader(io.StringIO(text)))
    except csv.Error as problem:
        raise WrongSetting(
            "CSVとして読めないファイルです。",
            "符号、文、根拠の三列のCSVか確かめてください。",
            field="file",
        ) from problem
    found = []
    for number, cells in enumerate(rows, 1):
        letter, words, basis = (*(cell.strip() for cell in cells), "", "", "")[:3]
        if not letter or letter in ("符号", "code"):
            continue
        if not words:
            raise WrongSetting(
                f"{number}行目に理由の文がありません。",
                "二列目に文を入れてください。",
                field="file",
            )
        code = Reason(letter) if letter in Reason.__members__ else None
        found.append((code or reason_from_policy_letter(letter), words, basis))
    if not found:
        raise WrongSetting(
            "理由の行がありません。", "符号、文、根拠の三列のCSVか確かめてください。", field="file"
        )
    return found


def _text(file: Path) -> str:
    try:
        data = file.read_bytes()
    except OSError as problem:
        raise WrongSetting(
            "理由の文のファイルを開けません。",
            "ファイルがあるか、読み取りの権限があるかを確かめてください。",
            field="file",
        ) from problem
    if len(data) > _LARGEST:
        raise WrongSetting(
            "理由の文のファイルが大きすぎます。",
            "符号、文、根拠の三列のCSVか確かめてください。",
            field="file",
        )
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WrongSetting(
        "理由の文のファイルの文字コードが読めません。",
        "UTF-8かシフトJISで保存し直してください。",
        field="file",
    )
