"""The guards that are switched off one at a time, and the named test that has to notice.

A guard stands here as it stands in the source, with what is put in its place. The audit writes are
found in the source (audit_writes.py); only the test that watches each is named here, so that a new
audit write without a test makes the list incomplete, and the list fails.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from audit_writes import ROOT, AuditWrite, audit_writes, without

SERVICES = "tests/services/test_{}.py::test_{}"
STORE = "tests/store/test_{}.py::test_{}"


@dataclass(frozen=True, slots=True)
class Sabotage:
    """`guard` occurs `times` in `file`; with `instead` in its place one of `tests` must fail."""

    name: str
    file: str
    guard: str
    instead: str
    tests: tuple[str, ...]
    times: int = 1
    write: AuditWrite | None = None

    def damage(self, source: str) -> str:
        if self.write is not None:
            return without(source, self.write)
        found = source.count(self.guard)
        assert found == self.times, f"{self.file} holds this guard {found} times: {self.guard}"
        return source.replace(self.guard, self.instead)


def services(module: str, test: str) -> tuple[str, ...]:
    return (SERVICES.format(module, test) + "[sqlite]",)


def store(module: str, test: str, parameter: str = "[sqlite]") -> tuple[str, ...]:
    return (STORE.format(module, test) + parameter,)


def pair(number: int) -> tuple[str, ...]:
    """One case of the domain's table of duties that two people share."""
    named = (
        "RECEIVED-ACCEPT-lacking0",
        "ID_CHECK-CONFIRM_IDENTITY-lacking1",
        "APPROVAL-APPROVE-lacking2",
        "APPROVED-DISPATCH-lacking3",
    )
    test = "tests/domain/test_states.py::test_two_duties_of_one_person_are_refused_as_such"
    return (f"{test}[{named[number]}]",)


_COVER = "the_cover_sheet_in_an_original_s_envelope_is_posted_with_it[sqlite]"
_BY_HAND = "a_letter_by_hand_is_enclosed_posted_and_owes_its_scan[sqlite]"
_PRINTED_HERE = "where_no_cups_is_a_program_prints_a_listed_copy_or_the_window_paints[sqlite]"
_PRINTING = "what_is_done_at_the_printer_leaves_its_lines[sqlite]"
_DISC_LINES = (
    "tests/services/test_cover_sheets.py::test_each_act_on_a_disc_leaves_its_line_and_"
    "only_what_was_compared_is_sealed[sqlite]"
)
_PDF_COUNTS = "a_pdf_counts_once_a_person_confirmed_it_and_its_names_are_black_in_the_letter"
CRYPTO, VAULT = "desktop/store/vault/crypto.py", "desktop/store/vault/vault.py"
SLOT, ROLL = "desktop/store/vault/slot.py", "desktop/store/vault/roll.py"
SPOOL, GUARDS = "desktop/store/spool.py", "desktop/domain/guards.py"
DISPOSAL, SCREEN = "desktop/services/disposal.py", "desktop/capture/screen.py"
INSURANCE = "desktop/capture/insurance_places.py"
POST, HOLDS = "desktop/services/correspondence.py", "desktop/services/holds.py"
CLOCK = "desktop/services/clock_check.py"
MISREAD = "tests/capture/test_screen_misread.py::test_"

_MOVED = store("vault", "a_sealed_record_moved_to_another_place_does_not_open")
_AAD = "context(record_id, kind, part)"
_BEFORE = "keys_that_would_not_open_are_noticed_before_the_store_is_of_the_new_epoch"
_CARRIED_ON = "a_disk_that_is_full_after_the_rewrapping_keeps_the_old_key_until_it_is_carried_on"
_KEY_LINES = "each_act_on_the_keys_leaves_its_line[sqlite]"
_PROVEN = (
    "tests/domain/test_proven_stage.py::"
    "test_irreversible_needs_slot_and_both_sticks_at_a_later_epoch",
)
_LOST = store("spool", "an_acknowledged_page_survives_a_loss_of_power")

SEALS = (
    Sabotage(
        "AAD: every seal bound to its place",
        CRYPTO,
        'return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)',
        'return b"" and encoded',
        _MOVED,
    ),
    Sabotage("AAD: the record's id", VAULT, _AAD, "context(kind, part)", _MOVED, 2),
    Sabotage("AAD: the record's kind", VAULT, _AAD, "context(record_id, part)", _MOVED, 2),
    Sabotage("AAD: the record's part", VAULT, _AAD, "context(record_id, kind)", _MOVED, 2),
    Sabotage(
        "AAD: a data key wrapped for its own id",
        VAULT,
        'context("data key", key_id, str(epoch))',
        'context("data key", str(epoch))',
        store("wrapped_keys", "a_wrapped_key_opens_only_under_its_own_id", ""),
        2,
    ),
    Sabotage(
        "AAD: a data key wrapped for its epoch",
        VAULT,
        'context("data key", key_id, str(epoch))',
        'context("data key", key_id)',
        store("wrapped_keys", "a_wrapped_key_opens_only_in_its_own_epoch", ""),
        2,
    ),
    Sabotage(
        "a destroyed key opens nothing",
        VAULT,
        "        if key_id not in _seen(session):\n            raise KeyDestroyed\n",
        "",
        store("vault", "a_destroyed_key_opens_nothing_even_where_memory_held_it"),
    ),
    Sabotage(
        "slot: proof over the recipients",
        SLOT,
        "unseal(key, self.proof, self._statement())",
        "pass",
        store("slot", "a_recipient_slipped_in_without_the_key_is_noticed", ""),
    ),
    Sabotage(
        "slot: random bytes before the new half",
        SLOT,
        "self._put(index, os.urandom(HALF_BYTES))",
        "pass",
        store("slot", "every_write_to_the_slot_is_synced", ""),
    ),
    Sabotage(
        "slot: the half of the earlier epoch overwritten by a roll",
        ROLL,
        "slot.overwrite_half(0, half)",
        "pass",
        store("roll", "what_was_destroyed_does_not_open_with_anything_that_is_left"),
    ),
    Sabotage(
        "slot: each write synced",
        SLOT,
        "index * HALF_BYTES)\n            self._disk.sync(descriptor)",
        "index * HALF_BYTES)",
        store("slot", "every_write_to_the_slot_is_synced", ""),
    ),
    Sabotage(
        "slot: each write read back",
        SLOT,
        "if self._disk.read_back(self.path, index * HALF_BYTES, HALF_BYTES) != data:",
        "if False:",
        store("slot", "what_is_not_on_the_disk_as_written_is_told", ""),
    ),
)

PAGES = (
    Sabotage(
        "page: the file synced before it is acknowledged",
        SPOOL,
        "self._disk.sync(descriptor)",
        "pass",
        _LOST,
    ),
    Sabotage(
        "page: its name synced with the folder",
        SPOOL,
        "step(Step.NAMED)\n        self._disk.sync_folder(self.folder)",
        "step(Step.NAMED)",
        _LOST,
    ),
    Sabotage(
        "page: the system really asked to sync",
        "desktop/store/disk.py",
        "os.fsync(descriptor)",
        "pass",
        store("disk", "syncing_really_asks_the_system", ""),
    ),
    Sabotage(
        "page: none taken after an error of the disk",
        SPOOL,
        "self._broken = True",
        "pass",
        store("spool", "after_an_error_of_the_disk_nothing_more_is_taken"),
    ),
)

LOCKS = (
    Sabotage(
        "locks: one window on a store",
        "desktop/store/locks.py",
        "if not lock.try_take():",
        "if False:",
        store("database", "a_second_window_is_refused_a_command_is_not"),
    ),
    Sabotage(
        "locks: nobody else during an epoch roll",
        "desktop/store/locks.py",
        "if not self._use.try_take():",
        "if False:",
        store("database", "being_alone_is_refused_while_another_program_is_there"),
    ),
)

