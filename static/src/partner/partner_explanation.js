import { Component, markup, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { ReactivationTimeline } from "../timeline/timeline_field";

const TIMELINE = "reactivation_timeline";
const WHY = "reactivation_why_table";

/**
 * Purchases over time and why the customer has its level, on the contact's tab.
 *
 * Read when the tab is opened, not with the form: the explanation runs the policy for
 * this customer, and most people who open a contact look for something else.
 */
export class PartnerExplanation extends Component {
    static template = "crm_reactivation.PartnerExplanation";
    static components = { ReactivationTimeline };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ why: false, timeline: false });
        onWillStart(() => this.load(this.props.record));
        onWillUpdateProps((next) => {
            if (next.record.resId !== this.props.record.resId) {
                return this.load(next.record);
            }
        });
    }

    async load({ resId }) {
        const [read] = resId
            ? await this.orm.read("res.partner", [resId], [TIMELINE, WHY])
            : [{}];
        this.state.timeline = read[TIMELINE];
        this.state.why = read[WHY] && markup(read[WHY]);
    }

    /** What the timeline reads of a record. */
    get timelineProps() {
        return { name: TIMELINE, record: { data: { [TIMELINE]: this.state.timeline } } };
    }
}

registry.category("view_widgets").add("reactivation_partner_explanation", {
    component: PartnerExplanation,
});
