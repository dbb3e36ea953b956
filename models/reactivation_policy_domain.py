from ast import literal_eval

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class ReactivationPolicy(models.Model):
    """Which customers a policy is for: its domain, checked when it is saved."""

    _inherit = "reactivation.policy"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_readable(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_readable(vals)
        return super().write(vals)

    @api.model
    def _check_readable(self, vals):
        """Customers are judged, and counted, by sudo, see ``ir.filters``."""
        filters = self.env["ir.filters"]
        filters._check_readable_conditions("res.partner", vals.get("domain"))

    def _partner_domain(self):
        """The domain as a list.

        :raise ValidationError: the text is not a domain
        """
        self.ensure_one()
        try:
            domain = literal_eval(self.domain or "[]")
            if not isinstance(domain, list):
                raise ValueError(self.domain)
        except (ValueError, SyntaxError, TypeError) as error:
            raise ValidationError(
                self.env._(
                    "“Applies to” of policy “%(name)s” cannot be read: %(domain)s. Use"
                    " the domain editor, and fixed values only (no “uid”, no dates"
                    " computed in Python).",
                    name=self.name,
                    domain=self.domain,
                )
            ) from error
        return domain

    @api.constrains("domain")
    def _check_domain(self):
        for policy in self:
            policy._check_domain_fields(policy._partner_domain())
            policy._domain_query()

    def _check_domain_fields(self, domain):
        """Refuse conditions on what this module computes, also behind a path.

        :raise ValidationError: a field that does not exist, or that the refresh writes
        """
        self._check_conditions("res.partner", domain)

    def _check_conditions(self, model, domain):
        facade = self.env["res.partner"]._reactivation_facade_fields()
        try:
            conditions = list(Domain(domain).iter_conditions())
        except ValueError as error:
            raise self._broken_domain(error) from error
        for condition in conditions:
            comodel = model
            for name in condition.field_expr.split("."):
                field = self.env[comodel]._fields.get(name)
                own = comodel.startswith("reactivation.") or (
                    comodel == "res.partner" and name in facade
                )
                if own or (field and not field.store and not field.search):
                    self._refuse_field(field.string if field else name)
                comodel = (field and field.comodel_name) or comodel
            if condition.operator in ("any", "not any"):
                self._check_conditions(comodel, condition.value)

    def _refuse_field(self, label):
        raise ValidationError(
            self.env._(
                "Policy “%(policy)s” cannot depend on “%(field)s”: it is not stored on"
                " the customer or is computed from the policy itself. Choose another"
                " field.",
                policy=self.name,
                field=label,
            )
        )

    def _domain_query(self, within=Domain.TRUE):
        """The domain as a query on ``res_partner``, archived partners included.

        :param within: domain of the partners that are asked about
        :raise ValidationError: the domain names a field or value that does not exist
        """
        self.ensure_one()
        # sudo: a policy judges all customers alike, whoever saves it; only ids of
        # partners come out, and only into the refresh
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        if self.company_id:
            partners = partners.with_company(self.company_id)
        try:
            query = partners._search(Domain(self._partner_domain()) & within)
            query.select()
            return query
        except ValidationError:
            raise
        except Exception as error:
            raise self._broken_domain(error) from error

    def _broken_domain(self, error):
        return ValidationError(
            self.env._(
                "“Applies to” of policy “%(name)s” does not work: %(error)s",
                name=self.name,
                error=error,
            )
        )