TWO_PEOPLE = (
    Sabotage(
        "a second person's decision is chosen, not found there",
        "desktop/ui/widgets/verdict.py",
        "if self.yes.isChecked() or self.no.isChecked():",
        "if True:",
        ("tests/ui/widgets/test_verdict.py::test_nothing_is_decided_before_somebody_chooses",),
    ),
    Sabotage(
        "drafter ≠ approver",
        GUARDS,
        "lambda f: f.approver != f.drafter,",
        "lambda f: True,",
        services("approvals", "the_drafter_does_not_approve_the_own_draft"),
    ),
    Sabotage(
        "first ≠ second clerk",
        GUARDS,
        "lambda f: not f.second_check_needed or f.second_checker != f.identity_checker,",
        "lambda f: True,",
        services("verification", "the_clerk_who_asked_is_not_the_second_clerk"),
    ),
    Sabotage(
        "three-way check: every row was looked at",
        "desktop/services/check_record.py",
        "if unseen:",
        "if False:",
        services("verification", "an_unseen_component_is_not_confirmed"),
    ),
    Sabotage(
        "three-way check: each doubt had a key of its own",
        "desktop/services/check_record.py",
        "if unanswered:",
        "if False:",
        (
            "tests/services/test_check_answers.py::"
            "test_a_doubt_that_had_no_key_of_its_own_is_not_confirmed[sqlite-room.form]",
        ),
    ),
    Sabotage(
        "three-way check: the second clerk looked at all of it",
        "desktop/services/verification.py",
        "refuse_unseen(check, seen)",
        "pass",
        services("check_answers", "a_second_clerk_who_did_not_look_at_all_of_it_agrees_to_nothing"),
    ),
    Sabotage(
        "three-way check: both clerks looked at the same",
        "desktop/services/verification.py",
        "refuse_other_basis(check, asked_basis(session, self._premises, case))",
        "pass",
        services("check_answers", "a_second_clerk_agrees_only_to_what_the_first_one_looked_at"),
    ),
    Sabotage(
        "three-way table: a row out of view is not seen",
        "desktop/ui/cases/check_table.py",
        "whole = top >= 0 and top + self.rowHeight(number) <= bottom + 1",
        "whole = True",
        ("tests/ui/cases/test_three_way.py::test_a_row_that_was_not_in_view_is_not_seen",),
    ),
    Sabotage(
        "three-way table: confirming waits for every key",
        "desktop/ui/cases/id_check.py",
        "self.keys.arrange(self._situation(), ready=not waits)",
        "self.keys.arrange(self._situation(), ready=True)",
        (
            "tests/ui/cases/test_three_way.py::"
            "test_confirming_waits_until_every_doubtful_row_had_its_own_key",
        ),
    ),
    Sabotage(
        "printer ≠ enclosure checker",
        "desktop/services/enclosure.py",
        "if row.printed_by == act.by.person_id:",
        "if False:",
        services("correspondence", "who_printed_does_not_check_the_enclosure"),
    ),
    Sabotage(
        "who chose a less sure way ≠ enclosure checker",
        "desktop/services/enclosure.py",
        "if row.way_by == act.by.person_id:",
        "if False:",
        services("lesser_way", "who_decides_on_a_less_sure_way_does_not_check_the_envelope"),
    ),
    Sabotage(
        "printer ≠ enclosure checker, at dispatch",
        GUARDS,
        "lambda f: f.enclosure_checker != f.encloser,",
        "lambda f: True,",
        pair(3),
    ),
    Sabotage(
        "two openers, of a new case",
        GUARDS,
        "lambda f: len({opener for opener in f.openers if opener}) >= _TWO_PEOPLE,",
        "lambda f: True,",
        pair(0),
    ),
    Sabotage(
        "two openers, of mail that joins a case",
        "desktop/services/filing.py",
        "if len(set(facts.openers)) < len(facts.openers):",
        "if False:",
        services("two_people", "mail_that_joins_a_case_has_two_openers_too"),
    ),
    Sabotage(
        "a reply is opened with the purge check and the list of enclosures",
        "desktop/services/filing.py",
        "if not holds:",
        "if False:",
        (
            "tests/services/test_filing.py::"
            "test_a_reply_is_opened_with_the_same_care_as_a_first_letter"
            "[sqlite-purge]",
        ),
    ),
    Sabotage(
        "new papers lead back to the identity check",
        "desktop/services/answering_mail.py",
        "recheck_identity(session, book, act, case)",
        "pass",
        services("filing", "an_approved_answer_made_from_older_papers_does_not_leave"),
    ),
    Sabotage(
        "medium: read back by another person",
        "desktop/services/disclosure_media.py",
        'if written["by"] == act.by.person_id:',
        "if False:",
        (_DISC_LINES,),
    ),
    Sabotage(
        "medium: no envelope is sealed before it was compared",
        "desktop/services/enclosure.py",
        "require_compared(session, self._premises.vault, row)",
        "pass",
        (_DISC_LINES,),
    ),
    Sabotage(
        "an agent without papers of the power",
        "desktop/services/casework.py",
        "if fault := power_fault(session, self._premises.vault, case):",
        "if fault := '':",
        (
            "tests/services/test_verification.py::"
            "test_without_the_papers_of_the_power_no_agent_is_confirmed[sqlite-nothing]",
        ),
    ),
    Sabotage(
        "a setting changed behind its signature",
        "desktop/store/settings.py",
        'signed_by(key.signing_public, one.signature or b"", said)',
        "True",
        (
            "tests/services/test_operation_log.py::"
            "test_a_setting_changed_behind_its_signature_is_named[sqlite-value_json = '1']",
        ),
    ),
    Sabotage(
        "settings: what is not properly signed is not in force",
        "desktop/store/settings.py",
        "tuple(one for one, proper in _judged(session, name) if proper)",
        "tuple(one for one, proper in _judged(session, name))",
        (
            "tests/services/test_signed_settings.py::"
            "test_what_was_forged_in_the_database_is_not_in_force[sqlite-_another_value]",
        ),
    ),
    Sabotage(
        "settings: two people stand for each",
        "desktop/store/settings.py",
        "signer == one.proposed_by or not supervisors.may_sign(signer, at)",
        "not supervisors.may_sign(signer, at)",
        (
            "tests/services/test_signed_settings.py::"
            "test_what_was_forged_in_the_database_is_not_in_force[sqlite-_proposed_and_signed]",
        ),
    ),
    Sabotage(
        "settings: a supervisor signs",
        "desktop/store/settings.py",
        "signer == one.proposed_by or not supervisors.may_sign(signer, at)",
        "signer == one.proposed_by",
        (
            "tests/services/test_signed_settings.py::"
            "test_what_was_forged_in_the_database_is_not_in_force[sqlite-_signed_by_a_clerk]",
        ),
    ),
    Sabotage(
        "settings: a supervisor is who was signed as one",
        "desktop/store/settings.py",
        "    if not first:\n",
        "    if True:\n",
        (
            "tests/services/test_signed_settings.py::"
            "test_what_was_forged_in_the_database_is_not_in_force"
            "[sqlite-_signed_by_a_self_made_supervisor]",
        ),
    ),
    Sabotage(
        "keys: the log names each",
        "desktop/store/people.py",
        "if not known or fingerprint_of(key) in known:",
        "if True:",
        services("signed_settings", "a_key_put_into_the_database_signs_for_nobody"),
    ),
    Sabotage(
        "settings: none holds before its signature",
        "desktop/store/settings.py",
        "max(self.effective_from, self.signed_at.astimezone(JST).date())",
        "self.effective_from",
        services("signed_settings", "what_is_signed_late_holds_from_its_signature_on"),
    ),
    Sabotage(
        "roles: who has another one since signs no more",
        "desktop/store/settings.py",
        "(first is None or first <= at) and (last is None or at <= last)",
        "True",
        services(
            "leavers", "a_supervisor_who_becomes_a_clerk_leaves_what_they_signed_and_signs_no_more"
        ),
    ),
    Sabotage(
        "roles: who was given another one while signed in",
        "desktop/services/rights.py",
        "if person.role is not by.role:",
        "if False:",
        services("leavers", "a_new_role_is_the_person_s_once_another_person_has_signed_it"),
    ),
    Sabotage(
        "roles: nobody gives one alone",
        "desktop/services/people.py",
        "if not signed:",
        "if False:",
        services("signing_in", "nobody_gives_a_role_alone"),
    ),
    Sabotage(
        "deputies: none decides on the own work",
        "desktop/domain/deputies.py",
        "if person_id in hands:",
        "if False:",
        (
            "tests/services/test_deputies.py::"
            "test_a_deputy_decides_nothing_on_a_case_they_had_a_hand_in[sqlite-c02]",
        ),
    ),
    Sabotage(
        "deputies: over with the last day",
        "desktop/domain/deputies.py",
        "self.first_on <= day <= self.last_on and not taken_back",
        "self.first_on <= day and not taken_back",
        services("deputies", "a_deputyship_begins_and_ends_by_itself"),
    ),
    Sabotage(
        "deputies: the store is asked at each act",
        "desktop/services/changes.py",
        "rights.require_deputy(session, act, capability)",
        "pass",
        services("deputies", "one_who_is_still_signed_in_loses_what_was_taken_back"),
    ),
    Sabotage(
        "deputies: named by a signature",
        "desktop/store/deputies.py",
        "signed_by(key.signing_public, signature, said)",
        "True",
        services("deputies", "a_deputyship_written_into_the_database_gives_no_right"),
    ),
    Sabotage(
        "deputies: none decides on a disposal of their own work",
        DISPOSAL,
        "rights.require_untouched_list(session, act, batch.id)",
        "pass",
        (
            "tests/services/test_deputies.py::"
            "test_a_deputy_decides_on_no_disposal_of_what_they_worked_on[sqlite-note]",
        ),
        2,
    ),
    Sabotage(
        "money: nobody tries a witness's passphrase whose act it is not",
        "desktop/services/fee_witness.py",
        "rights.require(act, Capability.FEE)",
        "pass",
        (
            "tests/services/test_every_service_act_and_role.py::"
            "test_an_act_that_is_not_theirs_is_refused_and_changes_nothing[K]",
        ),
    ),
    Sabotage(
        "notes: none joins a case from a list of the disposal",
        "desktop/services/notes.py",
        "if row.state in (ItemState.PROPOSED, ItemState.APPROVED):",
        "if False:",
        services("notes", "a_note_whose_time_is_over_goes_the_way_of_every_sheet"),
    ),
    Sabotage(
        "roles: a change in the log stands",
        "desktop/store/settings.py",
        "return None if changes and changes[-1].became != role else role",
        "return role",
        services("leavers", "a_former_role_does_not_come_back_with_the_row_that_ended_it"),
    ),
    Sabotage(
        "deputies: an end in the log stands",
        "desktop/store/deputies.py",
        "if row.id in told.of_deputies:",
        "if False:",
        services("deputies", "an_end_is_signed_and_stands_though_somebody_takes_it_out_of_the_row"),
    ),
    Sabotage(
        "deputies: none executes the disposal they approved",
        DISPOSAL,
        "if approval.approver == act.by.person_id:",
        "if False:",
        services("deputies", "a_deputy_does_not_execute_the_disposal_they_approved"),
    ),
    Sabotage(
        "approvals: by a supervisor or a deputy",
        "desktop/store/cases.py",
        "and deputies.stood(session, approval.approver, approval.at) is None",
        "and False",
        services("deputies", "an_approval_by_a_clerk_who_was_no_deputy_opens_nothing"),
    ),
    Sabotage(
        "leavers: what they approved is void",
        "desktop/services/people.py",
        "for undo in self._leaving:",
        "for undo in ():",
        services("leavers", "what_a_dismissed_supervisor_approved_and_has_not_left_is_signed_anew"),
    ),
    Sabotage(
        "passphrase reset: the witness works on cases",
        "desktop/services/passphrase_reset.py",
        "if not may(witness.role, Capability.WITNESS_DISPOSAL):",
        "if False:",
        services("leavers", "nobody_resets_a_passphrase_alone"),
    ),
    Sabotage(
        "passphrase reset: nobody resets the own",
        "desktop/services/passphrase_reset.py",
        "if person_id == act.by.person_id:",
        "if False:",
        services("leavers", "nobody_resets_a_passphrase_alone"),
    ),
    Sabotage(
        "roles: nobody asks for another role of the own",
        "desktop/services/role_changes.py",
        "            if person_id == act.by.person_id:",
        "            if False:",
        services("leavers", "a_new_role_is_the_person_s_once_another_person_has_signed_it"),
    ),
    Sabotage(
        "roles: nobody signs the own",
        "desktop/services/role_changes.py",
        "            return\n        if person_id == act.by.person_id:",
        "            return\n        if False:",
        services("leavers", "nobody_signs_the_own_role"),
    ),
    Sabotage(
        "passphrase reset: the witness is another",
        "desktop/services/passphrase_reset.py",
        "if witness.id == person_id:",
        "if False:",
        services("leavers", "nobody_resets_a_passphrase_alone"),
    ),
    Sabotage(
        "who was ended while signed in",
        "desktop/services/changes.py",
        "rights.require_as_signed_in(people.by_id(session, act.by.person_id), act.by)",
        "pass",
        services("signing_in", "a_person_ended_while_signed_in_changes_nothing_any_more"),
    ),
    Sabotage(
        "an envelope in which something else belongs than was ticked does not leave",
        POST,
        "require_as_checked(session, self._premises.vault, letter)",
        "pass",
        services("enclosure", "a_list_that_changed_after_the_tick_is_ticked_anew"),
    ),
    Sabotage(
        "a cover sheet that came out after the tick was not seen in the envelope",
        "desktop/services/enclosure.py",
        'key = f"{row.id}:{row.sha256}:{row.printed_at}"',
        'key = f"{row.id}:{row.sha256}"',
        services("enclosure", "a_list_that_changed_after_the_tick_is_ticked_anew"),
    ),
    Sabotage(
        "every line of the envelope is ticked",
        "desktop/services/enclosure.py",
        "_require_all(lines, ticked)",
        "pass",
        services("enclosure", "every_line_is_ticked_before_the_envelope_is_shut"),
    ),
    Sabotage(
        "an answer goes another way for a reason alone",
        POST,
        "check_way(delivery, proposed, why)",
        "pass",
        services("enclosure", "another_way_than_is_usual_has_its_reason_in_the_log"),
    ),
    Sabotage(
        "only our own envelope on its way is taken in as returned",
        "desktop/services/returned_mail.py",
        "if found is None or found.case_id != case_id or found.problem:",
        "if False:",
        services("returned_mail", "what_is_no_return_is_not_taken_for_one"),
    ),
    Sabotage(
        "the second envelope of a returned answer is enclosed and checked anew",
        POST,
        'letter.state, letter.printed_by, letter.checked_by = "READY", None, None',
        "pass",
        services(
            "correspondence",
            "the_enclosure_of_what_came_back_says_nothing_of_the_next_envelope",
        ),
    ),
    Sabotage(
        "what promises an answer is void once none is to come",
        "desktop/services/casebook.py",
        "if after in NO_ANSWER_TO_COME:",
        "if False:",
        (
            SERVICES.format(
                "notices", "nothing_that_promises_an_answer_leaves_once_the_case_has_ended"
            )
            + "[sqlite-withdraw]",
        ),
    ),
    Sabotage(
        "an ended case lets no letter out but the one that tells the end",
        "desktop/services/letters_out.py",
        "if ended and row.state in WAITING and row.code not in AFTER_THE_END:",
        "if False:",
        services(
            "notices", "a_letter_that_an_earlier_version_left_lying_does_not_leave_an_ended_case"
        ),
    ),
    Sabotage(
        "a changed way is announced to a proven person only",
        "desktop/services/notices.py",
        "if state not in _METHOD_STATES:",
        "if False:",
        services("notices", "a_costly_way_is_changed_to_paper_before_the_approval_only"),
    ),
    Sabotage(
        "who prints again does not check the enclosure",
        "desktop/services/letters_out.py",
        "if row.state in WAITING:",
        'if row.state == "READY":',
        services(
            "correspondence",
            "a_letter_printed_again_is_checked_again_and_not_by_who_printed_it_last",
        ),
    ),
    Sabotage(
        "a check that changed since it was seen",
        "desktop/services/verification.py",
        "refuse_other_basis(check, basis)",
        "pass",
        services(
            "verification",
            "a_check_confirmed_after_the_register_changed_is_not_the_one_that_was_seen",
        )
        + services(
            "check_answers",
            "a_second_clerk_who_looked_at_another_customer_agrees_to_nothing",
        ),
        3,
    ),
    Sabotage(
        "disposal: proposer ≠ approver",
        "desktop/domain/disposal.py",
        "if proposer == approver:",
        "if False:",
        services("disposal", "the_proposer_does_not_approve"),
    ),
    Sabotage(
        "disposal: executor ≠ witness",
        DISPOSAL,
        "check_witness(act.by.person_id, witness)",
        "pass",
        services("disposal", "the_executor_is_not_the_witness"),
    ),
    Sabotage(
        "disposal: what was sent back is proposed anew",
        DISPOSAL,
        "if batch.state != ItemState.PROPOSED:",
        "if False:",
        services("disposal", "a_list_that_was_sent_back_holds_nothing_that_a_later_one_lists"),
    ),
    Sabotage(
        "disposal: proposer ≠ who sends back",
        DISPOSAL,
        "check_approver(batch.proposed_by, act.by.person_id)\n"
        "            rights.require_untouched_list(session, act, batch.id)\n"
        "            self._move_items",
        "rights.require_untouched_list(session, act, batch.id)\n            self._move_items",
        services("two_people", "the_proposer_of_a_disposal_does_not_send_it_back"),
    ),
    Sabotage(
        "hold: who proposes its release ≠ who confirms",
        HOLDS,
        "if hold.release_proposed_by == act.by.person_id:",
        "if False:",
        services("disposal", "a_hold_is_released_by_two_people_and_the_papers_are_due_at_once"),
    ),
    Sabotage(
        "hold: a class keeps every unit of it",
        "desktop/store/holds.py",
        "found = (*self.cases.get(case_id, ()), *self.classes.get(cls, ()))",
        "found = self.cases.get(case_id, ())",
        services("holds", "a_class_is_held_whole_and_only_that_class"),
    ),
    Sabotage(
        "hold: a person's later case is kept as well",
        "desktop/services/casebook.py",
        "join_person_holds(session, self.premises.vault, act, case)",
        "pass",
        services("holds", "a_person_is_held_in_every_case_and_in_those_that_come"),
    ),
    Sabotage(
        "extension: a longer period voids the approval",
        "desktop/services/extensions.py",
        "take_unit_off(session, unit.id)",
        "pass",
        services("holds", "a_period_is_made_longer_with_a_reason_and_a_day_and_voids_the_approval"),
    ),
    Sabotage(
        "own words: what cannot be printed is not proposed",
        "desktop/services/documents.py",
        "texts = self.sound(code, typed, today)",
        "texts, _ = self._judged(code, typed, today)",
        services("documents", "words_that_cannot_be_are_told_beside_their_text_and_never_proposed"),
    ),
    Sabotage(
        "own words: a letter says something before its items",
        "desktop/services/documents.py",
        "            wrong = {**without_body(places, meant), **wrong}",
        "            pass",
        services("document_places", "not_all_may_be_left_out"),
    ),
    Sabotage(
        "own words: what the law asks for is told where it is left out",
        "desktop/services/document_checks.py",
        "        if one.must and not texts.get(one.place, one.shipped).strip()",
        "        if False",
        services("document_places", "a_text_may_be_left_out_and_one_added_and_the_law_is_told"),
    ),
    Sabotage(
        "own words: another text of a form is another version",
        "desktop/domain/own_texts.py",
        "version=printed_version(form.version, words.number),",
        "version=form.version,",
        (
            "tests/letters/test_own_words.py::"
            "test_a_form_in_other_words_is_another_version_with_the_same_geometry",
        ),
    ),
    Sabotage(
        "setting: proposer ≠ signer",
        "desktop/services/administration.py",
        "if setting.proposed_by == act.by.person_id:",
        "if False:",
        services("two_people", "the_proposer_of_a_setting_does_not_sign_it"),
    ),
)

