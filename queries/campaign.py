"""Campaigns: who can be written to and how, who is left out and why, who is due.

Aliases: ``customer`` (``reactivation_customer``), ``card`` (its open card), ``reach``
(see :func:`reach`), ``channel`` (``reactivation_channel``).
"""

from odoo.tools import SQL


def reach(customer_ids=None, company_id=None):
    """CTE body: whom to write to at each customer, one row per customer.

    The contact with an e-mail who ordered last, else the company itself, else the
    first contact.  The postal address is the company's.

    :param customer_ids: only these rows of ``reactivation_customer``
    """
    scope = (
        SQL("customer.company_id = %s", company_id)
        if customer_ids is None
        else SQL("customer.id = ANY(%s)", list(customer_ids))
    )
    return SQL(
        """
        SELECT customer.id AS customer_id, person.id AS contact_id, person.email,
               person.email_normalized, person.lang,
               COALESCE(person.phone, firm.phone) AS phone,
               COALESCE(person.phone_sanitized, firm.phone_sanitized) AS phone_number,
               firm.street <> '' AND (firm.city <> '' OR firm.zip <> '') AS has_post,
               person.reactivation_channel_id AS preferred_channel_id,
               ARRAY(SELECT refused.channel_id FROM reactivation_refused_channel refused
                      WHERE refused.partner_id IN (person.id, firm.id)) AS refused
          FROM reactivation_customer customer
          JOIN res_partner firm ON firm.id = customer.partner_id
          LEFT JOIN LATERAL (
               SELECT candidate.*
                 FROM res_partner candidate
                 LEFT JOIN LATERAL (
                      SELECT MAX(sale.date_order) AS ordered_at FROM sale_order sale
                       WHERE sale.partner_id = candidate.id AND sale.state = 'sale'
                         AND sale.company_id = customer.company_id
                         AND sale.amount_untaxed > 0) latest ON TRUE
                WHERE candidate.commercial_partner_id = customer.partner_id
                  AND candidate.active
                ORDER BY (candidate.email_normalized IS NOT NULL) DESC,
                         latest.ordered_at DESC NULLS LAST,
                         (candidate.id = customer.partner_id) DESC, candidate.id
                LIMIT 1) person ON TRUE
         WHERE %s
        """,
        scope,
    )


def refusal():
    """Why a channel cannot be used for a customer, or NULL: over ``channel, reach``."""
    return SQL(
        """
        CASE WHEN channel.id = ANY(reach.refused) THEN 'refused'
             WHEN channel.address = 'email' AND reach.email_normalized IS NULL
               OR channel.address = 'phone' AND COALESCE(reach.phone, '') = ''
               OR channel.address = 'post' AND reach.has_post IS NOT TRUE
             THEN 'no_address'
             WHEN channel.carrier = 'email' AND EXISTS (
                  SELECT 1 FROM mail_blacklist listed WHERE listed.active
                     AND listed.email = reach.email_normalized)
             THEN 'opted_out'
             WHEN channel.carrier = 'sms' AND EXISTS (
                  SELECT 1 FROM phone_blacklist listed WHERE listed.active
                     AND listed.number = reach.phone_number)
             THEN 'opted_out'
        END
        """
    )


def unreachable(channel_ids):
    """SQL over ``reach``: every one of these channels is closed; why.

    :return: ``opted_out`` when the customer closed one of them, ``no_address`` when
        there is only nothing to write to, NULL when a channel is open
    """
    return SQL(
        """
        (SELECT CASE WHEN COUNT(*) FILTER (WHERE why IS NULL) > 0 THEN NULL
                     WHEN COUNT(*) FILTER (WHERE why <> 'no_address') > 0
                     THEN 'opted_out'
                     WHEN COUNT(*) > 0 THEN 'no_address' END
           FROM (SELECT %s AS why FROM reactivation_channel channel
                  WHERE channel.id = ANY(%s)) answer)
        """,
        refusal(),
        list(channel_ids),
    )


