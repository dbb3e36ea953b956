"""Cards given to other salespeople, all at once."""

from odoo.tools import SQL


def _plan(rows):
    """FROM clause ``plan``: what happens to each card.

    :param rows: (card id, user before, user after, team before, team after)
    """
    columns = list(zip(*rows, strict=True)) or [()] * 5
    return SQL(
        "UNNEST(%s) AS plan(card_id, from_user, to_user, from_team, to_team)",
        SQL(", ").join(SQL("%s::int[]", list(column)) for column in columns),
    )


def assign(rows, user_id, now, today):
    """Give the cards to their new salespeople; returns the ids of those given.

    A card that is closed or has somebody else by now stays.
    """
    return SQL(
        """
        UPDATE reactivation_episode card
           SET user_id = plan.to_user, team_id = plan.to_team,
               assigned_on = %(today)s, write_uid = %(user)s, write_date = %(now)s
          FROM %(plan)s
         WHERE card.id = plan.card_id AND card.state = 'open'
           AND card.user_id IS NOT DISTINCT FROM plan.from_user
     RETURNING card.id
        """,
        plan=_plan(rows),
        user=user_id,
        now=now,
        today=today,
    )


def move_activities(rows):
    """What the salesperson before had planned on the card is the new one's.

    On a card of nobody it waits for whoever gets the card.
    """
    return SQL(
        """
        UPDATE mail_activity activity SET user_id = plan.to_user
          FROM %(plan)s
         WHERE activity.res_model = 'reactivation.episode'
           AND activity.res_id = plan.card_id AND activity.active
           AND activity.user_id IS NOT DISTINCT FROM plan.from_user
     RETURNING activity.id
        """,
        plan=_plan(rows),
    )


def log_lines(rows, sharing_id):
    """One line of the log for each card."""
    return SQL(
        """
        INSERT INTO reactivation_sharing_line
               (sharing_id, episode_id, from_user_id, to_user_id, from_team_id,
                to_team_id, state)
        SELECT %(sharing)s, plan.card_id, plan.from_user, plan.to_user, plan.from_team,
               plan.to_team, 'given'
          FROM %(plan)s
     RETURNING id
        """,
        plan=_plan(rows),
        sharing=sharing_id,
    )


def post_notes(bodies, author_id, user_id, subtype_id, now):
    """One note in the history of each card.

    :param bodies: list of (card id, HTML)
    """
    columns = list(zip(*bodies, strict=True)) or [(), ()]
    return SQL(
        """
        INSERT INTO mail_message
               (model, res_id, message_type, subtype_id, is_internal, author_id, body,
                date, create_uid, create_date, write_uid, write_date)
        SELECT 'reactivation.episode', note.card_id, 'notification', %(subtype)s, TRUE,
               %(author)s, note.body, %(now)s, %(user)s, %(now)s, %(user)s, %(now)s
          FROM UNNEST(%(cards)s::int[], %(bodies)s::text[]) AS note(card_id, body)
     RETURNING id
        """,
        cards=list(columns[0]),
        bodies=list(columns[1]),
        subtype=subtype_id,
        author=author_id,
        user=user_id,
        now=now,
    )
