"""保管・廃棄: proposed by one, signed by another, executed before a witness, certified."""

from __future__ import annotations

from desktop.tour.office_acts import choose_tab
from desktop.tour.traveller import Traveller

_DUE, _BATCHES = range(2)


def open_keeping(tour: Traveller, tab: int) -> None:
    stage = tour.stage
    stage.place(4)
    stage.wait("保管・廃棄が開くこと", lambda: stage.sees("keeping_place"))
    stage.settle()
    choose_tab(tour, "keeping_tabs", tab)


def propose(tour: Traveller, picture: str) -> None:
    """Everything that is due becomes one list."""
    stage = tour.stage
    open_keeping(tour, _DUE)
    stage.picture(f"{picture}-due")
    stage.click("keeping_take")
    stage.settle()
    stage.click("keeping_propose")
    stage.wait("廃棄申請ができること", lambda: stage.sees("batch_title"))
    stage.settle()
    stage.picture(f"{picture}-proposed")


def approve(tour: Traveller, picture: str) -> None:
    """The supervisor signs over the hash of exactly that list."""
    stage = tour.stage
    supervisor = tour.files.worker(tour.at_desk)
    stage.place(3)
    stage.wait("承認が開くこと", lambda: stage.sees("approvals_place"))
    choose_tab(tour, "approvals_tabs", 1)
    stage.wait("廃棄申請が示されること", lambda: stage.sees("disposal_hash"))
    stage.type("disposal_passphrase", supervisor.passphrase)
    stage.settle()
    stage.picture(f"{picture}-approval")
    stage.click("disposal_sign")
    stage.wait("署名されること", lambda: stage.sees("disposals_empty"))
    stage.settle()


def execute(tour: Traveller, witness: str, picture: str) -> None:
    """実施 before a witness: content erased, keys destroyed."""
    stage = tour.stage
    other = tour.files.worker(witness)
    open_keeping(tour, _BATCHES)
    stage.wait("実施の欄が出ること", lambda: stage.sees("execute_disposal"))
    stage.choose("execute_method", "溶解")
    stage.type("execute_place", "本社 文書保管室")
    stage.type("execute_witness", other.login)
    stage.type("execute_passphrase", other.passphrase)
    stage.settle()
    stage.picture(f"{picture}-execute")
    stage.click("execute_disposal")
    stage.wait("実施の確認が出ること", lambda: stage.sees("execute_dialog_act"))
    stage.settle()
    stage.picture(f"{picture}-confirm", "execute_dialog")
    stage.click("execute_dialog_act")
    stage.wait("証明書が作れること", lambda: stage.sees("batch_certificate"))
    stage.settle()
    stage.picture(f"{picture}-executed")


def save_certificate(tour: Traveller, name: str = "certificate.pdf") -> None:
    stage, file = tour.stage, tour.out / name
    stage.click("batch_certificate")
    stage.answer_file_dialog(file)
    stage.wait("証明書ができること", file.exists)
    stage.settle()


def save_last_certificate(tour: Traveller, picture: str) -> None:
    """Once slot and both sticks are proven: the certificate says 復元不可能."""
    open_keeping(tour, _BATCHES)
    tour.stage.wait("証明書が作れること", lambda: tour.stage.sees("batch_certificate"))
    tour.stage.settle()
    tour.stage.picture(picture)
    save_certificate(tour, "certificate-irreversible.pdf")
