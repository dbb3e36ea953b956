# ruff: noqa: F821 (the shell gives `env`, life.py what it made)
# What the same company does with the apps that need not be there; goes on from life.py.

goal = env.ref("crm_reactivation.goal_definition_reactivated")
challenge = env["gamification.challenge"].create(
    {
        "name": "Win them back",
        "user_ids": [Command.set(seller.ids)],
        "user_domain": False,
        "line_ids": [Command.create({"definition_id": goal.id, "target_goal": 3})],
    }
)
challenge.action_start()
goals = env["gamification.goal"].search([("challenge_id", "=", challenge.id)])
assert goals.user_id == seller, "nobody takes part"
dashboard = env.ref("crm_reactivation.spreadsheet_dashboard")
dashboard.favorite_user_ids = boss

model_id = env["ir.model"]._get_id("reactivation.episode")
rule = env["base.automation"].create(
    {"name": "Tell them", "model_id": model_id, "trigger": "on_create"}
)
rule.action_server_ids = [
    Command.create(
        {
            "name": "Tell them",
            "model_id": model_id,
            "usage": "base_automation",
            "state": "code",
            "code": "pass",
        }
    )
]

action = test.action_share_survey()
survey = env["survey.survey"].browse(action["res_id"])
question = env["survey.question"].create(
    {
        "title": "Since when?",
        "survey_id": env["survey.survey"].create({"title": "How do you buy?"}).id,
        "question_type": "simple_choice",
        "suggested_answer_ids": [Command.create({"value": "For ages"})],
    }
)
level = env.ref("crm_reactivation.level_history_3")
level.survey_answer_id = question.suggested_answer_ids.id
env["survey.user_input"].create(
    {
        "survey_id": question.survey_id.id,
        "partner_id": partners["planned"].id,
        "state": "done",
        "end_datetime": now,
        "user_input_line_ids": [
            Command.create(
                {
                    "question_id": question.id,
                    "answer_type": "suggestion",
                    "suggested_answer_id": level.survey_answer_id,
                }
            )
        ],
    }
)
env["reactivation.assessment"]._cron_read_surveys()
assert cards["planned"].assessment_id, "the survey was not read"

mine["noted"].action_go()
texts = campaign.copy({"name": "By text message"})
texts.step_ids.filtered(lambda step: step.carrier == "activity").unlink()
texts.step_ids.channel_id = env.ref("crm_reactivation.channel_sms")
texts.action_launch()
env["reactivation.campaign"]._cron_run()
sent = env["reactivation.touch"].search([("campaign_id", "=", texts.id)])
assert sent.mailing_id.mailing_type == "sms", sent.mapped("error")
env.cr.commit()
