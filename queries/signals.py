"""Signals beside orders: one SQL piece each, one row per customer.

Columns of every piece: ``partner_id`` (commercial partner), ``last_on`` (local day of
the last occurrence, NULL = could have been seen and was not), ``quantity`` (how often),
``document_id`` (source record of the last occurrence).  A customer without a row has no
data on this signal: neither good nor bad, simply not observable.

``scope`` is a condition on the alias ``contact`` (``res_partner``).
"""

from odoo.tools import SQL

from .opt_out import UNSUBSCRIBED
from .purchases import local_day


def occurrences(moment, document, happened, prefix=""):
    """Columns ``moment``, ``quantity`` and ``latest`` of a group of rows.

    The document of the last occurrence is the low half of ``latest``, whose high half
    is the second of the occurrence: one MAX of integers finds both.

    :param moment: SQL timestamp (UTC) of the occurrence
    :param happened: which rows are occurrences
    """
    return SQL(
        """
        MAX(%(moment)s) FILTER (WHERE %(happened)s) AS %(moment_name)s,
        COUNT(*) FILTER (WHERE %(happened)s) AS %(quantity_name)s,
        MAX((EXTRACT(EPOCH FROM %(moment)s)::bigint << 32) + %(document)s)
            FILTER (WHERE %(happened)s) AS %(latest_name)s
        """,
        moment=moment,
        document=document,
        happened=happened,
        moment_name=SQL.identifier(f"{prefix}moment"),
        quantity_name=SQL.identifier(f"{prefix}quantity"),
        latest_name=SQL.identifier(f"{prefix}latest"),
    )


def _piece(moment, document, source, condition, tz, scope, observed=None):
    """Aggregate ``source`` (a FROM clause with the alias ``contact``) per customer.

    :param moment: SQL timestamp (UTC) of the occurrence
    :param condition: which rows of the source can be seen at all
    :param observed: which of them are occurrences; default those with a moment
    """
    return SQL(
        """
        SELECT partner_id,
               %(day)s AS last_on,
               quantity,
               (latest & 4294967295)::int AS document_id
          FROM (SELECT contact.commercial_partner_id AS partner_id, %(occurrences)s
                  FROM %(source)s
                 WHERE %(condition)s AND %(scope)s
                 GROUP BY contact.commercial_partner_id) seen
        """,
        day=local_day(SQL("moment"), tz),
        occurrences=occurrences(
            moment, document, observed or SQL("%s IS NOT NULL", moment)
        ),
        source=source,
        condition=condition,
        scope=scope,
    )


#: A basket of the shop that was never ordered, on the alias ``document``.
CART = SQL("document.state = 'draft' AND document.website_id IS NOT NULL")

#: What recipients can do with a mailing.
REACTIONS = ("open_datetime", "links_click_datetime", "reply_datetime")


def mailed(scope):
    """CTE body: who was mailed and what they did, one row per customer.

    To the contact itself, or to its address by another model.  Three columns for each
    of :data:`REACTIONS`, as :func:`mailing` reads them.
    """
    return SQL(
        """
        SELECT trace.partner_id, %(reactions)s
          FROM (SELECT trace.id, contact.commercial_partner_id AS partner_id,
                       %(columns)s
                  FROM mailing_trace trace
                  JOIN res_partner contact ON contact.id = trace.res_id
                 WHERE trace.model = 'res.partner' AND sent_datetime IS NOT NULL
                   AND %(scope)s
                 UNION ALL
                SELECT trace.id, contact.commercial_partner_id, %(columns)s
                  FROM mailing_trace trace
                  JOIN res_partner contact ON contact.email_normalized = trace.email
                 WHERE trace.model <> 'res.partner' AND sent_datetime IS NOT NULL
                   AND %(scope)s
               ) trace
         GROUP BY trace.partner_id
        """,
        reactions=SQL(", ").join(
            occurrences(
                SQL.identifier(column),
                SQL("trace.id"),
                SQL("%s IS NOT NULL", SQL.identifier(column)),
                prefix=f"{column}_",
            )
            for column in REACTIONS
        ),
        columns=SQL(", ").join(SQL.identifier(column) for column in REACTIONS),
        scope=scope,
    )


