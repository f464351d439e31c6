"""Tests that PostgreSQL runs of files whose other tests are spared it (RULES_ALONE).

They were chosen by what was sent: among them, tests/store and the files that run on both engines,
each statement that the spared tests send is put to PostgreSQL as well: each question, each table
that is added to or taken from, each column that is changed.
"""

from __future__ import annotations

ON_BOTH: dict[str, frozenset[str]] = {
    "test_answering_mail.py": frozenset(
        {
            "test_the_list_of_a_clerk_who_left_is_not_where_mail_ends",
        }
    ),
    "test_approvals.py": frozenset(
        {
            "test_a_forged_approval_opens_nothing",
            "test_a_repeated_approval_signs_once",
        }
    ),
    "test_assignment.py": frozenset(
        {
            "test_nobody_hands_over_to_themselves_nor_to_who_is_no_clerk",
            "test_the_list_follows_an_assignment",
        }
    ),
    "test_case_history.py": frozenset(
        {
            "test_values_are_not_told",
        }
    ),
    "test_correspondence.py": frozenset(
        {
            "test_a_copy_is_an_open_export_until_it_is_destroyed",
            "test_the_ledger_is_of_a_fiscal_year",
            "test_what_came_back_is_sent_once_more_and_then_kept_until_it_ends",
        }
    ),
    "test_found_numbers.py": frozenset(
        {
            "test_a_hold_does_not_keep_a_forbidden_number",
            "test_the_desk_is_red_until_roll_and_paper_are_done",
            "test_the_unit_lies_under_another_key_and_the_old_one_is_dropped",
        }
    ),
    "test_pages_misfiled.py": frozenset(
        {
            "test_a_case_may_lose_its_last_page_and_still_opens",
            "test_back_at_the_reception_the_page_is_filed_anew",
            "test_both_cases_tell_it_in_the_log",
            "test_the_sheets_are_counted_where_they_are",
            "test_the_undo_takes_back_no_other_mail",
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
            "test_a_second_notice_goes_out_after_the_first_day_has_passed_and_once",
            "test_the_whole_way_of_a_mover",
        }
    ),
}