RIGHTS_AND_REPEATS = (
    Sabotage(
        "rights: denied unless granted",
        "desktop/domain/roles.py",
        "if not may(role, capability):",
        "if False:",
        services("approvals", "a_clerk_does_not_approve"),
    ),
    Sabotage(
        "rights: asked by the services",
        "desktop/services/rights.py",
        "roles.require(by.role, capability)",
        "pass",
        services("register", "only_the_administrator_imports_and_only_case_users_search"),
    ),
    Sabotage(
        "rights: asked before every change",
        "desktop/services/changes.py",
        "rights.require(act, capability)",
        "pass",
        services("office_settings", "only_the_administrator_proposes_and_only_a_supervisor_signs"),
    ),
    Sabotage(
        "a witness has the right to be one",
        DISPOSAL,
        "if not may(person.role, Capability.WITNESS_DISPOSAL):",
        "if False:",
        services("disposal", "an_administrator_is_no_witness"),
    ),
    Sabotage(
        "a repeated command changes nothing twice",
        "desktop/services/changes.py",
        "if earlier is not None:",
        "if False:",
        services("filing", "a_repeated_filing_makes_one_case"),
    ),
    Sabotage(
        "a command id is for one kind of act",
        "desktop/store/commands.py",
        "if earlier.kind != kind:",
        "if False:",
        store("commands", "one_command_id_is_for_one_kind_of_act"),
    ),
    Sabotage(
        "a stale version is refused",
        "desktop/services/case_change.py",
        "if any(seen not in (None, case.version) for seen in (act.seen, version)):",
        "if False:",
        services("drafting", "a_stale_draft_is_refused_and_changes_nothing"),
    ),
    Sabotage(
        "failures of a passphrase are counted",
        "desktop/services/people.py",
        "if person.locked_until is not None and at < person.locked_until:",
        "if False:",
        ("tests/services/test_audit_entries.py::test_an_act_leaves_its_line[sqlite-locked-out]",),
    ),
)

HASHES = (
    Sabotage(
        "the signed letter is the one shown",
        "desktop/services/approvals.py",
        "if letter is None or letter.sha256 != letter_hash:",
        "if letter is None:",
        services("approvals", "another_letter_than_the_one_shown_is_not_signed"),
    ),
    Sabotage(
        "the letter posted is the one approved",
        GUARDS,
        'return facts.current_hash != "" and facts.approved_hash == facts.current_hash',
        "return True",
        ("tests/domain/test_states.py::test_a_step_whose_condition_is_missing_is_refused",),
    ),
    Sabotage(
        "the signed disposal list is the one shown",
        DISPOSAL,
        "if batch.list_hash != list_hash:",
        "if False:",
        services("disposal", "a_disposal_is_approved_with_the_passphrase_over_the_list_shown"),
    ),
    Sabotage(
        "the executed disposal list is the one approved",
        DISPOSAL,
        "if approval is None or approval.hash != batch.list_hash:",
        "if approval is None:",
        services("two_people", "a_list_changed_after_its_approval_is_not_executed"),
    ),
    Sabotage(
        "an edited answer has lost its approval",
        "desktop/store/cases.py",
        "ApprovalRow.void.is_(False),\n        )\n        .order_by(ApprovalRow.at.desc())",
        ")\n        .order_by(ApprovalRow.at.desc())",
        services("approvals", "an_edit_voids_the_approval"),
    ),
)

FORBIDDEN = (
    Sabotage(
        "the log does not tell that a page spoke of an illness",
        "desktop/services/masking.py",
        "MaskReason.NOT_NEEDED if one.reason is MaskReason.HEALTH else one.reason",
        "one.reason",
        (
            "tests/services/test_audit_reports.py::"
            "test_that_a_page_told_of_an_illness_is_not_written_into_the_log[sqlite]",
        ),
    ),
    Sabotage(
        "what ends a letter stays on one page",
        "desktop/letters/render.py",
        "flow.need((last + 1) * self.body.leading + _APART + _ENQUIRIES)",
        "pass",
        (
            "tests/letters/test_letter_layout.py::"
            "test_the_end_of_a_letter_never_stands_alone_on_a_page",
        ),
    ),
    Sabotage(
        "My Number: twelve digits with their check digit",
        SCREEN,
        "sure = is_my_number(digits) and (told or kind in _MY_NUMBER_CARDS)",
        "sure = False",
        ("tests/capture/test_screen.py::test_groups_read_as_separate_pieces_are_one_number",),
    ),
    Sabotage(
        "My Number: six digits downwards with a whole group",
        "desktop/capture/digit_places.py",
        "many = _MANY_GROUPED if grouped else _MANY",
        "many = _MANY",
        (
            "tests/capture/test_screen_partly_read.py::"
            "test_six_digits_downwards_with_a_whole_group_among_them_are_asked_about",
        ),
    ),
    Sabotage(
        "My Number: a frame read for a thirteenth digit",
        SCREEN,
        "framed = plain(row.text) == digits and _one_too_many(digits)",
        "framed = False",
        (
            "tests/capture/test_screen_misread.py::"
            "test_a_frame_read_for_a_thirteenth_digit_hides_no_number",
        ),
    ),
    Sabotage(
        "My Number: twelve digits that only may be one are asked about",
        SCREEN,
        "what = Forbidden.MY_NUMBER_LIKE",
        "continue",
        (
            "tests/capture/test_screen.py::"
            "test_twelve_digits_without_a_label_are_blacked_out_and_asked_about",
        ),
    ),
    Sabotage(
        "My Number: misread beside its label",
        SCREEN,
        "misread = labelled and len(digits) in (11, 12, 13)",
        "misread = False",
        ("tests/capture/test_screen.py::test_beside_its_label_a_misread_number_blocks_too",),
    ),
    Sabotage(
        "My Number: the card's back without a digit read",
        SCREEN,
        "if kind is PageKind.MNC_BACK or (kind in _MY_NUMBER_CARDS and is_number_side(page)):",
        "if False:",
        (
            "tests/capture/test_screen.py::"
            "test_the_side_with_the_number_is_blocked_even_when_no_digit_was_read",
        ),
    ),
    Sabotage(
        "My Number: the card's back without its label",
        "desktop/capture/read_page.py",
        "if kind in _WITHOUT_FIELDS and lies_number_side_up(free.lines, free.dpi):",
        "if False:",
        ("tests/capture/test_page_parts.py::test_a_number_side_without_label_or_code_is_blocked",),
    ),
    Sabotage(
        "forbidden numbers: a label beside which nothing was read",
        SCREEN,
        "masks.extend(unread_values(across, lines, health=health))",
        "pass",
        (
            "tests/capture/test_screen_partly_read.py::"
            "test_beside_and_below_a_label_whose_number_was_not_read_the_room_is_blacked_out",
        ),
    ),
    Sabotage(
        "insurance numbers: those left of the first label that was read",
        INSURANCE,
        "return [*before, (value, len(text))]",
        "return [(value, len(text))]",
        (
            "tests/capture/test_screen.py::"
            "test_short_insurance_numbers_are_blacked_out_whatever_their_label_was_read_as",
        ),
    ),
    Sabotage(
        "insurance numbers: the room behind the last one that was read",
        INSURANCE,
        "found.append((last, top, end - last, tall))",
        "pass",
        (
            "tests/capture/test_screen_partly_read.py::"
            "test_beside_the_numbers_of_an_insurance_paper_the_rest_of_the_row_goes",
        ),
    ),
    Sabotage(
        "My Number: cells under their label",
        SCREEN,
        "for box, digits_of in values_below(lines):",
        "for box, digits_of in ():",
        (
            "tests/capture/test_screen_partly_read.py::"
            "test_of_a_row_of_cells_under_its_label_all_are_covered_though_four_digits_were_read",
        ),
    ),
    Sabotage(
        "My Number: a doubtful digit",
        SCREEN,
        "if cells or framed or _doubt(row, lines, start, end) < least:",
        "if False:",
        (MISREAD + "an_ungrouped_number_with_a_doubtful_digit_is_asked_about",),
    ),
    Sabotage(
        "My Number: written downwards",
        "desktop/capture/digit_places.py",
        "found.append((left, max(0, top - spare), right - left, bottom - top + 2 * spare))",
        "pass",
        (MISREAD + "a_stack_with_lost_and_joined_digits_is_covered_whole",),
    ),
    Sabotage(
        "insurance numbers beside another card",
        SCREEN,
        "health = kind in _HEALTH or _HEALTH_PAGE.search(_text(across)) is not None",
        "health = kind in _HEALTH",
        (MISREAD + "insurance_numbers_beside_another_card_are_found",),
    ),
    Sabotage(
        "masks: nothing is filed before they are decided",
        "desktop/services/filing.py",
        "if any(page.proposed for page in envelope.pages):",
        "if False:",
        services("masking", "a_page_with_open_proposals_is_not_filed"),
    ),
    Sabotage(
        "masks: the key of the unmasked page goes",
        SPOOL,
        "vault.destroy(session, [key_before])",
        "pass",
        services("masking", "nothing_from_before_the_mask_is_left"),
    ),
    Sabotage(
        "masks: the text under them goes",
        "desktop/services/masking.py",
        "reading = without_text_under(page.reading, wanted)",
        "reading = page.reading",
        services("masking", "the_text_under_a_mask_goes_and_the_rest_stays"),
    ),
    Sabotage(
        "found number: the key of the unit goes",
        "desktop/store/rekey.py",
        "vault.destroy(session, [old])",
        "pass",
        services("found_numbers", "the_unit_lies_under_another_key_and_the_old_one_is_dropped"),
    ),
    Sabotage(
        "found number: the page's content goes",
        "desktop/store/rekey.py",
        "page.image = page.thumbnail = page.reading = None",
        "pass",
        services("found_numbers", "the_page_is_gone_at_once_and_waits_for_the_roll"),
    ),
    Sabotage(
        "found number: the roll is the supervisor's",
        "desktop/services/found_numbers.py",
        "rights.require(act, Capability.ROLL_KEYS)",
        "pass",
        services("found_numbers", "only_a_supervisor_rolls_and_the_page_waits_no_longer"),
    ),
    Sabotage(
        "My Number: the page is blocked",
        SCREEN,
        "return any(found.kind is Forbidden.MY_NUMBER for found in self.forbidden)",
        "return False",
        ("tests/capture/test_screen.py::test_groups_read_as_separate_pieces_are_one_number",),
    ),
    Sabotage(
        "My Number: nothing of a blocked page is kept",
        "desktop/services/mail_import.py",
        "case PageRead(result=BlockedPage() as page):\n                    self._purge",
        "case PageRead(result=BlockedPage() as page):\n                    self._keep",
        services("mail_intake", "a_page_with_a_my_number_is_never_kept"),
    ),
    Sabotage(
        "watched folder: what was discarded before it was whole comes in anew",
        "desktop/services/mail_import.py",
        "if not (self._watched and envelopes.is_discarded(session, envelope_id)):",
        "if True:",
        services(
            "watched_mail",
            "a_cut_off_envelope_that_was_discarded_comes_in_whole_at_the_next_look",
        ),
    ),
    Sabotage(
        "My Number: a blocked sheet stops the scan",
        "desktop/services/scanning_run.py",
        "if blocked is not None:",
        "if False:",
        services("scanning", "a_forbidden_number_stops_the_run_and_leaves_nothing_of_the_sheet"),
    ),
    Sabotage(
        "scan: the front of a half sheet goes out before it is read again",
        "desktop/services/scanning.py",
        "            _take_out_half(session, act, run)",
        "            pass",
        services("killed_scan", "a_sheet_killed_between_its_sides_is_read_again_and_kept_once"),
    ),
    Sabotage(
        "pages: a proposal turns with its page",
        "desktop/domain/turning.py",
        "proposed=tuple(dataclasses.replace(one, box=at(one.box)) for one in reading.proposed),",
        "",
        services("masking", "a_proposal_turns_with_its_page"),
    ),
    Sabotage(
        "scan: no more than twenty pages wait",
        "desktop/services/scanning_run.py",
        "self._room = threading.Semaphore(MOST_WAITING)",
        "self._room = threading.Semaphore(1000)",
        services("scanning", "no_more_than_twenty_pages_wait"),
    ),
    Sabotage(
        "My Number: not typed into a page",
        "desktop/services/intake.py",
        "refuse_my_number(text)",
        "pass",
        services("mail_intake", "a_my_number_cannot_be_typed_in"),
    ),
    Sabotage(
        "My Number: not typed into a case",
        "desktop/services/verification.py",
        "refuse_my_number(text)",
        "pass",
        services("verification", "a_my_number_cannot_be_typed"),
    ),
)

