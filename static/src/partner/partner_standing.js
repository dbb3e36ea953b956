import { Component, onWillStart, useSubEnv } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { getDefaultConfig, View } from "@web/views/view";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const VIEW = "crm_reactivation.res_partner_view_form_standing";

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
        const viewService = useService("view");
        onWillStart(async () => {
            const { resModel } = this.props.record;
            const { fields, relatedModels, views } = await viewService.loadViews({
                resModel,
                views: [[false, "form"]],
                // for this call only: buttons would hand it on to what they open
                context: { form_view_ref: VIEW },
            });
            this.view = { fields, relatedModels, arch: views.form.arch };
        });
    }

    get viewProps() {
        const { resModel, resId } = this.props.record;
        return {
            ...this.view,
            type: "form",
            resModel,
            resId,
            display: { controlPanel: false },
            readonly: true,
        };
    }
}

registry.category("view_widgets").add("reactivation_partner_standing", {
    component: PartnerStanding,
});
