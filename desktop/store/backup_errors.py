"""What making, reading and putting back a backup refuses or cannot do (TRUST §2)."""

from __future__ import annotations

from desktop.domain.errors import DeskError, Refused

_MIB = 2**20


class BackupError(DeskError):
    """A backup was not made; nothing that looks like one was left."""

    code = "backup"


class BackupCancelled(BackupError):
    """`what` was stopped on somebody's wish."""

    code = "backup_cancelled"

    def __init__(self, what: str = "バックアップ") -> None:
        super().__init__(
            f"{what}を中止しました。途中のものは消しました。",
            "必要なときに、もう一度行ってください。",
        )


class BackupPlaceFull(BackupError):
    """`needed` and `free` are bytes; both 0 where the place ran full while it was written."""

    code = "backup_full"

    def __init__(self, needed: int = 0, free: int = 0) -> None:
        told = ""
        if needed:
            told = f"（必要 {needed / _MIB:,.0f} MB、空き {free / _MIB:,.0f} MB）"
        super().__init__(
            f"バックアップ先の空きが足りません{told}。途中のものは残していません。",
            "古いバックアップを別の場所へ移すか、空きのある媒体を指定して、もう一度行ってください。",
            field="folder",
        )


class BackupPlaceUnusable(BackupError):
    code = "backup_place"

    def __init__(self) -> None:
        super().__init__(
            "バックアップ先のフォルダーに書き込めません。",
            "媒体がつながっていること、フォルダーがあること、書き込めることを確かめてください。",
            field="folder",
        )


class BackupPlaceBroken(BackupError):
    """The system could not confirm a write, or gave back other bytes than were written."""

    code = "backup_broken"

    def __init__(self) -> None:
        super().__init__(
            "バックアップを読み返して確認できませんでした。途中のものは消しました。",
            "媒体が壊れているかもしれません。別の媒体を指定して、もう一度行ってください。",
            field="folder",
        )


class BackupBusy(BackupError):
    code = "backup_busy"

    def __init__(self) -> None:
        super().__init__(
            "この保管庫のバックアップか復元訓練を、いま別の画面かコマンドで行っています。",
            "終わってから、もう一度行ってください。",
        )


class StoreMoved(BackupError):
    """The store kept changing in a way that no consistent copy could be taken."""

    code = "backup_moved"

    def __init__(self) -> None:
        super().__init__(
            "保管庫が続けて大きく変わったため、そろったバックアップを取れませんでした。",
            "鍵の更新や登録情報の取込みが終わってから、もう一度行ってください。",
        )


class KeyBesideData(Refused):
    """Slot or stick and data would lie on one medium: who takes it has everything (TRUST §2)."""

    code = "key_beside_data"

    def __init__(self) -> None:
        super().__init__(
            "この媒体には鍵ファイルか鍵媒体があります。"
            "鍵とデータを同じ媒体に置くと、その媒体だけで中身を読めてしまいます。",
            "鍵の置かれていない別の媒体を、バックアップ先に指定してください。",
            field="folder",
        )


class DataBesideKey(Refused):
    """The same the other way round: a key is about to be put where a backup lies."""

    code = "data_beside_key"

    def __init__(self) -> None:
        super().__init__(
            "この場所にはバックアップがあります。鍵とデータを同じ媒体に置くことはできません。",
            "バックアップの置かれていない場所を指定してください。",
            field="folder",
        )


class SetError(DeskError):
    """A backup set cannot be put back as asked."""

    code = "backup_set"


class SetMissing(SetError):
    code = "backup_set_missing"

    def __init__(self) -> None:
        super().__init__(
            "指定の場所にバックアップがありません。",
            "「madoguchi-」で始まるフォルダーか、それが入っているフォルダーを指定してください。",
            field="folder",
        )


class SetDamaged(SetError):
    """A file of the set is missing, cut, changed or one too many; `what` is its name."""

    code = "backup_set_damaged"

    def __init__(self, what: str) -> None:
        super().__init__(
            f"バックアップのファイルが、作ったときと違います（{what}）。戻していません。",
            "壊れているか、書き換えられています。別の日のバックアップを指定し、"
            "管理者と監査担当へ知らせてください。",
            field="folder",
        )


