import { registry } from "@web/core/registry";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";
import { EmptyHelper } from "../empty_helper/empty_helper";

export class CustomerListRenderer extends ListRenderer {
    static components = { ...ListRenderer.components, ActionHelper: EmptyHelper };
}

export const customerListView = { ...listView, Renderer: CustomerListRenderer };

registry.category("views").add("reactivation_customer_list", customerListView);
