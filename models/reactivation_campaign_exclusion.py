from odoo import api, models
from odoo.tools import SQL

from ..queries import campaign as queries
from ..queries import retention


class ReactivationCampaign(models.Model):
    """Why a customer of the audience is left out: the first reason that holds."""

    _inherit = "reactivation.campaign"

    @api.model
    def _exclusion_labels(self):
        """Dict reason -> words; extend it together with :meth:`_exclusions`."""
        return {
            "do_not_pursue": self.env._("Not to be pursued"),
            "archived": self.env._("Archived"),
            "no_go": self.env._("No-Go"),
            "no_go_yet": self.env._("No Go yet"),
            "over_18": self.env._("To be left alone until a critical need comes up"),
            "retention": self.env._("No contact for so long that data may not be used"),
            "opted_out": self.env._("Opted out of every channel of this campaign"),
            "no_address": self.env._("No e-mail, phone or address for any step"),
            "in_campaign": self.env._("In a campaign already"),
            "removed": self.env._("Removed: never reacted, and has not ordered since"),
            "been_here": self.env._("Went through this campaign before"),
            "cool_down": self.env._("In a campaign not long ago"),
        }

    def _exclusions(self):
        """List of (reason, SQL condition): the first that holds is the reason.

        Aliases as in ``queries.campaign.audience``.  Extend it to add a reason.
        """
        self.ensure_one()
        company = self.company_id or self.env.company
        unreachable = queries.unreachable(
            self.step_ids.channel_id._origin.ids,
            any(self.step_ids.mapped("prefers_contact")),
        )
        today = company._reactivation_today()
        customers = self.env["reactivation.customer"]
        exclusions = [
            ("do_not_pursue", customers._sql_do_not_pursue("customer")),
            ("archived", SQL("contact.active IS NOT TRUE")),
            ("no_go", SQL("card.decision = 'no_go'")),
            (
                "no_go_yet",
                SQL(
                    "%s AND card.decision <> 'go'",
                    company.reactivation_campaign_needs_go,
                ),
            ),
            (
                "over_18",
                SQL(
                    "category.critical_need_only"
                    " AND COALESCE(card.critical_need, '') = ''"
                ),
            ),
            (
                "retention",
                SQL(
                    "%s < %s",
                    retention.clock(),
                    company._reactivation_retention_from(),
                ),
            ),
            ("opted_out", SQL("%s = 'opted_out'", unreachable)),
            ("no_address", SQL("%s = 'no_address'", unreachable)),
            ("in_campaign", _was("before.state = 'running'")),
            (
                "removed",
                _was(
                    "before.state = 'removed' AND COALESCE(customer.last_order_date"
                    " < before.left_on, TRUE)"
                ),
            ),
        ]
        if self._origin.id:
            exclusions += self._re_entry_exclusions(today)
        return exclusions

    def _re_entry_exclusions(self, today):
        """Who was here before, by the campaign's rule of re-entry."""
        own = self._origin.id
        exclusions = [
            (
                "been_here",
                _was("before.campaign_id = %s AND before.state = 'control'", own),
            )
        ]
        if self.re_entry == "never":
            exclusions.append(("been_here", _was("before.campaign_id = %s", own)))
        exclusions.append(
            (
                "cool_down",
                _was(
                    "before.state IN ('done', 'left') AND before.left_on + %s > %s",
                    self.cool_down_days,
                    today,
                ),
            )
        )
        return exclusions


def _was(condition, *values):
    """SQL: the customer has an enrolment for which the condition holds."""
    return SQL(
        "EXISTS (SELECT 1 FROM reactivation_enrollment before"
        " WHERE before.customer_id = customer.id AND %s)",
        SQL(condition, *values),
    )
