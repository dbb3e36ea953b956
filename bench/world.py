"""The databases of one size: with the module (figures computed) and without."""

from contextlib import contextmanager

from clock import open_registry, vacuum
from sizes import SIZES

from odoo import SUPERUSER_ID
from odoo.api import Environment


class World:
    def __init__(self, size):
        self.size = size
        self.customers = SIZES[size]
        self.database = f"bench_{size}"
        self._registries = {}

    def registry(self, plain=False):
        name = f"{self.database}_plain" if plain else self.database
        if name not in self._registries:
            self._registries[name] = open_registry(name)
        return self._registries[name]

    @contextmanager
    def env(self, login=None, plain=False):
        """A new environment; what is done in it is taken back.

        :param login: a user whose rights and rules hold; default: none hold
        :param plain: in the database without the module
        """
        with self.registry(plain).cursor() as cr:
            env = Environment(cr, SUPERUSER_ID, {})
            if login:
                user = env["res.users"].search([("login", "=", login)])
                env = Environment(cr, user.id, env["res.users"].context_get())
            try:
                yield env
            finally:
                cr.rollback()

    def settle(self):
        """Compute the figures of today when they are missing, twice, and keep them.

        The second night writes what the first one made possible; from then on a night
        is quiet.
        """
        with self.registry().cursor() as cr:
            env = Environment(cr, SUPERUSER_ID, {})
            runs = env["reactivation.run"]
            companies = env["res.company"].search([])
            while any(
                runs._last_done(company).today != company._reactivation_today()
                or runs._last_done(company).is_first
                for company in companies
            ):
                env["reactivation.customer"]._refresh()
                cr.commit()
            vacuum(cr)


def own_tables(cr):
    """Our tables that hold or refer to what a refresh writes."""
    cr.execute(
        """
        WITH RECURSIVE dependent AS (
            SELECT 'reactivation_customer'::regclass::oid AS id
             UNION SELECT 'reactivation_run'::regclass::oid
             UNION SELECT conrelid FROM pg_constraint
              JOIN dependent ON confrelid = dependent.id
             WHERE contype = 'f' AND conrelid::regclass::text LIKE 'reactivation%'
        )
        SELECT id::regclass::text FROM dependent ORDER BY 1
        """
    )
    return [name for (name,) in cr.fetchall()]


def empty_figures(env):
    """As if no refresh had ever run.

    Foreign keys of other tables (orders name their card) are taken away meanwhile:
    PostgreSQL would not let our tables be emptied, or empty the others with them.
    """
    env.flush_all()
    tables = own_tables(env.cr)
    env.cr.execute(
        "SELECT conrelid::regclass::text, quote_ident(conname),"
        " pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype = 'f' AND confrelid = ANY(%s::regclass[])"
        " AND conrelid <> ALL(%s::regclass[])",
        [tables, tables],
    )
    foreign = env.cr.fetchall()
    for table, name, __ in foreign:
        env.cr.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    env.cr.execute("TRUNCATE " + ", ".join(tables))
    for table, name, definition in foreign:
        env.cr.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    env.invalidate_all()
