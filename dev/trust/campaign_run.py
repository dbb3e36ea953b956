# ruff: noqa: F821 (the shell gives `env`)
# A campaign's day as the jobs and people of a company make it: launch, steps, e-mails,
# reactions, customers who come back.  Started again, it goes on where it stopped.
# Runs in Odoo's shell, which gives `env`.
import time

from odoo.exceptions import UserError


def run_job(xml_id):
    """The job as the scheduler runs it; of a process killed just now, wait a little."""
    for left in reversed(range(30)):
        try:
            env.ref(xml_id).method_direct_trigger()
            env.cr.commit()  # what the job wrote is seen from now on
            return
        except UserError:
            if not left:
                raise
            env.cr.rollback()
            time.sleep(1)


def confirm(quotations):
    for quotation in quotations:
        if quotation.state == "draft":
            quotation.action_confirm()
            env.cr.commit()


CAMPAIGNS = "crm_reactivation.ir_cron_campaigns"
campaign = env["reactivation.campaign"].search([("name", "=", "Crash")])
comebacks = env["sale.order"].search(
    [("client_order_ref", "=", "comes back")], order="id"
)
print("READY", flush=True)
if campaign.state == "draft":
    campaign.action_launch()
    env.cr.commit()
confirm(comebacks[:2])
run_job(CAMPAIGNS)
run_job("mail.ir_cron_mail_scheduler_action")
run_job(CAMPAIGNS)
confirm(comebacks[2:])
openers = campaign.enrollment_ids.filtered(lambda e: e.partner_id.name.endswith("5"))
traces = env["mailing.trace"].search(
    [
        ("model", "=", "reactivation.enrollment"),
        ("res_id", "in", openers.ids),
        ("trace_status", "=", "sent"),
    ]
)
traces.set_opened()
env.cr.commit()
run_job(CAMPAIGNS)
print("DONE", flush=True)
