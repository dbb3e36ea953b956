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


def tables_of_figures(cr):
    """Tables that hold or refer to what a refresh writes, dependent ones included."""
    cr.execute(
        """
        WITH RECURSIVE dependent AS (
            SELECT 'reactivation_customer'::regclass::oid AS id
             UNION SELECT 'reactivation_run'::regclass::oid
             UNION SELECT conrelid FROM pg_constraint
              JOIN dependent ON confrelid = dependent.id WHERE contype = 'f')
        SELECT id::regclass::text FROM dependent ORDER BY 1
        """
    )
    return [name for (name,) in cr.fetchall()]


def empty_figures(env):
    """As if no refresh had ever run (taken back with the transaction)."""
    tables = tables_of_figures(env.cr)
    if not all(name.startswith("reactivation_") for name in tables):
        raise ValueError(f"emptying {tables} would take more than our own tables")
    env.cr.execute("TRUNCATE " + ", ".join(tables))
    env.invalidate_all()
