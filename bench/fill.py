"""Fill a database by SQL with a made-up, realistic company; seeded, so always the same.

Runs in a database without the add-on: what Odoo does without it is measured there.
Every random number is a hash of (row number, purpose), see ``u`` below: whatever plan
PostgreSQL chooses, the same rows come out.  Foreign keys are not checked meanwhile and
indexes are built afterwards.
"""

from sizes import SIZES

from odoo import Command

SELLERS = 10
YEARS = 6

#: u(row, purpose): uniform in [0, 1); normal(row, purpose): standard normal.
FUNCTIONS = """
CREATE OR REPLACE FUNCTION pg_temp.u(row_number bigint, purpose int) RETURNS float8 AS
$$ SELECT (hashint8extended(row_number, purpose) & 4503599627370495)
          / 4503599627370496.0::float8 $$ LANGUAGE sql IMMUTABLE PARALLEL SAFE;
CREATE OR REPLACE FUNCTION pg_temp.normal(row_number bigint, purpose int)
RETURNS float8 AS
$$ SELECT sqrt(-2 * ln(1 - pg_temp.u(row_number, purpose)))
          * cos(2 * pi() * pg_temp.u(row_number, purpose + 1000)) $$
LANGUAGE sql IMMUTABLE PARALLEL SAFE;
"""

#: One company each; every second of the first half has two contacts.  Salesperson,
#: country, industry and tag feed the policies' conditions.
PARTNERS = """
CREATE TEMP TABLE customer AS
SELECT number, %(base)s + number AS id,
       CASE WHEN pg_temp.u(number, 1) < 0.5
            THEN (%(sellers)s::int[])[1 + floor(pg_temp.u(number, 2) * %(count)s)::int]
            END AS user_id,
       least(3000, 1 + floor(exp(0.945 + 1.5 * pg_temp.normal(number, 3))))::int
           AS orders,
       least(400, greatest(3, exp(3.8 + 0.8 * pg_temp.normal(number, 4)))) AS pace,
       CASE WHEN pg_temp.u(number, 5) < 0.30 THEN 'left'
            WHEN pg_temp.u(number, 5) < 0.95 THEN 'buys' ELSE 'never' END AS habit,
       CASE WHEN pg_temp.u(number, 6) < 0.15 THEN 2
            WHEN pg_temp.u(number, 6) < 0.20 THEN 3 ELSE 1 END AS companies
  FROM generate_series(1, %(customers)s::bigint) number;  -- times 4096, below

INSERT INTO res_partner (id, name, complete_name, commercial_partner_id, parent_id,
    commercial_company_name, is_company, user_id, country_id, industry_id, email,
    email_normalized, phone, street, zip, city, type, active, employee, partner_share,
    lang, color, autopost_bills, supplier_rank, customer_rank, message_bounce,
    create_uid, write_uid, create_date, write_date)
SELECT id, name, name, id, NULL, name, TRUE, user_id,
       (%(countries)s::int[])[1 + floor(10 * pg_temp.u(number, 10) ^ 2)::int],
       (%(industries)s::int[])[
           1 + floor(pg_temp.u(number, 11) * %(industry_count)s)::int],
       mail, mail, '+33 1 ' || lpad(number::text, 8, '0'), number || ' rue du Test',
       '75001', 'Paris', 'contact', pg_temp.u(number, 12) > 0.02, FALSE, TRUE, 'en_US',
       0, 'ask', 0, 1, 0, 1, 1, moment, moment
  FROM (SELECT *, 'Company ' || lpad(number::text, 7, '0') AS name,
               'office@company' || number || '.example.com' AS mail,
               now() - interval '1 day' * floor(2200 * pg_temp.u(number, 13)) AS moment
          FROM customer) made;

INSERT INTO res_partner (id, name, complete_name, commercial_partner_id, parent_id,
    commercial_company_name, is_company, email, email_normalized, type, active,
    employee, partner_share, lang, color, autopost_bills, supplier_rank, customer_rank,
    message_bounce, create_uid, write_uid, create_date, write_date)
SELECT %(base)s + %(customers)s + contact,
       'Contact ' || contact, company.name || ', Contact ' || contact, company.id,
       company.id, company.name, FALSE, mail, mail, 'contact', TRUE, FALSE, TRUE,
       'en_US', 0, 'ask', 0, 0, 0, 1, 1, company.create_date, company.create_date
  FROM (SELECT contact, 'c' || contact || '@people.example.com' AS mail
          FROM generate_series(1, %(customers)s) contact) made
  JOIN res_partner company ON company.id = %(base)s + (contact + 1) / 2;

INSERT INTO res_partner_res_partner_category_rel (category_id, partner_id)
SELECT %(tag)s, id FROM customer WHERE pg_temp.u(number, 14) < 0.1;

SELECT setval('res_partner_id_seq', (SELECT max(id) FROM res_partner));
"""

