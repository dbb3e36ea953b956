"""Steps of campaigns: those that are due, what is written, what became of them."""

from odoo.tools import SQL

from .campaign import refusal


def due(campaign_ids, today, limit):
    """Enrolments whose next step may be due, locked: who is being written waits.

    ``past``: what became of earlier steps; ``refusals``: channel id -> why not.
    """
    return SQL(
        """
        WITH picked AS MATERIALIZED (
            SELECT enrollment.id FROM reactivation_enrollment enrollment
             WHERE enrollment.state = 'running'
               AND enrollment.campaign_id = ANY(%(campaigns)s)
               AND enrollment.next_on <= %(today)s
             ORDER BY enrollment.next_on, enrollment.id
             LIMIT %(limit)s FOR UPDATE SKIP LOCKED),
        reach AS MATERIALIZED (
            SELECT enrollment.id AS enrollment_id, enrollment.customer_id,
                   enrollment.email_normalized, enrollment.phone,
                   enrollment.phone_sanitized AS phone_number,
                   firm.street <> '' AND (firm.city <> '' OR firm.zip <> '')
                       AS has_post,
                   person.reactivation_channel_id AS preferred_channel_id,
                   ARRAY(SELECT refused.channel_id
                           FROM reactivation_refused_channel refused
                          WHERE refused.partner_id IN (person.id, firm.id)) AS refused
              FROM reactivation_enrollment enrollment
              JOIN res_partner firm ON firm.id = enrollment.partner_id
              LEFT JOIN res_partner person ON person.id = enrollment.contact_id
             WHERE enrollment.id IN (SELECT id FROM picked))
        SELECT enrollment.id, enrollment.campaign_id, enrollment.wave,
               enrollment.entered_on, profile.snoozed_until,
               reach.preferred_channel_id,
               (SELECT JSON_OBJECT_AGG(channel.id, %(refusal)s)
                  FROM reactivation_channel channel) AS refusals,
               (SELECT JSON_AGG(JSON_BUILD_ARRAY(touch.step_id, touch.date,
                           touch.opened_on, touch.clicked_on, touch.replied_on,
                           touch.bounced_on, touch.done_on,
                           touch.state IN ('planned', 'sent', 'done'))
                           ORDER BY touch.date, touch.id)
                  FROM reactivation_touch touch
                 WHERE touch.enrollment_id = enrollment.id) AS past
          FROM picked
          JOIN reactivation_enrollment enrollment ON enrollment.id = picked.id
          JOIN reach ON reach.enrollment_id = enrollment.id
          LEFT JOIN reactivation_profile profile
                 ON profile.partner_id = enrollment.partner_id
                AND profile.company_id = enrollment.company_id
         ORDER BY enrollment.id
        """,
        campaigns=list(campaign_ids),
        today=today,
        limit=limit,
        refusal=refusal(),
    )


#: Columns of a touch that the runner writes when it takes or skips a step.
TOUCH_COLUMNS = (
    "enrollment_id",
    "step_id",
    "campaign_id",
    "company_id",
    "channel_id",
    "wave",
    "date",
    "state",
    "refusal",
    "cost",
)


def insert_touches(rows, now, uid):
    """Insert touches; a step that was taken by somebody else stays his.

    :param rows: tuples of :data:`TOUCH_COLUMNS`
    :return: ids of the new rows that are planned
    """
    return SQL(
        """
        WITH fresh AS (
            INSERT INTO reactivation_touch (%(names)s, customer_id, partner_id,
                   episode_id, user_id, attempts, create_uid, create_date, write_uid,
                   write_date)
            SELECT %(fresh)s, enrollment.customer_id, enrollment.partner_id,
                   enrollment.episode_id, enrollment.user_id, 0,
                   %(uid)s, %(now)s::timestamp, %(uid)s, %(now)s::timestamp
              FROM (VALUES %(rows)s) AS fresh (position, %(names)s)
              JOIN reactivation_enrollment enrollment
                ON enrollment.id = fresh.enrollment_id
             ORDER BY fresh.position
                ON CONFLICT DO NOTHING
         RETURNING id, state)
        SELECT id FROM fresh WHERE state = 'planned' ORDER BY id
        """,
        names=SQL(", ").join(map(SQL.identifier, TOUCH_COLUMNS)),
        fresh=SQL(", ").join(SQL.identifier("fresh", name) for name in TOUCH_COLUMNS),
        rows=SQL(", ").join(
            SQL(
                "(%s, %s, %s, %s, %s, %s::int, %s, %s::date, %s, %s, %s::float8)",
                position,
                *row,
            )
            for position, row in enumerate(rows)
        ),
        now=now,
        uid=uid,
    )


