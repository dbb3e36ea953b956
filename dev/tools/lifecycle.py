"""The module comes and goes: an uninstallation leaves the database as it was."""

import re

from . import databases, postgres
from .base import DEV, MODULE, Failure, say
from .suites import Outcome

#: What there is in a database, a line for each thing.  Left out: what Odoo itself adds
#: on the way, such as external ids of mixins in the names of its modules.
INVENTORY = """
SELECT 'column', table_name || '.' || column_name FROM information_schema.columns
 WHERE table_schema = 'public'
UNION ALL SELECT 'index', indexname FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'constraint', conrelid::regclass || '.' || conname FROM pg_constraint
 WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'function', proname FROM pg_proc
 WHERE pronamespace = 'public'::regnamespace
UNION ALL SELECT 'model', model FROM ir_model
UNION ALL SELECT 'field', model || '.' || name FROM ir_model_fields
UNION ALL SELECT 'cron', cron_name FROM ir_cron
UNION ALL SELECT 'activity type', name->>'en_US' FROM mail_activity_type
UNION ALL SELECT 'view', COALESCE(key, '') || ' ' || name FROM ir_ui_view
UNION ALL SELECT 'menu', name->>'en_US' FROM ir_ui_menu
UNION ALL SELECT 'action', type || ' ' || COALESCE(name->>'en_US', '') FROM ir_actions
UNION ALL SELECT 'group', name->>'en_US' FROM res_groups
UNION ALL SELECT 'rule', name FROM ir_rule
UNION ALL SELECT 'parameter', key FROM ir_config_parameter
UNION ALL SELECT 'filter', name FROM ir_filters
UNION ALL SELECT 'template', name->>'en_US' FROM mail_template
UNION ALL SELECT 'external id', name FROM ir_model_data
 WHERE module = 'crm_reactivation'
UNION ALL SELECT 'message of', model FROM mail_message WHERE model LIKE 'reactivation%'
UNION ALL SELECT 'activity of', res_model FROM mail_activity
 WHERE res_model LIKE 'reactivation%'
UNION ALL SELECT 'follower of', res_model FROM mail_followers
 WHERE res_model LIKE 'reactivation%'
UNION ALL SELECT 'file of', res_model FROM ir_attachment
 WHERE res_model LIKE 'reactivation%'
"""
#: The same of apps that need not be there, by table.
INVENTORY_OF_APPS = {
    "spreadsheet_dashboard": "'dashboard', name->>'en_US'",
    "gamification_goal_definition": "'kind of goal', name->>'en_US'",
    "gamification_goal": "'goal of', user_id::text",
    "base_automation": "'automation rule', name->>'en_US'",
}
COMPLAINT = re.compile(r" (WARNING|ERROR|CRITICAL) (?!\S+ py\.warnings)")


def _inventory(database):
    tables = postgres.sql(
        "SELECT table_name FROM information_schema.tables"
        " WHERE table_schema = 'public'",
        database,
    )
    parts = [
        f"UNION ALL SELECT {columns} FROM {table}"
        for table, columns in INVENTORY_OF_APPS.items()
        if table in tables
    ]
    return set(postgres.sql(INVENTORY + "\n".join(parts), database))


def complaints(log):
    """Lines of a log that warn or report an error."""
    return [line for line in log.splitlines() if COMPLAINT.search(line)]


def script(name):
    """Text of one of the scripts for Odoo's shell."""
    return (DEV / "tools" / "scripts" / name).read_text()


def check_uninstall(odoo, database, suite="core"):
    """Install, work, uninstall: nothing of ours is left, the log is clean and the rest
    goes on as before.

    :param suite: ``core``, or ``full`` for a database with the optional apps
    """
    databases.clone(databases.template(odoo, suite), database)
    outcome = Outcome()
    work = script("life.py")
    if suite == "full":
        work += script("life_apps.py")
    try:
        say(f"life cycle ({suite}): install, work, uninstall, go on")
        before = _inventory(database)
        databases.install(odoo, database, [MODULE], f"life-{suite}-install.log")
        databases.run_shell(
            odoo, database, work, f"life-{suite}-work.log", "The work failed."
        )
        log = databases.run_odoo(
            odoo,
            ["module", "uninstall", MODULE, "-d", database],
            f"life-{suite}-uninstall.log",
            f"Odoo could not uninstall {MODULE}.",
        )
        for line in complaints(log):
            outcome.complain(f"in the log of the uninstallation: {line[:300]}")
        after = _inventory(database)
        for thing in sorted(after - before):
            outcome.complain(f"left by the uninstallation: {thing}")
        for thing in sorted(before - after):
            outcome.complain(f"lost by the uninstallation: {thing}")
        databases.run_shell(
            odoo,
            database,
            script("life_after.py"),
            f"life-{suite}-after.log",
            f"Something does not work any more without {MODULE}.",
        )
    except Failure as failure:
        outcome.complain(str(failure))
    finally:
        databases.drop(database)
    outcome.passed += not outcome.failed
    for problem in outcome.problems:
        print(f"    {problem}")
    say(f"life cycle ({suite}): {outcome.line}")
    return outcome
