"""The rules of the game in pure Python: facts in, a verdict with its reasons out.

Nothing here knows Odoo, a database or a language.  ``models/`` collects the facts,
stores the value and says the reasons in words.

``resistance``  answers of a grid -> score from 0 to 100
``horizon``     score and knock-out facts -> category
``sequence``    steps of a campaign and what became of them -> what comes next
``invest``      category, amount at stake, effort, debts -> invest now, later, not
``lift``        orders with and without a campaign -> what it added
``priority``    potential and accessibility -> position in the matrix
"""