#: Orders are stored in the order they came, as in real life: neighbours on the disk
#: belong to different customers.  Customers who left are silent up to four years.
ORDERS = """
CREATE TEMP TABLE ordered AS
SELECT row_number() OVER (ORDER BY moment, number, nth)::int AS nth_of_all, *
  FROM (SELECT customer.*, nth,
               now()::date - interval '1 day' * (
                   age + (nth + CASE WHEN nth = 0 THEN 0 ELSE
                          pg_temp.u(number * 4096 + nth, 20) - 0.5 END)
                   * least(pace, 365.0 * %(years)s / orders))
               + interval '1 minute' * (360 + floor(
                   780 * pg_temp.u(number * 4096 + nth, 21))) AS moment,
               pg_temp.u(number * 4096 + nth, 22) AS fate,
               pg_temp.u(number * 4096 + nth, 23) AS chance,
               round(exp(ln(40 + 400 * pg_temp.u(number, 24))
                   + 0.6 * pg_temp.normal(number * 4096 + nth, 25))::numeric, 2)
                   AS amount
          FROM (SELECT *, CASE WHEN habit = 'left'
                               THEN 30 + 1430 * pg_temp.u(number, 26)
                               ELSE -ln(1 - 0.95 * pg_temp.u(number, 26)) * pace * 0.7
                               END AS age
                  FROM customer WHERE habit <> 'never') customer
         CROSS JOIN LATERAL generate_series(0, orders - 1) nth) one;

INSERT INTO sale_order (id, name, partner_id, partner_invoice_id, partner_shipping_id,
    company_id, currency_id, currency_rate, pricelist_id, date_order, state,
    invoice_status, amount_untaxed, amount_tax, amount_total, user_id, team_id, locked,
    require_signature, require_payment, validity_date, access_token,
    create_uid, write_uid, create_date, write_date)
SELECT %(order_base)s + nth_of_all, 'S' || lpad(nth_of_all::text, 8, '0'),
       partner, id, partner, company, CASE WHEN foreign_money THEN %(foreign)s
           ELSE (%(currencies)s::int[])[company] END,
       CASE WHEN foreign_money THEN round((1.02 + 0.2 * chance)::numeric, 6) ELSE 1 END,
       NULL, moment,
       CASE WHEN fate < 0.90 THEN 'sale' WHEN fate < 0.95 THEN 'cancel'
            WHEN fate < 0.97 OR moment < now() - interval '1 year' THEN 'draft'
            ELSE 'sent' END,
       CASE WHEN fate < 0.90 THEN 'invoiced' ELSE 'no' END,
       amount, round(amount * 0.2, 2), amount + round(amount * 0.2, 2),
       coalesce(user_id, (%(sellers)s::int[])[1 + floor(chance * %(count)s)::int]),
       %(team)s, FALSE, TRUE, FALSE, moment::date + 30, md5(nth_of_all::text),
       2, 2, moment, moment
  FROM (SELECT *, CASE WHEN number * 2 <= %(customers)s AND chance < 0.4
                       THEN %(base)s + %(customers)s + number * 2
                            - (chance < 0.2)::int ELSE id END AS partner,
               CASE WHEN companies = 3 THEN 1 + (nth %% 2) ELSE companies END
                   AS company,
               pg_temp.u(nth_of_all, 27) < 0.15 AS foreign_money
          FROM ordered) placed
 ORDER BY nth_of_all;

SELECT setval('sale_order_id_seq', (SELECT max(id) FROM sale_order));
"""

