"""Figures of campaigns: what their steps came to, orders and costs."""

from odoo.tools import SQL

from .purchases import local_day


def first_orders(enrollment_ids, tz):
    """First order since enrolment: rows (enrolment id, order id, company amount).

    :param tz: time zone of the enrolments' company: its days count
    """
    return SQL(
        """
        SELECT DISTINCT ON (enrollment.id) enrollment.id, sale.id,
               sale.amount_untaxed / COALESCE(NULLIF(sale.currency_rate, 0), 1)
          FROM reactivation_enrollment enrollment
          JOIN res_partner person
            ON person.commercial_partner_id = enrollment.partner_id
          JOIN sale_order sale ON sale.partner_id = person.id
         WHERE enrollment.id = ANY(%s) AND sale.company_id = enrollment.company_id
           AND sale.state = 'sale' AND sale.amount_untaxed > 0
           AND %s >= enrollment.entered_on
         ORDER BY enrollment.id, sale.date_order, sale.id
        """,
        list(enrollment_ids),
        local_day(SQL("sale.date_order"), tz),
    )


def step_figures(campaign_ids):
    """What became of each step: one row per step, columns as named."""
    return SQL(
        """
        SELECT touch.step_id, touch.campaign_id,
               COUNT(*) FILTER (WHERE touch.state = 'planned') AS planned_count,
               COUNT(*) FILTER (WHERE touch.state IN ('sent', 'done')) AS sent_count,
               COUNT(*) FILTER (WHERE touch.state = 'sent'
                   AND touch.sent_on IS NOT NULL AND touch.bounced_on IS NULL)
                   AS delivered_count,
               COUNT(touch.opened_on) AS opened_count,
               COUNT(touch.clicked_on) AS clicked_count,
               COUNT(touch.replied_on) AS replied_count,
               COUNT(touch.bounced_on) AS bounced_count,
               COUNT(touch.done_on) AS done_count,
               COUNT(*) FILTER (WHERE touch.state = 'skipped') AS skipped_count,
               COUNT(*) FILTER (WHERE touch.state = 'failed') AS failed_count,
               COUNT(*) FILTER (WHERE EXISTS (
                   SELECT 1 FROM reactivation_call call
                    WHERE call.activity_id = touch.activity_id)) AS outcome_count,
               COUNT(*) FILTER (WHERE credited.touch_id = touch.id) AS order_count,
               SUM(credited.amount) FILTER (WHERE credited.touch_id = touch.id)
                   AS order_amount,
               SUM(touch.cost) FILTER (WHERE touch.state IN ('sent', 'done')) AS cost
          FROM reactivation_touch touch
          LEFT JOIN LATERAL (
               SELECT last.id AS touch_id, enrollment.order_amount AS amount
                 FROM reactivation_enrollment enrollment
                 JOIN reactivation_touch last ON last.enrollment_id = enrollment.id
                WHERE enrollment.id = touch.enrollment_id
                  AND enrollment.order_id IS NOT NULL
                  AND last.state IN ('sent', 'done')
                ORDER BY last.date DESC, last.id DESC LIMIT 1) credited ON TRUE
         WHERE touch.campaign_id = ANY(%s)
         GROUP BY touch.step_id, touch.campaign_id
        """,
        list(campaign_ids),
    )


