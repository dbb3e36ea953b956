"""Assessments: which one is current, answers by the present grid, cards that follow."""

from odoo.tools import SQL


def mark_current(customer_ids):
    """The newest assessment with an answer is a customer's current one.

    :return: rows (id, whether it is current now) of the assessments that changed
    """
    return SQL(
        """
        UPDATE reactivation_assessment assessment
           SET is_current = assessment.id = newest.id
          FROM (SELECT DISTINCT ON (customer_id) customer_id, id
                  FROM reactivation_assessment
                 WHERE customer_id = ANY(%s)
                 ORDER BY customer_id, answered_count > 0 DESC, date DESC, id DESC
               ) newest
         WHERE newest.customer_id = assessment.customer_id
           AND assessment.is_current IS DISTINCT FROM (assessment.id = newest.id)
     RETURNING assessment.id, assessment.is_current
        """,
        list(customer_ids),
    )


#: Columns of an answer that are copies of its criterion and level: the grid it was made
#: with.  Texts are copied with all their translations.
COPIED = {
    "question": "criterion.question",
    "dimension": "criterion.dimension",
    "weight": "criterion.weight",
    "inverse": "criterion.inverse",
    "sequence": "criterion.sequence",
    "is_asked": "criterion.active",
    "max_points": """(SELECT MAX(each.points) FROM reactivation_criterion_level each
                       WHERE each.criterion_id = criterion.id AND each.active)""",
    "wording": "level.wording",
    "points": "level.points",
    "min_category_id": "level.min_category_id",
}


def ask_missing(scope, criterion_ids, user_id, now):
    """Add criteria that the grid has and an assessment has not; returns its ids.

    :param scope: SQL condition on ``assessment``
    """
    asked = {name: source for name, source in COPIED.items() if "level." not in source}
    return SQL(
        """
        INSERT INTO reactivation_assessment_answer (assessment_id, criterion_id,
                    create_uid, create_date, write_uid, write_date, %(names)s)
        SELECT assessment.id, criterion.id, %(user)s, %(now)s, %(user)s, %(now)s,
               %(columns)s
          FROM reactivation_assessment assessment
         CROSS JOIN reactivation_criterion criterion
         WHERE %(scope)s AND criterion.active AND criterion.id = ANY(%(criteria)s)
           AND NOT EXISTS (SELECT 1 FROM reactivation_assessment_answer answer
                            WHERE answer.assessment_id = assessment.id
                              AND answer.criterion_id = criterion.id)
     RETURNING assessment_id
        """,
        names=SQL(", ").join(map(SQL.identifier, asked)),
        columns=SQL(", ").join(map(SQL, asked.values())),
        scope=scope,
        criteria=list(criterion_ids),
        user=user_id,
        now=now,
    )


def copy_grid(scope):
    """Bring the copies in the answers up to date; returns the assessments' ids.

    :param scope: SQL condition on ``answer`` and its ``assessment``
    """
    names = [SQL.identifier(name) for name in COPIED]
    return SQL(
        """
        UPDATE reactivation_assessment_answer answer
           SET %(assignments)s
          FROM (SELECT answer.id, %(columns)s
                  FROM reactivation_assessment_answer answer
                  JOIN reactivation_assessment assessment
                    ON assessment.id = answer.assessment_id
                  JOIN reactivation_criterion criterion
                    ON criterion.id = answer.criterion_id
                  LEFT JOIN reactivation_criterion_level level
                    ON level.id = answer.level_id
                 WHERE %(scope)s) fresh (id, %(names)s)
         WHERE answer.id = fresh.id AND (%(old)s) IS DISTINCT FROM (%(new)s)
     RETURNING answer.assessment_id
        """,
        assignments=SQL(", ").join(SQL("%s = fresh.%s", n, n) for n in names),
        columns=SQL(", ").join(map(SQL, COPIED.values())),
        names=SQL(", ").join(names),
        scope=scope,
        old=SQL(", ").join(SQL("answer.%s", name) for name in names),
        new=SQL(", ").join(SQL("fresh.%s", name) for name in names),
    )


def grids(scope):
    """What the engine grades: rows (id, cost, benefit, answers) of assessments.

    Answers are lists (criterion id, dimension, weight, points, maximum, inverse,
    category demanded, with evidence), points NULL when not answered.

    :param scope: SQL condition on ``assessment``
    """
    return SQL(
        """
        SELECT assessment.id, assessment.cost_of_change, assessment.expected_benefit,
               COALESCE(JSONB_AGG(
                   JSONB_BUILD_ARRAY(answer.criterion_id, answer.dimension,
                       answer.weight,
                       CASE WHEN answer.level_id IS NOT NULL THEN answer.points END,
                       COALESCE(answer.max_points, 0), answer.inverse IS TRUE,
                       answer.min_category_id, answer.evidence <> '')
                   ORDER BY answer.sequence, answer.id)
                   FILTER (WHERE answer.is_asked), '[]')
          FROM reactivation_assessment assessment
          LEFT JOIN reactivation_assessment_answer answer
            ON answer.assessment_id = assessment.id
         WHERE %s
         GROUP BY assessment.id
        """,
        scope,
    )


