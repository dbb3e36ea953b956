"""Cards opened: all at once on the first run, by the ORM on later nights."""

from catalogue import at_least, line
from clock import measured, race

from odoo.tools import SQL

#: Cards that a later night opens in the benchmark.
LATER = 1000


@line("First refresh: cards opened by SQL", per_second=at_least(5000))
def first_cards(world):
    def run(watch):
        with world.env() as env:
            company = env.ref("base.main_company")
            forget_cards(env, company)
            episodes = env["reactivation.episode"]
            judgement = env["reactivation.run"]._last_done(company)._judgement()
            judgement = judgement._replace(is_first=True)
            with watch.on(env.cr):
                run.opened = open_all(episodes, judgement)

    [own] = race(run)
    return per_second(own, run.opened)


@line("Later nights: cards opened through the ORM", per_second=at_least(150))
def later_cards(world):
    def run(watch):
        with world.env() as env:
            company = env.ref("base.main_company")
            forget_cards(env, company, LATER)
            episodes = env["reactivation.episode"]
            judgement = env["reactivation.run"]._last_done(company)._judgement()
            judgement = judgement._replace(is_first=False)
            with watch.on(env.cr):
                run.opened = open_all(episodes, judgement)
                env.flush_all()

    [own] = race(run)
    return per_second(own, run.opened)


def open_all(episodes, judgement):
    """Open what is missing, step by step; returns how many."""
    count, more = 0, True
    while more:
        opened, more = episodes._open_missing(judgement, SQL("TRUE"))
        count += opened
    return count


def per_second(watches, count):
    result = measured(watches)
    return {**result, "per_second": count / result["seconds"]}


def forget_cards(env, company, limit=None):
    """Delete open cards as if they had never been opened.

    Nothing refers to them here: foreign keys need not be looked up card by card.
    """
    env.cr.execute("SET LOCAL session_replication_role = replica")
    env.cr.execute(
        """
        WITH gone AS (
            SELECT id, customer_id FROM reactivation_episode
             WHERE state = 'open' AND company_id = %s ORDER BY id LIMIT %s),
        unlinked AS (
            UPDATE reactivation_customer SET episode_id = NULL
             WHERE id IN (SELECT customer_id FROM gone))
        DELETE FROM reactivation_episode WHERE id IN (SELECT id FROM gone)
        """,
        [company.id, limit],
    )
    env.cr.execute("SET LOCAL session_replication_role = DEFAULT")
    env.invalidate_all()
