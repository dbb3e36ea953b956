"""Personal data: the last contact, and the documents that need names and addresses.

Aliases: ``customer`` (``reactivation_customer``), ``contact`` (its partner).
"""

from odoo.tools import SQL


def clock(customer="customer", contact="contact"):
    """SQL day of the last real interaction.

    Who never was in touch is counted from the day the address was entered.
    """
    return SQL(
        "COALESCE(%s, %s::date)",
        SQL.identifier(customer, "last_interaction_date"),
        SQL.identifier(contact, "create_date"),
    )


def documents():
    """Rows (partner_id, day): who is named on an order, invoice or payment, and when.

    Every address of an order and an invoice counts; drafts and cancelled ones do not.
    """
    return SQL(
        """
        SELECT partner_id, date_order::date AS day FROM sale_order
         WHERE state = 'sale'
         UNION ALL
        SELECT partner_invoice_id, date_order::date FROM sale_order
         WHERE state = 'sale' AND partner_invoice_id <> partner_id
         UNION ALL
        SELECT partner_shipping_id, date_order::date FROM sale_order
         WHERE state = 'sale' AND partner_shipping_id <> partner_id
         UNION ALL
        SELECT partner_id, COALESCE(invoice_date, date) FROM account_move
         WHERE state = 'posted' AND partner_id IS NOT NULL
         UNION ALL
        SELECT partner_shipping_id, COALESCE(invoice_date, date) FROM account_move
         WHERE state = 'posted' AND partner_shipping_id <> partner_id
         UNION ALL
        SELECT partner_id, date FROM account_payment
         WHERE state IN ('in_process', 'paid') AND partner_id IS NOT NULL
        """
    )


def needed_by_documents(partner_ids, documents_from):
    """Partners (ids) that a document of this day or later names."""
    return SQL(
        "SELECT DISTINCT partner_id FROM (%s) document"
        " WHERE partner_id = ANY(%s) AND day >= %s",
        documents(),
        list(partner_ids),
        documents_from,
    )


def reached(alias, company_id, before, active):
    """Condition on the table ``alias``: last contact before a day.

    :param active: whether the partner must be active (True) or archived (False)
    """
    return SQL(
        "%s = %s AND EXISTS (SELECT 1 FROM res_partner contact"
        " WHERE contact.id = %s AND contact.active = %s AND %s < %s)",
        SQL.identifier(alias, "company_id"),
        company_id,
        SQL.identifier(alias, "partner_id"),
        active,
        clock(alias),
        before,
    )


def needless(alias, documents_from):
    """Condition on ``alias``: archived data that no document needs, still readable.

    The archived are few: they are looked at once, not row by row of ``alias``.
    """
    return SQL(
        """
        %(partner)s IN (
            SELECT firm.id FROM res_partner firm
             WHERE firm.active IS NOT TRUE AND firm.commercial_partner_id = firm.id
               AND NOT EXISTS (SELECT 1 FROM reactivation_retention_log log
                                WHERE log.partner_number = firm.id AND log.is_complete)
               AND NOT EXISTS (SELECT 1 FROM res_partner person
                                 JOIN (%(documents)s) document
                                   ON document.partner_id = person.id
                                WHERE person.commercial_partner_id = firm.id
                                  AND document.day >= %(documents_from)s))
        """,
        partner=SQL.identifier(alias, "partner_id"),
        documents=documents(),
        documents_from=documents_from,
    )


def empty(table, ids, columns):
    """Set columns of some rows to NULL."""
    values = SQL(", ").join(SQL("%s = NULL", SQL.identifier(name)) for name in columns)
    return SQL(
        "UPDATE %s SET %s WHERE id = ANY(%s) RETURNING id",
        SQL.identifier(table),
        values,
        list(ids),
    )


def facts(customer_ids, today):
    """What a decision depends on, one row per customer.

    Columns: customer_id, clock, archived, last_document_on, elsewhere (another company
    is in touch within its own term), staff (a contact is a user of Odoo, not of the
    portal), asked_on and answer of the last request for consent since the last contact.
    """
    return SQL(
        """
        WITH chosen AS MATERIALIZED (
             SELECT customer.id, customer.partner_id, customer.company_id,
                    %(clock)s AS clock, contact.active IS NOT TRUE AS archived
               FROM reactivation_customer customer
               JOIN res_partner contact ON contact.id = customer.partner_id
              WHERE customer.id = ANY(%(customers)s)),
        family AS MATERIALIZED (
             SELECT DISTINCT person.id, person.commercial_partner_id
               FROM chosen
               JOIN res_partner person
                 ON person.commercial_partner_id = chosen.partner_id),
        named AS (
             SELECT family.commercial_partner_id, MAX(document.day) AS day
               FROM family
               JOIN (%(documents)s) document ON document.partner_id = family.id
              GROUP BY family.commercial_partner_id)
        SELECT chosen.id, chosen.clock, chosen.archived, named.day,
               EXISTS (SELECT 1 FROM reactivation_customer other
                         JOIN res_partner person ON person.id = other.partner_id
                         JOIN res_company house ON house.id = other.company_id
                        WHERE other.partner_id = chosen.partner_id
                          AND other.company_id <> chosen.company_id
                          AND %(other_clock)s >= %(today)s::date
                              - house.reactivation_retention_months
                                * INTERVAL '1 month'),
               EXISTS (SELECT 1 FROM family JOIN res_users login
                           ON login.partner_id = family.id
                        WHERE family.commercial_partner_id = chosen.partner_id
                          AND login.share IS NOT TRUE),
               request.asked_on, request.answer
          FROM chosen
          LEFT JOIN named ON named.commercial_partner_id = chosen.partner_id
          LEFT JOIN LATERAL (
               SELECT asked_on, answer FROM reactivation_consent consent
                WHERE consent.customer_id = chosen.id
                  AND (chosen.clock IS NULL OR consent.asked_on > chosen.clock)
                ORDER BY consent.id DESC LIMIT 1) request ON TRUE
        """,
        clock=clock(),
        other_clock=clock("other", "person"),
        documents=documents(),
        customers=list(customer_ids),
        today=today,
    )