#: One invoice for five orders (half of them paid), some credit notes.
INVOICES = """
INSERT INTO account_move (id, name, journal_id, company_id, currency_id, state,
    move_type, auto_post, date, invoice_date, partner_id, commercial_partner_id,
    payment_state, amount_untaxed, amount_total, amount_untaxed_signed,
    amount_total_signed, sequence_prefix, sequence_number, invoice_user_id,
    create_uid, write_uid, create_date, write_date)
SELECT row_number() OVER (ORDER BY nth_of_all) + %(move_base)s,
       'INV/' || nth_of_all, %(journal)s, CASE WHEN companies = 2 THEN 2 ELSE 1 END,
       (%(currencies)s::int[])[CASE WHEN companies = 2 THEN 2 ELSE 1 END], 'posted',
       CASE WHEN back THEN 'out_refund' ELSE 'out_invoice' END, 'no', moment, moment,
       id, id, 'paid', amount, amount, sign * amount, sign * amount, 'INV/', nth_of_all,
       user_id, 2, 2, moment, moment
  FROM (SELECT *, chance > 0.99 AS back,
               CASE WHEN chance > 0.99 THEN -1 ELSE 1 END AS sign
          FROM ordered WHERE fate < 0.90 AND (chance > 0.99 OR chance < 0.2)) billed
 ORDER BY nth_of_all;
SELECT setval('account_move_id_seq', (SELECT max(id) FROM account_move));

INSERT INTO account_payment (journal_id, company_id, state, payment_type, partner_type,
    date, amount, partner_id, create_uid, write_uid, create_date, write_date)
SELECT %(journal)s, CASE WHEN companies = 2 THEN 2 ELSE 1 END, 'paid', 'inbound',
       'customer', moment + interval '30 days', amount, id, 2, 2, moment, moment
  FROM ordered WHERE fate < 0.90 AND chance < 0.1;
"""

