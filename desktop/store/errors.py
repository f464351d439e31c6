"""What the store refuses or cannot do: each cause with its sentence and next step."""

from __future__ import annotations

from desktop.domain.errors import DeskError, Refused


class StoreError(DeskError):
    """The store as a whole cannot be used as asked."""

    code = "store"


class StoreMissing(StoreError):
    """Nothing has been set up at this place yet."""

    code = "store_missing"

    def __init__(self) -> None:
        super().__init__(
            "指定の場所に保管庫がありません。",
            "はじめて使うときは初期設定を行ってください。"
            "すでに使っているときは、保管庫の場所の指定を確かめてください。",
        )


class NotAStore(StoreError):
    """The database is sound, but another program made it."""

    code = "store_foreign"

    def __init__(self) -> None:
        super().__init__(
            "指定のデータベースは窓口の保管庫ではありません。",
            "保管庫の場所の指定を確かめてください。このデータベースには何も書き込んでいません。",
        )


class NewerStore(StoreError):
    """A newer version of the program wrote this database; an older one must not touch it."""

    code = "store_newer"

    def __init__(self) -> None:
        super().__init__(
            "保管庫は、このプログラムより新しい版で作られています。",
            "新しい版のプログラムで開いてください。保管庫には何も書き込んでいません。",
        )


class DamagedStore(StoreError):
    """The database file is not readable as a database (TRUST §5)."""

    code = "store_damaged"

    def __init__(self) -> None:
        super().__init__(
            "保管庫のデータベースが壊れていて読めません。",
            "プログラムを閉じ、このフォルダーには手を加えずに、管理者がバックアップから戻してください。",
        )


class NetworkFileSystem(StoreError):
    """SQLite's locks do not hold over a network; such a place is refused (DESIGN §4)."""

    code = "store_network"

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"保管庫をネットワーク上のフォルダー（{kind}）に置くことはできません。",
            "このコンピューターの内蔵ディスクを指定してください。"
            "複数の端末で使うときは PostgreSQL を使ってください。",
        )


class PlaceUnusable(StoreError):
    """The system does not let the store be opened or made here."""

    code = "store_place"

    def __init__(self) -> None:
        super().__init__(
            "指定の場所に保管庫を作ることも、開くこともできません。",
            "フォルダーの場所と、読み書きの権限を確かめてください。"
            "ファイルの名前を指定しているときは、フォルダーを指定してください。",
        )


class StoreInUse(StoreError):
    """Another program works on this store in a way that excludes this one."""

    code = "store_in_use"


class StoreBusy(StoreError):
    """The database did not become free in time."""

    code = "store_busy"

    def __init__(self) -> None:
        super().__init__(
            "保管庫が他の処理で使用中のため、待ち時間を過ぎました。",
            "少し待ってから、もう一度行ってください。何も変更されていません。",
        )


class StoreUnreachable(StoreError):
    """The database server does not answer."""

    code = "store_unreachable"

    def __init__(self) -> None:
        super().__init__(
            "データベースのサーバーにつながりません。",
            "ネットワークとサーバーの動作を確かめてから、もう一度開いてください。",
        )


class DiskFull(StoreError):
    """No room left; nothing was acknowledged."""

    code = "disk_full"

    def __init__(self) -> None:
        super().__init__(
            "ディスクの空きがないため、書き込めませんでした。",
            "空きを作ってから、もう一度行ってください。書き込み途中のものは残っていません。",
        )


class DiskBroken(StoreError):
    """The system could not confirm that data reached the disk; the program must stop writing."""

    code = "disk_broken"

    def __init__(self) -> None:
        super().__init__(
            "ディスクへの書き込みを確認できませんでした。この取込はここで止めました。",
            "プログラムを閉じ、管理者にディスクの点検を依頼してください。"
            "確認できていないページは受け付けていません。",
        )


class CommandMismatch(Refused):
    """A command id was used again for another kind of act."""

    code = "command_mismatch"

    def __init__(self) -> None:
        super().__init__(
            "同じ操作番号が別の操作に使われています。",
            "画面を開き直してから、もう一度行ってください。",
        )


class SlotError(DeskError):
    """The slot file, which alone holds the key of the epoch (TRUST §2), cannot be used."""

    code = "slot"


class SlotMissing(SlotError):
    code = "slot_missing"

    def __init__(self) -> None:
        super().__init__(
            "鍵ファイルが見つかりません。",
            "鍵ファイルを置いたディスクがつながっているか確かめてください。"
            "失われたときは、管理者が鍵媒体と回復カードで作り直せます（madoguchi restore-slot）。",
        )


