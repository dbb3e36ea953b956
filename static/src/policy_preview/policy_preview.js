import { Component, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatInteger } from "@web/views/fields/formatters";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { _t } from "@web/core/l10n/translation";

/**
 * What the policy on the form would do, before it is saved: customers by level today
 * and then, and the list of those who would change.
 */
export class ReactivationPolicyPreview extends Component {
    static template = "crm_reactivation.PolicyPreview";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ result: null, running: false });
    }

    count(customers) {
        return formatInteger(customers);
    }

    async preview() {
        const { record } = this.props;
        this.state.running = true;
        try {
            const changes = await record.getChanges();
            this.state.result = await this.orm.call("reactivation.policy", "preview", [
                record.resId || false,
                changes,
            ]);
        } finally {
            this.state.running = false;
        }
    }

    openChanged() {
        this.action.doAction({
            type: "ir.actions.act_window",
            name: _t("Customers Who Would Change Level"),
            res_model: "reactivation.customer",
            domain: [["id", "in", this.state.result.customer_ids]],
            views: [
                [false, "list"],
                [false, "form"],
            ],
        });
    }
}

registry.category("view_widgets").add("reactivation_policy_preview", {
    component: ReactivationPolicyPreview,
});
