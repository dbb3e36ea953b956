"""From which day on another salesperson may claim a card."""

from odoo.tools import SQL


def claimable_from(column, zone):
    """Expression: a day, or NULL: closed, or claims are switched off.

    A card of nobody: since it was opened.  Another one: when both its salesperson has
    not been in touch for the days of the company, and the days are over in which it is
    protected since it got its salesperson.

    :param column: function name -> SQL of the card's column
    :param zone: SQL of the time zone whose days count
    """
    return SQL(
        """
        (SELECT CASE WHEN %(user)s IS NULL THEN %(opened_on)s
                     ELSE GREATEST(
                          %(contact)s + rule.reactivation_claim_days,
                          COALESCE(%(assigned_on)s, %(opened_on)s)
                          + rule.reactivation_claim_protected_days) END
           FROM res_company rule
          WHERE rule.id = %(company)s AND rule.reactivation_claims
            AND %(state)s = 'open')
        """,
        user=column("user_id"),
        opened_on=column("opened_on"),
        assigned_on=column("assigned_on"),
        company=column("company_id"),
        state=column("state"),
        contact=contact(column, zone),
    )


def contact(column, zone):
    """Expression: the last day on which somebody of us was in touch about a card.

    The last order, a logged call or visit, a decision, and what its salesperson wrote
    on the card or did of what was planned there.
    """
    return SQL(
        """
        GREATEST(%(silent_since)s, %(last_call_on)s, %(decision_on)s, (
            SELECT MAX(message.date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
              FROM mail_message message
              JOIN res_users owner ON owner.partner_id = message.author_id
             WHERE message.model = 'reactivation.episode'
               AND message.res_id = %(id)s AND owner.id = %(user)s
               AND (message.message_type IN ('comment', 'email', 'email_outgoing')
                    OR message.mail_activity_type_id IS NOT NULL)))
        """,
        silent_since=column("silent_since"),
        last_call_on=column("last_call_on"),
        decision_on=column("decision_on"),
        id=column("id"),
        user=column("user_id"),
        zone=zone,
    )
