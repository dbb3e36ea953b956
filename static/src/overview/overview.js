import { Component, markup, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { FiguresStatus } from "../figures_status/figures_status";
import { MonthChart } from "./month_chart";

/**
 * Figures of reactivation on one page. The server says what they are and which records
 * each one opens; this only shows it.
 */
export class ReactivationOverview extends Component {
    static template = "crm_reactivation.Overview";
    static components = { FiguresStatus, Layout, MonthChart };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.tour = useService("tour_service");
        this.state = useState({ figures: null });
        onWillStart(async () => {
            this.state.figures = await this.orm.call(
                "reactivation.overview",
                "get_figures",
                []
            );
        });
    }

    get figures() {
        return this.state.figures;
    }

    paceClass(pace) {
        return { behind: "bg-warning", missed: "bg-warning" }[pace] || "bg-success";
    }

    showAround() {
        this.tour.startTour("reactivation_manager", { mode: "manual", fromDB: true });
    }

    async closeFirstSteps() {
        await this.orm.call("reactivation.overview", "close_first_steps", []);
        this.state.figures.first_steps = [];
    }

    /** What an empty list says comes as HTML; only actions that Odoo loads are told so. */
    open({ help, ...action }) {
        this.action.doAction(help ? { ...action, help: markup(help) } : action);
    }
}

registry.category("actions").add("crm_reactivation.overview", ReactivationOverview);
