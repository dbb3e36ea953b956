"""The analysis of cards: one row per card, out of joins that each find one row."""

from odoo.tools import SQL

#: Months from opening to comeback, in bands: (first month of the next band, key).
RETURN_BANDS = (
    (1, "00"),
    (2, "01"),
    (3, "02"),
    (4, "03"),
    (7, "04"),
    (13, "07"),
    (19, "13"),
)
LAST_BAND = "19"
NOT_BACK = "99"

IS_BACK = SQL("card.state = 'reactivated'")
#: Day of the comeback: of the credit, which knows the order, else of the closing.
BACK_ON = SQL("CASE WHEN %s THEN COALESCE(credit.date, card.closed_on) END", IS_BACK)

#: Alias -> join, one row or none per card: unused ones cost nothing.
JOINS = {
    # each card has both; outer joins, as PostgreSQL leaves out only those
    "customer": SQL(
        "LEFT JOIN reactivation_customer customer ON customer.id = card.customer_id"
    ),
    "company": SQL("LEFT JOIN res_company company ON company.id = card.company_id"),
    "credit": SQL(
        "LEFT JOIN reactivation_credit credit ON credit.episode_id = card.id"
    ),
    "decided": SQL(
        """
        LEFT JOIN (
            SELECT DISTINCT ON (episode_id) episode_id, recommended, differs
              FROM reactivation_decision WHERE decision <> 'none'
             ORDER BY episode_id, id DESC) decided ON decided.episode_id = card.id
        """
    ),
    "called": SQL(
        """
        LEFT JOIN (
            SELECT episode_id, COUNT(*) AS count, SUM(duration) AS hours,
                   COUNT(*) FILTER (WHERE reached) AS reached,
                   COUNT(*) FILTER (WHERE channel = 'visit') AS visits,
                   (ARRAY_AGG(channel ORDER BY date DESC, id DESC))[1] AS channel,
                   (ARRAY_AGG(solution_name ORDER BY date DESC, id DESC)
                       FILTER (WHERE solution_name <> ''))[1] AS solution,
                   (ARRAY_AGG(missing_id ORDER BY date DESC, id DESC)
                       FILTER (WHERE missing_id IS NOT NULL))[1] AS missing_id
              FROM reactivation_call GROUP BY episode_id
        ) called ON called.episode_id = card.id
        """
    ),
    "touched": SQL(
        """
        LEFT JOIN (
            SELECT episode_id, COUNT(*) AS count, SUM(cost) AS cost,
                   COUNT(replied_on) AS replies,
                   (ARRAY_AGG(campaign_id ORDER BY date DESC, id DESC))[1]
                       AS campaign_id,
                   (ARRAY_AGG(channel_id ORDER BY date DESC, id DESC))[1] AS channel_id
              FROM reactivation_touch
             WHERE state IN ('sent', 'done') AND episode_id IS NOT NULL
             GROUP BY episode_id
        ) touched ON touched.episode_id = card.id
        """
    ),
}


def where():
    """Cards opened by mistake are no history, unless a comeback was credited.

    Asked of few cards, so not by a join that all of them would pay for; ``IN`` is read
    once, where ``EXISTS`` is planned once per card and has the statement compiled.
    """
    return SQL(
        """
        WHERE card.closed_as_moot IS NOT TRUE
           OR card.id IN (SELECT episode_id FROM reactivation_credit)
        """
    )


def return_band():
    """SQL: months from opening to comeback as a band, in the order of its keys."""
    months = SQL(
        "(EXTRACT(YEAR FROM AGE(%(back)s, card.opened_on)) * 12"
        " + EXTRACT(MONTH FROM AGE(%(back)s, card.opened_on)))",
        back=BACK_ON,
    )
    bands = SQL(" ").join(
        SQL("WHEN %s < %s THEN %s", months, below, key) for below, key in RETURN_BANDS
    )
    return SQL(
        "CASE WHEN NOT (%s) THEN %s %s ELSE %s END", IS_BACK, NOT_BACK, bands, LAST_BAND
    )


def columns():
    """Dict field -> SQL expression over the card and its joins."""
    card = (
        "id customer_id partner_id company_id currency_id state opened_on closed_on"
        " silent_since category_id computed_category_id category_differs decision"
        " reason_id outcome_id at_stake_amount assessment_id"
    ).split()
    hours = SQL("COALESCE(called.hours, 0)")
    contacts = SQL("COALESCE(called.count, 0) + COALESCE(touched.count, 0)")
    back = SQL("CASE WHEN %s THEN 1 ELSE 0 END", IS_BACK)
    return {
        **{name: SQL.identifier("card", name) for name in card},
        "episode_id": SQL("card.id"),
        # who is credited stays, whoever has the card now
        "user_id": SQL(
            "CASE WHEN credit.id IS NULL THEN card.user_id ELSE credit.user_id END"
        ),
        "team_id": SQL(
            "CASE WHEN credit.id IS NULL THEN card.team_id ELSE credit.team_id END"
        ),
        "value_class": SQL("customer.value_class"),
        "policy_id": SQL("customer.policy_id"),
        "back_on": BACK_ON,
        "return_band": return_band(),
        "days_to_return": SQL("%s - card.opened_on", BACK_ON),
        "card_count": SQL("1"),
        "assessed": SQL("CASE WHEN card.assessment_id IS NULL THEN 0 ELSE 1 END"),
        "gone_for": SQL("CASE WHEN card.decision = 'go' THEN 1 ELSE 0 END"),
        "contacted": SQL("CASE WHEN %s > 0 THEN 1 ELSE 0 END", contacts),
        "closed": SQL("CASE WHEN card.state = 'open' THEN 0 ELSE 1 END"),
        "reactivated": back,
        "reactivation_rate": SQL("100.0 * %s", back),
        "closing_rate": SQL("CASE WHEN card.state <> 'open' THEN 100.0 * %s END", back),
        "relapsed": SQL("CASE WHEN card.relapsed_on IS NULL THEN 0 ELSE 1 END"),
        "credit_state": SQL("credit.state"),
        "won_back_id": SQL("CASE WHEN credit.counted THEN card.partner_id END"),
        "recovered_amount": SQL(
            "CASE WHEN credit.counted THEN credit.amount ELSE 0 END"
        ),
        "recommended": SQL("decided.recommended"),
        "decided_otherwise": SQL("COALESCE(decided.differs, FALSE)"),
        "competitor": SQL("called.solution"),
        "missing_id": SQL("called.missing_id"),
        "call_channel": SQL("called.channel"),
        "call_count": SQL("COALESCE(called.count, 0)"),
        "reached_count": SQL("COALESCE(called.reached, 0)"),
        "visit_count": SQL("COALESCE(called.visits, 0)"),
        "replied": SQL("CASE WHEN touched.replies > 0 THEN 1 ELSE 0 END"),
        "hours": hours,
        "campaign_id": SQL(
            "CASE WHEN credit.id IS NULL THEN touched.campaign_id"
            " ELSE credit.campaign_id END"
        ),
        "channel_id": SQL("touched.channel_id"),
        "cost": cost(SQL("touched.cost"), SQL("called.hours")),
    }


def cost(steps, hours):
    """SQL: of campaign steps carried out, and of hours at the company's cost of one."""
    return SQL(
        "COALESCE(%s, 0)"
        " + COALESCE(%s, 0) * COALESCE(company.reactivation_hour_cost, 0)",
        steps,
        hours,
    )