class SlotExists(SlotError):
    code = "slot_exists"

    def __init__(self) -> None:
        super().__init__(
            "この場所にはすでに鍵ファイルがあります。",
            "上書きすると元の保管庫は二度と開けません。別の場所を指定してください。",
        )


class SlotForeign(SlotError):
    code = "slot_foreign"

    def __init__(self) -> None:
        super().__init__(
            "この鍵ファイルは別の保管庫のものです。",
            "この保管庫の鍵ファイルの場所を指定してください。",
        )


class SlotDamaged(SlotError):
    code = "slot_damaged"

    def __init__(self) -> None:
        super().__init__(
            "鍵ファイルが壊れていて、二つの写しのどちらも読めません。",
            "手を加えずに管理者へ知らせてください。"
            "鍵媒体と回復カードで作り直せます（madoguchi restore-slot）。",
        )


class SlotOutdated(SlotError):
    """Both halves are sound but of another epoch than the database: an old copy was put back."""

    code = "slot_outdated"

    def __init__(self) -> None:
        super().__init__(
            "鍵ファイルとデータベースの世代が合いません。",
            "古い写しを戻した可能性があります。今の鍵ファイルを戻すか、管理者に復旧を依頼してください。",
        )


class SlotNotWritten(SlotError):
    """What was read back from the slot is not what was written."""

    code = "slot_not_written"

    def __init__(self) -> None:
        super().__init__(
            "鍵ファイルへの書き込みを読み返して確認できませんでした。",
            "鍵の更新は完了していません。ディスクを点検し、プログラムを開き直してください。",
        )


class NotInSlot(SlotError):
    """The person's key is not among those the epoch key is sealed to."""

    code = "slot_no_entry"

    def __init__(self) -> None:
        super().__init__(
            "この利用者には保管庫を開く鍵がありません。",
            "管理者に、利用者の登録を確かめるよう依頼してください。",
        )


class WrongPassphrase(Refused):
    code = "wrong_passphrase"

    def __init__(self) -> None:
        super().__init__(
            "職員番号またはパスフレーズが違います。",
            "入力を確かめて、もう一度入れてください。",
            field="passphrase",
        )


class CardWordsWrong(Refused):
    """The words of the recovery card do not fit together."""

    code = "card_words"

    def __init__(self) -> None:
        super().__init__(
            "回復カードの言葉が正しくありません。",
            "カードの24語を、番号の順に、もう一度確かめて入れてください。",
            field="words",
        )


class VaultLocked(DeskError):
    """The keys were dropped (lock, sign-out)."""

    code = "vault_locked"

    def __init__(self) -> None:
        super().__init__("画面が施錠されています。", "パスフレーズを入れて解錠してください。")


class KeyDestroyed(DeskError):
    """The key of this record is gone for good: the record was disposed of (DOMAIN §10)."""

    code = "key_destroyed"

    def __init__(self) -> None:
        super().__init__(
            "この記録は廃棄済みです。鍵を消去したため、内容は読めません。",
            "廃棄の記録は「保管・廃棄」で確かめられます。",
        )


class SealBroken(DeskError):
    """A sealed record does not belong to this place or was changed."""

    code = "seal_broken"

    def __init__(self) -> None:
        super().__init__(
            "保管庫の記録の封印が合いません。書き換えられたか、壊れています。",
            "この記録は使わずに、管理者と監査担当へ知らせてください。",
        )


class ClockDoubtful(Refused):
    """The workstation's clock cannot be trusted for clocks and disposal (TRUST §4)."""

    code = "clock"

    def __init__(self, sentence: str) -> None:
        super().__init__(
            sentence,
            "コンピューターの日時を確かめてください。正しいときは責任者が画面で確認します。",
        )


class SurvivorLost(DeskError):
    """After a roll a key that should live does not open; the old epoch key is then kept."""

    code = "survivor_lost"

    def __init__(self) -> None:
        super().__init__(
            "鍵の更新後の確認で、残すべき記録の鍵を開けませんでした。古い鍵はまだ消去していません。",
            "保管庫には手を加えずに、管理者へ知らせてください。",
        )


class AuditBroken(DeskError):
    """The operation log does not hold what its tree says."""

    code = "audit_broken"

    def __init__(self) -> None:
        super().__init__(
            "操作記録を読めません。書き換えられたか、壊れています。",
            "記録の画面で検証を行い、結果を監査担当へ知らせてください。",
        )
