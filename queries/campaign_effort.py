"""Effort of campaigns: hours of their calls, and what came back with customers."""

from odoo.tools import SQL

from . import objective_effort

COUNTED = SQL("credit.campaign_id = campaign.id AND credit.counted")


def results(campaign_ids):
    """Rows (campaign id, hours, recovered): of calls and visits that were its steps,
    and of the credits that count and are attributed to it."""
    return SQL(
        """
        SELECT campaign.id,
               (SELECT SUM(call.duration) FROM reactivation_touch touch
                  JOIN reactivation_call call ON call.activity_id = touch.activity_id
                 WHERE touch.campaign_id = campaign.id),
               (SELECT SUM(credit.amount) FROM reactivation_credit credit
                 WHERE %s)
          FROM reactivation_campaign campaign
         WHERE campaign.id = ANY(%s)
        """,
        COUNTED,
        list(campaign_ids),
    )


def margins(tz, campaign_ids):
    """Rows (campaign id, margin): of the orders in the windows of these credits.

    :param tz: SQL, time zone of ``credit.company_id``
    """
    campaign = SQL("reactivation_campaign campaign")
    return objective_effort.margins_of(
        campaign, SQL("campaign.id"), COUNTED, tz, campaign_ids
    )
