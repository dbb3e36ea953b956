"""Screens, as their calls to the server: beside Odoo's own, and beside no module."""

import webclient
from catalogue import at_most, line
from clock import measured, race
from floor import runner as floor

#: Runs are short here and noise is not.
RUNS = 15
#: A difference of five per cent of 50 ms needs many more to be told from noise.
RUNS_OF_SLOWER = 75
INACTIVE = [("inactivity_level", "in", ["inactive", "very_inactive"])]
PIVOTS = (
    "crm_reactivation.reactivation_report_view_pivot",
    "crm_reactivation.reactivation_report_view_pivot_return",
)
#: The filters that the menu of the board sets for a manager.
ON_BOARD = [
    *("&", "|", ("snoozed_until", "=", False), ("snoozed_until", "<=", "today")),
    ("state", "=", "open"),
]


def opening(world, show, plain=False):
    """A contender that opens a screen as the administrator, a sales manager.

    Views are read beforehand: the web client keeps them.
    """

    def run(watch):
        with world.env("admin", plain) as env:
            call = show(env)
            env.flush_all()
            env.invalidate_all()
            with watch.on(env.cr):
                call()

    return run


def board_of(env):
    return webclient.kanban(env, "reactivation.episode", ON_BOARD, "category_id")


def pipeline_of(env):
    return webclient.kanban(
        env,
        "crm.lead",
        [("type", "=", "opportunity")],
        "stage_id",
        "crm.crm_case_kanban_view_leads",
    )


def partners_of(env):
    return webclient.list_(env, "res.partner", [("is_company", "=", True)])


def partner_of(env):
    """The form of a customer with many orders."""
    env.cr.execute(
        "SELECT partner_id FROM sale_order WHERE state = 'sale' AND company_id = 1"
        " GROUP BY partner_id ORDER BY COUNT(*) DESC, partner_id LIMIT 1 OFFSET 20"
    )
    [partner_id] = env.cr.fetchone()
    return webclient.form(env["res.partner"].browse(partner_id))


@line("Board, first page of every column", times_pipeline=at_most(1.3))
def board(world):
    own, pipeline = race(
        opening(world, board_of), opening(world, pipeline_of), runs=RUNS
    )
    return measured(own, pipeline=pipeline)


@line("List of inactive customers by value, first 80", seconds=at_most(0.05))
def inactive_list(world):
    def show(env):
        return webclient.list_(env, "reactivation.customer", INACTIVE)

    [own] = race(opening(world, show), runs=RUNS)
    return measured(own)


@line("List of contacts, with the module against without", percent=at_most(5))
def partner_list(world):
    return slower(world, partners_of)


@line("Form of a contact, with the module against without", percent=at_most(5))
def partner_form(world):
    return slower(world, partner_of)


def slower(world, show):
    own, plain = race(
        opening(world, show), opening(world, show, plain=True), runs=RUNS_OF_SLOWER
    )
    result = measured(own, without=plain)
    percent = 100 * (result.pop("times_without") - 1)
    return {**result, "percent": percent}


@line("Analysis of cards: both pivot tables", seconds=at_most(1))
def analysis(world):
    def show(env):
        tables = [webclient.pivot(env, "reactivation.report", view) for view in PIVOTS]
        return lambda: [table() for table in tables]

    [own] = race(opening(world, show))
    return measured(own)


@line("Preview of a policy in the settings", times_floor=at_most(1))
def policy_preview(world):
    def run(watch):
        with world.env("admin") as env:
            policy = env["reactivation.policy"].search(
                [], order="sequence desc", limit=1
            )
            with watch.on(env.cr):
                policy.preview(policy.id, {"cap_days": 365})

    own, bare = race(run, floor(world))
    return measured(own, floor=bare)