def schedule(rows, now):
    """Write what comes next: rows (enrolment id, next step id or None, day, state)."""
    return SQL(
        """
        UPDATE reactivation_enrollment enrollment
           SET next_step_id = fresh.step_id, next_on = fresh.day,
               state = fresh.state, write_date = %(now)s
          FROM (VALUES %(rows)s) AS fresh (id, step_id, day, state)
         WHERE enrollment.id = fresh.id
     RETURNING enrollment.id
        """,
        rows=SQL(", ").join(SQL("(%s, %s::int, %s::date, %s)", *row) for row in rows),
        now=now,
    )


def follow_traces(campaign_ids, tz):
    """Touches by e-mail take over what became of the mail; returns the changed ids.

    A bounce has no date of its own in Odoo: the day it was noted counts.  Cancelled
    touches stay, unless the mail went out all the same.
    """

    def day(moment):
        return SQL(
            "(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", moment, SQL("%s", tz)
        )

    return SQL(
        """
        UPDATE reactivation_touch touch
           SET state = fresh.state, refusal = COALESCE(fresh.refusal, touch.refusal),
               error = fresh.error, sent_on = fresh.sent_on,
               opened_on = fresh.opened_on, clicked_on = fresh.clicked_on,
               replied_on = fresh.replied_on, bounced_on = fresh.bounced_on
          FROM (SELECT DISTINCT ON (touch.id) touch.id,
                       CASE trace.trace_status
                            WHEN 'cancel' THEN 'skipped'
                            WHEN 'error' THEN 'failed'
                            WHEN 'outgoing' THEN 'planned'
                            WHEN 'process' THEN 'planned' ELSE 'sent' END AS state,
                       CASE WHEN trace.trace_status = 'cancel' THEN
                            CASE trace.failure_type WHEN 'mail_dup' THEN 'duplicate'
                                 WHEN 'sms_duplicate' THEN 'duplicate'
                                 WHEN 'mail_bl' THEN 'opted_out'
                                 WHEN 'mail_optout' THEN 'opted_out'
                                 WHEN 'sms_blacklist' THEN 'opted_out'
                                 WHEN 'sms_optout' THEN 'opted_out'
                                 ELSE 'no_address' END END AS refusal,
                       CASE WHEN trace.trace_status = 'error'
                            THEN COALESCE(trace.failure_reason, trace.failure_type)
                            END AS error,
                       %(sent)s AS sent_on,
                       %(opened)s AS opened_on, %(clicked)s AS clicked_on,
                       %(replied)s AS replied_on,
                       CASE WHEN trace.trace_status = 'bounce' THEN %(noted)s END
                            AS bounced_on
                  FROM reactivation_touch touch
                  JOIN mailing_trace trace ON trace.mass_mailing_id = touch.mailing_id
                   AND trace.res_id = touch.enrollment_id
                   AND trace.model = 'reactivation.enrollment'
                   AND trace.is_test_trace IS NOT TRUE
                 WHERE touch.campaign_id = ANY(%(campaigns)s)
                   AND touch.mailing_id IS NOT NULL
                   AND (touch.state <> 'cancelled' OR trace.sent_datetime IS NOT NULL)
                 ORDER BY touch.id, trace.id) fresh
         WHERE touch.id = fresh.id
           AND (touch.state, touch.error, touch.sent_on, touch.opened_on,
                touch.clicked_on, touch.replied_on, touch.bounced_on)
               IS DISTINCT FROM (fresh.state, fresh.error, fresh.sent_on,
                   fresh.opened_on, fresh.clicked_on, fresh.replied_on,
                   fresh.bounced_on)
     RETURNING touch.id
        """,
        campaigns=list(campaign_ids),
        sent=day(SQL("trace.sent_datetime")),
        opened=day(SQL("trace.open_datetime")),
        clicked=day(SQL("trace.links_click_datetime")),
        replied=day(SQL("trace.reply_datetime")),
        noted=day(SQL("trace.write_date")),
    )


