"""SQL text, and nothing else.

Every function of this package returns an :class:`odoo.tools.SQL` object; nothing is
executed here and no model is known here.  ``models/`` puts the pieces together, runs
them and takes care of flushing and invalidating.  Reading order = order of the night:

``purchases``    what was bought, one row per customer and local day
``pairs``        which customers have a row, and who sells to them
``figures``      one row per customer: dates, counts, amounts, salesperson, status
``probability``  the chance that no order comes any more, and the personal threshold
``level``        policy -> threshold -> active / at risk / inactive
``value``        A/B/C classes and waves by cumulated turnover
``follow``       what a confirmed order asks of the database
``evidence``     which column a new card starts in
``cards``        cards to open, with what
``closing``      cards to close, and to open again
``card_order``   in which order cards are worked
``claims``       from which day on another salesperson may claim a card
``campaign``     who is enrolled or left out, who leaves
``touches``      steps that are due, what is written about them, what became of them
``campaign_figures``  what a campaign came to: steps, orders, costs
"""
