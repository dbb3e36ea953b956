"""Who has changed while a refresh was running."""

from odoo.tools import SQL


def oldest_transaction():
    """The moment when the oldest transaction that is not over began, in UTC.

    What is stamped earlier is committed, so whoever reads from now on has seen it.
    """
    return SQL(
        "SELECT DATE_TRUNC('second', LEAST(NOW(), MIN(xact_start)))"
        "       AT TIME ZONE 'UTC'"
        "  FROM pg_stat_activity WHERE datname = CURRENT_DATABASE()"
    )


def changed_customers(company_id, since, machine_id, after, limit):
    """Customers that people changed: ids of commercial partners, in their order.

    Contacts, orders and cards tell by the stamp that each of their writes leaves.

    :param since: UTC
    :param machine_id: the user that refreshes: its own writes to cards are known
    :param after: only ids above this one
    """
    return SQL(
        """
        SELECT DISTINCT contact.commercial_partner_id
          FROM (SELECT id AS partner_id FROM res_partner WHERE write_date >= %(since)s
                 UNION ALL
                SELECT partner_id FROM sale_order
                 WHERE company_id = %(company)s AND write_date >= %(since)s
                 UNION ALL
                SELECT partner_id FROM reactivation_episode
                 WHERE company_id = %(company)s AND write_date >= %(since)s
                   AND write_uid IS DISTINCT FROM %(machine)s) changed
          JOIN res_partner contact ON contact.id = changed.partner_id
         WHERE contact.commercial_partner_id > %(after)s
         ORDER BY contact.commercial_partner_id LIMIT %(limit)s
        """,
        company=company_id,
        since=since,
        machine=machine_id,
        after=after,
        limit=limit,
    )
