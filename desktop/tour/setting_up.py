"""The first act: the wizard makes the office, the administrator brings the register."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.tour import register_acts
from desktop.tour.traveller import Traveller

_ROLES = {
    "CLERK": "受付担当",
    "SUPERVISOR": "責任者",
    "AUDITOR": "監査",
    "ADMINISTRATOR": "管理者",
}


def set_up_office(tour: Traveller) -> None:
    """First run: office, people, who may do what, the recovery card shown once."""
    stage, office = tour.stage, tour.files.office
    stage.wait("窓が前に出ること", stage.window.isActiveWindow)
    stage.picture("setup-office")
    for field, key in (
        ("office_name_field", "office_name"),
        ("office_postal", "office_postal"),
        ("office_address", "office_address"),
        ("office_phone", "phone"),
    ):
        stage.type(field, str(office[key]))
    stage.primary()
    stage.wait("利用者の入力へ進むこと", lambda: stage.sees("person_login"))
    for worker in tour.files.workers:
        stage.type("person_login", worker.login)
        stage.type("person_name", worker.name)
        stage.choose("person_role", _ROLES[worker.role])
        stage.type("person_passphrase", worker.passphrase)
        stage.type("person_again", worker.passphrase)
        stage.click("person_add")
    stage.picture("setup-people")
    stage.click("setup_next")
    stage.wait("役割の確認へ進むこと", lambda: stage.sees("rights_people"))
    stage.picture("setup-rights")
    stage.click("setup_next")
    stage.wait("回復カードが出ること", lambda: stage.sees("card_words"))
    stage.picture("setup-card")
    _confirm_card(tour)
    stage.click("setup_next")


def _confirm_card(tour: Traveller) -> None:
    """Type the words that the wizard asks for, from the card it has just shown."""
    stage = tour.stage
    number = 0
    while stage.sees(f"card_word_{number}"):
        words = stage.texts(stage.find(QWidget, f"card_word_{number}_group"))
        asked = int("".join(ch for ch in words.split("番目")[0] if ch.isdigit()))
        stage.type(f"card_word_{number}", stage.text(f"card_shown_{asked}"))
        number += 1
    stage.expect("カードの控えが確かめられること", number > 0)


def bring_register(tour: Traveller) -> None:
    """The administrator signs in and brings the register."""
    stage = tour.stage
    stage.wait("サインインの画面が出ること", lambda: stage.sees("login_id"))
    stage.picture("sign-in")
    tour.sign_in("a01")
    register_acts.bring(tour)
