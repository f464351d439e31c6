"""Why a file of scans could not be taken, each cause with its own sentence (issue: bad input)."""

from __future__ import annotations

from enum import StrEnum

from desktop.domain.errors import DeskError


class Reason(StrEnum):
    """The cause, stable for command line answers and import reports."""

    NOT_READABLE = "not_readable"
    SILENT = "silent"
    EMPTY = "empty"
    UNKNOWN_FORMAT = "unknown_format"
    ENCRYPTED = "encrypted"
    TRUNCATED = "truncated"
    NO_PAGES = "no_pages"
    TOO_LARGE = "too_large"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_SLOW = "too_slow"
    DAMAGED = "damaged"
    CHANGED = "changed"


_SENTENCES: dict[Reason, tuple[str, str]] = {
    Reason.NOT_READABLE: (
        "ファイルを開けません。",
        "ファイルがあるか、読み取りの権限があるかを確かめてください。",
    ),
    Reason.SILENT: (
        "ファイルのある共有フォルダーが応答しません。",
        "共有フォルダーにつなぎ直してから、取り込み直してください。",
    ),
    Reason.EMPTY: (
        "ファイルの中身がありません。",
        "スキャンし直してください。",
    ),
    Reason.UNKNOWN_FORMAT: (
        "PDF・TIFF・JPEG・PNGのいずれでもないファイルです。",
        "中身を確かめ、対応する形式でスキャンし直してください。",
    ),
    Reason.ENCRYPTED: (
        "パスワードで保護されたPDFです。",
        "保護を外したPDFを用意するか、紙からスキャンし直してください。",
    ),
    Reason.TRUNCATED: (
        "ファイルが途中で切れています。",
        "書き込みの完了を待って取り込み直すか、スキャンし直してください。",
    ),
    Reason.NO_PAGES: (
        "ページのないファイルです。",
        "スキャンし直してください。",
    ),
    Reason.TOO_LARGE: (
        "300MBを超えるファイルです。",
        "A4・300dpi以下で、いくつかのファイルに分けてスキャンし直してください。",
    ),
    Reason.TOO_MANY_PAGES: (
        "200ページを超えるファイルです。",
        "200ページ以内のファイルに分けてスキャンし直してください。",
    ),
    Reason.TOO_MANY_PIXELS: (
        "1ページが6,000万画素を超えるファイルです。",
        "A4・300dpi以下でスキャンし直してください。",
    ),
    Reason.TOO_SLOW: (
        "1ページの展開に15秒を超える時間がかかるため、取り込みを止めました。",
        "紙からスキャンし直してください。",
    ),
    Reason.DAMAGED: (
        "ファイルが壊れています。",
        "スキャンし直してください。",
    ),
    Reason.CHANGED: (
        "読み取っている間にファイルが書き換えられました。",
        "書き終わってから、途中の封筒を取り消して取り込み直してください。",
    ),
}


class Unreadable(DeskError):
    """A file was refused; it stays where it was, and the rest of the batch goes on."""

    code = "unreadable"

    def __init__(self, reason: Reason) -> None:
        super().__init__(*_SENTENCES[reason])
        self.reason = reason
