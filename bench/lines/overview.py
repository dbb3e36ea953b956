"""Pages of figures, as their calls to the server, in a company that works its cards."""

import json
from pathlib import Path

import webclient
from catalogue import at_most, line
from clock import measured, race

DASHBOARD = (
    Path(__file__).resolve().parents[2]
    / "data"
    / "files"
    / "reactivation_dashboard.json"
)

#: What was done with the cards, by their number: a third came back, half were called,
#: a quarter had a step of a campaign.
WORK = (
    """
    UPDATE reactivation_episode
       SET state = 'reactivated', closed_on = CURRENT_DATE - id %% 400,
           opened_on = CURRENT_DATE - id %% 400 - 100
     WHERE id %% 3 = 0 AND state = 'open'
    """,
    """
    INSERT INTO reactivation_credit (episode_id, partner_id, company_id, currency_id,
           user_id, team_id, state, counted, date, until, amount)
    SELECT id, partner_id, company_id, currency_id, user_id, team_id, 'counted', TRUE,
           closed_on, closed_on + 90, at_stake_amount / 4
      FROM reactivation_episode WHERE id %% 3 = 0 AND state = 'reactivated'
        ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO reactivation_call (episode_id, customer_id, partner_id, company_id,
           category_id, user_id, outcome_id, channel, effect, date, reached,
           contact_rate, duration, solution_name)
    SELECT card.id, card.customer_id, card.partner_id, card.company_id,
           card.category_id, card.user_id, outcome.id, 'call', outcome.effect,
           now() - card.id %% 300 * INTERVAL '1 day', TRUE, 100, 0.5,
           CASE WHEN card.id %% 4 = 0 THEN 'Supplier ' || card.id %% 50 END
      FROM reactivation_episode card
      JOIN reactivation_reason outcome ON outcome.id = %(outcome)s
     WHERE card.id %% 2 = 0 AND card.user_id IS NOT NULL
    """,
    """
    WITH enrolled AS (
        INSERT INTO reactivation_enrollment (campaign_id, company_id, customer_id,
               partner_id, episode_id, state, entered_on)
        SELECT %(campaign)s, company_id, customer_id, partner_id, id, 'running',
               CURRENT_DATE
          FROM reactivation_episode card
         WHERE id %% 4 = 1 AND company_id = %(company)s
     RETURNING id, company_id, episode_id)
    INSERT INTO reactivation_touch (enrollment_id, campaign_id, company_id, episode_id,
           step_id, channel_id, state, date, cost)
    SELECT enrolled.id, step.campaign_id, enrolled.company_id, enrolled.episode_id,
           step.id, step.channel_id, 'done', CURRENT_DATE - enrolled.id %% 300, 2
      FROM enrolled
      JOIN reactivation_campaign_step step ON step.campaign_id = %(campaign)s
    """,
    "ANALYZE reactivation_episode, reactivation_credit, reactivation_call,"
    " reactivation_enrollment, reactivation_touch",
)


def work(env):
    """Let the company have worked its cards; it is taken back with the transaction."""
    company = env.ref("base.main_company")
    channel = env.ref("crm_reactivation.channel_call")
    campaign = env["reactivation.campaign"].create(
        {
            "name": "Spring",
            "company_id": company.id,
            "step_ids": [(0, 0, {"name": "Call", "channel_id": channel.id})],
        }
    )
    env.flush_all()
    values = {
        "campaign": campaign.id,
        "company": company.id,
        "outcome": env.ref("crm_reactivation.outcome_other_solution").id,
    }
    for statement in WORK:
        env.cr.execute(statement, values)
    env.invalidate_all()


def opened(world, show):
    """Watches of a page of a company that works its cards, seen by a sales manager."""
    with world.env("admin") as env:
        work(env)
        call = show(env)

        def run(watch):
            env.invalidate_all()
            with watch.on(env.cr):
                call()

        [own] = race(run)
    return measured(own)


@line("Page of figures (overview)", seconds=at_most(1))
def overview(world):
    return opened(world, lambda env: env["reactivation.overview"].get_figures)


@line("Spreadsheet dashboard: all of its figures and lists", seconds=at_most(1))
def dashboard(world):
    return opened(world, dashboard_of)


def dashboard_of(env):
    """A function: what the spreadsheet asks for, with its filter *Year to date*."""
    file = json.loads(DASHBOARD.read_text())
    charts = [
        figure["data"]
        for sheet in file["sheets"]
        for figure in sheet.get("figures", ())
        if figure["data"]["type"].startswith("odoo_")
    ]
    calls = [webclient.sheet_pivot(env, pivot) for pivot in file["pivots"].values()]
    calls += [webclient.sheet_list(env, rows) for rows in file["lists"].values()]
    calls += [webclient.sheet_chart(env, chart) for chart in charts]
    return lambda: [call() for call in calls]
