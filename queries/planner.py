"""How PostgreSQL is to run our large statements."""

from odoo.tools import SQL


def bulk(query):
    """The statement, without just-in-time compilation and with memory to sort in.

    Compiling the expressions of a refresh takes PostgreSQL longer than running them:
    28 of 33 seconds for 20,000 customers.  Both settings end with the transaction.
    """
    return SQL("SET LOCAL jit = off; SET LOCAL work_mem = '64MB'; %s", query)
