"""How PostgreSQL is to run our large statements."""

from odoo.tools import SQL


def bulk(query):
    """The statement, without just-in-time compilation and with memory to sort in.

    Compiling the expressions of a refresh takes PostgreSQL longer than running them:
    28 of 33 seconds for 20,000 customers.  Both settings end with the transaction.
    """
    return SQL("SET LOCAL jit = off; SET LOCAL work_mem = '64MB'; %s", query)


def many(query):
    """:func:`bulk`, for a statement about thousands of customers.

    PostgreSQL cannot know how many rows the pieces of such a statement give, takes them
    for a handful and joins row by row.  Now it does so only where there is no other
    way, until :data:`AS_USUAL`.
    """
    return bulk(SQL("SET LOCAL enable_nestloop = off; %s", query))


#: Ends what :func:`many` began.
AS_USUAL = SQL("SET LOCAL enable_nestloop = on")


def few(query):
    """:func:`bulk`, among statements of :func:`many`: few rows are looked up here, and
    without nested loops each would take a pass over the table it is looked up in.
    """
    return bulk(SQL("%s; %s", AS_USUAL, query))