def mailing(column, tz):
    """Mailings answered by ``column`` (see :data:`REACTIONS`); seen = ever mailed."""
    moment, quantity, latest = (
        SQL.identifier(f"{column}_{name}") for name in ("moment", "quantity", "latest")
    )
    return SQL(
        "SELECT partner_id, %s AS last_on, %s AS quantity,"
        " (%s & 4294967295)::int AS document_id FROM mailed",
        local_day(moment, tz),
        quantity,
        latest,
    )


def reactions(tz, scope):
    """Rows (partner id, last day opened, clicked, answered) of who was mailed."""
    return SQL(
        "SELECT partner_id, %s FROM (%s) mailed",
        SQL(", ").join(
            local_day(SQL.identifier(f"{column}_moment"), tz) for column in REACTIONS
        ),
        mailed(scope),
    )


def messages(company_id, tz, scope):
    """Messages the customer wrote: e-mails and portal comments."""
    return _piece(
        SQL("message.date"),
        SQL("message.id"),
        SQL(
            "mail_message message JOIN res_partner contact"
            " ON contact.id = message.author_id"
        ),
        SQL(
            "message.message_type IN ('email', 'comment')"
            " AND contact.partner_share AND message.model IS NOT NULL"
            " AND COALESCE(message.record_company_id, %(company)s) = %(company)s",
            company=company_id,
        ),
        tz,
        scope,
    )


def meetings(tz, now, scope):
    """Meetings held with the customer."""
    return _piece(
        SQL("meeting.start"),
        SQL("meeting.id"),
        SQL(
            "calendar_event meeting"
            " JOIN calendar_event_res_partner_rel rel"
            " ON rel.calendar_event_id = meeting.id"
            " JOIN res_partner contact ON contact.id = rel.res_partner_id"
        ),
        SQL("meeting.active AND meeting.start <= %s AND contact.partner_share", now),
        tz,
        scope,
    )


def done_activities(company_id, tz, scope):
    """Calls, visits and other activities done on the customer, its leads or card.

    Those with a log are :func:`logged_calls`: only the log says whether anybody
    was reached.
    """
    documents = {
        "res.partner": SQL("SELECT id, id AS partner_id FROM res_partner"),
        "crm.lead": SQL(
            "SELECT id, partner_id FROM crm_lead"
            " WHERE COALESCE(company_id, %(company)s) = %(company)s",
            company=company_id,
        ),
        "sale.order": SQL(
            "SELECT id, partner_id FROM sale_order WHERE company_id = %s", company_id
        ),
        "reactivation.episode": SQL(
            "SELECT id, partner_id FROM reactivation_episode WHERE company_id = %s",
            company_id,
        ),
    }
    done = SQL(" UNION ALL ").join(
        SQL(
            """
            SELECT activity.id, activity.date_done, contact.id AS contact_id
              FROM mail_activity activity
              JOIN (%(documents)s) document ON document.id = activity.res_id
              JOIN res_partner contact ON contact.id = document.partner_id
             WHERE activity.res_model = %(model)s AND activity.date_done IS NOT NULL
               AND activity.active IS NOT TRUE AND %(scope)s
               AND NOT EXISTS (SELECT 1 FROM reactivation_call call
                                WHERE call.activity_id = activity.id)
            """,
            documents=query,
            model=model,
            scope=scope,
        )
        for model, query in documents.items()
    )
    # a done date is a day already: midday keeps it whatever the time zone
    return _piece(
        SQL("(done.date_done + TIME '12:00')"),
        SQL("done.id"),
        SQL("(%s) done JOIN res_partner contact ON contact.id = done.contact_id", done),
        SQL("TRUE"),
        "UTC",
        SQL("TRUE"),
    )


def logged_calls(company_id, tz, condition, scope):
    """Calls and visits that salespeople logged (``reactivation.call``).

    :param condition: SQL on the alias ``call``: which of them count
    """
    return _piece(
        SQL("call.date"),
        SQL("call.id"),
        SQL(
            "reactivation_call call JOIN res_partner contact"
            " ON contact.id = call.partner_id"
        ),
        SQL("%s AND call.company_id = %s", condition, company_id),
        tz,
        scope,
    )


