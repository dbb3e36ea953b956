import { Component } from "@odoo/owl";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { ACTIONS_GROUP_NUMBER } from "@web/search/action_menus/action_menus";

/** Entry of the board's menu that starts the salespeople's tour. */
export class ShowAround extends Component {
    static template = "crm_reactivation.ShowAround";
    static components = { DropdownItem };
    static props = {};

    setup() {
        this.tour = useService("tour_service");
    }

    start() {
        this.tour.startTour("reactivation_salesperson", { mode: "manual", fromDB: true });
    }
}

registry.category("cogMenu").add(
    "reactivation_show_around",
    {
        Component: ShowAround,
        groupNumber: ACTIONS_GROUP_NUMBER,
        isDisplayed: ({ config, searchModel }) =>
            searchModel.resModel === "reactivation.episode" && config.viewType === "kanban",
    },
    { sequence: 90 }
);
