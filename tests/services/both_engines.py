"""Tests that PostgreSQL runs of files whose other tests are spared it (RULES_ALONE).

They were chosen by what was sent: among them, tests/store and the files that run on both engines,
each statement that the spared tests send is put to PostgreSQL as well: each question, each table
that is added to or taken from, each column that is changed.
"""

from __future__ import annotations

ON_BOTH: dict[str, frozenset[str]] = {
    "test_approvals.py": frozenset(
        {
            "test_a_forged_approval_opens_nothing",
            "test_a_repeated_approval_signs_once",
        }
    ),
    "test_assignment.py": frozenset(
        {
            "test_all_open_cases_of_one_person_go_to_another_as_one_logged_act",
            "test_the_list_follows_an_assignment",
            "test_who_has_left_gets_no_case",
        }
    ),
    "test_audit_reports.py": frozenset(
        {
            "test_the_masking_record_of_a_case_holds_that_case_alone",
            "test_the_report_counts_what_came_what_was_answered_and_why_not",
        }
    ),
    "test_backups.py": frozenset(
        {
            "test_a_store_goes_into_a_set_and_comes_back_as_it_was",
        }
    ),
    "test_boxes_and_outlook.py": frozenset(
        {
            "test_a_box_is_found_again_by_the_label_that_was_printed_for_it",
            "test_the_books_fall_due_by_fiscal_year_and_the_disposals_by_their_day",
        }
    ),
    "test_case_history.py": frozenset(
        {
            "test_values_are_not_told",
        }
    ),
    "test_day_close.py": frozenset(
        {
            "test_a_closed_day_is_opened_again_by_a_supervisor_with_a_reason",
            "test_a_day_counted_alike_is_closed_with_two_names_and_its_anchor",
            "test_days_without_mail_are_closed_too_and_in_their_order",
            "test_mail_that_comes_in_while_the_day_is_closed_is_waited_for",
            "test_one_person_s_two_counts_are_no_two_people",
        }
    ),
    "test_holds.py": frozenset(
        {
            "test_a_class_is_held_whole_and_only_that_class",
            "test_a_hold_and_an_execution_at_the_same_instant_never_pass_each_other",
            "test_while_a_hold_is_being_set_nothing_of_it_is_proposed",
        }
    ),
    "test_notes.py": frozenset(
        {
            "test_a_note_whose_time_is_over_goes_the_way_of_every_sheet",
        }
    ),
    "test_deputies.py": frozenset(
        {
            "test_a_deputy_approves_with_the_own_key_and_is_named_as_such",
            "test_a_deputy_decides_on_no_disposal_of_what_they_worked_on",
            "test_one_who_is_still_signed_in_loses_what_was_taken_back",
        }
    ),
    "test_fee_corrections.py": frozenset(
        {
            "test_a_wrong_hand_over_is_undone_by_two_and_the_ledger_shows_both",
            "test_who_said_so_takes_it_back_and_nobody_else",
        }
    ),
    "test_fee_pieces.py": frozenset(
        {
            "test_a_wrong_entry_is_reversed_and_never_changed",
            "test_the_ledger_runs_on_by_kind_and_is_counted_and_handed_over",
        }
    ),
    "test_key_care.py": frozenset(
        {
            "test_a_lost_slot_is_made_anew_from_a_stick_and_the_card",
            "test_a_lost_stick_waits_for_a_new_card_and_then_opens_nothing",
            "test_each_act_on_the_keys_leaves_its_line",
        }
    ),
    "test_leavers.py": frozenset(
        {
            "test_a_disposal_approved_by_one_who_left_waits_for_another_signature",
            "test_a_reset_makes_new_keys_and_ends_the_old_ones_at_that_moment",
            "test_what_a_dismissed_supervisor_approved_and_has_not_left_is_signed_anew",
        }
    ),
    "test_signed_settings.py": frozenset(
        {
            "test_a_forged_setting_is_a_red_task_until_it_is_signed_anew",
            "test_of_two_signed_at_one_moment_the_one_signed_later_holds",
            "test_the_board_tells_what_is_in_force_what_waits_what_comes_and_what_was",
        }
    ),
    "test_correspondence.py": frozenset(
        {
            "test_a_copy_is_an_open_export_until_it_is_destroyed",
            "test_what_came_back_is_sent_once_more_and_then_kept_until_it_ends",
        }
    ),
    "test_receipt_ledger.py": frozenset(
        {
            "test_the_ledger_is_of_the_days_asked_for",
        }
    ),
    "test_cover_sheets.py": frozenset(
        {
            "test_a_cover_sheet_lists_the_answer_and_its_disc_and_is_posted_with_it_each_time",
        }
    ),
    "test_disposal.py": frozenset(
        {
            "test_a_hold_between_approval_and_execution_stops_it",
            "test_a_hold_is_released_by_two_people_and_the_papers_are_due_at_once",
            "test_a_list_sent_back_is_due_again",
            "test_a_wholly_destroyed_case_opens_as_a_stub",
            "test_after_the_execution_content_and_keys_are_gone_and_the_case_still_opens",
            "test_the_proposal_lists_what_goes_under_one_hash",
            "test_the_stub_says_what_went_and_nothing_of_the_person",
        }
    ),
    "test_found_numbers.py": frozenset(
        {
            "test_the_desk_is_red_until_roll_and_paper_are_done",
            "test_the_unit_lies_under_another_key_and_the_old_one_is_dropped",
        }
    ),
    "test_mail_intake.py": frozenset(
        {
            "test_a_correction_is_sure_and_keeps_its_place",
            "test_a_page_can_be_said_to_be_another_paper",
            "test_the_log_names_the_corrected_field_never_its_text",
            "test_the_source_stays_a_red_task_until_its_deletion_is_confirmed",
        }
    ),
    "test_notices.py": frozenset(
        {
            "test_over_fourteen_days_an_interim_letter_is_what_comes_next_until_it_was_posted",
        }
    ),
    "test_pages_misfiled.py": frozenset(
        {
            "test_a_case_may_lose_its_last_page_and_still_opens",
            "test_both_cases_tell_it_in_the_log",
            "test_the_same_act_takes_a_page_back_once",
            "test_the_sheets_are_counted_where_they_are",
            "test_what_left_a_case_does_not_open_by_a_key_that_the_case_still_uses",
        }
    ),
    "test_special_cases.py": frozenset(
        {
            "test_a_refusal_made_because_of_a_death_does_not_leave_once_it_is_taken_back",
            "test_a_variant_of_the_name_and_thirty_days_are_still_the_same",
            "test_an_envelope_that_is_no_request_goes_on_without_becoming_a_case",
            "test_the_reports_of_a_misdelivery_come_in_order_and_stay_red_until_then",
        }
    ),
    "test_waiting.py": frozenset(
        {
            "test_a_confirmed_identity_does_not_survive_a_correction",
            "test_a_second_notice_goes_out_after_the_first_day_has_passed_and_once",
            "test_the_whole_way_of_a_mover",
        }
    ),
}