CLOCKS = (
    Sabotage(
        "clock: in doubt nothing is posted",
        CLOCK,
        "if not finding.ok:",
        "if False:",
        services("correspondence", "nothing_is_posted_while_the_clock_is_in_doubt"),
    ),
    Sabotage(
        "clock: in doubt nothing is destroyed",
        DISPOSAL,
        "require(act, Capability.EXECUTE_DISPOSAL)\n        self._book.require_clock(act)",
        "require(act, Capability.EXECUTE_DISPOSAL)",
        services("disposal", "nothing_is_destroyed_while_the_clock_is_in_doubt"),
    ),
    Sabotage(
        "clock: a skipped working day is a jump",
        CLOCK,
        "if _skipped_business_day(found.last_seen, at, calendar):",
        "if False:",
        services("office_settings", "a_jump_stays_doubtful_until_a_supervisor_confirms"),
    ),
    Sabotage(
        "clock: set back is doubtful",
        "desktop/store/clock.py",
        "if now < last - SLACK:",
        "if False:",
        store("clock", "a_clock_set_back_is_doubted_until_confirmed"),
    ),
)

LOG = (
    Sabotage(
        "log: only codes, ids and dates",
        "desktop/store/audit.py",
        "if len(word) > _LONGEST or not (word.isascii() and (word.isprintable() or not word)):",
        "if False:",
        store("audit", "nothing_but_codes_gets_into_the_log"),
    ),
    Sabotage(
        "log: a head's signature is checked",
        "desktop/store/audit_verifier.py",
        "        if not signed:",
        "        if False:",
        store("audit", "a_head_changed_after_signing_is_found"),
    ),
    Sabotage(
        "log: a stranger's head is found",
        "desktop/store/audit.py",
        "if signed.signing_public not in known:",
        "if False:",
        store("audit", "a_head_signed_by_a_stranger_is_found"),
    ),
    Sabotage(
        "log: roots are compared",
        "desktop/store/audit_verifier.py",
        "    if found == claim.root:",
        "    if True:",
        store("audit", "a_wrong_anchor_is_a_problem"),
    ),
    Sabotage(
        "log: an export's heads are signed with keys that the log names",
        "desktop/store/audit_verifier.py",
        "            if public not in known:",
        "            if False:",
        (
            "tests/store/test_tampering.py::"
            "test_a_change_is_told_or_documented_as_outside[swap key-book-without key]",
        ),
    ),
    Sabotage(
        "second place: what was carried there and is gone is told",
        "desktop/services/audit.py",
        "    if not kept.missing:",
        "    if True:",
        services("second_place", "what_was_taken_away_from_the_second_place_is_told"),
    ),
    Sabotage(
        "finding: nobody confirms the own correction",
        "desktop/domain/findings.py",
        "    if judge in (answered_by, owner):",
        "    if False:",
        services("findings", "nobody_confirms_what_they_put_right_themselves"),
    ),
    Sabotage(
        "finding: nobody puts off the own correction",
        "desktop/domain/findings.py",
        "    if judge == owner:",
        "    if False:",
        services("findings", "nobody_gives_themselves_more_time"),
    ),
    Sabotage(
        "extension: it outlives a reopening",
        "desktop/services/casebook.py",
        "unit.due_on = max(due_on, longer.get(unit.id, due_on))",
        "unit.due_on = due_on",
        services("holds", "a_longer_period_outlives_a_reopening"),
    ),
    Sabotage(
        "backup: never on a medium with a key",
        "desktop/store/key_places.py",
        "    if any(_is_key(file) for file in _near(folder)):",
        "    if False:",
        ("tests/store/test_backup_set.py::test_a_key_beside_below_or_above_data_is_refused",),
    ),
    Sabotage(
        "restore: every file of a set is as it was made",
        "desktop/store/backup_set.py",
        "        if not whole:",
        "        if False:",
        ("tests/store/test_backup_set.py::test_a_flipped_bit_of_a_file_is_found",),
    ),
)

