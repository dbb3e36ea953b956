"""Where the time of salespeople goes: new, active and inactive customers."""

from odoo.tools import SQL


def done_contacts(company_id, zone, first, last, users):
    """Rows (kind, count): what was done, by whom it was done for on that day.

    Activities marked as done on cards, contacts, opportunities and quotations, and
    calls logged without one.  ``inactive``: on a card, or while the customer had an
    open one; ``active``: had bought before; ``new``: had not.

    :param zone: time zone of the company, whose days count
    :param first, last: days, both included
    :param users: ids whose contacts count; ``None``: everybody's
    """
    mine = SQL("TRUE") if users is None else SQL("done.user_id = ANY(%s)", list(users))
    return SQL(
        """
        WITH done AS (
            SELECT activity.user_id, activity.date_done AS day, activity.res_model,
                   activity.res_id
              FROM mail_activity activity
             WHERE activity.date_done BETWEEN %(first)s AND %(last)s
               AND activity.res_model IN ('reactivation.episode', 'res.partner',
                                          'crm.lead', 'sale.order')
        ), about AS (
            SELECT done.user_id, done.day, card.partner_id, TRUE AS on_card,
                   TRUE AS is_sale
              FROM done JOIN reactivation_episode card ON card.id = done.res_id
             WHERE done.res_model = 'reactivation.episode'
               AND card.company_id = %(company)s
            UNION ALL
            SELECT call.user_id, %(call_day)s, card.partner_id, TRUE, TRUE
              FROM reactivation_call call
              JOIN reactivation_episode card ON card.id = call.episode_id
             WHERE call.activity_id IS NULL AND card.company_id = %(company)s
               AND %(call_day)s BETWEEN %(first)s AND %(last)s
            UNION ALL
            SELECT done.user_id, done.day, partner.commercial_partner_id, FALSE, FALSE
              FROM done JOIN res_partner partner ON partner.id = done.res_id
             WHERE done.res_model = 'res.partner'
            UNION ALL
            SELECT done.user_id, done.day, partner.commercial_partner_id, FALSE, TRUE
              FROM done JOIN crm_lead lead ON lead.id = done.res_id
              LEFT JOIN res_partner partner ON partner.id = lead.partner_id
             WHERE done.res_model = 'crm.lead'
               AND COALESCE(lead.company_id, %(company)s) = %(company)s
            UNION ALL
            SELECT done.user_id, done.day, partner.commercial_partner_id, FALSE, TRUE
              FROM done JOIN sale_order sale ON sale.id = done.res_id
              JOIN res_partner partner ON partner.id = sale.partner_id
             WHERE done.res_model = 'sale.order' AND sale.company_id = %(company)s
        )
        SELECT CASE WHEN done.on_card OR EXISTS (
                        SELECT FROM reactivation_episode card
                         WHERE card.customer_id = customer.id
                           AND card.opened_on <= done.day
                           AND (card.closed_on IS NULL OR card.closed_on >= done.day)
                           AND card.closed_as_moot IS NOT TRUE)
                    THEN 'inactive'
                    WHEN customer.first_order_date < done.day THEN 'active'
                    ELSE 'new' END AS kind,
               COUNT(*)
          FROM about done
          LEFT JOIN reactivation_customer customer
            ON customer.partner_id = done.partner_id
           AND customer.company_id = %(company)s
         WHERE (done.is_sale OR customer.id IS NOT NULL) AND %(mine)s
         GROUP BY 1
        """,
        company=company_id,
        call_day=SQL("(call.date AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", zone),
        first=first,
        last=last,
        mine=mine,
    )


def weeks(today, zone, count):
    """Rows of hours on win-back by company, salesperson and week, also empty weeks.

    Salespeople with an open card or a logged call, from the first of them on.
    ``planned``: share of time meant for win-back, of the working hours of the company's
    week; NULL: none.

    :param today: SQL of the local day of ``company.id``
    :param zone: SQL of the time zone of ``company.id``
    :param count: number of weeks, the one under way included
    """
    return SQL(
        """
        WITH company AS MATERIALIZED (
            SELECT company.id, date_trunc('week', %(today)s)::date AS monday,
                   %(zone)s AS zone,
                   NULLIF(calendar.hours_per_week
                          * company.reactivation_time_share / 100, 0) AS planned
              FROM res_company company
              LEFT JOIN resource_calendar calendar
                ON calendar.id = company.resource_calendar_id
        ), logged AS (
            SELECT call.company_id, call.user_id, call.week, COUNT(*) AS contacts,
                   SUM(call.duration) AS hours
              FROM (SELECT call.company_id, call.user_id, call.duration,
                           date_trunc('week', call.date AT TIME ZONE 'UTC'
                                              AT TIME ZONE company.zone)::date AS week,
                           company.monday
                      FROM reactivation_call call
                      JOIN company ON company.id = call.company_id) call
             WHERE call.week > call.monday - 7 * %(count)s
             GROUP BY call.company_id, call.user_id, call.week
        ), people AS (
            SELECT company_id, user_id, MIN(week) AS since
              FROM (SELECT company_id, user_id, week FROM logged
                    UNION ALL
                    SELECT company_id, user_id, date_trunc('week', opened_on)::date
                      FROM reactivation_episode
                     WHERE state = 'open' AND user_id IS NOT NULL) begun
             GROUP BY company_id, user_id
        )
        SELECT ROW_NUMBER() OVER (
                   ORDER BY people.company_id, people.user_id, ago.weeks) AS id,
               people.company_id, people.user_id,
               company.monday - 7 * ago.weeks AS week,
               COALESCE(logged.contacts, 0) AS contacts,
               COALESCE(logged.hours, 0) AS hours, company.planned,
               COALESCE(logged.hours, 0) - company.planned AS gap,
               CASE WHEN company.planned IS NULL THEN 'no_target'
                    WHEN logged.hours >= company.planned THEN 'as_planned'
                    WHEN ago.weeks > 0 THEN 'below' END AS state
          FROM people
          JOIN company ON company.id = people.company_id
         CROSS JOIN generate_series(0, %(count)s - 1) ago (weeks)
          LEFT JOIN logged ON logged.company_id = people.company_id
                          AND logged.user_id = people.user_id
                          AND logged.week = company.monday - 7 * ago.weeks
         WHERE company.monday - 7 * ago.weeks >= people.since
        """,
        today=today,
        zone=zone,
        count=count,
    )
