import { Component, useSubEnv } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { getDefaultConfig, View } from "@web/views/view";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * How the customer stands, on the contact's page: a form within the form.
 *
 * Read when the page is opened, not with the contact: most people who open a contact
 * look for something else, and the explanation runs the policy for this customer.
 */
export class PartnerStanding extends Component {
    static template = "crm_reactivation.PartnerStanding";
    static components = { View };
    static props = { ...standardWidgetProps };

    setup() {
        // name and pager of the page stay the contact's
        useSubEnv({ config: getDefaultConfig() });
    }

    get viewProps() {
        const { resModel, resId } = this.props.record;
        return {
            type: "form",
            resModel,
            resId,
            context: {
                form_view_ref: "crm_reactivation.res_partner_view_form_standing",
            },
            display: { controlPanel: false },
            readonly: true,
        };
    }
}

registry.category("view_widgets").add("reactivation_partner_standing", {
    component: PartnerStanding,
});
