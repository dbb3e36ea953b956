from odoo import api, models
from odoo.fields import Domain

from ..queries import retention as queries


class ReactivationCustomer(models.Model):
    """What people and customers wrote into our records, to be emptied."""

    _inherit = "reactivation.customer"

    @api.model
    def _personal_catalogue(self):
        """Dict model -> (field that leads to the commercial partner, fields to empty).

        Their messages are emptied, too.  An add-on that keeps texts about customers
        adds its models; ``tests/test_personal_catalogue.py`` names what is missing.
        """
        return {
            "reactivation.enrollment": (
                "partner_id",
                (
                    *("email", "email_normalized", "phone", "phone_sanitized"),
                    *("contact_id", "answer_text"),
                ),
            ),
            "reactivation.call": (
                "partner_id",
                (
                    *("note", "solution_name", "change_reason", "better", "missing"),
                    "contact_id",
                ),
            ),
            "reactivation.episode": (
                "partner_id",
                (
                    *("critical_need", "critical_need_date", "decision_note"),
                    *("move_note", "move_before", "pin_reason"),
                    *("overdue_lift_reason", "stopped_lift_reason"),
                ),
            ),
            "reactivation.decision": ("episode_id.partner_id", ("note",)),
            "reactivation.profile": (
                "partner_id",
                (
                    *("note", "potential_note", "routines", "reflexes", "circuit"),
                    *("snooze_reason", "snoozed_until", "override_reason"),
                ),
            ),
            "reactivation.incumbent": ("profile_id.partner_id", ("note",)),
            "reactivation.assessment": ("partner_id", ("note",)),
            "reactivation.assessment.answer": (
                "assessment_id.partner_id",
                ("evidence",),
            ),
            "reactivation.observation": ("partner_id", ("note",)),
            "reactivation.purchase": ("partner_id", ("reference",)),
            "reactivation.renunciation": ("partner_id", ("note", "end_reason")),
            "reactivation.consent": ("partner_id", ("contact_id", "email")),
            "reactivation.touch": ("partner_id", ("error",)),
            # its discussion only
            "reactivation.credit": ("episode_id.partner_id", ()),
        }

    def _empty_texts(self):
        """Empty what salespeople and the customers wrote into our records.

        By SQL: closed cards cannot be worked on, and nothing follows from it.
        """
        for model, (path, names) in self._personal_catalogue().items():
            records = self.env[model].with_context(active_test=False)
            records = records.search(Domain(path, "in", self.partner_id.ids))
            self.env.flush_all()
            if records and names:
                self.env.execute_query(
                    queries.empty(records._table, records.ids, names)
                )
        self.env.invalidate_all()
