"""Cards (episodes): which to open, with what; how their customers follow them."""

from odoo.tools import SQL

from .assessments import belongs
from .clauses import with_clauses


def opening(company_id, partner_scope, limit=None):
    """CTE body: inactive customers who need a card.

    No open card, no earlier card for this same silence (a released or not pursued
    customer waits for an order, or to be reinstated), nobody decided not to pursue,
    partner not archived.

    :param limit: at most so many, the oldest rows first
    """
    missing = SQL(
        """
        SELECT customer.*
          FROM reactivation_customer customer
          JOIN res_partner contact ON contact.id = customer.partner_id
         WHERE customer.company_id = %(company)s
           AND customer.inactivity_level IN ('inactive', 'very_inactive')
           AND contact.active
           AND %(scope)s
           AND NOT EXISTS (
               SELECT 1 FROM reactivation_episode card
                WHERE card.customer_id = customer.id
                  AND (card.state = 'open'
                       OR card.silent_since >= customer.last_order_date
                          AND card.is_superseded IS NOT TRUE))
           AND NOT EXISTS (
               SELECT 1 FROM reactivation_profile profile
                WHERE profile.id = customer.profile_id
                  AND profile.pursuit = 'not_pursued')
        """,
        company=company_id,
        scope=partner_scope,
    )
    if limit is None:
        return missing
    # a level of its own: to stop after a few, PostgreSQL would look rows up one by one
    return SQL(
        "SELECT * FROM (%s OFFSET 0) missing ORDER BY id LIMIT %s", missing, limit
    )


def category_of(score, bounds, to_assess_id):
    """Category id for a score: the one with the highest lower bound it reaches.

    :param bounds: list of (lower bound, category id)
    """
    if not bounds:
        return SQL("%s::int", to_assess_id)
    return SQL(
        "CASE WHEN %s IS NULL THEN %s %s END",
        score,
        to_assess_id,
        SQL(" ").join(
            SQL("WHEN %s >= %s THEN %s", score, lower, category_id)
            for lower, category_id in sorted(bounds, reverse=True)
        ),
    )


#: Who is inactive again within so many months of coming back has relapsed.
RELAPSE_MONTHS = 12

#: Columns of a new card that the refresh fills.
CARD_COLUMNS = (
    "customer_id",
    "partner_id",
    "company_id",
    "currency_id",
    "user_id",
    "team_id",
    "state",
    "decision",
    "opened_on",
    "silent_since",
    "computed_category_id",
    "category_is_provisional",
    "provisional_score",
    "provisional_facts",
    "low_confidence",
    "opening_category_id",
    "assessment_id",
    "assessed_on",
    "resistance_score",
    "potential_class",
    "accessibility_class",
    "rank",
    "at_stake_amount",
    "snoozed_until",
    "relapse_of_id",
)


