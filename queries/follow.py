"""What an order asks of the database beside its own confirmation."""

from odoo.tools import SQL

#: Marks the order's hook within the sale: what fails is taken back to here.
SAVEPOINT = SQL("crm_reactivation_follow")
#: Nothing more is sent together with a statement.
NOTHING = SQL("SELECT")
#: Stands for the ids of the commercial partners in a statement that is kept.
FOLLOWED = object()
#: Scope of such a statement.
FOLLOWED_SCOPE = SQL("contact.commercial_partner_id = ANY(%s)", FOLLOWED)


def circumstances(company_id, partner_ids, stages):
    """One row: what decides how much there is to do for these partners.

    Last run that came to one of these stages, its company's time zone, ids of the
    commercial partners, whether somebody among them has a card or is in a campaign,
    whether a contact has been put below another company, and what changes with each
    change of policies and settings.
    """
    return SQL(
        """
        SAVEPOINT %(savepoint)s;
        WITH known AS MATERIALIZED (
            SELECT DISTINCT commercial_partner_id AS id FROM res_partner
             WHERE id = ANY(%(partners)s))
        SELECT (SELECT MAX(id) FROM reactivation_run
                 WHERE company_id = %(company)s AND stage = ANY(%(stages)s)) AS run_id,
               (SELECT partner.tz FROM res_company company
                  JOIN res_partner partner ON partner.id = company.partner_id
                 WHERE company.id = %(company)s) AS zone,
               ARRAY(SELECT id FROM known) AS partner_ids,
               EXISTS (SELECT 1 FROM reactivation_episode card
                         JOIN known ON known.id = card.partner_id
                        WHERE card.company_id = %(company)s)
               OR EXISTS (SELECT 1 FROM reactivation_enrollment enrollment
                            JOIN known ON known.id = enrollment.partner_id
                           WHERE enrollment.company_id = %(company)s
                             AND enrollment.state = 'running')
                   AS is_worked,
               EXISTS (SELECT 1 FROM res_partner contact
                        WHERE contact.id = ANY(%(partners)s)
                          AND contact.commercial_partner_id <> contact.id
                          AND (EXISTS (SELECT 1 FROM reactivation_customer customer
                                        WHERE customer.partner_id = contact.id
                                          AND customer.company_id = %(company)s)
                               OR EXISTS (SELECT 1 FROM reactivation_profile profile
                                           WHERE profile.partner_id = contact.id
                                             AND profile.company_id = %(company)s)))
                   AS is_moved,
               CONCAT_WS(' ', %(policies)s, %(rules)s, %(settings)s) AS version
        """,
        savepoint=SAVEPOINT,
        company=company_id,
        stages=list(stages),
        partners=list(partner_ids),
        policies=version("reactivation_policy", SQL("TRUE")),
        rules=version("reactivation_policy_rule", SQL("TRUE")),
        settings=version("res_company", SQL("id = %s", company_id)),
    )


def version(table, condition):
    """SQL text that changes with each write to these rows, also within a transaction.

    PostgreSQL writes a new row at another place for each.
    """
    return SQL(
        "(SELECT STRING_AGG(CONCAT(xmin, ctid), ' ' ORDER BY id) FROM %s WHERE %s)",
        SQL.identifier(table),
        condition,
    )


def align_profiles(company_id, scope):
    """Profiles follow the salesperson of their customer.

    :param scope: condition on ``contact``, the customers meant
    """
    return SQL(
        """
        UPDATE reactivation_profile profile SET user_id = customer.user_id
          FROM reactivation_customer customer
          JOIN res_partner contact ON contact.id = customer.partner_id
         WHERE customer.profile_id = profile.id AND profile.company_id = %s AND %s
           AND profile.user_id IS DISTINCT FROM customer.user_id
        """,
        company_id,
        scope,
    )


def release():
    """All went well: the hook's part stays with the sale."""
    return SQL("RELEASE SAVEPOINT %s", SAVEPOINT)


def take_back():
    """Something failed: the sale goes on as if the hook had not been there."""
    return SQL("ROLLBACK TO SAVEPOINT %s; RELEASE SAVEPOINT %s", SAVEPOINT, SAVEPOINT)
