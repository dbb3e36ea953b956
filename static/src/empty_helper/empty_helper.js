import { onWillStart } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { ActionHelper } from "@web/views/action_helper";

const OWN_FILTER = "my_cards";

/**
 * What an empty board or list says: the action's own help, the day of the figures, and
 * what to do next: look at everybody's cards, have the figures refreshed, check the
 * policies (the last two for managers).
 */
export class EmptyHelper extends ActionHelper {
    static template = "crm_reactivation.EmptyHelper";

    setup() {
        super.setup();
        this.action = useService("action");
        this.orm = useService("orm");
        onWillStart(async () => {
            this.status = await this.orm.call(
                "reactivation.customer",
                "get_refresh_status",
                []
            );
        });
    }

    get ownFilter() {
        return this.env.searchModel
            .getSearchItems((item) => item.name === OWN_FILTER)
            .find((item) => item.isActive);
    }

    showAll() {
        this.env.searchModel.toggleSearchItem(this.ownFilter.id);
    }

    async refresh() {
        const action = await this.orm.call("reactivation.customer", "action_refresh_now", [
            [],
        ]);
        await this.action.doAction(action);
    }

    checkPolicies() {
        this.action.doAction("crm_reactivation.reactivation_policy_action");
    }
}