#: Two mailings per customer on average (a fifth to a mailing list contact), 35 %
#: opened; one and a half messages, a third written by the customer; visits, meetings,
#: calls.
SIGNALS = """
INSERT INTO mailing_trace (mass_mailing_id, trace_type, model, res_id, email,
    trace_status, sent_datetime, open_datetime, links_click_datetime, reply_datetime,
    create_uid, write_uid, create_date, write_date)
SELECT %(mailing)s, 'mail',
       CASE WHEN listed THEN 'mailing.contact' ELSE 'res.partner' END,
       CASE WHEN listed THEN 1 + number ELSE %(base)s + who END,
       CASE WHEN who <= %(customers)s THEN 'office@company' || who || '.example.com'
            ELSE 'c' || who - %(customers)s || '@people.example.com' END,
       CASE WHEN luck < 0.35 THEN 'open' ELSE 'sent' END, sent,
       CASE WHEN luck < 0.35 THEN sent + interval '3 hours' END,
       CASE WHEN luck < 0.08 THEN sent + interval '4 hours' END,
       CASE WHEN luck < 0.01 THEN sent + interval '9 hours' END, 1, 1, sent, sent
  FROM (SELECT number,
               1 + floor(1.3 * %(customers)s * pg_temp.u(number, 30))::int AS who,
               pg_temp.u(number, 31) AS luck, pg_temp.u(number, 32) < 0.2 AS listed,
               now() - interval '1 day' * floor(1000 * pg_temp.u(number, 33)) AS sent
          FROM generate_series(1, 2 * %(customers)s) number) one
 ORDER BY sent;

INSERT INTO mail_message (model, res_id, author_id, message_type, subtype_id, date,
    body, subject, email_from, message_id, is_internal, record_company_id,
    create_uid, write_uid, create_date, write_date)
SELECT CASE WHEN ours THEN 'sale.order' ELSE 'res.partner' END, %(base)s + who,
       CASE WHEN ours THEN %(author)s ELSE %(base)s + who END,
       CASE WHEN ours THEN 'notification' ELSE 'email' END, %(subtype)s, moment,
       '<p>' || repeat('Dear all, thank you. ', 8) || '</p>', 'Re: your order',
       'someone@example.com', '<' || number || '@example.com>', FALSE,
       CASE WHEN number %% 3 = 0 THEN 1 END, 1, 1, moment, moment
  FROM (SELECT number,
               1 + floor(1.3 * %(customers)s * pg_temp.u(number, 40))::int AS who,
               pg_temp.u(number, 41) < 0.67 AS ours,
               now() - interval '1 day' * floor(1500 * pg_temp.u(number, 42))
                   AS moment
          FROM generate_series(1, %(customers)s * 3 / 2) number) one
 ORDER BY moment;

INSERT INTO mail_blacklist (email, active, create_uid, write_uid, create_date,
    write_date)
SELECT 'office@company' || number || '.example.com', TRUE, 1, 1,
       now() - interval '90 days', now() - interval '90 days'
  FROM customer WHERE pg_temp.u(number, 50) < 0.01;

WITH portal AS (
    INSERT INTO res_users (company_id, partner_id, login, notification_type, active,
        share, create_uid, write_uid, create_date, write_date)
    SELECT 1, id, 'portal' || number, 'email', TRUE, TRUE, 1, 1, now(), now()
      FROM customer WHERE pg_temp.u(number, 51) < 0.02 RETURNING id)
INSERT INTO res_users_log (create_uid, write_uid, create_date, write_date)
SELECT id, id, now() - interval '1 day' * floor(700 * pg_temp.u(id, 52)), now()
  FROM portal CROSS JOIN generate_series(1, 3);

WITH meeting AS (
    INSERT INTO calendar_event (name, show_as, start, stop, active, user_id, privacy,
        create_uid, write_uid, create_date, write_date)
    SELECT 'Visit ' || number, 'busy', moment, moment + interval '1 hour', TRUE, 2,
           'public', 2, 2, moment, moment
      FROM (SELECT number, date_trunc('hour', now())
                   - interval '1 hour' * floor(20000 * pg_temp.u(number, 53)) AS moment
              FROM customer WHERE pg_temp.u(number, 54) < 0.05) one
    RETURNING id, name)
INSERT INTO calendar_event_res_partner_rel (calendar_event_id, res_partner_id)
SELECT id, %(base)s + substr(name, 7)::int FROM meeting;

INSERT INTO mail_activity (res_model_id, res_model, res_id, activity_type_id, user_id,
    date_deadline, date_done, active, create_uid, write_uid, create_date, write_date)
SELECT %(partner_model)s, 'res.partner', id, %(activity_type)s, 2, done,
       CASE WHEN pg_temp.u(number, 55) < 0.8 THEN done END,
       pg_temp.u(number, 55) >= 0.8, 2, 2, done, done
  FROM (SELECT *, now()::date - floor(500 * pg_temp.u(number, 56))::int AS done
          FROM customer WHERE pg_temp.u(number, 57) < 0.05) one;
"""

#: As many opportunities as cards are opened, over four stages like the board's columns.
LEADS = """
INSERT INTO crm_lead (name, type, partner_id, partner_name, stage_id, team_id, user_id,
    company_id, active, priority, probability, automated_probability, won_status,
    expected_revenue, prorated_revenue, country_id, email_from, email_normalized, color,
    create_uid, write_uid, create_date, write_date, date_last_stage_update)
SELECT 'Opportunity ' || nth, 'opportunity', id, 'Company ' || number,
       (%(stages)s::int[])[1 + floor(4 * pg_temp.u(number, 60))::int], %(team)s,
       coalesce(user_id, (%(sellers)s::int[])[1 + nth %% %(count)s]),
       CASE WHEN companies = 2 THEN 2 ELSE 1 END, TRUE,
       floor(4 * pg_temp.u(number, 61) ^ 2)::int::text, prob, prob, 'pending', amount,
       amount * prob / 100, NULL, 'office@company' || number || '.example.com',
       'office@company' || number || '.example.com', 0, 2, 2, moment, moment, moment
  FROM (SELECT *, row_number() OVER (ORDER BY number)::int AS nth,
               round(100 * pg_temp.u(number, 62)) AS prob,
               round(exp(6 + pg_temp.normal(number, 63))::numeric, 2) AS amount,
               now() - interval '1 day' * floor(400 * pg_temp.u(number, 64)) AS moment
          FROM customer WHERE pg_temp.u(number, 65) < 0.30) one;
"""

