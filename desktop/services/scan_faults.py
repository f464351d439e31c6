"""Every reason why a scan stands still, in the clerk's words: what happened, what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desktop.domain.errors import DeskError
from desktop.domain.scanning import Fault

FAULTS: Final[Mapping[Fault, tuple[str, str]]] = {
    Fault.EMPTY: (
        "給紙トレイに用紙がありません。",
        "用紙をそろえて置き、もう一度読み取ってください。",
    ),
    Fault.JAM: (
        "用紙が詰まりました。",
        "カバーを開けて用紙を取り除き、閉めて続けてください。",
    ),
    Fault.COVER: (
        "スキャナーのカバーが開いています。",
        "カバーを閉めてから続けてください。",
    ),
    Fault.BUSY: (
        "スキャナーはほかの作業で使われています。",
        "複合機の画面で確かめ、終わるのを待ってから続けてください。",
    ),
    Fault.OFFLINE: (
        "スキャナーから応答がありません。",
        "電源と線を確かめ、スリープから起こして続けてください。",
    ),
    Fault.UNPLUGGED: (
        "読み取りの途中でスキャナーとの接続が切れました。",
        "線と電源を確かめ、つなぎ直してから続けてください。",
    ),
    Fault.HUNG: (
        "スキャナーが何も返さないので、止めました。",
        "電源を入れ直し、残った用紙を除いて続けてください。",
    ),
    Fault.LOST_PAGE: (
        "画像が途中で切れて届きました。",
        "その用紙は未取込です。置き直して続けてください。",
    ),
    Fault.NOT_FOUND: (
        "このプロファイルのスキャナーが見つかりません。",
        "電源と接続を確かめるか、スキャナーを探し直してプロファイルを選び直してください。",
    ),
    Fault.NOT_LOCAL: (
        "スキャナーの宛先が社内のネットワークの外を指しているため、接続しませんでした。",
        "社内のスキャナーの宛先に直してください。",
    ),
    Fault.MISSING_PART: (
        "この端末に、このスキャナーを使うための部品がありません。",
        "「madoguchi doctor」で足りない部品を確かめ、管理者に導入を依頼してください。",
    ),
    Fault.NO_SANE: (
        "この端末のOSでは、SANEのスキャナーを使えません。",
        "ネットワーク対応のスキャナー（eSCL）を使うか、スキャンしたファイルを取り込んでください。",
    ),
    Fault.DENIED: (
        "この端末の利用者には、スキャナーを使う権限がありません。",
        "管理者に、端末の設定でスキャナーの利用を許してもらってください。",
    ),
    Fault.NO_SAFE_PLACE: (
        "読み取った画像をいったん置く、メモリ上の場所（/dev/shm など）がこの端末にないか、"
        "空きが足りません。",
        "管理者に用意してもらうか、ネットワーク対応のスキャナーを使ってください。",
    ),
    Fault.BAD_SETTING: (
        "スキャナーは、このプロファイルの設定（解像度・給紙・大きさ・色）では読み取れません。",
        "プロファイルの設定を、スキャナーが使える値に直してください。",
    ),
    Fault.OTHER: (
        "スキャナーが理由を示さずに止まりました。",
        "スキャナーの画面を確かめ、電源を入れ直してから続けてください。",
    ),
}


class ScanFault(DeskError):
    """A device's fault as an error, where no run tells it."""

    code = "scan_fault"

    def __init__(self, fault: Fault) -> None:
        super().__init__(*FAULTS[fault])
        self.fault = fault
