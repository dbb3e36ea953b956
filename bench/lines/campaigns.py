"""Campaigns: a step taken for many customers."""

from catalogue import at_most, line
from clock import measured, race

#: Customers offered to the campaign (some are left out), and the enrolments that the
#: target is about.
OFFERED, WANTED = 1000, 20_000


@line(
    f"Campaign: {WANTED:,} enrolments advance one step, a call planned for each",
    all_seconds=at_most(60),
)
def campaign_step(world):
    def run(watch):
        with world.env() as env:
            campaign = campaign_of(env)
            run.enrolled = env["reactivation.enrollment"].search_count(
                [("campaign_id", "=", campaign.id)]
            )
            env.flush_all()
            env.invalidate_all()
            with watch.on(env.cr):
                while campaign._advance(campaign.company_id):
                    pass
                env.flush_all()

    [own] = race(run)
    result = measured(own)
    return {**result, "all_seconds": result["seconds"] * WANTED / run.enrolled}


def campaign_of(env):
    """A launched campaign of one step whose customers are enrolled."""
    company = env.ref("base.main_company")
    company.reactivation_campaign_needs_go = False
    customers = env["reactivation.customer"].search(
        [
            ("company_id", "=", company.id),
            ("episode_id.state", "=", "open"),
            ("user_id", "!=", False),
        ],
        order="id",
        limit=OFFERED,
    )
    channel = env.ref("crm_reactivation.channel_call")
    campaign = env["reactivation.campaign"].create(
        {
            "name": "Spring",
            "domain": str([("id", "in", customers.ids)]),
            "step_ids": [(0, 0, {"name": "Call", "channel_id": channel.id})],
        }
    )
    campaign.action_launch()
    return campaign
