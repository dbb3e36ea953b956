from odoo.tests import tagged

from .secrets_case import AMOUNT, WORD, SecretsCase

#: Models whose records are about a customer.
ABOUT = (
    "reactivation.assessment",
    "reactivation.call",
    "reactivation.credit",
    "reactivation.customer",
    "reactivation.enrollment",
    "reactivation.episode",
    "reactivation.incumbent",
    "reactivation.profile",
    "reactivation.report",
)


@tagged("post_install", "-at_install")
class TestSmuggling(SecretsCase):
    """Ids, paths, orders and drafts in requests tell no more than plain reading."""

    roles = ("rep", "marketer", "foreigner", "clerk", "portal")

    def stored_fields(self, model):
        return [
            name
            for name, field in self.env[model]._fields.items()
            if field.type not in ("one2many", "many2many") and name != "id"
        ]

    def forbidden(self, role):
        """Dict model -> ids that the role may not read."""
        found = {}
        for partner, records in self.insiders.items():
            if role == "foreigner" and partner == self.abroad:
                continue
            for model, record in records.items():
                if (role, model) not in (
                    ("marketer", "res.partner"),
                    ("rep", "reactivation.campaign"),
                ):
                    found.setdefault(model, []).extend(record.ids)
        return found

    # -- drafts: what a form would show before it is saved

    def drafts(self, role):
        """(model, values) of forms that point at what the role may not read."""
        ids = self.forbidden(role)
        for model in sorted(self.env.registry):
            if not model.startswith("reactivation.") or self.env[model]._abstract:
                continue
            for name, field in self.env[model]._fields.items():
                if field.comodel_name not in ids or field.compute or field.related:
                    continue
                for record_id in ids[field.comodel_name]:
                    if field.type == "many2one":
                        yield model, {name: record_id}
                    elif field.type == "many2many":
                        yield model, {name: [[6, 0, [record_id]]]}

    def test_drafts(self):
        """``onchange`` computes what a record would be, and ``default_get`` begins it:
        neither may look into records that the user could not open."""
        for role in self.roles:
            self.log_in(getattr(self, role))
            for model, values in self.drafts(role):
                spec = {name: {} for name in self.stored_fields(model)}
                with self.subTest(role=role, model=model, values=values):
                    answer, error = self.attempt(
                        model, "onchange", [], values, list(values), spec
                    )
                    self.assert_nothing_told(error or answer, (model, values), role)
                    defaults = {f"default_{name}": v for name, v in values.items()}
                    answer, error = self.attempt(
                        model, "default_get", list(spec), context=defaults
                    )
                    self.assert_nothing_told(error or answer, (model, values), role)

    def test_made_about_others(self):
        """Nor can a record be made about them, to be read afterwards."""
        for role in ("rep", "marketer", "foreigner"):
            self.log_in(getattr(self, role))
            for model, values in self.drafts(role):
                with self.subTest(role=role, model=model, values=values):
                    answer, error = self.attempt(model, "create", [values])
                    self.assert_nothing_told(error, (role, model, values), role)
                    if error:
                        continue
                    names = self.stored_fields(model)
                    answer, error = self.attempt(model, "read", answer, names)
                    self.assert_nothing_told(error or answer, (model, values), role)

    # -- reading by other words

    def test_ways_of_reading(self):
        """Each way of the ORM, on records that the role may not read."""
        for role in self.roles:
            self.log_in(getattr(self, role))
            for model, ids in self.forbidden(role).items():
                if model == "res.partner":
                    continue  # contacts are everybody's; see test_security_facade.py
                names = self.stored_fields(model)
                spec = {name: {} for name in names}
                here = [["id", "in", ids]]
                for method, *arguments in (
                    ("read", ids, names),
                    ("web_read", ids, spec),
                    ("export_data", ids, ["id", "display_name"]),
                    ("search_read", here, names),
                    ("web_search_read", here, spec),
                    ("search_count", here),
                    ("name_search", "", here),
                    ("formatted_read_group", here, ["partner_id"], ["__count"]),
                    ("web_read_group", here, ["partner_id"], ["__count"]),
                    ("copy", ids),
                ):
                    answer, error = self.attempt(model, method, *arguments)
                    message = (role, model, method)
                    self.assert_nothing_told(error or answer, message, role)
                    if not error:
                        found = answer
                        if isinstance(found, dict):
                            found = found.get("records") or found.get("groups")
                        if found and isinstance(found, list):
                            found = [row for row in found if row.get("__count", 1)]
                        self.assertFalse(found, msg=message)

    def test_conditions_behind_a_path(self):
        """Counting is reading: no condition finds what reading would not show."""
        paths = {
            "reactivation.campaign": ("enrollment_ids.answer_text", "like", WORD),
            "reactivation.category": ("write_uid.password", "like", "%"),
            "reactivation.enrollment": ("episode_id.decision_note", "like", WORD),
            "res.partner": ("reactivation_episode_ids.decision_note", "like", WORD),
            "res.users": ("partner_id.reactivation_customer_id", "!=", False),
            "sale.order": ("reactivation_episode_id.decision_note", "like", WORD),
            "crm.lead": ("reactivation_episode_id.decision_note", "like", WORD),
            "reactivation.customer": ("user_id.password", "!=", False),
            "reactivation.episode": ("customer_id.ordered_amount", ">", AMOUNT - 1),
            "reactivation.call": ("customer_id.profile_id.note", "like", WORD),
            "reactivation.touch": ("customer_id.ordered_amount", ">", AMOUNT - 1),
        }
        for role in ("rep", "marketer", "clerk", "portal"):
            self.log_in(getattr(self, role))
            for model, condition in paths.items():
                with self.subTest(role=role, model=model):
                    for method in ("search_count", "search_read"):
                        answer, error = self.attempt(model, method, [condition])
                        self.assertFalse(answer, msg=(role, model, condition))
                        self.assert_nothing_told(error, (role, model), role)

    def test_order_and_groups(self):
        """The order of rows tells amounts, too."""
        self.log_in(self.marketer)
        for model in ("reactivation.enrollment", "reactivation.touch"):
            for order in ("customer_id", "episode_id", "customer_id.ordered_amount"):
                __, error = self.attempt(model, "search", [], order=order)
                self.assertTrue(error, msg=(model, order))
            for group in ("customer_id", "episode_id", "customer_id.value_class"):
                answer, error = self.attempt(
                    model, "formatted_read_group", [], [group], ["__count"]
                )
                self.assertTrue(error, msg=(model, group))