_STOOD = "what_a_supervisor_signed_holds_and_a_row_alone_gives_nothing_any_more[sqlite]"
WATCHED: dict[str, str] = {
    "administration.propose_setting:setting.propose": "propose-a-setting",
    "administration.sign_setting:setting.sign": "sign-a-setting",
    "administration.drop_proposal:setting.drop": "drop-a-setting",
    "standing.sign:person.key": SERVICES.format("standing", _STOOD),
    "standing.sign:roles.stand": SERVICES.format("standing", _STOOD),
    "role_changes.wish:person.role_proposed": "wish-for-another-role",
    "role_changes.take:person.role": SERVICES.format(
        "leavers", "a_new_role_is_the_person_s_once_another_person_has_signed_it[sqlite]"
    ),
    "deputies.name:deputy.name": "name-a-deputy",
    "deputies.take_back:deputy.end": "take-a-deputy-back",
    "passphrase_reset.reset:person.reset": "reset-a-passphrase",
    "disposal._void_of:disposal.approval_void": "void-what-a-leaver-approved",
    "audit.export:audit.export": "export-the-log",
    "audit.check:audit.verify": "verify-the-log",
    "audit.note_carried:audit.carried": "carry-the-anchors-to-the-second-place",
    "audit_lists.save:audit.list": "save-a-list-of-the-log",
    "findings._log": "add-a-finding",
    "findings.add:finding.add": "add-a-finding",
    "findings._change": "answer-a-finding",
    "casebook.advance": "approve",
    "casebook.note": "assign-a-case",
    "casebook.look": "open-a-letter",
    "cases.picture:identity.view": "look-at-an-identity-paper",
    "fees._record:case.fee_recorded": "record-a-fee",
    "fee_corrections.propose:case.fee_reversal_proposed": "say-that-a-fee-was-entered-wrongly",
    "fee_corrections.decide": "reverse-a-fee",
    "fee_corrections.take_back:case.fee_reversal_taken_back": "take-back-that-a-fee-is-wrong",
    "fee_corrections._note": "undo-a-hand-over",
    "stamp_ledger.print:fees.printed": "print-the-stamp-ledger-without-a-printer",
    "fees.send_back:case.fee_returned": "send-money-back",
    "inquiry_sheets.save:case.inquiry_saved": "save-an-inquiry",
    "investigation.ask:case.inquiry": "ask-the-departments",
    "investigation.mask:case.answer_masked": "mask-an-answer",
    "investigation.let_be:case.answer_no_name": "let-words-of-an-answer-be",
    "inquiry_sheets.print:case.inquiry_printed": "print-an-inquiry-without-a-printer",
    "inquiry_sheets._print_refused:case.inquiry_not_printed": "print-an-inquiry-without-a-printer",
    "answer_pages.take:case.answer_pdf": "take-an-answer-as-pages",
    "answer_pages.confirm:case.answer_confirmed": "confirm-an-answer-in-pages",
    "answer_pages.drop:case.answer_dropped": "drop-an-answer-in-pages",
    "investigation.remind:case.inquiry_reminded": "remind-a-department",
    "stamp_ledger.count:fees.counted": "count-the-stamps",
    "stamp_ledger.export": "export-the-stamp-ledger",
    "stamp_ledger.hand_over:fees.handed": "hand-stamps-over",
    "fees.not_enclosed:case.fee_not_enclosed": "find-that-no-money-was-enclosed",
    "fees.waive:case.fee_waived": "waive-a-fee",
    "investigation.import_answers:case.answer_imported": "import-answers",
    "casework.assign:case.assign": "assign-a-case",
    "correspondence.letter_pdf:letter.open": "open-a-letter",
    "correspondence.save_copy:letter.copy": "save-a-copy",
    "case_sheets.save_copy:slip.copy": "save-a-match-slip",
    "document_prints._print:paper.print": "print-a-blank-form-without-a-printer",
    "document_prints.save_form:paper.save": "save-a-blank-form",
    "case_sheets.print:slip.print": "print-a-match-slip-without-a-printer",
    "letter_printing._begin:letter.print": "print-without-a-printer",
    "letter_printing.print_here:letter.copy": SERVICES.format("letter_printing", _PRINTED_HERE),
    "one_more_sheet.note_more:letter.reprint": SERVICES.format("letter_printing", _PRINTING),
    "hand_issue.issue:letter.by_hand": SERVICES.format("hand_issue", _BY_HAND),
    "hand_issue.attach:letter.hand_scanned": SERVICES.format("hand_issue", _BY_HAND),
    "printing.choose:print.choice": SERVICES.format("letter_printing", _PRINTING),
    "printing.cancel:print.cancel": SERVICES.format("letter_printing", _PRINTING),
    "printing._end:print.end": "print-without-a-printer",
    "enclosure.check:letter.check": "check-an-enclosure",
    "correspondence.send:letter.send": "post-a-request",
    "notices._make:letter.notice": "make-a-notice",
    "notices.take_back:letter.taken_back": "take-a-notice-back",
    "returned_notices.came_back:letter.returned": "record-that-a-request-came-back",
    "lesser_way._note:letter.way": "decide-for-a-less-sure-way",
    "ledger.export": "export-the-ledger",
    "ledger.print:ledger.printed": "print-the-ledger-without-a-printer",
    "destruction.destroy_keys:disposal.keys_destroyed": "execute-a-disposal",
    "disposal.propose:disposal.propose": "propose-a-disposal",
    "disposal.approve:disposal.approve": "approve-a-disposal",
    "disposal.send_back:disposal.send_back": "send-a-disposal-back",
    "disposal.execute:disposal.execute": "execute-a-disposal",
    "disposal._issue:disposal.certificate": "certify-a-disposal",
    "batch_sheets.save_copy:disposal.sheet": "save-a-sheet-of-a-disposal",
    "disposal._issue": "save-a-certificate",
    "disposal._log": "propose-a-disposal",
    "drafting.save:case.draft_saved": "save-a-draft",
    "drafting.submit:letter.frozen": "submit-a-draft",
    "exports.record:export.open": "export-the-ledger",
    "exports._close:export.close": "close-an-export",
    "filing.file:case.join": "join-a-case",
    "duplicates.link_duplicates:case.linked": "link-cases-of-one-person",
    "special_cases.record_death:case.principal_died": "record-a-death",
    "special_cases.take_back_death:case.death_taken_back": "take-a-death-back",
    "special_cases.set_occupant:case.occupant": "treat-as-an-occupant",
    "special_cases.clear_occupant:case.occupant_cleared": "treat-as-an-occupant-no-more",
    "special_cases.ask_secrecy:case.handling": "ask-for-a-special-handling",
    "special_cases.decide_secrecy:case.handling": "decide-on-a-special-handling",
    "rerouting.reroute_envelope:envelope.reroute": "hand-an-envelope-over",
    "incidents.record:case.misdelivery": "record-a-misdelivery",
    "incidents.reported:case.misdelivery_reported": "report-a-misdelivery",
    "holds._hold_case:hold.set": "set-a-hold",
    "holds._tell": "propose-to-release-a-hold",
    "holds._tell#2": "hold-a-note",
    "person_holds.join_person_holds:hold.joined": "end-a-case-of-a-held-person",
    "extensions._extend:retention.extended": "make-a-period-longer",
    "outlook.save:keeping.outlook": "save-the-outlook",
    "boxes.save_label:box.label": "save-the-label-of-a-box",
    "assignment.assign:case.assign": "assign-several-cases",
    "assignment.hand_over:case.assign": "hand-cases-over",
    "assignment.hand_over:case.handed_over": "hand-cases-over",
    "kept_notes.keep:case.note_kept": "keep-what-was-typed",
    "arrivals.propose:case.arrival_proposed": "say-that-a-case-came-on-another-day",
    "arrivals.decide": "decide-on-the-day-of-arrival",
    "day_close.count:day.count": "count-a-day",
    "day_unlike.note_unlike:day.unlike": "count-a-day-differently",
    "day_signing.sign_days:day.close": "close-a-day",
    "day_close.reopen:day.reopen": "open-a-closed-day-again",
    "day_close.print_sheet:day.printed": "print-the-sheet-of-a-day-without-a-printer",
    "day_close.save_sheet": "save-the-sheet-of-a-day",
    "paper_care.set_shelf:case.shelf": "say-where-the-paper-stands",
    "paper_care.save_label": "save-a-shelf-s-label",
    "paper_care._note": "take-in-the-wish-for-an-original",
    "paper_care.send_original:letter.send": SERVICES.format("paper_care", _COVER),
    "form_covers.save": "save-a-cover-for-forms",
    "audit_reports._log_it": "save-an-audit-report",
    "notes.add:note.add": "write-a-call-down",
    "note_log.export": "export-the-log-of-notes",
    "notes._to_case:case.desk_note": "write-a-call-down-with-its-case",
    "saved_filters._told": "save-a-filter",
    "intake.picture:identity.view": "look-at-an-unfiled-identity-paper",
    "intake.discard:envelope.discard": "discard-mail",
    "intake._change_reading": "correct-an-unfiled-page",
    "masking.apply:page.mask": "mask-a-page",
    "found_numbers.found:forbidden.found": "take-out-a-page-with-a-number",
    "found_numbers.confirm_paper:forbidden.paper_done": "settle-the-sheet-of-a-found-number",
    "found_numbers.roll:keys.roll": "roll-the-keys",
    "slot_restore.restore_slot:slot.restored": SERVICES.format(
        "key_care", "a_lost_slot_is_made_anew_from_a_stick_and_the_card[sqlite]"
    ),
    **dict.fromkeys(
        (
            "card_entry.enter:person.reset",
            "card_entry.enter:card.enter",
            "card_entry._unlocked:card.failed",
            "disposal_stages._bring:disposal.stage",
            "key_care.roll:keys.roll",
            "key_care.write_stick:stick.write",
            "key_care.lose_stick:stick.lost",
            "key_care.renew_card:card.renew",
            "key_care._note_copy",
            "paper_ends.note:disposal.paper_end",
            "recovery.print_new_card:card.print",
        ),
        SERVICES.format("key_care", _KEY_LINES),
    ),
    "mail_keeping.keep:forbidden.mask": "mask-a-number",
    "mail_keeping.keep:page.burnt": "black-out-what-no-paper-keeps",
    "mail_keeping.keep:page.take_in": "take-in-a-page",
    "mail_keeping.purge:forbidden.purge": "purge-a-page",
    "mail_keeping._log_forbidden": "purge-a-page",
    "scanning.save_profile:scan.profile": "save-a-scan-profile",
    "scanning.remove_profile:scan.profile_removed": "remove-a-scan-profile",
    "scanning._begin:scan.begin": "scan-a-stack",
    "scanning._take_out_half:page.remove": "read-a-half-sheet-again",
    "scanning.answer_block:forbidden.answer": "answer-a-blocked-sheet",
    "scanning.close_run:scan.close": "close-a-scan",
    "scanning_run._log_end:scan.end": "scan-a-stack",
    "mail_keeping._begin:envelope.open": "take-in-a-page",
    "opening._begin:store.set_up": "",
    "opening._begin:person.add": "",
    "opening._begin:setting.sign": "",
    "disclosure_media.choose:medium.choose": _DISC_LINES,
    "disclosure_media.write:medium.write": _DISC_LINES,
    "disclosure_media._not_written:medium.not_written": _DISC_LINES,
    "disclosure_media.check:medium.mismatch": _DISC_LINES,
    "disclosure_media.check:medium.check": _DISC_LINES,
    "pages._note": "split-an-envelope",
    "pages_misfiled.move:page.moved_out": "move-a-misfiled-page",
    "pages_misfiled.move:page.moved_in": "move-a-misfiled-page",
    "pages_misfiled.to_intake:page.to_intake": "take-a-misfiled-page-back",
    "pages_misfiled.back_from_intake:page.from_intake": "return-a-page-from-the-mail-to-its-case",
    "people.sign_in:sign.in": "sign-in",
    "people.add:person.add": "add-a-person",
    "people.deactivate:person.end": "end-a-person",
    "people._prove": "unknown-login",
    "people._prove#2": "locked-out",
    "people._prove#3": "unsigned-role",
    "people._prove:sign.failed": "wrong-passphrase",
    "people._log_failure:sign.failed": "unknown-login",
    "people._leave": "lock",
    "recovery.print_card:card.print": "print-the-recovery-card",
    "backups.begin:backup.begin": "make-a-backup",
    "backups.make:backup.made": "make-a-backup",
    "backups.make:backup.not_made": "fail-to-make-a-backup",
    "backups._record:drill.done": "drill-a-restore",
    "restore.restore_to:store.restored": SERVICES.format(
        "backups", "a_store_goes_into_a_set_and_comes_back_as_it_was[sqlite]"
    ),
    "register.search": "search-the-register",
    "register.asking": "ask-the-register-many-questions",
    "register.asking#2": "ask-the-register-many-questions",
    "register._note:register.find": "search-the-register",
    "register_one_field.note_opened:register.find": "open-a-customer",
    "register_import._switch:register.import": "import-the-register",
    "register_delta._switch:register.delta": "import-a-delta-of-the-register",
    "sources._end:source.deleted": "confirm-a-deletion",
    "verification.correct:page.correct": "correct-a-reading",
    "verification.ask_second:case.second_asked": "ask-for-a-second-check",
    "verification.second:case.second_checked": "disagree-as-the-second",
    "audit.anchor:audit.anchor": "anchor",
    "clock.confirm:clock.confirm": "confirm-the-clock",
}  # fmt: skip
"""Each audit write by its place, and the act of test_audit_entries.py that must miss its line."""


def _of_a_write(write: AuditWrite) -> Sabotage:
    act = WATCHED[write.name]  # or a test of its own, where the line is not always the same
    test = "tests/services/test_audit_entries.py::test_"
    test += (
        f"an_act_leaves_its_line[sqlite-{act}]" if act else "the_set_up_leaves_its_lines[sqlite]"
    )
    test = act if "::" in act else test
    return Sabotage(f"log: {write.name}", write.file, write.guard, "pass", (test,), write=write)


AUDIT_WRITES = tuple(_of_a_write(one) for one in audit_writes() if one.name in WATCHED)

COMPARE, THREE_WAY = "desktop/address/compare_numbers.py", "desktop/domain/three_way_match.py"


def _compare(test: str) -> tuple[str, ...]:
    return (f"tests/address/test_compare.py::test_{test}",)


def _three_way(test: str) -> tuple[str, ...]:
    return (f"tests/domain/test_three_way_rules.py::test_{test}",)


