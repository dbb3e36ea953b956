"""What to know about a customer before deciding: people, troubles, contacts."""

from odoo.tools import SQL

from .purchases import local_day
from .signals import CART


def contacts(company_id, partner_ids):
    """Rows (commercial partner id, contact id): whom to ring.

    Whoever ordered last among those with a phone number; then the company itself, then
    its contacts in the order they were entered.  No row: no number is known.
    """
    return SQL(
        """
        SELECT DISTINCT ON (contact.commercial_partner_id)
               contact.commercial_partner_id, contact.id
          FROM res_partner contact
          LEFT JOIN LATERAL (
               SELECT MAX(date_order) AS moment
                 FROM sale_order
                WHERE partner_id = contact.id AND company_id = %(company)s
                  AND state = 'sale') bought ON TRUE
         WHERE contact.commercial_partner_id = ANY(%(partners)s)
           AND contact.active AND contact.phone <> ''
         ORDER BY contact.commercial_partner_id, bought.moment DESC NULLS LAST,
               contact.id <> contact.commercial_partner_id, contact.id
        """,
        company=company_id,
        partners=list(partner_ids),
    )


def painful(pieces):
    """All painful facts: rows (commercial partner id, code, number, last day).

    :param pieces: list of (code, SQL of ``partner_id`` and ``day``, one row per case)
    """
    return SQL(
        "SELECT partner_id, code, COUNT(*), MAX(day) FROM (%s) trouble"
        " GROUP BY partner_id, code",
        SQL(" UNION ALL ").join(
            SQL("SELECT %s AS code, piece.* FROM (%s) piece", code, piece)
            for code, piece in pieces
        ),
    )


def _documents(table, day, company_id, partner_ids, condition):
    """Documents of customers, contacts included: ``partner_id``, ``day``.

    :param day: SQL date on the alias ``document``
    :param company_id: documents of this company or of none; ``None``: of all
    :param condition: SQL on the alias ``document``
    """
    of_company = (
        SQL("COALESCE(document.company_id, %(c)s) = %(c)s", c=company_id)
        if company_id
        else SQL("TRUE")
    )
    return SQL(
        """
        SELECT contact.commercial_partner_id AS partner_id, %(day)s AS day
          FROM res_partner contact
          JOIN %(table)s document ON document.partner_id = contact.id
         WHERE contact.commercial_partner_id = ANY(%(partners)s)
           AND %(of_company)s AND %(condition)s
        """,
        table=SQL.identifier(table),
        day=day,
        of_company=of_company,
        partners=list(partner_ids),
        condition=condition,
    )


def credit_notes(company, partner_ids):
    """Posted credit notes."""
    return _documents(
        "account_move",
        SQL("COALESCE(document.invoice_date, document.date)"),
        company.id,
        partner_ids,
        SQL("document.move_type = 'out_refund' AND document.state = 'posted'"),
    )


def cancelled_quotations(company, partner_ids, tz):
    """Quotations and orders that were refused or cancelled."""
    return _documents(
        "sale_order",
        local_day(SQL("document.date_order"), tz),
        company.id,
        partner_ids,
        SQL("document.state = 'cancel'"),
    )


def unconfirmed_quotations(company, partner_ids, tz):
    """Quotations that were sent and never confirmed, expired or not."""
    return _documents(
        "sale_order",
        local_day(SQL("document.date_order"), tz),
        company.id,
        partner_ids,
        SQL("document.state = 'sent'"),
    )


def abandoned_carts(company, partner_ids, tz):
    """Baskets of the shop that were never ordered (*eCommerce* is installed)."""
    return _documents(
        "sale_order",
        local_day(SQL("document.date_order"), tz),
        company.id,
        partner_ids,
        CART,
    )


def expired_quotations(company, partner_ids, today, leave_out=None):
    """Quotations that were never confirmed in time; the day they expired.

    :param leave_out: SQL on the alias ``document``: what is no quotation
    """
    return _documents(
        "sale_order",
        SQL("document.validity_date"),
        company.id,
        partner_ids,
        SQL(
            "document.state IN ('draft', 'sent')"
            " AND document.validity_date < %s AND NOT (%s)",
            today,
            leave_out or SQL("FALSE"),
        ),
    )


def lost_opportunities(company, partner_ids, tz):
    """Opportunities that were lost."""
    return _documents(
        "crm_lead",
        local_day(SQL("COALESCE(document.date_closed, document.write_date)"), tz),
        company.id,
        partner_ids,
        SQL("document.type = 'opportunity' AND document.won_status = 'lost'"),
    )


