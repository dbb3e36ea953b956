from odoo.fields import Domain

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

#: Domains of the shared customer filters that come with the module, by code.
SEGMENTS = {
    "never_bought": [("order_count", "=", 0)],
    "dormant_prospects": [
        ("lifecycle_status", "=", "prospect"),
        "|",
        ("last_interaction_date", "=", False),
        ("last_interaction_date", "<", "today -60d"),
    ],
    "bought_much": [
        ("value_class", "=", "a"),
        ("inactivity_level", "in", ["inactive", "very_inactive"]),
    ],
    "wave_1": [("wave", "=", "1")],
    "wave_2": [("wave", "=", "2")],
    "wave_3": [("wave", "=", "3")],
    "at_risk": [("inactivity_level", "=", "at_risk")],
    "very_inactive": [("inactivity_level", "=", "very_inactive")],
    "no_contact": [
        ("inactivity_level", "in", ["inactive", "very_inactive"]),
        ("last_interaction_date", "<", "today -60d"),
        ("episode_id.activity_ids", "=", False),
    ],
}

#: Favourite of the board: resistance among customers of equal potential.
POTENTIAL = {
    "model_id": "reactivation.episode",
    "domain": "[('state', '=', 'open')]",
    "context": "{'group_by': ['potential_class']}",
    "sort": '["resistance_score"]',
}


#: What people made that refers to lists of the module, and to saved filters.
WORK = (
    "reactivation.assessment",
    "reactivation.renunciation",
    "reactivation.objective",
    "reactivation.campaign",
    "reactivation.self.test",
)


def post_init_hook(env):
    """Create the shared filters and have the figures computed in the background.

    A large company takes minutes: nobody should wait for them during installation.
    """
    create_segments(env)
    env.ref("crm_reactivation.ir_cron_refresh")._trigger()


def uninstall_hook(env):
    """Delete people's work before Odoo deletes the lists that it refers to.

    Odoo deletes record by record what came with the module: each reason, level or
    filter that something still refers to would be an error in the log first.  What
    people saved in tables of Odoo, and Odoo leaves there, goes too.
    """
    # what else is history and stays, goes now; archived or not
    context = {**env.context, MODULE_UNINSTALL_FLAG: True, "active_test": False}
    env = env(context=context)
    env["reactivation.episode"]._delete_all()
    for model in WORK:
        env[model].search(Domain.TRUE).unlink()
    env["ir.filters"].search(Domain("model_id", "=like", "reactivation.%")).unlink()
    parameters = env["ir.config_parameter"]
    parameters.search(Domain("key", "=like", "crm_reactivation.%")).unlink()


def create_segments(env):
    """Create the shared filters, named in the administrator's language.

    The name of a filter is not translatable in Odoo, so it is written once.
    """
    names = _segment_names(env(context={"lang": env.ref("base.user_admin").lang}))
    filters = {
        code: {"model_id": "reactivation.customer", "domain": str(domain)}
        for code, domain in SEGMENTS.items()
    }
    filters["potential"] = POTENTIAL
    env["ir.filters"]._load_records(
        [
            {
                "xml_id": f"crm_reactivation.segment_{code}",
                "noupdate": True,
                "values": {**values, "name": names[code], "user_ids": False},
            }
            for code, values in filters.items()
        ]
    )


def _segment_names(env):
    """Dict code -> translated name."""
    return {
        "never_bought": env._("Never bought"),
        "dormant_prospects": env._("Dormant prospects"),
        "bought_much": env._("Bought much and stopped"),
        "wave_1": env._("Wave 1: first 80 % of lost turnover"),
        "wave_2": env._("Wave 2: next 15 %"),
        "wave_3": env._("Wave 3: the rest"),
        "at_risk": env._("At risk"),
        "very_inactive": env._("Very inactive"),
        "no_contact": env._("Inactive, no contact for 60 days"),
        "potential": env._("Potential, least resistant first"),
    }