ADDRESSES = (
    Sabotage(
        "three-way: a move explains no contradiction between two places that are one",
        "desktop/domain/three_way_rows.py",
        "settled = row.outcome is _DIFFERENT and moved and borne_out",
        "settled = row.outcome is _DIFFERENT and borne_out",
        (
            "tests/domain/test_three_way_former.py::"
            "test_between_two_places_that_are_one_a_contradiction_stays_one",
        ),
    ),
    Sabotage(
        "register: one of another reading says so",
        "desktop/services/register.py",
        "outdated = any(one.edition != edition for one in current.generations)",
        "outdated = False",
        services("register_edition", "a_register_of_another_reading_says_so_and_still_finds"),
    ),
    Sabotage(
        "address: other numbers contradict",
        COMPARE,
        "if first != second:",
        "if False:",
        _compare("other_numbers_are_never_the_same_place"),
    ),
    Sabotage(
        "address: 丁目, 番 and 号 are told apart",
        COMPARE,
        "if _units_contradict(a.numbers, b.numbers):",
        "if False:",
        _compare("a_number_of_another_kind_is_another_number"),
    ),
    Sabotage(
        "address: another room, wing or floor contradicts",
        COMPARE,
        "    if contradiction:",
        "    if False:",
        _compare("another_room_wing_or_floor_is_never_the_same_flat"),
    ),
    Sabotage(
        "address: two names of a building contradict",
        COMPARE,
        'different("building", shown_a, shown_b, Level.PARTIAL, "建物名が違います")',
        'alike("building", shown_a, shown_b, Level.NORMALIZED, "建物名が違います")',
        _compare("two_names_of_a_building_contradict_one_another"),
    ),
    Sabotage(
        "address: digits that were not read",
        "desktop/address/compare.py",
        "if _unread_digits(a) != _unread_digits(b):",
        "if False:",
        _compare("digits_that_no_component_holds_must_agree"),
    ),
    Sabotage(
        "address: what may be read in two ways is for a person",
        "desktop/address/compare.py",
        "if a.alternatives or b.alternatives:",
        "if False:",
        _compare("an_address_that_may_be_read_in_two_ways_is_for_a_person"),
    ),
    Sabotage(
        "address: a prefecture put right still contradicts",
        "desktop/address/compare_place.py",
        "if found.outcome is Outcome.VARIANT and not reasons(found.a, found.b):",
        "if False:",
        _compare("a_prefecture_that_the_gazetteer_put_right_still_contradicts"),
    ),
    Sabotage(
        "address: no repair makes one town of two numbers",
        "desktop/address/compare_place.py",
        "if found.outcome is Outcome.VARIANT and _figures(first) != _figures(second):",
        "if False:",
        _compare("no_repair_makes_one_town_of_two_numbers"),
    ),
    Sabotage(
        "address: a ward that contradicts the town is not believed",
        "desktop/address/locating.py",
        "if other_ward is not None:",
        "if False:",
        (
            "tests/address/test_wards_and_districts.py::"
            "test_a_town_of_another_ward_is_told_and_not_believed",
        ),
    ),
    Sabotage(
        "address: a room behind a blank is no part of the number",
        "desktop/address/torn_numbers.py",
        "if not _belongs(before, behind, town):",
        "if False:",
        ("tests/address/test_torn_numbers.py::test_a_room_behind_a_blank_stays_a_room",),
    ),
    Sabotage(
        "address: the land beside a number is not the number",
        "desktop/address/numbers.py",
        "if numbers and (beside := _BESIDE.match(line, at)) is not None:",
        "if (beside := _BESIDE.match(line, at)) is None:",
        ("tests/address/test_torn_numbers.py::test_land_beside_a_number_is_not_the_number",),
    ),
    Sabotage(
        "three ways: form and paper must agree",
        THREE_WAY,
        "level = worst((by_form, by_papers, match.level))",
        "level = worst((by_papers, match.level))",
        _three_way("a_paper_that_fits_the_register_does_not_pass_beside_another_form"),
    ),
    Sabotage(
        "three ways: paper and register must agree",
        THREE_WAY,
        "level = worst((by_form, by_papers, match.level))",
        "level = worst((by_form, by_papers))",
        _three_way("another_room_does_not_pass_and_the_room_is_named"),
    ),
    Sabotage(
        "three ways: two papers must agree",
        THREE_WAY,
        "level = worst((by_form, by_papers, match.level))",
        "level = worst((by_form, match.level))",
        _three_way(
            "two_papers_that_contradict_one_another_do_not_pass_beside_a_form_that_leaves_it_open"
        ),
    ),
    Sabotage(
        "three ways: a paper set aside leaves no plain pass",
        THREE_WAY,
        "    if aside:\n",
        "    if False:\n",
        _three_way("a_paper_set_aside_as_the_former_address_leaves_no_plain_pass"),
    ),
    Sabotage(
        "three ways: form and register must not contradict",
        "desktop/domain/verification.py",
        "if not known or contradicted or people.births is Outcome.DIFFERENT:",
        "if not known or people.births is Outcome.DIFFERENT:",
        _three_way(
            "form_and_register_must_not_contradict_one_another_over_a_paper_that_leaves_it_open"
        ),
    ),
    Sabotage(
        "three ways: another birth date",
        "desktop/domain/verification.py",
        "if not known or contradicted or people.births is Outcome.DIFFERENT:",
        "if not known or contradicted:",
        _three_way("another_birth_date_is_a_mismatch_and_a_missing_one_is_not"),
    ),
    Sabotage(
        "three ways: words without a house number prove nothing",
        THREE_WAY,
        "return worse(level, Level.PARTIAL)",
        "return level",
        _three_way("equal_words_without_a_house_number_prove_no_place"),
    ),
    Sabotage(
        "three ways: a former address counts on three papers only",
        "desktop/services/identity_papers.py",
        "if self.kind in _SHOW_FORMER_ADDRESS else",
        "if self.kind else",
        services("verification", "a_former_address_on_another_paper_explains_nothing"),
    ),
)

MAIL, MISFILED = "desktop/services/filing.py", "desktop/services/pages_misfiled.py"
RECHECK, ORDER = "desktop/services/recheck.py", "desktop/store/envelope_order.py"

PUT_RIGHT = (
    Sabotage(
        "mail: a suggestion never joins by itself",
        MAIL,
        "return None if named is None else case_row(session, named)",
        "return session.query(CaseRow).first() if named is None else case_row(session, named)",
        services("answering_mail", "a_suggestion_never_joins_by_itself"),
    ),
    Sabotage(
        "mail: slips of two cases are asked",
        "desktop/services/answering_mail.py",
        "    if len(numbers) > 1:\n",
        "    if False:\n",
        (
            "tests/services/test_answering_mail.py::"
            "test_what_the_slips_do_not_say_clearly_is_asked[sqlite-two cases]",
        ),
    ),
    Sabotage(
        "misfiled: a move needs a reason",
        MISFILED,
        "if reason not in set(MisfiledReason):",
        "if False:",
        ("tests/services/test_pages_misfiled.py::test_a_move_needs_a_reason[sqlite-]",),
    ),
    Sabotage(
        "misfiled: a frozen draft goes back",
        MISFILED,
        "        return_draft(session, self._book, act, case)\n",
        "",
        (
            "tests/services/test_pages_misfiled.py::"
            "test_a_frozen_draft_goes_back_when_a_paper_leaves_or_comes[sqlite-approved]",
        ),
    ),
    Sabotage(
        "misfiled: the approval of a draft that goes back is void",
        RECHECK,
        "void_letters(session, case.id, DECISION_CODES)\n    book.advance(session, act, case, "
        "Action.EDIT, by_right=Capability.FILE)",
        "book.advance(session, act, case, Action.EDIT, by_right=Capability.FILE)",
        (
            "tests/services/test_pages_misfiled.py::"
            "test_a_frozen_draft_goes_back_when_a_paper_leaves_or_comes[sqlite-approved]",
        ),
    ),
    Sabotage(
        "misfiled: the key that a page leaves is renewed",
        "desktop/store/misfiled.py",
        "renew_key(session, vault, unit)",
        "pass",
        services(
            "pages_misfiled",
            "what_left_a_case_does_not_open_by_a_key_that_the_case_still_uses",
        ),
    ),
    Sabotage(
        "pages: the version a clerk saw",
        ORDER,
        "    if version is not None:\n",
        "    if False:\n",
        (
            "tests/services/test_pages.py::"
            "test_the_second_of_two_clerks_is_told_that_the_envelope_has_changed[sqlite-split]",
        ),
    ),
    Sabotage(
        "pages: what comes after the filing is not lost",
        "desktop/store/envelopes.py",
        "    if last.state == OPEN:\n",
        "    if last:\n",
        services("pages", "a_page_scanned_after_its_envelope_was_filed_is_not_lost"),
    ),
)

READING = (
    Sabotage(
        "reading: no letter is put into an address that the network did not see",
        "desktop/capture/address_head.py",
        "if char.probability >= _FIRM or held < _POSSIBLE:",
        "if False:",
        ("tests/capture/test_address_head.py::test_what_was_not_seen_is_never_put_in",),
    ),
    Sabotage(
        "reading: pale but soft marks show through from the back",
        "desktop/capture/quality.py",
        "kept = long & seen & ~_holes(stats, calm.shape)",
        "kept = long & ~_holes(stats, calm.shape)",
        (
            "tests/capture/test_page_quality.py::"
            "test_print_that_shows_through_thin_paper_is_blank[34-2.5]",
        ),
    ),
    Sabotage(
        "decoding: a child that sends pages without end is given up",
        "desktop/capture/decode.py",
        "        if count > MAX_PAGES:\n",
        "        if False:\n",
        ("tests/capture/test_lying_child.py::test_a_lie_is_refused[endless-too_many_pages]",),
    ),
    Sabotage(
        "reading: what contradicts itself on a form is for a clerk",
        "desktop/capture/forms_reader.py",
        "sure=one.sure and one.key not in doubtful",
        "sure=one.sure",
        (
            "tests/capture/test_forms_doubts.py::"
            "test_a_code_of_another_prefecture_makes_both_unsure_and_changes_neither",
        ),
    ),
    Sabotage(
        "reading: a sheet of an unknown version is not read by another version's boxes",
        "desktop/capture/read_page.py",
        "if (f.code, f.version) == (qr.form, version)",
        "if f.code == qr.form",
        (
            "tests/capture/test_forms_reading.py::"
            "test_a_form_of_a_version_without_a_definition_is_told_as_such",
        ),
    ),
    Sabotage(
        "reading: a circled label is for a clerk",
        "desktop/capture/tick_reader.py",
        'FieldReading(field.key, "1", 0.5, sure=False, box=box)',
        'FieldReading(field.key, "1", 0.5, sure=True, box=box)',
        (
            "tests/capture/test_ticks.py::"
            "test_a_circle_round_the_words_is_a_mark_that_a_clerk_looks_at[item.K3]",
        ),
    ),
)

SOURCES = (
    Sabotage(
        "eSCL: only the local network is contacted",
        "desktop/capture/sources/escl_address.py",
        "local = [one for one in found if is_local(one)]",
        "local = found",
        (
            "tests/capture/test_escl_addresses.py::"
            "test_an_address_outside_is_never_contacted[8.8.8.8]",
        ),
    ),
    Sabotage(
        "sources: only the content that was taken in is deleted",
        "desktop/services/sources.py",
        "return _identity(seen) if summed.hexdigest() == place.sha256 else SourceState.CHANGED",
        "return _identity(seen)",
        services("sources", "a_file_rewritten_in_its_length_after_taking_is_not_deleted"),
    ),
    Sabotage(
        "reading: a letter that two readings drop alike is seen by its ink",
        "desktop/capture/forms_reader.py",
        "sound = len(votes) == _ENOUGH and _stands(crop, same, field.charset)",
        "sound = len(votes) == _ENOUGH",
        (
            "tests/capture/test_forms_doubts.py::"
            "test_a_letter_read_as_nothing_and_a_dot_for_a_hyphen_are_for_a_clerk",
        ),
    ),
    Sabotage(
        "reading: a dot between figures is for a clerk",
        "desktop/capture/forms_reader.py",
        "if charset is not Charset.DATE and _DOTTED.search(text):",
        "if False:",
        (
            "tests/capture/test_forms_doubts.py::"
            "test_a_letter_read_as_nothing_and_a_dot_for_a_hyphen_are_for_a_clerk",
        ),
    ),
    Sabotage(
        "My Number: digits down the rim of an own form are seen",
        "desktop/capture/read_page.py",
        "partly = [*stray.partly, *((box, False) for box in stray.downwards)]",
        "partly = list(stray.partly)",
        (
            "tests/capture/test_forms_reading.py::test_pencilled_digits_and_digits_downwards_on_"
            "the_rim_are_blacked_out_and_asked_about[down-60]",
        ),
    ),
    Sabotage(
        "sources: what a hung share may still hold is not confirmed as destroyed",
        "desktop/services/sources.py",
        "if SourceState.SILENT in states.values():",
        "if False:",
        services(
            "hung_share",
            "a_file_on_a_hung_share_is_told_neither_deleted_nor_confirmed_and_holds_nobody_up",
        ),
    ),
    Sabotage(
        "watched folder: the bare place of a share is no empty folder",
        "desktop/capture/sources/watched_folder.py",
        "if self._first() is None:",
        "if False:",
        services("hung_share", "the_bare_place_of_a_share_is_no_empty_folder"),
    ),
    Sabotage(
        "sources: what is taken only in part is not deleted",
        "desktop/services/sources.py",
        "return SourceState.THERE if file.task.whole else SourceState.PART",
        "return SourceState.THERE",
        services("sources", "a_file_taken_in_part_is_not_deleted"),
    ),
    Sabotage(
        "mail: no tile of a page that has gone stays on the screen",
        "desktop/ui/widgets/thumb_sheet.py",
        "gone = [row for row in self._looks if row >= len(thumbs)]",
        "gone: list[int] = []",
        (
            "tests/ui/widgets/test_thumb_sheet.py::"
            "test_what_changed_is_drawn_and_nothing_old_stays[fewer-4]",
        ),
    ),
    Sabotage(
        "scanning: what a killed scan left in memory goes when the window opens",
        "desktop/services/opening.py",
        "    sweep_scan_folders()",
        "    pass",
        services("killed_source", "a_window_that_opens_sweeps_what_a_killed_scan_left"),
    ),
)