def audience(reach_query, in_audience, exclusions, control):
    """The audience, one row per customer, with the one reason why it is left out.

    :param in_audience: SQL, ids of ``reactivation_customer``
    :param exclusions: list of (code, SQL condition); the first that holds is the reason
    :param control: SQL, whether the customer is in the control group
    """
    cases = SQL(" ").join(
        SQL("WHEN %s THEN %s", condition, code) for code, condition in exclusions
    )
    return SQL(
        """
        WITH member AS MATERIALIZED (%(members)s), reach AS MATERIALIZED (%(reach)s)
        SELECT customer.id, customer.partner_id, customer.user_id,
               card.id AS episode_id, card.assessment_id, card.decision,
               reach.contact_id, reach.email, reach.email_normalized, reach.phone,
               CASE %(cases)s END AS reason, %(control)s AS is_control
          FROM reactivation_customer customer
          JOIN res_partner contact ON contact.id = customer.partner_id
          LEFT JOIN reactivation_episode card
                 ON card.id = customer.episode_id AND card.state = 'open'
          LEFT JOIN reactivation_category category ON category.id = card.category_id
          LEFT JOIN reach ON reach.customer_id = customer.id
         WHERE customer.id IN (SELECT id FROM member)
        """,
        members=in_audience,
        reach=reach_query,
        cases=cases,
        control=control,
    )


def drawn(seed, percent):
    """SQL over ``customer``: drawn into the control group, always the same ones."""
    return SQL(
        "('x' || SUBSTR(MD5(%s || ':' || customer.id), 1, 8))::bit(32)::bigint"
        " %% 10000 < %s * 100",
        str(seed),
        percent,
    )


def count_audience(members):
    """Rows (reason or NULL, is_control, customers, without assessment, without Go,
    without e-mail)."""
    return SQL(
        """
        SELECT reason, is_control AND reason IS NULL, COUNT(*),
               COUNT(*) FILTER (WHERE assessment_id IS NULL),
               COUNT(*) FILTER (WHERE decision IS DISTINCT FROM 'go'),
               COUNT(*) FILTER (WHERE email_normalized IS NULL)
          FROM (%s) member GROUP BY 1, 2
        """,
        members,
    )


def enrol(members, campaign_id, company_id, user_id, today, now, uid):
    """Enrol who is left; returns (id, state) of the new rows.

    Somebody who is in a campaign already stays there: the unique index decides.
    """
    return SQL(
        """
        INSERT INTO reactivation_enrollment (campaign_id, company_id, customer_id,
               partner_id, episode_id, user_id, contact_id, email, email_normalized,
               phone, wave, state, entered_on, next_on, next_step_id, message_bounce,
               create_uid, create_date, write_uid, write_date)
        SELECT %(campaign)s, %(company)s, member.id, member.partner_id,
               member.episode_id, COALESCE(member.user_id, %(user)s), member.contact_id,
               member.email, member.email_normalized, member.phone,
               1 + (SELECT COALESCE(MAX(wave), 0) FROM reactivation_enrollment before
                     WHERE before.campaign_id = %(campaign)s
                       AND before.customer_id = member.id),
               CASE WHEN member.is_control THEN 'control' ELSE 'running' END,
               %(today)s, %(today)s,
               (SELECT step.id FROM reactivation_campaign_step step
                 WHERE step.campaign_id = %(campaign)s AND step.active
                 ORDER BY step.sequence, step.id LIMIT 1),
               0, %(uid)s, %(now)s, %(uid)s, %(now)s
          FROM (%(members)s) member
         WHERE member.reason IS NULL
         ORDER BY member.id
            ON CONFLICT DO NOTHING
     RETURNING id, state
        """,
        members=members,
        campaign=campaign_id,
        company=company_id,
        user=user_id,
        today=today,
        now=now,
        uid=uid,
    )


def leaving(company_id, scope, today, retention_from, end_reasons):
    """Rows (enrolment id, why): running ones that must go on no further.

    :param scope: SQL condition on ``enrollment``
    :param retention_from: day before which a last interaction is too old
    :param end_reasons: list of (code, SQL condition), further ones, tried last
    """
    more = SQL(" ").join(
        SQL("WHEN %s THEN %s", condition, code) for code, condition in end_reasons
    )
    return SQL(
        """
        SELECT id, why FROM (
            SELECT enrollment.id,
                   CASE WHEN customer.last_order_date >= enrollment.entered_on
                          OR own.state = 'reactivated'
                          OR EXISTS (
                             SELECT 1 FROM res_partner person
                               JOIN sale_order sale ON sale.partner_id = person.id
                              WHERE person.commercial_partner_id = customer.partner_id
                                AND sale.company_id = customer.company_id
                                AND sale.state = 'sale' AND sale.amount_untaxed > 0
                                AND sale.date_order >= enrollment.create_date)
                        THEN 'ordered'
                        WHEN campaign.date_end < %(today)s THEN 'ended'
                        WHEN NOT contact.active THEN 'archived'
                        WHEN own.id IS NOT NULL AND own.state <> 'open' THEN 'closed'
                        WHEN card.decision = 'no_go' THEN 'no_go'
                        WHEN category.critical_need_only
                             AND COALESCE(card.critical_need, '') = '' THEN 'over_18'
                        WHEN customer.last_interaction_date < %(retention)s
                        THEN 'retention'
                        %(more)s
                   END AS why
              FROM reactivation_enrollment enrollment
              JOIN reactivation_campaign campaign
                ON campaign.id = enrollment.campaign_id
              JOIN reactivation_customer customer
                ON customer.id = enrollment.customer_id
              JOIN res_partner contact ON contact.id = customer.partner_id
              LEFT JOIN reactivation_episode own ON own.id = enrollment.episode_id
              LEFT JOIN reactivation_episode card
                     ON card.id = customer.episode_id AND card.state = 'open'
              LEFT JOIN reactivation_category category ON category.id = card.category_id
             WHERE enrollment.company_id = %(company)s AND %(scope)s
               AND enrollment.state IN ('running', 'paused')) judged
         WHERE why IS NOT NULL
        """,
        company=company_id,
        scope=scope,
        today=today,
        retention=retention_from,
        more=more,
    )