BULK_TABLES = (
    "res_partner",
    "res_partner_res_partner_category_rel",
    "sale_order",
    "account_move",
    "account_payment",
    "mailing_trace",
    "mail_message",
    "crm_lead",
)


def fill(env, size):
    """Fill the database; the caller commits."""
    values = {**_people(env), **_references(env), "customers": SIZES[size]}
    values["years"] = YEARS
    env.flush_all()
    cr = env.cr
    cr.execute("SET LOCAL session_replication_role = replica")
    cr.execute("SET LOCAL work_mem = '256MB'")
    cr.execute("SET LOCAL maintenance_work_mem = '512MB'")
    definitions = _drop_indexes(cr)
    cr.execute(FUNCTIONS)
    for text in (PARTNERS, ORDERS, INVOICES, SIGNALS, LEADS):
        cr.execute(text, values)
    for definition in definitions:
        cr.execute(definition)


def _people(env):
    """Salespeople, a second company with another currency, a mailing, a tag."""
    currency = env.ref("base.EUR")
    currency.active = True
    other = env["res.company"].create(
        {"name": "Second Company", "currency_id": currency.id}
    )
    if other.id != 2:
        raise ValueError("the second company must have the number 2")
    env.company.partner_id.tz = "Europe/Paris"
    team = env["crm.team"].search([], limit=1)
    sellers = env["res.users"].create(
        [
            {
                "name": f"Seller {number}",
                "login": f"seller{number}",
                "email": f"seller{number}@example.com",
                "company_ids": [Command.set([env.company.id, other.id])],
                "group_ids": [
                    Command.link(env.ref("sales_team.group_sale_salesman").id)
                ],
            }
            for number in range(SELLERS)
        ]
    )
    env.user.write(
        {
            "company_ids": [Command.link(other.id)],
            "group_ids": [Command.link(env.ref("sales_team.group_sale_manager").id)],
        }
    )
    mailing = env["mailing.mailing"].create(
        {
            "subject": "News",
            "mailing_model_id": env["ir.model"]._get_id("res.partner"),
            "body_html": "<p>News</p>",
            "email_from": "news@example.com",
        }
    )
    tag = env["res.partner.category"].create({"name": "Long cycle"})
    return {
        "sellers": sellers.ids,
        "count": len(sellers),
        "team": team.id,
        "mailing": mailing.id,
        "tag": tag.id,
        "author": env.user.partner_id.id,
        "currencies": [env.company.currency_id.id, currency.id],
        "foreign": env.ref("base.GBP").id,
    }


def _references(env):
    """Ids of records that the rows refer to, and the numbers to count on from."""
    cr = env.cr
    cr.execute(
        "SELECT (SELECT max(id) FROM res_partner), (SELECT max(id) FROM sale_order),"
        " (SELECT max(id) FROM account_move), (SELECT min(id) FROM account_journal)"
    )
    partners, orders, moves, journal = cr.fetchone()
    env["crm.stage"].create({"name": "Negotiation", "sequence": 4})
    stages = env["crm.stage"].search([("is_won", "=", False)])
    if len(stages) != 4:
        raise ValueError(f"4 open stages are filled, there are {len(stages)}")
    return {
        "base": partners,
        "order_base": orders or 0,
        "move_base": moves or 0,
        "journal": journal or 1,
        "countries": env["res.country"].search([], limit=10).ids,
        "industries": env["res.partner.industry"].search([]).ids,
        "industry_count": env["res.partner.industry"].search_count([]),
        "stages": stages.ids,
        "subtype": env.ref("mail.mt_comment").id,
        "partner_model": env["ir.model"]._get_id("res.partner"),
        "activity_type": env.ref("mail.mail_activity_data_call").id,
    }


def _drop_indexes(cr):
    """Drop the indexes of the big tables; returns the statements that bring them back.

    Primary keys and unique constraints stay.
    """
    cr.execute(
        """SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
             FROM pg_index
            WHERE indrelid = ANY(%s::regclass[]) AND NOT indisunique
              AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
            ORDER BY 1""",
        [list(BULK_TABLES)],
    )
    found = cr.fetchall()
    for name, __ in found:
        cr.execute(f"DROP INDEX {name}")
    return [definition for __, definition in found]