def _guards_of_the_case() -> tuple[Sabotage, ...]:
    """Every guard of guards.py, found in the source: a new one without a test fails here."""
    found = re.findall(r'Guard\(\n    "(\w+)",\n    ([^\n]+),\n', (ROOT / GUARDS).read_text("utf8"))
    return tuple(
        Sabotage(
            f"guard: {name}",
            GUARDS,
            f'    "{name}",\n    {holds},\n',
            f'    "{name}",\n    lambda f: True,\n',
            (f"tests/domain/test_guards.py::{_LACKING}[{name}]",),
        )
        for name, holds in found
    )


_LACKING = "test_the_one_thing_that_is_lacking_refuses_the_step"
SPECIAL = "desktop/services/special_cases.py"

CASES = (
    *_guards_of_the_case(),
    Sabotage(
        "death: what was approved is void",
        SPECIAL,
        'void_approvals(session, "case", case.id)',
        "pass",
        services(
            "special_cases",
            "a_death_in_an_agent_case_ends_the_power_and_voids_the_approved_answer",
        ),
    ),
    Sabotage(
        "death taken back: what was made because of it is void",
        SPECIAL,
        "self._back_to_identity(session, act, case, act.at.date())",
        "pass",
        services(
            "special_cases",
            "a_refusal_made_because_of_a_death_does_not_leave_once_it_is_taken_back",
        ),
    ),
    Sabotage(
        "death: heirs only where a death is recorded",
        "desktop/services/rerouting.py",
        "if (over.kind == RerouteKind.HEIRS) != died:",
        "if False:",
        services("special_cases", "heirs_are_answered_outside_the_act_and_their_letter_says_so"),
    ),
    Sabotage(
        "letters: no address of a check that does not hold any more",
        "desktop/services/letter_making.py",
        "if case.identity_ok else None",
        "",
        services(
            "waiting",
            "a_letter_to_who_is_unproven_again_goes_to_the_form_as_it_was_put_right",
        ),
    ),
    Sabotage(
        "secrecy: no answer leaves before it is decided",
        "desktop/domain/transitions.py",
        "    g.SECRECY_DECIDED,  # somebody may have asked for it since the approval\n",
        "",
        services(
            "special_cases",
            "an_answer_does_not_leave_before_the_secrecy_asked_for_since_is_decided",
        ),
    ),
    Sabotage(
        "money: whoever sends it back does not stand by as the second person",
        "desktop/services/fee_witness.py",
        "if person.id == act.by.person_id:",
        "if False:",
        services("fee_pieces", "cash_goes_back_by_cash_registered_post_before_another_person"),
    ),
    Sabotage(
        "money: who says that an entry is wrong does not undo it",
        "desktop/services/fee_corrections.py",
        "    if row.proposed_by == act.by.person_id:",
        "    if False:",
        services("fee_corrections", "a_receipt_counts_until_another_person_has_undone_it"),
    ),
    Sabotage(
        "money: no unanswered case ends with any of it",
        "desktop/domain/transitions.py",
        "_MONEY_GONE = (g.MONEY_BOOKED, g.NOTHING_HELD)",
        "_MONEY_GONE = (g.MONEY_BOOKED,)",
        (
            "tests/domain/test_guards.py::"
            "test_the_one_thing_that_is_lacking_refuses_the_step[nothing_held]",
        ),
    ),
    Sabotage(
        "money: what the list of enclosures names stands in the ledger",
        "desktop/services/enclosed_money.py",
        "    return named > len(came) + nothing",
        "    return False",
        services("enclosed_money", "what_the_list_names_stands_in_the_ledger_before_the_case_ends"),
    ),
    Sabotage(
        "D-13: its list is replaced by two people",
        "desktop/services/notices.py",
        "    if not witness:\n        raise",
        "    if False:\n        raise",
        services("notices", "the_list_of_what_goes_back_is_replaced_or_dropped_by_two_people_only"),
    ),
    Sabotage(
        "fee: nothing is granted without it",
        "desktop/domain/transitions.py",
        "(*_ANSWER, g.FEE_FOR_GRANT, g.DRAFTER),",
        "(*_ANSWER, g.DRAFTER),",
        services("fee_pieces", "what_was_refused_for_want_of_the_fee_is_not_granted_without_it"),
    ),
    Sabotage(
        "fee: no more goes back than lies in hand",
        "desktop/services/fees.py",
        "if wanted <= 0 or held[(means, face)] < 0:",
        "if False:",
        services("fee_pieces", "no_more_goes_back_than_came_too_much"),
    ),
    Sabotage(
        "fee: what has to go back is not handed over",
        "desktop/services/fees.py",
        "    if owed is not None:\n",
        "    if False:\n",
        services("fee_pieces", "what_has_to_go_back_is_not_handed_to_the_accounts"),
    ),
    Sabotage(
        "fee: a customer's change is not handed over",
        "desktop/services/fees.py",
        "    if owed is not None and not covered(means, held, owed):",
        "    if False:",
        services("fee_pieces", "what_has_to_go_back_is_not_handed_to_the_accounts"),
    ),
    Sabotage(
        "fee: what is left pays each customer by its faces",
        "desktop/services/fees.py",
        "    if owed is not None and not still_payable(means, before, held, owed):",
        "    if False:",
        services("fee_pieces", "what_is_left_pays_each_customer_s_change_by_its_faces"),
    ),
    Sabotage(
        "export: a file that was changed is not deleted unasked",
        "desktop/services/exports.py",
        'if how == "CHANGED_DELETED" and (row.kind in _ANSWERS or not changed_too):',
        "if False:",
        services("changed_copies", "a_copy_that_somebody_changed_is_deleted_on_purpose_alone"),
    ),
    Sabotage(
        "standing: whom no log knows as a supervisor signs nothing",
        "desktop/services/standing.py",
        "if not settings.may_stand(session, act.by.person_id, act.at):",
        "if False:",
        services("standing", "who_wrote_the_role_into_the_own_row_signs_nothing"),
    ),
    Sabotage(
        "day: counts that differed are spent",
        "desktop/services/day_unlike.py",
        '"times": day_close.spend_counts(session, day),',
        '"times": 1,',
        services(
            "day_close",
            "the_second_counts_without_seeing_and_is_told_the_pile_but_not_the_number",
        ),
    ),
    Sabotage(
        "fee: no receipt is undone whose money went back",
        "desktop/services/fee_corrections.py",
        "if account(own, 0).overdrawn or ",
        "if ",
        services("fee_pieces", "a_receipt_whose_money_went_back_stays_though_others_lie_in_hand"),
    ),
    Sabotage(
        "answers: of this customer only",
        "desktop/services/answers.py",
        'if row["customer_no"] != expected.customer_no:',
        "if False:",
        (
            "tests/services/test_answer_files.py::"
            "test_a_wrong_line_is_named_by_number_and_column_without_its_value"
            "[changes0-customer_no]",
        ),
    ),
    Sabotage(
        "answers: a PDF counts only when every page was looked at",
        "desktop/services/answer_pages.py",
        "if len(boxes) != len(images):",
        "if False:",
        services("answer_pages", _PDF_COUNTS),
    ),
    Sabotage(
        "answers: what is confirmed is the PDF that was looked at",
        "desktop/services/answer_pages.py",
        'if looked_at != _mark(pending["proposed"], images):',
        "if False:",
        services(
            "answer_pages",
            "boxes_drawn_on_one_pdf_are_not_burnt_into_another_that_took_its_place",
        ),
    ),
    Sabotage(
        "answers: what is drawn on a PDF is burnt in",
        "desktop/services/answer_pages.py",
        "return burn(image, boxes).image",
        "return image",
        services("answer_pages", _PDF_COUNTS),
    ),
    Sabotage(
        "answers: no draft while a line may name somebody",
        "desktop/services/expected_answers.py",
        "if doubtful:",
        "if False:",
        services("answer_names", "no_draft_is_begun_while_a_line_may_name_somebody"),
    ),
    Sabotage(
        "occupant: no other period than the own",
        "desktop/services/answers.py",
        "if not occupancy.holds(*span):",
        "if False:",
        services("special_cases", "an_occupant_is_given_usage_of_the_own_time_and_nothing_else"),
    ),
    Sabotage(
        "occupant: matched at the supply point",
        SPECIAL,
        'if case.identity_which != "R2":',
        "if False:",
        services("special_cases", "only_who_was_matched_at_the_supply_point_is_an_occupant"),
    ),
    Sabotage(
        "reopening: nothing that was proven holds on",
        "desktop/services/reopening.py",
        "forget_identity(case)",
        "pass",
        services("special_cases", "a_reopened_case_begins_at_the_form_with_nothing_proven"),
    ),
    Sabotage(
        "withdrawn: an approved answer does not leave any more",
        "desktop/services/casework.py",
        "void_letters(session, case.id, DECISION_CODES)",
        "pass",
        services("special_cases", "an_approved_answer_does_not_leave_a_withdrawn_case"),
    ),
    Sabotage(
        "draft: nothing granted is kept where identity is unproven",
        "desktop/services/drafting.py",
        "if not PROVEN_OR_REFUSAL.holds(facts):",
        "if False:",
        services("waiting", "without_an_answer_the_request_is_refused_for_ha"),
    ),
    Sabotage(
        "misdelivery: the first report before the full one",
        "desktop/services/incidents.py",
        "if which == FULL and row.quick_on is None:",
        "if False:",
        services(
            "special_cases",
            "the_reports_of_a_misdelivery_come_in_order_and_stay_red_until_then",
        ),
    ),
)

WORKING_DAY = (
    Sabotage(
        "day: a difference keeps it open",
        "desktop/services/day_close.py",
        "if wrong := differences(paper.opened, paper.piles, found.desk, names):",
        "if wrong := []:",
        services("day_close", "an_envelope_without_a_fate_and_every_difference_are_named"),
    ),
    Sabotage(
        "day: two people count it",
        "desktop/services/day_close.py",
        "if person.id == act.by.person_id:",
        "if False:",
        services("day_close", "nobody_closes_a_day_alone"),
    ),
    Sabotage(
        "day: two who counted differently do not close it",
        "desktop/services/day_close.py",
        "if unlike := counted_alike((first.opened, first.piles), (paper.opened, paper.piles)):",
        "if unlike := []:",
        services(
            "day_close",
            "the_second_counts_without_seeing_and_is_told_the_pile_but_not_the_number",
        ),
    ),
    Sabotage(
        "day: none is passed over",
        "desktop/services/day_close.py",
        "if before:",
        "if False:",
        services("day_close", "days_without_mail_are_closed_too_and_in_their_order"),
    ),
    Sabotage(
        "day: a closed one takes no more mail",
        "desktop/store/envelopes.py",
        "day = first_open_day(session, day)",
        "pass",
        services(
            "day_close",
            "a_closed_day_takes_no_more_mail_and_the_late_letter_keeps_its_day_of_arrival",
        ),
    ),
    Sabotage(
        "paper case: what is scanned into it ends no wait",
        "desktop/services/answering_mail.py",
        "return case.from_paper and wait is not None and arrived_on < wait.start",
        "return False",
        services(
            "old_cases",
            "a_case_that_waits_for_a_correction_goes_on_waiting_and_ends_by_its_own_days",
        ),
    ),
    Sabotage(
        "arrival: another person confirms the day",
        "desktop/services/arrivals.py",
        "if row.proposed_by == act.by.person_id:",
        "if False:",
        services(
            "arrivals",
            "the_clocks_go_by_the_corrected_day_once_another_person_has_confirmed_it",
        ),
    ),
)