def comebacks(campaigns):
    """Enrolments whose customer came back: rows (id, campaign_id, amount).

    Ordered while in the campaign, or later with a credit attributed to it, as after a
    call whose outcome ended the campaign.  A credit is that of the last round before
    it, so that who entered twice came back once.

    :param campaigns: SQL condition on ``campaign_id``
    """
    return SQL(
        """
        SELECT enrollment.id, enrollment.campaign_id,
               COALESCE(enrollment.order_amount, credited.amount) AS amount
          FROM (SELECT * FROM reactivation_enrollment
                 WHERE %(campaigns)s AND state <> 'control') enrollment
          LEFT JOIN (
               SELECT last_round.id, SUM(credit.amount) AS amount
                 FROM (SELECT * FROM reactivation_credit
                        WHERE %(campaigns)s AND counted) credit
                CROSS JOIN LATERAL (
                      SELECT enrollment.id FROM reactivation_enrollment enrollment
                       WHERE enrollment.campaign_id = credit.campaign_id
                         AND enrollment.partner_id = credit.partner_id
                         AND enrollment.entered_on <= credit.date
                       ORDER BY enrollment.id DESC LIMIT 1) last_round
                GROUP BY last_round.id) credited
            ON credited.id = enrollment.id
         WHERE enrollment.order_id IS NOT NULL OR credited.id IS NOT NULL
        """,
        campaigns=campaigns,
    )


def campaign_figures(campaign_ids):
    """What became of each campaign: one row per campaign, columns as named.

    ``ordered``: see :func:`comebacks`.  ``back``: ordered since enrolment, measured
    alike with and without contact.
    """
    return SQL(
        """
        SELECT enrollment.campaign_id,
               COUNT(*) FILTER (WHERE contacted) AS enrolled_count,
               COUNT(*) FILTER (WHERE enrollment.state = 'running')
                   AS running_count,
               COUNT(*) FILTER (WHERE touched.reached) AS reached_count,
               COUNT(*) FILTER (WHERE COALESCE(enrollment.opened_on,
                   enrollment.clicked_on, enrollment.replied_on,
                   enrollment.answered_on) IS NOT NULL) AS reacted_count,
               COUNT(comeback.id) AS ordered_count,
               COUNT(*) FILTER (WHERE enrollment.state = 'removed') AS removed_count,
               COUNT(enrollment.answered_on) AS answered_count,
               COUNT(*) FILTER (WHERE NOT contacted) AS control_count,
               COUNT(*) FILTER (WHERE contacted AND came_back) AS back_count,
               COUNT(*) FILTER (WHERE NOT contacted AND came_back)
                   AS control_back_count,
               SUM(comeback.amount) AS order_amount,
               SUM(touched.spent) AS spent_amount,
               SUM(CASE WHEN enrollment.state = 'running'
                        THEN coming.cost END) AS still_to_spend,
               SUM(touched.failed)::int AS failed_count,
               MAX(enrollment.entered_on) AS last_entered_on
          FROM (SELECT enrollment.*, enrollment.state <> 'control' AS contacted,
                       customer.last_order_date >= enrollment.entered_on AS came_back
                  FROM reactivation_enrollment enrollment
                  JOIN reactivation_customer customer
                    ON customer.id = enrollment.customer_id
                 WHERE enrollment.campaign_id = ANY(%(campaigns)s)) enrollment
          LEFT JOIN (
               SELECT touch.enrollment_id,
                      BOOL_OR(touch.state IN ('sent', 'done')) AS reached,
                      SUM(touch.cost) FILTER (WHERE touch.state IN ('sent', 'done'))
                          AS spent,
                      COUNT(*) FILTER (WHERE touch.state = 'failed') AS failed
                 FROM reactivation_touch touch
                WHERE touch.campaign_id = ANY(%(campaigns)s)
                GROUP BY touch.enrollment_id) touched
                 ON touched.enrollment_id = enrollment.id
          LEFT JOIN (%(comebacks)s) comeback ON comeback.id = enrollment.id
          LEFT JOIN LATERAL (
               SELECT SUM(step.unit_cost) AS cost
                 FROM reactivation_campaign_step step
                WHERE step.campaign_id = enrollment.campaign_id AND step.active
                  AND NOT EXISTS (
                      SELECT 1 FROM reactivation_touch touch
                       WHERE touch.enrollment_id = enrollment.id
                         AND touch.step_id = step.id
                         AND touch.state <> 'planned')) coming ON TRUE
         GROUP BY enrollment.campaign_id
        """,
        campaigns=list(campaign_ids),
        comebacks=comebacks(SQL("campaign_id = ANY(%s)", list(campaign_ids))),
    )
