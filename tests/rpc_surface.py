"""Every method of the module that a request can call, and who gets an answer.

``tests/test_rpc_surface.py`` calls each as each role, about somebody else's customer.
A method that is not listed here fails that test: list it with the roles that may get
an answer, and say why that tells them nothing about the customer.
"""

#: Methods of Odoo that the module extends: access is Odoo's, and tested by role in
#: ``test_access_matrix.py``; ``default_get`` in ``test_smuggling.py``.
EXTENDED = {
    *("create", "write", "unlink", "copy_data", "default_get"),
    "message_subscribe",
}

#: model -> names of its methods.
SURFACE = {
    "reactivation.call": "action_quote action_quote_trial",
    "reactivation.campaign": (
        "action_launch action_open_answers action_open_enrollments"
        " action_open_launch action_open_touches action_pause action_preview"
        " action_print_letters action_resume action_stop action_use_scenario"
    ),
    "reactivation.campaign.launch": "action_launch",
    "reactivation.credit": "action_open_card action_open_origin",
    "reactivation.credit.correction": "action_apply",
    "reactivation.customer": (
        "action_add_to_campaign action_decide_retention action_export"
        " action_open_card action_open_cards action_open_interaction"
        " action_open_orders"
        " action_open_partner action_open_profile action_open_renunciation"
        " action_propose_not_to_pursue action_refresh action_refresh_now"
        " get_refresh_status"
    ),
    "reactivation.enroll": "action_enroll",
    "reactivation.enrollment": "action_take_out",
    "reactivation.episode": (
        "action_add_to_campaign action_add_to_proposed action_assess"
        " action_claim action_follow_score action_give_back action_go"
        " action_leave_campaign action_lift_blocks action_log_call"
        " action_new_quotation action_no_go action_note_signal"
        " action_open_assessments"
        " action_open_board action_open_calls action_open_credit"
        " action_open_history action_open_orders action_open_partner"
        " action_open_profile action_open_quotations action_open_relapse_of"
        " action_open_renunciation action_propose_not_to_pursue"
        " action_quote_trial action_say_thanks action_share_out"
        " action_start_next_step action_toggle_pinned action_undecide"
        " action_undo_move get_card_load move_warning"
    ),
    "reactivation.no.go": "action_confirm",
    "reactivation.objective": (
        "action_agree action_close action_launch_meeting action_open"
        " action_propose_milestones action_renegotiate get_board_lines"
    ),
    "reactivation.objective.launch": "action_book",
    "reactivation.objective.year": "action_create",
    "reactivation.overview": "close_first_steps get_figures",
    "reactivation.plan": "action_open",
    "reactivation.policy": "preview",
    "reactivation.profile": "action_verify",
    "reactivation.renunciation": "action_decide action_open_end",
    "reactivation.renunciation.end": "action_apply",
    "reactivation.renunciation.proposal": "action_apply",
    "reactivation.report": "action_open_card",
    "reactivation.retention.decision": "action_apply",
    "reactivation.self.test": (
        "action_results action_share_survey action_submit action_take action_trend"
    ),
    "reactivation.sharing": "action_undo",
    "reactivation.sharing.proposal": "action_apply",
    "reactivation.skill": "action_open_list",
    "res.partner": (
        "action_open_reactivation action_open_reactivation_customer"
        " action_open_renunciation action_propose_not_to_pursue"
        " action_refresh_reactivation"
    ),
}

#: (model, method) -> roles that get an answer, about somebody else's customer all the
#: same: it holds no secret and writes nothing (tested).
ANSWERED = {
    # campaigns are read by every salesperson; the lists keep their own rules
    ("reactivation.campaign", "action_open_answers"): "rep",
    ("reactivation.campaign", "action_open_enrollments"): "rep",
    ("reactivation.campaign", "action_open_touches"): "rep",
    ("reactivation.campaign", "action_preview"): "rep",
    ("reactivation.campaign", "action_print_letters"): "rep",
    # of the reader's own customers, by the rules
    ("reactivation.customer", "action_refresh_now"): "foreigner",
    ("reactivation.customer", "get_refresh_status"): "rep foreigner",
    ("reactivation.episode", "action_open_board"): "rep foreigner",
    ("reactivation.episode", "get_card_load"): "rep foreigner",
    ("reactivation.objective", "get_board_lines"): "rep foreigner",
    ("reactivation.overview", "close_first_steps"): "foreigner",
    ("reactivation.overview", "get_figures"): "rep foreigner",
    ("reactivation.skill", "action_open_list"): "rep foreigner",
    # contacts are everybody's: the dialogs are empty, and check who may do what
    ("res.partner", "action_open_reactivation"): "rep foreigner",
    ("res.partner", "action_open_reactivation_customer"): "rep foreigner",
    ("res.partner", "action_open_renunciation"): "rep foreigner",
    ("res.partner", "action_propose_not_to_pursue"): "rep marketer foreigner",
    ("res.partner", "action_refresh_reactivation"): "rep foreigner",
}

#: Those that write, and what: the rest must leave all tables as they are.
WRITES = {
    ("reactivation.overview", "close_first_steps"): "a day of the own company",
    ("res.partner", "action_refresh_reactivation"): "figures, the same for everybody",
}

#: Called without a record.
WITHOUT_RECORD = {
    ("reactivation.customer", "get_refresh_status"),
    ("reactivation.episode", "action_open_board"),
    ("reactivation.episode", "get_card_load"),
    ("reactivation.objective", "get_board_lines"),
    ("reactivation.overview", "close_first_steps"),
    ("reactivation.overview", "get_figures"),
    ("reactivation.policy", "preview"),
    ("reactivation.skill", "action_open_list"),
}
