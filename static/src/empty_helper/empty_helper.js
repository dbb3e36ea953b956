import { onWillStart } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { ActionHelper } from "@web/views/action_helper";

/**
 * What an empty board or list says: the action's own help, of when the figures are, and
 * for managers a button to have them refreshed.
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

    async refresh() {
        const action = await this.orm.call("reactivation.customer", "action_refresh_now", [
            [],
        ]);
        await this.action.doAction(action);
    }
}
