import { registry } from "@web/core/registry";
import { KanbanHeader } from "@web/views/kanban/kanban_header";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { EmptyHelper } from "../empty_helper/empty_helper";

/**
 * Column title with the number of cards beside the money that the progress bar shows. Its
 * tooltip is headed by the column's name: labels in the options of a view would not be
 * translated.
 */
export class BoardHeader extends KanbanHeader {
    static template = "crm_reactivation.BoardHeader";

    setup() {
        super.setup();
        const loadTooltip = this.loadTooltip;
        this.loadTooltip = async () => {
            const entries = await loadTooltip();
            return entries.map((entry) => ({ ...entry, title: this.group.displayName }));
        };
    }
}

export class BoardRenderer extends KanbanRenderer {
    static components = {
        ...KanbanRenderer.components,
        ActionHelper: EmptyHelper,
        KanbanHeader: BoardHeader,
    };
}

export const boardView = { ...kanbanView, Renderer: BoardRenderer };

registry.category("views").add("reactivation_board", boardView);