def due(campaign_ids, today, limit):
    """Enrolments whose next step may be due, locked: who is being written waits.

    ``past``: what became of earlier steps; ``refusals``: channel id -> why not.
    """
    return SQL(
        """
        WITH picked AS MATERIALIZED (
            SELECT enrollment.id FROM reactivation_enrollment enrollment
             WHERE enrollment.state = 'running'
               AND enrollment.campaign_id = ANY(%(campaigns)s)
               AND enrollment.next_on <= %(today)s
             ORDER BY enrollment.next_on, enrollment.id
             LIMIT %(limit)s FOR UPDATE SKIP LOCKED),
        reach AS MATERIALIZED (
            SELECT enrollment.id AS enrollment_id, enrollment.customer_id,
                   enrollment.email_normalized, enrollment.phone,
                   person.phone_sanitized AS phone_number,
                   firm.street <> '' AND (firm.city <> '' OR firm.zip <> '')
                       AS has_post,
                   person.reactivation_channel_id AS preferred_channel_id,
                   ARRAY(SELECT refused.channel_id
                           FROM reactivation_refused_channel refused
                          WHERE refused.partner_id IN (person.id, firm.id)) AS refused
              FROM reactivation_enrollment enrollment
              JOIN res_partner firm ON firm.id = enrollment.partner_id
              LEFT JOIN res_partner person ON person.id = enrollment.contact_id
             WHERE enrollment.id IN (SELECT id FROM picked))
        SELECT enrollment.id, enrollment.campaign_id, enrollment.wave,
               enrollment.entered_on, profile.snoozed_until,
               reach.preferred_channel_id,
               (SELECT JSON_OBJECT_AGG(channel.id, %(refusal)s)
                  FROM reactivation_channel channel) AS refusals,
               (SELECT JSON_AGG(JSON_BUILD_ARRAY(touch.step_id, touch.date,
                           touch.opened_on, touch.clicked_on, touch.replied_on,
                           touch.bounced_on, touch.done_on,
                           touch.state IN ('planned', 'sent', 'done'))
                           ORDER BY touch.date, touch.id)
                  FROM reactivation_touch touch
                 WHERE touch.enrollment_id = enrollment.id) AS past
          FROM picked
          JOIN reactivation_enrollment enrollment ON enrollment.id = picked.id
          JOIN reach ON reach.enrollment_id = enrollment.id
          LEFT JOIN reactivation_profile profile
                 ON profile.partner_id = enrollment.partner_id
                AND profile.company_id = enrollment.company_id
         ORDER BY enrollment.id
        """,
        campaigns=list(campaign_ids),
        today=today,
        limit=limit,
        refusal=refusal(),
    )


#: Columns of a touch that the runner writes when it takes or skips a step.
TOUCH_COLUMNS = (
    "enrollment_id",
    "step_id",
    "campaign_id",
    "company_id",
    "channel_id",
    "wave",
    "date",
    "state",
    "refusal",
    "cost",
)