CASE_LIST = (
    Sabotage(
        "presence: a program that died is forgotten",
        "desktop/services/presence.py",
        "presence.fade(session, seen_at - FADES_AFTER)",
        "pass",
        services("presence", "who_leaves_is_gone_at_once_and_who_dies_after_a_minute"),
    ),
    Sabotage(
        "saved filters: a name tells of nobody",
        "desktop/services/saved_filters.py",
        "if self._cases.names_person(name):",
        "if False:",
        (
            "tests/services/test_saved_filters.py::"
            "test_a_name_that_tells_of_a_person_is_refused[sqlite-090-0000-1234]",
        ),
    ),
    Sabotage(
        "saved filters: nobody removes another's",
        "desktop/services/saved_filters.py",
        "elif row.owner != act.by.person_id:",
        "elif False:",
        services("saved_filters", "nobody_removes_another_s_own_filter"),
    ),
    Sabotage(
        "hand-over: not to the same person",
        "desktop/services/assignment.py",
        "if from_person == to_person:",
        "if False:",
        services("assignment", "nobody_hands_over_to_themselves_nor_to_who_is_no_clerk"),
    ),
    Sabotage(
        "hand-over: only to who may do the work",
        "desktop/services/assignment.py",
        "or Capability.CHECK_FORM not in CAPABILITIES[person.role]",
        "or False",
        services("assignment", "nobody_hands_over_to_themselves_nor_to_who_is_no_clerk"),
    ),
    Sabotage(
        "saved filters: no name is judged by an index half loaded",
        "desktop/services/cases.py",
        "if not self._catch_up():\n            raise Refused(",
        "if not self._catch_up() and False:\n            raise Refused(",
        services("case_search", "while_the_index_is_loading_no_text_is_said_to_name_nobody"),
    ),
    Sabotage(
        "case list: an answer that never came holds up no later list",
        "desktop/ui/cases/list_table.py",
        "        self._asking = False\n        self.fetch()",
        "        self.fetch()",
        (
            "tests/ui/cases/test_case_list_model.py::"
            "test_a_list_read_anew_waits_for_no_answer_that_never_came",
        ),
    ),
    Sabotage(
        "case window: an act beside the history throws away nothing typed",
        "desktop/ui/cases/open_case.py",
        "self._own_change = self._own_change or not aside",
        "self._own_change = True",
        (
            "tests/ui/cases/test_two_windows.py::"
            "test_an_act_beside_the_history_leaves_what_was_typed",
        ),
    ),
    Sabotage(
        "case window: an act in a dialog of the history throws away nothing typed",
        "desktop/ui/cases/open_case.py",
        "aside = self._is_aside(asker)",
        "aside = self.aside is not None and self.aside.isAncestorOf(asker)",
        (
            "tests/ui/cases/test_two_windows.py::"
            "test_a_notice_made_beside_the_work_leaves_what_was_typed",
        ),
    ),
    Sabotage(
        "search: a load that the lock ended is no failure",
        "desktop/services/case_index.py",
        "except VaultLocked:\n                return  # locked meanwhile",
        "except ZeroDivisionError:\n                return  # locked meanwhile",
        services("case_search", "a_lock_during_the_load_leaves_nothing_opened"),
    ),
    Sabotage(
        "the day's page opens every case that is due",
        "desktop/services/day_page.py",
        "[one for group in groups for one in group[:most]]",
        "[one for group in groups for one in group]",
        services("day_page", "of_each_group_so_many_are_opened_and_the_others_counted"),
    ),
    Sabotage(
        "work in the background waits for nobody",
        "desktop/services/giving_way.py",
        "            self._stop.wait(_LET_GO)\n",
        "            pass\n",
        ("tests/services/test_giving_way.py::test_it_waits_where_somebody_else_had_the_turn",),
    ),
)

TYPE = (
    Sabotage(
        "a character without a glyph stops the letter",
        "desktop/letters/fonts.py",
        "            raise MissingGlyph(character, where)\n",
        "            pass\n",
        (
            "tests/letters/test_letter_type.py::"
            "test_a_missing_character_of_any_other_sheet_is_told_with_its_title",
        ),
    ),
    Sabotage(
        "a window in which more than the address would show is refused",
        "desktop/letters/address_window.py",
        "    if not (inside and window.y >= room.y and window.bottom <= room.bottom):\n",
        "    if inside is None:\n",
        ("tests/letters/test_letter_window.py::test_a_window_that_would_show_more_is_refused",),
    ),
)

PAPER = (
    Sabotage(
        "only a job that ended makes a letter printed",
        "desktop/services/printing.py",
        "if finding.state is JobState.DONE and row.letter_id is not None:",
        "if row.letter_id is not None:",
        services("letter_printing", "a_job_is_taken_back_and_the_letter_is_not_printed"),
    ),
    Sabotage(
        "a letter on its way to paper is not printed twice",
        "desktop/services/one_more_sheet.py",
        "    if print_jobs.open_job_of(session, row.id) is not None:\n",
        "    if False:\n",
        services("letter_printing", "a_letter_on_its_way_is_not_printed_twice"),
    ),
    Sabotage(
        "another sheet of a posted letter bears its mark",
        "desktop/domain/printing.py",
        "return posted or why is Again.MISSING",
        "return why is Again.MISSING",
        services("letter_printing", "a_posted_letter_is_printed_again_as_a_reissue_only"),
    ),
    Sabotage(
        "nothing is posted while one sheet more may come out",
        "desktop/services/letters_out.py",
        "    if print_jobs.open_job_of(session, row.id) is not None:\n",
        "    if False:\n",
        services("letter_printing", "nothing_is_posted_while_a_printer_may_put_out_one_sheet_more"),
    ),
    Sabotage(
        "a letter by hand: who records it does not sign it",
        "desktop/services/hand_issue.py",
        "if signer.id == act.by.person_id:",
        "if False:",
        services("hand_issue", "only_a_supervisor_signs_and_only_what_was_approved_is_written"),
    ),
    Sabotage(
        "original: who checked the envelope does not send it",
        "desktop/services/paper_care.py",
        "if row.checked_by == act.by.person_id:",
        "if False:",
        services("paper_care", "an_original_goes_back_by_two_people_and_tracked_post"),
    ),
    Sabotage(
        "a deputy signs no handwriting of a case of their own",
        "desktop/services/hand_issue.py",
        "                check_untouched(signer.id, hands)\n",
        "                pass\n",
        services("hand_issue", "a_deputy_signs_for_the_cases_of_others_and_while_it_lasts"),
    ),
    Sabotage(
        "the job of a void letter is taken out of the queue",
        "desktop/services/printing.py",
        "            if one.void:\n",
        "            if False:\n",
        services(
            "sheets_that_go_nowhere",
            "the_job_of_a_letter_that_became_void_is_taken_back_by_itself",
        ),
    ),
    Sabotage(
        "the days of a request that came back are not counted",
        "desktop/services/returned_notices.py",
        "    wait.answer_by = UNPOSTED\n",
        "    pass\n",
        services(
            "returned_notices",
            "a_request_that_came_back_is_sent_once_more_and_counted_from_then",
        ),
    ),
    Sabotage(
        "a less sure way was seen by who checked the envelope",
        "desktop/services/correspondence.py",
        "            require_decided(letter, delivery, proposed, why)\n",
        "            pass\n",
        services("lesser_way", "a_less_sure_way_is_decided_before_and_ticked_by_the_second_person"),
    ),
)

KEYS = (
    Sabotage(
        "roll: survivors opened before the store is of the new epoch",
        ROLL,
        "        _open_rows(session, next_key, number + 1, [row[2] for row in rewrapped])\n",
        "",
        store("roll_faults", _BEFORE, ""),
    ),
    Sabotage(
        "roll: survivors opened from the key-book before the old key goes",
        ROLL,
        "        except SealBroken as error:\n            raise SurvivorLost from error\n",
        "        except SealBroken:\n            continue\n",
        store("roll", "a_survivor_that_does_not_open_keeps_the_earlier_key"),
    ),
    Sabotage(
        "roll: the old key goes where a failed roll is carried on",
        ROLL,
        "    vault.slot.settle(vault.store_id, number)\n",
        "",
        store("roll_faults", _CARRIED_ON),
    ),
    Sabotage(
        "disposal: irreversible needs stick B",
        "desktop/domain/disposal.py",
        "if stick_b is None or stick_b <= gone_at:",
        "if False:",
        _PROVEN,
    ),
    Sabotage(
        "disposal: irreversible needs a disk that is overwritten in place",
        "desktop/domain/disposal.py",
        "return DisposalStage.IRREVERSIBLE if in_place else DisposalStage.STICK_B",
        "return DisposalStage.IRREVERSIBLE",
        _PROVEN,
    ),
    Sabotage(
        "disposal: what is held goes no step on",
        "desktop/domain/disposal.py",
        "if held and target in _BLOCKED_BY_HOLD:",
        "if False:",
        ("tests/domain/test_retention.py::test_a_hold_stops_every_step_after_retention",),
    ),
    Sabotage(
        "card: who renews it does not stand by as the witness",
        "desktop/services/key_care.py",
        "if witness.id == act.by.person_id:",
        "if False:",
        services("key_care", "a_lost_stick_waits_for_a_new_card_and_then_opens_nothing"),
    ),
    Sabotage(
        "stick: never the other one of the pair",
        "desktop/services/key_care.py",
        "if found.label is not label:",
        "if False:",
        services("key_care", "a_medium_that_is_not_this_stick_is_refused_and_stays_as_it_is"),
    ),
    Sabotage(
        "stick: the key before overwritten in place",
        "desktop/store/vault/stick.py",
        "                self._file.overwrite_half(index, half)\n",
        "                self._file.write_half(index, half)\n                break\n",
        services("key_care", "a_stick_opens_by_the_card_alone_and_follows_each_roll_in_place"),
    ),
    Sabotage(
        "stick: never a copy from before",
        "desktop/services/key_care.py",
        "or found.epoch < row.epoch\n",
        "or False\n",
        services("key_care", "a_medium_that_is_not_this_stick_is_refused_and_stays_as_it_is"),
    ),
    Sabotage(
        "slot: whoever was slipped into it is handed no key",
        VAULT,
        "        half.check(epoch.key)\n",
        "",
        store("roll", "a_recipient_slipped_into_the_slot_of_an_open_store_gets_no_later_key", ""),
    ),
    Sabotage(
        "an approved disposal is ended by the program under which it was",
        "desktop/services/opening.py",
        "if numbers := key_media.half_way(session):",
        "if numbers := ():",
        services("failures", "a_program_that_is_newer_waits_for_an_approved_disposal"),
    ),
)

SABOTAGES = (
    *TYPE,
    *KEYS,
    *PAPER,
    *CASES,
    *CASE_LIST,
    *WORKING_DAY,
    *SEALS,
    *SOURCES,
    *PAGES,
    *LOCKS,
    *TWO_PEOPLE,
    *RIGHTS_AND_REPEATS,
    *HASHES,
    *FORBIDDEN,
    *CLOCKS,
    *ADDRESSES,
    *PUT_RIGHT,
    *READING,
    *LOG,
    *AUDIT_WRITES,
)
