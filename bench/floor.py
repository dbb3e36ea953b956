"""The floor: the least that anybody has to read to know what the refresh knows.

The bare aggregate over confirmed orders, and one over each source of signals, in one
pass each over the whole table, as somebody at a psql prompt would write them.
"""

from odoo.tools import SQL

ORDERS = """
SELECT sale.company_id, contact.commercial_partner_id, MIN(date_order),
       MAX(date_order), COUNT(*), SUM(amount_untaxed / NULLIF(currency_rate, 0))
  FROM sale_order sale
  JOIN res_partner contact ON contact.id = sale.partner_id
 WHERE sale.state = 'sale'
 GROUP BY sale.company_id, contact.commercial_partner_id
"""

#: Three signals out of one pass: e-mails opened, clicked and answered.
MAILINGS = """
SELECT contact.commercial_partner_id, COUNT(*),
       MAX(open_datetime), COUNT(open_datetime),
       MAX(links_click_datetime), COUNT(links_click_datetime),
       MAX(reply_datetime), COUNT(reply_datetime)
  FROM (SELECT res_id AS contact_id, trace.* FROM mailing_trace trace
         WHERE model = 'res.partner' AND sent_datetime IS NOT NULL
         UNION ALL
        SELECT person.id, trace.* FROM mailing_trace trace
          JOIN res_partner person ON person.email_normalized = trace.email
         WHERE trace.model <> 'res.partner' AND sent_datetime IS NOT NULL) trace
  JOIN res_partner contact ON contact.id = trace.contact_id
 GROUP BY contact.commercial_partner_id
"""


def statements(env):
    """The statements of the floor, as SQL.

    Other signals than mailings are read by the module's own bare aggregate per
    customer, over all customers of the main company.
    """
    catalogue = env["reactivation.signal"]._catalogue()
    company = env.ref("base.main_company")
    return [
        SQL(ORDERS),
        SQL(MAILINGS),
        *(
            entry.piece(company, SQL("TRUE"))
            for code, entry in catalogue.items()
            if not code.startswith("mail_")
        ),
    ]


def runner(world):
    """A contender: reads the floor, with the settings that the module gives itself."""

    def run(watch):
        with world.env() as env:
            bodies = statements(env)
            env.cr.execute("SET LOCAL jit = off; SET LOCAL work_mem = '64MB'")
            with watch.on(env.cr):
                for body in bodies:
                    # all groups are made, none is sent
                    query = SQL("SELECT COUNT(*) FROM (%s OFFSET 0) floor", body)
                    env.cr.execute(query.code, query.params)

    return run