def visits(tz, scope, website):
    """Logged-in visits of portal or website by the customer's own users.

    :param website: whether website visitors are recorded (app installed)
    """
    website_visits = (
        SQL(
            """
             UNION ALL
            SELECT visitor.partner_id, visitor.last_connection_datetime, visitor.id
              FROM website_visitor visitor
              JOIN res_partner visiting ON visiting.id = visitor.partner_id
             WHERE visiting.partner_share"""
        )
        if website
        else SQL("")
    )
    source = SQL(
        """(SELECT portal_user.partner_id, device.last_activity AS moment,
                   portal_user.id
              FROM res_users portal_user
              LEFT JOIN res_device_log device ON device.user_id = portal_user.id
             WHERE portal_user.share
             UNION ALL
            SELECT portal_user.partner_id, login.create_date, portal_user.id
              FROM res_users portal_user
              JOIN res_users_log login ON login.create_uid = portal_user.id
             WHERE portal_user.share%s) visit
           JOIN res_partner contact ON contact.id = visit.partner_id""",
        website_visits,
    )
    return _piece(SQL("visit.moment"), SQL("visit.id"), source, SQL("TRUE"), tz, scope)


def opt_outs(tz, scope):
    """Addresses that opted out of mailings; everybody with an address can be seen."""
    return _piece(
        SQL(
            "GREATEST(COALESCE(block.write_date, block.create_date), left_list.moment)"
        ),
        SQL("contact.id"),
        SQL(
            "res_partner contact LEFT JOIN mail_blacklist block"
            " ON block.email = contact.email_normalized AND block.active"
            " LEFT JOIN %s ON left_list.email = contact.email_normalized",
            UNSUBSCRIBED,
        ),
        SQL("contact.email_normalized IS NOT NULL"),
        tz,
        scope,
        observed=SQL("COALESCE(block.id, left_list.id) IS NOT NULL"),
    )


def open_quotations(company_id, tz, scope):
    """Quotations sent and never confirmed."""
    return _piece(
        SQL("quotation.date_order"),
        SQL("quotation.id"),
        SQL(
            "sale_order quotation JOIN res_partner contact"
            " ON contact.id = quotation.partner_id"
        ),
        SQL("quotation.state = 'sent' AND quotation.company_id = %s", company_id),
        tz,
        scope,
    )


def payments(company_id, scope):
    """Payments received from the customer."""
    return _piece(
        SQL("(payment.date + TIME '12:00')"),
        SQL("payment.id"),
        SQL(
            "account_payment payment JOIN res_partner contact"
            " ON contact.id = payment.partner_id"
        ),
        SQL(
            "payment.payment_type = 'inbound'"
            " AND payment.state IN ('in_process', 'paid')"
            " AND payment.company_id = %s",
            company_id,
        ),
        "UTC",
        scope,
    )


def hand_fed(company_id, kind, scope):
    """Signals entered or imported by people (``reactivation.observation``)."""
    return _piece(
        SQL("(seen_by_hand.date + TIME '12:00')"),
        SQL("seen_by_hand.id"),
        SQL(
            "reactivation_observation seen_by_hand JOIN res_partner contact"
            " ON contact.id = seen_by_hand.partner_id"
        ),
        SQL(
            "seen_by_hand.kind = %s AND seen_by_hand.company_id = %s", kind, company_id
        ),
        "UTC",
        scope,
    )


def consents(company_id, scope):
    """Consent given: the answer to a request about personal data."""
    return _piece(
        SQL("(consent.answered_on + TIME '12:00')"),
        SQL("consent.id"),
        SQL(
            "reactivation_consent consent JOIN res_partner contact"
            " ON contact.id = consent.partner_id"
        ),
        SQL("consent.answer = 'yes' AND consent.company_id = %s", company_id),
        "UTC",
        scope,
    )


def signed_documents(company_id, tz, scope):
    """Quotations and orders that the customer signed online."""
    return _piece(
        SQL("signed.signed_on"),
        SQL("signed.id"),
        SQL(
            "sale_order signed JOIN res_partner contact"
            " ON contact.id = signed.partner_id"
        ),
        SQL("signed.signed_on IS NOT NULL AND signed.company_id = %s", company_id),
        tz,
        scope,
    )


def documents(table, moment, condition, tz, scope):
    """Records of an optional app: ``table`` with ``partner_id`` and a moment.

    :param condition: SQL on the alias ``document``
    """
    return _piece(
        moment,
        SQL("document.id"),
        SQL(
            "%s document JOIN res_partner contact ON contact.id = document.partner_id",
            SQL.identifier(table),
        ),
        condition,
        tz,
        scope,
    )