def follow_texts(campaign_ids, today):
    """Touches by text message take over what became of it; returns the changed ids.

    Odoo keeps no date of it: the day it was noted counts.  Cancelled touches stay.
    """
    return SQL(
        """
        UPDATE reactivation_touch touch
           SET state = fresh.state, error = fresh.error,
               sent_on = COALESCE(touch.sent_on, fresh.sent_on),
               bounced_on = COALESCE(touch.bounced_on, fresh.bounced_on)
          FROM (SELECT touch.id, noted.state,
                       CASE WHEN noted.state = 'failed' THEN
                            COALESCE(notification.failure_reason,
                                     notification.failure_type) END AS error,
                       CASE WHEN noted.state = 'sent' THEN %(today)s::date
                            END AS sent_on,
                       CASE WHEN notification.notification_status = 'bounce'
                            THEN %(today)s::date END AS bounced_on
                  FROM reactivation_touch touch
                  JOIN mail_notification notification
                    ON notification.mail_message_id = touch.message_id
                   AND notification.notification_type = 'sms'
                 CROSS JOIN LATERAL (
                       SELECT CASE notification.notification_status
                                   WHEN 'ready' THEN 'planned'
                                   WHEN 'process' THEN 'planned'
                                   WHEN 'exception' THEN 'failed'
                                   WHEN 'canceled' THEN 'cancelled'
                                   ELSE 'sent' END AS state) noted
                 WHERE touch.campaign_id = ANY(%(campaigns)s)
                   AND touch.state <> 'cancelled') fresh
         WHERE touch.id = fresh.id
           AND (touch.state, touch.error, touch.bounced_on IS NULL)
               IS DISTINCT FROM
               (fresh.state, fresh.error, fresh.bounced_on IS NULL)
     RETURNING touch.id
        """,
        campaigns=list(campaign_ids),
        today=today,
    )


def follow_activities(campaign_ids):
    """Touches with an activity are done when it is done; returns the changed ids."""
    return SQL(
        """
        UPDATE reactivation_touch touch
           SET state = 'done', done_on = activity.date_done
          FROM mail_activity activity
         WHERE activity.id = touch.activity_id AND activity.active IS NOT TRUE
           AND touch.state = 'planned' AND touch.campaign_id = ANY(%s)
     RETURNING touch.id
        """,
        list(campaign_ids),
    )


def new_reactions(campaign_ids):
    """First reaction of each kind of each enrolment, written on it.

    :return: rows (enrolment id, kinds that are new: opened / clicked / replied)
    """
    return SQL(
        """
        UPDATE reactivation_enrollment enrollment
           SET opened_on = fresh.opened_on, clicked_on = fresh.clicked_on,
               replied_on = fresh.replied_on
          FROM (SELECT before.id, MIN(touch.opened_on) AS opened_on,
                       MIN(touch.clicked_on) AS clicked_on,
                       MIN(touch.replied_on) AS replied_on,
                       before.opened_on AS old_opened, before.clicked_on AS old_clicked,
                       before.replied_on AS old_replied
                  FROM reactivation_enrollment before
                  JOIN reactivation_touch touch ON touch.enrollment_id = before.id
                 WHERE before.campaign_id = ANY(%s)
                   AND COALESCE(touch.opened_on, touch.clicked_on, touch.replied_on)
                       IS NOT NULL
                 GROUP BY before.id) fresh
         WHERE enrollment.id = fresh.id
           AND (fresh.opened_on IS NOT NULL AND old_opened IS NULL
                OR fresh.clicked_on IS NOT NULL AND old_clicked IS NULL
                OR fresh.replied_on IS NOT NULL AND old_replied IS NULL)
     RETURNING enrollment.id,
               ARRAY_REMOVE(ARRAY[
                   CASE WHEN fresh.opened_on IS NOT NULL AND old_opened IS NULL
                        THEN 'opened' END,
                   CASE WHEN fresh.clicked_on IS NOT NULL AND old_clicked IS NULL
                        THEN 'clicked' END,
                   CASE WHEN fresh.replied_on IS NOT NULL AND old_replied IS NULL
                        THEN 'replied' END], NULL)
        """,
        list(campaign_ids),
    )
