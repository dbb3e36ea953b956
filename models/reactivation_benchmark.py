from odoo import fields, models


class ReactivationBenchmark(models.Model):
    """A figure of the overview that a company compares itself with, and its source.

    None is shipped: what is usual elsewhere says little without its source.
    """

    _name = "reactivation.benchmark"
    _description = "Reactivation Benchmark"
    _order = "figure, id"
    _rec_name = "figure"

    figure = fields.Selection(
        selection=lambda self: list(
            self.env["reactivation.overview"]._shares().items()
        ),
        required=True,
        help="Figure of the overview below which the benchmark is shown.",
    )
    value = fields.Float(
        string="Benchmark (%)", required=True, digits=(5, 1), aggregator=None
    )
    note = fields.Char(
        string="Where It Comes From", help="Source and year, or who set the target."
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )

    _one_per_figure = models.Constraint(
        "UNIQUE (figure, company_id)",
        "This figure has a benchmark already: change that one.",
    )
    _percentage = models.Constraint(
        "CHECK (value BETWEEN 0 AND 100)", "A benchmark lies between 0 and 100 %."
    )
