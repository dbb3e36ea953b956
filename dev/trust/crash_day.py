"""A day passes in a refreshed company, unseen by the module: all by SQL."""

#: Customers with a card who order again, of them with a call planned; new silent ones.
BACK, CALLED, NEW = 300, 100, 700

#: Who is concerned: always the same, and not the same customer twice.
CHOSEN = """
CREATE TEMP TABLE chosen AS
SELECT ROW_NUMBER() OVER (ORDER BY card.id) AS number, card.id AS card_id,
       card.partner_id, card.company_id, NEXTVAL('res_partner_id_seq')::int AS new_id
  FROM reactivation_episode card
 WHERE card.state = 'open' AND EXISTS (
       SELECT FROM sale_order WHERE sale_order.partner_id = card.partner_id
          AND sale_order.company_id = card.company_id AND sale_order.state = 'sale')
   AND card.id = (SELECT MIN(id) FROM reactivation_episode first
                   WHERE first.partner_id = card.partner_id)
 ORDER BY card.id LIMIT %s
"""
CALLS = """
INSERT INTO mail_activity (res_model_id, res_model, res_id, activity_type_id, user_id,
                           date_deadline, summary, active)
SELECT model.id, model.model, chosen.card_id, kind.id, 2, CURRENT_DATE, 'Ring them',
       TRUE
  FROM chosen, ir_model model,
       (SELECT MIN(id) AS id FROM mail_activity_type WHERE category = 'phonecall') kind
 WHERE model.model = 'reactivation.episode' AND chosen.number <= %s
"""


def copied(database, table, source, values, **changed):
    """Copy rows of a table; returns how many.

    :param source: SQL after FROM, with the alias ``original``
    :param values: parameters of ``source``
    :param changed: SQL of the columns that differ
    """
    rows = database.rows(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
        " AND table_schema = 'public' AND column_name <> 'id'",
        table,
    )
    columns = {name: f"original.{name}" for (name,) in rows} | changed
    return len(
        database.rows(
            f"INSERT INTO {table} ({', '.join(columns)})"
            f" SELECT {', '.join(columns.values())} FROM {source} RETURNING id",
            *values,
        )
    )


def pass_a_day(database):
    """Comebacks, planned calls of theirs, and customers silent since long ago.

    :return: what happened, in words
    """
    database.rows(CHOSEN, BACK + NEW)
    database.rows(CALLS, CALLED)
    comebacks = copied(
        database,
        "sale_order",
        "chosen CROSS JOIN LATERAL (SELECT * FROM sale_order"
        " WHERE partner_id = chosen.partner_id AND company_id = chosen.company_id"
        " AND state = 'sale' ORDER BY id LIMIT 1) original WHERE number <= %s",
        [BACK],
        date_order="NOW() AT TIME ZONE 'UTC'",
    )
    silent = copied(
        database,
        "res_partner",
        "chosen JOIN res_partner original ON original.id = chosen.partner_id"
        " WHERE number > %s",
        [BACK],
        id="chosen.new_id",
        commercial_partner_id="chosen.new_id",
    )
    orders = copied(
        database,
        "sale_order",
        "chosen JOIN sale_order original ON original.partner_id = chosen.partner_id"
        " WHERE number > %s",
        [BACK],
        partner_id="chosen.new_id",
        partner_invoice_id="chosen.new_id",
        partner_shipping_id="chosen.new_id",
    )
    return (
        f"{comebacks} comebacks, {silent} customers with {orders} orders who were"
        " not known"
    )