def insert_touches(rows, now, uid):
    """Insert touches; a step that was taken by somebody else stays his.

    :param rows: tuples of :data:`TOUCH_COLUMNS`
    :return: ids of the new rows that are planned
    """
    return SQL(
        """
        WITH fresh AS (
            INSERT INTO reactivation_touch (%(names)s, customer_id, partner_id,
                   episode_id, user_id, attempts, create_uid, create_date, write_uid,
                   write_date)
            SELECT %(fresh)s, enrollment.customer_id, enrollment.partner_id,
                   enrollment.episode_id, enrollment.user_id, 0,
                   %(uid)s, %(now)s::timestamp, %(uid)s, %(now)s::timestamp
              FROM (VALUES %(rows)s) AS fresh (position, %(names)s)
              JOIN reactivation_enrollment enrollment
                ON enrollment.id = fresh.enrollment_id
             ORDER BY fresh.position
                ON CONFLICT DO NOTHING
         RETURNING id, state)
        SELECT id FROM fresh WHERE state = 'planned' ORDER BY id
        """,
        names=SQL(", ").join(map(SQL.identifier, TOUCH_COLUMNS)),
        fresh=SQL(", ").join(SQL.identifier("fresh", name) for name in TOUCH_COLUMNS),
        rows=SQL(", ").join(
            SQL(
                "(%s, %s, %s, %s, %s, %s::int, %s, %s::date, %s, %s, %s::float8)",
                position,
                *row,
            )
            for position, row in enumerate(rows)
        ),
        now=now,
        uid=uid,
    )


def schedule(rows, now):
    """Write what comes next: rows (enrolment id, next step id or None, day, state)."""
    return SQL(
        """
        UPDATE reactivation_enrollment enrollment
           SET next_step_id = fresh.step_id, next_on = fresh.day,
               state = fresh.state, write_date = %(now)s
          FROM (VALUES %(rows)s) AS fresh (id, step_id, day, state)
         WHERE enrollment.id = fresh.id
     RETURNING enrollment.id
        """,
        rows=SQL(", ").join(SQL("(%s, %s::int, %s::date, %s)", *row) for row in rows),
        now=now,
    )


def follow_traces(campaign_ids, tz):
    """Touches by e-mail take over what became of the mail; returns the changed ids.

    A bounce has no date of its own in Odoo: the day it was noted counts.
    """

    def day(moment):
        return SQL(
            "(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", SQL(moment), SQL("%s", tz)
        )

    return SQL(
        """
        UPDATE reactivation_touch touch
           SET state = fresh.state, refusal = COALESCE(fresh.refusal, touch.refusal),
               error = fresh.error, sent_on = fresh.sent_on,
               opened_on = fresh.opened_on, clicked_on = fresh.clicked_on,
               replied_on = fresh.replied_on, bounced_on = fresh.bounced_on
          FROM (SELECT DISTINCT ON (touch.id) touch.id,
                       CASE trace.trace_status
                            WHEN 'cancel' THEN 'skipped'
                            WHEN 'error' THEN 'failed'
                            WHEN 'outgoing' THEN 'planned'
                            WHEN 'process' THEN 'planned' ELSE 'sent' END AS state,
                       CASE WHEN trace.trace_status = 'cancel' THEN
                            CASE trace.failure_type WHEN 'mail_dup' THEN 'duplicate'
                                 WHEN 'sms_duplicate' THEN 'duplicate'
                                 WHEN 'mail_bl' THEN 'opted_out'
                                 WHEN 'mail_optout' THEN 'opted_out'
                                 WHEN 'sms_blacklist' THEN 'opted_out'
                                 WHEN 'sms_optout' THEN 'opted_out'
                                 ELSE 'no_address' END END AS refusal,
                       CASE WHEN trace.trace_status = 'error'
                            THEN COALESCE(trace.failure_reason, trace.failure_type)
                            END AS error,
                       %(sent)s AS sent_on,
                       %(opened)s AS opened_on, %(clicked)s AS clicked_on,
                       %(replied)s AS replied_on,
                       CASE WHEN trace.trace_status = 'bounce' THEN %(noted)s END
                            AS bounced_on
                  FROM reactivation_touch touch
                  JOIN mailing_trace trace ON trace.mass_mailing_id = touch.mailing_id
                   AND trace.res_id = touch.enrollment_id
                   AND trace.model = 'reactivation.enrollment'
                   AND trace.is_test_trace IS NOT TRUE
                 WHERE touch.campaign_id = ANY(%(campaigns)s)
                   AND touch.mailing_id IS NOT NULL
                 ORDER BY touch.id, trace.id) fresh
         WHERE touch.id = fresh.id
           AND (touch.state, touch.error, touch.sent_on, touch.opened_on,
                touch.clicked_on, touch.replied_on, touch.bounced_on)
               IS DISTINCT FROM (fresh.state, fresh.error, fresh.sent_on,
                   fresh.opened_on, fresh.clicked_on, fresh.replied_on,
                   fresh.bounced_on)
     RETURNING touch.id
        """,
        campaigns=list(campaign_ids),
        sent=day("trace.sent_datetime"),
        opened=day("trace.open_datetime"),
        clicked=day("trace.links_click_datetime"),
        replied=day("trace.reply_datetime"),
        noted=day("trace.write_date"),
    )


