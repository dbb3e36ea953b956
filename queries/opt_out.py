"""Addresses that commercial e-mails go to no longer.

On Odoo's black list, or unsubscribed from a mailing list: who leaves a newsletter means
our advertising, not this one list.
"""

from odoo.tools import SQL

#: FROM item with the alias ``left_list``: addresses unsubscribed from a mailing list.
UNSUBSCRIBED = SQL(
    """(SELECT person.email_normalized AS email, listed.id,
               COALESCE(listed.opt_out_datetime, listed.write_date) AS moment
          FROM mailing_contact person
          JOIN mailing_subscription listed ON listed.contact_id = person.id
         WHERE listed.opt_out AND person.email_normalized IS NOT NULL) left_list"""
)


def opted_out(email):
    """SQL condition: no commercial e-mail to this normalised address any more."""
    return SQL(
        """
        (EXISTS (SELECT 1 FROM mail_blacklist block
                  WHERE block.active AND block.email = %(email)s)
         OR EXISTS (SELECT 1 FROM %(unsubscribed)s WHERE left_list.email = %(email)s))
        """,
        email=email,
        unsubscribed=UNSUBSCRIBED,
    )


def stopped(mailing_id):
    """Addresses that a mailing of a campaign must not be sent to."""
    return SQL(
        """
        SELECT DISTINCT enrollment.email_normalized
          FROM reactivation_touch touch
          JOIN reactivation_enrollment enrollment ON enrollment.id = touch.enrollment_id
         WHERE touch.mailing_id = %s AND %s
        """,
        mailing_id,
        opted_out(SQL("enrollment.email_normalized")),
    )
