"""What is refused of key sticks and recovery cards: each cause with its sentence and next step."""

from __future__ import annotations

from desktop.domain.errors import Refused


class StickError(Refused):
    """A key stick cannot be used as asked (TRUST §2)."""

    code = "stick"


class StickUnusable(StickError):
    code = "stick_unusable"

    def __init__(self) -> None:
        super().__init__(
            "この鍵媒体に書き込めないか、読み取れません。",
            "媒体が奥まで差し込まれ、書込み禁止になっていないことを確かめてください。",
            field="folder",
        )


class StickNotWritten(StickError):
    """What was read back from the stick is not what was written."""

    code = "stick_not_written"

    def __init__(self) -> None:
        super().__init__(
            "鍵媒体への書き込みを読み返して確認できませんでした。前の鍵が残っているおそれがあります。",
            "差し直して、もう一度更新してください。続くときは「なくした・壊れた」として届けてください。",
            field="folder",
        )


class StickEmpty(StickError):
    """No key lies here, though one was written to this stick once."""

    code = "stick_empty"

    def __init__(self) -> None:
        super().__init__(
            "この場所には、この保管庫の鍵媒体がありません。",
            "いつもの媒体を差し込んで選んでください。"
            "見つからないときは「なくした・壊れた」として届けてください。",
            field="folder",
        )


class StickForeign(StickError):
    code = "stick_foreign"

    def __init__(self) -> None:
        super().__init__(
            "この鍵媒体は別の保管庫のものです。何も書き込んでいません。",
            "この保管庫の鍵媒体を差し込んでください。",
            field="folder",
        )


class StickSwapped(StickError):
    """The other stick of the pair."""

    code = "stick_swapped"

    def __init__(self, found: str, wanted: str) -> None:
        super().__init__(
            f"差し込まれているのは{found}です。何も書き込んでいません。",
            f"{wanted}を差し込むか、更新する媒体を選び直してください。",
            field="folder",
        )


class StickStrange(StickError):
    """Labelled like ours, but not the one that was made last: a lost one, or a second one."""

    code = "stick_strange"

    def __init__(self, wanted: str) -> None:
        super().__init__(
            f"登録されている{wanted}ではありません。前に届け出た媒体か、写しのおそれがあります。",
            "この媒体は使わず、責任者の立会いのもとで物理的に壊してください。",
            field="folder",
        )


class StickAhead(StickError):
    """The stick knows a later epoch than the database: an old database was put back."""

    code = "stick_ahead"

    def __init__(self) -> None:
        super().__init__(
            "この鍵媒体は、保管庫より新しい世代の鍵を持っています。何も書き込んでいません。",
            "古い控えから戻した保管庫のおそれがあります。管理者に、最新の鍵帳での復元を依頼してください。",
            field="folder",
        )


class StickBesideStore(StickError):
    """A stick in the store's own folder would be lost, and stolen, with it."""

    code = "stick_beside_store"

    def __init__(self) -> None:
        super().__init__(
            "鍵媒体を、保管庫と同じフォルダーや、もう一方の鍵媒体と同じ場所に置くことはできません。",
            "取り外せる媒体を1本ずつ用意し、その中のフォルダーを選んでください。",
            field="folder",
        )


class CardWrong(Refused):
    """Words that fit together, but are of another card."""

    code = "card_other"

    def __init__(self) -> None:
        super().__init__(
            "この24語は、いまの回復カードのものではありません。",
            "古いカードのときは、立会いのもとで裁断してください。"
            "いまのカードが見つからないときは「なくした」として届けてください。",
            field="words",
        )