#: Columns of an assessment that the engine finds, with their types.
RESULTS = {
    "score": "int4",
    "answered_count": "int4",
    "asked_count": "int4",
    "completeness": "float8",
    "without_evidence_count": "int4",
    "category_id": "int4",
    "breakdown": "jsonb",
    "reasons": "jsonb",
}


def write_results(results):
    """Write what the engine found where it differs; returns the ids.

    :param results: JSON list of objects with ``id`` and the keys of ``RESULTS``
    """
    names = [SQL.identifier(name) for name in RESULTS]
    return SQL(
        """
        UPDATE reactivation_assessment assessment
           SET %(assignments)s
          FROM JSONB_TO_RECORDSET(%(results)s::jsonb) AS fresh (id int, %(columns)s)
         WHERE assessment.id = fresh.id AND (%(old)s) IS DISTINCT FROM (%(new)s)
     RETURNING assessment.id
        """,
        assignments=SQL(", ").join(SQL("%s = fresh.%s", n, n) for n in names),
        results=results,
        columns=SQL(", ").join(
            SQL("%s %s", SQL.identifier(name), SQL.identifier(RESULTS[name]))
            for name in RESULTS
        ),
        old=SQL(", ").join(SQL("assessment.%s", name) for name in names),
        new=SQL(", ").join(SQL("fresh.%s", name) for name in names),
    )


#: Columns of a card that follow the current assessment.
CARD_COLUMNS = (
    "assessment_id",
    "assessed_on",
    "resistance_score",
    "computed_category_id",
    "category_is_provisional",
)


def belongs(customer, silent_since, card):
    """Join condition: ``current`` is the assessment by which a card is placed.

    The customer's current one, when it has an answer and was made in this silence: what
    was true before somebody came back tells nothing about the next time.

    :param customer: SQL, id of the customer
    :param silent_since: SQL, day of the order after which the silence began
    :param card: SQL, id of the card or NULL
    """
    return SQL(
        "current.customer_id = %s AND current.is_current AND current.answered_count > 0"
        " AND (current.episode_id = %s OR current.date > COALESCE(%s, '-infinity'))",
        customer,
        card,
        silent_since,
    )


def card_values(scope, to_assess_id):
    """Open cards that differ from their assessment: ``id`` and ``CARD_COLUMNS``.

    A card whose assessment is gone is back where it was opened.

    :param scope: SQL condition on ``card``
    """
    names = [SQL.identifier(name) for name in CARD_COLUMNS]
    return SQL(
        """
        SELECT fresh.*
          FROM (SELECT card.id, current.id AS assessment_id,
                       current.date AS assessed_on, current.score AS resistance_score,
                       CASE WHEN current.id IS NOT NULL
                            THEN COALESCE(current.category_id, %(to_assess)s)
                            ELSE COALESCE(card.opening_category_id, %(to_assess)s)
                            END AS computed_category_id,
                       current.id IS NULL AND COALESCE(
                           card.opening_category_id <> %(to_assess)s, FALSE)
                           AS category_is_provisional
                  FROM reactivation_episode card
                  LEFT JOIN reactivation_assessment current ON %(belongs)s
                 WHERE card.state = 'open' AND %(scope)s
                   AND (current.id IS NOT NULL OR card.assessment_id IS NOT NULL)
               ) fresh
          JOIN reactivation_episode card ON card.id = fresh.id
         WHERE (%(old)s) IS DISTINCT FROM (%(new)s)
        """,
        to_assess=to_assess_id,
        belongs=belongs(
            SQL("card.customer_id"), SQL("card.silent_since"), SQL("card.id")
        ),
        scope=scope,
        old=SQL(", ").join(SQL("card.%s", name) for name in names),
        new=SQL(", ").join(SQL("fresh.%s", name) for name in names),
    )


def write_cards(values):
    """Write :func:`card_values` and the column that follows; returns the cards' ids."""
    names = [SQL.identifier(name) for name in CARD_COLUMNS]
    return SQL(
        """
        UPDATE reactivation_episode card
           SET %(assignments)s,
               category_id = COALESCE(card.decided_category_id,
                                      fresh.computed_category_id),
               category_differs = COALESCE(card.decided_category_id
                                           <> fresh.computed_category_id, FALSE)
          FROM (%(values)s) fresh
         WHERE card.id = fresh.id
     RETURNING card.id
        """,
        assignments=SQL(", ").join(SQL("%s = fresh.%s", n, n) for n in names),
        values=values,
    )