def new_cards(bounds, to_assess_id, today, old_to_assess):
    """Values of the cards to open, one row each.

    Out of the CTEs ``opening``, ``score`` and ``priority``.  Who was assessed in this
    silence already starts where the assessment says.

    :param old_to_assess: leave silences of more than twice the threshold to assess
    """
    return SQL(
        """
        SELECT card.customer_id, card.partner_id, card.company_id, card.currency_id,
               card.user_id, card.team_id, 'open' AS state, 'none' AS decision,
               %(today)s::date AS opened_on, card.last_order_date AS silent_since,
               CASE WHEN current.id IS NULL THEN card.opening_category_id
                    ELSE COALESCE(current.category_id, %(to_assess)s)
                    END AS computed_category_id,
               card.score IS NOT NULL AND current.id IS NULL AS category_is_provisional,
               card.score AS provisional_score, card.facts AS provisional_facts,
               card.low_confidence, card.opening_category_id,
               current.id AS assessment_id, current.date AS assessed_on,
               current.score AS resistance_score, priority.potential_class,
               priority.accessibility_class, priority.rank,
               card.yearly_amount AS at_stake_amount,
               (SELECT snoozed_until FROM reactivation_profile profile
                 WHERE profile.id = card.profile_id) AS snoozed_until,
               (SELECT earlier.id FROM reactivation_episode earlier
                 WHERE earlier.customer_id = card.customer_id
                   AND earlier.state = 'reactivated'
                   AND earlier.closed_on + MAKE_INTERVAL(months => %(relapse)s)
                       >= %(today)s::date
                 ORDER BY earlier.closed_on DESC, earlier.id DESC
                 LIMIT 1) AS relapse_of_id
          FROM (SELECT *, %(category)s AS opening_category_id
                  FROM (SELECT opening.*, opening.id AS customer_id, score.facts,
                               %(today)s::date - last_order_date > 2 * threshold_days
                                   AS low_confidence,
                               CASE WHEN NOT (%(old_to_assess)s AND %(today)s::date
                                         - last_order_date > 2 * threshold_days)
                                    THEN score.score END AS score
                          FROM opening
                          LEFT JOIN score ON score.customer_id = opening.id) scored
               ) card
          JOIN priority ON priority.customer_id = card.customer_id
          LEFT JOIN reactivation_assessment current ON %(belongs)s
         ORDER BY card.customer_id
        """,
        category=category_of(SQL("score"), bounds, to_assess_id),
        to_assess=to_assess_id,
        belongs=belongs(
            SQL("card.customer_id"), SQL("card.last_order_date"), SQL("NULL")
        ),
        today=today,
        old_to_assess=old_to_assess,
        relapse=RELAPSE_MONTHS,
    )


def insert_cards(ctes, cards, user_id, now):
    """Insert all new cards at once; returns their ids.

    :param ctes: list of (name, SQL) that ``cards`` reads
    """
    names = SQL(", ").join(SQL.identifier(column) for column in CARD_COLUMNS)
    return SQL(
        """
        WITH %(ctes)s, card AS (%(cards)s)
        INSERT INTO reactivation_episode (%(names)s, category_id, category_differs,
                    pinned, create_uid, create_date, write_uid, write_date)
        SELECT %(names)s, computed_category_id, FALSE, FALSE,
               %(user)s, %(now)s, %(user)s, %(now)s
          FROM card
     RETURNING id
        """,
        ctes=with_clauses(ctes),
        cards=cards,
        names=names,
        user=user_id,
        now=now,
    )


def select_cards(ctes, cards):
    """The new cards as rows, to create them one batch at a time."""
    return SQL("WITH %s %s", with_clauses(ctes), cards)


def follow_cards(card_ids):
    """Customers follow their cards: link and salesperson; returns changed ids."""
    return SQL(
        """
        UPDATE reactivation_customer customer
           SET episode_id = fresh.card_id, user_id = fresh.user_id,
               team_id = fresh.team_id
          FROM (SELECT row.id,
                       CASE WHEN card.state = 'open' THEN card.id END AS card_id,
                       CASE WHEN card.state = 'open' AND card.user_id IS NOT NULL
                            THEN card.user_id ELSE row.user_id END AS user_id,
                       CASE WHEN card.state = 'open' AND card.user_id IS NOT NULL
                            THEN card.team_id ELSE row.team_id END AS team_id
                  FROM reactivation_episode card
                  JOIN reactivation_customer row ON row.id = card.customer_id
                 WHERE card.id = ANY(%(cards)s)
                   AND (card.state = 'open' OR row.episode_id = card.id)) fresh
         WHERE customer.id = fresh.id
           AND (customer.episode_id, customer.user_id, customer.team_id)
               IS DISTINCT FROM (fresh.card_id, fresh.user_id, fresh.team_id)
     RETURNING customer.id
        """,
        cards=list(card_ids),
    )


def link_new_cards(company_id):
    """Customers point to the cards that were inserted for them; returns changed ids."""
    return SQL(
        """
        UPDATE reactivation_customer customer SET episode_id = card.id
          FROM reactivation_episode card
         WHERE card.customer_id = customer.id AND card.state = 'open'
           AND customer.company_id = %s AND customer.episode_id IS DISTINCT FROM card.id
     RETURNING customer.id
        """,
        company_id,
    )


def delete_all():
    """Delete the cards of all companies; what hangs on them goes by foreign keys."""
    return SQL("DELETE FROM reactivation_episode")
