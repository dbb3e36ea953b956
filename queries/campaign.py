"""Campaigns: who can be written to and how, who is left out and why, who leaves.

Aliases: ``customer`` (``reactivation_customer``), ``card`` (its open card), ``reach``
(see :func:`reach`), ``channel`` (``reactivation_channel``).
"""

from odoo.tools import SQL

from .opt_out import opted_out
from .retention import clock


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
               COALESCE(NULLIF(person.phone, ''), firm.phone) AS phone,
               CASE WHEN person.phone <> '' THEN person.phone_sanitized
                    ELSE firm.phone_sanitized END AS phone_number,
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
             WHEN channel.carrier = 'email' AND %s THEN 'opted_out'
             WHEN channel.carrier = 'sms' AND EXISTS (
                  SELECT 1 FROM phone_blacklist listed WHERE listed.active
                     AND listed.number = reach.phone_number)
             THEN 'opted_out'
        END
        """,
        opted_out(SQL("reach.email_normalized")),
    )


def unreachable(channel_ids, prefers_contact):
    """SQL over ``reach``: every one of these channels is closed; why.

    :param prefers_contact: whether the contact's preferred channel may be used, too
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
                  WHERE channel.id = ANY(%s)
                     OR %s AND channel.id = reach.preferred_channel_id) answer)
        """,
        refusal(),
        list(channel_ids),
        prefers_contact,
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
               reach.phone_number, reach.has_post,
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
    without e-mail, without phone, without postal address)."""
    return SQL(
        """
        SELECT reason, is_control AND reason IS NULL, COUNT(*),
               COUNT(*) FILTER (WHERE assessment_id IS NULL),
               COUNT(*) FILTER (WHERE decision IS DISTINCT FROM 'go'),
               COUNT(*) FILTER (WHERE email_normalized IS NULL),
               COUNT(*) FILTER (WHERE COALESCE(phone, '') = ''),
               COUNT(*) FILTER (WHERE has_post IS NOT TRUE)
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
               phone, phone_sanitized, wave, state, entered_on, next_on, next_step_id,
               message_bounce, create_uid, create_date, write_uid, write_date)
        SELECT %(campaign)s, %(company)s, member.id, member.partner_id,
               member.episode_id, COALESCE(member.user_id, %(user)s), member.contact_id,
               member.email, member.email_normalized, member.phone,
               member.phone_number,
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
                        WHEN %(clock)s < %(retention)s
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
               AND enrollment.state = 'running') judged
         WHERE why IS NOT NULL
        """,
        company=company_id,
        scope=scope,
        today=today,
        clock=clock(),
        retention=retention_from,
        more=more,
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
               NULLIF(customer.ordered_amount, 0) AS turnover,
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
