import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** The team's latest self-tests side by side: one bar of points per test. */
export class ReactivationTrend extends Component {
    static template = "crm_reactivation.Trend";
    static props = { ...standardFieldProps };

    get tests() {
        return this.props.record.data[this.props.name] || [];
    }

    isShown(test) {
        return test.id === this.props.record.resId;
    }
}

registry.category("fields").add("reactivation_trend", {
    component: ReactivationTrend,
    supportedTypes: ["json"],
});