def follow_texts(campaign_ids, today):
    """Touches by text message take over what became of it; returns the changed ids.

    Odoo keeps no date of it: the day it was noted counts.  Cancelled touches stay.
    """
    return SQL(
        """
        UPDATE reactivation_touch touch
           SET state = fresh.state, error = fresh.error,
               sent_on = COALESCE(touch.sent_on, fresh.sent_on),
               bounced_on = COALESCE(touch.bounced_on, fresh.bounced_on)
          FROM (SELECT touch.id, noted.state,
                       CASE WHEN noted.state = 'failed' THEN
                            COALESCE(notification.failure_reason,
                                     notification.failure_type) END AS error,
                       CASE WHEN noted.state = 'sent' THEN %(today)s::date
                            END AS sent_on,
                       CASE WHEN notification.notification_status = 'bounce'
                            THEN %(today)s::date END AS bounced_on
                  FROM reactivation_touch touch
                  JOIN mail_notification notification
                    ON notification.mail_message_id = touch.message_id
                   AND notification.notification_type = 'sms'
                 CROSS JOIN LATERAL (
                       SELECT CASE notification.notification_status
                                   WHEN 'ready' THEN 'planned'
                                   WHEN 'process' THEN 'planned'
                                   WHEN 'exception' THEN 'failed'
                                   WHEN 'canceled' THEN 'cancelled'
                                   ELSE 'sent' END AS state) noted
                 WHERE touch.campaign_id = ANY(%(campaigns)s)
                   AND touch.state <> 'cancelled') fresh
         WHERE touch.id = fresh.id
           AND (touch.state, touch.error, touch.bounced_on IS NULL)
               IS DISTINCT FROM
               (fresh.state, fresh.error, fresh.bounced_on IS NULL)
     RETURNING touch.id
        """,
        campaigns=list(campaign_ids),
        today=today,
    )


def follow_activities(campaign_ids):
    """Touches with an activity are done when it is done; returns the changed ids."""
    return SQL(
        """
        UPDATE reactivation_touch touch
           SET state = 'done', done_on = activity.date_done
          FROM mail_activity activity
         WHERE activity.id = touch.activity_id AND activity.active IS NOT TRUE
           AND touch.state = 'planned' AND touch.campaign_id = ANY(%s)
     RETURNING touch.id
        """,
        list(campaign_ids),
    )


def new_reactions(campaign_ids):
    """First reaction of each kind of each enrolment, written on it.

    :return: rows (enrolment id, kinds that are new: opened / clicked / replied)
    """
    return SQL(
        """
        UPDATE reactivation_enrollment enrollment
           SET opened_on = fresh.opened_on, clicked_on = fresh.clicked_on,
               replied_on = fresh.replied_on
          FROM (SELECT before.id, MIN(touch.opened_on) AS opened_on,
                       MIN(touch.clicked_on) AS clicked_on,
                       MIN(touch.replied_on) AS replied_on,
                       before.opened_on AS old_opened, before.clicked_on AS old_clicked,
                       before.replied_on AS old_replied
                  FROM reactivation_enrollment before
                  JOIN reactivation_touch touch ON touch.enrollment_id = before.id
                 WHERE before.campaign_id = ANY(%s)
                   AND COALESCE(touch.opened_on, touch.clicked_on, touch.replied_on)
                       IS NOT NULL
                 GROUP BY before.id) fresh
         WHERE enrollment.id = fresh.id
           AND (fresh.opened_on IS NOT NULL AND old_opened IS NULL
                OR fresh.clicked_on IS NOT NULL AND old_clicked IS NULL
                OR fresh.replied_on IS NOT NULL AND old_replied IS NULL)
     RETURNING enrollment.id,
               ARRAY_REMOVE(ARRAY[
                   CASE WHEN fresh.opened_on IS NOT NULL AND old_opened IS NULL
                        THEN 'opened' END,
                   CASE WHEN fresh.clicked_on IS NOT NULL AND old_clicked IS NULL
                        THEN 'clicked' END,
                   CASE WHEN fresh.replied_on IS NOT NULL AND old_replied IS NULL
                        THEN 'replied' END], NULL)
        """,
        list(campaign_ids),
    )


