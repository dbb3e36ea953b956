from odoo import fields, models
from odoo.tools import SQL

from ..queries.campaign_figures import comebacks


class ReactivationPlan(models.Model):
    """Campaigns stand in the yearly plan, with start, end, owner and state (R31)."""

    _inherit = "reactivation.plan"

    kind = fields.Selection(selection_add=[("campaign", "Campaign")])
    state = fields.Selection(
        selection_add=[
            ("running", "Running"),
            ("paused", "Paused"),
            ("done", "Done"),
        ]
    )

    def _pieces(self):
        """A campaign without end that runs is in the plan of this year to its end."""
        today = self.env.company._reactivation_today()
        self.env["reactivation.campaign"].flush_model()
        self.env["reactivation.enrollment"].flush_model()
        self.env["reactivation.credit"].flush_model()
        return [
            *super()._pieces(),
            SQL(
                """
                SELECT campaign.id * 10 + 3 AS id, 'campaign' AS kind,
                       'reactivation.campaign' AS res_model, campaign.id AS res_id,
                       COALESCE(campaign.date_start, campaign.create_date::date)
                           AS date_start,
                       COALESCE(campaign.date_end, GREATEST(
                           COALESCE(campaign.date_start, campaign.create_date::date),
                           CASE WHEN campaign.state IN ('running', 'paused')
                                THEN %(last)s END)) AS date_end,
                       'company' AS owner_type, campaign.user_id,
                       NULL::int AS team_id, campaign.company_id,
                       COALESCE(enrolled.number, 0)::float8 AS number,
                       COALESCE(enrolled.done, 0)::float8 AS done, campaign.state
                  FROM reactivation_campaign campaign
                  LEFT JOIN (
                       SELECT enrollment.campaign_id, COUNT(*) AS number,
                              COUNT(comeback.id) AS done
                         FROM reactivation_enrollment enrollment
                         LEFT JOIN (%(comebacks)s) comeback
                                ON comeback.id = enrollment.id
                        WHERE enrollment.state <> 'control'
                        GROUP BY enrollment.campaign_id) enrolled
                    ON enrolled.campaign_id = campaign.id
                 WHERE campaign.active AND campaign.state <> 'scenario'
                """,
                last=SQL("%s::date", today.replace(month=12, day=31)),
                comebacks=comebacks(SQL("campaign_id IS NOT NULL")),
            ),
        ]