def late_deliveries(company, partner_ids, tz):
    """Deliveries done after the promised day (*Inventory* is installed)."""
    done = local_day(SQL("document.date_done"), tz)
    promised = local_day(SQL("document.date_deadline"), tz)
    return _documents(
        "stock_picking",
        done,
        company.id,
        partner_ids,
        SQL(
            "document.state = 'done' AND %s > %s AND EXISTS ("
            "SELECT 1 FROM stock_picking_type kind"
            " WHERE kind.id = document.picking_type_id AND kind.code = 'outgoing')",
            done,
            promised,
        ),
    )


def bad_ratings(partner_ids, tz):
    """Ratings below 3 of 5: dissatisfied, as Odoo says it (ratings know no company)."""
    return _documents(
        "rating_rating",
        local_day(SQL("document.write_date"), tz),
        None,
        partner_ids,
        SQL("document.consumed AND document.rating BETWEEN 1 AND 2.99"),
    )


def colleagues(company_id, partner_id, tz, today):
    """Rows (user id, last order, meeting, call and message day, last day of all).

    Internal users of the company who sold to the customer, met it, called or visited
    it (also those who came along), or wrote on its contacts, orders, opportunities and
    cards.  Private meetings are nobody's business.
    """
    return SQL(
        """
        WITH contact AS MATERIALIZED (
            SELECT id FROM res_partner WHERE commercial_partner_id = %(partner)s),
        document AS MATERIALIZED (
            SELECT 'res.partner' AS model, id FROM contact
             UNION ALL
            SELECT 'sale.order', id FROM sale_order
             WHERE partner_id IN (SELECT id FROM contact) AND company_id = %(company)s
             UNION ALL
            SELECT 'crm.lead', id FROM crm_lead
             WHERE partner_id IN (SELECT id FROM contact)
               AND COALESCE(company_id, %(company)s) = %(company)s
             UNION ALL
            SELECT 'reactivation.episode', id FROM reactivation_episode
             WHERE partner_id = %(partner)s AND company_id = %(company)s),
        dealing AS (
            SELECT user_id, %(order_day)s AS order_day, NULL::date AS meeting_day,
                   NULL::date AS call_day, NULL::date AS message_day
              FROM sale_order
             WHERE partner_id IN (SELECT id FROM contact) AND company_id = %(company)s
               AND state = 'sale'
             UNION ALL
            SELECT guest.id, NULL, %(meeting_day)s, NULL, NULL
              FROM calendar_event meeting
              JOIN calendar_event_res_partner_rel customer
                ON customer.calendar_event_id = meeting.id
               AND customer.res_partner_id IN (SELECT id FROM contact)
              JOIN calendar_event_res_partner_rel attendee
                ON attendee.calendar_event_id = meeting.id
              JOIN res_users guest ON guest.partner_id = attendee.res_partner_id
              LEFT JOIN res_users_settings habit ON habit.user_id = meeting.user_id
             WHERE meeting.active
               AND COALESCE(meeting.privacy, habit.calendar_default_privacy)
                   IS DISTINCT FROM 'private'
               AND %(meeting_day)s <= %(today)s
             UNION ALL
            SELECT present.user_id, NULL, NULL, %(call_day)s, NULL
              FROM reactivation_call call
             CROSS JOIN LATERAL (
                   SELECT call.user_id
                    UNION ALL
                   SELECT companion.res_users_id
                     FROM reactivation_call_res_users_rel companion
                    WHERE companion.reactivation_call_id = call.id) present
             WHERE call.partner_id = %(partner)s AND call.company_id = %(company)s
             UNION ALL
            SELECT writer.id, NULL, NULL, NULL, %(message_day)s
              FROM document
              JOIN mail_message message
                ON message.model = document.model AND message.res_id = document.id
              JOIN res_users writer ON writer.partner_id = message.author_id
             WHERE message.message_type IN ('comment', 'email', 'email_outgoing')
                OR message.mail_activity_type_id IS NOT NULL)
        SELECT dealing.user_id, MAX(order_day), MAX(meeting_day), MAX(call_day),
               MAX(message_day),
               GREATEST(MAX(order_day), MAX(meeting_day), MAX(call_day),
                        MAX(message_day)) AS last_day
          FROM dealing
          JOIN res_users colleague ON colleague.id = dealing.user_id
          JOIN res_company_users_rel member
            ON member.user_id = colleague.id AND member.cid = %(company)s
         WHERE colleague.active AND colleague.share IS NOT TRUE
         GROUP BY dealing.user_id
         ORDER BY last_day DESC, dealing.user_id
        """,
        company=company_id,
        partner=partner_id,
        order_day=local_day(SQL("date_order"), tz),
        meeting_day=local_day(SQL("meeting.start"), tz),
        call_day=local_day(SQL("call.date"), tz),
        message_day=local_day(SQL("message.date"), tz),
        today=today,
    )