def first_orders(enrollment_ids):
    """First order since enrolment: rows (enrolment id, order id, company amount)."""
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
           AND sale.date_order >= enrollment.entered_on
         ORDER BY enrollment.id, sale.date_order, sale.id
        """,
        list(enrollment_ids),
    )


def message_facts(customer_ids):
    """What messages speak of, one row per customer; NULL = unknown."""
    return SQL(
        """
        WITH reach AS MATERIALIZED (%(reach)s)
        SELECT customer.id AS customer_id, firm.name AS customer,
               COALESCE(reach.lang, firm.lang) AS lang, person.name AS contact,
               seller_card.name AS salesperson,
               COALESCE(seller_card.phone, house_card.phone) AS salesperson_phone,
               house.name AS company, customer.last_order_date AS last_order,
               NULLIF(customer.ordered_amount, 0) AS turnover, bought.products,
               quotation.name AS quotation, customer.order_count,
               customer.value_class, card.reason_id
          FROM reactivation_customer customer
          JOIN res_partner firm ON firm.id = customer.partner_id
          JOIN res_company house ON house.id = customer.company_id
          JOIN res_partner house_card ON house_card.id = house.partner_id
          JOIN reach ON reach.customer_id = customer.id
          LEFT JOIN res_partner person ON person.id = reach.contact_id
                AND NOT COALESCE(person.is_company, FALSE)
          LEFT JOIN reactivation_episode card
                 ON card.id = customer.episode_id AND card.state = 'open'
          LEFT JOIN res_users seller ON seller.id = customer.user_id
          LEFT JOIN res_partner seller_card ON seller_card.id = seller.partner_id
          LEFT JOIN LATERAL (
               SELECT ARRAY_AGG(DISTINCT line.product_id) AS products
                 FROM sale_order_line line
                WHERE line.product_id IS NOT NULL AND line.product_uom_qty > 0
                  AND line.order_id = (
                      SELECT sale.id FROM res_partner buyer
                        JOIN sale_order sale ON sale.partner_id = buyer.id
                       WHERE buyer.commercial_partner_id = customer.partner_id
                         AND sale.company_id = customer.company_id
                         AND sale.state = 'sale' AND sale.amount_untaxed > 0
                       ORDER BY sale.date_order DESC, sale.id DESC LIMIT 1)
               ) bought ON TRUE
          LEFT JOIN LATERAL (
               SELECT sale.name FROM res_partner buyer
                 JOIN sale_order sale ON sale.partner_id = buyer.id
                WHERE buyer.commercial_partner_id = customer.partner_id
                  AND sale.company_id = customer.company_id
                  AND sale.state IN ('draft', 'sent')
                ORDER BY sale.date_order DESC, sale.id DESC LIMIT 1) quotation ON TRUE
         WHERE customer.id = ANY(%(customers)s)
        """,
        reach=reach(customer_ids),
        customers=list(customer_ids),
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


def campaign_figures(campaign_ids):
    """What became of each campaign: one row per campaign, columns as named.

    ``back``: ordered since enrolment, measured alike with and without contact.
    """
    return SQL(
        """
        SELECT enrollment.campaign_id,
               COUNT(*) FILTER (WHERE contacted) AS enrolled_count,
               COUNT(*) FILTER (WHERE enrollment.state IN ('running', 'paused'))
                   AS running_count,
               COUNT(*) FILTER (WHERE touched.reached) AS reached_count,
               COUNT(*) FILTER (WHERE COALESCE(enrollment.opened_on,
                   enrollment.clicked_on, enrollment.replied_on,
                   enrollment.answered_on) IS NOT NULL) AS reacted_count,
               COUNT(*) FILTER (WHERE contacted AND enrollment.order_id IS NOT NULL)
                   AS ordered_count,
               COUNT(*) FILTER (WHERE enrollment.state = 'removed') AS removed_count,
               COUNT(*) FILTER (WHERE NOT contacted) AS control_count,
               COUNT(*) FILTER (WHERE contacted AND came_back) AS back_count,
               COUNT(*) FILTER (WHERE NOT contacted AND came_back)
                   AS control_back_count,
               SUM(enrollment.order_amount) FILTER (WHERE contacted) AS order_amount,
               SUM(touched.spent) AS spent_amount,
               SUM(CASE WHEN enrollment.state IN ('running', 'paused')
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
    )