class SetUnsigned(SetError):
    """The list of the set is not signed by a person of the store it holds, or not proved by the
    key of its epoch."""

    code = "backup_set_unsigned"

    def __init__(self) -> None:
        super().__init__(
            "バックアップの一覧の署名が、この保管庫の人のものではありません。戻していません。",
            "書き換えられた疑いがあります。別の日のバックアップを指定し、監査担当へ知らせてください。",
            field="folder",
        )


class SetNewer(SetError):
    code = "backup_set_newer"

    def __init__(self) -> None:
        super().__init__(
            "バックアップは、このプログラムより新しい版で作られています。",
            "新しい版のプログラムで戻してください。",
        )


class PlaceNotEmpty(SetError):
    code = "restore_place_used"

    def __init__(self) -> None:
        super().__init__(
            "戻す場所が空ではありません。何も書き込んでいません。",
            "まだないフォルダーか、空のフォルダーを指定してください。今ある保管庫は上書きしません。",
            field="place",
        )


class BookForeign(SetError):
    code = "key_book_foreign"

    def __init__(self) -> None:
        super().__init__(
            "この鍵帳は別の保管庫のものです。",
            "同じ保管庫のバックアップにある鍵帳を指定してください。",
            field="key_book",
        )


class BookOlder(SetError):
    """A key-book older than the data would close records that were never disposed of."""

    code = "key_book_older"

    def __init__(self) -> None:
        super().__init__(
            "鍵帳がデータより古いため、戻せません。",
            "このバックアップの鍵帳か、それより新しい鍵帳を使ってください。",
            field="key_book",
        )


class BookDamaged(SetError):
    code = "key_book_damaged"

    def __init__(self) -> None:
        super().__init__(
            "鍵帳が壊れているか、書き換えられています。",
            "別のバックアップにある鍵帳を指定し、管理者と監査担当へ知らせてください。",
            field="key_book",
        )


class NoStick(SetError):
    code = "restore_no_stick"

    def __init__(self) -> None:
        super().__init__(
            "指定の場所に鍵媒体のファイルがありません。",
            "鍵媒体がつながっていることと、ファイルの場所を確かめてください。",
            field="stick",
        )


class StickOfAnother(SetError):
    code = "restore_stick_foreign"

    def __init__(self) -> None:
        super().__init__(
            "この鍵媒体は別の保管庫のものです。",
            "この保管庫の鍵媒体を差してください。",
            field="stick",
        )


class StickTorn(SetError):
    code = "restore_stick_torn"

    def __init__(self) -> None:
        super().__init__(
            "鍵媒体が壊れていて、二つの写しのどちらも読めません。",
            "もう一方の鍵媒体を使ってください。",
            field="stick",
        )


class StickOlder(SetError):
    """The stick was not overwritten at the last roll: it opens none of the newest keys."""

    code = "restore_stick_older"

    def __init__(self, stick: int, book: int) -> None:
        super().__init__(
            f"鍵媒体は第{stick}世代で、いちばん新しい鍵帳（第{book}世代）を開けません。",
            "もう一方の鍵媒体を使ってください。",
            field="stick",
        )


class StickNewer(SetError):
    """The keys were renewed after the newest key-book that is at hand."""

    code = "restore_stick_newer"

    def __init__(self, stick: int, book: int) -> None:
        super().__init__(
            f"鍵媒体は第{stick}世代で、手元の鍵帳は第{book}世代です。"
            "鍵を更新した後のバックアップがありません。",
            "鍵の更新より後のバックアップか、その鍵帳を指定してください。",
            field="stick",
        )


class CardOfAnother(SetError):
    code = "restore_card_foreign"

    def __init__(self) -> None:
        super().__init__(
            "この回復カードでは、この鍵媒体を開けません。",
            "今の回復カードの24語を入れてください。作り直す前のカードは使えません。",
            field="words",
        )
